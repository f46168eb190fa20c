/*
 * patch: what changed between two texts, as `diff -u` shows it and as
 * patch(1) and `git apply` take it.
 */
#ifndef BASE_PATCH_H
#define BASE_PATCH_H

#include "base/buf.h"

/*
 * Adds the hunks that turn `old` into `new`, under the labels a/NAME and
 * b/NAME; nothing when the texts are equal. A "./" or "/" that the name
 * begins with is left out. Lines end at LF, and a last one without it is
 * marked as diff does.
 */
void patch_print(struct buf *, struct str name, struct str old,
    struct str new);

#endif
