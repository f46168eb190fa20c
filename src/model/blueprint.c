/*
 * rootfs/etc/nginx/template/nginx.tmpl and template.go: the servers of
 * from-to-www first, then the sites in order of their hosts, and in the
 * default one what the controller adds for itself.
 */
#include "model/blueprint.h"

#include "model/decode.h"

struct drawing {
	struct arena *arena;
	const struct controller *controller;
	const struct sites *sites;
	struct http *http;
};

/* template.go: buildServerName() */
static struct str
server_name(struct arena *arena, struct str host)
{
	struct str rest = host, name = STR("~^(?<subdomain>[\\w-]+)\\.");
	bool first = true;

	if (!str_starts(host, STR("*")))
		return host;
	if (str_starts(host, STR("*.")))
		rest = str_cut(host, 2, host.len);
	while (rest.at != NULL) {
		struct str label = str_next(&rest, '.');

		name = arena_printf(arena, "%.*s%s%.*s", STR_ARG(name),
		    first ? "" : "\\.", STR_ARG(label));
		first = false;
	}
	return arena_printf(arena, "%.*s$", STR_ARG(name));
}

/* template.go: isLocationInLocationList() */
bool
blueprint_lists(struct str list, struct str text)
{
	while (list.at != NULL) {
		struct str item = str_next(&list, ',');

		while (item.len > 0 && item.at[0] == ' ')
			item = str_cut(item, 1, item.len);
		while (item.len > 0 && item.at[item.len - 1] == ' ')
			item.len--;
		if (item.len > 0 && str_starts(text, item))
			return true;
	}
	return false;
}

static const struct upstream *
upstream_of(struct drawing *d, struct pool *pool)
{
	if (pool->upstream == NULL) {
		struct upstream *u = arena_new(d->arena, struct upstream);

		u->name = pool->name;
		pool->upstream = u;
	}
	return pool->upstream;
}

static void
set_https(struct drawing *d, struct location *l, const struct extract *x)
{
	if (blueprint_lists(d->controller->no_tls_redirect, l->text))
		return;
	if (x->force_ssl_redirect)
		l->https = HTTPS_ALWAYS;
	else if (x->ssl_redirect)
		l->https = HTTPS_WITH_CERTIFICATE;
	l->https_keeps_slash = x->preserve_trailing_slash;
}

/* template.go: buildProxyPass(); the two texts may differ by a slash */
static void
set_rewrite(struct location *l, const struct extract *x)
{
	if (x->target.len == 0 || str_eq(x->target, l->text))
		return;
	l->rewrite_from = l->text;
	l->rewrite_to = x->target;
}

static void
set_annotations(struct drawing *d, struct location *l,
    const struct spot *spot, const struct extract *x)
{
	l->port_in_redirect = x->use_port_in_redirects;
	l->https_adds_port = x->use_port_in_redirects;
	if (!spot->bare) {
		l->app_root = x->app_root;
		l->relative_redirects = x->relative_redirects;
	}
	if (x->denied.why.len > 0) {
		l->status = 503;
		l->upstream = NULL;
		return;
	}
	if (spot->bare)
		return;
	if (x->redirect_url.len > 0) {
		l->status = x->redirect_code;
		l->url = x->redirect_url;
	}
	set_rewrite(l, x);
	set_https(d, l, x);
}

struct variable {
	const char *name, *value;
};

/* The same in every location. */
static const struct variable common_variables[] = {
	{ "balancer_ewma_score", "-1" },
	{ "proxy_host", "$proxy_upstream_name" },
	{ "pass_access_scheme", "$scheme" },
	{ "pass_server_port", "$server_port" },
	{ "best_http_host", "$http_host" },
	{ "pass_port", "$server_port" },
	{ "proxy_alternative_upstream_name", "" },
};

enum { OWN_VARIABLES = 11 };	/* as many as add_sets() adds at most */

static void
add_set(struct location *l, struct str name, struct str value)
{
	l->sets[l->nsets].name = name;
	l->sets[l->nsets].value = value;
	l->nsets++;
}

static struct str
bool_text(bool value)
{
	return value ? STR("true") : STR("false");
}

/*
 * The variables of a location. A path may hold a "$", which in a value would
 * be another variable.
 */
static void
add_sets(struct drawing *d, struct location *l, const struct place *place)
{
	const struct spot *spot = place->spot;
	const struct entrant *maker = spot->maker;
	const struct object *o = maker == NULL ? NULL :
	    maker->ingress->object;
	struct str text = spot->text, none = STR("");
	size_t n = sizeof(common_variables) / sizeof(*common_variables);

	if (str_find_byte(text, '$', 0) != STR_NONE)
		text = none;
	l->sets = arena_array(d->arena, struct setting, n + OWN_VARIABLES);
	add_set(l, STR("namespace"), o == NULL ? none : o->ns);
	add_set(l, STR("ingress_name"), o == NULL ? none : o->name);
	add_set(l, STR("service_name"), o == NULL ? none :
	    spot->pool->service);
	add_set(l, STR("service_port"), o == NULL ? none : spot->pool->port);
	add_set(l, STR("location_path"), o == NULL ? none : text);
	add_set(l, STR("proxy_upstream_name"), spot->pool->name);
	add_set(l, STR("force_ssl_redirect"),
	    bool_text(l->https == HTTPS_ALWAYS));
	add_set(l, STR("ssl_redirect"), bool_text(l->https != HTTPS_OFF));
	add_set(l, STR("force_no_ssl_redirect"), bool_text(blueprint_lists(
	    d->controller->no_tls_redirect, l->text)));
	add_set(l, STR("preserve_trailing_slash"),
	    bool_text(l->https_keeps_slash));
	add_set(l, STR("use_port_in_redirects"),
	    bool_text(l->https_adds_port));
	for (size_t i = 0; i < n; i++)
		add_set(l, str_from(common_variables[i].name),
		    str_from(common_variables[i].value));
}

