/*
 * tree: the trees of objects that were kept without them (k8s/manifest.h),
 * read again one document at a time.
 */
#ifndef K8S_TREE_H
#define K8S_TREE_H

#include "k8s/object.h"

struct trees {
	struct arena arena;
	const struct sources *sources;
	struct span document;		/* that `root` is of */
	const struct node *root;
	/* Down to the object, and for whoever goes on below its root. */
	struct node_walk walk, below;
};

void trees_init(struct trees *, const struct sources *);
void trees_release(struct trees *);

/*
 * The tree of an object, until that of one in another document is asked for:
 * ask in the order of the documents.
 */
const struct node *trees_get(struct trees *, const struct object *);

#endif
