/*
 * nginx decides as far as it can be asked (nginx/route.h); what it leaves to
 * the controller's Lua, and what an error page makes of an answer, is here.
 */
#include "model/answer.h"

#include "model/blueprint.h"
#include "model/choice.h"
#include "nginx/word.h"

struct asking {
	struct arena *arena;
	const struct model *model;
	const struct request *request;
	struct answer *answer;
	const struct spot *spot;	/* of the location, or NULL */
};

static void
say(struct asking *a, struct str why)
{
	struct str *reason = &a->answer->reason;

	if (reason->len > 0)
		*reason = arena_printf(a->arena, "%.*s; %.*s",
		    STR_ARG(*reason), STR_ARG(why));
	else
		*reason = why;
}

static void
respond(struct asking *a, unsigned status, struct str why)
{
	a->answer->kind = ANSWER_RESPOND;
	a->answer->status = status;
	say(a, why);
}

/* Also for one that no Ingress asks for: then it is the host's own. */
static void
set_place(struct asking *a, const struct location *l)
{
	struct answer *out = a->answer;
	const struct place *place = l == NULL ? NULL : l->owner;
	const struct spot *spot;
	struct buf directive;

	if (place == NULL)
		return;
	spot = a->spot = place->spot;
	out->place = place;
	out->path = spot->text;
	if (!spot->implicit && spot->maker != NULL)
		out->ingress = spot->maker->key;
	buf_init(&directive);
	buf_puts(&directive, l->kind == LOCATION_REGEX ? "~* " :
	    l->kind == LOCATION_EXACT ? "= " : "");
	word_quote(&directive, l->kind != LOCATION_REGEX ? l->text :
	    arena_printf(a->arena, "^%.*s", STR_ARG(l->text)));
	out->directive = arena_str(a->arena, buf_str(&directive));
	buf_release(&directive);
}

static struct str
key_of(struct arena *arena, const struct pool *pool)
{
	return arena_printf(arena, "%.*s/%.*s", STR_ARG(pool->ns),
	    STR_ARG(pool->service));
}

static void
add_share(struct asking *a, const struct pool *pool, double weight)
{
	struct share *share = &a->answer->shares[a->answer->nshares++];

	share->service = key_of(a->arena, pool);
	share->port = pool->port;
	share->weight = weight;
}

static void
say_choice(struct asking *a, const struct choice *c)
{
	struct str canary = key_of(a->arena, c->canary);
	const char *kind = str_eq(c->what, c->canary->canary.cookie) &&
	    !str_eq(c->what, c->canary->canary.header) ? "cookie" : "header";

	if (c->what.len > 0)
		say(a, arena_printf(a->arena, "%s %.*s %s, so %s %.*s",
		    kind, STR_ARG(c->what), c->why, c->weight > 0 ?
		    "it goes to canary" : "it does not go to canary",
		    STR_ARG(canary)));
	else
		say(a, arena_printf(a->arena, "%lld of %lld requests go to "
		    "canary %.*s", c->weight, c->total, STR_ARG(canary)));
	if (c->primary->sticky)
		say(a, STR("a session cookie may bind it to either"));
}

/* The request goes to one of the two, or now to this and now to that. */
static void
share_out(struct asking *a, const struct pool *pool)
{
	double canary;
	struct choice c;

	a->answer->kind = ANSWER_PROXY;
	choice_make(a->arena, &a->model->controller, pool, a->request, &c);
	canary = 100.0 * (double)c.weight / (double)c.total;
	if (c.weight < c.total)
		add_share(a, pool, 100.0 - canary);
	if (c.weight > 0)
		add_share(a, c.canary, canary);
	if (c.canary != NULL)
		say_choice(a, &c);
}

static struct str
say_missing(struct asking *a, const struct pool *pool)
{
	if (pool->deleted)
		return arena_printf(a->arena, "Service %.*s is that of a "
		    "canary which has found no primary",
		    STR_ARG(key_of(a->arena, pool)));
	return pool->why.len > 0 ? pool->why : arena_printf(a->arena,
	    "Service %.*s has no endpoint", STR_ARG(key_of(a->arena, pool)));
}

/* balancer.lua: rewrite() */
static void
ask_pool(struct asking *a, const struct pool *pool)
{
	if (pool->is_default && pool->service.len == 0)
		respond(a, 404, STR("the controller's own default backend "
		    "answers"));
	else if (pool->deleted || pool->reach == REACH_NONE ||
	    pool->reach == REACH_LOST)
		respond(a, 503, say_missing(a, pool));
	else if (pool->reach == REACH_BROKEN)
		respond(a, 502, pool->why);
	else
		share_out(a, pool);
}

