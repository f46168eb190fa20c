/*
 * reload: whether the controller's nginx would load what it is given. One
 * bad value of one Ingress keeps every later change of every Ingress out.
 */
#ifndef MODEL_RELOAD_H
#define MODEL_RELOAD_H

#include "model/model.h"

/*
 * Finishes model->http. False when it would not be loaded; model->failure
 * says why then.
 */
bool reload_check(struct arena *, struct model *);

/* What one of model->http.faults comes from. */
void reload_tell(struct arena *, const struct model *, const struct fault *,
    struct failure *);

#endif
