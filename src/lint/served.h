/*
 * served: the controller that manifests are linted for, and the model of it
 * that rules about several Ingresses ask.
 */
#ifndef LINT_SERVED_H
#define LINT_SERVED_H

#include "model/model.h"

/*
 * The given controller, but less strict: manifests are often linted without
 * the IngressClass, or the flag, that gives them to it, and what is not
 * among them is taken to exist.
 */
struct served {
	const struct controller *given;
	struct controller controller;
	struct endpoints endpoints;
};

void served_init(struct arena *, const struct cluster *,
    const struct controller *, struct served *);

/*
 * The model of some Ingresses of that cluster, which `part` has: those that
 * may be meant for ingress-nginx.
 */
struct model *served_build(struct arena *, const struct served *,
    const struct cluster *part);

#endif
