/*
 * config: .greenlight.yaml, found upwards from the working directory.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli/input.h"
#include "k8s/cluster.h"
#include "model/controller.h"

/* What it says, checked; where there is none, nothing but the version. */
struct config {
	struct arena *arena;
	struct sources *sources;	/* it, and the files it names */
	const char *path;		/* as it is to be opened from here */
	unsigned version;			/* of the controller */
	unsigned present;	/* before an upgrade to that, or 0 */
	const struct node *flags, *settings;	/* of it */
	const struct node *rules, *references, *ignored;
	struct ignore ignore;
};

/*
 * Reads it. One that cannot be used ends the program with status 2, after
 * everything that is wrong with it has been said.
 */
void config_read(struct arena *, struct config *);

/* The levels that rules are to have. */
void config_levels(const struct config *, struct diags *);
/* What is to be left out of folders, or NULL. */
const struct ignore *config_ignore(const struct config *);
/* Adds the files of `references`; one that is not there ends the program. */
void config_references(const struct config *, struct input *);
bool config_has_references(const struct config *);
/*
 * Sets the controller up: its ConfigMap among the manifests, and over that
 * what the configuration says.
 */
void config_controller(const struct config *, const struct cluster *,
    struct controller *);

#endif
