/*
 * ast: a pattern as a tree, with the places of its parts.
 *
 * The syntax is that of PCRE 8.45, which the controller's nginx is linked
 * with, without UTF; letters match both cases unless the pattern says
 * otherwise. Everything that PCRE reads is read, but some parts (recursion,
 * conditions, verbs, Unicode properties) are kept as AST_OTHER, of which
 * nothing is known but their groups.
 */
#ifndef RX_AST_H
#define RX_AST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "rx/byteset.h"

enum ast_kind {
	AST_EMPTY,	/* nothing: (), a|, \K, a callout */
	AST_BYTE,	/* a character, written as itself or escaped */
	AST_SET,	/* one byte of a set: ., \d, [a-z] */
	AST_CONCAT,	/* the parts in order; two or more */
	AST_ALT,	/* one of the parts, tried in order; two or more */
	AST_REPEAT,	/* the part, `least` to `most` times */
	AST_GROUP,	/* the part; captured as `number` unless that is 0 */
	AST_LOOK,	/* the part, looked for and not consumed */
	AST_ANCHOR,	/* a condition on the place */
	AST_BACKREF,	/* what group `number` captured */
	AST_OTHER	/* not understood; the parts are what it holds */
};

#define AST_ENDLESS UINT32_MAX

struct ast {
	enum ast_kind kind;
	uint32_t from, to;	/* bytes of the pattern; with its quantifier */
	uint32_t nparts;
	const struct ast *const *parts;
	union {
		struct {		/* BYTE */
			unsigned char byte;
			bool nocase;
		};
		struct byteset set;	/* SET; both cases are in it */
		struct {		/* REPEAT */
			uint32_t least, most;
			bool lazy, possessive;
		};
		struct {		/* GROUP and BACKREF */
			uint32_t number;
			bool atomic;	/* GROUP */
			bool other_case;	/* BACKREF */
		};
		struct {		/* LOOK */
			bool behind, negative;
		};
		/*
		 * ANCHOR: one of ^ $ A Z z G b B, as written after a
		 * backslash. `lines`: ^ and $ also match at inner lines.
		 */
		struct {
			char anchor;
			bool lines;
		};
	};
};

struct ast_name {
	struct str name;
	uint32_t number;
};

/*
 * What PCRE 8.45 reads otherwise than PCRE2, as a change to the pattern: at
 * byte `at`, `drop` bytes go and then a backslash comes, if `escape`.
 */
struct ast_edit {
	uint32_t at, drop;
	bool escape;
};

struct ast_tree {
	struct str pattern;
	const struct ast *root;	/* NULL when the pattern is no expression */
	uint32_t groups;	/* the highest number of a capture group */
	VEC(struct ast_name) names;	/* in order of the pattern */
	VEC(struct ast_edit) edits;
	bool accepts;	/* (*ACCEPT) may end the match in any group */
	/*
	 * What is wrong, and the bytes to show, when root is NULL. `newer`:
	 * PCRE2 may read it, but PCRE 8.45 does not.
	 */
	const char *error;
	uint32_t error_from, error_to;
	bool newer;
};

/* Never NULL. The tree points into `pattern`. */
const struct ast_tree *ast_parse(struct arena *, struct str pattern);

/*
 * Everything below takes a tree with a root. What is said of a language is
 * said of everything the part could match anywhere; look-arounds and
 * anchors are taken to hold.
 */

/* False only when it certainly consumes something. */
bool ast_can_be_empty(const struct ast *);
/* A set that holds every byte a match, if not empty, can begin with. */
struct byteset ast_first(const struct ast *);
/* A set that holds every byte of every match. */
struct byteset ast_bytes(const struct ast *);

/* What a reference to a group of that number can stand for. */
struct ast_capture {
	bool can_be_empty;	/* or its group takes no part in the match */
	struct byteset first, bytes;
};
struct ast_capture ast_capture(const struct ast_tree *, uint32_t number);

/* The group of that number (the first, where several share it), or NULL. */
const struct ast *ast_group(const struct ast_tree *, uint32_t number);
/* Group `inner` is a part of group `outer`. */
bool ast_is_nested(const struct ast_tree *, uint32_t inner, uint32_t outer);

/*
 * What a group is to the path it stands in, as far as a rewrite cares: the
 * rest of the URI (a tail), such a rest that begins with the slash before
 * it, a boundary (a slash or nothing), or anything else.
 */
enum ast_role { ROLE_OTHER, ROLE_BOUNDARY, ROLE_TAIL, ROLE_SLASH_TAIL };
enum ast_role ast_role(const struct ast_tree *, uint32_t number);

#endif
