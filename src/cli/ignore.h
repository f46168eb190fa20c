/*
 * ignore: paths that are left out when folders are read, as the
 * configuration lists them.
 */
#ifndef CLI_IGNORE_H
#define CLI_IGNORE_H

#include "base/arena.h"

struct ignore {
	struct str root;	/* absolute: what the patterns start from */
	VEC(struct str) patterns;
};

/*
 * Is this file or folder (absolute, without `.` and `..`) left out itself?
 * Of what is below a folder that is left out the same holds for `within`
 * only.
 */
bool ignore_has(const struct ignore *, struct str path, bool folder);
bool ignore_within(const struct ignore *, struct str path, bool folder);

#endif
