/*
 * Ingresses are linted one vicinity after the other. Random sets of them, in
 * which hosts, aliases, Services and names often meet, must get the findings
 * that they get when all are one vicinity. `test_vicinity SEED` begins with
 * the set of that seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "diag/report.h"
#include "lint/lint.h"
#include "lint/served.h"

/* The real one, by another name: lint.o gets the one below. */
#define vicinities_find vicinities_find_apart
#include "lint/vicinity.c"
#undef vicinities_find

struct vicinities vicinities_find(struct arena *, const struct cluster *);

static bool together;

struct vicinities
vicinities_find(struct arena *arena, const struct cluster *cluster)
{
	struct vicinities one = { arena_new(arena, struct vicinity), 1 };

	if (!together)
		return vicinities_find_apart(arena, cluster);
	one.at[0].at = cluster->ingresses.at;
	one.at[0].n = cluster->ingresses.n;
	return one;
}

enum { SETS = 2000, FILES = 3, MOODS = 4 };

static uint64_t random_state;

static unsigned
below(unsigned n)
{
	random_state = random_state * 6364136223846793005u +
	    1442695040888963407u;
	return (unsigned)(random_state >> 33) % n;
}

/*
 * Words, those that make an object faulty last: most sets have none of them,
 * since of faulty objects not much is said. A set has few different ones, so
 * that they meet.
 */
struct words {
	unsigned n, faulty;
	const char *at[32];
};

static const struct words hosts = { 20, 3, {
	"a.x", "a.x", "b.x", "c.x", "d.x", "www.a.x", "a.a.x", "b.a.x", "*.x",
	"*.a.x", "*.b.x", "x", "", "", "y", "www.y", "www.b.x", "A.x", "${H}",
	"{{.h}}",
} };
static const struct words services = { 14, 1, {
	"web", "web", "web-v2", "web-v3", "api", "docs", "none", "s1", "s2",
	"s3", "s4", "s5", "s6", "${S}",
} };
static const struct words names = { 11, 2, {
	"i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "${N}", "",
} };
static const struct words spaces = { 6, 1, {
	"one", "one", "two", "default", "", "${NS}",
} };
static const struct words paths = { 26, 7, {
	"/", "/", "/", "/a", "/a", "/A", "/a/", "/a/b", "/ab", "/b", "/c.d",
	"/a(/|$)(.*)", "/b(/|$)(.*)", "/.*", "/a|b", "/healthz", "/a.*",
	"/b/.+", "/(a", "/[", "/$x", "/a b", "/${P}", "/a/*", "/{{.p}}", "a",
} };
static const struct words types = { 4, 1, {
	"Prefix", "Exact", "ImplementationSpecific", "Regex",
} };
static const struct words ports = { 7, 1, {
	"number: 80", "number: 80", "number: 80", "number: 8080",
	"name: http", "name: other", "number: 0x50",
} };
static const struct words classes = { 7, 0, {
	"nginx", "nginx", "nginx", "nginx", "other", "third", "",
} };

/* What is peculiar to a set. */
static bool rough;
static unsigned moods[MOODS], start;

static const char *
pick(const struct words *words)
{
	unsigned n = words->n - (rough ? 0 : words->faulty);

	/* half of the time from the same few */
	return words->at[below(2) == 0 ? below(n) : (start + below(3)) % n];
}

struct wording {
	const char *name, *values[6];
};