static void
say_place(struct asking *a)
{
	const struct answer *out = a->answer;

	if (a->spot == NULL)
		return;
	if (a->spot->maker == NULL)
		say(a, STR("no rule for its host takes it"));
	else if (a->spot->implicit)
		say(a, arena_printf(a->arena, "no path of host %.*s takes "
		    "it, so the \"/\" that every host has does, with the "
		    "annotations of Ingress %.*s", STR_ARG(out->server),
		    STR_ARG(a->spot->maker->key)));
	else if (a->spot->path == NULL)
		say(a, arena_printf(a->arena, "the defaultBackend of Ingress "
		    "%.*s takes it", STR_ARG(out->ingress)));
	else
		say(a, arena_printf(a->arena, "path \"%.*s\" of Ingress %.*s "
		    "takes it", STR_ARG(out->path), STR_ARG(out->ingress)));
}

static bool
authenticates(const struct asking *a, const struct extract *x)
{
	const struct controller *c = &a->model->controller;

	return (x->authenticates || (x->global_auth &&
	    c->global_auth_url.len > 0)) &&
	    !blueprint_lists(c->no_auth, a->answer->place->text);
}

/* What this model does not know, and may decide otherwise. */
static void
say_limits(struct asking *a)
{
	const struct extract *x = spot_extract(a->spot);

	if (x == NULL)
		return;
	if (x->restricts)
		say(a, STR("addresses that are not let in get 403"));
	if (authenticates(a, x))
		say(a, STR("who is not authenticated is not let in"));
	if (x->has_snippet)
		say(a, STR("a snippet may decide otherwise"));
}

static void
ask_upstream(struct asking *a)
{
	struct answer *out = a->answer;

	out->uri = out->outcome.target;
	ask_pool(a, a->spot->pool);
	if (out->kind != ANSWER_PROXY)
		return;
	if (out->outcome.rewritten)
		say(a, STR("rewrite-target makes its URI anew"));
	say_limits(a);
}

static struct str
respond_reason(struct asking *a)
{
	const struct outcome *o = &a->answer->outcome;
	const struct extract *x = a->spot == NULL ? NULL :
	    spot_extract(a->spot);
	const struct site *site = o->server == NULL ? NULL :
	    o->server->owner;

	switch (o->cause) {
	case CAUSE_REQUEST:
		return arena_printf(a->arena, "nginx refuses the request: %s",
		    o->reading.why);
	case CAUSE_NAME_LIMIT:
		return STR("nginx gives up on matching the host with a "
		    "server name and closes the connection");
	case CAUSE_SERVER:
		return site == NULL || site->denied == NULL ? STR("") :
		    arena_printf(a->arena, "Ingress %.*s closes the host: "
		    "%.*s", STR_ARG(site->denied_by->key),
		    STR_ARG(site->denied->why));
	case CAUSE_LIMIT:
		return STR("nginx gives up on matching the path");
	case CAUSE_REWRITE_LIMIT:
		return STR("nginx gives up on matching the path for the "
		    "rewrite");
	case CAUSE_REWRITE_EMPTY:
		return STR("rewrite-target leaves nothing of the URI");
	case CAUSE_RETURN:
		if (x == NULL)
			return STR("the controller answers this path itself");
		if (x->denied.why.len > 0)
			return arena_printf(a->arena, "the controller closes "
			    "it: %.*s", STR_ARG(x->denied.why));
		return arena_printf(a->arena, "nginx sends no Location with "
		    "status %u", o->status);
	default:
		return STR("nginx has no location for it");
	}
}

static struct str
redirect_reason(struct asking *a)
{
	switch (a->answer->outcome.cause) {
	case CAUSE_MOVED:
		return STR("from-to-www-redirect answers for this host");
	case CAUSE_APP_ROOT:
		return STR("app-root answers for / of the host");
	case CAUSE_SLASH:
		return STR("nginx adds a slash, as only the path with one is "
		    "there");
	case CAUSE_RETURN:
		return extract_node(spot_extract(a->spot),
		    ANNOTATION_TEMPORAL_REDIRECT) != NULL ?
		    STR("temporal-redirect answers") :
		    STR("permanent-redirect answers");
	case CAUSE_REWRITE:
		return STR("rewrite-target is a URL, to which nginx "
		    "redirects");
	default:
		return spot_extract(a->spot)->force_ssl_redirect ?
		    STR("force-ssl-redirect sends it to https") :
		    STR("ssl-redirect sends it to https, as there is a tls "
		    "section for the host");
	}
}

