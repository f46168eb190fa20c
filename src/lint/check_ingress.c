/*
 * What the API server refuses in an Ingress: pkg/apis/networking/validation
 * of Kubernetes. Each fault is told by its cause, so that a host with a port
 * is not only "invalid".
 */
#include "lint/check.h"
#include "lint/migration.h"
#include "lint/subject.h"
#include "shape/format.h"
#include "yaml/scalar.h"

static struct diag *
report_invalid(struct lint *lint, const struct node *n, const char *field,
    const char *why)
{
	return diag_report(lint->diags, RULE_FIELD_INVALID, n->span,
	    "%s \"%.*s\" is not valid: %s", field, STR_ARG(n->text), why);
}

/* Names of Secrets and classes. */
static void
check_subdomain(struct lint *lint, const struct node *n, const char *field)
{
	if (!format_dns_subdomain.valid(n->text))
		diag_report(lint->diags, RULE_FIELD_INVALID, n->span,
		    "%s \"%.*s\" is not valid: it must be %s", field,
		    STR_ARG(n->text), format_dns_subdomain.what);
}

static bool
is_settled(const struct node *n)
{
	return node_is_str(n) && !check_is_placeholder(n->text);
}

static void
check_has_rules(struct lint *lint, const struct object *o)
{
	const struct node *spec = node_get(o->root, STR("spec"));
	const struct node *rules = node_get(spec, STR("rules"));
	struct diag *d;

	if (o->ingress == NULL || o->ingress->nrules > 0 ||
	    (!node_is_null(rules) && !node_is(rules, NODE_SEQ)) ||
	    (!node_is_null(spec) && !node_is(spec, NODE_MAP)) ||
	    !node_is_null(node_get(spec, STR("defaultBackend"))) ||
	    !node_is_null(node_get(spec, STR("backend"))) ||
	    node_get(o->root, STR("rules")) != NULL)	/* told: misplaced */
		return;
	d = diag_report(lint->diags, RULE_FIELD_REQUIRED, o->where,
	    "this Ingress has neither spec.rules nor spec.defaultBackend");
	diag_note(lint->diags, d, SPAN_NONE, "a patch for kustomize is no "
	    "whole object: lint what kustomize build prints");
}

/* How to say what is wrong with a host, in this order. */
struct host_fault {
	const char *part;	/* a host that holds this */
	const char *why;
};
static const struct host_fault host_faults[] = {
	{ "://", "it is an URL; only the host belongs here" },
	{ "/", "it holds a path; paths stand under http.paths" },
	{ ":", "it holds a port; a rule takes requests to any port" },
	{ ",", "a rule has one host; write a rule for each" },
	{ " ", "it holds a blank" },
	{ "_", "host names have no '_'" },
	{ "*", "\"*\" may only be the whole first label, as in "
	    "\"*.example.com\", or leave the host out for every host" },
};

static const char *
why_host(struct str host)
{
	struct str lower = host;

	for (size_t i = 0; i < sizeof(host_faults) / sizeof(*host_faults);
	    i++)
		if (str_find(host, str_from(host_faults[i].part), 0) !=
		    STR_NONE)
			return host_faults[i].why;
	for (size_t i = 0; i < lower.len; i++)
		if (lower.at[i] >= 'A' && lower.at[i] <= 'Z')
			return "upper-case letters are refused (requests "
			    "match in any case anyway)";
	if (format_dns_subdomain.valid(host))
		return "it is an IP address; without a host the rule takes "
		    "requests to any name and address";
	if (str_ends(host, STR(".")))
		return "it ends in a dot (requests match without)";
	return format_ingress_host.what;
}

