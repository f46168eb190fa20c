/*
 * served: the model of the controller that rules about several Ingresses
 * ask.
 */
#ifndef LINT_SERVED_H
#define LINT_SERVED_H

#include "model/model.h"

/*
 * Of the Ingresses that may be meant for ingress-nginx, those without a class
 * among them. What is not among the manifests is taken to exist.
 */
const struct model *served_build(struct arena *, const struct cluster *,
    const struct controller *);

#endif
