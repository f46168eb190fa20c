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
 * Reads all documents of source `file`. What cannot be read is reported
 * (yaml-syntax, yaml-duplicate-key, yaml-limit, yaml-template) and left out;
 * reading goes on at the next line that begins with `---`.
 */
void stream_parse(struct arena *, struct diags *, const struct sources *,
    uint32_t file, struct stream *);

#endif