static bool
is_host_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-';
}

/*
 * template.go: buildOriginRegex(): the end of the header, in any case; the
 * first "*" stands for [A-Za-z0-9\-]+.
 */
static bool
origin_matches(struct str header, struct str origin)
{
	size_t star = str_find_byte(origin, '*', 0);
	struct str before = str_cut(origin, 0, star), after;
	size_t at, n = 0;

	if (star == STR_NONE)
		return header.len >= origin.len && str_eq_nocase(str_cut(
		    header, header.len - origin.len, header.len), origin);
	after = str_cut(origin, star + 1, origin.len);
	if (header.len < before.len + after.len || !str_eq_nocase(str_cut(
	    header, header.len - after.len, header.len), after))
		return false;
	at = header.len - after.len;
	while (at > n && is_host_byte(header.at[at - 1 - n])) {
		n++;
		if (at - n >= before.len && str_eq_nocase(str_cut(header,
		    at - n - before.len, at - n), before))
			return true;
	}
	return false;
}

/* The preflight of CORS, before anything else in a location. */
static bool
is_preflight(const struct asking *a)
{
	const struct extract *x = a->spot == NULL ? NULL :
	    spot_extract(a->spot);
	const struct str *header = request_header(a->request, STR("Origin"));

	if (x == NULL || !x->cors || x->denied.why.len > 0 ||
	    !str_is(a->request->method, "OPTIONS"))
		return false;
	for (size_t i = 0; i < x->origins.n; i++)
		if (str_is(x->origins.at[i], "*") || (header != NULL &&
		    origin_matches(*header, x->origins.at[i])))
			return true;
	return false;
}

/* The location was reached, and its directives are run. */
static bool
is_inside(enum route_cause cause)
{
	return cause == CAUSE_RETURN || cause == CAUSE_REWRITE ||
	    cause == CAUSE_REWRITE_LIMIT || cause == CAUSE_REWRITE_EMPTY ||
	    cause == CAUSE_HTTPS || cause == CAUSE_PROXY;
}

/* error_page: who answers in the place of an error of nginx itself. */
static const struct pool *
error_pool(const struct asking *a, unsigned status)
{
	const struct controller *c = &a->model->controller;
	const struct extract *x = spot_extract(a->spot);

	if (x != NULL && x->custom_errors.n > 0 && x->denied.why.len == 0) {
		for (size_t i = 0; i < x->custom_errors.n; i++)
			if (x->custom_errors.at[i] == (long long)status)
				return a->spot->error_pool;
		return NULL;
	}
	return codes_have(&c->custom_errors, status) ?
	    a->model->sites.pools.otherwise : NULL;
}

/* The target is "/" with the query of the request. */
static void
apply_error_page(struct asking *a)
{
	struct answer *out = a->answer;
	const struct uri *uri = &out->outcome.reading.uri;
	const struct pool *pool;

	if (out->kind != ANSWER_RESPOND || out->status < 400 ||
	    a->spot == NULL || !is_inside(out->outcome.cause) ||
	    (a->spot->pool->is_default && out->status == 404))
		return;
	pool = error_pool(a, out->status);
	if (pool == NULL)
		return;
	say(a, arena_printf(a->arena, "custom-http-errors has %u answered by "
	    "another backend", out->status));
	if (pool->service.len == 0) {
		out->status = 404;
		return;
	}
	out->status = 0;
	out->uri = uri->args.len == 0 ? STR("/") :
	    arena_printf(a->arena, "/?%.*s", STR_ARG(uri->args));
	out->kind = ANSWER_PROXY;
	add_share(a, pool, 100.0);
}

static struct str
server_name(const struct server *server)
{
	const struct site *site = server->owner;

	return site != NULL ? site->host : server->names.at[0];
}

/*
 * Where a request is refused before a server is looked for: TLS has chosen
 * one by the name that the client gave, plain requests are the default's.
 */
