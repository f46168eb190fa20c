/*
 * output: findings on their way out.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdio.h>

#include "cli/option.h"
#include "diag/report.h"

/* --color, NO_COLOR, CLICOLOR_FORCE, and whether it is a terminal. */
bool output_colour(const struct options *, FILE *);

/* Prints to stdout in the format of --format; what is left unset is set. */
void output_report(const struct options *, struct report *);
/* --format asks for the text format, or for none. */
bool output_is_text(const struct options *);

/* Finished findings as text, to stdout or stderr, and their count. */
void output_findings(const struct options *, FILE *, const struct diags *,
    struct sources *);

#endif
