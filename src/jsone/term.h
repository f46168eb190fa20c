/*
 * term: the value of a single token: a literal, a variable, a function.
 */
#ifndef JSONE_TERM_H
#define JSONE_TERM_H

#include "jsone/expr.h"

/* The value of e->token; NULL when it failed, which has been reported. */
const struct node *term_value(struct expr *);

#endif
