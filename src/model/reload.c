/*
 * What nginx finds wrong is traced back to the Ingress, and the value in it,
 * that it was made of. A few values that go no further than a header or an
 * error page are looked at here.
 */
#include "model/reload.h"

/* The place of what a location was made of. */
static struct span
place_span(const struct place *place)
{
	const struct spot *spot = place->spot;

	if (spot->path != NULL && spot->path->text != NULL)
		return spot->path->text->span;
	if (spot->path != NULL)
		return spot->path->node->span;
	return spot->maker == NULL ? SPAN_NONE :
	    spot->maker->ingress->object->where;
}

static struct span
annotation_span(const struct entrant *e, enum annotation_id id)
{
	const struct node *node = extract_node(&e->extract, id);

	return node != NULL ? node->span : e->ingress->object->where;
}

static struct str
host_of(struct arena *arena, const struct site *site)
{
	return str_is(site->host, "_") ? STR("the default server") :
	    arena_printf(arena, "host %.*s", STR_ARG(site->host));
}

static const struct entrant *
maker_of(const struct location *l)
{
	const struct place *place = l == NULL ? NULL : l->owner;

	return place == NULL ? NULL : place->spot->maker;
}

static void
fail_pattern(struct arena *arena, const struct fault *fault,
    struct failure *out)
{
	const struct place *place = fault->location->owner;
	const struct site *site = fault->server->owner;

	out->where = place_span(place);
	if (fault->location->kind != LOCATION_REGEX) {
		out->why = arena_printf(arena, "path \"%.*s\" of %.*s is "
		    "nothing that nginx can use: %.*s",
		    STR_ARG(place->spot->text), STR_ARG(host_of(arena,
		    site)), STR_ARG(fault->message));
		return;
	}
	out->why = arena_printf(arena, "path \"%.*s\" is a regular "
	    "expression on %.*s, and nginx cannot use it: %.*s",
	    STR_ARG(place->spot->text), STR_ARG(host_of(arena, site)),
	    STR_ARG(fault->message));
}

/* Whose target it is: a rewrite, a return, or an app-root. */
static enum annotation_id
target_annotation(const struct fault *fault, const struct extract *x)
{
	if (str_eq(fault->text, x->target))
		return ANNOTATION_REWRITE_TARGET;
	if (str_eq(fault->text, x->app_root))
		return ANNOTATION_APP_ROOT;
	return extract_node(x, ANNOTATION_TEMPORAL_REDIRECT) != NULL ?
	    ANNOTATION_TEMPORAL_REDIRECT : ANNOTATION_PERMANENT_REDIRECT;
}

static void
fail_target(struct arena *arena, const struct fault *fault,
    struct failure *out)
{
	const struct extract *x = &out->by->extract;
	enum annotation_id id = target_annotation(fault, x);

	out->where = annotation_span(out->by, id);
	out->why = arena_printf(arena, "nginx cannot use %.*s \"%.*s\": %.*s",
	    STR_ARG(annotation_get(id)->name), STR_ARG(fault->text),
	    STR_ARG(fault->message));
}

static void
fail_twice(struct arena *arena, const struct fault *fault,
    struct failure *out)
{
	const struct place *place = fault->location->owner;
	const struct place *other = fault->other->owner;
	const struct site *site = fault->server->owner;

	/* The controller's own come last. */
	if (place == NULL) {
		place = other;
		other = NULL;
		out->by = place->spot->maker;
	}
	out->where = place_span(place);
	if (other == NULL)
		out->why = arena_printf(arena, "path \"%.*s\" gives nginx "
		    "location \"%.*s\", which the controller has itself on "
		    "%.*s", STR_ARG(place->spot->text), STR_ARG(place->text),
		    STR_ARG(host_of(arena, site)));
	else
		out->why = arena_printf(arena, "paths \"%.*s\" and \"%.*s\" "
		    "of %.*s give nginx location %s\"%.*s\" twice",
		    STR_ARG(other->spot->text), STR_ARG(place->spot->text),
		    STR_ARG(host_of(arena, site)), place->exact ? "= " : "",
		    STR_ARG(place->text));
}

/* A name is an alias, a host, or that of a www redirect. */
static void
fail_name(struct arena *arena, const struct model *model,
    const struct fault *fault, struct failure *out)
{
	const struct server *server = fault->server;
	const struct site *site = server->owner;

	if (site == NULL) {
		site = sites_get(&model->sites, server->moved_to);
		out->by = site->to_www->maker;
		out->where = annotation_span(out->by,
		    ANNOTATION_FROM_TO_WWW_REDIRECT);
		out->why = arena_printf(arena, "from-to-www-redirect on host "
		    "%.*s makes server name \"%.*s\", which nginx refuses",
		    STR_ARG(site->host), STR_ARG(fault->text));
		return;
	}
	out->by = site->maker;
	out->where = out->by == NULL ? SPAN_NONE :
	    out->by->ingress->object->where;
	if (site->aliases_by != NULL && !str_eq(fault->text,
	    server->names.at[0])) {
		out->by = site->aliases_by;
		out->where = annotation_span(out->by,
		    ANNOTATION_SERVER_ALIAS);
	}
	out->why = arena_printf(arena, "nginx refuses server name \"%.*s\": "
	    "%.*s", STR_ARG(fault->text), STR_ARG(fault->message));
}

