/*
 * parser: the state of ast_parse(), which is spread over parse.c (how a
 * pattern is put together), group.c, escape.c and bracket.c.
 */
#ifndef RX_PARSER_H
#define RX_PARSER_H

#include "rx/ast.h"

/* Options in force, as (?imsxU) sets them. */
enum {
	OPTION_NOCASE = 1 << 0,		/* i */
	OPTION_LINES = 1 << 1,		/* m */
	OPTION_DOT_ALL = 1 << 2,	/* s */
	OPTION_SPACED = 1 << 3,		/* x */
	OPTION_LAZY = 1 << 4		/* U */
};

struct parser {
	struct arena *arena;
	struct ast_tree *tree;
	struct str text;
	uint32_t at;
	uint32_t groups;	/* number of the last group that began */
	unsigned depth;		/* of groups around `at` */
	unsigned options;
	bool quoting;		/* between \Q and \E */
};

/* The byte `ahead` of the current one, or 0 past the end. */
static inline char
parser_peek(const struct parser *p, size_t ahead)
{
	return p->at + ahead < p->text.len ? p->text.at[p->at + ahead] : 0;
}

/* The text goes on with `what`. */
static inline bool
parser_sees(const struct parser *p, const char *what)
{
	return str_starts(str_cut(p->text, p->at, p->text.len),
	    str_from(what));
}

/* Keeps the first error; returns NULL for the caller to return. */
void *parser_fail(struct parser *, const char *error, uint32_t from,
    uint32_t to);
/* The same for what PCRE2 may read. */
void *parser_fail_newer(struct parser *, const char *error, uint32_t from,
    uint32_t to);
/* Notes that PCRE 8.45 reads on as if the text was changed so. */
void parser_edit(struct parser *, uint32_t at, uint32_t drop, bool escape);

/* A node from `from` to where the parser is. */
struct ast *parser_node(struct parser *, enum ast_kind, uint32_t from);
struct ast *parser_set(struct parser *, uint32_t from, struct byteset);
/* A node with one part. */
struct ast *parser_around(struct parser *, enum ast_kind, uint32_t from,
    const struct ast *part);

/*
 * Reads branches up to a ")" or the end; NULL when they are wrong. With
 * `reset`, every branch numbers its groups from the same one on.
 */
const struct ast *choice_read(struct parser *, bool reset);
/* Reads what begins with the "(" at `at`; NULL when it is wrong. */
const struct ast *group_read(struct parser *);

/*
 * Reads the escape at `at`, outside of a class; NULL when it is wrong. \Q
 * and \E are not for it.
 */
const struct ast *escape_read(struct parser *);

/* What an escape is inside of a class. */
struct escape_in_class {
	bool is_set;		/* else a single byte */
	bool unknown;		/* a Unicode property */
	unsigned char byte;
	struct byteset set;
};
/* Reads the escape at `at`, inside of a class; false when it is wrong. */
bool escape_read_in_class(struct parser *, struct escape_in_class *);

/* Reads the class at `at`; NULL when it is wrong. */
const struct ast *bracket_read(struct parser *);

/*
 * Reads a name up to `end`, which is passed too. False when there is none
 * (nothing is said then).
 */
bool parser_name(struct parser *, char end, struct str *name);
/* A reference back to a named group, or AST_OTHER for one not known yet. */
const struct ast *parser_backref_named(struct parser *, uint32_t from,
    struct str name);

static inline bool
is_ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#endif
