/*
 * comment: the comments of a YAML text that begin with a word.
 */
#ifndef YAML_COMMENT_H
#define YAML_COMMENT_H

#include "base/arena.h"
#include "diag/source.h"

struct comment {
	/* From the '#' before the word to the end of its line. */
	struct span where;
	/*
	 * The line it is about: its own; or when nothing else is on that, the
	 * next one that is no such comment line. The lines of a scalar count
	 * as one, with what else is on them.
	 */
	struct span about;
	struct span whole;	/* with what goes when it is removed */
	bool alone;
};

typedef VEC(struct comment) comments;

/*
 * Finds them in a part of a source that begins where a document does. What
 * looks like a comment inside a scalar is none. Where a document cannot be
 * read, the comments before that place are found. Costs nothing where the
 * word does not stand behind any '#'.
 */
void comments_find(struct arena *, const struct sources *, struct span part,
    struct str word, comments *);

#endif
