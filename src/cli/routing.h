/*
 * routing: manifests as the model that answers requests.
 */
#ifndef CLI_ROUTING_H
#define CLI_ROUTING_H

#include "cli/option.h"
#include "diag/diag.h"
#include "model/model.h"

struct routing {
	struct arena *arena;
	struct diags diags;
	struct sources sources;
	struct cluster cluster;
	struct controller controller;
	struct model model;
};

/*
 * Reads the paths and builds the model. What could not be read is said on
 * stderr; the status that the command then ends with is returned.
 */
int routing_load(struct arena *, const struct options *,
    const struct words *paths, struct routing *);

#endif
