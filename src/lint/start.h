/*
 * start: whether what a rewrite-target becomes always begins with a slash.
 */
#ifndef LINT_START_H
#define LINT_START_H

#include "lint/use.h"

/*
 * rewrite-no-slash, for a target that is not empty and no redirect. False
 * when it never begins with one; paths where it may not are told.
 */
bool start_check(struct lint *, const struct use *);

#endif
