#include "yaml/node.h"

const struct entry *
node_entry(const struct node *map, struct str key)
{
	if (!node_is(map, NODE_MAP))
		return NULL;
	for (uint32_t i = 0; i < map->count; i++)
		if (str_eq(map->entries[i].key->text, key))
			return &map->entries[i];
	return NULL;
}

const struct node *
node_get(const struct node *map, struct str key)
{
	const struct entry *entry = node_entry(map, key);

	return entry == NULL ? NULL : entry->value;
}

const struct node *
node_item(const struct node *seq, uint32_t index)
{
	return node_is(seq, NODE_SEQ) && index < seq->count ?
	    seq->items[index] : NULL;
}

const struct node *
node_at(const struct node *n, const char *path)
{
	struct str rest = str_from(path), part;
	unsigned long index;

	while (n != NULL && rest.at != NULL) {
		part = str_next(&rest, '.');
		if (n->kind == NODE_SEQ)
			n = str_to_uint(part, UINT32_MAX, &index) ?
			    node_item(n, (uint32_t)index) : NULL;
		else
			n = node_get(n, part);
	}
	return n;
}

struct str
node_text(const struct node *n)
{
	return node_is(n, NODE_SCALAR) ? n->text : (struct str){ NULL, 0 };
}

struct span
node_span(const struct node *n)
{
	return n == NULL ? SPAN_NONE : n->span;
}

const char *
node_type_name(const struct node *n)
{
	static const char *const names[] = {
		[TYPE_STR] = "a string", [TYPE_NULL] = "null",
		[TYPE_BOOL] = "a boolean", [TYPE_INT] = "a number",
		[TYPE_FLOAT] = "a number",
	};

	if (n == NULL)
		return "null";
	if (n->kind == NODE_SCALAR)
		return names[n->type];
	return n->kind == NODE_SEQ ? "a list" : "a mapping";
}

bool
node_eq(const struct node *a, const struct node *b)
{
	if (a == b)
		return true;
	if (a == NULL || b == NULL || a->kind != b->kind)
		return false;
	if (a->kind == NODE_SCALAR)
		return a->type == b->type && (a->type == TYPE_NULL ||
		    str_eq(a->text, b->text));
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++) {
		if (a->kind == NODE_SEQ) {
			if (!node_eq(a->items[i], b->items[i]))
				return false;
		} else if (!str_eq(a->entries[i].key->text,
		    b->entries[i].key->text) ||
		    !node_eq(a->entries[i].value, b->entries[i].value))
			return false;
	}
	return true;
}

const struct node *
node_scalar(struct arena *arena, struct span origin, enum node_type type,
    struct str text)
{
	struct node *n = arena_new(arena, struct node);

	n->kind = NODE_SCALAR;
	n->type = type;
	n->style = type == TYPE_STR ? STYLE_DOUBLE : STYLE_PLAIN;
	n->weight = 1;
	n->span = origin;
	n->text = text;
	return n;
}

const struct node *
node_str(struct arena *arena, struct span origin, struct str text)
{
	return node_scalar(arena, origin, TYPE_STR, text);
}

const struct node *
node_int(struct arena *arena, struct span origin, long long value)
{
	return node_scalar(arena, origin, TYPE_INT,
	    arena_printf(arena, "%lld", value));
}

const struct node *
node_bool(struct arena *arena, struct span origin, bool value)
{
	return node_scalar(arena, origin, TYPE_BOOL,
	    value ? STR("true") : STR("false"));
}

const struct node *
node_null(struct arena *arena, struct span origin)
{
	return node_scalar(arena, origin, TYPE_NULL, STR("null"));
}

static uint32_t
add_weight(uint32_t sum, const struct node *n)
{
	return UINT32_MAX - sum < n->weight ? UINT32_MAX : sum + n->weight;
}

/* `n` now stands over a node of that depth. */
static void
stand_over(struct node *n, unsigned depth)
{
	if (depth >= n->depth)
		n->depth = depth < UINT8_MAX ? depth + 1 : UINT8_MAX;
}

const struct node *
node_seq(struct arena *arena, struct span origin,
    const struct node *const *items, size_t count)
{
	struct node *n = arena_new(arena, struct node);

	n->kind = NODE_SEQ;
	n->count = (uint32_t)count;
	n->span = origin;
	n->items = items;
	n->weight = 1;
	n->depth = 1;
	for (size_t i = 0; i < count; i++) {
		n->weight = add_weight(n->weight, items[i]);
		stand_over(n, items[i]->depth);
	}
	return n;
}

const struct node *
node_map(struct arena *arena, struct span origin,
    const struct entry *entries, size_t count)
{
	struct node *n = arena_new(arena, struct node);

	n->kind = NODE_MAP;
	n->count = (uint32_t)count;
	n->span = origin;
	n->entries = entries;
	n->weight = 1;
	n->depth = 1;
	for (size_t i = 0; i < count; i++) {
		n->weight = add_weight(n->weight, entries[i].key);
		n->weight = add_weight(n->weight, entries[i].value);
		stand_over(n, entries[i].value->depth);
	}
	return n;
}

const struct node *
node_flow(struct arena *arena, const struct node *collection)
{
	struct node *n = arena_new(arena, struct node);

	*n = *collection;
	n->style = STYLE_FLOW;
	return n;
}
