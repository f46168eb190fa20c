#include "lint/silence.h"

#include "diag/allow.h"
#include "yaml/comment.h"

#define PREFIX "greenlight:"
#define ANNOTATION "greenlight.dev/allow"

static struct span
part_of(struct span whole, size_t from, size_t to)
{
	return (struct span){ whole.file, whole.start + (uint32_t)from,
		whole.start + (uint32_t)to };
}

static size_t
skip_blanks(struct str text, size_t at)
{
	while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t'))
		at++;
	return at;
}

/* "alow", or another word that people try. */
static void
report_word(struct diags *diags, struct span where, struct str word)
{
	struct diag *d;

	d = diag_report(diags, RULE_ALLOW_UNUSED, where, "a comment can "
	    "allow findings and nothing else: \"" PREFIX " %.*s\" is not "
	    "understood and does nothing", STR_ARG(word));
	if (word.len > 0)
		diag_edit_fix(diags, d, where, STR("allow"), false,
		    "# " PREFIX " allow RULE reason");
	else
		diag_say_fix(diags, d, "# " PREFIX " allow RULE reason");
}

static void
report_empty(struct diags *diags, struct allow *a, const char *example)
{
	a->faulty = true;
	diag_say_fix(diags, diag_report(diags, RULE_ALLOW_UNUSED, a->where,
	    "the %s names no rule, so it allows nothing", a->what), "%s",
	    example);
}

static void
read_comment(struct diags *diags, const struct sources *sources,
    const struct comment *c)
{
	struct str text = source_text(sources, c->where), name;
	size_t from = str_find(text, STR(PREFIX), 0) + strlen(PREFIX), at;
	struct allow *a;

	from = at = skip_blanks(text, from);
	while (at < text.len && strchr(" \t", text.at[at]) == NULL)
		at++;
	name = str_cut(text, from, at);
	if (!str_is(name, "allow")) {
		report_word(diags, part_of(c->where, from, at), name);
		return;
	}
	a = allow_new(diags, "comment");
	a->where = c->where;
	a->about = c->about;
	a->whole = c->whole;
	a->place = c->alone ? "on the line below" : "on this line";
	a->names = part_of(c->where, at, at);
	while (allow_next(text, &at, &name)) {
		from = (size_t)(name.at - text.at);
		if (a->names.start == a->names.end)
			a->names.start = c->where.start + (uint32_t)from;
		a->names.end = c->where.start + (uint32_t)(from + name.len);
		allow_add(diags, a, name, part_of(c->where, from,
		    from + name.len), true);
	}
	if (a->rules.n == 0 && !a->faulty)
		report_empty(diags, a, "# " PREFIX " allow RULE reason");
}

void
silence_comments(struct diags *diags, const struct sources *sources,
    struct span part)
{
	comments found = { NULL, 0, 0 };

	comments_find(diags->arena, sources, part, STR(PREFIX), &found);
	for (size_t i = 0; i < found.n; i++)
		read_comment(diags, sources, &found.at[i]);
}

/*
 * The lines of an entry, if nothing else is on them; else SPAN_NONE. A
 * mapping in braces shares its lines, an anchor is used elsewhere.
 */
static struct span
lines_of(const struct sources *sources, const struct entry *entry)
{
	struct span key = entry->key->span, value = entry->value->span;
	size_t from = key.start, to = value.end;
	struct str text;

	if (key.file == 0 || key.file != value.file || key.start > value.end)
		return SPAN_NONE;
	text = source_get(sources, key.file)->text;
	while (from > 0 && text.at[from - 1] == ' ')
		from--;
	if (str_find_byte(str_cut(text, key.end, value.start), '&', 0) !=
	    STR_NONE)
		return SPAN_NONE;
	to = skip_blanks(text, to);
	if (to < text.len && text.at[to] == '\r')
		to++;
	if ((from > 0 && text.at[from - 1] != '\n') ||
	    (to < text.len && text.at[to] != '\n'))
		return SPAN_NONE;
	return (struct span){ key.file, (uint32_t)from,
		(uint32_t)(to < text.len ? to + 1 : to) };
}

