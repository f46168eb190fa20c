/*
 * inspector: texts that the controller does not want in an Ingress.
 */
#ifndef MODEL_INSPECTOR_H
#define MODEL_INSPECTOR_H

#include "model/extract.h"

/*
 * The deep inspector (inspector/rules.go): false when a host, a path or a
 * part of the tls section holds what could be a directive or a file of the
 * controller. Then the Ingress is not served at all.
 */
bool inspector_passes(struct arena *, const struct ingress *,
    struct refusal *);

/*
 * The strict check of paths (inspector/inspector.go: ValidatePathType()),
 * which only admission does: false for the first one that fails.
 */
bool inspector_passes_paths(struct arena *, const struct controller *,
    const struct ingress *, struct refusal *);

#endif
