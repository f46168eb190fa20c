/*
 * input: from the paths on the command line to documents and objects.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "cli/ignore.h"
#include "diag/diag.h"
#include "k8s/cluster.h"
#include "yaml/stream.h"

struct input {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	VEC(uint32_t) files;	/* numbers of their sources */
	struct map known;	/* device and number of each file taken */
	bool failed;		/* something could not be opened; reported */
	const struct ignore *ignore;	/* left out of folders; or NULL */
	bool skip_named;	/* ... and where it is named itself, too */
};

void input_init(struct input *, struct arena *, struct diags *,
    struct sources *);

/*
 * Takes a file, standard input for "-", or every *.yaml, *.yml and *.json
 * under a folder in sorted order, without hidden folders and without links
 * that lead out of it. A file that was taken before is passed over.
 * What cannot be opened is said on stderr.
 */
void input_add(struct input *, const char *path);
/* Takes what a glob matches; false when that is nothing. */
bool input_glob(struct input *, const char *pattern);

/*
 * Reads the files [from, to) into the cluster. Trees of documents that hold
 * nothing for it are dropped at once, unless `keep` (which may be NULL) asks
 * for one.
 */
void input_objects(struct input *, size_t from, size_t to, bool linted,
    struct cluster *, bool (*keep)(void *, const struct document *),
    void *context);

#endif
