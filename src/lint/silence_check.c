/*
 * Comments and annotations that allow nothing. Of what could not be checked
 * nothing is said, for what is needed would be removed: files and objects
 * that were not read whole, release specs (what they render is linted when
 * it is rendered), and rules that need other objects where these may be
 * missing.
 */
#include "lint/silence.h"

#include "base/buf.h"
#include "diag/allow.h"

/* What the findings of a file tell about those it could not have. */
enum {
	FILE_UNREAD = 1,	/* a document could not be read */
	FILE_RELEASE = 2,	/* what it renders is not linted here */
	FILE_HOLED = 4,		/* values or objects were passed over */
	FILE_UNSOUND = 8,	/* of an object only the shape was checked */
};

static unsigned
file_mark(enum rule_id rule)
{
	switch (rule) {
	case RULE_YAML_SYNTAX:
	case RULE_YAML_LIMIT:
	case RULE_YAML_TEMPLATE:
		return FILE_UNREAD;
	case RULE_PLACEHOLDER:
	case RULE_API_VERSION_REMOVED:
		return FILE_HOLED;
	case RULE_FIELD_UNKNOWN:
	case RULE_CLASS_CONFLICT:
	case RULE_OBJECT_DUPLICATE:
		return 0;
	default:
		return rule_get(rule)->family == FAMILY_OBJECT ?
		    FILE_UNSOUND : 0;
	}
}

static const unsigned char *
mark_files(const struct lint *lint)
{
	const struct diags *diags = lint->diags;
	unsigned char *marks = arena_array(lint->arena, unsigned char,
	    lint->sources->list.n + 1);

	for (size_t i = 0; i < diags->list.n; i++) {
		const struct diag *d = diags->list.at[i];

		marks[d->where.file] |= (unsigned char)file_mark(d->rule);
	}
	for (size_t i = 0; i < lint->cluster->objects.n; i++) {
		const struct object *o = lint->cluster->objects.at[i];

		if (o->type == OBJECT_RELEASE)
			marks[o->span.file] |= FILE_RELEASE;
	}
	return marks;
}

/* What one object shows by itself, of families that look at several. */
static bool
is_wide(enum rule_id rule)
{
	switch (rule) {
	case RULE_PATH_TYPE_STRICT:
	case RULE_DEEP_INSPECTION:
	case RULE_ALIAS_INVALID:
	case RULE_CANARY_DISABLED:
	case RULE_CANARY_VALUE_INVALID:
	case RULE_CANARY_NO_HTTP:
	case RULE_REFERENCE_UNKNOWN:
		return false;
	/* A plain path is a regular expression by another Ingress. */
	case RULE_REGEX_INVALID:
	case RULE_PATH_NOT_BOUNDED:
	case RULE_PATH_ALTERNATION:
	case RULE_PATH_UNESCAPED_DOT:
	case RULE_OBJECT_DUPLICATE:
		return true;
	default:
		return rule_get(rule)->family == FAMILY_REFERENCE ||
		    rule_get(rule)->family == FAMILY_ROUTING ||
		    rule_get(rule)->family == FAMILY_CANARY;
	}
}

struct check {
	struct lint *lint;
	const unsigned char *marks;	/* of each file */
	bool complete;
	bool services;		/* references to them were all checked */
	/* Of annotations: texts and the rules that they silence somewhere. */
	struct map texts, used;
	struct str last;	/* the text looked up last, and its number */
	size_t number, numbers;
};

/* Would a finding of the rule have been found? */
static bool
is_checked(const struct check *c, enum rule_id rule, uint32_t file)
{
	enum family family = rule_get(rule)->family;
	unsigned marks = c->marks[file];

	if ((marks & (FILE_UNREAD | FILE_RELEASE)) != 0)
		return false;
	if (family == FAMILY_YAML)
		return true;
	if ((marks & FILE_HOLED) != 0 ||
	    ((marks & FILE_UNSOUND) != 0 && family != FAMILY_OBJECT))
		return false;
	if (family == FAMILY_REFERENCE && !c->services)
		return false;
	return c->complete || !is_wide(rule);
}

