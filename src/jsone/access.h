/*
 * access: parts of values: a.b, a[b] and a[b:c].
 */
#ifndef JSONE_ACCESS_H
#define JSONE_ACCESS_H

#include "jsone/expr.h"

/* All give NULL when they failed, which has been reported. */
const struct node *access_property(const struct expr *,
    const struct operand *a, const struct operand *name);
const struct node *access_index(const struct expr *,
    const struct operand *a, const struct operand *index);
/* An end that is not given has the value NULL. */
const struct node *access_slice(const struct expr *,
    const struct operand *a, const struct operand *begin,
    const struct operand *end);

#endif
