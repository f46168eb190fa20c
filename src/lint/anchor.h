/*
 * anchor: expressions that match nothing, as ^ or $ stands where it cannot
 * hold.
 */
#ifndef LINT_ANCHOR_H
#define LINT_ANCHOR_H

#include "lint/subject.h"

/* regex-never-matches; the expression compiles. NULL: nothing to say. */
struct diag *anchor_check(struct lint *, const struct subject_path *);

#endif
