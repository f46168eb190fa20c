/*
 * What the controller makes of the value of an annotation. That of those
 * which decide about requests is known to the model, which has read them;
 * of the others the catalogue knows what a refused value comes to.
 */
#include "lint/annotated.h"

#include "k8s/placeholder.h"
#include "lint/subject.h"
#include "model/decode.h"
#include "model/older.h"

enum {
	SHOWN_BYTES = 80,	/* of a value */
	KEYS_TRIED = 200	/* of an Ingress, for a mistyped name */
};

struct given_value {
	struct annotated *a;
	const struct entry *entry;
	const struct annotation *annotation;
	enum annotation_id id;
	struct str text;
};

static struct str
shown(const struct given_value *v)
{
	return str_cut(v->text, 0, SHOWN_BYTES);
}

static bool
is_refused(const struct given_value *v)
{
	return !older_passes(v->a->lint->arena, v->id,
	    v->a->controller->version, v->text);
}

/* The byte that is not accepted, where it is a matter of one. */
static struct span
place_of(const struct given_value *v)
{
	size_t at = v->text.len == 0 ? STR_NONE : validator_refuses(
	    v->a->lint->arena, v->annotation->validator, v->text);

	if (at == STR_NONE || at == 0)
		return v->entry->value->span;
	return node_part(v->a->lint->sources, v->entry->value, at, at + 1);
}

static struct str
clause_of(const struct given_value *v, struct str why)
{
	if (why.len > 0)
		return why;
	return arena_printf(v->a->lint->arena, "%.*s is \"%.*s\", and the "
	    "controller takes only %s", STR_ARG(v->annotation->name),
	    STR_ARG(shown(v)), validator_wants(v->annotation->validator));
}

/* What stands for it is mistyped, and another finding says so. */
static bool
is_mistyped(const struct annotated *a, struct str wanted)
{
	const struct node *all = a->ingress->annotations;

	for (uint32_t i = 0; i < all->count && i < KEYS_TRIED; i++) {
		struct str key = all->entries[i].key->text, name;

		if (annotation_key(key, a->controller->prefix, &name) ?
		    annotation_find(name) == ANNOTATION_COUNT &&
		    str_eq(annotation_nearest(name), wanted) :
		    prefix_is_slip(a->controller, key, &name) &&
		    str_eq(name, wanted))
			return true;
	}
	return false;
}

/* One of the names is there, or was meant to be. */
static bool
has_one_of(const struct annotated *a, struct str names)
{
	while (names.at != NULL) {
		struct str wanted = str_next(&names, ' ');

		if (node_text(extract_node(a->extract,
		    annotation_find(wanted))).len > 0 ||
		    is_mistyped(a, wanted))
			return true;
	}
	return false;
}

/* It does nothing, whatever its value is. */
static bool
is_alone(const struct given_value *v)
{
	struct str with = v->annotation->with;

	return with.len > 0 && !has_one_of(v->a, with);
}

/* Where the validator has nothing against the value. */
static const struct {
	enum annotation_id id;
	const char *advice;
} advices[] = {
	{ ANNOTATION_APP_ROOT, "a path such as /app" },
	{ ANNOTATION_AUTH_CACHE_DURATION, "codes and a duration, as in "
	    "200 202 5m" },
	{ ANNOTATION_AUTH_SECRET, "a Secret of the namespace of the Ingress, "
	    "with the key auth" },
	{ ANNOTATION_AUTH_TLS_SECRET, "NAMESPACE/NAME of a Secret in the "
	    "namespace of the Ingress" },
	{ ANNOTATION_AUTH_TYPE, "add auth-secret, which names a Secret with "
	    "the key auth" },
	{ ANNOTATION_AUTH_URL, "a URL with scheme and host" },
	{ ANNOTATION_CORS_ALLOW_ORIGIN, "an origin with its scheme, as in "
	    "https://a.example.com" },
	{ ANNOTATION_CUSTOM_HEADERS, "add the header to "
	    "global-allowed-response-headers in the controller's ConfigMap" },
	{ ANNOTATION_PROXY_SSL_SECRET, "NAMESPACE/NAME of a Secret in the "
	    "namespace of the Ingress" },
	{ ANNOTATION_TEMPORAL_REDIRECT, "a URL with scheme and host; a path "
	    "alone is taken by permanent-redirect" },
	{ ANNOTATION_TEMPORAL_REDIRECT_CODE, "301 and 308 are for "
	    "permanent-redirect with permanent-redirect-code" },
};

