/*
 * input: from the paths on the command line to files and their texts.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "base/map.h"
#include "cli/ignore.h"
#include "diag/diag.h"

struct input {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	VEC(uint32_t) files;	/* numbers of their sources */
	VEC(size_t) sizes;	/* in bytes, as far as known before reading */
	struct map known;	/* device and number of each file taken */
	bool failed;		/* something could not be opened; reported */
	bool told;		/* ... in an earlier run: not once more */
	const struct ignore *ignore;	/* left out of folders; or NULL */
	bool skip_named;	/* ... and where it is named itself, too */
	bool whole;		/* a folder or standard input was taken */
};

void input_init(struct input *, struct arena *, struct diags *,
    struct sources *);

/*
 * Takes a file, standard input for "-", or every *.yaml, *.yml and *.json
 * under a folder in sorted order, without hidden folders and without links
 * that lead out of it. A file that was taken before is passed over.
 * What is not there is said on stderr.
 */
void input_add(struct input *, const char *path);
/* Takes what a glob matches; false when that is nothing. */
bool input_glob(struct input *, const char *pattern);

/* Reads the text of file number `i`; false when it cannot, which is said. */
bool input_read(struct input *, size_t i);

/*
 * The same in steps, for threads: input_load gives what is wrong, or NULL;
 * input_complain says it. The text is in the arena, unless it was there
 * before. input_drop forgets the text of a source.
 */
const char *input_load(struct input *, size_t i, struct arena *);
void input_complain(struct input *, size_t i, const char *what);
void input_drop(struct input *, uint32_t file);

#endif
