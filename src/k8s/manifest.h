/*
 * manifest: the objects of one document.
 */
#ifndef K8S_MANIFEST_H
#define K8S_MANIFEST_H

#include "k8s/object.h"
#include "yaml/stream.h"

struct manifest {
	VEC(struct object *) objects;	/* all but OBJECT_OTHER */
	size_t n;			/* of every kind */
};

/*
 * Adds the object that a document is, or the items of a List one by one.
 * Objects that are linted are checked against their shapes here, because
 * whatever reads them later relies on `sound`. The objects live in the
 * arena, over the document's tree.
 */
void manifest_read(struct arena *, struct diags *, const struct origin *,
    const struct node *root, struct manifest *);

/*
 * Replaces the objects by copies in the arena that do without the tree of
 * their document; slices of `source` stay slices of it. False when the tree
 * has to stay, and nothing has changed.
 */
bool manifest_keep(struct arena *, struct str source,
    const struct document *, struct manifest *);

#endif
