/*
 * source: the text of a file that was read, and places in it.
 *
 * A place is a span of byte offsets; line, column and excerpt are made only
 * when something is printed. Lines end at LF (CR LF counts as one end);
 * lines and columns count from 1, columns count Unicode characters, and a
 * byte order mark is no character.
 */
#ifndef DIAG_SOURCE_H
#define DIAG_SOURCE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Bytes [start, end) of source number `file`; file 0 means no place. */
struct span {
	uint32_t file, start, end;
};
#define SPAN_NONE ((struct span){ 0, 0, 0 })

struct source {
	const char *name;	/* as given by the user, "<stdin>" for "-" */
	struct str text;
	uint32_t *lines;	/* offset of each line; made on first use */
	uint32_t nlines;
	/*
	 * Characters before every so many bytes; made when a place far into
	 * a long line is asked for, so that a column costs no walk over it.
	 */
	uint32_t *characters;
};

/* All sources of a run. Numbers are handed out from 1 in order of adding. */
struct sources {
	struct arena *arena;
	VEC(struct source) list;
};

void sources_init(struct sources *, struct arena *);
/* Takes over the text (which must outlive the sources); gives its number. */
uint32_t source_add(struct sources *, const char *name, struct str text);
const struct source *source_get(const struct sources *, uint32_t file);
/* The bytes of a span. */
struct str source_text(const struct sources *, struct span);

struct position {
	uint32_t line, column;
};
/* Where a byte offset is; an offset past the end is the end. */
struct position source_position(struct sources *, uint32_t file,
    uint32_t offset);
/* The line (from 1) without its end, as bytes; `*start` gets its offset. */
struct str source_line(struct sources *, uint32_t file, uint32_t line,
    uint32_t *start);

#endif
