/*
 * context: what a template sees of a release, named in
 * greenlight-template(5), CONTEXT.
 */
#ifndef RENDER_CONTEXT_H
#define RENDER_CONTEXT_H

#include "spec/spec.h"

/* A mapping; its values keep the places of the spec. */
const struct node *context_build(struct arena *, const struct release *,
    enum phase);

#endif