struct statement {
	struct diags *diags;
	const struct node *value;
	struct span about;
	struct str text;	/* of the value, a copy */
	size_t parts;		/* of it, that hold something */
	/* Parts stand in the source as they are, from `at` on. */
	bool as_written;
	struct str source;
	size_t at;
};

/* Its lines, if it is a block of them, or all of it, are in the source. */
static bool
is_as_written(const struct node *value, struct str source)
{
	if (value->style == STYLE_SINGLE || value->style == STYLE_DOUBLE)
		source = str_cut(source, 1, source.len - 1);
	return value->style == STYLE_LITERAL || str_eq(source, value->text);
}

/* The place of the next part, or of the value where that is unsure. */
static struct span
place_of(struct statement *n, struct str part)
{
	size_t at = n->as_written ? str_find(n->source, part, n->at) :
	    STR_NONE;

	n->as_written = at != STR_NONE;
	if (at == STR_NONE)
		return n->value->span;
	n->at = at + part.len;
	return part_of(n->value->span, at, n->at);
}

/* "RULE[,RULE]: reason": the value up to a line's end or a semicolon. */
static void
read_part(struct statement *n, struct str part)
{
	struct allow *a = allow_new(n->diags, "annotation");
	struct str name;
	size_t at = 0;

	n->parts++;
	a->where = place_of(n, part);
	a->about = n->about;
	a->place = "in this object";
	a->text = n->text;
	while (allow_next(part, &at, &name)) {
		size_t from = (size_t)(name.at - part.at);
		struct span where = n->as_written ?
		    part_of(a->where, from, from + name.len) : a->where;

		if (a->rules.n == 0 && !a->faulty && n->as_written)
			a->names = where;
		a->names.end = where.end;
		allow_add(n->diags, a, name, where, n->as_written);
	}
	if (a->rules.n == 0 && !a->faulty)
		report_empty(n->diags, a, ANNOTATION ": \"RULE: reason\"");
}

static void
read_annotation(struct diags *diags, const struct sources *sources,
    const struct entry *entry, struct span about)
{
	const struct node *value = entry->value;
	struct statement n = { .diags = diags, .value = value,
		.about = about, .text = arena_str(diags->arena, value->text),
		.source = source_text(sources, value->span) };
	size_t first = diags->allows.n, from = 0;

	n.as_written = is_as_written(value, n.source);
	for (size_t i = 0; i <= n.text.len; i++)
		if (i == n.text.len || n.text.at[i] == '\n' ||
		    n.text.at[i] == ';') {
			struct str part = str_trim(str_cut(n.text, from, i));

			if (part.len > 0)
				read_part(&n, part);
			from = i + 1;
		}
	if (n.parts == 1)
		diags->allows.at[first]->whole = lines_of(sources, entry);
	else if (n.parts == 0)
		diag_say_fix(diags, diag_report(diags, RULE_ALLOW_UNUSED,
		    value->span, "the annotation names no rule, so it allows "
		    "nothing"), ANNOTATION ": \"RULE: reason\"");
}

static bool
is_inside(struct span inner, struct span outer)
{
	return inner.file != 0 && inner.file == outer.file &&
	    inner.start >= outer.start && inner.end <= outer.end;
}

void
silence_object(struct diags *diags, const struct sources *sources,
    const struct object *object)
{
	const struct entry *entry = node_entry(object->annotations,
	    STR(ANNOTATION));

	/* One that was rendered into it belongs to the release. */
	if (entry != NULL && node_is(entry->value, NODE_SCALAR) &&
	    is_inside(entry->value->span, object->span))
		read_annotation(diags, sources, entry, object->span);
}

void
silence_release(struct diags *diags, const struct sources *sources,
    const struct node *root, struct span about)
{
	const struct entry *entry = node_entry(node_at(root,
	    "spec.annotations"), STR(ANNOTATION));

	if (entry != NULL && node_is(entry->value, NODE_SCALAR))
		read_annotation(diags, sources, entry, about);
}
