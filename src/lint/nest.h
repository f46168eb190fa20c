/*
 * nest: captures of one target that overlap.
 */
#ifndef LINT_NEST_H
#define LINT_NEST_H

#include "lint/use.h"

/* captures-nested */
void nest_check(struct lint *, const struct use *);

#endif
