/*
 * Every group of annotations has a parser in the controller; each is a
 * function here, reads the same values in the same order and gives up at the
 * same ones. What a refused value does is in the catalogue; what an empty
 * one does is in the parsers: mostly, the whole group is as if not there.
 */
#include "model/extract.h"

#include <stdlib.h>

#include "model/decode.h"
#include "model/extractor.h"
#include "model/older.h"

static void
add_fault(struct extractor *x, enum annotation_id id,
    enum annotation_effect effect, struct str why)
{
	struct extract_fault *fault = vec_add(x->arena, &x->out->faults);

	*fault = (struct extract_fault){ id, effect, why };
}

static void
note(struct extractor *x, struct refusal *r, enum annotation_id id,
    struct str why)
{
	if (r->why.len > 0)
		return;
	r->why = why;
	r->where = node_span(extract_node(x->out, id));
	if (r->where.file == 0)
		r->where = x->ingress->object->where;
}

void
extractor_drop(struct extractor *x, enum annotation_id id, const char *fmt,
    ...)
{
	struct str why;
	va_list args;

	va_start(args, fmt);
	why = arena_vprintf(x->arena, fmt, args);
	va_end(args);
	add_fault(x, id, EFFECT_DROP, why);
	note(x, &x->out->dropped, id, why);
}

void
extractor_deny(struct extractor *x, enum annotation_id id, const char *fmt,
    ...)
{
	struct str why;
	va_list args;

	va_start(args, fmt);
	why = arena_vprintf(x->arena, fmt, args);
	va_end(args);
	add_fault(x, id, EFFECT_DENY, why);
	note(x, &x->out->denied, id, why);
}

static void
refuse(struct extractor *x, enum annotation_id id, struct str value)
{
	const struct annotation *a = annotation_get(id);
	struct str why;

	add_fault(x, id, a->effect, (struct str){ NULL, 0 });
	if (a->effect != EFFECT_DROP && a->effect != EFFECT_DENY)
		return;
	why = arena_printf(x->arena, "%.*s is \"%.*s\", and the controller "
	    "takes only %s", STR_ARG(a->name), STR_ARG(value),
	    validator_wants(a->validator));
	note(x, a->effect == EFFECT_DROP ? &x->out->dropped :
	    &x->out->denied, id, why);
}

void
extractor_ignore(struct extractor *x, enum annotation_id id, struct str why)
{
	add_fault(x, id, EFFECT_DEFAULT, why);
}

/* validators.go: checkAnnotation(). The value is as written. */
static enum given
check(struct extractor *x, enum annotation_id id, struct str *value)
{
	const struct node *node = extract_node(x->out, id);

	*value = node_text(node);
	if (node == NULL)
		return GIVEN_NOT;
	if (!x->controller->validate_annotations || value->len == 0 ||
	    older_passes(x->arena, id, x->controller->version, *value))
		return GIVEN;
	refuse(x, id, *value);
	return GIVEN_REFUSED;
}

enum given
extractor_text(struct extractor *x, enum annotation_id id, struct str *text)
{
	struct str value;
	enum given given = check(x, id, &value);

	*text = (struct str){ NULL, 0 };
	if (given != GIVEN)
		return given;
	*text = decode_lines(x->arena, value);
	return text->len > 0 ? GIVEN : GIVEN_INVALID;
}

enum given
extractor_bool(struct extractor *x, enum annotation_id id, bool *flag)
{
	struct str value;
	enum given given = check(x, id, &value);

	if (given == GIVEN && !decode_bool(value, flag))
		given = GIVEN_INVALID;
	return given;
}

enum given
extractor_int(struct extractor *x, enum annotation_id id, long long *n)
{
	struct str value;
	enum given given = check(x, id, &value);

	if (given == GIVEN && !decode_int(value, n))
		given = GIVEN_INVALID;
	return given;
}

void
extractor_flag(struct extractor *x, enum annotation_id id, bool *flag,
    bool otherwise)
{
	if (extractor_bool(x, id, flag) != GIVEN)
		*flag = otherwise;
}

