/*
 * site: the servers that the controller makes of Ingresses, with their
 * locations, before they are written down for nginx.
 */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include "model/pool.h"

/* A location of the controller's model. */
struct spot {
	struct str text;	/* as the Ingress has it; "/" when empty */
	bool exact;		/* else a prefix, whatever the pathType */
	/*
	 * Nobody has asked for it: the / that every server begins with, or
	 * what is left of it. It is served as `maker` has it.
	 */
	bool implicit;
	const struct entrant *maker;	/* NULL: of the default server */
	/* Of a spot that is not implicit; NULL for a defaultBackend. */
	const struct path *path;
	/* A defaultBackend without rules: without rewrite and redirects. */
	bool bare;
	struct pool *pool;
	struct pool *error_pool;	/* answers custom-http-errors */
	size_t number;			/* in order of making */
	struct spot *next;		/* of the same text */
	struct spot *last;		/* of the first one: the end of that */
};

/* A location as nginx gets it: one spot may give two. */
struct place {
	const struct spot *spot;
	struct str text;
	bool exact;
};

struct site {
	struct str host;		/* "_" for the default server */
	const struct entrant *maker;	/* NULL for the default server */
	VEC(struct spot *) spots;	/* in order of making, then sorted */
	struct map first_spots;		/* of each text, the one made first */
	/* Of each pool, by its address, the first one; made for canaries. */
	struct map owned_spots;
	bool owned;
	VEC(struct place) places;	/* in file order */
	/* The place that makes all of them regular expressions, or NULL. */
	const struct place *regex;
	VEC(struct str) aliases;
	const struct entrant *aliases_by;
	bool certificate;		/* https is redirected to */
	bool passthrough;
	const struct spot *to_www;	/* asks for from-to-www-redirect */
	const struct refusal *denied;	/* everything is answered 403 */
	const struct entrant *denied_by;
};

struct sites {
	const struct endpoints *endpoints;
	struct pools pools;
	struct map by_host;
	VEC(struct site *) all;		/* in file order */
	/*
	 * The controller's process ends at this rule of a canary, which has
	 * no http, whenever it reads the Ingresses; NULL for none.
	 */
	const struct host_rule *panic;
	const struct entrant *panic_by;
};

/* From Ingresses in the order in which they count. */
void sites_build(struct arena *, const struct endpoints *,
    struct entrant *const *served, size_t n, struct sites *);

/* Never NULL: the default one for a host without a server. */
struct site *sites_get(const struct sites *, struct str host);

/* The annotations in force at a spot; NULL for none at all. */
static inline const struct extract *
spot_extract(const struct spot *spot)
{
	return spot->maker == NULL ? NULL : &spot->maker->extract;
}

#endif
