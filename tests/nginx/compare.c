/*
 * Asks a running nginx what becomes of random requests in random
 * configurations, and asks src/nginx the same. nginx is right.
 *
 *	compare [-s SEED] [-c GROUPS] [-r REQUESTS] [-t TESTS]
 *
 * Many groups of servers stand in one configuration, told apart by their
 * names. TESTS more groups may have faults and are given to nginx -t alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "base/utf8.h"
#include "nginx/conf.h"
#include "random.h"
#include "wire.h"

enum { GROUPS_AT_ONCE = 250, REQUESTS_AT_ONCE = 20000, SHOWN = 5 };

static unsigned differences;

/* How often each cause decided, and how often a rewrite was made. */
static unsigned causes[CAUSE_PROXY + 1], rewritten;

static void
show(const char *what, struct str text)
{
	struct buf b;

	buf_init(&b);
	utf8_show(&b, str_cut(text, 0, 1500));
	printf("  %-10s %.*s\n", what, STR_ARG(buf_str(&b)));
	buf_release(&b);
}

static void
default_server(struct arena *arena, struct http *http,
    const struct upstream *upstream)
{
	struct server *s = vec_add(arena, &http->servers);
	struct location *l = vec_add(arena, &s->locations);

	*vec_add(arena, &s->names) = STR("_");
	l->text = STR("/");
	l->upstream = upstream;
	l->sets = arena_array(arena, struct setting, 3);
	l->sets[0] = (struct setting){ STR("probe"), STR("default"), NULL };
	l->sets[1] = (struct setting){ STR("namespace"), STR(""), NULL };
	l->sets[2] = (struct setting){ STR("service_name"), STR(""), NULL };
	l->nsets = 3;
}

static struct str
print_conf(struct arena *arena, const struct http *http)
{
	struct conf conf = {
		.listen = wire_listen_address(arena),
		.extra = STR("\tadd_header X-Probe $probe always;\n"
		    "\tproxy_buffering off;\n"
		    "\tkeepalive_requests 1000000;\n"),
	};
	struct buf b;
	struct str text;

	buf_init(&b);
	conf_print(arena, &b, http, &conf);
	text = arena_str(arena, buf_str(&b));
	buf_release(&b);
	return text;
}

/* The groups without faults, to be run together. */
static unsigned
random_http(struct arena *arena, struct http *http,
    const struct upstream *upstream, unsigned from, unsigned n)
{
	unsigned bad = 0;

	random_settings(arena, http);
	default_server(arena, http, upstream);
	for (unsigned i = 0; i < n; i++) {
		struct http alone = *http;
		struct rx_set set = { .by_text = { NULL } };
		struct arena scratch;
		size_t before = http->servers.n;

		arena_init(&scratch);
		random_group(arena, http, from + i, upstream, false);
		alone.servers.at = http->servers.at + before;
		alone.servers.n = http->servers.n - before;
		if (!http_finish(&scratch, &alone, &set)) {
			while (http->servers.n > before)
				http->servers.at[--http->servers.n] =
				    (struct server){ .status = 0 };
			bad++;
		}
		arena_release(&scratch);
	}
	return bad;
}

static void
write_request(struct arena *arena, const struct request *r,
    struct exchange *e)
{
	struct buf b;
	bool old = r->version.len == 0;

	buf_init(&b);
	buf_add(&b, r->method);
	buf_putc(&b, ' ');
	buf_add(&b, r->target);
	if (!old)
		buf_putc(&b, ' ');
	buf_add(&b, r->version);
	buf_puts(&b, "\r\n");
	if (r->host.at != NULL && !old) {
		buf_puts(&b, "Host: ");
		buf_add(&b, r->host);
		buf_puts(&b, "\r\n");
	}
	for (size_t i = 0; i < r->nheaders && !old; i++) {
		buf_add(&b, r->headers[i].name);
		buf_puts(&b, ": ");
		buf_add(&b, r->headers[i].value);
		buf_puts(&b, "\r\n");
	}
	if (e->alone && !old)
		buf_puts(&b, "Connection: close\r\n");
	if (!old)
		buf_puts(&b, "\r\n");
	e->request = arena_str(arena, buf_str(&b));
	buf_release(&b);
}

/* The answer cannot be told from the next one without its end. */
static bool
must_be_alone(const struct request *r, const struct outcome *o)
{
	return !str_is(r->version, "HTTP/1.1") || o->kind == OUTCOME_CLOSE ||
	    str_find_byte(o->url, '\n', 0) != STR_NONE ||
	    str_find_byte(o->url, '\r', 0) != STR_NONE ||
	    str_find_byte(o->target, '\n', 0) != STR_NONE ||
	    str_is(r->method, "CONNECT");
}

