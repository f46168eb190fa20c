/*
 * glob: telling whether a path was written as a glob, as a regular
 * expression, or as plain text.
 */
#ifndef LINT_GLOB_H
#define LINT_GLOB_H

#include "base/arena.h"
#include "base/str.h"

/*
 * The first "*" that no author of a regular expression would write: it
 * repeats a slash or letter, and either stands for a whole segment, is
 * doubled, or is all the syntax there is.
 */
bool glob_find(struct str path, size_t *from, size_t *to);

/* The regular expression that says what the glob meant, or empty. */
struct str glob_to_regex(struct arena *, struct str path);
/* The path with every "*" replaced: a request that the glob meant. */
struct str glob_fill(struct arena *, struct str path, const char *word);
/*
 * The path without what a glob at its end adds: /foo, when a segment of one
 * or two stars follows it. Empty when the glob is elsewhere.
 */
struct str glob_base(struct str path);

/* It holds syntax that makes no sense in the text of a URI. */
bool looks_like_regex(struct str path);

#endif
