/*
 * gate: the paths of a regex host, and which of them takes a request: as it
 * is, and as it would be without regular expressions.
 */
#ifndef LINT_GATE_H
#define LINT_GATE_H

#include "lint/claim.h"

/* The path is plain text: nothing in it but letters, digits and . _ - / */
bool gate_is_plain(struct str text);

/* The first regular expression that takes it; NULL for none. */
const struct spot *gate_taker(const struct ground *, struct str uri);
/* The path that would take it if no path was a regular expression. */
const struct spot *gate_taker_plain(const struct ground *, struct str uri);

/*
 * What every string that the path takes begins with, whatever its case;
 * empty when that is not plain to see.
 */
struct str gate_head(struct str text);
/*
 * The path takes everything that begins with this and goes on; false when it
 * is not plain to see that there is such a text.
 */
bool gate_catches(struct str text, struct str *base);

#endif
