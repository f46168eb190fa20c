/*
 * intake: which Ingresses an ingress-nginx controller takes, and as what.
 */
#ifndef MODEL_INTAKE_H
#define MODEL_INTAKE_H

#include "k8s/cluster.h"

/*
 * A controller with default flags may serve it: its class is "nginx" or one
 * that an IngressClass among the manifests gives to ingress-nginx, or it has
 * none, which the flag --watch-ingress-without-class or a default class may
 * make up for (semantics 1.1). One without a class that has annotations of
 * another controller is left to that.
 */
bool intake_accepts(const struct cluster *, const struct ingress *);

/* Neither a class nor an annotation says which controller is to serve it. */
bool intake_is_unclaimed(const struct ingress *);

/* A canary: its paths are no locations of their own (semantics 6.1). */
bool intake_is_canary(const struct ingress *);

#endif
