/*
 * shapes: what the objects we look into must look like, for shape_check.
 * Field names are those of the Kubernetes API of 1.34.
 */
#ifndef K8S_SHAPES_H
#define K8S_SHAPES_H

#include "shape/shape.h"

extern const struct shape shape_ingress, shape_ingress_class;
extern const struct shape shape_service, shape_http_route;
extern const struct shape shape_deployment, shape_replica_set,
    shape_stateful_set, shape_daemon_set, shape_job, shape_cron_job,
    shape_replication_controller, shape_pod, shape_rollout;
extern const struct shape shape_secret, shape_config_map;

/* Shared between them. */
extern const struct shape shape_any, shape_text, shape_bool, shape_int,
    shape_texts, shape_metadata, shape_labels;

/* The two fields that begin every object; items of a list may lack them. */
#define SHAPE_OBJECT_FIELDS \
	{ .name = "apiVersion", .shape = &shape_text }, \
	{ .name = "kind", .shape = &shape_text }

#endif
