/*
 * http_route: an HTTPRoute of the Gateway API, as far as it names Services.
 */
#ifndef K8S_HTTP_ROUTE_H
#define K8S_HTTP_ROUTE_H

#include "k8s/object.h"

/* A backendRef that is a Service; any node may be NULL. */
struct http_backend {
	struct span where;
	const struct node *name, *port, *ns;
	/* of one request that comes to it */
	const struct node *host, *path;
};

struct http_route {
	const struct object *object;
	VEC(struct http_backend) backends;
};

/* Never NULL. The route lives in the arena, over the object's tree. */
const struct http_route *http_route_read(struct arena *,
    const struct object *);

#endif
