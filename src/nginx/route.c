/*
 * One request, step by step: each step decides, or leaves it to the next.
 * They stand in the order in which nginx runs its phases, and the
 * controller's Lua after them.
 */
#include "nginx/route.h"

enum { HTTPS_STATUS = 308, HTTPS_PORT = 443, HTTP_PORT = 80 };

struct routing {
	struct arena *arena;
	const struct http *http;
	const struct request *request;
	struct script_scope scope;
	struct outcome *outcome;
};

typedef bool step_fn(struct routing *);

static bool
respond(struct routing *r, enum route_cause cause, unsigned status)
{
	r->outcome->kind = OUTCOME_RESPOND;
	r->outcome->cause = cause;
	r->outcome->status = status;
	return true;
}

static bool
redirect(struct routing *r, enum route_cause cause, unsigned status,
    const struct buf *url)
{
	r->outcome->kind = OUTCOME_REDIRECT;
	r->outcome->cause = cause;
	r->outcome->status = status;
	r->outcome->url = arena_str(r->arena, buf_str(url));
	return true;
}

static struct str
variable(struct routing *r, struct str name)
{
	struct buf value;
	struct str copy;

	buf_init(&value);
	script_value(&value, &r->scope, name);
	copy = arena_str(r->arena, buf_str(&value));
	buf_release(&value);
	return copy;
}

static bool
step_request(struct routing *r)
{
	struct reading *reading = &r->outcome->reading;

	request_read(r->arena, r->request, !r->http->keeps_slashes, reading);
	r->scope.path = reading->uri.path;
	r->scope.args = reading->uri.args;
	return reading->status != 0 &&
	    respond(r, CAUSE_REQUEST, reading->status);
}

static bool
step_server(struct routing *r)
{
	const struct http *http = r->http;
	struct script_scope *scope = &r->scope;

	if (!server_find(r->arena, http->index, r->outcome->reading.host,
	    &scope->server, &scope->captures)) {
		r->outcome->kind = OUTCOME_CLOSE;
		r->outcome->cause = CAUSE_NAME_LIMIT;
		return true;
	}
	if (scope->server == NULL)
		scope->server = &http->servers.at[http->default_server];
	scope->late_names = scope->captures.names.n;
	r->outcome->server = scope->server;
	return scope->server->status != 0 &&
	    respond(r, CAUSE_SERVER, scope->server->status);
}

/* A header that is trusted only when the configuration says so. */
static const struct str *
forwarded(const struct routing *r, struct str name)
{
	return r->http->forwarded_headers ?
	    request_header(r->request, name) : NULL;
}

static struct str
scheme_of(const struct routing *r)
{
	const struct str *proto = forwarded(r, STR("X-Forwarded-Proto"));

	if (proto != NULL)
		return *proto;
	return r->request->https ? STR("https") : STR("http");
}

/* The raw target, as both redirects of the controller use it. */
static struct str
target_without_slash(const struct routing *r)
{
	struct str raw = r->outcome->reading.uri.raw;

	if (str_ends(raw, STR("/")))
		raw.len--;
	return raw;
}

static unsigned
https_status(const struct http *http)
{
	return http->https_status != 0 ? http->https_status : HTTPS_STATUS;
}

/* rootfs/etc/nginx/lua/nginx/ngx_srv_redirect.lua; once in nginx.tmpl */
static void
add_moved_port(struct routing *r, struct buf *url)
{
	const struct str *port = forwarded(r, STR("X-Forwarded-Port"));
	unsigned https_port = r->http->https_port;

	if (r->http->moved_without_port) {
		if (https_port != 0 && https_port != HTTPS_PORT)
			buf_printf(url, ":%u", https_port);
		return;
	}
	buf_putc(url, ':');
	if (port != NULL)
		buf_add(url, *port);
	else
		script_value(url, &r->scope, STR("server_port"));
}

