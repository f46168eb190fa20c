/*
 * Lines as the parts of a configuration and a request: whatever stands in
 * them, it is found out whether nginx would load it, it can be printed, and
 * a request comes to something.
 *
 * A line begins with a letter for what it is: s server, n another name of
 * it, p e x a prefix, exact or regex location, then for it f t the pattern
 * and target of its rewrite, r what it returns, a its app-root, v the value
 * of a variable; g a request target, h its Host, c its Cookie.
 */
#include <assert.h>

#include "fuzz.h"
#include "nginx/conf.h"
#include "nginx/route.h"

struct input {
	struct arena arena;
	struct rx_set set;
	struct http http;
	struct upstream upstream;
	struct request request;
	struct header cookie;
	struct setting setting;
};

static void
read_location(struct input *in, char kind, struct str text)
{
	struct server *s = &in->http.servers.at[in->http.servers.n - 1];
	struct location *l = s->locations.n == 0 ? NULL :
	    &s->locations.at[s->locations.n - 1];

	if (kind == 'p' || kind == 'e' || kind == 'x') {
		l = vec_add(&in->arena, &s->locations);
		l->kind = kind == 'p' ? LOCATION_PREFIX : kind == 'e' ?
		    LOCATION_EXACT : LOCATION_REGEX;
		l->text = text;
		l->upstream = &in->upstream;
		l->https = text.len % 3 == 2 ? HTTPS_ALWAYS : HTTPS_OFF;
	} else if (l == NULL) {
		return;
	} else if (kind == 'f') {
		l->rewrite_from = text;
	} else if (kind == 't') {
		l->rewrite_to = text;
	} else if (kind == 'r') {
		l->status = 301;
		l->url = text;
	} else if (kind == 'a') {
		l->app_root = text;
	} else if (kind == 'v') {
		in->setting.name = STR("v");
		in->setting.value = text;
		l->sets = &in->setting;
		l->nsets = 1;
	}
}

static void
read_line(struct input *in, char kind, struct str text)
{
	struct server *s = &in->http.servers.at[in->http.servers.n - 1];

	if (kind == 's')
		s = vec_add(&in->arena, &in->http.servers);
	if (kind == 's' || kind == 'n')
		*vec_add(&in->arena, &s->names) = text;
	else if (kind == 'g')
		in->request.target = text;
	else if (kind == 'h')
		in->request.host = text;
	else if (kind == 'c')
		in->cookie.value = text;
	else
		read_location(in, kind, text);
}

static void
ask(struct input *in)
{
	struct outcome o;
	enum trial *trials;

	route(&in->arena, &in->http, &in->request, &o);
	assert(o.kind != OUTCOME_PROXY || o.target.len > 0);
	assert(o.kind != OUTCOME_REDIRECT || (o.status >= 301 &&
	    o.status <= 308));
	if (o.cause == CAUSE_REQUEST)
		return;
	assert(o.reading.uri.path.at[0] == '/');
	if (o.kind == OUTCOME_CLOSE)
		return;
	trials = arena_array(&in->arena, enum trial,
	    o.server->locations.n);
	location_explain(&in->arena, o.server->index, o.reading.uri.path,
	    trials);
	assert(o.location == NULL || o.cause == CAUSE_APP_ROOT ||
	    trials[o.location->number] == TRIAL_TAKES ||
	    trials[o.location->number] == TRIAL_REDIRECTS ||
	    trials[o.location->number] == TRIAL_TROUBLE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input in = { .upstream = { { "u", 1 }, { NULL, 0 } } };
	struct str rest = { (const char *)bytes, len };
	struct conf conf = { .listen = STR("80") };
	struct server *s;
	struct buf b;

	arena_init(&in.arena);
	in.request = (struct request){ .method = STR("GET"),
		.target = STR("/"), .version = STR("HTTP/1.1"),
		.host = STR("a"), .headers = &in.cookie, .nheaders = 1 };
	in.cookie.name = STR("Cookie");
	s = vec_add(&in.arena, &in.http.servers);
	*vec_add(&in.arena, &s->names) = STR("_");
	while (rest.len > 0) {
		struct str line = str_next(&rest, '\n');

		if (line.len > 0)
			read_line(&in, line.at[0], str_cut(line, 1,
			    line.len));
	}
	if (http_finish(&in.arena, &in.http, &in.set))
		ask(&in);
	buf_init(&b);
	conf_print(&in.arena, &b, &in.http, &conf);
	buf_release(&b);
	arena_release(&in.arena);
	return 0;
}
