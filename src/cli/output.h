/*
 * output: findings on their way out.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdio.h>

#include "cli/option.h"
#include "diag/diag.h"

/* --color, NO_COLOR, CLICOLOR_FORCE, and whether it is a terminal. */
bool output_colour(const struct options *, FILE *);

/* Finished findings as text, to stdout or stderr, and their count. */
void output_findings(const struct options *, FILE *, const struct diags *,
    struct sources *);

#endif
