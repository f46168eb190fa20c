/*
 * expr: the expression language. An expression is read twice: first to the
 * end for its syntax alone, then again to compute it, so there is no tree.
 */
#ifndef JSONE_EXPR_H
#define JSONE_EXPR_H

#include "jsone/eval.h"
#include "jsone/token.h"

struct expr {
	struct jsone *j;
	const struct scope *scope;
	const struct node *scalar;	/* the expression is part of its text */
	struct token token;		/* the next one */
	size_t last;			/* where the one before it ended */
	unsigned depth;			/* of what is nested in each other */
	unsigned skip;			/* not 0: syntax only, no values */
};

/* A value and the bytes of the text that gave it. */
struct operand {
	const struct node *value;	/* NULL while skipping */
	size_t from, to;
};

/*
 * Computes the expression that begins at byte `from` of the scalar and goes
 * to the end of its text; if `end` is given, to a '}', and `*end` is set to
 * the byte after that. NULL when it failed, which has been reported.
 */
const struct node *expr_eval(struct jsone *, const struct scope *,
    const struct node *scalar, size_t from, size_t *end);

/* The place of these bytes of the text. */
struct span expr_part(const struct expr *, size_t from, size_t to);
struct span expr_where(const struct expr *, const struct operand *);
/* The text of an operand. */
struct str expr_text(const struct expr *, const struct operand *);
/* The number; false, with a report that names the taker, if it is none. */
bool expr_number(const struct expr *, const struct operand *,
    const char *taker, double *number);

#endif
