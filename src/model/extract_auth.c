/*
 * The annotations that keep requests out. What they name must exist: the
 * controller lets nobody in when a Secret or ConfigMap is missing.
 */
#include "model/address.h"
#include "model/decode.h"
#include "model/extractor.h"

/* "namespace/name" or "name"; client-go: SplitMetaNamespaceKey() */
static bool
split_key(struct str key, struct str *ns, struct str *name)
{
	size_t slash = str_find_byte(key, '/', 0);

	*ns = (struct str){ NULL, 0 };
	*name = key;
	if (slash == STR_NONE)
		return true;
	*ns = str_cut(key, 0, slash);
	*name = str_cut(key, slash + 1, key.len);
	return str_find_byte(*name, '/', 0) == STR_NONE;
}

static bool
may_use(const struct extractor *x, struct str ns)
{
	return x->controller->cross_namespace ||
	    str_eq(ns, x->ingress->object->ns);
}

/* One without any data is filled by something else. */
static bool
has_key(const struct extractor *x, const struct object *secret,
    const char *key)
{
	const struct node *data = node_get(secret->root, STR("data"));
	const struct node *text = node_get(secret->root, STR("stringData"));

	return node_get(data, str_from(key)) != NULL ||
	    node_get(text, str_from(key)) != NULL ||
	    (x->controller->assume_references && data == NULL && text == NULL);
}

/* Denies when the Secret is missing, or has no such key. */
static bool
need_secret(struct extractor *x, enum annotation_id id, struct str ns,
    struct str name, const char *key)
{
	const struct object *secret = lookup_object(x->cluster,
	    OBJECT_SECRET, ns, name);

	if (secret == NULL && x->controller->assume_references)
		return true;
	if (secret == NULL)
		extractor_deny(x, id, "Secret %.*s/%.*s, which %.*s names, "
		    "is not there", STR_ARG(ns), STR_ARG(name),
		    STR_ARG(annotation_get(id)->name));
	else if (key != NULL && !has_key(x, secret, key))
		extractor_deny(x, id, "Secret %.*s/%.*s has no key \"%s\"",
		    STR_ARG(ns), STR_ARG(name), key);
	else
		return true;
	return false;
}

/* auth/main.go */
void
extract_basic_auth(struct extractor *x)
{
	struct str type, kind, key, ns, name, realm;
	enum given given;

	if (extractor_text(x, ANNOTATION_AUTH_TYPE, &type) != GIVEN)
		return;
	given = extractor_text(x, ANNOTATION_AUTH_SECRET_TYPE, &kind);
	if (given == GIVEN_REFUSED)
		return;
	if (given != GIVEN)
		kind = STR("auth-file");
	given = extractor_text(x, ANNOTATION_AUTH_SECRET, &key);
	if (given != GIVEN || !split_key(key, &ns, &name)) {
		extractor_deny(x, ANNOTATION_AUTH_TYPE, "auth-type is set, "
		    "and no auth-secret that can be read");
		return;
	}
	if (ns.len == 0)
		ns = x->ingress->object->ns;
	if (!may_use(x, ns)) {
		extractor_deny(x, ANNOTATION_AUTH_SECRET, "auth-secret is of "
		    "another namespace");
		return;
	}
	if (!str_is(kind, "auth-file") && !str_is(kind, "auth-map"))
		extractor_deny(x, ANNOTATION_AUTH_SECRET_TYPE,
		    "auth-secret-type is neither auth-file nor auth-map");
	if (!need_secret(x, ANNOTATION_AUTH_SECRET, ns, name,
	    str_is(kind, "auth-file") ? "auth" : NULL))
		return;
	extractor_text(x, ANNOTATION_AUTH_REALM, &realm);
	x->out->authenticates = true;
}

