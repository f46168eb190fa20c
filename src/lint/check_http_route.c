/*
 * Do the Services that HTTPRoutes name exist, and have they these ports?
 * They are looked up as for an Ingress, but the Gateway API takes the number
 * of a port of the Service and nothing else, and what does not resolve
 * answers 500.
 */
#include "lint/check.h"

#include "base/limits.h"
#include "lint/subject.h"
#include "shape/format.h"
#include "yaml/scalar.h"

struct route_backend {
	struct lint *lint;
	const struct http_route *route;
	const struct http_backend *to;
	struct str ns;
};

static void
note_request(struct route_backend *b, struct diag *d)
{
	const struct node *host = b->to->host, *path = b->to->path;
	bool wildcard = str_starts(node_text(host), STR("*."));

	diag_note(b->lint->diags, d, SPAN_NONE, "GET http://%s%.*s%.*s -> 500",
	    wildcard ? "a" : "", STR_ARG(host == NULL ? STR("<any host>") :
	    str_cut(host->text, wildcard, host->text.len)),
	    STR_ARG(path == NULL ? STR("/") : path->text));
}

static const struct service *
find_near(struct route_backend *b, const struct space *space)
{
	for (size_t i = 0; space != NULL && i < space->services.n && i < 256;
	    i++) {
		const struct service *s = space->services.at[i];

		if (check_is_slip(b->lint->arena, b->to->name->text,
		    s->object->name) || check_is_ending(b->to->name->text,
		    s->object->name))
			return s;
	}
	return NULL;
}

static void
report_missing(struct route_backend *b, const struct space *space)
{
	const struct service *near = find_near(b, space);
	struct diags *diags = b->lint->diags;
	struct diag *d;

	d = diag_report(diags, RULE_SERVICE_MISSING, b->to->name->span,
	    "there is no Service \"%.*s\" in namespace \"%.*s\"",
	    STR_ARG(b->to->name->text), STR_ARG(b->ns));
	if (near == NULL && !b->lint->cluster->has_references)
		diag_level(d, LEVEL_WARNING);
	note_request(b, d);
	if (near == NULL)
		return;
	diag_note(diags, d, near->object->where, "there is \"%.*s\"",
	    STR_ARG(near->object->name));
	subject_fix(b->lint, d, b->to->name, near->object->name, false,
	    "name");
}

static bool
has_port(const struct service *s, long long wanted)
{
	long long number;

	if (s->nports > LIMIT_SERVICE_PORTS)
		return true;
	for (size_t i = 0; i < s->nports; i++)
		if (scalar_int(s->ports[i].port, &number) &&
		    number == wanted)
			return true;
	return false;
}

static void
report_port(struct route_backend *b, const struct service *s)
{
	struct diags *diags = b->lint->diags;
	struct diag *d;

	d = diag_report(diags, RULE_SERVICE_PORT_MISSING, b->to->port->span,
	    "Service \"%.*s\" has no port %.*s", STR_ARG(s->object->name),
	    STR_ARG(b->to->port->text));
	note_request(b, d);
	for (size_t i = 0; i < s->nports && i < 4; i++)
		if (s->ports[i].port != NULL)
			diag_note(diags, d, s->ports[i].port->span,
			    "it has this one");
	if (s->nports == 1 && s->ports[0].port != NULL)
		subject_fix(b->lint, d, b->to->port, s->ports[0].port->text,
		    false, "port");
}

/* Folders hold variants of one Service: one of them has to have it. */
static void
check_port(struct route_backend *b, const struct object *first)
{
	long long number;
	size_t n = 0;

	if (!scalar_int(b->to->port, &number))
		return;
	for (const struct object *o = first; o != NULL; o = o->next)
		if (n++ == 32 || !o->sound ||
		    service_is_external(o->service) ||
		    has_port(o->service, number))
			return;
	report_port(b, first->service);
}

static void
report_no_port(struct route_backend *b)
{
	struct diag *d = diag_report(b->lint->diags, RULE_FIELD_REQUIRED,
	    b->to->where, "the backend \"%.*s\" has no port: a Service "
	    "needs its number", STR_ARG(b->to->name->text));

	diag_note(b->lint->diags, d, SPAN_NONE, "the API server refuses the "
	    "whole HTTPRoute: requests to its hosts go where they went "
	    "before");
}

/* False when its Service cannot be looked up: none is given there. */
static bool
check_backend(struct route_backend *b)
{
	const struct cluster *cluster = b->lint->cluster;
	const struct space *space = cluster_space(cluster, b->ns);
	const struct object *first;

	if (check_is_placeholder(b->ns) ||
	    !format_service_name.valid(b->to->name->text))
		return true;
	if (b->to->port == NULL)
		report_no_port(b);
	if (!cluster->has_references &&
	    (space == NULL || space->count[OBJECT_SERVICE] == 0))
		return false;
	first = cluster_object(cluster, OBJECT_SERVICE, b->ns,
	    b->to->name->text);
	if (first == NULL)
		report_missing(b, space);
	else if (b->to->port != NULL)
		check_port(b, first);
	return true;
}

static void
check_route(struct lint *lint, const struct http_route *route)
{
	struct route_backend b = { .lint = lint, .route = route };
	const struct node *unknown = NULL;
	struct diag *d;
	size_t n = 0;

	for (size_t i = 0; i < route->backends.n; i++) {
		b.to = &route->backends.at[i];
		if (b.to->name == NULL)
			continue;
		b.ns = b.to->ns == NULL ? route->object->ns :
		    b.to->ns->text;
		if (!check_backend(&b) && n++ == 0)
			unknown = b.to->name;
	}
	if (n == 0)
		return;
	d = diag_report(lint->diags, RULE_REFERENCE_UNKNOWN, unknown->span,
	    "%zu reference%s to Services %s not checked: no Service is given "
	    "in %s namespace", n, n == 1 ? "" : "s", n == 1 ? "was" : "were",
	    n == 1 ? "its" : "their");
	diag_say_fix(lint->diags, d, "lint the Services too, or say where "
	    "they are: -r PATH, or references in .greenlight.yaml");
}

static void
check_http_routes(struct lint *lint)
{
	const struct cluster *cluster = lint->cluster;

	for (size_t i = 0; i < cluster->http_routes.n; i++) {
		const struct http_route *route = cluster->http_routes.at[i];

		if (route->object->linted && route->object->sound)
			check_route(lint, route);
	}
}

cluster_check *const http_route_set_checks[] = { check_http_routes, NULL };
