/*
 * blueprint: the configuration that the controller's template writes for
 * nginx, as far as it decides about requests.
 */
#ifndef MODEL_BLUEPRINT_H
#define MODEL_BLUEPRINT_H

#include "model/site.h"
#include "nginx/http.h"

/*
 * The text of a location begins with an item of a comma list, such as that
 * of no-tls-redirect-locations; requests are not looked at.
 */
bool blueprint_lists(struct str list, struct str text);

/* Fills all but what http_finish() does. */
void blueprint_draw(struct arena *, const struct controller *,
    const struct sites *, struct http *);

#endif
