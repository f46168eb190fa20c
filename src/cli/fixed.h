/*
 * fixed: what becomes of the texts that fixing made.
 */
#ifndef CLI_FIXED_H
#define CLI_FIXED_H

#include "cli/fixing.h"
#include "cli/option.h"

/* Ends the program with status 2 when --fix and others do not go together. */
void fixed_check(const struct options *);

/* Standard output is taken by a text, so findings must go elsewhere. */
bool fixed_takes_stdout(const struct options *);

/*
 * Replaces the files, or with --diff prints what would change; what came
 * from standard input (`standard`) goes to standard output, fixed or not.
 * Says on stderr how many findings were fixed, and which files were left
 * alone and why. `*any` becomes true when there is something to fix. False
 * when a file could not be written.
 */
bool fixed_put(const struct options *, const struct fixing *,
    const struct sources *, struct str standard, bool *any);

#endif
