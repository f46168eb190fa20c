/*
 * slip: which field of a mapping was meant by a key that is none of them.
 */
#ifndef SHAPE_SLIP_H
#define SHAPE_SLIP_H

#include "shape/shape.h"

/* The field of that very name, or NULL. */
const struct field *slip_field(const struct field *, struct str name);

/* The missing field of `n` whose name is nearest to a key of it, or NULL. */
const struct field *slip_nearest(const struct shape *, const struct node *n,
    struct str key);

/*
 * The field of `n` below which the key of entry `i` belongs, NULL when there
 * is none or the key is a field of `n`: it stands too far to the left.
 */
const struct field *slip_owner(const struct shape *, const struct node *n,
    uint32_t i);

#endif
