/*
 * endpoint: whether a Service has anybody who answers.
 *
 * A Service among the manifests is taken to have ready endpoints on every
 * port that resolves, unless EndpointSlices of it are given; one that is
 * missing has none.
 */
#ifndef MODEL_ENDPOINT_H
#define MODEL_ENDPOINT_H

#include "model/controller.h"
#include "model/lookup.h"

enum reach {
	REACH_NONE,	/* no endpoint: 503, or the default-backend */
	REACH_LOST,	/* one that Lua does not find: 503 */
	REACH_BROKEN,	/* one that nobody can connect to: 502 */
	REACH_READY
};

/* The EndpointSlices of a cluster, by Service. */
struct endpoints {
	const struct cluster *cluster;
	const struct controller *controller;
	struct map slices;
};

void endpoints_init(struct arena *, const struct cluster *,
    const struct controller *, struct endpoints *);

/*
 * The endpoints that a backend of an Ingress leads to. `port`: a number, or
 * a name. `*why` says so when they are not ready.
 */
enum reach endpoints_find(struct arena *, const struct endpoints *,
    struct str ns, struct str service, struct str port, struct str *why);
/* The same for the cluster IP, as service-upstream has it. */
enum reach endpoints_find_upstream(struct arena *, const struct endpoints *,
    struct str ns, struct str service, struct str port, struct str *why);
/* The first port of the Service, as default-backend has it. */
enum reach endpoints_find_first(struct arena *, const struct endpoints *,
    const struct service *, struct str *why);

#endif
