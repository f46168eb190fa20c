/*
 * map: values by name. A lookup takes time in proportion to the length of
 * the name, whatever names a hostile file chooses; there is no order.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct map {
	struct map_node *root;
};

/* The value stored under the name, or NULL. An empty map is all zeros. */
void *map_get(const struct map *, struct str name);
/*
 * Where the value of that name is kept, made (as NULL) when it was not
 * there. The bytes of `name` must live as long as the map.
 */
void **map_put(struct arena *, struct map *, struct str name);

#endif
