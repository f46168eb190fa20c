/*
 * infix: the operators that stand between two values.
 */
#ifndef JSONE_INFIX_H
#define JSONE_INFIX_H

#include "jsone/expr.h"

struct infix {
	enum token_kind token;
	const char *sign;
	unsigned level;		/* binds stronger the higher it is */
	bool right;		/* a ** b ** c is a ** (b ** c) */
	/* NULL when it failed. The two that may not need `b` have none. */
	const struct node *(*apply)(const struct expr *,
	    const struct infix *, const struct operand *a,
	    const struct operand *b);
};

/* NULL when the token is no such operator. */
const struct infix *infix_find(enum token_kind);

#endif
