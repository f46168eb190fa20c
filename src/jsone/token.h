/*
 * token: the words of the expression language.
 */
#ifndef JSONE_TOKEN_H
#define JSONE_TOKEN_H

#include "base/str.h"

enum token_kind {
	TOKEN_END, TOKEN_BAD,
	TOKEN_NUMBER, TOKEN_STRING, TOKEN_NAME,
	TOKEN_TRUE, TOKEN_FALSE, TOKEN_NULL, TOKEN_IN,
	TOKEN_POWER, TOKEN_PLUS, TOKEN_MINUS, TOKEN_TIMES, TOKEN_OVER,
	TOKEN_GE, TOKEN_LE, TOKEN_GT, TOKEN_LT, TOKEN_EQ, TOKEN_NE,
	TOKEN_NOT, TOKEN_AND, TOKEN_OR,
	TOKEN_DOT, TOKEN_COMMA, TOKEN_COLON,
	TOKEN_LPAREN, TOKEN_RPAREN, TOKEN_LBRACKET, TOKEN_RBRACKET,
	TOKEN_LBRACE, TOKEN_RBRACE
};

struct token {
	enum token_kind kind;
	size_t from, to;	/* bytes of the text */
};

/* The first token at or after `from`; blanks between tokens mean nothing. */
struct token token_next(struct str text, size_t from);

/* White space as ECMAScript has it, for tokens and for strip(). */
bool token_is_space(unsigned long c);

#endif
