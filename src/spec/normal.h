/*
 * normal: the tree of a release with everything said in full.
 */
#ifndef SPEC_NORMAL_H
#define SPEC_NORMAL_H

#include "diag/diag.h"
#include "strategy/strategy.h"
#include "yaml/node.h"

/*
 * The tree with defaults filled in, those of the strategy's settings too, a
 * scalar put for a mapping made that mapping, and fields in the order of the
 * table. Absent and null are the same. What has the wrong kind stays as it
 * is: shape_check speaks about it. Empty items of lists are reported and left
 * out; then *sound is false.
 */
const struct node *normal_release(struct arena *, struct diags *,
    const struct strategy *, const struct node *written, bool *sound);

/* The first key of a mapping: where one says what a mapping lacks. */
struct span normal_place(const struct node *);
/* The value of a key, or NULL when it is absent or null. */
const struct node *normal_get(const struct node *map, const char *key);

#endif
