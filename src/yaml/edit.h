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
 * `text` with all edits applied, which may come in any order; false when two
 * of them overlap. Insertions at one place follow each other as given and
 * stand before what replaces the bytes that begin there. The byte after the
 * result is NUL.
 */
bool edit_apply(struct arena *, struct str text, const struct edit *,
    size_t n, struct str *result);

#endif