static void
fix_value(const struct given_value *v, struct diag *d)
{
	struct lint *lint = v->a->lint;
	const char *name = v->annotation->name.at;
	struct str mended;
	bool safe;

	if (v->text.len == 0 && v->id != ANNOTATION_AUTH_SECRET) {
		diag_say_fix(lint->diags, d, "leave it out");
	} else if (is_refused(v)) {
		mended = value_mended(lint->arena, v->id, v->text, &safe);
		if (mended.len > 0)
			subject_fix_quoted(lint, d, v->entry->value, mended,
			    safe && !is_alone(v), name);
		else
			diag_say_fix(lint->diags, d, "%s takes %s", name,
			    validator_wants(v->annotation->validator));
	} else {
		for (size_t i = 0; i < sizeof(advices) / sizeof(*advices);
		    i++)
			if (advices[i].id == v->id)
				diag_say_fix(lint->diags, d, "%s",
				    advices[i].advice);
	}
}

static void
report_dropped(const struct given_value *v, struct str why)
{
	struct diags *diags = v->a->lint->diags;
	struct diag *d;

	d = diag_report(diags, RULE_ANNOTATION_INVALID, place_of(v),
	    "the controller drops this Ingress with all its paths: %.*s",
	    STR_ARG(clause_of(v, why)));
	diag_note(diags, d, SPAN_NONE, "requests for its hosts get 404, or "
	    "what other Ingresses have for them; where the webhook runs, it "
	    "refuses the Ingress");
	fix_value(v, d);
}

static void
report_denied(const struct given_value *v, struct str why)
{
	struct diags *diags = v->a->lint->diags;
	bool everywhere = v->id == ANNOTATION_AUTH_TLS_SECRET;
	struct diag *d;

	if (v->a->canary && !everywhere)
		return;
	d = diag_report(diags, RULE_ANNOTATION_INVALID, place_of(v),
	    "every request to its %s is answered %s: %.*s",
	    everywhere ? "hosts" : "paths", everywhere ? "403" : "503",
	    STR_ARG(clause_of(v, why)));
	if (v->id == ANNOTATION_CUSTOM_HEADERS &&
	    v->a->controller->allowed_response_headers.len == 0) {
		diag_level(d, LEVEL_WARNING);
		diag_note(diags, d, SPAN_NONE, "so it is unless the "
		    "controller's ConfigMap has that key");
	}
	fix_value(v, d);
}

/* authreq/main.go: a wrapped error is not recognized as one of values. */
static void
report_open(const struct given_value *v, struct str why)
{
	const struct extract *x = v->a->extract;
	struct diags *diags = v->a->lint->diags;
	struct diag *d;

	if (v->a->canary)
		return;
	d = diag_report(diags, RULE_ANNOTATION_FAILS_OPEN, place_of(v),
	    "auth-url is switched off, and %s: %.*s", x->authenticates ?
	    "only the other authentication of the Ingress is left" :
	    x->global_auth && v->a->controller->global_auth_url.len > 0 ?
	    "the controller's global-auth-url decides instead" :
	    "everybody gets in", STR_ARG(clause_of(v, why)));
	diag_note(diags, d, node_span(extract_node(x, ANNOTATION_AUTH_URL)),
	    "no request is checked here; the webhook does not object, and "
	    "nothing but a line in the log says so");
	fix_value(v, d);
}

static struct str
fallback(const struct given_value *v)
{
	const struct annotation *an = v->annotation;
	struct arena *arena = v->a->lint->arena;

	if (an->source == SOURCE_UNSET || an->otherwise.len == 0)
		return STR("is ignored");
	return arena_printf(arena, an->source == SOURCE_FIXED ?
	    "is ignored, and counts as \"%.*s\"" : "is ignored, and what the "
	    "controller's ConfigMap has holds (\"%.*s\" by default)",
	    STR_ARG(an->otherwise));
}

/* A finding about the paths names the value already. */
static bool
is_noted(const struct lint *lint, struct span where)
{
	for (size_t i = lint->first_finding; i < lint->diags->list.n; i++) {
		const struct diag *d = lint->diags->list.at[i];

		for (size_t k = 0; k < d->notes.n; k++)
			if (d->notes.at[k].where.file == where.file &&
			    d->notes.at[k].where.start == where.start)
				return true;
	}
	return false;
}