/* Parts of one annotation follow each other, and share its text. */
static size_t
number_of(struct check *c, struct str text)
{
	void **at;
	size_t *number;

	if (c->last.at == text.at)
		return c->number;
	at = map_put(c->lint->arena, &c->texts, text);
	number = *at;
	if (number == NULL) {
		*at = number = arena_new(c->lint->arena, size_t);
		*number = c->numbers++;
	}
	c->last = text;
	return c->number = *number;
}

static struct str
key_of(struct check *c, const struct allow *a, enum rule_id rule)
{
	return arena_printf(c->lint->arena, "%s %zu", rule_get(rule)->name,
	    number_of(c, a->text));
}

static void
note_used(struct check *c, const struct allow *a)
{
	for (size_t i = 0; i < a->rules.n && a->text.len > 0; i++)
		if (a->rules.at[i].used)
			*map_put(c->lint->arena, &c->used, key_of(c, a,
			    a->rules.at[i].rule)) = c;
}

static bool
is_idle(struct check *c, const struct allow *a,
    const struct allowed *allowed)
{
	if (allowed->used ||
	    !is_checked(c, allowed->rule, a->about.file))
		return false;
	return a->text.len == 0 ||
	    map_get(&c->used, key_of(c, a, allowed->rule)) == NULL;
}

/* The names of the rules that are idle, or of the others. */
static struct str
names_of(struct check *c, const struct allow *a, bool idle,
    const char *between, const char *last)
{
	const char *name = NULL;
	struct str names;
	struct buf text;

	buf_init(&text);
	for (size_t i = 0; i < a->rules.n; i++) {
		if (is_idle(c, a, &a->rules.at[i]) != idle)
			continue;
		if (text.len > 0)
			buf_puts(&text, between);
		if (name != NULL)
			buf_puts(&text, name);
		name = rule_get(a->rules.at[i].rule)->name;
	}
	if (text.len > 0)
		buf_puts(&text, last);
	if (name != NULL)
		buf_puts(&text, name);
	names = arena_str(c->lint->arena, buf_str(&text));
	buf_release(&text);
	return names;
}

static void
offer_removal(const struct check *c, const struct allow *a, struct diag *d,
    struct str others)
{
	struct diags *diags = c->lint->diags;

	if (others.len > 0 && a->names.file != 0 && !a->faulty)
		diag_edit_fix(diags, d, a->names, others, true,
		    "allow only %.*s", STR_ARG(others));
	else if (others.len > 0)
		diag_say_fix(diags, d, "allow only %.*s", STR_ARG(others));
	else if (a->whole.file != 0 && !a->faulty)
		diag_edit_fix(diags, d, a->whole, STR(""), true,
		    "remove the %s", a->what);
	else
		diag_say_fix(diags, d, "remove it");
}

static void
check_allow(struct check *c, const struct allow *a)
{
	struct str idle = names_of(c, a, true, ", ", " and "), others;
	struct span where = a->where;
	struct diag *d;

	if (idle.len == 0)
		return;
	others = names_of(c, a, false, ",", ",");
	for (size_t i = a->rules.n; others.len > 0 && i-- > 0;)
		if (is_idle(c, a, &a->rules.at[i]))
			where = a->rules.at[i].where;
	d = diag_report(c->lint->diags, RULE_ALLOW_UNUSED, where,
	    "the %s allows %.*s, but nothing of the kind is found %s",
	    a->what, STR_ARG(idle), a->place);
	offer_removal(c, a, d, others);
}

void
silence_check(struct lint *lint, bool complete)
{
	struct check c = { .lint = lint, .complete = complete,
		.services = true };

	if (lint->diags->allows.n == 0)
		return;
	allow_apply(lint->diags);
	c.marks = mark_files(lint);
	for (size_t i = 0; i < lint->diags->list.n; i++)
		if (lint->diags->list.at[i]->rule == RULE_REFERENCE_UNKNOWN)
			c.services = false;
	for (size_t i = 0; i < lint->diags->allows.n; i++)
		note_used(&c, lint->diags->allows.at[i]);
	for (size_t i = 0; i < lint->diags->allows.n; i++)
		check_allow(&c, lint->diags->allows.at[i]);
}
