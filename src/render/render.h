/*
 * render: the objects of one release in one phase.
 */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "spec/spec.h"

/*
 * Adds the objects to the stream, as documents, in the order of the
 * template. False when something was reported that leaves them unusable.
 */
bool render_phase(struct strategies *, const struct release *, enum phase,
    struct stream *objects);

/* What the documents of another file of the strategy evaluate to. */
struct made {
	bool there;		/* the strategy has that file */
	VEC(const struct node *) values;	/* without null and nothing */
};

/*
 * Evaluates one, such as checks.yaml, in a context. False when that failed,
 * which has been reported; it is no failure that there is no such file.
 */
bool render_file(struct strategies *, const struct release *,
    const struct node *context, const char *file, struct made *);

#endif
