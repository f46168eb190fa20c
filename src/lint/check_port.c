/*
 * Is the port that a backend names a port of its Service? serviceEndpoints()
 * of the controller takes the first entry whose port, targetPort or name is
 * that text; externalNamePorts() is for Services of type ExternalName.
 */
#include "lint/check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "lint/reference.h"
#include "lint/subject.h"
#include "yaml/edit.h"

static struct str
name_of(const struct reference *r)
{
	return node_text(r->backend->service);
}

/* getServiceClusterEndpoint(): a number is dialled without looking. */
static bool
is_dialled(const struct reference *r)
{
	struct str value = node_text(ingress_annotation(r->ingress,
	    "service-upstream"));

	return str_is(value, "true") && r->backend->port != NULL &&
	    r->backend->port->type == TYPE_INT;
}

/* `80 "http" (targetPort 8080), 443` */
static struct str
list_ports(struct arena *arena, const struct service *s)
{
	struct buf text;
	struct str list;

	buf_init(&text);
	for (size_t i = 0; i < s->nports && i < 16; i++) {
		const struct service_port *p = &s->ports[i];

		buf_puts(&text, i == 0 ? "" : ", ");
		buf_add(&text, node_text(p->port));
		if (p->name != NULL)
			buf_printf(&text, " \"%.*s\"",
			    STR_ARG(p->name->text));
		if (p->target != NULL)
			buf_printf(&text, " (targetPort %.*s)",
			    STR_ARG(p->target->text));
	}
	list = arena_str(arena, buf_str(&text));
	buf_release(&text);
	return list;
}

/* What to write for the port that was meant. */
static void
offer_port(struct lint *lint, struct cause *cause,
    const struct node *written, const struct service_port *p, bool safe)
{
	struct diag *d = cause->diag;

	cause->number = written->type == TYPE_INT &&
	    node_is(p->port, NODE_SCALAR);
	cause->name = !cause->number && p->name != NULL;
	if (cause->number) {
		cause->mended = p->port->text;
		edit_offer(lint->diags, d, written, p->port->text, safe,
		    "number: %.*s", STR_ARG(p->port->text));
	} else if (cause->name) {
		cause->mended = p->name->text;
		subject_fix(lint, d, written, p->name->text, safe, "name");
	} else
		diag_say_fix(lint->diags, d, "number: %.*s",
		    STR_ARG(node_text(p->port)));
}

static void
report_missing(struct references *refs, const struct reference *r,
    const struct service *s, struct cause *cause)
{
	struct lint *lint = refs->lint;
	struct diag *d;

	d = cause->diag = diag_report(lint->diags, RULE_SERVICE_PORT_MISSING,
	    r->backend->port->span, "Service \"%.*s\" has no port "
	    "\"%.*s\"", STR_ARG(name_of(r)),
	    STR_ARG(node_text(r->backend->port)));
	reference_note_request(refs, d, r,
	    is_dialled(r) ? "502 or 504" : "503");
	if (s->nports == 0) {
		diag_note(lint->diags, d, s->object->where,
		    "it has no ports at all");
		return;
	}
	diag_note(lint->diags, d, node_span(s->ports[0].port != NULL ?
	    s->ports[0].port : s->ports[0].node), "it has %.*s",
	    STR_ARG(list_ports(lint->arena, s)));
	if (s->nports == 1)
		offer_port(lint, cause, r->backend->port, &s->ports[0],
		    false);
}

/* Only TCP endpoints are used: getEndpointsFromSlices(). */
static void
report_protocol(struct references *refs, const struct reference *r,
    const struct service_port *p, struct cause *cause)
{
	struct lint *lint = refs->lint;
	struct diag *d;

	d = cause->diag = diag_report(lint->diags, RULE_SERVICE_PORT_MISSING,
	    r->backend->port->span, "port \"%.*s\" of Service \"%.*s\" is "
	    "for %.*s, and the controller sends requests over TCP only",
	    STR_ARG(node_text(r->backend->port)), STR_ARG(name_of(r)),
	    STR_ARG(node_text(p->protocol)));
	diag_note(lint->diags, d, p->protocol->span, "the protocol");
	reference_note_request(refs, d, r, "503");
}