/* The host in what was written: without scheme, port and path, lower case. */
static struct str
host_meant(struct arena *arena, struct str text)
{
	struct str host;
	char *lower;
	size_t at;

	text = str_trim(text);
	at = str_find(text, STR("://"), 0);
	host = at == STR_NONE ? text : str_cut(text, at + 3, text.len);
	at = str_find_byte(host, '/', 0);
	host = str_cut(host, 0, at == STR_NONE ? host.len : at);
	at = str_find_byte(host, ':', 0);
	host = str_cut(host, 0, at == STR_NONE ? host.len : at);
	if (str_ends(host, STR(".")))
		host.len--;
	lower = arena_alloc(arena, host.len + 1);
	for (size_t i = 0; i < host.len; i++)
		lower[i] = host.at[i] >= 'A' && host.at[i] <= 'Z' ?
		    (char)(host.at[i] - 'A' + 'a') : host.at[i];
	return (struct str){ lower, host.len };
}

/*
 * What is left out is the dot at the end of a full name, if anything; not a
 * scheme, a port or a path, which may have been meant for another field.
 */
static void
offer_host(struct lint *lint, struct diag *d, const struct node *host)
{
	struct str meant = host_meant(lint->arena, host->text);
	struct str given = str_trim(host->text);

	if (str_ends(given, STR(".")))
		given.len--;
	if (format_ingress_host.valid(meant))
		subject_fix(lint, d, host, meant, str_eq_nocase(meant, given),
		    "host");
}

static void
check_host(struct lint *lint, const struct node *host)
{
	struct diag *d;

	if (!is_settled(host) || host->text.len == 0 ||
	    format_ingress_host.valid(host->text))
		return;
	d = report_invalid(lint, host, "host", why_host(host->text));
	offer_host(lint, d, host);
}

static void
check_hosts(struct lint *lint, const struct object *o)
{
	for (size_t i = 0; o->ingress != NULL && i < o->ingress->nrules; i++)
		check_host(lint, o->ingress->rules[i].host);
}

/* Hosts of spec.tls may be IP addresses, and must not be empty. */
static void
check_tls_host(struct lint *lint, const struct node *host)
{
	struct diag *d;

	if (!is_settled(host) || format_ingress_host.valid(host->text) ||
	    format_dns_subdomain.valid(host->text))
		return;
	d = report_invalid(lint, host, "host", host->text.len == 0 ?
	    "it is empty" : why_host(host->text));
	offer_host(lint, d, host);
}

static void
check_tls(struct lint *lint, const struct object *o)
{
	for (size_t i = 0; o->ingress != NULL && i < o->ingress->ntls; i++) {
		const struct tls *tls = &o->ingress->tls[i];

		for (uint32_t k = 0; tls->hosts != NULL &&
		    k < tls->hosts->count; k++)
			check_tls_host(lint, tls->hosts->items[k]);
		if (is_settled(tls->secret) && tls->secret->text.len > 0)
			check_subdomain(lint, tls->secret, "secretName");
	}
}

/* networking/validation: ValidateIngressCreate */
static void
check_class(struct lint *lint, const struct object *o)
{
	const struct node *name, *annotation;
	struct diag *d;

	if (o->ingress == NULL)
		return;
	name = o->ingress->class_name;
	annotation = object_annotation(o, STR("kubernetes.io/ingress.class"));
	if (!is_settled(name))
		return;
	check_subdomain(lint, name, "ingressClassName");
	if (is_settled(annotation) &&
	    !str_eq(annotation->text, name->text)) {
		d = diag_report(lint->diags, RULE_CLASS_CONFLICT,
		    annotation->span, "the class is \"%.*s\" here and "
		    "\"%.*s\" in spec.ingressClassName: they must be the "
		    "same when an Ingress with both is created",
		    STR_ARG(annotation->text), STR_ARG(name->text));
		diag_note(lint->diags, d, name->span,
		    "this is the one that counts");
		diag_say_fix(lint->diags, d, "remove the annotation "
		    "kubernetes.io/ingress.class");
	}
}

static const char *
type_name(enum path_type type)
{
	static const char *const names[] = {
		[PATH_PREFIX] = "a Prefix path",
		[PATH_EXACT] = "an Exact path",
		[PATH_IMPLEMENTATION_SPECIFIC] = "a path",
	};

	return names[type];
}

