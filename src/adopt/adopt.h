/*
 * adopt: first release specs from manifests that are there already.
 *
 * A spec that is written is read back, rendered, and asked the same requests
 * as the manifests; what it does not say, or says otherwise, is reported
 * (adopt-left-out, adopt-differs) and stands in its comments.
 */
#ifndef ADOPT_ADOPT_H
#define ADOPT_ADOPT_H

#include "base/buf.h"
#include "k8s/cluster.h"
#include "model/controller.h"

struct adopt {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	/* The Ingresses that are linted are adopted. */
	const struct cluster *cluster;
	const struct controller *controller;
	bool ns_chosen;		/* the user named the default namespace */

	/* By adopt_run(): */
	size_t nreleases;
	bool partial;		/* something has been reported */
};

/* Adds the specs, a document each; nothing when there is none. */
void adopt_run(struct adopt *, struct buf *out);

#endif
