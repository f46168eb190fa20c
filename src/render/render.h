/*
 * render: the objects of one release in one phase.
 */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "spec/spec.h"

/*
 * Adds the objects to the stream, as documents, in the order of the
 * template. False when something was reported that leaves them unusable.
 */
bool render_phase(struct strategies *, const struct release *, enum phase,
    struct stream *objects);

#endif