static bool
is_made_of(struct str text, bool letters)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if ((c < '0' || c > '9') && !(letters && (c == '-' ||
		    c == '_' || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z'))))
			return false;
	}
	return text.len > 0;
}

/* \d+(ms|s|m|h|d|w|M|y) */
static bool
is_duration(struct str text)
{
	size_t unit = text.len > 2 && str_ends(text, STR("ms")) ? 2 : 1;

	return text.len > unit && is_made_of(str_cut(text, 0,
	    text.len - unit), false) &&
	    (unit == 2 || strchr("smhdwMy", text.at[text.len - 1]) != NULL);
}

/* authreq/main.go: ValidCacheDuration(): codes, then a duration */
static bool
is_cache_duration(struct str text)
{
	bool seen = false;

	while (text.at != NULL) {
		struct str word = str_next(&text, ' ');

		if (word.len == 3 && is_made_of(word, false)) {
			if (seen)
				return false;
		} else if (is_duration(word))
			seen = true;
	}
	return seen;
}

/* False when the locations are denied for it. */
static bool
read_list(struct extractor *x, enum annotation_id id, struct str list)
{
	struct str item;

	while (decode_item(&list, &item))
		if (id == ANNOTATION_AUTH_CACHE_DURATION ?
		    !is_cache_duration(item) : !is_made_of(item, true)) {
			extractor_deny(x, id, "%.*s holds \"%.*s\"",
			    STR_ARG(annotation_get(id)->name), STR_ARG(item));
			return false;
		}
	return true;
}

/* The ConfigMap of headers that external authentication sets. */
static bool
read_proxy_headers(struct extractor *x)
{
	enum annotation_id id = ANNOTATION_AUTH_PROXY_SET_HEADERS;
	struct str key, ns, name;

	if (extractor_text(x, id, &key) != GIVEN)
		return true;
	if (!split_key(key, &ns, &name))
		extractor_deny(x, id, "auth-proxy-set-headers is no name of "
		    "a ConfigMap");
	else if (ns.len > 0 && !may_use(x, ns))
		extractor_deny(x, id, "auth-proxy-set-headers is of another "
		    "namespace");
	else if (lookup_key(x->cluster, OBJECT_CONFIG_MAP, key) == NULL &&
	    (ns.len == 0 || !x->controller->assume_references))
		extractor_deny(x, id, "ConfigMap %.*s, which "
		    "auth-proxy-set-headers names, is not there",
		    STR_ARG(key));
	else
		return true;
	return false;
}

/* parser/main.go: StringToURL() */
static bool
is_absolute_url(struct str text)
{
	struct url url;

	return decode_url(text, &url) && url.scheme.len > 0 &&
	    url.host.len > 0 &&
	    str_find(url.host, STR(".."), 0) == STR_NONE;
}

/* authreq/main.go; refused values of the last two switch it off. */
void
extract_external_auth(struct extractor *x)
{
	struct str url, list, text;
	bool flag;

	/* authreqglobal/main.go */
	if (extractor_bool(x, ANNOTATION_ENABLE_GLOBAL_AUTH, &flag) != GIVEN)
		flag = true;
	x->out->global_auth = flag;
	if (extractor_text(x, ANNOTATION_AUTH_URL, &url) != GIVEN)
		return;
	if (!is_absolute_url(url)) {
		extractor_deny(x, ANNOTATION_AUTH_URL, "auth-url \"%.*s\" is "
		    "no absolute URL", STR_ARG(url));
		return;
	}
	if (extractor_text(x, ANNOTATION_AUTH_METHOD, &text) ==
	    GIVEN_REFUSED)
		return;
	if (extractor_text(x, ANNOTATION_AUTH_CACHE_DURATION, &list) ==
	    GIVEN_REFUSED ||
	    !read_list(x, ANNOTATION_AUTH_CACHE_DURATION, list))
		return;
	if (extractor_text(x, ANNOTATION_AUTH_RESPONSE_HEADERS, &list) ==
	    GIVEN_REFUSED ||
	    !read_list(x, ANNOTATION_AUTH_RESPONSE_HEADERS, list))
		return;
	if (!read_proxy_headers(x) ||
	    extractor_text(x, ANNOTATION_AUTH_REQUEST_REDIRECT, &text) ==
	    GIVEN_REFUSED || extractor_bool(x,
	    ANNOTATION_AUTH_ALWAYS_SET_COOKIE, &flag) == GIVEN_REFUSED)
		return;
	x->out->authenticates = true;
}

/* k8s/main.go: ParseNameNS(): exactly one slash. False: denied. */
static bool
need_certificate(struct extractor *x, enum annotation_id id, struct str key,
    bool empty_is_own)
{
	struct str ns, name;

	if (str_find_byte(key, '/', 0) == STR_NONE ||
	    !split_key(key, &ns, &name)) {
		extractor_deny(x, id, "%.*s \"%.*s\" is not written as "
		    "namespace/name", STR_ARG(annotation_get(id)->name),
		    STR_ARG(key));
		return false;
	}
	if (!may_use(x, ns) && !(ns.len == 0 && empty_is_own)) {
		extractor_deny(x, id, "%.*s is of another namespace",
		    STR_ARG(annotation_get(id)->name));
		return false;
	}
	return need_secret(x, id, ns, name, NULL);
}

/* authtls/main.go */
void
extract_client_certificate(struct extractor *x)
{
	static const enum annotation_id others[] = {
		ANNOTATION_AUTH_TLS_ERROR_PAGE,
		ANNOTATION_AUTH_TLS_PASS_CERTIFICATE_TO_UPSTREAM,
		ANNOTATION_AUTH_TLS_MATCH_CN,
	};
	struct refusal before = x->out->denied;
	struct str key, text;
	enum given given = GIVEN;

	if (extractor_text(x, ANNOTATION_AUTH_TLS_SECRET, &key) != GIVEN)
		return;
	x->out->denied = (struct refusal){ { NULL, 0 }, SPAN_NONE };
	if (!need_certificate(x, ANNOTATION_AUTH_TLS_SECRET, key, true)) {
		x->out->server_denied = x->out->denied;
		if (before.why.len > 0)
			x->out->denied = before;
		return;
	}
	x->out->denied = before;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others) &&
	    given != GIVEN_REFUSED; i++)
		given = extractor_text(x, others[i], &text);
	x->out->authenticates = true;
}

