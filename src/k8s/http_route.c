#include "k8s/http_route.h"

static const struct node *
get_scalar(const struct node *map, struct str key)
{
	const struct node *value = node_get(map, key);

	return node_is(value, NODE_SCALAR) && !node_is_null(value) &&
	    value->text.len > 0 ? value : NULL;
}

static uint32_t
count_of(const struct node *list)
{
	return node_is(list, NODE_SEQ) ? list->count : 0;
}

static const struct node *
first_of(const struct node *list)
{
	return count_of(list) > 0 ? list->items[0] : NULL;
}

/* A referent of no group and no kind is a Service. */
static bool
is_service(const struct node *backend)
{
	const struct node *kind = get_scalar(backend, STR("kind"));

	return get_scalar(backend, STR("group")) == NULL &&
	    (kind == NULL || str_is(kind->text, "Service"));
}

static void
read_rule(struct arena *arena, struct http_route *route,
    const struct node *rule, const struct node *host)
{
	const struct node *backends = node_get(rule, STR("backendRefs"));
	const struct node *match = first_of(node_get(rule, STR("matches")));

	for (uint32_t i = 0; i < count_of(backends); i++) {
		const struct node *node = backends->items[i];

		if (!node_is(node, NODE_MAP) || !is_service(node))
			continue;
		*vec_add(arena, &route->backends) = (struct http_backend){
			.where = node->span,
			.name = get_scalar(node, STR("name")),
			.port = get_scalar(node, STR("port")),
			.ns = get_scalar(node, STR("namespace")),
			.host = host,
			.path = get_scalar(node_get(match, STR("path")),
			    STR("value")),
		};
	}
}

const struct http_route *
http_route_read(struct arena *arena, const struct object *object)
{
	struct http_route *route = arena_new(arena, struct http_route);
	const struct node *spec = node_get(object->root, STR("spec"));
	const struct node *rules = node_get(spec, STR("rules"));
	const struct node *host = first_of(node_get(spec, STR("hostnames")));

	route->object = object;
	if (!node_is(host, NODE_SCALAR))
		host = NULL;
	for (uint32_t i = 0; i < count_of(rules); i++)
		read_rule(arena, route, rules->items[i], host);
	return route;
}
