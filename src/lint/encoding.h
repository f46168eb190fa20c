/*
 * encoding: names with an encoded slash in them, and rewrites.
 */
#ifndef LINT_ENCODING_H
#define LINT_ENCODING_H

#include "lint/use.h"

/* rewrite-loses-encoding */
void encoding_check(struct lint *, const struct use *);

#endif
