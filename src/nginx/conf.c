/*
 * The order of effects is kept: the controller's Lua comes after return and
 * rewrite, so the redirect to https is a return after the rewrite; and as
 * nothing is run after "rewrite ... break", the break is a directive of its
 * own then. What the redirect is made of comes from maps of the http block.
 */
#include "nginx/conf.h"

#include "base/utf8.h"
#include "nginx/word.h"

static const char head[] =
"# Routing as the controller would configure it, without TLS and Lua.\n"
"events {\n"
"}\n"
"http {\n"
"\taccess_log off;\n"
"\tport_in_redirect off;\n"
"\tserver_name_in_redirect off;\n"
"\tunderscores_in_headers off;\n"
"\tuninitialized_variable_warn off;\n"
"\tclient_header_buffer_size 1k;\n"
"\tlarge_client_header_buffers 4 8k;\n"
"\tserver_names_hash_max_size 1048576;\n"
"\tserver_names_hash_bucket_size 1024;\n"
"\tvariables_hash_max_size 4096;\n"
"\tvariables_hash_bucket_size 256;\n"
"\tmap_hash_max_size 1048576;\n"
"\tmap_hash_bucket_size 1024;\n"
"\tproxy_set_header Host $http_host;\n";

/* rootfs/etc/nginx/lua/lua_ingress.lua: rewrite() and redirect_host() */
static const char maps[] =
"\tmap $http_host $greenlight_host {\n"
"\t\t\"\" $host;\n"
"\t\t\"~^(?<greenlight_name>[^:]*)\" $greenlight_name;\n"
"\t}\n"
"\tmap $request_uri $greenlight_target {\n"
"\t\tdefault $request_uri;\n"
"\t\t\"~^(?<greenlight_cut>.*)/$\" $greenlight_cut;\n"
"\t}\n";
static const char plain_scheme[] =
"\tmap \"\" $greenlight_scheme {\n"
"\t\tdefault $scheme;\n"
"\t}\n"
"\tmap \"\" $greenlight_port {\n"
"\t\tdefault $server_port;\n"
"\t}\n"
"\tmap \"\" $greenlight_best_host {\n"
"\t\tdefault $greenlight_host;\n"
"\t}\n";
static const char forwarded_scheme[] =
"\tmap $http_x_forwarded_proto $greenlight_scheme {\n"
"\t\tdefault $http_x_forwarded_proto;\n"
"\t\t\"\" $scheme;\n"
"\t}\n"
"\tmap $http_x_forwarded_port $greenlight_port {\n"
"\t\tdefault $http_x_forwarded_port;\n"
"\t\t\"\" $server_port;\n"
"\t}\n"
"\tmap $http_x_forwarded_host $greenlight_best_host {\n"
"\t\t\"\" $greenlight_host;\n"
"\t\t\"~^(?<greenlight_first>[^,:]*)\" $greenlight_first;\n"
"\t}\n";

struct printing {
	struct arena *arena;
	struct buf *out;
	const struct http *http;
	const struct conf *conf;
	struct map upstreams;	/* those printed */
};

static void
print_str(struct printing *p, const char *before, struct str text,
    const char *after)
{
	buf_puts(p->out, before);
	buf_add(p->out, text);
	buf_puts(p->out, after);
}

static void
print_quoted(struct printing *p, const char *before, struct str text,
    const char *after)
{
	buf_puts(p->out, before);
	word_quote(p->out, text);
	buf_puts(p->out, after);
}

/* nginx must not take a host for one of its words, as "default". */
static void
print_certificate(struct buf *pattern, struct str host)
{
	buf_reset(pattern);
	buf_puts(pattern, "~^http:");
	if (str_starts(host, STR("*."))) {
		buf_puts(pattern, "[^.]+");
		host = str_cut(host, 1, host.len);
	}
	buf_puts(pattern, "\\Q");
	buf_add(pattern, host);
	buf_puts(pattern, "\\E$");
}

static void
print_certificates(struct printing *p)
{
	struct buf pattern;

	buf_init(&pattern);
	buf_puts(p->out, "\tmap $greenlight_scheme:$host $greenlight_https "
	    "{\n\t\tdefault \"\";\n");
	for (size_t i = 0; i < p->http->certificates.n; i++) {
		print_certificate(&pattern, p->http->certificates.at[i]);
		print_quoted(p, "\t\t", buf_str(&pattern), " 1;\n");
	}
	buf_puts(p->out, "\t}\n");
	buf_release(&pattern);
}

static void
print_variables(struct printing *p)
{
	for (size_t i = 0; i < p->http->nvariables; i++) {
		const struct setting *v = &p->http->variables[i];

		/* In geo, unlike in map, a "$" is a "$". */
		print_str(p, "\tgeo $", v->name, " {\n");
		print_quoted(p, "\t\tdefault ", v->value, ";\n\t}\n");
	}
}

static void
print_upstream(struct printing *p, const struct upstream *u)
{
	void **place;

	if (u == NULL)
		return;
	place = map_put(p->arena, &p->upstreams, u->name);
	if (*place != NULL)
		return;
	*place = p;
	print_quoted(p, "\tupstream ", u->name, " {\n");
	if (u->address.len > 0)
		print_quoted(p, "\t\tserver ", u->address, ";\n");
	else
		buf_puts(p->out, "\t\tserver 127.0.0.1:1 down;\n");
	buf_puts(p->out, "\t}\n");
}

/* What is written instead of a pattern, for PCRE2 to read. */
static struct str
portable(struct printing *p, const struct rx *x)
{
	struct str text = rx_portable(x);

	if (!str_eq(text, x->pattern)) {
		buf_puts(p->out, "\t\t# in the controller: ");
		utf8_show(p->out, x->pattern);
		buf_putc(p->out, '\n');
	}
	return text;
}

