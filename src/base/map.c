/*
 * A crit-bit tree. A name is a string of 9-bit symbols, byte + 1 and then
 * the end as 0, so that no name is the beginning of another one and NUL
 * bytes are nothing special. An inner node holds the first bit in which the
 * names below its two sides differ.
 */
#include "base/map.h"

#include <stdint.h>

struct map_node {
	union {
		struct {		/* inner */
			struct map_node *side[2];
			size_t index;	/* which symbol */
		};
		struct {		/* leaf */
			struct str name;
			void *value;
		};
	};
	unsigned short mask;	/* inner: the bit of the symbol; leaf: 0 */
};

static bool
is_leaf(const struct map_node *n)
{
	return n->mask == 0;
}

static unsigned
symbol(struct str name, size_t index)
{
	return index < name.len ? (unsigned char)name.at[index] + 1u : 0;
}

static bool
side_of(const struct map_node *inner, struct str name)
{
	return (symbol(name, inner->index) & inner->mask) != 0;
}

static struct map_node *
nearest(const struct map *map, struct str name)
{
	struct map_node *n = map->root;

	while (n != NULL && !is_leaf(n))
		n = n->side[side_of(n, name)];
	return n;
}

void *
map_get(const struct map *map, struct str name)
{
	const struct map_node *leaf = nearest(map, name);

	return leaf != NULL && str_eq(leaf->name, name) ? leaf->value : NULL;
}

static struct map_node *
new_leaf(struct arena *arena, struct str name)
{
	struct map_node *leaf = arena_new(arena, struct map_node);

	leaf->name = name;
	return leaf;
}

/* The node that tells `a` from `b`, which differ; its sides are not set. */
static struct map_node *
new_inner(struct arena *arena, struct str a, struct str b)
{
	struct map_node *inner = arena_new(arena, struct map_node);
	unsigned differ, mask;

	while (symbol(a, inner->index) == symbol(b, inner->index))
		inner->index++;
	differ = symbol(a, inner->index) ^ symbol(b, inner->index);
	for (mask = 1u << 8; (differ & mask) == 0; )
		mask >>= 1;
	inner->mask = (unsigned short)mask;
	return inner;
}

static bool
is_above(const struct map_node *n, const struct map_node *inner)
{
	return !is_leaf(n) && (n->index < inner->index ||
	    (n->index == inner->index && n->mask > inner->mask));
}

void **
map_put(struct arena *arena, struct map *map, struct str name)
{
	struct map_node *leaf = nearest(map, name), *inner, **at;

	if (leaf == NULL) {
		map->root = new_leaf(arena, name);
		return &map->root->value;
	}
	if (str_eq(leaf->name, name))
		return &leaf->value;
	inner = new_inner(arena, leaf->name, name);
	for (at = &map->root; is_above(*at, inner); )
		at = &(*at)->side[side_of(*at, name)];
	leaf = new_leaf(arena, name);
	inner->side[side_of(inner, name)] = leaf;
	inner->side[!side_of(inner, name)] = *at;
	*at = inner;
	return &leaf->value;
}
