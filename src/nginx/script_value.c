/*
 * The variables of nginx 1.27.1 and of the modules that the controller's
 * image has: whether a named group may take their name, as asked of nginx
 * one by one, and their values while a location's directives are run, as far
 * as a request tells them.
 */
#include "nginx/http.h"

typedef void value_fn(struct buf *, struct script_scope *, struct str rest);

static void
value_args(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)rest;
	buf_add(out, scope->args);
}

static void
value_is_args(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)rest;
	buf_puts(out, scope->args.len > 0 ? "?" : "");
}

static void
value_uri(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)rest;
	buf_add(out, scope->path);
}

static void
value_request_uri(struct buf *out, struct script_scope *scope,
    struct str rest)
{
	(void)rest;
	buf_add(out, scope->reading->uri.raw);
}

static void
value_scheme(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)rest;
	buf_puts(out, scope->request->https ? "https" : "http");
}

static void
value_https(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)rest;
	buf_puts(out, scope->request->https ? "on" : "");
}

static void
value_server_name(struct buf *out, struct script_scope *scope,
    struct str rest)
{
	(void)rest;
	if (scope->server->names.n > 0)
		buf_add(out, scope->server->names.at[0]);
}

static void
value_host(struct buf *out, struct script_scope *scope, struct str rest)
{
	if (scope->reading->host.len > 0)
		buf_add(out, scope->reading->host);
	else
		value_server_name(out, scope, rest);
}

static void
value_server_port(struct buf *out, struct script_scope *scope,
    struct str rest)
{
	(void)rest;
	if (scope->request->port != 0)
		buf_printf(out, "%u", scope->request->port);
}

static void
value_method(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)rest;
	buf_add(out, scope->request->method);
}

static void
value_protocol(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)rest;
	buf_add(out, request_trim(scope->request->version));
}

static void
value_request(struct buf *out, struct script_scope *scope, struct str rest)
{
	const struct request *request = scope->request;

	(void)rest;
	buf_add(out, request->method);
	buf_putc(out, ' ');
	buf_add(out, request->target);
	if (request->version.len > 0)
		buf_putc(out, ' ');
	buf_add(out, request->version);
}

/* Nothing is known of an answer yet. */
static void
value_empty(struct buf *out, struct script_scope *scope, struct str rest)
{
	(void)out;
	(void)scope;
	(void)rest;
}

/* The name of a header as part of that of a variable. */
static bool
is_header(struct str header, struct str name)
{
	if (header.len != name.len)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		struct str a = str_cut(header, i, i + 1);
		struct str b = str_cut(name, i, i + 1);

		if (a.at[0] == '_' || (a.at[0] == '-' ? b.at[0] != '_' :
		    !str_eq_nocase(a, b)))
			return false;
	}
	return true;
}

static void
value_header(struct buf *out, struct script_scope *scope, struct str name)
{
	const struct request *request = scope->request;
	bool cookie = str_eq_nocase(name, STR("cookie"));
	bool any = false;

	if (str_eq_nocase(name, STR("host")))
		buf_add(out, request_trim(request->host));
	for (size_t i = 0; i < request->nheaders; i++) {
		if (!is_header(request->headers[i].name, name))
			continue;
		if (any)
			buf_puts(out, cookie ? "; " : ", ");
		any = true;
		buf_add(out, request_trim(request->headers[i].value));
	}
}

static void
value_content(struct buf *out, struct script_scope *scope, struct str name)
{
	(void)name;
	value_header(out, scope, STR("content_type"));
}

static void
value_length(struct buf *out, struct script_scope *scope, struct str name)
{
	(void)name;
	value_header(out, scope, STR("content_length"));
}

static void
value_arg(struct buf *out, struct script_scope *scope, struct str name)
{
	struct str rest = scope->args;

	while (name.len > 0 && rest.at != NULL) {
		struct str arg = str_next(&rest, '&');
		size_t sign = str_find_byte(arg, '=', 0);

		if (sign == name.len &&
		    str_eq_nocase(str_cut(arg, 0, sign), name)) {
			buf_add(out, str_cut(arg, sign + 1, arg.len));
			return;
		}
	}
}

