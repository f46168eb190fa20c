#include "model/lookup.h"

#include "k8s/kind.h"

/*
 * What we have no shape of is taken as it is. Without a pathType, which the
 * API server demands, the controller takes Prefix.
 */
static bool
exists(const struct object *o)
{
	return o->name.len > 0 && (o->about->shape == NULL || o->shaped);
}

bool
lookup_in_force(const struct object *o)
{
	const struct object *later = o->next;

	while (later != NULL && (later->about != o->about || !exists(later)))
		later = later->next;
	return exists(o) && later == NULL;
}

const struct object *
lookup_object(const struct cluster *cluster, enum object_kind kind,
    struct str ns, struct str name)
{
	const struct object *found = NULL;
	const struct object *o = cluster_object(cluster, kind, ns, name);

	for (; o != NULL; o = o->next)
		if (exists(o))
			found = o;
	return found;
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
