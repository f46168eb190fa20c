/*
 * older: what annotations are to releases of the controller before the one
 * that model/annotation.h describes.
 */
#ifndef MODEL_OLDER_H
#define MODEL_OLDER_H

#include "model/annotation.h"
#include "model/change.h"

/* What brought the annotation; CHANGE_COUNT: it was always there. */
enum change_id older_lacks(enum annotation_id, unsigned version);

/* Whether that release takes the value. The arena is for scratch. */
bool older_passes(struct arena *, enum annotation_id, unsigned version,
    struct str value);

#endif
