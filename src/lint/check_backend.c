/*
 * What the API server refuses in a backend. It names exactly one Service or
 * resource, and of a Service exactly one port. Backends written for v1beta1
 * get their new form.
 */
#include "lint/check.h"
#include "lint/subject.h"
#include "lint/migration.h"
#include "shape/format.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

/* The fields a backend had in v1beta1. */
static const struct entry *
old_entry(const struct node *backend)
{
	const struct entry *entry = node_entry(backend, STR("serviceName"));

	return entry != NULL ? entry :
	    node_entry(backend, STR("servicePort"));
}

/* The whole backend in the form of v1, in words. */
static struct str
new_backend(struct lint *lint, const struct node *backend)
{
	struct str name = node_text(node_get(backend, STR("serviceName")));
	const struct node *port = node_get(backend, STR("servicePort"));
	const char *key = scalar_type(node_text(port)) == TYPE_INT ?
	    "number" : "name";

	return arena_printf(lint->arena,
	    "service: {name: %.*s, port: {%s: %.*s}}", STR_ARG(name), key,
	    STR_ARG(node_text(port)));
}

static bool
is_plain_text(const struct node *n)
{
	return node_is(n, NODE_SCALAR) && !node_is_null(n) &&
	    (n->type == TYPE_INT || scalar_plain_safe(n->text));
}

static void
offer_new_backend(struct lint *lint, struct diag *d,
    const struct node *backend)
{
	struct str say;

	if (!is_plain_text(node_get(backend, STR("serviceName"))) ||
	    !is_plain_text(node_get(backend, STR("servicePort"))))
		return;
	say = new_backend(lint, backend);
	if (!migration_backend(lint, d, backend, say))
		diag_say_fix(lint->diags, d, "%.*s", STR_ARG(say));
}

static bool
check_old_backend(struct lint *lint, const struct node *backend)
{
	const struct entry *old = old_entry(backend);
	struct diag *d;

	if (old == NULL)
		return false;
	d = diag_report(lint->diags, RULE_FIELD_UNKNOWN, old->key->span,
	    "a backend has no field \"%.*s\" in networking.k8s.io/v1: that "
	    "is how v1beta1 wrote it", STR_ARG(old->key->text));
	diag_note(lint->diags, d, SPAN_NONE, "v1 also demands a pathType for "
	    "every path; ImplementationSpecific keeps the old meaning");
	offer_new_backend(lint, d, backend);
	return true;
}

bool
check_is_old_backend(const struct node *backend)
{
	return old_entry(backend) != NULL;
}

static struct diag *
report_choice(struct lint *lint, struct span where, const char *what)
{
	return diag_report(lint->diags, RULE_BACKEND_CHOICE, where,
	    "a backend %s", what);
}

static struct span
first_key(const struct node *map)
{
	return map->count > 0 ? map->entries[0].key->span : map->span;
}

static bool
is_given(const struct node *n)
{
	return !node_is_null(n) && (node_text(n).len > 0 ||
	    n->kind != NODE_SCALAR);
}

/* "name: '80'" to "number: 80", in whatever style it is written. */
static void
offer_number(struct lint *lint, struct diag *d, const struct node *port,
    const struct entry *name, struct str number)
{
	struct span key = name->key->span, value = name->value->span;
	struct str between = source_text(lint->sources,
	    (struct span){ key.file, key.end, value.start });
	struct edit edit;

	if (node_get(port, STR("number")) != NULL ||
	    str_find_byte(between, '\n', 0) != STR_NONE ||
	    !edit_scalar(name->key, number, &edit) ||
	    !edit_scalar(name->value, number, &edit))
		diag_say_fix(lint->diags, d, "number: %.*s", STR_ARG(number));
	else
		diag_edit_fix(lint->diags, d, (struct span){ key.file,
		    key.start, value.end }, arena_printf(lint->arena,
		    "%.*s%.*s%.*s", STR_ARG(scalar_written(lint->arena,
		    name->key, STR("number"))), STR_ARG(between),
		    STR_ARG(number)), true, "number: %.*s", STR_ARG(number));
}

static void
check_port_name(struct lint *lint, const struct node *port)
{
	const struct entry *entry = node_entry(port, STR("name"));
	struct str text;
	struct diag *d;

	if (entry == NULL || !node_is_str(entry->value))
		return;
	text = entry->value->text;
	if (text.len == 0 || check_is_placeholder(text) ||
	    format_port_name.valid(text))
		return;
	d = diag_report(lint->diags, RULE_FIELD_INVALID, entry->value->span,
	    "port name \"%.*s\" is not valid: it must be %s", STR_ARG(text),
	    format_port_name.what);
	text = str_trim(text);
	if (check_is_port_number(text))
		offer_number(lint, d, port, entry, text);
}

