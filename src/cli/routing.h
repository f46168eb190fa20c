/*
 * routing: manifests as the model that answers requests.
 */
#ifndef CLI_ROUTING_H
#define CLI_ROUTING_H

#include "cli/config.h"
#include "cli/option.h"
#include "diag/diag.h"
#include "model/model.h"

struct routing {
	struct arena *arena;
	struct config config;
	struct diags diags;
	struct sources sources;
	struct cluster cluster;
	struct controller controller;
	struct model model;
};

/*
 * Reads the paths and builds the model. What is wrong with them is said on
 * stderr; the status that the command then ends with is returned. With
 * STATUS_USAGE a path could not be opened, and there is no model.
 */
int routing_load(struct arena *, const struct options *,
    const struct words *paths, struct routing *);

#endif
