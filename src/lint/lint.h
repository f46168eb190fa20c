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

struct lint {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	const struct cluster *cluster;
	const struct hosts *hosts;
	const struct model *model;	/* by served_build() */

	/* For the checks to share; zero at first. */
	struct rx_set patterns;		/* of all paths looked at */
	struct grounds *grounds;	/* lint/claim.h */
	struct map *variables;		/* that Ingresses add to nginx's */
};

void lint_run(struct lint *);

#endif
