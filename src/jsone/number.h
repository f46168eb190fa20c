/*
 * number: doubles as text and back, as JSON-e's numbers are.
 */
#ifndef JSONE_NUMBER_H
#define JSONE_NUMBER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * The shortest text that reads back as the number, in the form of
 * ECMAScript's Number::toString: "3", "0.1", "1e+21". It must be finite.
 */
struct str number_text(struct arena *, double);

/*
 * Decimal digits with at most one point, a sign before and an exponent
 * after; the whole of `s` and nothing around it. Infinity if too large.
 */
bool number_parse(struct arena *, struct str s, double *);

#endif
