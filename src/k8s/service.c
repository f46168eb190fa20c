#include "k8s/service.h"

#include "yaml/scalar.h"

static const struct node *
get_scalar(const struct node *map, struct str key)
{
	const struct node *value = node_get(map, key);

	return node_is(value, NODE_SCALAR) && !node_is_null(value) &&
	    value->text.len > 0 ? value : NULL;
}

static struct service_port
read_port(const struct node *node)
{
	struct service_port port = {
		.node = node,
		.name = get_scalar(node, STR("name")),
		.port = get_scalar(node, STR("port")),
		.target = get_scalar(node, STR("targetPort")),
		.protocol = get_scalar(node, STR("protocol")),
	};

	if (str_is(node_text(port.target), "0"))
		port.target = NULL;
	return port;
}

const struct service *
service_read(struct arena *arena, const struct object *object)
{
	struct service *service = arena_new(arena, struct service);
	const struct node *spec = node_get(object->root, STR("spec"));
	const struct node *ports = node_get(spec, STR("ports"));
	const struct node *selector = node_get(spec, STR("selector"));

	service->object = object;
	service->type = get_scalar(spec, STR("type"));
	service->cluster_ip = get_scalar(spec, STR("clusterIP"));
	service->external_name = get_scalar(spec, STR("externalName"));
	if (node_is(selector, NODE_MAP) && selector->count > 0)
		service->selector = selector;
	if (!node_is(ports, NODE_SEQ))
		return service;
	service->nports = ports->count;
	service->ports = arena_array(arena, struct service_port,
	    ports->count);
	for (uint32_t i = 0; i < ports->count; i++)
		service->ports[i] = read_port(ports->items[i]);
	return service;
}

bool
service_is_external(const struct service *service)
{
	return str_is(node_text(service->type), "ExternalName");
}

/* Numbers are compared by value, since 80 may be written 0x50. */
static bool
is_text(const struct node *node, struct str text)
{
	struct node other = { .kind = NODE_SCALAR, .type = TYPE_STR };
	long long a, b;

	if (node == NULL)
		return false;
	if (str_eq(node->text, text))
		return true;
	other.type = scalar_type(text);
	other.text = text;
	return node->type == TYPE_INT && other.type == TYPE_INT &&
	    scalar_int(node, &a) && scalar_int(&other, &b) && a == b;
}

enum port_match
service_find_port(const struct service *service, struct str port,
    size_t *index)
{
	for (size_t i = 0; i < service->nports; i++) {
		const struct service_port *p = &service->ports[i];

		*index = i;
		if (is_text(p->port, port))
			return PORT_BY_NUMBER;
		if (is_text(p->name, port))
			return PORT_BY_NAME;
		if (is_text(p->target, port))
			return PORT_BY_TARGET;
	}
	return PORT_NONE;
}
