#include "model/endpoint.h"

#include "base/limits.h"
#include "model/address.h"
#include "model/decode.h"
#include "yaml/scalar.h"

/* All slices of one Service. */
struct slices {
	VEC(const struct node *) roots;
};

/* A port of a slice, or of a Service that has none. */
struct slice_port {
	struct str name;
	bool tcp;
};

void
endpoints_init(struct arena *arena, const struct cluster *cluster,
    const struct controller *controller, struct endpoints *e)
{
	*e = (struct endpoints){ cluster, controller, { NULL } };
	for (size_t i = 0; i < cluster->slices.n; i++) {
		const struct object *o = cluster->slices.at[i];
		const struct node *service;
		struct slices *slices;
		void **at;

		if (!lookup_in_force(o))
			continue;
		service = node_get(node_at(o->root, "metadata.labels"),
		    STR("kubernetes.io/service-name"));
		at = map_put(arena, &e->slices, arena_printf(arena,
		    "%.*s/%.*s", STR_ARG(o->ns), STR_ARG(node_text(service))));
		if (*at == NULL)
			*at = arena_new(arena, struct slices);
		slices = *at;
		*vec_add(arena, &slices->roots) = o->root;
	}
}

static bool
is_tcp(const struct node *protocol)
{
	return protocol == NULL || str_is(node_text(protocol), "TCP");
}

/* A targetPort that is not given is the port, and so a number. */
static bool
has_number(const struct service_port *p)
{
	return p->target == NULL || p->target->type == TYPE_INT;
}

/* endpointslices.go: the port of the slice serves that of the Service. */
static bool
serves(const struct service_port *p, const struct slice_port *sp)
{
	struct str name = node_text(p->name);

	return sp->tcp && (name.len == 0 || str_eq(name, sp->name) ||
	    has_number(p));
}

static bool
is_ready(const struct node *endpoint)
{
	const struct node *ready = node_at(endpoint, "conditions.ready");
	const struct node *addresses = node_get(endpoint, STR("addresses"));

	return node_is(addresses, NODE_SEQ) && addresses->count > 0 &&
	    (node_is_null(ready) || !str_is(node_text(ready), "false"));
}

/* getEndpointsFromSlices(), for one of them */
static bool
slice_serves(const struct node *slice, const struct service_port *p)
{
	const struct node *ports = node_get(slice, STR("ports"));
	const struct node *list = node_get(slice, STR("endpoints"));
	bool found = false;

	if (!node_is(ports, NODE_SEQ) || ports->count == 0)
		found = has_number(p);
	else
		for (uint32_t i = 0; i < ports->count && !found; i++) {
			struct slice_port sp = {
				node_text(node_get(ports->items[i],
				    STR("name"))),
				is_tcp(node_get(ports->items[i],
				    STR("protocol")))
			};

			found = serves(p, &sp);
		}
	for (uint32_t i = 0; node_is(list, NODE_SEQ) && found &&
	    i < list->count; i++)
		if (is_ready(list->items[i]))
			return true;
	return false;
}

static enum reach
find_in_slices(struct arena *arena, const struct slices *slices,
    const struct service *s, const struct service_port *p, struct str *why)
{
	for (size_t i = 0; i < slices->roots.n; i++)
		if (slice_serves(slices->roots.at[i], p))
			return REACH_READY;
	*why = arena_printf(arena, "Service %.*s/%.*s has no ready endpoint "
	    "in its EndpointSlices", STR_ARG(s->object->ns),
	    STR_ARG(s->object->name));
	return REACH_NONE;
}

/* As if there was one slice with every port of the Service. */
static enum reach
find_in_ports(struct arena *arena, const struct service *s,
    const struct service_port *p, struct str *why)
{
	struct slice_port own = { node_text(p->name), is_tcp(p->protocol) };

	if (serves(p, &own))
		return REACH_READY;
	for (size_t i = 0; i < s->nports && i < LIMIT_SERVICE_PORTS; i++) {
		struct slice_port sp = { node_text(s->ports[i].name),
			is_tcp(s->ports[i].protocol) };

		if (serves(p, &sp))
			return REACH_READY;
	}
	*why = arena_printf(arena, "the port of Service %.*s/%.*s is not TCP",
	    STR_ARG(s->object->ns), STR_ARG(s->object->name));
	return REACH_NONE;
}

static enum reach
find_port(struct arena *arena, const struct endpoints *e,
    const struct service *s, const struct service_port *p, struct str *why)
{
	const struct slices *slices = e->slices.root == NULL ? NULL :
	    map_get(&e->slices, arena_join(arena, s->object->ns, STR("/"),
	    s->object->name));

	return slices != NULL ? find_in_slices(arena, slices, s, p, why) :
	    find_in_ports(arena, s, p, why);
}

/* IsDNS1123Subdomain() */
static bool
is_dns_name(struct str name)
{
	if (name.len == 0 || name.len > 253)
		return false;
	while (name.at != NULL) {
		struct str label = str_next(&name, '.');

		if (label.len == 0 || label.at[0] == '-' ||
		    label.at[label.len - 1] == '-')
			return false;
		for (size_t i = 0; i < label.len; i++) {
			char c = label.at[i];

			if ((c < 'a' || c > 'z') && (c < '0' || c > '9') &&
			    c != '-')
				return false;
		}
	}
	return true;
}

