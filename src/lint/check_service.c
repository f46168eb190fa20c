/*
 * What the API server refuses in a Service: ValidateService() of
 * pkg/apis/core/validation. Defaults count as it fills them in: type
 * ClusterIP, protocol TCP, targetPort the port itself.
 */
#include "lint/check.h"
#include "lint/subject.h"
#include "shape/format.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

static const struct node *
spec_field(const struct object *o, struct str name)
{
	return node_get(node_get(o->root, STR("spec")), name);
}

static bool
is_headless(const struct object *o)
{
	const struct node *ip = spec_field(o, STR("clusterIP"));

	if (node_text(ip).len == 0 || node_is_null(ip))
		ip = node_item(spec_field(o, STR("clusterIPs")), 0);
	return str_is(node_text(ip), "None");
}

static bool
is_type(const struct object *o, const char *type)
{
	struct str given = node_text(o->service->type);

	return str_is(given.len > 0 ? given : STR("ClusterIP"), type);
}

static bool
is_unsettled(const struct node *n)
{
	return n != NULL && check_is_placeholder(node_text(n));
}

static void
check_has_ports(struct lint *lint, const struct object *o)
{
	const struct node *spec = node_get(o->root, STR("spec"));
	const struct node *ports = node_get(spec, STR("ports"));
	struct diag *d;

	if (o->service == NULL || o->service->nports > 0 ||
	    is_type(o, "ExternalName") || is_headless(o) ||
	    is_unsettled(o->service->type) ||
	    (!node_is_null(spec) && !node_is(spec, NODE_MAP)) ||
	    (!node_is_null(ports) && !node_is(ports, NODE_SEQ)) ||
	    node_get(spec, STR("port")) != NULL ||	/* told: misspelt */
	    node_get(o->root, STR("ports")) != NULL)	/* or misplaced */
		return;
	d = diag_report(lint->diags, RULE_FIELD_REQUIRED, o->where,
	    "this Service has no spec.ports");
	diag_note(lint->diags, d, SPAN_NONE, "a patch for kustomize is no "
	    "whole object: lint what kustomize build prints");
	diag_say_fix(lint->diags, d, "ports: [{port: 80}]");
}

static struct diag *
report_port(struct lint *lint, const struct node *at, const char *what)
{
	return diag_report(lint->diags, RULE_FIELD_INVALID, at->span,
	    "port \"%.*s\" %s", STR_ARG(node_text(at)), what);
}

/* A dash too many makes two of one, and the second has no "port". */
static bool
is_split(const struct service *s)
{
	for (size_t i = 1; i < s->nports; i++)
		if (s->ports[i].port == NULL && s->ports[i].name == NULL)
			return true;
	return false;
}

static void
check_port_name(struct lint *lint, const struct service *s, size_t i)
{
	const struct service_port *p = &s->ports[i];
	struct diag *d;

	if (p->name == NULL && s->nports > 1 && node_is(p->node, NODE_MAP) &&
	    !is_split(s)) {
		d = diag_report(lint->diags, RULE_FIELD_REQUIRED,
		    p->node->count > 0 ? p->node->entries[0].key->span :
		    p->node->span, "a Service with several ports must name "
		    "each, and this one has no name");
		diag_say_fix(lint->diags, d, "name: port-%.*s",
		    STR_ARG(node_text(p->port)));
	}
	if (!node_is_str(p->name) || is_unsettled(p->name))
		return;
	if (!format_dns_label.valid(p->name->text)) {
		d = diag_report(lint->diags, RULE_FIELD_INVALID,
		    p->name->span, "port name \"%.*s\" is not valid: it must "
		    "be %s", STR_ARG(p->name->text), format_dns_label.what);
		subject_fix(lint, d, p->name, check_suggest_name(lint->arena,
		    p->name->text), false, "name");
	}
}

static bool
same_text(const struct node *a, const struct node *b)
{
	return a != NULL && b != NULL && str_eq(a->text, b->text) &&
	    !is_unsettled(a);
}

