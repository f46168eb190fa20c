/*
 * The walker: one function per kind of shape in a table. What it reports
 * names the field by its path in words the user wrote.
 */
#include "shape/shape.h"

#include "shape/slip.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

struct walk {
	struct diags *diags;
	const struct shape_rules *rules;
	size_t findings;
	/* The mapping around the one that is looked at. */
	const struct shape *outer_shape;
	const struct node *outer;
};

static bool check(struct walk *, const struct shape *, const struct node *,
    struct str name);

static struct diag *
report(struct walk *w, enum rule_id rule, struct span where, struct str text)
{
	w->findings++;
	return diag_report(w->diags, rule, where, "%.*s", STR_ARG(text));
}

static struct arena *
arena_of(struct walk *w)
{
	return w->diags->arena;
}

/* "a port", or what the kind is called. */
static const char *
what_of(const struct shape *s)
{
	static const char *const names[] = {
		[SHAPE_ANY] = "anything", [SHAPE_STR] = "a string",
		[SHAPE_INT] = "a whole number", [SHAPE_BOOL] = "true or false",
		[SHAPE_INT_OR_STR] = "a number or a string",
		[SHAPE_STRUCT] = "a mapping", [SHAPE_DICT] = "a mapping",
		[SHAPE_LIST] = "a list",
		[SHAPE_CHOICE] = "a single value or a mapping",
	};

	return names[s->kind];
}

/*
 * The text of a number or of true and false is what was meant. Of "yes" and
 * "null" the word may be, or what it stands for.
 */
static bool
is_meant_as_text(const struct node *n)
{
	return n->type == TYPE_INT || n->type == TYPE_FLOAT ||
	    str_eq_nocase(n->text, STR("true")) ||
	    str_eq_nocase(n->text, STR("false"));
}

/* Quoting turns any scalar into a string. */
static void
offer_quotes(struct walk *w, struct diag *d, const struct shape *s,
    const struct node *n)
{
	struct str quoted;

	if (n->kind != NODE_SCALAR || n->style != STYLE_PLAIN ||
	    n->text.len == 0 || s->words != NULL || n->text.len < s->least ||
	    (s->format != NULL && !s->format->valid(n->text)))
		return;
	quoted = scalar_written(arena_of(w), n, n->text);
	edit_offer(w->diags, d, n, quoted, is_meant_as_text(n),
	    "quote it: %.*s", STR_ARG(quoted));
}

/*
 * A number in quotes is one without them. Not so 010, which readers of YAML
 * take for 8, and 0x50, which JSON does not know.
 */
static struct str
bare_number(const struct shape *s, struct str text)
{
	struct node number = { .kind = NODE_SCALAR, .text = text };
	long long value;

	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return STR("");
	if ((text.len > 1 && text.at[0] == '0') ||
	    !scalar_int(&number, &value) ||
	    (s->min < s->max && (value < s->min || value > s->max)))
		return STR("");
	return text;
}

static struct str
bare_bool(struct str text)
{
	const struct node word = { .kind = NODE_SCALAR, .text = text };

	if (scalar_type(text) != TYPE_BOOL)
		return STR("");
	return scalar_bool(&word) ? STR("true") : STR("false");
}

/* A number or boolean in quotes. */
static void
offer_bare(struct walk *w, struct diag *d, const struct shape *s,
    const struct node *n)
{
	struct str text, bare;

	if (!node_is_str(n))
		return;
	text = str_trim(n->text);
	bare = s->kind == SHAPE_INT ? bare_number(s, text) : bare_bool(text);
	if (bare.len > 0)
		edit_offer(w->diags, d, n, bare, true, "without quotes: %.*s",
		    STR_ARG(bare));
}

static bool
wrong_type(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	struct diag *d;

	d = report(w, w->rules->type, n->span, arena_printf(arena_of(w),
	    "%.*s must be %s, not %s", STR_ARG(name), what_of(s),
	    node_is(n, NODE_SCALAR) && n->type == TYPE_FLOAT ?
	    "a fraction" : node_type_name(n)));
	if (s->kind == SHAPE_STR)
		offer_quotes(w, d, s, n);
	else if (s->kind == SHAPE_INT || s->kind == SHAPE_BOOL)
		offer_bare(w, d, s, n);
	return false;
}