/* proxyssl/main.go */
void
extract_proxy_certificate(struct extractor *x)
{
	struct str key;

	if (extractor_text(x, ANNOTATION_PROXY_SSL_SECRET, &key) == GIVEN)
		need_certificate(x, ANNOTATION_PROXY_SSL_SECRET, key, false);
}

/* ipallowlist/main.go, ipdenylist/main.go */
static void
read_addresses(struct extractor *x, enum annotation_id id)
{
	struct str list;
	enum given given = extractor_text(x, id, &list);

	if (given == GIVEN_INVALID)
		extractor_deny(x, id, "%.*s is empty",
		    STR_ARG(annotation_get(id)->name));
	while (given == GIVEN && list.at != NULL) {
		struct str item = decode_trim(str_next(&list, ','));

		if (!address_is_range(item))
			extractor_deny(x, id, "%.*s holds \"%.*s\"",
			    STR_ARG(annotation_get(id)->name), STR_ARG(item));
		x->out->restricts = true;
	}
}

void
extract_access_lists(struct extractor *x)
{
	x->out->restricts = x->controller->allow_list.len > 0 ||
	    x->controller->deny_list.len > 0;
	read_addresses(x, ANNOTATION_ALLOWLIST_SOURCE_RANGE);
	read_addresses(x, ANNOTATION_DENYLIST_SOURCE_RANGE);
}

static bool
is_allowed_header(const struct controller *c, struct str name)
{
	struct str list = c->allowed_response_headers, item;

	while (decode_item(&list, &item))
		if (str_eq(item, name))
			return true;
	return false;
}

/* Of a ConfigMap that any number of Ingresses may name. */
enum { HEADERS_MAX = 100 };

/* customheaders/main.go */
static void
read_custom_headers(struct extractor *x)
{
	enum annotation_id id = ANNOTATION_CUSTOM_HEADERS;
	const struct object *map;
	const struct node *data;
	struct str key;

	if (extractor_text(x, id, &key) != GIVEN)
		return;
	map = lookup_key(x->cluster, OBJECT_CONFIG_MAP, key);
	if (map == NULL && !x->controller->assume_references)
		extractor_deny(x, id, "ConfigMap %.*s, which custom-headers "
		    "names, is not there", STR_ARG(key));
	if (map == NULL)
		return;
	data = node_get(map->root, STR("data"));
	for (uint32_t i = 0; node_is(data, NODE_MAP) && i < data->count &&
	    i < HEADERS_MAX; i++)
		if (!is_allowed_header(x->controller,
		    data->entries[i].key->text))
			extractor_deny(x, id, "header %.*s of ConfigMap "
			    "%.*s is not in global-allowed-response-headers",
			    STR_ARG(data->entries[i].key->text),
			    STR_ARG(key));
}

/* fastcgi/main.go */
static void
read_fastcgi(struct extractor *x)
{
	enum annotation_id id = ANNOTATION_FASTCGI_PARAMS_CONFIGMAP;
	struct str text, key, ns, name;

	if (extractor_text(x, ANNOTATION_FASTCGI_INDEX, &text) ==
	    GIVEN_REFUSED || extractor_text(x, id, &key) != GIVEN)
		return;
	if (!split_key(key, &ns, &name)) {
		extractor_deny(x, id, "fastcgi-params-configmap is no name "
		    "of a ConfigMap");
		return;
	}
	if (ns.len > 0 && !may_use(x, ns)) {
		extractor_ignore(x, id, STR("fastcgi-params-configmap is of "
		    "another namespace: it is ignored without a word"));
		return;
	}
	if (x->controller->assume_references ||
	    lookup_object(x->cluster, OBJECT_CONFIG_MAP,
	    x->ingress->object->ns, name) != NULL)
		return;
	extractor_deny(x, id, "ConfigMap %.*s, which "
	    "fastcgi-params-configmap names, is not there", STR_ARG(key));
}

void
extract_config_maps(struct extractor *x)
{
	read_custom_headers(x);
	read_fastcgi(x);
}