/* A later entry whose own port or name the backend has written. */
static const struct service_port *
find_shadowed(const struct service *s, size_t from, struct str port)
{
	struct service rest = *s;
	enum port_match match;
	size_t index;

	rest.nports = 1;
	rest.index = NULL;
	while (++from < s->nports && from < LIMIT_SERVICE_PORTS) {
		rest.ports = s->ports + from;
		match = service_find_port(&rest, port, &index);
		if (match == PORT_BY_NUMBER || match == PORT_BY_NAME)
			return rest.ports;
	}
	return NULL;
}

static bool
is_tcp(const struct service_port *p)
{
	return !str_is(node_text(p->protocol), "UDP") &&
	    !str_is(node_text(p->protocol), "SCTP");
}

/*
 * Requests to the port of that entry go where they go now. Of several
 * variants of the Service each may have another one.
 */
static bool
is_the_same(const struct service *s, size_t index)
{
	const struct service_port *p = &s->ports[index];
	size_t found;

	return s->object->next == NULL && is_tcp(p) &&
	    service_find_port(s, node_text(p->port), &found) ==
	    PORT_BY_NUMBER && found == index && (p->name == NULL ||
	    (service_find_port(s, p->name->text, &found) == PORT_BY_NAME &&
	    found == index));
}

static void
report_by_target(struct references *refs, const struct reference *r,
    const struct service *s, size_t index, struct cause *cause)
{
	struct lint *lint = refs->lint;
	const struct service_port *p = &s->ports[index];
	struct str port = node_text(r->backend->port);
	const struct service_port *shadowed = find_shadowed(s, index, port);
	struct diag *d;

	d = cause->diag = diag_report(lint->diags,
	    RULE_SERVICE_PORT_BY_TARGET, r->backend->port->span,
	    shadowed == NULL ?
	    "\"%.*s\" is no port of Service \"%.*s\" but a targetPort of "
	    "it: ingress-nginx takes that, other controllers do not" :
	    "\"%.*s\" is a port of Service \"%.*s\", but an earlier entry "
	    "has it as its targetPort: requests go to that one",
	    STR_ARG(port), STR_ARG(name_of(r)));
	diag_note(lint->diags, d, node_span(p->target), "this targetPort");
	if (shadowed == NULL) {
		offer_port(lint, cause, r->backend->port, p,
		    is_the_same(s, index));
		return;
	}
	diag_note(lint->diags, d, node_span(shadowed->port),
	    "no request of this Ingress comes to this port");
	diag_say_fix(lint->diags, d, "list the port that is meant first in "
	    "the Service, or give it a name and use that");
}

/* What the controller dials as port 0, or without looking. */
enum dialled { DIALLED_RIGHT, DIALLED_NAMED, DIALLED_AS_IS, DIALLED_UNKNOWN };

static enum dialled
how_dialled(const struct service *s, const struct node *port)
{
	bool is_number = port->type == TYPE_INT;

	if (s->nports > LIMIT_SERVICE_PORTS)
		return DIALLED_RIGHT;
	for (size_t i = 0; i < s->nports; i++)
		if (str_eq(node_text(is_number ? s->ports[i].port :
		    s->ports[i].name), port->text))
			return node_is_str(s->ports[i].target) ?
			    DIALLED_NAMED : DIALLED_RIGHT;
	if (!is_number)
		return DIALLED_UNKNOWN;
	return s->nports == 0 ? DIALLED_RIGHT : DIALLED_AS_IS;
}