/* rewrite/main.go */
static void
extract_rewrite(struct extractor *x)
{
	const struct controller *c = x->controller;
	struct extract *out = x->out;

	extractor_text(x, ANNOTATION_REWRITE_TARGET, &out->target);
	extractor_flag(x, ANNOTATION_SSL_REDIRECT, &out->ssl_redirect,
	    c->ssl_redirect);
	extractor_flag(x, ANNOTATION_PRESERVE_TRAILING_SLASH,
	    &out->preserve_trailing_slash, c->preserve_trailing_slash);
	extractor_flag(x, ANNOTATION_FORCE_SSL_REDIRECT,
	    &out->force_ssl_redirect, c->force_ssl_redirect);
	extractor_flag(x, ANNOTATION_USE_REGEX, &out->use_regex, false);
	if (extractor_text(x, ANNOTATION_APP_ROOT, &out->app_root) != GIVEN ||
	    decode_is_path(out->app_root))
		return;
	extractor_ignore(x, ANNOTATION_APP_ROOT, STR("app-root is no path "
	    "that begins with a slash: it is ignored, and / is not "
	    "redirected"));
	out->app_root = (struct str){ NULL, 0 };
}

/* canary/main.go */
static void
extract_canary(struct extractor *x)
{
	struct canary c = { .enabled = false };

	extractor_flag(x, ANNOTATION_CANARY, &c.enabled, false);
	if (extractor_int(x, ANNOTATION_CANARY_WEIGHT, &c.weight) != GIVEN)
		c.weight = 0;
	if (extractor_int(x, ANNOTATION_CANARY_WEIGHT_TOTAL, &c.total) !=
	    GIVEN)
		c.total = 100;
	extractor_text(x, ANNOTATION_CANARY_BY_HEADER, &c.header);
	extractor_text(x, ANNOTATION_CANARY_BY_HEADER_VALUE,
	    &c.header_value);
	extractor_text(x, ANNOTATION_CANARY_BY_HEADER_PATTERN,
	    &c.header_pattern);
	extractor_text(x, ANNOTATION_CANARY_BY_COOKIE, &c.cookie);
	/* Settings of one that is not enabled are thrown away. */
	if (c.enabled)
		x->out->canary = c;
}

