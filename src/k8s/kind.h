/*
 * kind: the catalogue of the kinds we look into, and of the API versions
 * they are served in.
 */
#ifndef K8S_KIND_H
#define K8S_KIND_H

#include "k8s/object.h"
#include "shape/shape.h"

struct removed {
	const char *api_version;
	const char *since;	/* the first Kubernetes that refuses it */
};

struct kind {
	const char *name;
	enum object_kind type;
	const char *api_version;	/* the one to write */
	const char *also;		/* served, too; or NULL */
	const struct removed *removed;	/* ends at NULL; or NULL */
	const struct shape *shape;	/* NULL: not checked here */
	bool no_namespace;
	const char *migration;	/* what changes besides, from a removed one */
};

/* NULL when we do not look into that kind. */
const struct kind *kind_find(struct str name);
/* One that differs from `name` in case only and is served so, or NULL. */
const struct kind *kind_in_other_case(struct str name,
    struct str api_version);

enum served {
	SERVED, SERVED_NO_MORE,
	SERVED_ELSEWHERE,	/* a kind of Kubernetes, of another group */
	SERVED_OTHER		/* another kind of the same name (Knative …) */
};
enum served kind_served(const struct kind *, struct str api_version,
    const char **since);

#endif
