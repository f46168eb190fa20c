/*
 * Secrets, ConfigMaps and the Service that an Ingress names outside its
 * rules. They are often made by something else (cert-manager, an operator,
 * a person), so they are looked for only where others of their kind are
 * given.
 */
#include "lint/check.h"

/* cert-manager and the like make the Secret when they see the Ingress. */
static bool
is_made_later(const struct ingress *ingress)
{
	static const char *const makers[] = {
		"cert-manager.io/", "certmanager.k8s.io/",
		"acme.cert-manager.io/", "kubernetes.io/tls-acme",
		"kcert.dev/", NULL
	};
	const struct node *all = ingress->annotations;

	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		for (size_t k = 0; makers[k] != NULL; k++)
			if (str_starts(all->entries[i].key->text,
			    str_from(makers[k])))
				return true;
	return false;
}

/* Others of its kind are given in that namespace, but it is not. */
static bool
is_missing(const struct lint *lint, enum object_kind type, struct str ns,
    struct str name)
{
	const struct space *space = cluster_space(lint->cluster, ns);

	return name.len > 0 && space != NULL && space->count[type] > 0 &&
	    !check_is_placeholder(ns) && !check_is_placeholder(name) &&
	    map_get(&space->names[type], name) == NULL;
}

static void
check_tls_secrets(struct lint *lint, const struct ingress *ingress)
{
	struct str ns = ingress->object->ns;

	for (size_t i = 0; i < ingress->ntls && !is_made_later(ingress);
	    i++) {
		const struct node *secret = ingress->tls[i].secret;
		struct diag *d;

		if (!is_missing(lint, OBJECT_SECRET, ns, node_text(secret)))
			continue;
		d = diag_report(lint->diags, RULE_SECRET_MISSING,
		    secret->span, "there is no Secret \"%.*s\" in namespace "
		    "\"%.*s\" among the manifests", STR_ARG(secret->text),
		    STR_ARG(ns));
		diag_note(lint->diags, d, SPAN_NONE, "as long as it does not "
		    "exist, ingress-nginx serves these hosts with its own "
		    "self-signed certificate");
	}
}

/* What an annotation names, and what comes of it when that is not there. */
struct named {
	const char *annotation;
	enum object_kind type;
	const char *kind;
	const char *with;	/* read only together with this one, or NULL */
	const char *effect;
};

static const struct named all_named[] = {
	{ "default-backend", OBJECT_SERVICE, "Service", NULL,
	    "it is ignored: the default backend of the controller answers "
	    "instead" },
	{ "auth-secret", OBJECT_SECRET, "Secret", "auth-type",
	    "every request to this Ingress answers 503" },
	{ "auth-tls-secret", OBJECT_SECRET, "Secret", NULL,
	    "every request to its hosts answers 403 or 503" },
	{ "proxy-ssl-secret", OBJECT_SECRET, "Secret", NULL,
	    "every request to this Ingress answers 503" },
	{ "custom-headers", OBJECT_CONFIG_MAP, "ConfigMap", NULL,
	    "every request to this Ingress answers 503" },
	{ "auth-proxy-set-headers", OBJECT_CONFIG_MAP, "ConfigMap",
	    "auth-url", "every request to this Ingress answers 503" },
	{ "fastcgi-params-configmap", OBJECT_CONFIG_MAP, "ConfigMap", NULL,
	    "every request to this Ingress answers 503" },
};

/* "[namespace/]name" */
static struct str
split(struct str text, struct str *ns)
{
	size_t slash;

	text = str_trim(text);
	slash = str_find_byte(text, '/', 0);
	if (slash == STR_NONE)
		return text;
	*ns = str_cut(text, 0, slash);
	return str_cut(text, slash + 1, text.len);
}

static void
check_named(struct lint *lint, const struct ingress *ingress,
    const struct named *named)
{
	const struct node *value = ingress_annotation(ingress,
	    named->annotation);
	struct str ns = ingress->object->ns, name;
	struct diag *d;

	if (value == NULL || (named->with != NULL &&
	    ingress_annotation(ingress, named->with) == NULL))
		return;
	name = split(value->text, &ns);
	/* annotation-invalid speaks of a value that is not accepted. */
	if ((!str_eq(ns, ingress->object->ns) &&
	    !lint->model->controller.cross_namespace) ||
	    !is_missing(lint, named->type, ns, name))
		return;
	d = diag_report(lint->diags, RULE_ANNOTATION_REFERENCE_MISSING,
	    value->span, "there is no %s \"%.*s\" in namespace \"%.*s\" "
	    "among the manifests", named->kind, STR_ARG(name), STR_ARG(ns));
	diag_note(lint->diags, d, SPAN_NONE, "as long as it does not exist, "
	    "%s", named->effect);
}

static void
check_annotations(struct lint *lint, const struct ingress *ingress)
{
	for (size_t i = 0; i < sizeof(all_named) / sizeof(*all_named); i++)
		check_named(lint, ingress, &all_named[i]);
}

ingress_check *const secret_checks[] = {
	check_tls_secrets, check_annotations, NULL
};
