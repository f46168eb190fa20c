/*
 * Places inside a tree: from characters of a scalar's text back to the
 * bytes it was written with, and from a byte to the path of its node.
 */
#include "yaml/node.h"

/* One character of quoted text takes how many bytes of the source? */
static size_t
step_single(struct str raw, size_t at)
{
	return raw.at[at] == '\'' && at + 1 < raw.len &&
	    raw.at[at + 1] == '\'' ? 2 : 1;
}

/* Escapes that stand for one byte; 0 for any other. */
static size_t
step_double(struct str raw, size_t at)
{
	if (raw.at[at] != '\\')
		return 1;
	if (at + 1 < raw.len && strchr("0abtnvfre \"/\\\t", raw.at[at + 1]))
		return 2;
	return 0;
}

static size_t
step_plain(struct str raw, size_t at)
{
	(void)raw;
	(void)at;
	return 1;
}

/* The text is on one line, so that only escapes lie between. */
static bool
on_one_line(struct str raw)
{
	return str_find_byte(raw, '\n', 0) == STR_NONE &&
	    str_find_byte(raw, '\r', 0) == STR_NONE;
}

/*
 * A block scalar of one line of text: the text without its final newline
 * stands somewhere after the indicator line, once.
 */
static bool
find_in_block(struct str raw, struct str text, size_t *from)
{
	size_t start = str_find_byte(raw, '\n', 0);

	text = str_trim(text);
	if (start == STR_NONE || text.len == 0)
		return false;
	*from = str_find(raw, text, start);
	return *from != STR_NONE &&
	    str_find(raw, text, *from + 1) == STR_NONE;
}

/*
 * In a literal block every line of the text stands as it is, behind an
 * indentation. Gives where byte `at` of the text is, or STR_NONE.
 */
static size_t
find_in_literal(struct str raw, struct str text, size_t at)
{
	struct str lines = raw, rest = text;

	str_next(&lines, '\n');		/* the indicator */
	while (lines.at != NULL && rest.at != NULL) {
		struct str written = str_next(&lines, '\n');
		struct str line = str_next(&rest, '\n');
		size_t start = (size_t)(line.at - text.at);

		if (str_ends(written, STR("\r")))
			written.len--;
		if (!str_ends(written, line))
			break;
		if (at <= start + line.len)
			return (size_t)(written.at - raw.at) + written.len -
			    line.len + at - start;
	}
	return STR_NONE;
}

struct span
node_part(const struct sources *sources, const struct node *n, size_t from,
    size_t to)
{
	size_t (*step)(struct str, size_t) = step_plain;
	struct span whole = n->span;
	size_t at = 0, start = STR_NONE, end = STR_NONE;
	struct str raw;

	if (n->kind != NODE_SCALAR || whole.file == 0 || to > n->text.len)
		return whole;
	raw = source_text(sources, whole);
	if (n->style == STYLE_LITERAL) {
		start = find_in_literal(raw, n->text, from);
		end = find_in_literal(raw, n->text, to);
		return start == STR_NONE || end == STR_NONE ? whole :
		    (struct span){ whole.file, whole.start + (uint32_t)start,
		    whole.start + (uint32_t)end };
	}
	if (n->style == STYLE_FOLDED) {
		if (!find_in_block(raw, n->text, &at) ||
		    to > str_trim(n->text).len)
			return whole;
		return (struct span){ whole.file,
		    whole.start + (uint32_t)(at + from),
		    whole.start + (uint32_t)(at + to) };
	}
	if (!on_one_line(raw))
		return whole;
	if (raw.len > 0 && raw.at[0] == '\'' && n->style == STYLE_SINGLE)
		step = step_single;
	else if (raw.len > 0 && raw.at[0] == '"' && n->style == STYLE_DOUBLE)
		step = step_double;
	else if (!str_eq(raw, n->text))
		return whole;
	if (step != step_plain)
		at = 1;
	for (size_t i = 0; i <= to; i++) {
		size_t size = at < raw.len ? step(raw, at) : 1;

		if (i == from)
			start = at;
		if (i == to)
			end = at;
		if (size == 0 && i < to)
			return whole;
		at += size;
	}
	return (struct span){ whole.file, whole.start + (uint32_t)start,
	    whole.start + (uint32_t)end };
}

static bool
holds(struct span outer, struct span inner)
{
	return outer.file == inner.file && inner.start >= outer.start &&
	    inner.start <= outer.end && inner.end <= outer.end;
}

static const struct node *
child_of(const struct node *n, uint32_t i)
{
	return n->kind == NODE_SEQ ? n->items[i] : n->entries[i].value;
}

static bool
is_at(const struct node *n, uint32_t i, struct span where)
{
	return holds(child_of(n, i)->span, where) ||
	    (n->kind == NODE_MAP && holds(n->entries[i].key->span, where));
}

static bool
is_behind(const struct node *n, uint32_t i, struct span where)
{
	return child_of(n, i)->span.end < where.start &&
	    (n->kind == NODE_SEQ ||
	    n->entries[i].key->span.end < where.start);
}

static bool
is_before(const struct node *n, uint32_t i, struct span where)
{
	struct span first = n->kind == NODE_SEQ ? n->items[i]->span :
	    n->entries[i].key->span;

	return first.start <= where.start;
}

/* What is behind one place need not be behind another one before it. */
static void
walk_start(struct node_walk *walk, struct span where)
{
	if (where.start < walk->last)
		memset(walk, 0, sizeof(*walk));
	walk->last = where.start;
}

/* The number of the child that holds the place, or the count. */
static uint32_t
find_child(struct node_walk *walk, unsigned depth, const struct node *n,
    struct span where)
{
	uint32_t i = 0;

	if (n->kind == NODE_SCALAR)
		return n->count;
	if (walk->at[depth] == n)
		i = walk->next[depth];
	while (i < n->count && is_behind(n, i, where))
		i++;
	walk->at[depth] = n;
	walk->next[depth] = i;
	for (; i < n->count && is_before(n, i, where); i++)
		if (is_at(n, i, where))
			return i;
	return n->count;
}

static void
add_step(struct arena *arena, struct str *path, const struct node *n,
    uint32_t i)
{
	if (n->kind == NODE_SEQ)
		*path = arena_printf(arena, "%.*s[%u]", STR_ARG(*path),
		    (unsigned)i);
	else
		*path = arena_printf(arena, "%.*s%s%.*s", STR_ARG(*path),
		    path->len == 0 ? "" : ".",
		    STR_ARG(n->entries[i].key->text));
}

static bool
is_same(struct span a, struct span b)
{
	return a.file == b.file && a.start == b.start && a.end == b.end;
}

const struct node *
node_find(struct node_walk *walk, const struct node *root, struct span where)
{
	walk_start(walk, where);
	for (unsigned depth = 0; root != NULL && !is_same(root->span, where);
	    depth++) {
		uint32_t i = find_child(walk, depth, root, where);

		root = i < root->count ? child_of(root, i) : NULL;
	}
	return root;
}

struct str
node_path(struct arena *arena, struct node_walk *walk,
    const struct node *root, struct span where)
{
	struct str path = { NULL, 0 };

	walk_start(walk, where);
	for (unsigned depth = 0; root != NULL; depth++) {
		uint32_t i = find_child(walk, depth, root, where);

		if (i == root->count)
			break;
		add_step(arena, &path, root, i);
		root = child_of(root, i);
	}
	return path;
}
