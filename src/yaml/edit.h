/*
 * edit: changes to the text of a file that keep everything else of it.
 */
#ifndef YAML_EDIT_H
#define YAML_EDIT_H

#include "base/arena.h"
#include "base/str.h"
#include "diag/diag.h"
#include "yaml/node.h"

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

/*
 * The edit that makes a scalar the string `text`. False where none can be
 * given: the value is met through an alias, has a tag or an anchor, or
 * stands on several lines. A line of a block scalar is changed in place.
 */
bool edit_string(struct arena *, const struct sources *,
    const struct node *, struct str text, struct edit *);
/* The edit that puts YAML in place of a scalar; false as above. */
bool edit_scalar(const struct node *, struct str yaml, struct edit *);
/* That edit as a fix, or what it would do in words. */
void edit_offer(struct diags *, struct diag *, const struct node *,
    struct str yaml, bool safe, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/*
 * Tells whether a tree, read anew after edits, differs from the old one only
 * where the edits were made. These are in order and do not overlap.
 */
bool edit_kept(const struct node *before, const struct node *after,
    const struct edit *, size_t n);

#endif
