/*
 * pump: a text that a matcher can go through in ever more ways, the more
 * often it is repeated.
 */
#ifndef RX_PUMP_H
#define RX_PUMP_H

#include "base/str.h"
#include "rx/ways.h"

struct pump {
	/*
	 * Each repetition multiplies the ways; else it adds to them, as two
	 * loops share the text.
	 */
	bool multiplies;
	struct str head;	/* leads to it */
	struct str text;	/* to be repeated */
	uint32_t from, to;	/* bytes of the pattern: the loops */
};

struct pumps {
	VEC(struct pump) list;	/* those that multiply come first */
};

/*
 * Texts of bytes that are `allowed`, the shortest for each pair of loops.
 * There may be others: no more steps are made than are left. They are in
 * `arena`, and so is what the search needs.
 */
void pumps_find(struct arena *, const struct ast_tree *, const struct ways *,
    const struct byteset *allowed, unsigned long *left, struct pumps *);

/* A byte that reads well in a request, or -1 when the set has none. */
int pump_byte(const struct byteset *);

#endif
