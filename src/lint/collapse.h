/*
 * collapse: targets that take nothing over from a request.
 */
#ifndef LINT_COLLAPSE_H
#define LINT_COLLAPSE_H

#include "lint/use.h"

/* rewrite-collapses and rewrite-same-path, for a target that is a path. */
void collapse_check(struct lint *, const struct use *);

#endif
