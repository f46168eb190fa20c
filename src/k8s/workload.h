/*
 * workload: anything that makes pods, seen through its pod template.
 */
#ifndef K8S_WORKLOAD_H
#define K8S_WORKLOAD_H

#include "k8s/object.h"

struct workload {
	const struct object *object;
	/* Also NULL when there are too many (base/limits.h). */
	const struct node *pod_labels;	/* the mapping, or NULL */
	const struct node *containers, *init_containers; /* lists, or NULL */
};

const struct workload *workload_read(struct arena *, const struct object *);
/* Every pair of the selector (a mapping) is among the pod labels. */
bool workload_selected(const struct workload *, const struct node *selector);
/* A container has a port of this number or name. */
bool workload_has_port(const struct workload *, struct str port);
/* A container lists any ports at all; it need not. */
bool workload_names_ports(const struct workload *);

#endif
