#include "k8s/service.h"

#include <stdio.h>

#include "base/limits.h"
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
	if (node_is(selector, NODE_MAP) && selector->count > 0 &&
	    selector->count <= LIMIT_LABELS)
		service->selector = selector;
	if (!node_is(ports, NODE_SEQ))
		return service;
	service->nports = ports->count;
	service->ports = arena_array(arena, struct service_port,
	    ports->count);
	for (uint32_t i = 0; i < ports->count; i++)
		service->ports[i] = read_port(ports->items[i]);
	service_index(arena, service);
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

static enum port_match
match_port(const struct service_port *p, struct str port)
{
	return is_text(p->port, port) ? PORT_BY_NUMBER :
	    is_text(p->name, port) ? PORT_BY_NAME :
	    is_text(p->target, port) ? PORT_BY_TARGET : PORT_NONE;
}

/*
 * The index has the first port of each text and, as texts that no port can
 * have, of each number.
 */
enum { INDEX_FROM = 16 };

static struct str
number_key(char *room, size_t size, struct str text)
{
	struct node node = { .kind = NODE_SCALAR, .text = text,
		.type = scalar_type(text) };
	long long number;

	if (node.type != TYPE_INT || !scalar_int(&node, &number))
		return (struct str){ NULL, 0 };
	return (struct str){ room, (size_t)snprintf(room, size, " %lld",
	    number) };
}

static void
add_key(struct arena *arena, struct map *index, struct str key,
    struct service_port *p)
{
	void **at = map_put(arena, index, key);

	if (*at == NULL)
		*at = p;
}

static void
add_keys(struct arena *arena, struct map *index, const struct node *node,
    struct service_port *p)
{
	char room[32];
	struct str key;

	if (node == NULL)
		return;
	add_key(arena, index, node->text, p);
	key = node->type != TYPE_INT ? STR("") : number_key(room,
	    sizeof(room), node->text);
	if (key.len > 0)
		add_key(arena, index, arena_str(arena, key), p);
}

void
service_index(struct arena *arena, struct service *service)
{
	struct map *index;

	service->index = NULL;
	if (service->nports < INDEX_FROM)
		return;
	service->index = index = arena_new(arena, struct map);
	for (size_t i = 0; i < service->nports; i++) {
		struct service_port *p = &service->ports[i];

		add_keys(arena, index, p->port, p);
		add_keys(arena, index, p->name, p);
		add_keys(arena, index, p->target, p);
	}
}

static const struct service_port *
look_up(const struct service *service, struct str port)
{
	const struct service_port *same, *equal = NULL;
	char room[32];
	struct str key = number_key(room, sizeof(room), port);

	same = map_get(service->index, port);
	if (key.len > 0)
		equal = map_get(service->index, key);
	return same == NULL || (equal != NULL && equal < same) ? equal : same;
}

enum port_match
service_find_port(const struct service *service, struct str port,
    size_t *index)
{
	const struct service_port *p;
	enum port_match match = PORT_NONE;

	if (service->index != NULL) {
		p = look_up(service, port);
		if (p == NULL)
			return PORT_NONE;
		*index = (size_t)(p - service->ports);
		return match_port(p, port);
	}
	for (size_t i = 0; i < service->nports && match == PORT_NONE; i++) {
		*index = i;
		match = match_port(&service->ports[i], port);
	}
	return match;
}