static bool
same_protocol(const struct service_port *a, const struct service_port *b)
{
	struct str pa = node_text(a->protocol), pb = node_text(b->protocol);

	return str_eq(pa.len > 0 ? pa : STR("TCP"),
	    pb.len > 0 ? pb : STR("TCP"));
}

static const struct node *
node_port(const struct service_port *p)
{
	const struct node *n = node_get(p->node, STR("nodePort"));

	return node_is(n, NODE_SCALAR) && n->type == TYPE_INT &&
	    !str_is(n->text, "0") ? n : NULL;
}

static void
check_twice(struct lint *lint, const struct service_port *a,
    const struct service_port *b)
{
	struct diag *d = NULL;
	const struct node *first = NULL;

	if (same_text(a->name, b->name)) {
		first = a->name;
		d = report_port(lint, b->name, "is the name of two ports of "
		    "this Service");
	} else if (same_text(a->port, b->port) && same_protocol(a, b)) {
		first = a->port;
		d = report_port(lint, b->port, "is there twice with the "
		    "same protocol");
	} else if (same_text(node_port(a), node_port(b)) &&
	    same_protocol(a, b)) {
		first = node_port(a);
		d = report_port(lint, node_port(b), "is the nodePort of two "
		    "ports of this Service");
	}
	if (d != NULL)
		diag_note(lint->diags, d, first->span, "the first one");
}

/* ValidatePortNumOrName() */
static void
check_target(struct lint *lint, const struct service_port *p)
{
	struct str meant;
	long long number;
	struct diag *d;

	if (p->target == NULL || is_unsettled(p->target))
		return;
	if (node_is_str(p->target) &&
	    !format_port_name.valid(p->target->text)) {
		d = diag_report(lint->diags, RULE_FIELD_INVALID,
		    p->target->span, "targetPort \"%.*s\" is not valid: as "
		    "a string it is the name of a port, which must be %s",
		    STR_ARG(p->target->text), format_port_name.what);
		meant = str_trim(p->target->text);
		if (check_is_port_number(meant))
			edit_offer(lint->diags, d, p->target, meant, true,
			    "targetPort: %.*s", STR_ARG(meant));
	} else if (p->target->type == TYPE_INT &&
	    (!scalar_int(p->target, &number) || number < 0 ||
	    number > 65535))
		diag_report(lint->diags, RULE_FIELD_INVALID,
		    p->target->span, "targetPort %.*s is no port number: "
		    "1 to 65535", STR_ARG(p->target->text));
}

static void
check_node_port(struct lint *lint, const struct object *o,
    const struct service_port *p)
{
	const struct node *n = node_port(p);
	struct diag *d;

	if (n == NULL || !is_type(o, "ClusterIP"))
		return;
	d = diag_report(lint->diags, RULE_FIELD_INVALID, n->span,
	    "nodePort %.*s needs a Service of type NodePort or "
	    "LoadBalancer, and this one is %s", STR_ARG(n->text),
	    o->service->type == NULL ? "a ClusterIP (the default)" :
	    "a ClusterIP");
	diag_say_fix(lint->diags, d, "type: NodePort, or no nodePort");
}

/*
 * Pairs are compared up to a number of ports that no Service exceeds, so
 * that a hostile one does not take long.
 */
static void
check_ports(struct lint *lint, const struct object *o)
{
	const struct service *s = o->service;

	for (size_t i = 0; s != NULL && i < s->nports; i++) {
		check_port_name(lint, s, i);
		check_target(lint, &s->ports[i]);
		check_node_port(lint, o, &s->ports[i]);
		for (size_t k = 0; k < i && i < 256; k++)
			check_twice(lint, &s->ports[k], &s->ports[i]);
	}
}

