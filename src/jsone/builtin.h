/*
 * builtin: the functions that expressions can call.
 */
#ifndef JSONE_BUILTIN_H
#define JSONE_BUILTIN_H

#include "jsone/expr.h"

/* The name for value_make_function(); NULL when there is none. */
const char *builtin_find(struct str name);
/* Whether it is one that needs a clock, which there is none of. */
bool builtin_is_clock(struct str name);
void builtin_try_names(struct near *);

/* Calls a function value. NULL when it failed, which has been reported. */
const struct node *builtin_call(const struct expr *,
    const struct operand *function, const struct operand *args, size_t n);

#endif