/* The first ones have to do with other Ingresses most. */
enum { TELLING = 14 };
static const struct wording annotations[] = {
	{ "use-regex", { "true", "true", "false", "yes" } },
	{ "use-regex", { "true" } },
	{ "rewrite-target", { "/$2", "/", "/a", "/$1", "/$x", "/a b" } },
	{ "rewrite-target", { "/$2", "/$1" } },
	{ "server-alias", { "a.x", "b.x,c.x", "e.x", "*.x", "*.a.x, e.x",
	    "~^.+\\\\.x$" } },
	{ "server-alias", { "www.a.x", "e.x f.x", "y", "*.q.x", "_", "x" } },
	{ "from-to-www-redirect", { "true", "true", "false" } },
	{ "canary", { "true", "true", "true", "false", "no", "${C}" } },
	{ "canary", { "true" } },
	{ "canary", { "true" } },
	{ "canary-weight", { "10", "0", "100", "101", "x" } },
	{ "canary-weight-total", { "1000" } },
	{ "canary-by-header", { "X-A", "X-B", "a b" } },
	{ "canary-by-cookie", { "c", "d" } },
	{ "permanent-redirect", { "http://a.x/", "http://b.x/a",
	    "https://e.x/", "http://q.x", "http://B.x/", "http://a.x:80/" } },
	{ "temporal-redirect", { "http://c.x/", "http://d.x/",
	    "http://a.q.x/", "http://www.a.x/", "/a", "http://$host/" } },
	{ "app-root", { "/a", "/", "/b", "http://c.x/" } },
	{ "ssl-redirect", { "true", "false" } },
	{ "force-ssl-redirect", { "true" } },
	{ "x-forwarded-prefix", { "/a" } },
	{ "default-backend", { "web", "api", "none", "s1" } },
	{ "custom-http-errors", { "404", "503,404" } },
	{ "auth-url", { "http://a.x/", "http://$y/", "https://b.x/auth" } },
	{ "auth-signin", { "http://b.x/s" } },
	{ "auth-snippet", { "set $y 1;" } },
	{ "auth-type", { "basic" } },
	{ "auth-secret", { "s", "two/s", "one/s" } },
	{ "auth-tls-secret", { "one/ca", "two/ca" } },
	{ "auth-tls-verify-client", { "on", "off" } },
	{ "configuration-snippet", { "set $x 1;", "}", "rewrite ^ /;",
	    "return 302 http://b.x/;" } },
	{ "server-snippet", { "set $x 1;", "location /q { return 200; }",
	    "}" } },
	{ "proxy-body-size", { "8m", "8m; x", "8 m" } },
	{ "whitelist-source-range", { "10.0.0.0/8", "x" } },
	{ "denylist-source-range", { "10.0.0.0/8" } },
	{ "affinity", { "cookie" } },
	{ "affinity-canary-behavior", { "legacy", "sticky" } },
	{ "session-cookie-name", { "r", "r q" } },
	{ "upstream-hash-by", { "$x", "$remote_addr" } },
	{ "load-balance", { "ewma", "x" } },
	{ "service-upstream", { "true" } },
	{ "backend-protocol", { "HTTP", "HTTPS", "GRPC", "FOO" } },
	{ "ssl-passthrough", { "true" } },
	{ "limit-rps", { "1" } },
	{ "mirror-target", { "http://b.x$request_uri" } },
	{ "proxy-redirect-from", { "http://$x/" } },
	{ "satisfy", { "any" } },
	{ "enable-cors", { "true" } },
	{ "cors-allow-origin", { "https://a.x", "$x" } },
	{ "connection-proxy-header", { "keep-alive", "a;b" } },
	{ "preserve-trailing-slash", { "true" } },
	{ "nope", { "x" } },
};

static void
put_annotations(struct buf *out)
{
	unsigned n = below(4);

	unsigned used = 0;

	buf_puts(out, "  annotations:\n    made.by: test\n");
	for (; n > 0; n--) {
		unsigned mood = below(MOODS);
		const struct wording *a =
		    &annotations[moods[mood]];
		unsigned count = 0;

		if (used & 1u << mood)
			continue;
		used |= 1u << mood;
		while (count < 6 && a->values[count] != NULL)
			count++;
		buf_printf(out, "    %s/%s: \"%s\"\n", below(40) == 0 ?
		    "ingress.example.com" : "nginx.ingress.kubernetes.io",
		    a->name, a->values[below(count)]);
	}
	if (below(6) == 0)
		buf_printf(out, "    kubernetes.io/ingress.class: \"%s\"\n",
		    pick(&classes));
	if (below(20) == 0)
		buf_puts(out, "    greenlight.dev/allow: \"path-overlap-"
		    "denied, reload-fails: known\"\n");
}

static void
put_metadata(struct buf *out, const char *name, const char *space)
{
	buf_puts(out, "metadata:\n");
	if (name[0] != '\0')
		buf_printf(out, "  name: \"%s\"\n", name);
	if (space[0] != '\0')
		buf_printf(out, "  namespace: \"%s\"\n", space);
	if (below(4) == 0)
		buf_printf(out, "  creationTimestamp: \"2024-01-0%uT00:00:00Z"
		    "\"\n", below(4) + 1);
}

static void
put_backend(struct buf *out)
{
	buf_printf(out, "{service: {name: \"%s\", port: {%s}}}\n",
	    pick(&services), pick(&ports));
}