static bool
step_moved(struct routing *r)
{
	struct str host = r->scope.server->moved_to;
	struct str scheme = scheme_of(r), raw = target_without_slash(r);
	struct buf url;

	if (host.len == 0)
		return false;
	buf_init(&url);
	buf_add(&url, scheme);
	buf_puts(&url, "://");
	buf_add(&url, host);
	add_moved_port(r, &url);
	buf_add(&url, raw);
	redirect(r, CAUSE_MOVED, https_status(r->http), &url);
	buf_release(&url);
	return true;
}

static bool
step_app_root(struct routing *r)
{
	const struct location *l = r->scope.server->app_root;
	struct buf url;

	if (l == NULL || !str_is(r->scope.path, "/"))
		return false;
	buf_init(&url);
	script_run(&url, l->app_root_script, &r->scope);
	r->outcome->location = l;
	redirect(r, CAUSE_APP_ROOT, 302, &url);
	buf_release(&url);
	return true;
}

/*
 * A redirect as nginx itself completes it: nginx:
 * ngx_http_header_filter().
 */
static void
redirect_here(struct routing *r, enum route_cause cause, unsigned status,
    struct str where)
{
	const struct location *l = r->scope.location;
	const struct request *request = r->request;
	struct str host = r->outcome->reading.host;
	struct buf url;

	buf_init(&url);
	if (str_starts(where, STR("/")) && !l->relative_redirects &&
	    !r->http->relative_redirects) {
		buf_puts(&url, request->https ? "https://" : "http://");
		if (host.len == 0)
			host = variable(r, STR("server_addr"));
		buf_add(&url, host);
		if (l->port_in_redirect && request->port != 0 &&
		    request->port != (request->https ? HTTPS_PORT :
		    HTTP_PORT))
			buf_printf(&url, ":%u", request->port);
	}
	buf_add(&url, where);
	redirect(r, cause, status, &url);
	buf_release(&url);
}

static bool
redirect_to_slash(struct routing *r)
{
	struct str args = r->scope.args;
	struct buf where;

	buf_init(&where);
	uri_escape(&where, r->scope.location->text, ESCAPE_PATH);
	if (args.len > 0) {
		buf_putc(&where, '?');
		buf_add(&where, args);
	}
	redirect_here(r, CAUSE_SLASH, 301, buf_str(&where));
	buf_release(&where);
	return true;
}

static bool
step_location(struct routing *r)
{
	struct script_scope *scope = &r->scope;
	enum found found;

	found = location_find(r->arena, scope->server->index, scope->path,
	    &scope->location, &scope->captures);
	scope->late_names = scope->captures.names.n;
	r->outcome->location = scope->location;
	if (found == FOUND_NOTHING)
		return respond(r, CAUSE_NO_LOCATION, 404);
	if (found == FOUND_SLASH)
		return redirect_to_slash(r);
	return found == FOUND_TROUBLE && respond(r, CAUSE_LIMIT, 500);
}

/* nginx: ngx_http_send_response() */
static bool
has_location_header(unsigned status)
{
	return status == 301 || status == 302 || status == 303 ||
	    status == 307 || status == 308;
}

static bool
step_return(struct routing *r)
{
	const struct location *l = r->scope.location;
	struct buf url;

	if (l->status == 0)
		return false;
	if (l->url_script == NULL || !has_location_header(l->status))
		return respond(r, CAUSE_RETURN, l->status);
	buf_init(&url);
	script_run(&url, l->url_script, &r->scope);
	redirect_here(r, CAUSE_RETURN, l->status, buf_str(&url));
	buf_release(&url);
	return true;
}

static bool
step_rewrite(struct routing *r)
{
	const struct location *l = r->scope.location;
	struct rx_captures captured;
	enum rx_verdict verdict;
	struct str url;

	if (l->rewrite_script == NULL)
		return false;
	verdict = rx_match(r->arena, l->rewrite_rx, RX_REWRITE,
	    r->scope.path, &captured);
	if (verdict == RX_GAVE_UP)
		return respond(r, CAUSE_REWRITE_LIMIT, 500);
	if (verdict == RX_NO)
		return false;
	script_capture(r->arena, l->rewrite_rx, &captured,
	    &r->scope.captures);
	r->outcome->rewritten = true;
	switch (script_rewrite(r->arena, l->rewrite_script, &r->scope, &url)) {
	case REWRITING_REDIRECT:
		redirect_here(r, CAUSE_REWRITE, 302, url);
		return true;
	case REWRITING_EMPTY:
		return respond(r, CAUSE_REWRITE_EMPTY, 500);
	case REWRITING_URI:
		break;
	}
	return false;
}