static int
compare_names(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* alias/main.go */
static void
extract_aliases(struct extractor *x)
{
	struct extract *out = x->out;
	struct str list, name;
	size_t n = 0;

	if (extractor_text(x, ANNOTATION_SERVER_ALIAS, &list) != GIVEN)
		return;
	while (decode_item(&list, &name))
		*vec_add(x->arena, &out->aliases) = name;
	if (out->aliases.n == 0)
		return;
	qsort(out->aliases.at, out->aliases.n, sizeof(*out->aliases.at),
	    compare_names);
	for (size_t i = 0; i < out->aliases.n; i++)
		if (n == 0 || !str_eq(out->aliases.at[n - 1],
		    out->aliases.at[i]))
			out->aliases.at[n++] = out->aliases.at[i];
	out->aliases.n = n;
}

/* Before blanks were taken for blanks, they were no numbers. */
static bool
is_bare_list(struct str list)
{
	long long code;

	while (list.at != NULL)
		if (!decode_int(str_next(&list, ','), &code))
			return false;
	return true;
}

/* customhttperrors/main.go */
static void
extract_errors(struct extractor *x)
{
	struct extract *out = x->out;
	struct str list, item;
	long long code;

	if (extractor_text(x, ANNOTATION_CUSTOM_HTTP_ERRORS, &list) !=
	    GIVEN || (!controller_has(x->controller, CHANGE_ERROR_CODES) &&
	    !is_bare_list(list)))
		return;
	while (decode_item(&list, &item)) {
		if (!decode_int(item, &code)) {
			extractor_ignore(x, ANNOTATION_CUSTOM_HTTP_ERRORS,
			    STR("custom-http-errors holds what is no "
			    "number: it is ignored"));
			out->custom_errors.n = 0;
			return;
		}
		*vec_add(x->arena, &out->custom_errors) = code;
	}
}

/* defaultbackend/main.go, serviceupstream/main.go and others */
static void
extract_backend(struct extractor *x)
{
	struct extract *out = x->out;
	struct str name;
	enum given given;

	if (extractor_text(x, ANNOTATION_DEFAULT_BACKEND, &name) == GIVEN)
		out->default_backend = lookup_service(x->cluster,
		    x->ingress->object->ns, name);
	given = extractor_bool(x, ANNOTATION_SERVICE_UPSTREAM,
	    &out->service_upstream);
	if (given != GIVEN)
		out->service_upstream = given == GIVEN_NOT &&
		    x->controller->service_upstream;
	if (extractor_bool(x, ANNOTATION_SSL_PASSTHROUGH,
	    &out->ssl_passthrough) != GIVEN)
		out->ssl_passthrough = false;
	extractor_text(x, ANNOTATION_UPSTREAM_VHOST, &out->upstream_vhost);
	extractor_text(x, ANNOTATION_X_FORWARDED_PREFIX,
	    &out->forwarded_prefix);
}

static size_t
count(struct str text, size_t from, const char *set)
{
	size_t at = from;

	while (at < text.len && text.at[at] != 0 &&
	    strchr(set, text.at[at]) != NULL)
		at++;
	return at - from;
}

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* ([a-z]+://(\*\.)?[A-Za-z0-9\-.]*(:\d+)?|\*|null)? */
static bool
is_origin(struct str text)
{
	size_t at = count(text, 0, LOWER), n;

	if (str_is(text, "null"))
		return true;
	if (at == 0 || !str_starts(str_cut(text, at, text.len), STR("://")))
		return false;
	at += 3;
	if (str_starts(str_cut(text, at, text.len), STR("*.")))
		at += 2;
	at += count(text, at, LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "-.");
	if (at < text.len && text.at[at] == ':' &&
	    (n = count(text, at + 1, DIGITS)) > 0)
		at += 1 + n;
	return at == text.len;
}

/* cors/main.go */
static void
extract_cors(struct extractor *x)
{
	struct extract *out = x->out;
	struct str list, item;

	extractor_flag(x, ANNOTATION_ENABLE_CORS, &out->cors, false);
	if (extractor_text(x, ANNOTATION_CORS_ALLOW_ORIGIN, &list) != GIVEN)
		list = STR("*");
	while (decode_item(&list, &item)) {
		if (str_is(item, "*")) {
			out->origins.n = 0;
			list = (struct str){ NULL, 0 };
		} else if (!is_origin(item)) {
			extractor_ignore(x, ANNOTATION_CORS_ALLOW_ORIGIN,
			    arena_printf(x->arena, "\"%.*s\" is no origin, "
			    "which begins with https:// or the like: it is "
			    "passed over, and pages from there are not "
			    "let in", STR_ARG(item)));
			continue;
		}
		*vec_add(x->arena, &out->origins) = item;
	}
}

/* sessionaffinity/main.go */
static void
extract_affinity(struct extractor *x)
{
	struct str text;

	x->out->sticky = extractor_text(x, ANNOTATION_AFFINITY, &text) ==
	    GIVEN && str_is(text, "cookie");
	x->out->canary_legacy = extractor_text(x,
	    ANNOTATION_AFFINITY_CANARY_BEHAVIOR, &text) == GIVEN &&
	    str_is(text, "legacy");
}

/* opentelemetry/main.go: the name is read only when it is switched on. */
static void
extract_telemetry(struct extractor *x)
{
	struct str text;
	bool enabled = false;

	if (extractor_bool(x, ANNOTATION_ENABLE_OPENTELEMETRY, &enabled) ==
	    GIVEN && enabled)
		extractor_text(x, ANNOTATION_OPENTELEMETRY_OPERATION_NAME,
		    &text);
}

/* snippet/main.go, serversnippet/main.go; what they do is not modelled. */
static void
extract_snippets(struct extractor *x)
{
	struct str text;

	x->out->has_snippet = x->controller->allow_snippets &&
	    (extractor_text(x, ANNOTATION_CONFIGURATION_SNIPPET, &text) ==
	    GIVEN || extractor_text(x, ANNOTATION_SERVER_SNIPPET, &text) ==
	    GIVEN);
}

/* ratelimit/main.go; what is over a limit is not modelled. */
static void
extract_limits(struct extractor *x)
{
	struct extract *out = x->out;

	extractor_int(x, ANNOTATION_LIMIT_RPM, &out->limit_rpm);
	extractor_int(x, ANNOTATION_LIMIT_RPS, &out->limit_rps);
	if (extractor_int(x, ANNOTATION_LIMIT_BURST_MULTIPLIER,
	    &out->limit_burst) != GIVEN)
		out->limit_burst = 5;
}

/*
 * What decides nothing but may drop the Ingress. Each of these is read
 * always; groups of several stop at the first bad one.
 */
static void
extract_others(struct extractor *x)
{
	static const enum annotation_id alone[] = {
		ANNOTATION_CLIENT_BODY_BUFFER_SIZE,
		ANNOTATION_CONNECTION_PROXY_HEADER,
		ANNOTATION_HTTP2_PUSH_PRELOAD, ANNOTATION_LOAD_BALANCE,
		ANNOTATION_SSL_CIPHERS, ANNOTATION_LIMIT_CONNECTIONS,
		ANNOTATION_LIMIT_ALLOWLIST,
	};
	static const enum annotation_id hash[] = {
		ANNOTATION_UPSTREAM_HASH_BY,
		ANNOTATION_UPSTREAM_HASH_BY_SUBSET,
		ANNOTATION_UPSTREAM_HASH_BY_SUBSET_SIZE,
	};
	enum given given = GIVEN;
	struct str text;

	for (size_t i = 0; i < sizeof(alone) / sizeof(*alone); i++)
		extractor_text(x, alone[i], &text);
	for (size_t i = 0; i < sizeof(hash) / sizeof(*hash) &&
	    (given == GIVEN || given == GIVEN_NOT); i++)
		given = extractor_text(x, hash[i], &text);
}

/* validators.go: CheckAnnotationRisk() */
enum annotation_id
extract_risky(const struct controller *c, struct str key)
{
	struct str name = key;
	enum annotation_id id;

	annotation_key(key, c->prefix, &name);
	id = annotation_find(name);
	return id == ANNOTATION_COUNT || annotation_get(id)->risk <= c->risk ||
	    older_lacks(id, c->version) != CHANGE_COUNT ||
	    (!str_eq(name, annotation_get(id)->name) &&
	    !controller_has(c, CHANGE_ALIAS_RISK)) ? ANNOTATION_COUNT : id;
}

static void
check_risk(struct extractor *x, struct str key)
{
	enum annotation_id id = extract_risky(x->controller, key);

	if (id != ANNOTATION_COUNT)
		extractor_drop(x, id, "%.*s is of risk %s, and the "
		    "controller's annotations-risk-level is %s",
		    STR_ARG(annotation_get(id)->name),
		    annotation_risk_name(annotation_get(id)->risk),
		    annotation_risk_name(x->controller->risk));
}

static void
put_node(struct extractor *x, enum annotation_id id, const struct node *value)
{
	struct extract_node *n;

	for (size_t i = 0; i < x->out->nodes.n; i++)
		if (x->out->nodes.at[i].id == id) {
			x->out->nodes.at[i].value = value;
			return;
		}
	n = vec_add(x->arena, &x->out->nodes);
	n->id = id;
	n->value = value;
}

/* An alias counts when the name itself is not there, or empty. */
static void
take(struct extractor *x, const struct entry *e, bool aliases)
{
	enum annotation_id id;
	struct str key;

	if (!node_is(e->value, NODE_SCALAR) || node_is_null(e->value) ||
	    !annotation_key(e->key->text, x->controller->prefix, &key))
		return;
	id = annotation_find(key);
	if (id == ANNOTATION_COUNT ||
	    aliases == str_eq(key, annotation_get(id)->name) ||
	    older_lacks(id, x->controller->version) != CHANGE_COUNT)
		return;
	if (!aliases || (node_text(e->value).len > 0 &&
	    node_text(extract_node(x->out, id)).len == 0))
		put_node(x, id, e->value);
}

static void
take_all(struct extractor *x)
{
	const struct node *all = x->ingress->annotations;
	uint32_t n = all == NULL ? 0 : all->count;

	for (uint32_t i = 0; i < n; i++)
		take(x, &all->entries[i], false);
	for (uint32_t i = 0; i < n; i++)
		take(x, &all->entries[i], true);
	for (uint32_t i = 0; i < n; i++)
		check_risk(x, all->entries[i].key->text);
}

const struct node *
extract_node(const struct extract *extract, enum annotation_id id)
{
	for (size_t i = 0; i < extract->nodes.n; i++)
		if (extract->nodes.at[i].id == id)
			return extract->nodes.at[i].value;
	return NULL;
}

void
extract_read(struct arena *arena, const struct cluster *cluster,
    const struct controller *controller, const struct ingress *ingress,
    struct extract *out)
{
	static void (*const groups[])(struct extractor *) = {
		extract_rewrite, extract_redirect, extract_canary,
		extract_aliases, extract_errors, extract_backend,
		extract_cors, extract_affinity, extract_telemetry,
		extract_snippets, extract_limits, extract_others,
		extract_basic_auth,
		extract_external_auth, extract_client_certificate,
		extract_proxy_certificate, extract_access_lists,
		extract_config_maps,
	};
	struct extractor x = { arena, cluster, controller, ingress, out };

	*out = (struct extract){ .use_regex = false };
	take_all(&x);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		groups[i](&x);
}
