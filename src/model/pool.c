#include "model/pool.h"

#include "yaml/scalar.h"

/* A number as the controller prints it, or a name. */
static struct str
port_text(struct arena *arena, const struct backend *backend)
{
	struct str text = node_text(backend->port);
	unsigned long plain;
	long long number;

	/* as nearly all of them are written */
	if (text.len > 0 && text.at[0] != '0' &&
	    str_to_uint(text, 65535, &plain))
		return text;
	if (backend->port != NULL && backend->port->type == TYPE_INT &&
	    scalar_int(backend->port, &number))
		return arena_printf(arena, "%lld", number);
	return text;
}

/* util.go: upstreamName() */
static struct str
pool_name(struct arena *arena, struct str ns, const struct backend *backend)
{
	struct str service = node_text(backend->service);
	struct str port = port_text(arena, backend);

	return port.len == 0 ? arena_join(arena, ns, STR("-INVALID")) :
	    arena_join(arena, ns, STR("-"), service, STR("-"), port);
}

struct pool *
pools_get(struct arena *arena, const struct pools *pools, struct str ns,
    const struct backend *backend)
{
	return backend->service == NULL ? NULL :
	    map_get(&pools->by_name, pool_name(arena, ns, backend));
}

static void
fill(struct arena *arena, const struct endpoints *e, struct pool *pool,
    const struct entrant *maker, const struct backend *backend)
{
	const struct extract *x = &maker->extract;

	pool->maker = maker;
	pool->ns = maker->ingress->object->ns;
	pool->service = node_text(backend->service);
	pool->port = port_text(arena, backend);
	pool->reach = (x->service_upstream ? endpoints_find_upstream :
	    endpoints_find)(arena, e, pool->ns, pool->service, pool->port,
	    &pool->why);
	if (x->canary.enabled) {
		pool->is_canary = true;
		pool->canary = x->canary;
	}
}

/*
 * The backends of paths share a pool that is there; a defaultBackend makes
 * its pool anew.
 */
static void
add(struct arena *arena, const struct endpoints *e, struct pools *pools,
    const struct entrant *maker, const struct backend *backend, bool anew)
{
	struct str name;
	struct pool *pool;
	void **at;

	if (backend->service == NULL)
		return;
	name = pool_name(arena, maker->ingress->object->ns, backend);
	at = map_put(arena, &pools->by_name, name);
	if (*at != NULL && !anew)
		return;
	pool = *at;
	if (pool == NULL) {
		pool = *at = arena_new(arena, struct pool);
		*vec_add(arena, &pools->all) = pool;
	}
	*pool = (struct pool){ .name = name };
	fill(arena, e, pool, maker, backend);
}

/* controller.go: getDefaultUpstream() */
static void
add_default(struct arena *arena, const struct endpoints *e,
    struct pools *pools)
{
	struct str key = e->controller->default_backend;
	struct pool *pool = arena_new(arena, struct pool);
	const struct object *o = key.len == 0 ? NULL :
	    lookup_key(e->cluster, OBJECT_SERVICE, key);

	pool->name = STR("upstream-default-backend");
	pool->is_default = true;
	pool->reach = REACH_READY;
	if (o != NULL && endpoints_find_first(arena, e, o->service,
	    &pool->why) != REACH_NONE) {
		pool->ns = o->ns;
		pool->service = o->name;
		pool->port = node_text(o->service->ports[0].port);
	}
	pools->otherwise = pool;
	*vec_add(arena, &pools->all) = pool;
	*map_put(arena, &pools->by_name, pool->name) = pool;
}

/* controller.go: createUpstreams() */
void
pools_build(struct arena *arena, const struct endpoints *e,
    struct entrant *const *served, size_t n, struct pools *pools)
{
	*pools = (struct pools){ .by_name = { NULL } };
	add_default(arena, e, pools);
	for (size_t i = 0; i < n; i++) {
		const struct ingress *in = served[i]->ingress;

		add(arena, e, pools, served[i], &in->default_backend, true);
		for (size_t r = 0; r < in->nrules; r++)
			for (size_t p = 0; p < in->rules[r].npaths; p++)
				add(arena, e, pools, served[i],
				    &in->rules[r].paths[p].backend, false);
	}
}

struct pool *
pool_replace(struct arena *arena, const struct endpoints *e,
    const struct pool *pool, const struct service *service)
{
	struct pool *other;
	struct str why = { NULL, 0 };

	if (endpoints_find_first(arena, e, service, &why) == REACH_NONE)
		return NULL;
	other = arena_new(arena, struct pool);
	*other = *pool;
	other->name = arena_printf(arena, "custom-default-backend-%.*s-%.*s",
	    STR_ARG(service->object->ns), STR_ARG(service->object->name));
	other->ns = service->object->ns;
	other->service = service->object->name;
	other->port = node_text(service->ports[0].port);
	other->reach = REACH_READY;
	other->why = why;
	return other;
}
