/*
 * Values that do not stay what they are in the controller's nginx.conf. How
 * each one is written there is in a table; whether a text stays in its place
 * is asked of the rules by which nginx reads its file. What a release, or a
 * validator, keeps out is not spoken of: by default, 1.15.1 keeps out all.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/leak.h"
#include "model/decode.h"
#include "model/older.h"

/* Whether the group of an annotation has passed its parser. */
typedef bool in_force(const struct extract *);

static bool
is_redirected(const struct extract *x)
{
	return x->redirect_url.len > 0;
}

static bool
has_target(const struct extract *x)
{
	return x->target.len > 0;
}

static bool
has_app_root(const struct extract *x)
{
	return x->app_root.len > 0;
}

static bool
has_auth_url(const struct extract *x)
{
	return x->authenticates &&
	    extract_node(x, ANNOTATION_AUTH_URL) != NULL;
}

static bool
has_client_certificate(const struct extract *x)
{
	return extract_node(x, ANNOTATION_AUTH_TLS_SECRET) != NULL;
}

static bool
has_backend_certificate(const struct extract *x)
{
	return extract_node(x, ANNOTATION_PROXY_SSL_SECRET) != NULL;
}

static bool
is_always(const struct extract *x)
{
	(void)x;
	return true;
}

struct leaky {
	enum annotation_id id;
	enum leak_seat seat;
	in_force *in_force;
	enum change_id mended;	/* CHANGE_COUNT: only validation helps */
	const char *cve;
};

/* Directive injection by annotations as such; only validation is against. */
#define ANY_VALUE CHANGE_COUNT, "CVE-2021-25746"

/* rootfs/etc/nginx/template/nginx.tmpl; the first row that fits counts. */
static const struct leaky leaks[] = {
	{ ANNOTATION_AUTH_URL, SEAT_WORD, has_auth_url,
	    CHANGE_QUOTED_AUTH, "CVE-2025-24514" },
	{ ANNOTATION_AUTH_TLS_MATCH_CN, SEAT_BLOCK, has_client_certificate,
	    CHANGE_QUOTED_AUTH, "CVE-2025-1097" },
	{ ANNOTATION_MIRROR_TARGET, SEAT_DOUBLE, is_always,
	    CHANGE_QUOTED_AUTH, "CVE-2025-1098" },
	{ ANNOTATION_MIRROR_HOST, SEAT_DOUBLE, is_always,
	    CHANGE_QUOTED_AUTH, "CVE-2025-1098" },
	{ ANNOTATION_AUTH_TLS_VERIFY_CLIENT, SEAT_WORD,
	    has_client_certificate, CHANGE_VERIFY_CLIENT, "CVE-2024-7646" },
	{ ANNOTATION_AUTH_METHOD, SEAT_WORD, has_auth_url,
	    CHANGE_AUTH_METHOD, "CVE-2026-1580" },
	{ ANNOTATION_PERMANENT_REDIRECT, SEAT_WORD, is_redirected,
	    CHANGE_COUNT, "CVE-2023-5044" },
	{ ANNOTATION_TEMPORAL_REDIRECT, SEAT_WORD, is_redirected,
	    ANY_VALUE },
	{ ANNOTATION_REWRITE_TARGET, SEAT_WORD, has_target, ANY_VALUE },
	{ ANNOTATION_APP_ROOT, SEAT_MIDDLE, has_app_root, ANY_VALUE },
	{ ANNOTATION_SERVER_ALIAS, SEAT_WORD, is_always,
	    CHANGE_QUOTED_PATHS, "CVE-2021-25746" },
	{ ANNOTATION_AUTH_METHOD, SEAT_WORD, has_auth_url, ANY_VALUE },
	{ ANNOTATION_AUTH_SIGNIN, SEAT_WORD, has_auth_url, ANY_VALUE },
	{ ANNOTATION_AUTH_REQUEST_REDIRECT, SEAT_WORD, has_auth_url,
	    ANY_VALUE },
	{ ANNOTATION_AUTH_CACHE_KEY, SEAT_SINGLE, has_auth_url, ANY_VALUE },
	{ ANNOTATION_AUTH_TLS_ERROR_PAGE, SEAT_WORD, has_client_certificate,
	    ANY_VALUE },
	{ ANNOTATION_SSL_CIPHERS, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_SSL_CIPHERS, SEAT_WORD, has_backend_certificate,
	    ANY_VALUE },
	{ ANNOTATION_PROXY_SSL_NAME, SEAT_WORD, has_backend_certificate,
	    ANY_VALUE },
	{ ANNOTATION_PROXY_BUFFER_SIZE, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_BUSY_BUFFERS_SIZE, SEAT_WORD, is_always,
	    ANY_VALUE },
	{ ANNOTATION_PROXY_BUFFERING, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_REQUEST_BUFFERING, SEAT_WORD, is_always,
	    ANY_VALUE },
	{ ANNOTATION_PROXY_HTTP_VERSION, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_COOKIE_DOMAIN, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_COOKIE_PATH, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_NEXT_UPSTREAM, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_REDIRECT_FROM, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_PROXY_REDIRECT_TO, SEAT_WORD, is_always, ANY_VALUE },
	{ ANNOTATION_CONNECTION_PROXY_HEADER, SEAT_WORD, is_always,
	    ANY_VALUE },
	{ ANNOTATION_OPENTELEMETRY_OPERATION_NAME, SEAT_WORD, is_always,
	    ANY_VALUE },
};