static const struct server *
first_server(struct asking *a, struct str sni)
{
	const struct http *http = &a->model->http;
	const struct server *server = NULL;
	struct captures captures = { .n = 0 };
	struct str host;

	if (a->request->https && sni.len > 0 &&
	    uri_host(a->arena, sni, &host) == NULL)
		server_find(a->arena, http->index, host, &server, &captures);
	return server != NULL ? server :
	    &http->servers.at[http->default_server];
}

/*
 * With --enable-ssl-passthrough, a host that asks for it gets the bytes of
 * the connection; nothing of HTTP is looked at.
 */
static bool
pass_through(struct asking *a, struct str sni)
{
	const struct model *model = a->model;
	const struct site *site = map_get(&model->sites.by_host, sni);

	if (!model->controller.ssl_passthrough || !a->request->https ||
	    site == NULL || !site->passthrough)
		return false;
	for (size_t i = 0; i < site->places.n; i++) {
		const struct pool *pool = site->places.at[i].spot->pool;

		if (!str_is(site->places.at[i].text, "/"))
			continue;
		if (pool->service.len == 0)
			return false;
		a->answer->kind = ANSWER_PROXY;
		a->answer->server = site->host;
		a->answer->uri = a->request->target;
		add_share(a, pool, 100.0);
		say(a, STR("ssl-passthrough hands the whole connection to "
		    "the Service"));
		return true;
	}
	return false;
}

static void
take_outcome(struct asking *a)
{
	struct answer *out = a->answer;
	const struct outcome *o = &out->outcome;

	switch (o->kind) {
	case OUTCOME_PROXY:
		ask_upstream(a);
		break;
	case OUTCOME_REDIRECT:
		out->kind = ANSWER_REDIRECT;
		out->status = o->status;
		out->location = o->url;
		say(a, redirect_reason(a));
		break;
	case OUTCOME_RESPOND:
	case OUTCOME_CLOSE:
		respond(a, o->status, respond_reason(a));
		break;
	}
}

void
answer_find(struct arena *arena, const struct model *model,
    const struct request *request, struct str sni, struct answer *out)
{
	struct asking a = { arena, model, request, out, NULL };
	const struct server *server;

	*out = (struct answer){ .kind = ANSWER_RELOAD_FAILED };
	if (!model->loads) {
		out->reason = model->failure.why;
		return;
	}
	if (pass_through(&a, sni))
		return;
	route(arena, &model->http, request, &out->outcome);
	server = out->outcome.server;
	if (server == NULL)
		server = first_server(&a, sni);
	out->server = server_name(server);
	if (out->outcome.cause != CAUSE_APP_ROOT)
		set_place(&a, out->outcome.location);
	say_place(&a);
	if (is_preflight(&a) && is_inside(out->outcome.cause))
		respond(&a, 204, STR("CORS answers the preflight"));
	else
		take_outcome(&a);
	apply_error_page(&a);
}

/* The authority, up to the first byte of the target. */
static bool
split_url(struct str url, struct str *authority, struct str *target)
{
	size_t at = 0;

	while (at < url.len && url.at[at] != '/' && url.at[at] != '?' &&
	    url.at[at] != '#')
		at++;
	*authority = str_cut(url, 0, at);
	*target = str_cut(url, at, url.len);
	return at > 0;
}

const char *
call_read(struct arena *arena, const struct model *model, struct str url,
    struct str method, const struct header *headers, size_t nheaders,
    struct call *call)
{
	struct request *r = &call->request;
	struct header *others = arena_array(arena, struct header, nheaders);
	struct str authority;

	*call = (struct call){ .request = { .method = method,
		.version = STR("HTTP/1.1"), .headers = others } };
	r->https = str_eq_nocase(str_cut(url, 0, 8), STR("https://"));
	if (!r->https && !str_eq_nocase(str_cut(url, 0, 7), STR("http://")))
		return "it begins with neither http:// nor https://";
	if (!split_url(str_cut(url, r->https ? 8 : 7, url.len), &authority,
	    &r->target))
		return "it has no host";
	if (r->target.len == 0)
		r->target = STR("/");
	r->host = authority;
	call->sni = authority.at[0] == '[' ? STR("") : str_cut(authority, 0,
	    str_find_byte(authority, ':', 0));
	for (size_t i = 0; i < nheaders; i++)
		if (str_eq_nocase(headers[i].name, STR("Host")))
			r->host = headers[i].value;
		else
			others[r->nheaders++] = headers[i];
	r->port = (unsigned)(r->https ? model->controller.https_port :
	    model->controller.http_port);
	return NULL;
}
