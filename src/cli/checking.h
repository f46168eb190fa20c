/*
 * checking: linting with the controller as the user has it set up.
 */
#ifndef CLI_CHECKING_H
#define CLI_CHECKING_H

#include "cli/config.h"
#include "lint/lint.h"

/*
 * The rules about sets of objects. Everything but the controller must
 * be set, and lint_object() has seen the objects.
 */
void check_cluster(struct lint *, const struct config *);

#endif