static struct str
skip_spaces(struct str s)
{
	while (s.len > 0 && s.at[0] == ' ')
		s = str_cut(s, 1, s.len);
	return s;
}

/* nginx: ngx_http_parse_multi_header_lines() */
static bool
find_cookie(struct str line, struct str name, struct str *value)
{
	while (line.len > 0) {
		struct str rest = str_cut(line, name.len, line.len);
		size_t end;

		if (str_eq_nocase(str_cut(line, 0, name.len), name)) {
			line = skip_spaces(rest);
			if (line.len > 0 && line.at[0] == '=') {
				*value = skip_spaces(str_cut(line, 1,
				    line.len));
				end = str_find_byte(*value, ';', 0);
				*value = str_cut(*value, 0, end);
				return true;
			}
			/* What it stopped at is not looked at again. */
			line = str_cut(line, 1, line.len);
		}
		for (end = 0; end < line.len && line.at[end] != ';' &&
		    line.at[end] != ','; end++)
			;
		line = skip_spaces(str_cut(line, end + 1, line.len));
	}
	return false;
}

static void
value_cookie(struct buf *out, struct script_scope *scope, struct str name)
{
	const struct request *request = scope->request;
	struct str value;

	for (size_t i = 0; i < request->nheaders; i++) {
		const struct header *h = &request->headers[i];

		if (str_eq_nocase(h->name, STR("cookie")) &&
		    find_cookie(request_trim(h->value), name, &value)) {
			buf_add(out, value);
			return;
		}
	}
}

struct variable {
	const char *name;
	bool fixed;		/* no named group may have the name */
	value_fn *value;	/* NULL: only a connection has it */
};

