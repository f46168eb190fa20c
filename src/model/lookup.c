#include "model/lookup.h"

bool
lookup_in_force(const struct object *o)
{
	return object_exists(o) && !o->replaced;
}

const struct object *
lookup_object(const struct cluster *cluster, enum object_kind kind,
    struct str ns, struct str name)
{
	const struct object *o = cluster_object(cluster, kind, ns, name);

	return o == NULL ? NULL : o->standing;
}

const struct service *
lookup_service(const struct cluster *cluster, struct str ns, struct str name)
{
	const struct object *o = lookup_object(cluster, OBJECT_SERVICE, ns,
	    name);

	return o == NULL ? NULL : o->service;
}

const struct object *
lookup_key(const struct cluster *cluster, enum object_kind kind,
    struct str key)
{
	struct str name = key, ns = str_next(&name, '/');

	return name.at == NULL ? NULL :
	    lookup_object(cluster, kind, ns, name);
}