/* Without a variable in a target, nobody asks for any. */
static bool
asks_for_variables(const struct location *l)
{
	const struct str texts[] = { l->rewrite_to, l->app_root, l->url };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct str text = texts[i];
		size_t at = str_find_byte(text, '$', 0);

		for (; at != STR_NONE; at = str_find_byte(text, '$', at + 1))
			if (at + 1 < text.len && (text.at[at + 1] < '1' ||
			    text.at[at + 1] > '9'))
				return true;
	}
	return false;
}

static void
draw_place(struct drawing *d, struct server *server, const struct site *site,
    const struct place *place)
{
	struct location *l = vec_add(d->arena, &server->locations);
	const struct extract *x = spot_extract(place->spot);

	l->kind = site->regex != NULL ? LOCATION_REGEX :
	    place->exact ? LOCATION_EXACT : LOCATION_PREFIX;
	l->text = place->text;
	l->owner = place;
	l->upstream = upstream_of(d, place->spot->pool);
	if (x != NULL)
		set_annotations(d, l, place->spot, x);
	if (asks_for_variables(l))
		add_sets(d, l, place);
}

static void
draw_own(struct drawing *d, struct server *server, struct str text,
    unsigned status)
{
	struct location *l = vec_add(d->arena, &server->locations);

	l->kind = LOCATION_PREFIX;
	l->text = text;
	l->status = status;
}

static void
draw_site(struct drawing *d, const struct site *site)
{
	struct server *server = vec_add(d->arena, &d->http->servers);

	server->owner = site;
	*vec_add(d->arena, &server->names) = server_name(d->arena,
	    site->host);
	for (size_t i = 0; i < site->aliases.n; i++)
		*vec_add(d->arena, &server->names) = site->aliases.at[i];
	if (site->denied != NULL)
		server->status = 403;
	for (size_t i = 0; i < site->places.n && site->denied == NULL; i++)
		draw_place(d, server, site, &site->places.at[i]);
	if (!str_is(site->host, "_"))
		return;
	d->http->default_server = (uint32_t)d->http->servers.n - 1;
	draw_own(d, server, d->controller->health_path, 200);
	/* Open to the controller's own pod only. */
	draw_own(d, server, STR("/nginx_status"), 403);
}

/* pkg/util/ingress/ingress.go: BuildRedirects(); aliases do not count */
static void
draw_to_www(struct drawing *d, const struct site *site)
{
	struct str www = STR("www."), from;
	struct server *server;

	if (site->to_www == NULL)
		return;
	from = str_starts(site->host, www) ?
	    str_cut(site->host, www.len, site->host.len) :
	    arena_printf(d->arena, "www.%.*s", STR_ARG(site->host));
	if (map_get(&d->sites->by_host, from) != NULL)
		return;
	server = vec_add(d->arena, &d->http->servers);
	*vec_add(d->arena, &server->names) = from;
	server->moved_to = site->host;
}

/* What the template defines for all servers. */
static const struct setting variables[] = {
	{ .name = { "literal_dollar", 14 }, .value = { "$", 1 } },
	{ .name = { "loggable", 8 }, .value = { "1", 1 } },
	{ .name = { "connection_upgrade", 18 } },
	{ .name = { "req_id", 6 } },
	/* of every location, whether or not it is asked for there */
	{ .name = { "namespace", 9 } },
	{ .name = { "ingress_name", 12 } },
	{ .name = { "service_name", 12 } },
	{ .name = { "service_port", 12 } },
	{ .name = { "location_path", 13 } },
	{ .name = { "proxy_upstream_name", 19 } },
};

static void
draw_certificates(struct drawing *d)
{
	for (size_t i = 0; i < d->sites->all.n; i++) {
		struct site *site = d->sites->all.at[i];

		if (site->certificate)
			*vec_add(d->arena, &d->http->certificates) =
			    site->host;
	}
}

void
blueprint_draw(struct arena *arena, const struct controller *c,
    const struct sites *sites, struct http *http)
{
	struct drawing d = { arena, c, sites, http };

	*http = (struct http){
		.relative_redirects = c->relative_redirects &&
		    controller_has(c, CHANGE_RELATIVE_REDIRECTS),
		.moved_without_port = !controller_has(c, CHANGE_WWW_PORT),
		.bare_paths = !controller_has(c, CHANGE_QUOTED_PATHS),
		.bare_rewrites = !controller_has(c, CHANGE_QUOTED_REWRITES),
		.forwarded_headers = c->forwarded_headers,
		.https_status = (unsigned)c->redirect_code,
		.https_port = (unsigned)c->https_port,
		.variables = variables,
		.nvariables = sizeof(variables) / sizeof(*variables),
	};
	for (size_t i = 0; i < sites->all.n; i++)
		draw_to_www(&d, sites->all.at[i]);
	for (size_t i = 0; i < sites->all.n; i++)
		draw_site(&d, sites->all.at[i]);
	draw_certificates(&d);
}
