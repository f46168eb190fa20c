#include "model/controller.h"

#include <stddef.h>

#include "model/decode.h"

enum reading {
	AS_FLAG,	/* bool; empty is false */
	AS_NUMBER,	/* long long */
	AS_TEXT,	/* struct str */
	AS_REDIRECT,	/* long long; a code that it redirects with */
	AS_RISK,
	AS_CODES	/* struct codes; others are passed over */
};

struct field {
	const char *name;
	enum reading type;
	size_t offset;
};

#define FIELD(name, type, member) \
	{ name, AS_##type, offsetof(struct controller, member) }

static const struct field flags[] = {
	FIELD("controller-class", TEXT, controller_class),
	FIELD("ingress-class", TEXT, ingress_class),
	FIELD("ingress-class-by-name", FLAG, class_by_name),
	FIELD("watch-ingress-without-class", FLAG, without_class),
	FIELD("watch-namespace", TEXT, watch_namespace),
	FIELD("default-backend-service", TEXT, default_backend),
	FIELD("disable-catch-all", FLAG, disable_catch_all),
	FIELD("disable-svc-external-name", FLAG, disable_external_name),
	FIELD("annotations-prefix", TEXT, prefix),
	FIELD("enable-annotation-validation", FLAG, validate_annotations),
	FIELD("deep-inspect", FLAG, deep_inspect),
	FIELD("health-check-path", TEXT, health_path),
	FIELD("http-port", NUMBER, http_port),
	FIELD("https-port", NUMBER, https_port),
	FIELD("enable-ssl-passthrough", FLAG, ssl_passthrough),
	{ .name = NULL }
};

static const struct field config[] = {
	FIELD("ssl-redirect", FLAG, ssl_redirect),
	FIELD("force-ssl-redirect", FLAG, force_ssl_redirect),
	FIELD("preserve-trailing-slash", FLAG, preserve_trailing_slash),
	FIELD("use-port-in-redirects", FLAG, use_port_in_redirects),
	FIELD("relative-redirects", FLAG, relative_redirects),
	FIELD("http-redirect-code", REDIRECT, redirect_code),
	FIELD("no-tls-redirect-locations", TEXT, no_tls_redirect),
	FIELD("no-auth-locations", TEXT, no_auth),
	FIELD("service-upstream", FLAG, service_upstream),
	FIELD("custom-http-errors", CODES, custom_errors),
	FIELD("use-forwarded-headers", FLAG, forwarded_headers),
	FIELD("enable-underscores-in-headers", FLAG, underscores_in_headers),
	FIELD("ignore-invalid-headers", FLAG, ignore_invalid_headers),
	FIELD("use-http2", FLAG, http2),
	FIELD("whitelist-source-range", TEXT, allow_list),
	FIELD("denylist-source-range", TEXT, deny_list),
	FIELD("global-auth-url", TEXT, global_auth_url),
	FIELD("allow-snippet-annotations", FLAG, allow_snippets),
	FIELD("allow-cross-namespace-resources", FLAG, cross_namespace),
	FIELD("strict-validate-path-type", FLAG, strict_paths),
	FIELD("annotations-risk-level", RISK, risk),
	FIELD("annotation-value-word-blocklist", TEXT, blocked_words),
	FIELD("global-allowed-response-headers", TEXT,
	    allowed_response_headers),
	{ .name = NULL }
};

/* config.go: NewDefault() and flags.go: ParseFlags() */
void
controller_init(struct controller *c, unsigned version)
{
	*c = (struct controller){
		.version = version,
		.controller_class = STR("k8s.io/ingress-nginx"),
		.ingress_class = STR("nginx"),
		.prefix = STR("nginx.ingress.kubernetes.io"),
		.validate_annotations = change_applies(CHANGE_VALIDATION,
		    version),
		.deep_inspect = true,
		.health_path = STR("/healthz"),
		.http_port = 80, .https_port = 443,
		.ssl_redirect = true, .redirect_code = 308,
		.no_tls_redirect = STR("/.well-known/acme-challenge"),
		.no_auth = STR("/.well-known/acme-challenge"),
		.ignore_invalid_headers = true, .http2 = true,
		.strict_paths = change_applies(CHANGE_STRICT_PATHS, version),
		.cross_namespace = !change_applies(CHANGE_OWN_NAMESPACE,
		    version),
		.risk = change_applies(CHANGE_RISK, version) ? RISK_HIGH :
		    RISK_CRITICAL,
	};
}

/* mapstructure with WeaklyTypedInput: the empty text is false. */
static bool
set_flag(bool *flag, struct str value)
{
	if (value.len > 0)
		return decode_bool(value, flag);
	*flag = false;
	return true;
}

/* configmap.go: ReadConfig() */
static bool
set_redirect(long long *code, struct str value)
{
	long long n;

	if (!decode_int(value, &n) ||
	    (n != 301 && n != 302 && n != 307 && n != 308))
		return false;
	*code = n;
	return true;
}

static bool
set_codes(struct codes *codes, struct str value)
{
	struct str item;
	long long code;

	*codes = (struct codes){ { 0 } };
	while (decode_item(&value, &item))
		if (decode_int(item, &code))
			codes_add(codes, code);
	return true;
}

static bool
set(struct controller *c, const struct field *f, struct str value)
{
	void *member = (char *)c + f->offset;

	switch (f->type) {
	case AS_FLAG:
		return set_flag(member, value);
	case AS_NUMBER:
		return decode_int(value, member);
	case AS_REDIRECT:
		return set_redirect(member, value);
	case AS_CODES:
		return set_codes(member, value);
	case AS_RISK:
		*(enum annotation_risk *)member = annotation_risk_read(value);
		return true;
	case AS_TEXT:
		*(struct str *)member = value;
		break;
	}
	return true;
}

static enum setting_result
set_by_name(struct controller *c, const struct field *fields,
    struct str name, struct str value)
{
	for (const struct field *f = fields; f->name != NULL; f++)
		if (str_is(name, f->name))
			return set(c, f, value) ? SETTING_TAKEN :
			    SETTING_REFUSED;
	return SETTING_UNKNOWN;
}

bool
controller_has_key(struct str name)
{
	static const char *const keys[] = {
#define CONFIG_KEY(name) name,
#include "model/config_key.def"
#undef CONFIG_KEY
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (str_is(name, keys[i]))
			return true;
	return false;
}

enum setting_result
controller_set_flag(struct controller *c, struct str name, struct str value)
{
	return set_by_name(c, flags, name, value);
}

enum setting_result
controller_set_config(struct controller *c, struct str key, struct str value)
{
	return set_by_name(c, config, key, value);
}

/* No two settings of the controller are that near to each other. */
static const char *
near_name(const struct field *fields, struct str wrong)
{
	for (const struct field *f = fields; f->name != NULL; f++)
		if (str_distance(wrong, str_from(f->name), 2) <= 2)
			return f->name;
	return NULL;
}

const char *
controller_near_flag(struct str wrong)
{
	return near_name(flags, wrong);
}

const char *
controller_near_config(struct str wrong)
{
	return near_name(config, wrong);
}

void
controller_read(struct controller *c, const struct cluster *cluster,
    struct str config_map)
{
	const struct object *o = lookup_key(cluster, OBJECT_CONFIG_MAP,
	    config_map);
	const struct node *data = o == NULL ? NULL :
	    node_get(o->root, STR("data"));

	for (uint32_t i = 0; node_is(data, NODE_MAP) && i < data->count; i++)
		if (node_is(data->entries[i].value, NODE_SCALAR))
			controller_set_config(c, data->entries[i].key->text,
			    node_text(data->entries[i].value));
}
