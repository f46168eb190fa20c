/*
 * cluster: all objects of a run by kind, in the order they were given, and
 * by name within their namespace.
 */
#ifndef K8S_CLUSTER_H
#define K8S_CLUSTER_H

#include "base/map.h"
#include "k8s/http_route.h"
#include "k8s/ingress.h"
#include "k8s/object.h"
#include "k8s/service.h"
#include "k8s/workload.h"
#include "yaml/stream.h"

/* What one namespace holds. */
struct space {
	struct str name;
	/* struct object by name: the first; the others follow its next */
	struct map names[OBJECT_KIND_COUNT];
	size_t count[OBJECT_KIND_COUNT];
	VEC(const struct service *) services;
	VEC(const struct workload *) workloads;
	/* struct labelled by the value of any label of their pods */
	struct map labelled;
	/* struct labelled by the name of a Service they are put behind */
	struct map attached;
	bool unclear;	/* labels of some pods here are not known */
};

struct labelled {
	VEC(const struct workload *) workloads;
};

struct cluster {
	struct arena *arena;
	struct str default_ns;		/* of objects without a namespace */
	VEC(const struct object *) objects;	/* all but OBJECT_OTHER */
	VEC(const struct ingress *) ingresses;
	VEC(const struct service *) services;
	VEC(const struct workload *) workloads;
	VEC(const struct http_route *) http_routes;
	VEC(const struct space *) spaces;
	struct map space_names;		/* struct space by name */
	VEC(const struct object *) slices;	/* EndpointSlices */
	size_t count[OBJECT_KIND_COUNT];
	size_t nobjects;		/* of every kind, for the summary */
	bool has_references;		/* something came from -r */
};

void cluster_init(struct cluster *, struct arena *, struct str default_ns);

/* Takes in an object that lives as long as the cluster. */
void cluster_take(struct cluster *, struct object *);

/*
 * Takes in the objects of a document (k8s/manifest.h), whose tree must live
 * as long as the cluster.
 */
void cluster_add(struct cluster *, struct diags *, const struct document *,
    bool linted);

/* NULL when nothing of that namespace was given. */
const struct space *cluster_space(const struct cluster *, struct str ns);
/* The first one of that name, or NULL. */
const struct service *cluster_service(const struct cluster *, struct str ns,
    struct str name);
const struct object *cluster_object(const struct cluster *,
    enum object_kind, struct str ns, struct str name);

/*
 * The workloads whose pods the selector (a mapping with pairs) takes, in
 * `found`: at most `limit`. Returns their number.
 */
size_t space_select(const struct space *, const struct node *selector,
    const struct workload **found, size_t limit);

/*
 * The same for a Service with a selector, together with the workloads whose
 * pods get its labels only when they are to serve: those that say so in
 * traffic.spinnaker.io/load-balancers.
 */
size_t space_serve(const struct space *, const struct service *,
    const struct workload **found, size_t limit);

/*
 * Fills object and path of every finding that is inside an object. Documents
 * whose trees are gone are read again for it.
 */
void cluster_place(const struct cluster *, struct diags *,
    const struct sources *);

#endif
