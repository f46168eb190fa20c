/*
 * choice: which pool of a location's gets a request: its own, or a canary
 * (balancer.lua: route_to_alternative_balancer()).
 */
#ifndef MODEL_CHOICE_H
#define MODEL_CHOICE_H

#include "model/pool.h"
#include "nginx/request.h"

struct choice {
	const struct pool *primary, *canary;	/* canary: or NULL */
	/* That many of `total` requests go to the canary. */
	long long weight, total;
	const char *why;	/* "header X-Canary is \"always\"" and so on */
	struct str what;	/* the name of that header or cookie */
};

void choice_make(struct arena *, const struct controller *,
    const struct pool *, const struct request *, struct choice *);

#endif