/* In alphabetical order. */
static const struct variable variables[] = {
	{ "ancient_browser", false, NULL },
	{ "args", false, value_args },
	{ "binary_remote_addr", true, NULL },
	{ "body_bytes_sent", true, NULL },
	{ "bytes_sent", true, NULL },
	{ "connection", true, NULL },
	{ "connection_requests", true, NULL },
	{ "connection_time", true, NULL },
	{ "connections_active", true, NULL },
	{ "connections_reading", true, NULL },
	{ "connections_waiting", true, NULL },
	{ "connections_writing", true, NULL },
	{ "content_length", true, value_length },
	{ "content_type", true, value_content },
	{ "date_gmt", true, NULL },
	{ "date_local", true, NULL },
	{ "document_root", true, NULL },
	{ "document_uri", true, value_uri },
	{ "fastcgi_path_info", true, value_empty },
	{ "fastcgi_script_name", true, NULL },
	{ "grpc_internal_trailers", true, NULL },
	{ "gzip_ratio", true, value_empty },
	{ "host", true, value_host },
	{ "hostname", true, NULL },
	{ "http2", true, NULL },
	{ "http3", true, NULL },
	{ "http_cookie", true, value_header },
	{ "http_host", true, value_header },
	{ "http_referer", true, value_header },
	{ "http_user_agent", true, value_header },
	{ "http_via", true, value_header },
	{ "http_x_forwarded_for", true, value_header },
	{ "https", true, value_https },
	{ "invalid_referer", false, NULL },
	{ "is_args", true, value_is_args },
	{ "limit_conn_status", true, value_empty },
	{ "limit_rate", false, NULL },
	{ "limit_req_status", true, value_empty },
	{ "modern_browser", false, NULL },
	{ "msec", true, NULL },
	{ "msie", false, NULL },
	{ "nginx_version", true, NULL },
	{ "pid", true, NULL },
	{ "pipe", true, NULL },
	{ "proxy_add_x_forwarded_for", true, NULL },
	{ "proxy_host", false, NULL },
	{ "proxy_internal_body_length", true, NULL },
	{ "proxy_internal_chunked", true, NULL },
	{ "proxy_port", false, NULL },
	{ "proxy_protocol_addr", true, NULL },
	{ "proxy_protocol_port", true, NULL },
	{ "proxy_protocol_server_addr", true, NULL },
	{ "proxy_protocol_server_port", true, NULL },
	{ "query_string", true, value_args },
	{ "realip_remote_addr", true, NULL },
	{ "realip_remote_port", true, NULL },
	{ "realpath_root", true, NULL },
	{ "remote_addr", true, NULL },
	{ "remote_port", true, NULL },
	{ "remote_user", true, NULL },
	{ "request", true, value_request },
	{ "request_body", true, value_empty },
	{ "request_body_file", true, value_empty },
	{ "request_completion", true, value_empty },
	{ "request_filename", true, NULL },
	{ "request_id", true, NULL },
	{ "request_length", true, NULL },
	{ "request_method", true, value_method },
	{ "request_time", true, NULL },
	{ "request_uri", true, value_request_uri },
	{ "scheme", true, value_scheme },
	{ "secure_link", true, value_empty },
	{ "secure_link_expires", true, value_empty },
	{ "sent_http_cache_control", true, value_empty },
	{ "sent_http_connection", true, NULL },
	{ "sent_http_content_length", true, value_empty },
	{ "sent_http_content_type", true, value_empty },
	{ "sent_http_keep_alive", true, NULL },
	{ "sent_http_last_modified", true, value_empty },
	{ "sent_http_link", true, value_empty },
	{ "sent_http_location", true, value_empty },
	{ "sent_http_transfer_encoding", true, value_empty },
	{ "server_addr", true, NULL },
	{ "server_name", true, value_server_name },
	{ "server_port", true, value_server_port },
	{ "server_protocol", true, value_protocol },
	{ "ssl_alpn_protocol", false, NULL },
	{ "ssl_cipher", false, NULL },
	{ "ssl_ciphers", false, NULL },
	{ "ssl_client_cert", false, NULL },
	{ "ssl_client_escaped_cert", false, NULL },
	{ "ssl_client_fingerprint", false, NULL },
	{ "ssl_client_i_dn", false, NULL },
	{ "ssl_client_i_dn_legacy", false, NULL },
	{ "ssl_client_raw_cert", false, NULL },
	{ "ssl_client_s_dn", false, NULL },
	{ "ssl_client_s_dn_legacy", false, NULL },
	{ "ssl_client_serial", false, NULL },
	{ "ssl_client_v_end", false, NULL },
	{ "ssl_client_v_remain", false, NULL },
	{ "ssl_client_v_start", false, NULL },
	{ "ssl_client_verify", false, NULL },
	{ "ssl_curve", false, NULL },
	{ "ssl_curves", false, NULL },
	{ "ssl_early_data", false, NULL },
	{ "ssl_protocol", false, NULL },
	{ "ssl_server_name", false, NULL },
	{ "ssl_session_id", false, NULL },
	{ "ssl_session_reused", false, NULL },
	{ "status", true, NULL },
	{ "tcpinfo_rcv_space", true, NULL },
	{ "tcpinfo_rtt", true, NULL },
	{ "tcpinfo_rttvar", true, NULL },
	{ "tcpinfo_snd_cwnd", true, NULL },
	{ "time_iso8601", true, NULL },
	{ "time_local", true, NULL },
	{ "uid_got", true, value_empty },
	{ "uid_reset", false, NULL },
	{ "uid_set", true, value_empty },
	{ "upstream_addr", true, value_empty },
	{ "upstream_bytes_received", true, value_empty },
	{ "upstream_bytes_sent", true, value_empty },
	{ "upstream_cache_etag", true, value_empty },
	{ "upstream_cache_last_modified", true, value_empty },
	{ "upstream_cache_status", true, value_empty },
	{ "upstream_connect_time", true, value_empty },
	{ "upstream_header_time", true, value_empty },
	{ "upstream_response_length", true, value_empty },
	{ "upstream_response_time", true, value_empty },
	{ "upstream_status", true, value_empty },
	{ "uri", true, value_uri },
};