void
reload_tell(struct arena *arena, const struct model *model,
    const struct fault *fault, struct failure *out)
{
	*out = (struct failure){ .where = SPAN_NONE };
	out->message = fault->message;
	out->by = maker_of(fault->location);
	if (out->by == NULL && fault->kind != FAULT_NAME &&
	    fault->kind != FAULT_LOCATION_TWICE) {
		out->why = arena_printf(arena, "nginx cannot use \"%.*s\": "
		    "%.*s", STR_ARG(fault->text), STR_ARG(fault->message));
		return;
	}
	switch (fault->kind) {
	case FAULT_PATTERN:
	case FAULT_GROUP_NAME:
		fail_pattern(arena, fault, out);
		break;
	case FAULT_TARGET:
	case FAULT_VARIABLE:
		fail_target(arena, fault, out);
		break;
	case FAULT_LOCATION_TWICE:
		fail_twice(arena, fault, out);
		break;
	case FAULT_NAME:
		fail_name(arena, model, fault, out);
		break;
	}
}

static void
fail_annotation(struct arena *arena, struct model *model,
    const struct entrant *by, enum annotation_id id, struct str message)
{
	struct failure *out = vec_add(arena, &model->values);

	out->by = by;
	out->message = message;
	out->where = annotation_span(by, id);
	out->why = arena_printf(arena, "nginx cannot use %.*s \"%.*s\": %.*s",
	    STR_ARG(annotation_get(id)->name),
	    STR_ARG(node_text(extract_node(&by->extract, id))),
	    STR_ARG(message));
}

/* Those that the template defines in every location or at the top. */
static bool
knows_variable(const struct http *http, struct str name)
{
	static const char *const own[] = {
		"proxy_host", "pass_access_scheme", "pass_server_port",
		"best_http_host", "pass_port", "balancer_ewma_score",
		"proxy_alternative_upstream_name", "force_ssl_redirect",
		"ssl_redirect", "force_no_ssl_redirect",
		"preserve_trailing_slash", "use_port_in_redirects",
	};

	for (size_t i = 0; i < http->nvariables; i++)
		if (str_eq(http->variables[i].name, name))
			return true;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (str_is(name, own[i]))
			return true;
	return script_knows(name) || map_get(&http->group_names, name) != NULL;
}

/* A text that nginx gets in quotes, as the value of a header. */
static void
check_text(struct arena *arena, struct model *model,
    const struct entrant *by, enum annotation_id id, struct str text)
{
	struct script script;

	script_read(arena, text, &script);
	if (script.error.len > 0)
		fail_annotation(arena, model, by, id, script.error);
	for (size_t i = 0; script.error.len == 0 && i < script.parts.n;
	    i++) {
		const struct script_part *part = &script.parts.at[i];

		if (part->kind != PART_VARIABLE ||
		    knows_variable(&model->http, part->name))
			continue;
		fail_annotation(arena, model, by, id, arena_printf(arena,
		    "unknown \"%.*s\" variable", STR_ARG(part->name)));
		return;
	}
}

/* nginx: ngx_http_core_error_page() */
static void
check_errors(struct arena *arena, struct model *model,
    const struct entrant *by)
{
	for (size_t i = 0; i < by->extract.custom_errors.n; i++) {
		long long code = by->extract.custom_errors.at[i];

		if (code >= 300 && code <= 599 && code != 499)
			continue;
		fail_annotation(arena, model, by,
		    ANNOTATION_CUSTOM_HTTP_ERRORS, arena_printf(arena,
		    "invalid value \"%lld\"", code));
		return;
	}
}

/* template.go: buildRateLimit(); nginx: ngx_http_limit_req() */
static void
check_limits(struct arena *arena, struct model *model,
    const struct entrant *by)
{
	const struct extract *x = &by->extract;
	long long limit = x->limit_rps > 0 ? x->limit_rps : x->limit_rpm;

	if (limit > 0 && x->limit_burst <= 0)
		fail_annotation(arena, model, by,
		    ANNOTATION_LIMIT_BURST_MULTIPLIER, arena_printf(arena,
		    "invalid burst value, which is %lld times %lld",
		    x->limit_burst, limit));
}

static void
check_location(struct arena *arena, struct model *model,
    const struct location *l)
{
	const struct entrant *by = maker_of(l);
	const struct extract *x;

	if (by == NULL || by->extract.denied.why.len > 0)
		return;
	x = &by->extract;
	if (l->rewrite_to.len > 0)
		check_text(arena, model, by, ANNOTATION_X_FORWARDED_PREFIX,
		    x->forwarded_prefix);
	check_text(arena, model, by, ANNOTATION_UPSTREAM_VHOST,
	    x->upstream_vhost);
	check_errors(arena, model, by);
	check_limits(arena, model, by);
}

static void
check_locations(struct arena *arena, struct model *model)
{
	const struct http *http = &model->http;

	for (size_t i = 0; i < http->servers.n; i++)
		for (size_t k = 0; k < http->servers.at[i].locations.n; k++)
			check_location(arena, model,
			    &http->servers.at[i].locations.at[k]);
}

bool
reload_check(struct arena *arena, struct model *model)
{
	const struct sites *sites = &model->sites;
	struct failure *out = &model->failure;
	bool loads = http_finish(arena, &model->http, &model->patterns);

	if (sites->panic != NULL) {
		out->by = sites->panic_by;
		out->where = sites->panic->node->span;
		out->message = STR("panic: runtime error: invalid memory "
		    "address or nil pointer dereference");
		out->why = arena_printf(arena, "canary Ingress %.*s has a "
		    "rule without http, at which the controller's process "
		    "crashes whenever it reads the Ingresses",
		    STR_ARG(out->by->key));
		return false;
	}
	check_locations(arena, model);
	if (loads && model->values.n == 0)
		return true;
	if (loads) {
		*out = model->values.at[0];
		return false;
	}
	reload_tell(arena, model, &model->http.faults.at[0], out);
	return false;
}