/* What a snippet has no business with, if it is one about requests. */
static const char *const reaches[] = {
	"/run/secrets", "/etc/ingress-controller", "/etc/passwd",
	"/etc/shadow", "serviceaccount", "load_module", "ssl_engine",
	"io.open", "io.popen", "os.execute",
};

static const enum annotation_id snippets[] = {
	ANNOTATION_CONFIGURATION_SNIPPET, ANNOTATION_SERVER_SNIPPET,
	ANNOTATION_STREAM_SNIPPET, ANNOTATION_AUTH_SNIPPET,
	ANNOTATION_MODSECURITY_SNIPPET,
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct controller *
controller_of(const struct lint *lint)
{
	return &lint->model->controller;
}

/* What is injected, by its first directive. */
static struct diag *
report(struct lint *lint, const struct node *node, size_t at, struct str what,
    const char *cve)
{
	struct str directive = leak_directive(node->text, at);
	struct diag *d;

	d = diag_report(lint->diags, RULE_CONFIG_INJECTION,
	    node_part(lint->sources, node, at, node->text.len),
	    "%.*s ends here for nginx, which takes the rest for "
	    "configuration of the controller (%s)", STR_ARG(what), cve);
	if (directive.len > 0)
		diag_note(lint->diags, d, SPAN_NONE, "it begins with the "
		    "directive \"%.*s\"", STR_ARG(directive));
	diag_note(lint->diags, d, SPAN_NONE, "the controller can read the "
	    "Secrets of the cluster, and what it is configured to do can");
	return d;
}

static void
fix_by_release(struct lint *lint, struct diag *d, enum change_id mended)
{
	struct str since = change_since(lint->arena, mended);

	diag_say_fix(lint->diags, d, "another value; ingress-nginx %.*s, and "
	    "what came later, keeps such a value in its place",
	    STR_ARG(since));
}

static void
fix_by_validation(struct lint *lint, struct diag *d)
{
	diag_say_fix(lint->diags, d, "another value; with "
	    "--enable-annotation-validation the controller refuses this one");
}

static bool
is_open(const struct lint *lint, enum change_id mended)
{
	return mended == CHANGE_COUNT ||
	    !controller_has(controller_of(lint), mended);
}

static const struct leaky *
find_leak(const struct lint *lint, enum annotation_id id,
    const struct extract *x)
{
	for (size_t i = 0; i < COUNT(leaks); i++)
		if (leaks[i].id == id && is_open(lint, leaks[i].mended))
			return leaks[i].in_force(x) ? &leaks[i] : NULL;
	return NULL;
}

static void
check_annotation(struct lint *lint, const struct entrant *e,
    const struct extract_node *n)
{
	const struct controller *c = controller_of(lint);
	const struct leaky *l = find_leak(lint, n->id, &e->extract);
	struct str value = node_text(n->value);
	size_t at = l == NULL ? STR_NONE : leak_find(value, l->seat);
	bool passes;
	struct diag *d;

	if (at == STR_NONE || placeholder_in(value))
		return;
	passes = older_passes(lint->arena, n->id, c->version, value);
	if (c->validate_annotations && !passes)
		return;
	/* Not read beside the other one. */
	if (n->id == ANNOTATION_PERMANENT_REDIRECT &&
	    extract_node(&e->extract, ANNOTATION_TEMPORAL_REDIRECT) != NULL)
		return;
	d = report(lint, n->value, at, annotation_get(n->id)->name, l->cve);
	if (l->mended != CHANGE_COUNT)
		fix_by_release(lint, d, l->mended);
	else
		fix_by_validation(lint, d);
}

static bool
is_snippet(enum annotation_id id)
{
	for (size_t i = 0; i < COUNT(snippets); i++)
		if (snippets[i] == id)
			return true;
	return false;
}

static void
check_snippet(struct lint *lint, const struct extract_node *n)
{
	struct str text = node_text(n->value);
	struct diag *d;

	for (size_t i = 0; i < COUNT(reaches); i++) {
		size_t at = str_find(text, str_from(reaches[i]), 0);

		if (at == STR_NONE)
			continue;
		d = diag_report(lint->diags, RULE_CONFIG_INJECTION,
		    node_part(lint->sources, n->value, at,
		    at + strlen(reaches[i])), "%.*s reaches for what is the "
		    "controller's own, by \"%s\" (%s)",
		    STR_ARG(annotation_get(n->id)->name), reaches[i],
		    n->id == ANNOTATION_CONFIGURATION_SNIPPET ?
		    "CVE-2021-25742, CVE-2023-5043" : "CVE-2021-25742");
		diag_note(lint->diags, d, SPAN_NONE, "the controller can "
		    "read the Secrets of the cluster, and what it is "
		    "configured to do can");
		diag_say_fix(lint->diags, d, "a snippet without it; no "
		    "release mended this, but snippets are off unless "
		    "allow-snippet-annotations is \"true\"");
		return;
	}
}

/* The ConfigMap of headers for external authentication. */
static void
check_headers(struct lint *lint, const struct entrant *e)
{
	const struct node *name = extract_node(&e->extract,
	    ANNOTATION_AUTH_PROXY_SET_HEADERS), *data;
	const struct object *map;

	if (name == NULL || !is_open(lint, CHANGE_QUOTED_HEADERS) ||
	    !has_auth_url(&e->extract))
		return;
	map = lookup_key(lint->cluster, OBJECT_CONFIG_MAP, decode_trim(
	    node_text(name)));
	data = map == NULL ? NULL : node_get(map->root, STR("data"));
	for (uint32_t i = 0; node_is(data, NODE_MAP) && i < data->count;
	    i++) {
		const struct node *value = data->entries[i].value;
		size_t at = leak_find(node_text(value), SEAT_SINGLE);
		struct diag *d;

		if (at == STR_NONE || placeholder_in(node_text(value)))
			continue;
		d = report(lint, value, at, data->entries[i].key->text,
		    "CVE-2025-15566");
		diag_note(lint->diags, d, node_span(name),
		    "auth-proxy-set-headers names the ConfigMap");
		fix_by_release(lint, d, CHANGE_QUOTED_HEADERS);
	}
}

/* template.go: shouldApplyAuthUpstream() */
static bool
has_auth_upstream(const struct lint *lint, const struct extract *x)
{
	long long keepalive;

	return has_auth_url(x) && !controller_of(lint)->http2 &&
	    decode_int(node_text(extract_node(x,
	    ANNOTATION_AUTH_KEEPALIVE)), &keepalive) && keepalive > 0;
}

/* Every place that a path is written to, the first release last mended. */
static const char *
find_path_leak(const struct lint *lint, const struct entrant *e,
    const struct site *site, struct str text, size_t *at,
    enum change_id *mended)
{
	*mended = CHANGE_QUOTED_PATHS;
	*at = leak_find(text, site->regex != NULL ? SEAT_DOUBLE_BLOCK :
	    SEAT_BLOCK);
	if (*at != STR_NONE && is_open(lint, *mended))
		return "CVE-2026-24512";
	*mended = CHANGE_QUOTED_REWRITES;
	*at = leak_find(text, SEAT_DOUBLE);
	if (*at != STR_NONE && is_open(lint, *mended) &&
	    has_target(&e->extract) && !str_eq(e->extract.target, text))
		return "CVE-2026-3288";
	*mended = CHANGE_NO_PATH_COMMENT;
	*at = leak_find(text, SEAT_COMMENT);
	if (*at != STR_NONE && is_open(lint, *mended) &&
	    has_auth_upstream(lint, &e->extract))
		return "CVE-2026-4342";
	return NULL;
}

static void
check_path(struct lint *lint, const struct entrant *e,
    const struct site *site, const struct path *path)
{
	enum change_id mended;
	const char *cve;
	struct diag *d;
	size_t at;

	if (path->text == NULL || path->backend.service == NULL ||
	    (controller_of(lint)->strict_paths &&
	    path->type != PATH_IMPLEMENTATION_SPECIFIC) ||
	    placeholder_in(path->text->text))
		return;
	cve = find_path_leak(lint, e, site, path->text->text, &at, &mended);
	if (cve == NULL)
		return;
	d = report(lint, path->text, at, STR("the path"), cve);
	fix_by_release(lint, d, mended);
}

static void
check_paths(struct lint *lint, const struct entrant *e)
{
	for (size_t i = 0; i < e->ingress->nrules; i++) {
		const struct host_rule *rule = &e->ingress->rules[i];
		const struct site *site = map_get(
		    &lint->model->sites.by_host, host_text(rule));

		for (size_t k = 0; site != NULL && k < rule->npaths; k++)
			check_path(lint, e, site, &rule->paths[k]);
	}
}

static void
check_entrant(struct lint *lint, const struct entrant *e)
{
	const struct controller *c = controller_of(lint);

	for (size_t i = 0; i < e->extract.nodes.n; i++) {
		const struct extract_node *n = &e->extract.nodes.at[i];

		if (!is_snippet(n->id))
			check_annotation(lint, e, n);
		else if (c->allow_snippets)
			check_snippet(lint, n);
	}
	check_headers(lint, e);
	if (c->version != VERSION_NEWEST)
		check_paths(lint, e);
}

/* Of what is served as it is written. */
static void
check_injection(struct lint *lint)
{
	const struct controller *c = controller_of(lint);
	const struct entrants *entrants = &lint->model->entrants;

	/* Nothing gets through then. */
	if (c->version == VERSION_NEWEST && c->validate_annotations &&
	    !c->allow_snippets)
		return;
	for (size_t i = 0; i < entrants->served.n; i++) {
		const struct entrant *e = entrants->served.at[i];

		if (e->ingress->object->linted && !e->extract.canary.enabled &&
		    e->extract.denied.why.len == 0 &&
		    e->extract.server_denied.why.len == 0)
			check_entrant(lint, e);
	}
}

cluster_check *const injection_set_checks[] = { check_injection, NULL };