/* Anything may follow, also nothing; the value gets what follows. */
static const struct variable prefixes[] = {
	{ "http_", false, value_header },
	{ "arg_", false, value_arg },
	{ "cookie_", false, value_cookie },
	{ "sent_http_", false, value_empty },
	{ "sent_trailer_", false, value_empty },
	{ "upstream_http_", false, value_empty },
	{ "upstream_cookie_", false, value_empty },
	{ "upstream_trailer_", false, value_empty },
	{ "proxy_protocol_tlv_", false, NULL },
};

enum { NVARIABLES = sizeof(variables) / sizeof(*variables),
	NPREFIXES = sizeof(prefixes) / sizeof(*prefixes) };

static const struct variable *
find_variable(struct str name)
{
	for (size_t i = 0; i < NVARIABLES; i++)
		if (str_eq_nocase(str_from(variables[i].name), name))
			return &variables[i];
	return NULL;
}

static const struct variable *
find_prefix(struct str name, struct str *rest)
{
	for (size_t i = 0; i < NPREFIXES; i++) {
		struct str prefix = str_from(prefixes[i].name);

		*rest = str_cut(name, prefix.len, name.len);
		if (name.len >= prefix.len &&
		    str_eq_nocase(str_cut(name, 0, prefix.len), prefix))
			return &prefixes[i];
	}
	return NULL;
}

bool
script_knows(struct str name)
{
	struct str rest;

	return find_variable(name) != NULL ||
	    find_prefix(name, &rest) != NULL;
}

bool
script_is_fixed(struct str name)
{
	const struct variable *v = find_variable(name);

	return v != NULL && v->fixed;
}

/* The value that a group captured, of those from `from` on. */
static const struct str *
find_captured(const struct captures *captures, size_t from, struct str name)
{
	for (size_t i = captures->names.n; i > from; i--)
		if (str_eq_nocase(captures->names.at[i - 1].name, name))
			return &captures->names.at[i - 1].value;
	return NULL;
}

/* What `set` gave it, with the directives before it in force. */
static bool
value_set(struct buf *out, struct script_scope *scope, struct str name)
{
	const struct location *l = scope->location;
	struct location before;
	struct script_scope inner = *scope;

	for (uint32_t i = l == NULL ? 0 : l->nsets; i > 0; i--) {
		if (!str_eq_nocase(l->sets[i - 1].name, name))
			continue;
		before = *l;
		before.nsets = i - 1;
		inner.location = &before;
		/* No rewrite had been made by then. */
		inner.captures.names.n = scope->late_names;
		script_run(out, l->sets[i - 1].script, &inner);
		if (inner.unknown.len > 0)
			scope->unknown = inner.unknown;
		return true;
	}
	return false;
}

static bool
value_of_config(struct buf *out, struct script_scope *scope, struct str name)
{
	const struct http *http = scope->http;

	if (map_get(&http->group_names, name) != NULL)
		return true;
	for (size_t i = 0; i < http->nvariables; i++)
		if (str_eq_nocase(http->variables[i].name, name)) {
			buf_add(out, http->variables[i].value);
			return true;
		}
	return false;
}

void
script_value(struct buf *out, struct script_scope *scope, struct str name)
{
	const struct captures *captures = &scope->captures;
	const struct variable *v;
	const struct str *found;
	struct str rest;

	found = find_captured(captures, scope->late_names, name);
	if (found == NULL && value_set(out, scope, name))
		return;
	if (found == NULL)
		found = find_captured(captures, 0, name);
	if (found != NULL) {
		buf_add(out, *found);
		return;
	}
	if (value_of_config(out, scope, name))
		return;
	v = find_variable(name);
	rest = name;
	if (v != NULL && v->value == value_header)
		rest = str_cut(name, strlen("http_"), name.len);
	else if (v == NULL)
		v = find_prefix(name, &rest);
	if (v != NULL && v->value != NULL) {
		v->value(out, scope, rest);
		return;
	}
	/* One that is set elsewhere is empty here. */
	if (v == NULL)
		return;
	scope->unknown = name;
	buf_putc(out, '$');
	buf_add(out, name);
}
