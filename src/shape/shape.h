/*
 * shape: what a tree of values must look like, as data. One walker checks a
 * tree against its shape and reports every problem with its own place; the
 * same tables give the release spec its C structs and its JSON Schema.
 */
#ifndef SHAPE_SHAPE_H
#define SHAPE_SHAPE_H

#include "diag/diag.h"
#include "shape/format.h"
#include "yaml/node.h"

enum shape_kind {
	SHAPE_ANY,		/* not looked into */
	SHAPE_STR,
	SHAPE_INT,
	SHAPE_BOOL,
	SHAPE_INT_OR_STR,
	SHAPE_STRUCT,		/* a mapping with known fields */
	SHAPE_DICT,		/* a mapping with free keys */
	SHAPE_LIST,
	SHAPE_CHOICE,		/* a scalar as `of`, or else a mapping `alt` */
};

struct field;

struct shape {
	enum shape_kind kind;
	const char *what;	/* for messages, "the port"; or NULL: its key */
	const struct field *fields;	/* STRUCT; ends at name NULL */
	const struct shape *of;	/* DICT and LIST: of the values */
	const struct shape *alt;	/* CHOICE: the mapping */
	const struct format *format;	/* STR; DICT: of the keys; or NULL */
	/*
	 * STR: the only values; ends at NULL. A first word "" is accepted
	 * but never offered (the API server puts a default in its place).
	 */
	const char *const *words;
	bool as_text;		/* STR: 80 and true are texts as written */
	long long min, max;	/* INT and INT_OR_STR, when min < max */
	uint32_t least;		/* LIST, DICT and STR: fewest allowed */
	bool open;		/* STRUCT: other fields are let pass unseen */
	size_t size;		/* STRUCT: of its C struct (spec only) */
};

struct field {
	const char *name;
	const struct shape *shape;
	bool required;
	const char *doc;	/* for the schema and the manual (spec only) */
	const char *standard;	/* the default as JSON, or NULL (spec only) */
	size_t offset;		/* in the C struct (spec only) */
	const char *hint;	/* what to write where it is missing, or NULL */
	bool hidden;		/* accepted, but not offered */
};

/* Which rules speak when a tree is not of its shape. */
struct shape_rules {
	enum rule_id unknown, type, required, invalid;
	/* A scalar that no rule is to judge (a placeholder), or NULL. */
	bool (*skip)(struct str text);
};

/*
 * Reports everything in `n` that is not as `shape` says: unknown fields with
 * the nearest known one, wrong types, missing fields, values outside their
 * words, format or range. null counts as absent, as the API server has it.
 * True when nothing was reported.
 */
bool shape_check(struct diags *, const struct shape_rules *,
    const struct shape *, const struct node *n);

/*
 * For a field that is required by more than its shape: reports that it is
 * missing from the mapping, called `name`, unless it is there under a wrong
 * name. True when it has been reported.
 */
bool shape_require(struct diags *, const struct shape_rules *,
    const struct shape *, const struct node *n, struct str name,
    const char *field);

#endif
