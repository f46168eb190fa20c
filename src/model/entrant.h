/*
 * entrant: an Ingress at the door of the controller, which takes it or not.
 */
#ifndef MODEL_ENTRANT_H
#define MODEL_ENTRANT_H

#include "model/extract.h"

/* Why an Ingress is not served. */
enum drop {
	DROP_NOT,
	DROP_NAMESPACE,		/* not watched */
	DROP_CLASS,
	DROP_INSPECTION,	/* deep inspector */
	DROP_CATCH_ALL,		/* --disable-catch-all */
	DROP_WORD,		/* blocked by the administrator */
	DROP_ANNOTATION		/* of too high a risk, or refused */
};

struct entrant {
	const struct ingress *ingress;
	struct str key;		/* "namespace/name" */
	long long created;	/* seconds; LLONG_MIN: it does not say */
	size_t rank;		/* among the served; the first is 0 */
	enum drop drop;
	struct refusal dropped;	/* for DROP_ANNOTATION, extract.dropped */
	/* Read for those of its class; else all zero. */
	struct extract extract;
};

struct entrants {
	const struct cluster *cluster;
	const struct controller *controller;
	/* Every Ingress that the API server has, as given. */
	VEC(struct entrant *) all;
	/* Those that are served, oldest first: who comes first wins. */
	VEC(struct entrant *) served;
};

void entrants_read(struct arena *, const struct cluster *,
    const struct controller *, struct entrants *);

/* What would become of an Ingress that is not in force. */
void entrant_read(struct arena *, const struct entrants *,
    const struct ingress *, struct entrant *);

/*
 * Whether an annotation of the controller holds a blocked word. Words are
 * trimmed at admission, but not when an Ingress is read.
 */
bool entrant_has_blocked_word(struct arena *, const struct controller *,
    const struct ingress *, bool trimmed, struct refusal *);

#endif
