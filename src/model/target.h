/*
 * target: a text with captures and variables, as nginx reads the target of a
 * rewrite and the value of a header (ngx_http_script_compile()).
 */
#ifndef MODEL_TARGET_H
#define MODEL_TARGET_H

#include "base/arena.h"
#include "base/buf.h"
#include "rx/rx.h"

enum piece_kind {
	PIECE_TEXT,
	PIECE_CAPTURE,		/* $1 to $9: one digit */
	PIECE_VARIABLE,		/* $name or ${name}; $0 and $01 are such */
	PIECE_DOLLAR		/* a $ that begins nothing: nginx refuses it */
};

struct piece {
	enum piece_kind kind;
	size_t from, to;	/* bytes of the text */
	uint32_t number;	/* of a capture */
	struct str name;	/* of a variable */
};

struct target {
	struct str text;
	VEC(struct piece) pieces;
};

/*
 * A text of more than LIMIT_PATTERN_BYTES has no pieces: nginx takes no
 * parameter that long.
 */
void target_read(struct arena *, struct str text, struct target *);

/* nginx answers 302 instead of proxying: http://, https:// or $scheme. */
bool target_redirects(struct str text);

/* What a capture or named group of a match stands for, and $uri. */
struct match {
	const struct rx *rx;
	struct rx_captures captures;
	struct str uri;
};

/*
 * Adds what the target becomes, decoded. False when it holds a variable
 * whose value is not known.
 */
bool target_expand(struct buf *, const struct target *,
    const struct match *);

/*
 * Adds a decoded path as it is written in a request line, the way nginx
 * writes it when it has rewritten one.
 */
void target_escape(struct buf *, struct str path);

#endif