static void
report_ignored(const struct given_value *v, struct str why)
{
	struct lint *lint = v->a->lint;
	struct diag *d;

	if ((v->a->canary && v->id != ANNOTATION_SERVICE_UPSTREAM) ||
	    (v->id == ANNOTATION_USE_REGEX &&
	    is_noted(lint, v->entry->value->span)))
		return;
	if (why.len > 0)
		d = diag_report(lint->diags, RULE_ANNOTATION_INVALID,
		    place_of(v), "%.*s", STR_ARG(why));
	else
		d = diag_report(lint->diags, RULE_ANNOTATION_INVALID,
		    place_of(v), "%.*s %.*s: it is \"%.*s\", and the "
		    "controller takes only %s", STR_ARG(v->annotation->name),
		    STR_ARG(fallback(v)), STR_ARG(shown(v)),
		    validator_wants(v->annotation->validator));
	diag_level(d, LEVEL_WARNING);
	fix_value(v, d);
}

static bool
has_fault(const struct extract *x, enum annotation_id id)
{
	for (size_t i = 0; i < x->faults.n; i++)
		if (x->faults.at[i].id == id)
			return true;
	return false;
}

/* Another one of its group is there, so that it matters. */
static bool
has_companion(const struct given_value *v)
{
	const struct extract *x = v->a->extract;

	for (size_t i = 0; i < x->nodes.n; i++)
		if (x->nodes.at[i].id != v->id &&
		    node_text(x->nodes.at[i].value).len > 0 &&
		    annotation_get(x->nodes.at[i].id)->group ==
		    v->annotation->group)
			return true;
	return false;
}

/* True when the model has something to say about the value. */
static bool
report_fault(const struct given_value *v)
{
	const struct extract *x = v->a->extract;

	for (size_t i = 0; i < x->faults.n; i++) {
		const struct extract_fault *fault = &x->faults.at[i];

		if (fault->id != v->id)
			continue;
		if (fault->effect == EFFECT_DROP)
			report_dropped(v, fault->why);
		else if (fault->effect == EFFECT_DENY &&
		    !(v->id == ANNOTATION_AUTH_TYPE &&
		    has_fault(x, ANNOTATION_AUTH_SECRET)))
			report_denied(v, fault->why);
		else if (fault->effect == EFFECT_OPEN)
			report_open(v, fault->why);
		else if (fault->effect == EFFECT_DEFAULT &&
		    (v->text.len > 0 || has_companion(v)))
			report_ignored(v, fault->why);
		return true;
	}
	return false;
}

/* Switched off, so that nobody misses it. */
static bool
is_off(struct str text)
{
	bool on = true;

	return (decode_bool(text, &on) && !on) || str_is(text, "off");
}

static struct str
enumerate(struct arena *arena, struct str names)
{
	struct str text = str_next(&names, ' ');

	while (names.at != NULL) {
		struct str name = str_next(&names, ' ');

		text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text),
		    names.at == NULL ? " or " : ", ", STR_ARG(name));
	}
	return text;
}

static void
note_missing(const struct given_value *v, struct diag *d)
{
	struct str with = v->annotation->with;
	struct diags *diags = v->a->lint->diags;

	if (str_is(with, "auth-type"))
		diag_note(diags, d, SPAN_NONE, "nobody is asked for a "
		    "password");
	else if (str_is(with, "auth-tls-secret"))
		diag_note(diags, d, SPAN_NONE, "nobody is asked for a "
		    "certificate");
	else if (str_is(with, "auth-url"))
		diag_note(diags, d, SPAN_NONE, "no request is checked "
		    "before it reaches the service");
}

static bool
check_alone(const struct given_value *v)
{
	struct annotated *a = v->a;
	struct str with = v->annotation->with, names;
	struct diag *d;

	if (!is_alone(v) || a->canary)
		return false;
	if (is_off(v->text) || annotated_joins(a, with, v->entry->key))
		return true;
	names = enumerate(a->lint->arena, with);
	d = diag_report(a->lint->diags, RULE_ANNOTATION_NO_EFFECT,
	    v->entry->key->span, "%.*s does nothing without %.*s, which this "
	    "Ingress does not have", STR_ARG(v->annotation->name),
	    STR_ARG(names));
	note_missing(v, d);
	diag_say_fix(a->lint->diags, d, "add %.*s, or leave it out",
	    STR_ARG(names));
	annotated_tell(a, with, d);
	return true;
}

