/*
 * releases: the release specs of the command line, and what they name.
 */
#ifndef CLI_RELEASES_H
#define CLI_RELEASES_H

#include "cli/config.h"
#include "cli/input.h"
#include "k8s/cluster.h"
#include "cli/option.h"
#include "render/render.h"

/* A release, and the file it stands in. */
struct release_item {
	const struct release *release;
	uint32_t file;
	enum phase phase;	/* of --phase, else of the spec */
};

struct releases {
	struct arena *arena;
	const struct options *options;
	struct config config;
	struct diags diags;
	struct sources sources;
	struct input specs, references;
	VEC(struct release_item) items;
	struct strategies strategies;
};

/*
 * Reads the specs and the files they refer to. False when something could
 * not be opened, which has been said; what is wrong with a spec is reported.
 */
bool releases_load(struct arena *, const struct options *,
    struct releases *);

/* Adds the objects of a release in a phase; reports one it does not have. */
void releases_render(struct releases *, const struct release_item *,
    enum phase, struct stream *objects);

/* A cluster of the references and the objects, of which these are linted. */
void releases_cluster(struct releases *, const struct stream *objects,
    struct cluster *);

#endif
