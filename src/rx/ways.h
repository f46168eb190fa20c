/*
 * ways: the ways that a matcher can go through a pattern: from one place
 * that takes a byte to the next.
 */
#ifndef RX_WAYS_H
#define RX_WAYS_H

#include "rx/ast.h"

struct way_place {
	struct byteset bytes;
	uint32_t from, to;	/* bytes of the pattern */
};

struct ways {
	uint32_t n;
	struct way_place *places;	/* [0]: the start, which takes none */
	/* In how many ways b comes after a, at [a * n + b]; 2 is many. */
	unsigned char *next;
};

/*
 * False is cheap, and says that no two ways through the pattern can run over
 * the same text again and again.
 */
bool ways_cross(const struct ast_tree *);

/*
 * NULL when too much of the pattern is not understood, or it is too large.
 * Ways that a matcher never comes back to are left out: what stands at the
 * end of a pattern repeats just as often as it does at first.
 */
const struct ways *ways_read(struct arena *, const struct ast_tree *);

#endif
