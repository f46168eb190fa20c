/*
 * joint: whether a slash of a target meets another one.
 */
#ifndef LINT_JOINT_H
#define LINT_JOINT_H

#include "lint/use.h"

/*
 * rewrite-double-slash. Silent about captures that a finding has, and about
 * paths where it is not the whole of the fault.
 */
void joint_check(struct lint *, const struct use *);

#endif
