/*
 * force: the objects that are in force between two steps.
 */
#ifndef PLAN_FORCE_H
#define PLAN_FORCE_H

#include "k8s/cluster.h"
#include "plan/plan.h"

/* An object of either phase. */
struct piece {
	const struct difference *about;
	const struct node *now;		/* NULL: it is not there */
	/* When it was made: the controller asks which Ingress is older. */
	unsigned born;
	bool ready;	/* a workload whose pods can answer */
};

struct force {
	struct arena *arena;
	VEC(struct piece) pieces;
	unsigned clock;
};

/* Which of the objects that are there at the start is the oldest. */
enum ages { AGES_LATER_YOUNGER, AGES_LATER_OLDER, AGES_COUNT };

/* Those of the earlier phase; all their pods are ready. */
void force_init(struct arena *, const struct differences *, enum ages,
    struct force *);
/* The step is taken with one of its objects; false if that is not there. */
bool force_step(struct force *, const struct step *,
    const struct difference *);
/* All that is not so yet becomes as it is in the later phase, and ready. */
void force_finish(struct force *);

/* Adds them to the cluster, whose arena must not outlive that of the force. */
void force_gather(const struct force *, struct diags *, struct cluster *);
/* The one that a workload of that cluster is, or NULL. */
const struct piece *force_find(const struct force *, const struct object *);

/* RFC 7386 */
const struct node *node_merge(struct arena *, const struct node *,
    const struct node *patch);

#endif