static bool
has_header(const struct exchange *e, const char *name, struct str value)
{
	struct buf b;
	bool has;

	buf_init(&b);
	buf_printf(&b, "\r\n%s: ", name);
	buf_add(&b, value);
	buf_puts(&b, "\r\n");
	has = str_find(str_cut(e->answer, 0, e->body), buf_str(&b), 0) !=
	    STR_NONE;
	buf_release(&b);
	return has;
}

static unsigned
status_of(const struct exchange *e)
{
	unsigned long status = 0;

	str_to_uint(str_cut(e->answer, 9, 12), 999, &status);
	return (unsigned)status;
}

/* What the location set; nothing when none of its directives was run. */
static struct str
expected_probe(const struct outcome *o)
{
	if (o->location == NULL || o->location->nsets == 0 ||
	    o->cause == CAUSE_SLASH || o->cause == CAUSE_LIMIT ||
	    o->cause == CAUSE_APP_ROOT)
		return (struct str){ NULL, 0 };
	return o->location->sets[0].value;
}

/* NULL, or in what the two differ. */
static const char *
difference(const struct request *r, const struct outcome *o,
    const struct exchange *e)
{
	struct str body = str_cut(e->answer, e->body, e->answer.len);
	unsigned status = o->kind == OUTCOME_PROXY ? 200 : o->status;
	struct str probe = expected_probe(o);

	if (o->kind == OUTCOME_CLOSE)
		return e->answer.len == 0 ? NULL : "it is answered";
	if (r->version.len == 0)
		return o->kind != OUTCOME_PROXY || str_ends(e->answer,
		    o->target) ? NULL : "target";
	/* Files are none of our business. */
	if (o->cause == CAUSE_NO_LOCATION && (status_of(e) == 403 ||
	    status_of(e) == 405))
		status = status_of(e);
	if (status_of(e) != status)
		return "status";
	if (o->kind == OUTCOME_REDIRECT &&
	    !has_header(e, "Location", o->url) && o->url.len > 0)
		return "Location";
	if (o->kind == OUTCOME_PROXY && !str_eq(body, o->target) &&
	    !str_is(r->method, "HEAD"))
		return "target";
	if (probe.len > 0 && !has_header(e, "X-Probe", probe))
		return "location";
	return NULL;
}

static void
tell(const struct request *r, const struct outcome *o,
    const struct exchange *e, const char *what)
{
	static const char *const kinds[] = { "proxy", "redirect", "respond",
		"close" };

	if (differences++ >= SHOWN)
		return;
	printf("DIFFERENT %s\n", what);
	show("request", e->request);
	if (e->request.len > 1500)
		show("... ends", str_cut(e->request, e->request.len - 100,
		    e->request.len));
	printf("  %-10s %s %u (cause %d)\n", "expected", kinds[o->kind],
	    o->status, (int)o->cause);
	show("target", o->target);
	show("url", o->url);
	show("server", o->server != NULL ? o->server->names.at[0] : STR(""));
	if (o->location != NULL) {
		show("location", o->location->text);
		show("probe", expected_probe(o));
		show("from", o->location->rewrite_from);
		show("to", o->location->rewrite_to);
		show("return", o->location->url);
	}
	if (o->unknown.len > 0)
		show("unknown", o->unknown);
	show("nginx", e->answer);
	(void)r;
}

static void
run_requests(struct http *http, size_t n)
{
	struct arena arena;
	struct exchange *exchanges;
	struct request *requests;
	struct outcome *outcomes;

	arena_init(&arena);
	exchanges = arena_array(&arena, struct exchange, n);
	requests = arena_array(&arena, struct request, n);
	outcomes = arena_array(&arena, struct outcome, n);
	for (size_t i = 0; i < n; i++) {
		struct server *s = &http->servers.at[random_below(
		    (unsigned)http->servers.n)];

		random_request(&arena, s, &requests[i]);
		route(&arena, http, &requests[i], &outcomes[i]);
		exchanges[i].alone = must_be_alone(&requests[i],
		    &outcomes[i]);
		write_request(&arena, &requests[i], &exchanges[i]);
	}
	wire_send(&arena, exchanges, n);
	for (size_t i = 0; i < n; i++) {
		const char *what = difference(&requests[i], &outcomes[i],
		    &exchanges[i]);

		causes[outcomes[i].cause]++;
		rewritten += outcomes[i].rewritten;
		if (what != NULL)
			tell(&requests[i], &outcomes[i], &exchanges[i], what);
	}
	arena_release(&arena);
}