static bool
invalid(struct walk *w, const struct node *n, struct str name,
    struct str must)
{
	report(w, w->rules->invalid, n->span, arena_printf(arena_of(w),
	    "%.*s \"%.*s\" is not valid: it must be %.*s", STR_ARG(name),
	    STR_ARG(n->text), STR_ARG(must)));
	return false;
}

/* The word nearest to what was written, or NULL. */
static const char *
nearest_word(const char *const *words, struct str text)
{
	const char *best = NULL;
	unsigned least = text.len < 4 ? 2 : 3;

	for (; *words != NULL; words++) {
		unsigned d = str_distance(text, str_from(*words), 3);

		if (d < least) {
			least = d;
			best = *words;
		}
	}
	return best;
}

static bool
check_words(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	struct str list = { NULL, 0 };
	const char *near;
	struct diag *d;

	for (const char *const *word = s->words; *word != NULL; word++) {
		if (str_is(n->text, *word))
			return true;
		list = arena_printf(arena_of(w), "%.*s%s%s", STR_ARG(list),
		    list.len == 0 ? "" : word[1] == NULL ? " or " : ", ",
		    *word);
	}
	d = report(w, w->rules->invalid, n->span, arena_printf(arena_of(w),
	    "%.*s \"%.*s\" is not valid: it must be %.*s", STR_ARG(name),
	    STR_ARG(n->text), STR_ARG(list)));
	near = nearest_word(s->words, n->text);
	if (near != NULL)
		edit_offer(w->diags, d, n, scalar_written(arena_of(w), n,
		    str_from(near)), str_eq_nocase(str_trim(n->text),
		    str_from(near)), "%.*s: %s", STR_ARG(name), near);
	return false;
}

static bool
check_str(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	if (!node_is_str(n) && !(s->as_text && node_is(n, NODE_SCALAR)))
		return wrong_type(w, s, n, name);
	if (w->rules->skip != NULL && w->rules->skip(n->text))
		return true;
	if (s->words != NULL)
		return check_words(w, s, n, name);
	if (n->text.len < s->least)
		return invalid(w, n, name, STR("longer"));
	if (s->format != NULL && !s->format->valid(n->text))
		return invalid(w, n, name, str_from(s->format->what));
	return true;
}

static bool
check_int(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	long long value;

	if (node_is_str(n) && w->rules->skip != NULL &&
	    w->rules->skip(n->text))
		return true;
	if (!node_is(n, NODE_SCALAR) || n->type != TYPE_INT)
		return wrong_type(w, s, n, name);
	if (!scalar_int(n, &value) ||
	    (s->min < s->max && (value < s->min || value > s->max)))
		return invalid(w, n, name, arena_printf(arena_of(w),
		    "a number from %lld to %lld", s->min, s->max));
	return true;
}

static bool
check_bool(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	if (node_is_str(n) && w->rules->skip != NULL &&
	    w->rules->skip(n->text))
		return true;
	if (!node_is(n, NODE_SCALAR) || n->type != TYPE_BOOL)
		return wrong_type(w, s, n, name);
	return true;
}

static bool
check_int_or_str(struct walk *w, const struct shape *s,
    const struct node *n, struct str name)
{
	if (node_is_str(n))
		return check_str(w, s, n, name);
	return check_int(w, s, n, name);
}

static bool
check_any(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	(void)w;
	(void)s;
	(void)n;
	(void)name;
	return true;
}

static struct str
list_fields(struct walk *w, const struct shape *s)
{
	struct str list = { NULL, 0 };

	for (const struct field *f = s->fields; f->name != NULL; f++)
		if (!f->hidden)
			list = arena_printf(arena_of(w), "%.*s%s%s",
			    STR_ARG(list), list.len == 0 ? "" : ", ",
			    f->name);
	return list;
}

