/*
 * pods: a Deployment as what a release says of a workload.
 */
#ifndef ADOPT_PODS_H
#define ADOPT_PODS_H

#include "adopt/draft.h"

struct pods {
	const struct object *object;
	struct str image, app, version;	/* the last two are labels */
	long long replicas, port;	/* port: 0 when there is none */
	pairs labels;			/* without app and version */
	/* What stands beside that in the pods and in their container. */
	const struct node *pod, *container;
};

/*
 * Reads it; false when the pods have no labels app and version, or are not
 * of one container to begin with.
 */
bool pods_read(struct drafts *, const struct object *, struct pods *);

/* The only Deployment that a Service selects and that may be adopted. */
const struct object *pods_of_service(struct drafts *, struct str ns,
    struct str service);

/* A copy of a mapping without some keys (ends at NULL); NULL if empty. */
const struct node *pods_rest(struct arena *, const struct node *map,
    const char *const *keys);
/* The mapping `workload`; `port`: what it is if nothing says so, or 0. */
const struct node *pods_node(struct arena *, const struct pods *,
    struct str release, struct str version, long long port);

#endif