/* What is wrong with an externalName, or NULL. */
static const char *
name_fault(struct str name, enum reach *reach)
{
	struct address address;

	*reach = REACH_NONE;
	if (str_is(name, "localhost"))
		return "is localhost, which the controller refuses";
	if (address_read(name, &address)) {
		if (address_is_loopback(&address))
			return "is a loopback address, which the controller "
			    "refuses";
		/* balancer.lua: resolve_external_names() */
		*reach = REACH_LOST;
		return "is an address, and the controller drops what "
		    "resolves to itself";
	}
	if (str_ends(name, STR(".")))
		name.len--;
	return is_dns_name(name) ? NULL : "is no DNS name";
}

/* intstr.IntValue(): a name is 0. */
static long long
target_number(const struct service_port *p)
{
	long long n;

	if (p->target == NULL)
		return scalar_int(p->port, &n) ? n : 0;
	if (p->target->type == TYPE_INT)
		return scalar_int(p->target, &n) ? n : 0;
	return decode_int(p->target->text, &n) ? n : 0;
}

/* controller.go: externalNamePorts() */
static long long
external_port(const struct service *s, struct str port)
{
	long long number, n;
	bool is_number = decode_int(port, &number);

	for (size_t i = 0; i < s->nports && i < LIMIT_SERVICE_PORTS; i++) {
		const struct service_port *p = &s->ports[i];

		if (is_number && scalar_int(p->port, &n) && n == number)
			return target_number(p);
		if (!is_number && str_eq(node_text(p->name), port)) {
			n = target_number(p);
			return n != 0 ? n :
			    scalar_int(p->port, &n) ? n : 0;
		}
	}
	return is_number ? number : 0;
}

static enum reach
find_external(struct arena *arena, const struct endpoints *e,
    const struct service *s, struct str port, struct str *why)
{
	struct str name = node_text(s->external_name);
	enum reach reach;
	const char *fault = name_fault(name, &reach);

	if (e->controller->disable_external_name) {
		reach = REACH_NONE;
		fault = "is not looked up, as the controller runs with "
		    "--disable-svc-external-name";
	}
	if (fault != NULL) {
		*why = arena_printf(arena, "externalName \"%.*s\" of Service "
		    "%.*s/%.*s %s", STR_ARG(name), STR_ARG(s->object->ns),
		    STR_ARG(s->object->name), fault);
		return reach;
	}
	if (external_port(s, port) != 0)
		return REACH_READY;
	*why = arena_printf(arena, "Service %.*s/%.*s has no number for port "
	    "%.*s, so nginx connects to port 0 of %.*s",
	    STR_ARG(s->object->ns), STR_ARG(s->object->name), STR_ARG(port),
	    STR_ARG(name));
	return REACH_BROKEN;
}

/* The Service, or what is said of a missing one. */
static const struct service *
get_service(struct arena *arena, const struct endpoints *e, struct str ns,
    struct str service, enum reach *reach, struct str *why)
{
	const struct service *s = lookup_service(e->cluster, ns, service);

	*reach = REACH_READY;
	if (s != NULL || e->controller->assume_references)
		return s;
	*reach = REACH_NONE;
	*why = arena_printf(arena, "there is no Service %.*s/%.*s",
	    STR_ARG(ns), STR_ARG(service));
	return NULL;
}

enum reach
endpoints_find(struct arena *arena, const struct endpoints *e,
    struct str ns, struct str service, struct str port, struct str *why)
{
	enum reach reach;
	const struct service *s = get_service(arena, e, ns, service, &reach,
	    why);
	size_t index;

	if (s == NULL)
		return reach;
	if (service_is_external(s))
		return find_external(arena, e, s, port, why);
	if (service_find_port(s, port, &index) != PORT_NONE)
		return find_port(arena, e, s, &s->ports[index], why);
	*why = arena_printf(arena, "Service %.*s/%.*s has no port %.*s",
	    STR_ARG(ns), STR_ARG(service), STR_ARG(port));
	return REACH_NONE;
}

/* controller.go: getServiceClusterEndpoint() */
static bool
has_cluster_ip(const struct service *s, struct str port)
{
	struct str ip = node_text(s->cluster_ip);
	long long number;

	if (service_is_external(s) || str_is(ip, "None"))
		return false;
	if (decode_int(port, &number))
		return true;
	for (size_t i = 0; i < s->nports && i < LIMIT_SERVICE_PORTS; i++)
		if (str_eq(node_text(s->ports[i].name), port))
			return true;
	return false;
}

enum reach
endpoints_find_upstream(struct arena *arena, const struct endpoints *e,
    struct str ns, struct str service, struct str port, struct str *why)
{
	const struct service *s = lookup_service(e->cluster, ns, service);

	if (s != NULL && has_cluster_ip(s, port))
		return REACH_READY;
	return endpoints_find(arena, e, ns, service, port, why);
}

enum reach
endpoints_find_first(struct arena *arena, const struct endpoints *e,
    const struct service *s, struct str *why)
{
	if (s->nports == 0)
		return REACH_NONE;
	if (service_is_external(s))
		return find_external(arena, e, s, node_text(s->ports[0].port),
		    why);
	return find_port(arena, e, s, &s->ports[0], why);
}
