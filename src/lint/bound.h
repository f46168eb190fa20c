/*
 * bound: requests beyond the end of a path, and how it would be bounded.
 */
#ifndef LINT_BOUND_H
#define LINT_BOUND_H

#include "lint/subject.h"

/* A request beyond the end of a path. */
struct beyond {
	struct str base;	/* one that it is to take, and */
	struct str uri;		/* one that only begins like it */
};

bool bound_find(struct lint *, const struct subject *,
    const struct subject_path *, struct beyond *);

/*
 * A text that takes what the path is to take, with the same result, and
 * nothing beyond; false when none of the usual ones does.
 */
bool bound_mend(struct lint *, const struct subject *,
    const struct subject_path *, const struct beyond *, struct str *text);

#endif