static void
put_rule(struct buf *out)
{
	const char *host = pick(&hosts);

	buf_puts(out, "  -");
	if (host[0] != '\0')
		buf_printf(out, " host: \"%s\"\n   ", host);
	if (rough && below(9) == 0) {
		buf_puts(out, " x: y\n");
		return;
	}
	buf_puts(out, " http:\n      paths:\n");
	for (unsigned n = 1 + below(3); n > 0; n--) {
		buf_printf(out, "      - path: \"%s\"\n        pathType: %s\n"
		    "        backend: ", pick(&paths), pick(&types));
		put_backend(out);
	}
}

static void
put_ingress(struct buf *out)
{
	const char *class = pick(&classes);
	unsigned rules = below(8) == 0 ? 0 : 1 + below(2);

	buf_puts(out, "---\napiVersion: networking.k8s.io/v1\n"
	    "kind: Ingress\n");
	put_metadata(out, pick(&names), pick(&spaces));
	put_annotations(out);
	buf_puts(out, "spec:\n");
	if (class[0] != '\0')
		buf_printf(out, "  ingressClassName: %s\n", class);
	if (rules == 0 || below(6) == 0) {
		buf_puts(out, "  defaultBackend: ");
		put_backend(out);
	}
	if (below(4) == 0)
		buf_printf(out, "  tls: [{hosts: [\"%s\"], secretName: t}]\n",
		    pick(&hosts));
	if (rules > 0)
		buf_puts(out, "  rules:\n");
	for (; rules > 0; rules--)
		put_rule(out);
}

static void
put_other(struct buf *out)
{
	switch (below(4)) {
	case 0:
		buf_puts(out, "---\napiVersion: networking.k8s.io/v1\n"
		    "kind: IngressClass\n");
		put_metadata(out, pick(&classes), "");
		if (below(3) == 0)
			buf_puts(out, "  annotations: {ingressclass."
			    "kubernetes.io/is-default-class: \"true\"}\n");
		buf_printf(out, "spec: {controller: %s}\n", below(2) == 0 ?
		    "k8s.io/ingress-nginx" : "example.com/other");
		return;
	case 1:
		buf_puts(out, "---\napiVersion: discovery.k8s.io/v1\n"
		    "kind: EndpointSlice\n");
		put_metadata(out, pick(&names), pick(&spaces));
		buf_printf(out, "  labels: {kubernetes.io/service-name: \"%s"
		    "\"}\naddressType: IPv4\nports: [{port: 80}]\n"
		    "endpoints: []\n", pick(&services));
		return;
	default:
		buf_puts(out, "---\napiVersion: v1\nkind: Service\n");
		put_metadata(out, pick(&services), pick(&spaces));
		buf_printf(out, "spec: {selector: {app: web}, ports: [{name: "
		    "http, port: %u, targetPort: 8080}]}\n",
		    below(2) == 0 ? 80 : 443);
	}
}

static void
put_file(struct buf *out)
{
	for (unsigned n = below(6); n > 0; n--)
		put_ingress(out);
	for (unsigned n = below(4); n > 0; n--)
		put_other(out);
}

struct set {
	struct buf files[FILES];
	bool linted[FILES];
	bool has_references, upgrade;
	struct controller controller, present;
};

static void
set_up_controller(struct controller *c)
{
	static const unsigned versions[] = {
		VERSION_NEWEST, VERSION_NEWEST, 904, 1100, 1201, 1000,
	};

	controller_init(c, versions[below(6)]);
	c->without_class = below(3) == 0;
	c->class_by_name = below(4) == 0;
	c->strict_paths = below(2) == 0;
	c->allow_snippets = below(2) == 0;
	c->validate_annotations = below(2) == 0;
	c->ssl_redirect = below(2) == 0;
	c->cross_namespace = below(2) == 0;
	c->preserve_trailing_slash = below(4) == 0;
	if (below(4) == 0)
		c->default_backend = STR("one/web");
}

static void
make_set(struct set *set)
{
	rough = below(4) == 0;
	start = below(100);
	for (size_t i = 0; i < MOODS; i++)
		moods[i] = below(i < 2 ? TELLING :
		    sizeof(annotations) / sizeof(*annotations));
	for (size_t i = 0; i < FILES; i++) {
		buf_init(&set->files[i]);
		put_file(&set->files[i]);
		set->linted[i] = i == 0 || below(4) > 0;
		set->has_references |= !set->linted[i];
	}
	set->upgrade = below(3) == 0;
	set_up_controller(&set->controller);
	set->present = set->controller;
	if (set->upgrade)
		set_up_controller(&set->present);
}

