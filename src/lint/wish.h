/*
 * wish: every path that an Ingress wants for a Service, as the controller
 * pairs canaries with primaries. A location is of the host, the text and the
 * type of a path; a canary goes with the location of the same three, and
 * from then on with the Service and port of that location, wherever else it
 * serves.
 */
#ifndef LINT_WISH_H
#define LINT_WISH_H

#include "lint/lint.h"

/* An Ingress that an ingress-nginx controller may serve. */
struct suitor {
	const struct ingress *ingress;
	struct str title;	/* "Ingress shop/web" */
	struct str key;		/* "shop/web" */
	long long created;	/* LLONG_MIN: it does not say */
	bool canary;
	/* A canary with a rule at which the controller crashes. */
	bool crashes;
	size_t first_wish, nwishes;	/* in wishes->all */
};

/* A Service and port; the controller's upstream. */
struct supply {
	struct str name;
	VEC(struct wish *) ordinary, canaries;	/* oldest first */
	/* Of ordinary locations: the first canary that goes with one. */
	const struct wish *first_canary;
	/*
	 * Of canaries: a path of one has no primary on a host that is
	 * served, so the controller deletes it.
	 */
	const struct wish *unpaired;
};

/* Both a canary and an ordinary Ingress want it. */
static inline bool
supply_is_shared(const struct supply *s)
{
	return s->ordinary.n > 0 && s->canaries.n > 0;
}

struct wish {
	const struct suitor *suitor;
	const struct host_rule *rule;	/* NULL: spec.defaultBackend */
	const struct path *path;	/* NULL: spec.defaultBackend */
	const struct backend *backend;
	struct str host, text;
	bool exact;
	bool settled;			/* no placeholder decides */
	struct supply *supply;
	bool won;	/* of an ordinary one: the location is its */
	const struct wish *loser;	/* then: another Ingress's, or NULL */
	/* Of a canary: the location it goes with, or NULL. */
	struct wish *primary;
	bool absent;	/* of a canary: nothing that is given has its host */
	const struct supply *taken;	/* mark: a canary goes with it */
};

/* What is known of a host. */
struct venue {
	const struct suitor *creator;	/* NULL: no ordinary Ingress has it */
	VEC(struct wish *) won;	/* its locations, oldest first */
	struct map by_key;		/* the same, by text and type */
	struct map variants;	/* of Ingresses that others replace */
	/* Something that cannot be read may have any path of it. */
	bool unsettled;
	const struct ingress *foreign;	/* of another class, or NULL */
};

struct wishes {
	struct arena *arena;
	VEC(struct suitor *) suitors;	/* oldest first */
	VEC(struct wish *) all;	/* in the order of the suitors */
	VEC(struct supply *) supplies;
	struct map suitor_names;		/* struct suitor by key */
	struct map supply_names;
	struct map venues;		/* struct venue by host */
	struct map unsettled;	/* namespaces where some host is not known */
};

/* Over all Ingresses that are in force. */
const struct wishes *wishes_build(struct lint *);

/* NULL when it is not in force. */
const struct suitor *wishes_suitor(const struct wishes *,
    const struct ingress *);
/* NULL: no Ingress has that host. */
const struct venue *wishes_venue(const struct wishes *, struct str host);
/* The location of that text and type, or NULL. */
struct wish *wishes_location(const struct wishes *, struct str host,
    struct str text, bool exact);

bool suitor_is_one_file(const struct suitor *, const struct suitor *);
/* The controller works through `a` before `b` (store.go). */
bool suitor_is_older(const struct suitor *a, const struct suitor *b);
/* Both say when they were made, so that their order is known. */
bool suitor_order_known(const struct suitor *a, const struct suitor *b);
/*
 * A clause on which of the two comes first and why: "shop/web is older", or
 * "when both are applied in the same second, shop/web counts as older, as
 * its name is the greater one".
 */
struct str suitor_order(struct arena *, const struct suitor *a,
    const struct suitor *b);

/* "green:80" */
struct str wish_service(struct arena *, const struct wish *);
/* "GET http://shop.example.com/cart" */
struct str wish_request(struct arena *, const struct wish *);
/* The name of the Service it wants, or the place of the default backend. */
struct span wish_place(const struct wish *);

#endif
