/*
 * claim: the paths of all Ingresses by the server they go to, and which of
 * them the controller serves.
 */
#ifndef LINT_CLAIM_H
#define LINT_CLAIM_H

#include "lint/lint.h"

/* A path of an Ingress that is no canary. */
struct claim {
	const struct entrant *by;
	const struct host_rule *rule;
	const struct path *path;
	struct str text;
	bool exact;
	const struct pool *pool;
	const struct spot *spot;	/* NULL: an earlier one is served */
	bool hopeless;			/* a finding says it gets nothing */
};

/* What is claimed of one server, first come first. */
struct ground {
	const struct site *site;
	const struct server *server;
	VEC(struct claim) claims;
};

struct grounds {
	VEC(struct ground *) all;	/* in file order */
	struct map by_host;
};

/* Of all paths without placeholders; collected once. */
const struct grounds *grounds_of(struct lint *);

/*
 * They are meant for one cluster at one time. Folders hold variants and
 * steps of tutorials: files with an object in common, and what has not even
 * a host of its own, are left apart.
 */
bool claim_together(const struct lint *, const struct entrant *,
    const struct entrant *);

bool claim_is_one_file(const struct entrant *, const struct entrant *);

/* For messages. */
struct str claim_host(struct arena *, const struct site *);
/* "Service shop/web", or "the default backend (404)". */
struct str claim_service(struct arena *, const struct pool *);
struct span claim_place(const struct path *);
struct span claim_spot_place(const struct spot *);
/* "http://shop.example.com/cart" for the decoded path of a request. */
struct str claim_url(struct arena *, const struct site *, struct str path);
/*
 * No more than a warning where another controller may serve one of them, or
 * where they stand in different files, which may not be applied together; and
 * then a note when the host is one of those that examples have. The site may
 * be NULL.
 */
void claim_weaken(struct lint *, struct diag *, const struct site *,
    const struct entrant *, const struct entrant *);

#endif
