/*
 * upgrade: lint --upgrade-to, which compares the findings for two releases
 * of the controller.
 */
#ifndef CLI_UPGRADE_H
#define CLI_UPGRADE_H

#include "cli/config.h"
#include "cli/option.h"
#include "diag/diag.h"

/*
 * The release asked for; 0 when none is. What is not newer than the present
 * one ends the program with status 2.
 */
unsigned upgrade_version(struct arena *, const struct options *,
    const struct config *);

/*
 * Leaves of finished findings those that were not there before, with a note
 * that says so, and counts in `*gone` those that were only there before.
 */
void upgrade_compare(struct arena *, const struct diags *before,
    struct diags *after, const struct config *, size_t *gone);

/* Says on stdout, for people, how many are gone. */
void upgrade_print(const struct config *, size_t gone);

#endif