static void
report_no_slash(struct lint *lint, const struct path *path)
{
	const struct node *at = path->text != NULL ? path->text :
	    path->type_node;
	struct str text = node_text(path->text), better;
	struct diag *d;

	if (text.len == 0) {
		d = diag_report(lint->diags, RULE_PATH_INVALID, at->span,
		    "%s must begin with '/', and this one is %s",
		    type_name(path->type),
		    path->text == NULL ? "missing" : "empty");
		diag_say_fix(lint->diags, d, "path: /");
		return;
	}
	d = diag_report(lint->diags, RULE_PATH_INVALID, at->span,
	    "%s must begin with '/': \"%.*s\" does not",
	    type_name(path->type), STR_ARG(text));
	if (str_starts(text, STR("^")))
		diag_note(lint->diags, d, SPAN_NONE, "the controller puts "
		    "'^' before a regular expression itself");
	better = str_starts(text, STR("^")) ? str_cut(text, 1, text.len) :
	    text;
	if (!str_starts(better, STR("/")))
		better = arena_printf(lint->arena, "/%.*s",
		    STR_ARG(better));
	subject_fix(lint, d, at, better, false, "path");
}

static const char *
why_sequence(struct str sequence)
{
	if (str_is(sequence, "%2f") || str_is(sequence, "%2F"))
		return "paths are compared after decoding, where it would "
		    "be a '/'";
	if (str_is(sequence, "//"))
		return "nginx merges slashes before it compares paths";
	return "nginx resolves dot segments before it compares paths";
}

/* "pathtype" is told as an unknown field. */
static bool
is_type_misspelt(const struct node *path)
{
	for (uint32_t i = 0; i < path->count; i++)
		if (!str_is(path->entries[i].key->text, "pathType") &&
		    str_distance(path->entries[i].key->text,
		    STR("pathType"), 3) <= 3)
			return true;
	return false;
}

/* A backend of v1beta1 is told how all of it is written now. */
static void
check_path_type(struct lint *lint, const struct path *path)
{
	const struct str say = STR("pathType: Prefix, or "
	    "ImplementationSpecific for a regular expression");
	const struct node *n = path->node;
	struct diag *d;

	if (path->type_node != NULL || !node_is(n, NODE_MAP) ||
	    !node_is_null(node_get(n, STR("pathType"))) ||
	    is_type_misspelt(n) || check_is_old_backend(path->backend.node))
		return;
	d = diag_report(lint->diags, RULE_FIELD_REQUIRED,
	    n->count > 0 ? n->entries[0].key->span : n->span,
	    "this path has no pathType");
	if (!migration_type(lint, d, n, subject_is_strict(path_text(path)) ?
	    "Prefix" : "ImplementationSpecific", say))
		diag_say_fix(lint->diags, d, "%.*s", STR_ARG(say));
}

static void
check_path(struct lint *lint, const struct path *path)
{
	struct path_fault fault;
	struct span where;

	check_path_type(lint, path);

	/* what the shape speaks of already */
	if (!node_is_str(path->type_node) ||
	    (path->type == PATH_PREFIX &&
	    !str_is(path->type_node->text, "Prefix")) ||
	    (path->text != NULL && !is_settled(path->text)))
		return;
	if (!path_refused(path, &fault))
		return;
	if (fault.no_slash) {
		report_no_slash(lint, path);
		return;
	}
	where = node_part(lint->sources, path->text, fault.from,
	    fault.from + fault.what.len);
	diag_report(lint->diags, RULE_PATH_INVALID, where,
	    "%s must not %s \"%.*s\": %s", type_name(path->type),
	    fault.at_end ? "end in" : "hold", STR_ARG(fault.what),
	    why_sequence(fault.what));
}

static void
check_paths(struct lint *lint, const struct object *o)
{
	for (size_t i = 0; o->ingress != NULL && i < o->ingress->nrules; i++)
		for (size_t k = 0; k < o->ingress->rules[i].npaths; k++)
			check_path(lint, &o->ingress->rules[i].paths[k]);
}

object_check *const ingress_object_checks[] = {
	check_has_rules, check_hosts, check_tls, check_class, check_paths,
	NULL
};
