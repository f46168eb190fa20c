/*
 * blueprint: the configuration that the controller's template writes for
 * nginx, as far as it decides about requests.
 */
#ifndef MODEL_BLUEPRINT_H
#define MODEL_BLUEPRINT_H

#include "model/site.h"
#include "nginx/http.h"

/* Fills all but what http_finish() does. */
void blueprint_draw(struct arena *, const struct controller *,
    const struct sites *, struct http *);

#endif
