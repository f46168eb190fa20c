/*
 * pool: what the controller calls an upstream: the endpoints of one Service
 * and port, shared by all locations that name them.
 *
 * Who names a Service and port first decides what the pool is like, and also
 * whether it is the pool of a canary, which no location can be served by.
 */
#ifndef MODEL_POOL_H
#define MODEL_POOL_H

#include "model/endpoint.h"
#include "model/entrant.h"

struct rx;
struct upstream;

struct pool {
	/*
	 * "shop-web-80": parts that run together, so that two Services of
	 * two namespaces can share a pool. The first to come is served.
	 */
	struct str name;
	struct str ns, service, port;
	const struct entrant *maker;	/* NULL for the default one */
	enum reach reach;
	struct str why;			/* it is not ready */
	/* The controller's default backend: answers 404 without a Service. */
	bool is_default;
	bool is_canary;			/* "NoServer" */
	struct canary canary;		/* of its maker; empty without one */
	/* Canaries of this pool, not all; only the first is ever asked. */
	VEC(const struct pool *) canaries;
	bool deleted;			/* a canary that found no primary */
	bool sticky;			/* a cookie binds to endpoints */
	struct upstream *upstream;	/* the same for nginx */
	struct rx *header_pattern;	/* of its canary, or NULL */
};

struct pools {
	struct map by_name;
	VEC(struct pool *) all;
	struct pool *otherwise;		/* the default one */
};

void pools_build(struct arena *, const struct endpoints *,
    struct entrant *const *served, size_t n, struct pools *);

/* The pool of a backend that names a Service; NULL for any other. */
struct pool *pools_get(struct arena *, const struct pools *, struct str ns,
    const struct backend *);
/* A pool for the default-backend annotation in the place of another. */
struct pool *pool_replace(struct arena *, const struct endpoints *,
    const struct pool *, const struct service *);

#endif
