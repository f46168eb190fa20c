/*
 * gather: from files to objects, by as many threads as there are
 * processors. What comes out, and in which order, does not depend on them.
 */
#ifndef CLI_GATHER_H
#define CLI_GATHER_H

#include "cli/input.h"
#include "lint/lint.h"

/* What is done with the documents. */
struct gather {
	struct cluster *cluster;	/* takes the objects in */
	bool linted;			/* else they are only looked up */
	/*
	 * Looks at each object, and at each document, while its tree is
	 * there; may be NULL. Several threads call it at the same time, each
	 * with an arena and findings of its own.
	 */
	void (*check)(struct lint *, const struct object *);
	void (*look)(const void *with, struct lint *,
	    const struct document *);
	const void *with;
};

/*
 * Reads the files [from, to) of the input. Texts of files that gave nothing,
 * neither an object nor a finding, are dropped at once, and so are the trees
 * of all documents whose objects can do without.
 */
void gather_objects(struct input *, size_t from, size_t to,
    const struct gather *);

#endif
