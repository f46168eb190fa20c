/*
 * lookup: objects as a cluster would have them. Of several with one name the
 * last is in force, as after kubectl apply; what the API server refuses is
 * not there.
 */
#ifndef MODEL_LOOKUP_H
#define MODEL_LOOKUP_H

#include "k8s/cluster.h"

/* The API server takes it, and no later one of its name replaces it. */
bool lookup_in_force(const struct object *);
const struct object *lookup_object(const struct cluster *, enum object_kind,
    struct str ns, struct str name);
const struct service *lookup_service(const struct cluster *, struct str ns,
    struct str name);
/* For "namespace/name"; NULL as well when it is no such text. */
const struct object *lookup_key(const struct cluster *, enum object_kind,
    struct str key);

#endif