static void
check_port(struct lint *lint, const struct node *service)
{
	const struct node *port = node_get(service, STR("port"));
	const struct node *number = node_get(port, STR("number"));
	const struct node *name = node_get(port, STR("name"));
	struct diag *d;

	/* Of a number beside "port" its shape has told. */
	if ((is_given(port) && !node_is(port, NODE_MAP)) ||
	    node_get(service, STR("number")) != NULL)
		return;
	if (is_given(number) && is_given(name)) {
		d = report_choice(lint, node_entry(port,
		    STR("name"))->key->span, "names its port by number and "
		    "by name: only one of them is allowed");
		diag_say_fix(lint->diags, d, "keep number: %.*s, or name: "
		    "%.*s", STR_ARG(node_text(number)),
		    STR_ARG(node_text(name)));
	} else if (!is_given(number) && !is_given(name)) {
		d = report_choice(lint, first_key(service), "must say which "
		    "port of its Service it means");
		diag_say_fix(lint->diags, d, "port: {number: 80}");
	} else
		check_port_name(lint, port);
}

static void
check_service_name(struct lint *lint, const struct node *service)
{
	const struct node *name = node_get(service, STR("name"));
	struct diag *d;

	if (!node_is_str(name) || check_is_placeholder(name->text) ||
	    format_service_name.valid(name->text))
		return;
	if (name->text.len == 0) {
		diag_report(lint->diags, RULE_FIELD_REQUIRED, name->span,
		    "the service of a backend needs a name");
		return;
	}
	if (format_dns_subdomain.valid(name->text) &&
	    str_find_byte(name->text, '.', 0) != STR_NONE)
		d = diag_report(lint->diags, RULE_FIELD_INVALID, name->span,
		    "no Service can be called \"%.*s\": names of Services "
		    "have no dots, and a backend reaches none outside its "
		    "own namespace", STR_ARG(name->text));
	else
		d = diag_report(lint->diags, RULE_FIELD_INVALID, name->span,
		    "no Service can be called \"%.*s\": a name must be %s",
		    STR_ARG(name->text), format_service_name.what);
	subject_fix(lint, d, name, check_suggest_name(lint->arena,
	    name->text), false, "name");
}

static void
check_backend(struct lint *lint, const struct node *backend)
{
	const struct node *service = node_get(backend, STR("service"));
	const struct node *resource = node_get(backend, STR("resource"));
	struct diag *d;

	if (!node_is(backend, NODE_MAP) || check_old_backend(lint, backend))
		return;
	if (is_given(service) && is_given(resource))
		report_choice(lint, node_entry(backend,
		    STR("resource"))->key->span, "names a Service and a "
		    "resource: only one of them is allowed");
	else if (!is_given(service) && !is_given(resource)) {
		/* Beside "service", not below it: its shape has told. */
		if (node_get(backend, STR("name")) != NULL ||
		    node_get(backend, STR("port")) != NULL)
			return;
		d = report_choice(lint, first_key(backend), "must name a "
		    "Service (or a resource), and this one does not");
		diag_say_fix(lint->diags, d, "service: {name: web, port: "
		    "{number: 80}}");
	} else if (node_is(service, NODE_MAP)) {
		check_service_name(lint, service);
		check_port(lint, service);
	}
}

/* spec.backend of v1beta1 */
static void
check_old_default(struct lint *lint, const struct object *o)
{
	const struct entry *old = node_entry(node_get(o->root, STR("spec")),
	    STR("backend"));
	struct diag *d;

	if (old == NULL)
		return;
	d = diag_report(lint->diags, RULE_FIELD_UNKNOWN, old->key->span,
	    "the spec of an Ingress has no field \"backend\" in "
	    "networking.k8s.io/v1: that is how v1beta1 wrote it");
	edit_offer(lint->diags, d, old->key, scalar_written(lint->arena,
	    old->key, STR("defaultBackend")), node_get(node_get(o->root,
	    STR("spec")), STR("defaultBackend")) == NULL, "defaultBackend");
	check_backend(lint, old->value);
}

static void
check_backends(struct lint *lint, const struct object *o)
{
	const struct ingress *ingress = o->ingress;

	if (ingress == NULL)
		return;
	check_old_default(lint, o);
	check_backend(lint, ingress->default_backend.node);
	for (size_t i = 0; i < ingress->nrules; i++)
		for (size_t k = 0; k < ingress->rules[i].npaths; k++)
			check_backend(lint,
			    ingress->rules[i].paths[k].backend.node);
}

void
check_outdated(struct lint *lint, const struct object *o)
{
	const struct node *version = node_get(o->root, STR("apiVersion"));
	struct str right = STR("networking.k8s.io/v1");

	if (!migration_ingress(lint, o->outdated, o->root))
		edit_offer(lint->diags, o->outdated, version,
		    scalar_written(lint->arena, version, right), false,
		    "apiVersion: %.*s", STR_ARG(right));
}

object_check *const backend_object_checks[] = { check_backends, NULL };
