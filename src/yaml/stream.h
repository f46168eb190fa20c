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
	bool aliases;			/* parts of the tree are shared */
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
/*
 * The same for those documents that begin within the span, whose ends are
 * the ends of the text or stream_cut()s of it.
 */
struct stream_reader *stream_open_part(struct arena *, struct diags *,
    const struct sources *, struct span);
/*
 * Where to part a text for readers of their own: the first document that
 * begins at or after `from`, or the end of the text. Parts are read as the
 * whole is, but for what is counted by the file: the documents that cannot
 * be read, and what is said only once.
 */
size_t stream_cut(struct str text, size_t from);
bool stream_can_cut(struct str text);
bool stream_next(struct stream_reader *, struct arena *, struct document *);
/* True once something of the file could not be read. */
bool stream_broken(const struct stream_reader *);

/* The tree of a document that was read before, in the arena. */
const struct node *stream_again(struct arena *, const struct sources *,
    struct span document);

/* The same for all documents at once. */
void stream_parse(struct arena *, struct diags *, const struct sources *,
    uint32_t file, struct stream *);

#endif
