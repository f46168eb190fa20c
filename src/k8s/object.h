/*
 * object: what all Kubernetes objects share.
 */
#ifndef K8S_OBJECT_H
#define K8S_OBJECT_H

#include "diag/diag.h"
#include "yaml/node.h"

/* The kinds we look into; all others are read past. */
enum object_kind {
	OBJECT_OTHER, OBJECT_INGRESS, OBJECT_INGRESS_CLASS, OBJECT_SERVICE,
	OBJECT_WORKLOAD, OBJECT_SECRET, OBJECT_CONFIG_MAP, OBJECT_RELEASE
};

struct object {
	enum object_kind type;
	struct str api_version, kind;
	struct str ns;		/* never empty: the namespace in force */
	struct str name;	/* may be empty */
	const struct node *root;
	struct span where;	/* of the name, else of the kind */
	bool linted;		/* false: given with -r, only looked up */
	/*
	 * Its shape is right and it holds no template text, so that checks
	 * of values make sense. The object family speaks otherwise.
	 */
	bool sound;
};

/* The value of an annotation, or NULL. */
const struct node *object_annotation(const struct object *, struct str key);
/* "Ingress shop/web" */
struct str object_title(struct arena *, const struct object *);

#endif