/* rootfs/etc/nginx/lua/certificate.lua: get_pem_cert_uid() */
static bool
has_certificate(struct routing *r)
{
	const struct map *certified = &r->http->certified;
	struct str host = variable(r, STR("host")), wild;
	size_t dot = str_find_byte(host, '.', 0);

	if (map_get(certified, host) != NULL)
		return true;
	if (dot == STR_NONE || dot == 0)
		return false;
	host = str_cut(host, dot, host.len);
	wild = arena_printf(r->arena, "*%.*s", STR_ARG(host));
	return map_get(certified, wild) != NULL;
}

/* rootfs/etc/nginx/lua/lua_ingress.lua: redirect_host() */
static struct str
https_host(struct routing *r)
{
	const struct str *forwarded_host = forwarded(r,
	    STR("X-Forwarded-Host"));
	struct str host = variable(r, r->request->host.at != NULL ?
	    STR("http_host") : STR("host"));

	if (forwarded_host != NULL)
		host = str_cut(*forwarded_host, 0,
		    str_find_byte(*forwarded_host, ',', 0));
	return str_cut(host, 0, str_find_byte(host, ':', 0));
}

/* rootfs/etc/nginx/lua/lua_ingress.lua: rewrite() */
static bool
step_https(struct routing *r)
{
	const struct location *l = r->scope.location;
	const struct http *http = r->http;
	struct buf url;

	if (l->https == HTTPS_OFF || !str_is(scheme_of(r), "http") ||
	    (l->https == HTTPS_WITH_CERTIFICATE && !has_certificate(r)))
		return false;
	buf_init(&url);
	buf_puts(&url, "https://");
	buf_add(&url, https_host(r));
	if (l->https_adds_port)
		buf_printf(&url, ":%u", http->https_port != 0 ?
		    http->https_port : HTTPS_PORT);
	buf_add(&url, l->https_keeps_slash ? r->outcome->reading.uri.raw :
	    target_without_slash(r));
	redirect(r, CAUSE_HTTPS, https_status(http), &url);
	buf_release(&url);
	return true;
}

/* nginx: ngx_http_proxy_create_request() */
static bool
step_proxy(struct routing *r)
{
	const struct uri *uri = &r->outcome->reading.uri;
	struct buf target;

	if (r->scope.location->upstream == NULL)
		return respond(r, CAUSE_NO_LOCATION, 404);
	r->outcome->kind = OUTCOME_PROXY;
	r->outcome->cause = CAUSE_PROXY;
	r->outcome->target = uri->raw;
	if (!r->outcome->rewritten && !uri->no_path)
		return true;
	buf_init(&target);
	uri_escape(&target, r->scope.path, ESCAPE_PATH);
	if (r->scope.args.len > 0) {
		buf_putc(&target, '?');
		buf_add(&target, r->scope.args);
	}
	r->outcome->target = arena_str(r->arena, buf_str(&target));
	buf_release(&target);
	return true;
}

static step_fn *const steps[] = {
	step_request, step_server, step_moved, step_app_root, step_location,
	step_return, step_rewrite, step_https, step_proxy,
};

void
route(struct arena *arena, const struct http *http,
    const struct request *request, struct outcome *outcome)
{
	struct routing r = { .arena = arena, .http = http,
		.request = request, .outcome = outcome,
		.scope = { .http = http, .request = request } };
	size_t i = 0;

	*outcome = (struct outcome){ .status = 0 };
	r.scope.reading = &outcome->reading;
	while (!steps[i](&r))
		i++;
	outcome->captures = r.scope.captures;
	outcome->unknown = r.scope.unknown;
}