/* No other key of the mapping is the field in other letters. */
static bool
is_only_spelling(const struct node *n, const char *field)
{
	size_t count = 0;

	for (uint32_t i = 0; i < n->count; i++)
		count += str_eq_nocase(n->entries[i].key->text,
		    str_from(field));
	return count == 1;
}

/* A key further up stands too far to the left by the same slip. */
static bool
is_told(const struct shape *s, const struct node *n, uint32_t entry,
    const struct field *owner)
{
	for (uint32_t i = 0; i < entry; i++)
		if (slip_owner(s, n, i) == owner)
			return true;
	return false;
}

static void
report_misplaced(struct walk *w, const struct shape *s,
    const struct node *n, uint32_t entry, const struct field *owner,
    struct str name)
{
	const struct node *key = n->entries[entry].key;
	struct diag *d;

	if (is_told(s, n, entry, owner))
		return;
	d = report(w, w->rules->unknown, key->span, arena_printf(
	    arena_of(w), "%.*s has no field \"%.*s\": it belongs below "
	    "\"%s\"", STR_ARG(name), STR_ARG(key->text), owner->name));
	for (uint32_t i = entry + 1; i < n->count; i++)
		if (slip_owner(s, n, i) == owner)
			diag_note(w->diags, d, n->entries[i].key->span,
			    "so does this");
	diag_say_fix(w->diags, d, "%s: with it one step further in",
	    owner->name);
}

static void
report_unknown(struct walk *w, const struct shape *s, const struct node *n,
    uint32_t entry, struct str name)
{
	const struct node *key = n->entries[entry].key;
	const struct field *best = slip_nearest(s, n, key->text);
	const struct field *owner = slip_owner(s, n, entry);
	struct str list;
	struct diag *d;

	if (owner != NULL) {
		report_misplaced(w, s, n, entry, owner, name);
		return;
	}
	d = report(w, w->rules->unknown, key->span, arena_printf(
	    arena_of(w), "%.*s has no field \"%.*s\"", STR_ARG(name),
	    STR_ARG(key->text)));
	if (best != NULL) {
		edit_offer(w->diags, d, key, scalar_written(arena_of(w), key,
		    str_from(best->name)), str_eq_nocase(key->text,
		    str_from(best->name)) && is_only_spelling(n, best->name),
		    "%s", best->name);
		return;
	}
	list = list_fields(w, s);
	if (list.len < 200)
		diag_note(w->diags, d, SPAN_NONE, "known here: %.*s",
		    STR_ARG(list));
}

/*
 * A missing field that is there under a wrong name, or of which something
 * stands in the wrong place, was told already.
 */
static bool
is_misspelt(const struct shape *s, const struct node *n,
    const struct field *f)
{
	for (uint32_t i = 0; i < n->count; i++) {
		struct str key = n->entries[i].key->text;

		if (slip_field(s->fields, key) == NULL &&
		    (slip_nearest(s, n, key) == f ||
		    slip_owner(s, n, i) == f))
			return true;
	}
	return false;
}

/* It stands in the mapping around this one. */
static bool
is_outside(const struct walk *w, const struct field *f)
{
	return w->outer != NULL && node_get(w->outer,
	    str_from(f->name)) != NULL && slip_field(
	    w->outer_shape->fields, str_from(f->name)) == NULL;
}

static void
report_missing(struct walk *w, const struct node *n, struct str name,
    const struct field *f)
{
	struct span where = n->span;
	struct diag *d;

	/* a whole mapping would be underlined: its first key is enough */
	if (n->count > 0)
		where = n->entries[0].key->span;
	d = report(w, w->rules->required, where, arena_printf(arena_of(w),
	    "%.*s needs the field \"%s\"", STR_ARG(name), f->name));
	if (f->hint != NULL)
		diag_say_fix(w->diags, d, "%s", f->hint);
}

