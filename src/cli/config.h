/*
 * config: .greenlight.yaml, found upwards from the working directory.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "k8s/cluster.h"
#include "model/controller.h"

/*
 * Sets the controller up: its ConfigMap among the manifests, and over that
 * what the configuration says. A configuration that cannot be used ends the
 * program with status 2.
 */
void config_controller(struct arena *, const struct cluster *,
    struct controller *);

#endif
