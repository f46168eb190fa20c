/*
 * vicinity: Ingresses that can have to do with each other. What becomes of
 * one depends on those that share a host with it, an alias, the target of a
 * redirect, or a Service, and on no others; so each vicinity can be looked at
 * by itself.
 */
#ifndef LINT_VICINITY_H
#define LINT_VICINITY_H

#include "k8s/cluster.h"

struct vicinity {
	const struct ingress **at;	/* in the order of the cluster */
	size_t n;
};

struct vicinities {
	struct vicinity *at;	/* in the order of their first Ingress */
	size_t n;
};

struct vicinities vicinities_find(struct arena *, const struct cluster *);

#endif
