/*
 * probe: the requests that are asked for after every step.
 *
 * For every host and route: the path itself, with a slash, below it, beside
 * it and in other letters; the same under the preview, and with the headers
 * and cookies that a canary of either phase listens to.
 */
#ifndef PLAN_PROBE_H
#define PLAN_PROBE_H

#include "base/map.h"
#include "nginx/request.h"
#include "plan/plan.h"

struct probe {
	struct str url;
	struct header *header;	/* one, or NULL */
	bool live;		/* of users, who know of no preview */
	/*
	 * What it is for who does not know the preview: the same without the
	 * header, or, under a path, what comes to /; else it is itself.
	 */
	size_t plain;
};

struct probes {
	VEC(struct probe) list;
	struct map urls;
	bool cut;		/* there would be more: LIMIT_PROBES */
};

void probes_find(struct arena *, const struct plan *, struct probes *);

#endif