/*
 * Where nginx does not start, nothing is said of what it would answer, and
 * where the controller crashes, not even what its admission would say. That
 * goes for one vicinity, and not for others.
 */
static void
leave_out(struct arena *arena, struct lint *lint)
{
	const struct model *model;
	struct served served;

	served_init(arena, lint->cluster, lint->controller, &served);
	model = served_build(arena, &served, lint->cluster);
	for (enum rule_id i = 0; i < RULE_COUNT && !model->loads; i++)
		if (model->sites.panic != NULL ||
		    i == RULE_REDIRECT_LOOP || i == RULE_REDIRECT_WHOLE_HOST ||
		    i == RULE_APP_ROOT_WHOLE_HOST)
			diags_set_level(lint->diags, i, LEVEL_OFF);
}

/* All findings of the set, as text and with their fixes as JSON. */
static void
lint_one(const struct set *set, bool as_one, struct buf *out)
{
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct cluster cluster;
	struct lint lint = { .arena = &arena, .diags = &diags,
		.sources = &sources, .cluster = &cluster,
		.controller = &set->controller,
		.present = set->upgrade ? &set->present : NULL };
	uint32_t files[FILES];
	struct report report = { .diags = &diags, .sources = &sources,
		.files = files, .nfiles = FILES, .nchecked = FILES };

	together = as_one;
	arena_init(&arena);
	sources_init(&sources, &arena);
	diags_init(&diags, &arena);
	cluster_init(&cluster, &arena, STR("default"));
	cluster.has_references = set->has_references;
	for (size_t i = 0; i < FILES; i++) {
		struct stream stream = { .broken = false };

		files[i] = source_add(&sources,
		    arena_printf(&arena, "%zu.yaml", i + 1).at,
		    buf_str(&set->files[i]));
		stream_parse(&arena, &diags, &sources, files[i], &stream);
		for (size_t k = 0; k < stream.documents.n; k++)
			cluster_add(&cluster, &diags,
			    &stream.documents.at[k], set->linted[i]);
	}
	leave_out(&arena, &lint);
	lint_run(&lint);
	diags_finish(&diags);
	report_text(out, &report);
	report_json(out, &report);
	arena_release(&arena);
}

/* The first line in which they differ. */
static void
show_line(const char *name, struct str text, size_t differs)
{
	size_t from = differs, to = str_find_byte(text, '\n', differs);

	while (from > 0 && text.at[from - 1] != '\n')
		from--;
	text = str_cut(text, from, to == STR_NONE ? text.len : to);
	print_error("%s: %.*s\n", name, STR_ARG(text));
}

static void
show(const struct set *set, struct str apart, struct str one)
{
	size_t at = 0;

	for (size_t i = 0; i < FILES; i++)
		print_error("# %zu.yaml, %s\n%.*s", i + 1, set->linted[i] ?
		    "linted" : "looked up",
		    STR_ARG(buf_str(&set->files[i])));
	while (at < apart.len && at < one.len && apart.at[at] == one.at[at])
		at++;
	show_line("apart", apart, at);
	show_line("as one", one, at);
}

static bool
is_same(unsigned seed)
{
	struct set set = { .upgrade = false };
	struct buf apart, one;
	bool same;

	random_state = seed;
	make_set(&set);
	buf_init(&apart);
	buf_init(&one);
	lint_one(&set, false, &apart);
	lint_one(&set, true, &one);
	same = str_eq(buf_str(&apart), buf_str(&one));
	if (!same)
		show(&set, buf_str(&apart), buf_str(&one));
	buf_release(&one);
	buf_release(&apart);
	for (size_t i = 0; i < FILES; i++)
		buf_release(&set.files[i]);
	return same;
}

static unsigned given_seed = 1;

static void
test_nothing_is_lost(void **state)
{
	unsigned seed = given_seed;

	(void)state;
	printf("seed %u\n", seed);
	for (unsigned i = 0; i < SETS; i++)
		if (!is_same(seed + i))
			fail_msg("seed %u", seed + i);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_lost),
	};

	if (argc > 1)
		given_seed = (unsigned)strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