static void
report_external(struct references *refs, const struct reference *r,
    const struct service *s, struct cause *cause)
{
	static const char *const texts[] = {
		[DIALLED_NAMED] = "port \"%.*s\" of ExternalName Service "
		    "\"%.*s\" has a named targetPort, which means nothing "
		    "outside the cluster: requests go to port 0 and answer "
		    "502",
		[DIALLED_AS_IS] = "port \"%.*s\" is none that ExternalName "
		    "Service \"%.*s\" lists: requests go to that port of "
		    "the external host all the same",
		[DIALLED_UNKNOWN] = "\"%.*s\" is the name of no port of "
		    "ExternalName Service \"%.*s\": requests go to port 0 "
		    "and answer 502",
	};
	enum dialled how = how_dialled(s, r->backend->port);
	struct diags *diags = refs->lint->diags;
	const struct node *host = s->external_name;

	if (how == DIALLED_RIGHT)
		return;
	cause->diag = diag_report(diags, RULE_EXTERNAL_NAME_PORT,
	    r->backend->port->span, texts[how],
	    STR_ARG(node_text(r->backend->port)), STR_ARG(name_of(r)));
	diag_note(diags, cause->diag, host != NULL ? host->span :
	    s->object->where, "the external host");
	if (how == DIALLED_AS_IS)
		return;
	diag_say_fix(diags, cause->diag, how == DIALLED_NAMED ?
	    "targetPort: 443" : "port: {number: 443}");
}

/* Many ports are no template; they are too many to ask each time. */
static bool
is_unsettled(const struct service *s)
{
	if (s->nports > LIMIT_SERVICE_PORTS)
		return false;
	for (size_t i = 0; i < s->nports; i++)
		if (check_is_placeholder(node_text(s->ports[i].port)) ||
		    check_is_placeholder(node_text(s->ports[i].name)) ||
		    check_is_placeholder(node_text(s->ports[i].target)))
			return true;
	return false;
}

/* Ports that cannot be known, or that the object family speaks of. */
static bool
is_unknown(const struct service *s)
{
	return !s->object->sound || is_unsettled(s) || (s->nports == 0 &&
	    !service_is_external(s) && !str_is(node_text(s->cluster_ip),
	    "None"));
}

/* The ports of all variants are known; there are not many. */
static bool
are_known(const struct object *first)
{
	size_t n = 0;

	for (const struct object *o = first; o != NULL; o = o->next)
		if (n++ == 32 || is_unknown(o->service))
			return false;
	return true;
}

/*
 * The first of the Services that has the port as its own; else one that has
 * it as a targetPort; else NULL.
 */
static const struct service *
find_service(const struct object *first, struct str port,
    enum port_match *match, size_t *index)
{
	const struct service *by_target = NULL;
	size_t at;

	*match = PORT_NONE;
	for (const struct object *o = first; o != NULL; o = o->next) {
		enum port_match m = service_is_external(o->service) ?
		    PORT_NONE : service_find_port(o->service, port, &at);

		if (m == PORT_NONE || (m == PORT_BY_TARGET &&
		    by_target != NULL))
			continue;
		*match = m;
		*index = at;
		if (m != PORT_BY_TARGET)
			return o->service;
		by_target = o->service;
	}
	return by_target;
}

void
reference_check_port(struct references *refs, const struct reference *r,
    const struct object *first)
{
	struct str port = node_text(r->backend->port);
	const struct service *s;
	enum port_match match;
	struct cause *cause;
	size_t index = 0;

	if (!are_known(first))
		return;
	s = find_service(first, port, &match, &index);
	if (s != NULL && match != PORT_BY_TARGET && is_tcp(&s->ports[index]))
		return;
	cause = reference_cause(refs, r, arena_printf(refs->lint->arena,
	    "%.*s:%.*s", STR_ARG(name_of(r)), STR_ARG(port)));
	if (cause == NULL)
		return;
	if (match == PORT_BY_TARGET)
		report_by_target(refs, r, s, index, cause);
	else if (s != NULL)
		report_protocol(refs, r, &s->ports[index], cause);
	else if (service_is_external(first->service))
		report_external(refs, r, first->service, cause);
	else
		report_missing(refs, r, first->service, cause);
}
