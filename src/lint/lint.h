/*
 * lint: runs the checks over a cluster. A check is a function in a table of
 * its scope; it reports findings and changes nothing.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "diag/diag.h"
#include "k8s/cluster.h"
#include "model/host.h"
#include "model/model.h"
#include "rx/rx.h"

struct grounds;
struct common;
struct slow;

struct lint {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	const struct cluster *cluster;
	const struct controller *controller;
	/* What it is before an upgrade; NULL when that is not asked. */
	const struct controller *present;

	/*
	 * For rules about several Ingresses: those that have to do with each
	 * other, and what becomes of them. The arena then is one of these
	 * only; the findings have one that lives longer.
	 */
	const struct vicinity *vicinity;
	const struct hosts *hosts;
	const struct model *model;	/* by served_build() */
	const struct model *before;	/* of `present`, or NULL */
	size_t first_finding;		/* of these */

	/* For the checks to share; zero at first. */
	struct rx_set *patterns;	/* of all paths looked at */
	struct grounds *grounds;	/* lint/claim.h */
	struct common *common;		/* to all vicinities: lint/common.h */
	const struct slow *slow;	/* lint/slow.h */
};

/*
 * What there is to say of an object by itself, while its tree is there;
 * asks for arena, diags and sources only.
 */
void lint_object(struct lint *, const struct object *);
/*
 * And all the rest, which asks for no trees; needs no more than arena,
 * diags, sources, cluster and controller.
 */
void lint_set(struct lint *);
/* Both, over a cluster whose trees are all there. */
void lint_run(struct lint *);

#endif
