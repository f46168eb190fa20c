/*
 * edit: changes to the text of a file that keep everything else of it.
 */
#ifndef YAML_EDIT_H
#define YAML_EDIT_H

#include "base/arena.h"
#include "base/str.h"
#include "diag/source.h"

struct edit {
	struct span where;	/* replaced; empty: inserted there */
	struct str text;
};

/*
 * `text` with all edits applied; false when two of them overlap. The edits
 * are sorted in place.
 */
bool edit_apply(struct arena *, struct str text, struct edit *, size_t n,
    struct str *result);

#endif