static bool
check_struct(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	const struct shape *outer_shape = w->outer_shape;
	const struct node *outer = w->outer;
	size_t before = w->findings;

	if (!node_is(n, NODE_MAP))
		return wrong_type(w, s, n, name);
	w->outer_shape = s;
	w->outer = s->open ? NULL : n;
	for (uint32_t i = 0; i < n->count; i++) {
		const struct node *key = n->entries[i].key;
		const struct field *f = slip_field(s->fields, key->text);

		if (f == NULL && !s->open)
			report_unknown(w, s, n, i, name);
		else if (f != NULL)
			check(w, f->shape, n->entries[i].value,
			    str_from(f->name));
	}
	w->outer_shape = outer_shape;
	w->outer = outer;
	for (const struct field *f = s->fields; f->name != NULL; f++)
		if (f->required &&
		    node_is_null(node_get(n, str_from(f->name))) &&
		    (s->open || !is_misspelt(s, n, f)) && !is_outside(w, f))
			report_missing(w, n, name, f);
	return w->findings == before;
}

static bool
check_dict(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	size_t before = w->findings;

	if (!node_is(n, NODE_MAP))
		return wrong_type(w, s, n, name);
	for (uint32_t i = 0; i < n->count; i++) {
		const struct entry *e = &n->entries[i];

		if (s->format != NULL && !s->format->valid(e->key->text))
			invalid(w, e->key, STR("key"),
			    str_from(s->format->what));
		if (s->of != NULL && node_is_null(e->value) &&
		    s->of->kind == SHAPE_STR && e->value->span.file != 0)
			continue;	/* "key:" is an empty string there */
		if (s->of != NULL)
			check(w, s->of, e->value, e->key->text);
	}
	return w->findings == before;
}

static bool
check_list(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	size_t before = w->findings;

	if (!node_is(n, NODE_SEQ))
		return wrong_type(w, s, n, name);
	if (n->count < s->least) {
		report(w, w->rules->invalid, n->span, arena_printf(
		    arena_of(w), "%.*s must have at least %u item%s",
		    STR_ARG(name), (unsigned)s->least,
		    s->least == 1 ? "" : "s"));
		return false;
	}
	for (uint32_t i = 0; i < n->count; i++) {
		struct str item = name;

		if (n->items[i]->kind != NODE_SCALAR && s->of->what == NULL)
			item = arena_printf(arena_of(w), "%.*s[%u]",
			    STR_ARG(name), (unsigned)i);
		check(w, s->of, n->items[i], item);
	}
	return w->findings == before;
}

static bool
check_choice(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	if (node_is(n, NODE_MAP))
		return check(w, s->alt, n, name);
	if (!node_is(n, NODE_SCALAR))
		return wrong_type(w, s, n, name);
	return check(w, s->of, n, name);
}

static bool
check(struct walk *w, const struct shape *s, const struct node *n,
    struct str name)
{
	static bool (*const checks[])(struct walk *, const struct shape *,
	    const struct node *, struct str) = {
		[SHAPE_ANY] = check_any, [SHAPE_STR] = check_str,
		[SHAPE_INT] = check_int, [SHAPE_BOOL] = check_bool,
		[SHAPE_INT_OR_STR] = check_int_or_str,
		[SHAPE_STRUCT] = check_struct, [SHAPE_DICT] = check_dict,
		[SHAPE_LIST] = check_list, [SHAPE_CHOICE] = check_choice,
	};

	if (node_is_null(n))
		return true;
	if (s->what != NULL)
		name = str_from(s->what);
	return checks[s->kind](w, s, n, name);
}

bool
shape_check(struct diags *diags, const struct shape_rules *rules,
    const struct shape *shape, const struct node *n)
{
	struct walk w = { .diags = diags, .rules = rules };

	return check(&w, shape, n, STR("the document"));
}

bool
shape_require(struct diags *diags, const struct shape_rules *rules,
    const struct shape *shape, const struct node *n, struct str name,
    const char *field)
{
	const struct field *f = slip_field(shape->fields, str_from(field));
	struct walk w = { .diags = diags, .rules = rules };

	if (node_is(n, NODE_MAP) && !is_misspelt(shape, n, f))
		report_missing(&w, n, name, f);
	return w.findings > 0;
}
