/*
 * checking: linting with the controller as the user has it set up.
 */
#ifndef CLI_CHECKING_H
#define CLI_CHECKING_H

#include "cli/config.h"
#include "lint/lint.h"

/* Everything but hosts and model must be set. */
void check_cluster(struct lint *, const struct config *);

#endif