/* redirect/redirect.go: temporal wins. */
static bool
check_permanent(const struct given_value *v)
{
	const struct node *temporal = extract_node(v->a->extract,
	    ANNOTATION_TEMPORAL_REDIRECT);
	struct diags *diags = v->a->lint->diags;
	struct diag *d;

	if (v->id != ANNOTATION_PERMANENT_REDIRECT || v->a->canary ||
	    node_text(temporal).len == 0)
		return false;
	d = diag_report(diags, RULE_ANNOTATION_NO_EFFECT,
	    v->entry->key->span, "permanent-redirect does nothing beside "
	    "temporal-redirect, which all requests are answered with");
	diag_note(diags, d, temporal->span, "this one");
	diag_say_fix(diags, d, "leave one of them out");
	return true;
}

/* auth/main.go: what holds one of the words and is not "basic" is digest. */
static void
check_type(const struct given_value *v)
{
	struct str text = decode_trim(v->text);
	struct diag *d;

	if (str_is(text, "basic") || str_is(text, "digest"))
		return;
	d = diag_report(v->a->lint->diags, RULE_ANNOTATION_INVALID,
	    v->entry->value->span, "auth-type \"%.*s\" counts as \"digest\": "
	    "browsers are asked for digest authentication", STR_ARG(shown(v)));
	diag_level(d, LEVEL_WARNING);
	diag_say_fix(v->a->lint->diags, d, "auth-type: basic, or digest");
}

/* template.go: proxySetHeader() compares with case, buildProxyPass() not. */
static void
check_protocol(const struct given_value *v)
{
	static const char *const names[] = { "GRPC", "GRPCS", "FCGI" };
	struct str text = decode_trim(v->text);
	struct lint *lint = v->a->lint;
	struct diag *d;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!str_eq_nocase(text, str_from(names[i])) ||
		    str_is(text, names[i]))
			continue;
		d = diag_report(lint->diags, RULE_ANNOTATION_INVALID,
		    v->entry->value->span, "backend-protocol \"%.*s\" is "
		    "understood by half: requests are passed on so, but %s, "
		    "which the controller writes only for \"%s\"",
		    STR_ARG(text), i < 2 ? "without the headers (Host, "
		    "X-Forwarded-For) and timeouts of gRPC" :
		    "without the parameters of FastCGI", names[i]);
		diag_level(d, LEVEL_WARNING);
		subject_fix_quoted(lint, d, v->entry->value,
		    str_from(names[i]), true, "backend-protocol");
	}
}

static void
check_passthrough(const struct given_value *v)
{
	struct diags *diags = v->a->lint->diags;
	struct diag *d;
	bool on;

	if (v->a->controller->ssl_passthrough ||
	    !decode_bool(v->text, &on) || !on)
		return;
	d = diag_report(diags, RULE_ANNOTATION_NO_EFFECT,
	    v->entry->key->span, "ssl-passthrough does nothing unless the "
	    "controller runs with --enable-ssl-passthrough, which is off by "
	    "default: it ends TLS itself");
	diag_level(d, LEVEL_NOTE);
	diag_say_fix(diags, d, "say so in the configuration of greenlight "
	    "where the flag is set");
}

/* What is accepted, and yet not what it seems. */
static void
check_odd(const struct given_value *v)
{
	if (v->a->canary)
		return;
	if (v->id == ANNOTATION_AUTH_TYPE)
		check_type(v);
	else if (v->id == ANNOTATION_BACKEND_PROTOCOL)
		check_protocol(v);
	else if (v->id == ANNOTATION_SSL_PASSTHROUGH)
		check_passthrough(v);
}

void
value_check(struct annotated *a, const struct entry *e, enum annotation_id id)
{
	struct given_value v = {
		a, e, annotation_get(id), id, e->value->text
	};

	/* Canaries and the target have rules of their own; an alias beside
	 * the name itself is not read. */
	if (v.annotation->group == GROUP_CANARY ||
	    id == ANNOTATION_REWRITE_TARGET ||
	    extract_node(a->extract, id) != e->value)
		return;
	if ((v.text.len > 0 && check_permanent(&v)) || report_fault(&v))
		return;
	if (v.text.len == 0 || check_alone(&v))
		return;
	if (!is_refused(&v))
		check_odd(&v);
	else if (v.annotation->effect == EFFECT_DEFAULT &&
	    a->controller->validate_annotations)
		report_ignored(&v, STR(""));
}
