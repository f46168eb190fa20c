/*
 * model: everything the controller makes of a cluster, down to the servers
 * and locations that nginx gets. Made once, then asked (model/answer.h,
 * model/admission.h).
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "model/site.h"
#include "nginx/http.h"

/* Why the controller cannot use what it has been given. */
struct failure {
	struct str why;		/* a sentence without a full stop */
	/* In nginx's words, without the place; empty when it did not come
	 * that far. */
	struct str message;
	struct span where;
	const struct entrant *by;	/* whose fault it is, or NULL */
};

struct model {
	const struct cluster *cluster;
	struct controller controller;
	struct entrants entrants;
	struct endpoints endpoints;
	struct sites sites;
	/*
	 * The owner of a server is its struct site (NULL: from-to-www), of a
	 * location its struct place (NULL: of the controller itself).
	 */
	struct http http;
	struct rx_set patterns;
	/*
	 * The configuration would be loaded. If not, the one before stays in
	 * force and no change of any Ingress goes live; nothing must be
	 * routed through http.
	 */
	bool loads;
	struct failure failure;		/* the first, when it does not */
	/*
	 * Values of annotations that it would not load either: each once for
	 * every location that has it.
	 */
	VEC(struct failure) values;
};

/* The cluster and what the controller points at must outlive the model. */
void model_build(struct arena *, const struct cluster *,
    const struct controller *, struct model *);
/* The same of some Ingresses of a cluster, whose endpoints are known. */
void model_build_some(struct arena *, const struct cluster *,
    const struct controller *, const struct endpoints *, struct model *);

#endif