/* Returns the number of groups that nginx could load. */
static unsigned
run_batch(unsigned from, unsigned n, size_t requests)
{
	struct arena arena;
	struct http http = { .relative_redirects = false };
	struct rx_set set = { .by_text = { NULL } };
	struct upstream upstream = { .name = STR("backend") };
	unsigned bad;

	arena_init(&arena);
	upstream.address = wire_backend_address(&arena);
	bad = random_http(&arena, &http, &upstream, from, n);
	if (!http_finish(&arena, &http, &set))
		die("group %u to %u together: %.*s", from, from + n,
		    STR_ARG(http.faults.at[0].message));
	wire_start(print_conf(&arena, &http));
	while (requests > 0 && differences == 0) {
		size_t some = requests < REQUESTS_AT_ONCE ? requests :
		    REQUESTS_AT_ONCE;

		run_requests(&http, some);
		requests -= some;
	}
	wire_stop();
	arena_release(&arena);
	return n - bad;
}

/* nginx says it in these words. */
static bool
is_said(struct str message, struct str said)
{
	static const char *const ours[] = { "pcre_compile()",
		"the directive", "a comment", "unexpected", "a backslash",
		"invalid number" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		if (str_starts(message, str_from(ours[i])))
			return true;
	return str_find(said, message, 0) != STR_NONE;
}

/* One group, which may have faults, through nginx -t. */
static bool
run_test(unsigned number)
{
	struct arena arena;
	struct http http = { .relative_redirects = false };
	struct rx_set set = { .by_text = { NULL } };
	struct upstream upstream = { .name = STR("backend") };
	struct str said, message = STR("fine");
	bool fine, loads;

	arena_init(&arena);
	upstream.address = wire_backend_address(&arena);
	random_settings(&arena, &http);
	default_server(&arena, &http, &upstream);
	random_group(&arena, &http, number, &upstream, true);
	fine = http_finish(&arena, &http, &set);
	loads = wire_test(&arena, print_conf(&arena, &http), &said);
	if (!fine)
		message = http.faults.at[0].message;
	/* A target that ends its directive may make others of the rest. */
	if (loads && (str_starts(message, STR("the directive ends")) ||
	    str_starts(message, STR("a backslash"))))
		fine = true;
	if (fine != loads || (!fine && !is_said(message, said))) {
		printf("DIFFERENT verdict\n");
		show("expected", message);
		show("nginx", said);
		differences++;
	}
	arena_release(&arena);
	return loads;
}

static void
tell_causes(void)
{
	static const char *const names[] = { "malformed", "name limit",
		"server", "moved", "app-root", "no location", "slash",
		"limit", "return", "redirecting rewrite", "rewrite limit",
		"empty rewrite", "https", "proxied" };

	for (size_t i = 0; i <= CAUSE_PROXY; i++)
		printf("%s %u, ", names[i], causes[i]);
	printf("rewritten %u\n", rewritten);
}

static unsigned
number(const char *text)
{
	unsigned long value;

	if (!str_to_uint(str_from(text), 1000000000, &value))
		die("%s is no number", text);
	return (unsigned)value;
}

int
main(int argc, char **argv)
{
	unsigned seed = 1, groups = 200, requests = 20000, tests = 50;
	unsigned loaded = 0, at = 0, part, loads = 0;
	int option;

	while ((option = getopt(argc, argv, "s:c:r:t:")) != -1) {
		if (option == 's')
			seed = number(optarg);
		else if (option == 'c')
			groups = number(optarg);
		else if (option == 'r')
			requests = number(optarg);
		else if (option == 't')
			tests = number(optarg);
		else
			return STATUS_USAGE;
	}
	random_seed = seed;
	wire_start_backend();
	while (at < groups && differences == 0) {
		part = groups - at < GROUPS_AT_ONCE ? groups - at :
		    GROUPS_AT_ONCE;
		loaded += run_batch(at, part, (size_t)((double)requests /
		    groups * part));
		at += part;
	}
	for (at = 0; at < tests && differences < SHOWN; at++)
		loads += run_test(groups + at);
	tell_causes();
	printf("seed %u: %u requests to %u configurations, nginx -t on %u "
	    "(%u load): %u differences\n", seed, requests, loaded, tests,
	    loads, differences);
	if (differences == 0)
		wire_end();
	else
		printf("see %s/nginx.conf\n", wire_folder());
	return differences == 0 ? STATUS_OK : STATUS_FINDINGS;
}
