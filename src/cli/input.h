/*
 * input: from the paths on the command line to documents.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "diag/diag.h"
#include "yaml/stream.h"

struct input_file {
	uint32_t file;		/* number of its source */
	struct stream stream;
};

struct input {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	VEC(struct input_file) files;
	bool failed;		/* something could not be opened; reported */
};

void input_init(struct input *, struct arena *, struct diags *,
    struct sources *);

/*
 * Reads a file, standard input for "-", or every *.yaml, *.yml and *.json
 * under a folder in sorted order, without hidden folders and without links
 * that lead out of it. What cannot be opened is said on stderr.
 */
void input_add(struct input *, const char *path);

#endif
