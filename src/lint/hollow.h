/*
 * hollow: captures that bring nothing of what is below a path.
 */
#ifndef LINT_HOLLOW_H
#define LINT_HOLLOW_H

#include "lint/use.h"

/* capture-always-empty and capture-group-unused. */
void hollow_check(struct lint *, const struct use *);

#endif
