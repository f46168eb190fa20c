/*
 * change: the releases of the controller, and what became different from one
 * to another. A version is a number that compares as versions do: 1.13.2 is
 * 1302.
 */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "base/arena.h"
#include "base/str.h"

enum { VERSION_NEWEST = 1501 };

enum change_id {
#define CHANGE(id, since, about) CHANGE_##id,
#include "model/change.def"
#undef CHANGE
	CHANGE_COUNT
};

/*
 * Reads "1.13.2". NULL, or why there is nothing to say about such a release:
 * a clause.
 */
const char *version_read(struct arena *, struct str, unsigned *version);
struct str version_text(struct arena *, unsigned version);

bool change_applies(enum change_id, unsigned version);
/* "1.12.6 and 1.13.2": the releases that brought it. */
struct str change_since(struct arena *, enum change_id);
/* A clause: "dots pass strict-validate-path-type" */
const char *change_about(enum change_id);

#endif