static void
print_https(struct printing *p, const struct location *l)
{
	const struct http *http = p->http;

	if (l->https == HTTPS_OFF)
		return;
	buf_printf(p->out, "\t\t\tif (%s) {\n\t\t\t\treturn %u "
	    "https://$greenlight_best_host",
	    l->https == HTTPS_ALWAYS ? "$greenlight_scheme = http" :
	    "$greenlight_https",
	    http->https_status != 0 ? http->https_status : 308);
	if (l->https_adds_port)
		buf_printf(p->out, ":%u", http->https_port != 0 ?
		    http->https_port : 443);
	buf_printf(p->out, "%s;\n\t\t\t}\n", l->https_keeps_slash ?
	    "$request_uri" : "$greenlight_target");
}

static void
print_rewrite(struct printing *p, const struct location *l)
{
	bool late = l->https != HTTPS_OFF;

	if (l->rewrite_to.len == 0) {
		print_https(p, l);
		return;
	}
	late = late && !script_redirects(l->rewrite_script);
	print_quoted(p, "\t\t\trewrite ", arena_printf(p->arena,
	    "(?i)%.*s", STR_ARG(rx_portable(l->rewrite_rx))), " ");
	print_str(p, "", l->rewrite_to, late ? ";\n" : " break;\n");
	print_https(p, l);
	if (late)
		buf_puts(p->out, "\t\t\tbreak;\n");
}

static void
print_directive(struct printing *p, const struct location *l)
{
	struct str text;

	if (l->kind != LOCATION_REGEX) {
		print_quoted(p, l->kind == LOCATION_EXACT ? "\t\tlocation = "
		    : "\t\tlocation ", l->text, " {\n");
		return;
	}
	text = portable(p, l->rx);
	print_quoted(p, "\t\tlocation ~* ", arena_printf(p->arena,
	    "^%.*s", STR_ARG(text)), " {\n");
}

static void
print_location(struct printing *p, const struct location *l)
{
	print_directive(p, l);
	for (uint32_t i = 0; i < l->nsets; i++) {
		print_str(p, "\t\t\tset $", l->sets[i].name, " ");
		print_quoted(p, "", l->sets[i].value, ";\n");
	}
	if (l->relative_redirects)
		buf_puts(p->out, "\t\t\tabsolute_redirect off;\n");
	if (l->port_in_redirect)
		buf_puts(p->out, "\t\t\tport_in_redirect on;\n");
	if (l->status != 0) {
		buf_printf(p->out, "\t\t\treturn %u", l->status);
		print_str(p, l->url.len > 0 ? " " : "", l->url, ";\n");
	}
	print_rewrite(p, l);
	if (l->upstream != NULL)
		print_quoted(p, "\t\t\tproxy_pass ", arena_printf(p->arena,
		    "http://%.*s", STR_ARG(l->upstream->name)), ";\n");
	buf_puts(p->out, "\t\t}\n");
}

static void
print_names(struct printing *p, const struct server *s)
{
	if (s->names.n == 0)
		return;
	buf_puts(p->out, "\t\tserver_name");
	for (size_t i = 0; i < s->names.n; i++)
		print_quoted(p, " ", s->names.at[i], "");
	buf_puts(p->out, ";\n");
}

static void
print_server(struct printing *p, const struct server *s)
{
	const struct http *http = p->http;

	print_str(p, "\tserver {\n\t\tlisten ", p->conf->listen,
	    s->number == http->default_server ? " default_server;\n" :
	    ";\n");
	print_names(p, s);
	if (s->status != 0)
		buf_printf(p->out, "\t\treturn %u;\n", s->status);
	if (s->moved_to.len > 0) {
		buf_printf(p->out, "\t\treturn %u $greenlight_scheme://",
		    http->https_status != 0 ? http->https_status : 308);
		print_str(p, "", s->moved_to, "");
		if (!http->moved_without_port)
			buf_puts(p->out, ":$greenlight_port");
		else if (http->https_port != 0 && http->https_port != 443)
			buf_printf(p->out, ":%u", http->https_port);
		buf_puts(p->out, "$greenlight_target;\n");
	}
	for (size_t i = 0; i < s->locations.n; i++)
		if (s->locations.at[i].app_root.len > 0)
			print_str(p, "\t\tif ($uri = /) {\n\t\t\treturn "
			    "302 $scheme://$http_host",
			    s->locations.at[i].app_root, ";\n\t\t}\n");
	for (size_t i = 0; i < s->locations.n; i++)
		print_location(p, &s->locations.at[i]);
	buf_puts(p->out, "\t}\n");
}

static void
print_settings(struct printing *p)
{
	const struct http *http = p->http;

	if (http->relative_redirects)
		buf_puts(p->out, "\tabsolute_redirect off;\n");
	if (http->keeps_slashes)
		buf_puts(p->out, "\tmerge_slashes off;\n");
	buf_add(p->out, p->conf->extra);
	buf_puts(p->out, maps);
	buf_puts(p->out, http->forwarded_headers ? forwarded_scheme :
	    plain_scheme);
	print_certificates(p);
	print_variables(p);
}

void
conf_print(struct arena *arena, struct buf *out, const struct http *http,
    const struct conf *conf)
{
	struct printing p = { .arena = arena, .out = out, .http = http,
		.conf = conf };

	buf_puts(out, head);
	print_settings(&p);
	for (size_t i = 0; i < http->servers.n; i++) {
		const struct server *s = &http->servers.at[i];

		for (size_t k = 0; k < s->locations.n; k++)
			print_upstream(&p, s->locations.at[k].upstream);
	}
	for (size_t i = 0; i < http->servers.n; i++)
		print_server(&p, &http->servers.at[i]);
	buf_puts(out, "}\n");
}
