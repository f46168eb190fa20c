/*
 * stream: the documents of one YAML (or JSON) text.
 */
#ifndef YAML_STREAM_H
#define YAML_STREAM_H

#include "diag/diag.h"
#include "yaml/node.h"

struct document {
	const struct node *root;	/* never NULL; empty ones are dropped */
	struct span span;		/* from `---` (or start) to the next */
};

struct stream {
	VEC(struct document) documents;
	bool broken;		/* something in it could not be read */
};

/*
 * Reads the documents of source `file` one by one. What cannot be read is
 * reported (yaml-syntax, yaml-duplicate-key, yaml-limit, yaml-template) and
 * left out; reading goes on at the next line that begins with `---`.
 *
 * The reader lives in the arena it was opened in. Each tree is made in the
 * arena given to stream_next, and nothing else is: the caller may rewind that
 * one between two documents.
 */
struct stream_reader;
struct stream_reader *stream_open(struct arena *, struct diags *,
    const struct sources *, uint32_t file);
bool stream_next(struct stream_reader *, struct arena *, struct document *);
/* True once something of the file could not be read. */
bool stream_broken(const struct stream_reader *);

/* The same for all documents at once. */
void stream_parse(struct arena *, struct diags *, const struct sources *,
    uint32_t file, struct stream *);

#endif