static void
check_external_name(struct lint *lint, const struct object *o)
{
	const struct node *name;
	struct str text;
	struct diag *d;

	if (o->service == NULL || !is_type(o, "ExternalName"))
		return;
	name = o->service->external_name;
	if (name == NULL) {
		d = diag_report(lint->diags, RULE_FIELD_REQUIRED,
		    o->service->type->span, "a Service of type ExternalName "
		    "needs spec.externalName");
		diag_say_fix(lint->diags, d,
		    "externalName: shop.example.com");
		return;
	}
	text = name->text;
	if (str_ends(text, STR(".")))
		text.len--;
	if (node_is_str(name) && !is_unsettled(name) &&
	    !format_dns_subdomain.valid(text))
		diag_report(lint->diags, RULE_FIELD_INVALID, name->span,
		    "externalName \"%.*s\" is not valid: it must be %s",
		    STR_ARG(name->text), format_dns_subdomain.what);
}

static bool
is_load_balancer(const struct object *o)
{
	return is_type(o, "LoadBalancer");
}

/* component-helpers, ExternallyAccessible() */
static bool
is_accessible(const struct object *o)
{
	return is_load_balancer(o) || is_type(o, "NodePort") ||
	    (is_type(o, "ClusterIP") &&
	    node_item(spec_field(o, STR("externalIPs")), 0) != NULL);
}

static bool
is_health_checked(const struct object *o)
{
	return is_load_balancer(o) && str_is(node_text(spec_field(o,
	    STR("externalTrafficPolicy"))), "Local");
}

static bool
has_affinity(const struct object *o)
{
	return str_is(node_text(spec_field(o, STR("sessionAffinity"))),
	    "ClientIP");
}

static void
check_cluster_ip(struct lint *lint, const struct object *o)
{
	const struct node *ip = o->service == NULL ? NULL :
	    spec_field(o, STR("clusterIP"));

	if (node_is_null(ip) || node_text(ip).len == 0)
		return;
	if (is_type(o, "ExternalName"))
		diag_report(lint->diags, RULE_FIELD_INVALID, ip->span,
		    "a Service of type ExternalName has no clusterIP");
	else if (is_headless(o) && is_accessible(o) &&
	    !is_type(o, "ClusterIP"))
		diag_report(lint->diags, RULE_FIELD_INVALID, ip->span,
		    "clusterIP None needs type ClusterIP, and this one is "
		    "%.*s", STR_ARG(node_text(o->service->type)));
}

/* Fields that only some Services may have. */
static const struct dependent {
	const char *field;
	bool (*allowed)(const struct object *);
	const char *needs;
} dependents[] = {
	{ "externalTrafficPolicy", is_accessible,
	    "type NodePort or LoadBalancer" },
	{ "healthCheckNodePort", is_health_checked, "type LoadBalancer and "
	    "externalTrafficPolicy Local" },
	{ "loadBalancerSourceRanges", is_load_balancer, "type LoadBalancer" },
	{ "loadBalancerClass", is_load_balancer, "type LoadBalancer" },
	{ "allocateLoadBalancerNodePorts", is_load_balancer,
	    "type LoadBalancer" },
	{ "sessionAffinityConfig", has_affinity, "sessionAffinity ClientIP" },
};

static bool
is_set(const struct node *n)
{
	if (node_is_null(n))
		return false;
	return n->kind == NODE_SCALAR ?
	    n->text.len > 0 && !str_is(n->text, "0") : n->count > 0;
}

static bool
has_known_type(const struct object *o)
{
	return is_type(o, "ClusterIP") || is_accessible(o) ||
	    is_type(o, "ExternalName");
}

static void
check_dependents(struct lint *lint, const struct object *o)
{
	if (o->service == NULL || !has_known_type(o))
		return;
	for (size_t i = 0; i < sizeof(dependents) / sizeof(*dependents);
	    i++) {
		const struct dependent *f = &dependents[i];
		const struct node *n = spec_field(o, str_from(f->field));

		if (is_set(n) && !f->allowed(o))
			diag_report(lint->diags, RULE_FIELD_INVALID, n->span,
			    "%s may only be set with %s", f->field,
			    f->needs);
	}
}

object_check *const service_object_checks[] = {
	check_has_ports, check_ports, check_external_name, check_cluster_ip,
	check_dependents, NULL
};
