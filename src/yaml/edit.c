#include "yaml/edit.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "yaml/scalar.h"

/* By place; an insertion before what begins there; else as given. */
static int
compare(const void *one, const void *two)
{
	const struct edit *a = *(const struct edit *const *)one;
	const struct edit *b = *(const struct edit *const *)two;

	if (a->where.start != b->where.start)
		return a->where.start < b->where.start ? -1 : 1;
	if (a->where.end != b->where.end)
		return a->where.end < b->where.end ? -1 : 1;
	return a < b ? -1 : a > b;
}

static size_t
new_length(struct str text, const struct edit *edits, size_t n)
{
	size_t len = text.len;

	for (size_t i = 0; i < n; i++) {
		assert(edits[i].where.start <= edits[i].where.end);
		assert(edits[i].where.end <= text.len);
		len += edits[i].text.len;
	}
	return len;
}

static char *
put(char *to, const char *from, size_t n)
{
	if (n > 0)
		memcpy(to, from, n);
	return to + n;
}

bool
edit_apply(struct arena *arena, struct str text, const struct edit *edits,
    size_t n, struct str *result)
{
	const struct edit **order = arena_array(arena, const struct edit *, n);
	char *bytes = arena_alloc(arena, new_length(text, edits, n) + 1);
	char *at = bytes;
	size_t done = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = &edits[i];
	if (n > 1)
		qsort(order, n, sizeof(order[0]), compare);
	for (size_t i = 0; i < n; i++) {
		const struct span where = order[i]->where;

		if (where.start < done)
			return false;
		at = put(at, text.at + done, where.start - done);
		at = put(at, order[i]->text.at, order[i]->text.len);
		done = where.end;
	}
	at = put(at, text.at + done, text.len - done);
	*result = (struct str){ bytes, (size_t)(at - bytes) };
	return true;
}

static bool
is_block(const struct node *n)
{
	return n->style == STYLE_LITERAL || n->style == STYLE_FOLDED;
}

/* An alias is a copy of what has the anchor: tied as well. */
static bool
is_free(const struct node *n)
{
	return node_is(n, NODE_SCALAR) && n->span.file != 0 && !n->tied;
}

bool
edit_scalar(const struct node *n, struct str yaml, struct edit *edit)
{
	*edit = (struct edit){ node_span(n), yaml };
	return is_free(n) && !is_block(n);
}

void
edit_offer(struct diags *diags, struct diag *d, const struct node *n,
    struct str yaml, bool safe, const char *fmt, ...)
{
	struct edit edit;
	struct str say;
	va_list args;

	va_start(args, fmt);
	say = arena_vprintf(diags->arena, fmt, args);
	va_end(args);
	if (edit_scalar(n, yaml, &edit))
		diag_edit_fix(diags, d, edit.where, edit.text, safe, "%.*s",
		    STR_ARG(say));
	else
		diag_say_fix(diags, d, "%.*s", STR_ARG(say));
}

/* The bytes of its span are this scalar, and nothing else. */
static bool
is_as_written(const struct sources *sources, const struct node *n)
{
	struct span inner;

	if (n->style == STYLE_PLAIN)
		return str_eq(source_text(sources, n->span), n->text);
	inner = node_part(sources, n, 0, n->text.len);
	return inner.start == n->span.start + 1 &&
	    inner.end + 1 == n->span.end;
}

/* Bytes [from, old) of one text are [from, new) of another. */
struct change {
	size_t from, old, new;
};

static bool
inside_character(struct str text, size_t at)
{
	return at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80;
}

static struct change
compare_texts(struct str old, struct str new)
{
	struct change c = { 0, old.len, new.len };

	while (c.from < c.old && c.from < c.new &&
	    old.at[c.from] == new.at[c.from])
		c.from++;
	while (inside_character(old, c.from) || inside_character(new, c.from))
		c.from--;
	while (c.old > c.from && c.new > c.from &&
	    old.at[c.old - 1] == new.at[c.new - 1]) {
		c.old--;
		c.new--;
	}
	while (inside_character(old, c.old)) {
		c.old++;
		c.new++;
	}
	return c;
}

/* Inside the lines of a block scalar, whose indentation must stay. */
static bool
edit_block(const struct sources *sources, const struct node *n,
    struct str text, struct edit *edit)
{
	struct change c = compare_texts(n->text, text);
	struct str middle = str_cut(text, c.from, c.new), first;
	struct span where = node_part(sources, n, c.from, c.old);

	if (where.start == n->span.start ||
	    str_find_byte(source_text(sources, where), '\n', 0) != STR_NONE)
		return false;
	for (size_t i = 0; i < middle.len; i++)
		if ((unsigned char)middle.at[i] < ' ')
			return false;
	first = str_cut(text, c.from, c.from + 1);
	if ((c.from == 0 || text.at[c.from - 1] == '\n') &&
	    (first.len == 0 || strchr(" \t\r\n", first.at[0]) != NULL))
		return false;
	*edit = (struct edit){ where, middle };
	return true;
}

bool
edit_string(struct arena *arena, const struct sources *sources,
    const struct node *n, struct str text, struct edit *edit)
{
	if (!is_free(n))
		return false;
	if (is_block(n))
		return edit_block(sources, n, text, edit);
	*edit = (struct edit){ n->span, scalar_written(arena, n, text) };
	return is_as_written(sources, n);
}

/* The first edit that ends at or behind its start begins in it. */
static bool
is_touched(struct span where, const struct edit *edits, size_t n)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (edits[middle].where.end < where.start)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && edits[low].where.start <= where.end;
}

static bool
keys_kept(const struct node *before, const struct node *after,
    const struct edit *edits, size_t n)
{
	for (uint32_t i = 0; i < before->count; i++)
		if (!edit_kept(before->entries[i].key, after->entries[i].key,
		    edits, n))
			return false;
	return true;
}

bool
edit_kept(const struct node *before, const struct node *after,
    const struct edit *edits, size_t n)
{
	if (!is_touched(before->span, edits, n))
		return node_eq(before, after);
	if (before->kind != after->kind || before->count != after->count ||
	    before->kind == NODE_SCALAR)
		return true;
	if (before->kind == NODE_MAP && !keys_kept(before, after, edits, n))
		return false;
	for (uint32_t i = 0; i < before->count; i++)
		if (before->kind == NODE_MAP ?
		    !edit_kept(before->entries[i].value,
		    after->entries[i].value, edits, n) :
		    !edit_kept(before->items[i], after->items[i], edits, n))
			return false;
	return true;
}
