/*
 * render: the objects of one release in one phase.
 */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "render/template.h"

/*
 * Adds the objects to the stream, as documents, in the order of the
 * template. False when something was reported.
 */
bool render_phase(struct templates *, const struct release *, enum phase,
    struct stream *objects);

#endif
