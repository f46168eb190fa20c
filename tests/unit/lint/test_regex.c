/*
 * What is said of paths and targets together: which finding, what it shows
 * of requests, and the fix it offers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "lint/lint.h"
#include "lint/served.h"
#include "yaml/stream.h"

#define REGEX "use-regex=true"
#define PATHS_MAX 3

struct test {
	/* "/$1", or other annotations as "name=value, name=value" */
	const char *target;
	const char *paths[PATHS_MAX];	/* with " Prefix" or " Exact" */
	const char *rules;	/* with their levels, in the order of the text */
	const char *shown;	/* in the message of the first or its notes */
	const char *fix;	/* of the first; NULL: not looked at */
};

struct run {
	struct arena arena;
	struct diags diags;
	struct sources sources;
	struct cluster cluster;
	struct buf yaml;
};

static void
put_annotations(struct buf *out, const char *target)
{
	struct str rest = str_from(target);

	if (str_find_byte(rest, '=', 0) == STR_NONE) {
		buf_printf(out, "    " INGRESS_PREFIX "rewrite-target: '%s'\n",
		    target);
		return;
	}
	while (rest.at != NULL) {
		struct str value = str_trim(str_next(&rest, ','));
		struct str name = str_next(&value, '=');

		buf_printf(out, "    " INGRESS_PREFIX "%.*s: '%.*s'\n",
		    STR_ARG(name), STR_ARG(value));
	}
}

/* Every path leads to a Service of its own. */
static void
put_path(struct buf *out, struct str path, unsigned service)
{
	struct str type = STR("ImplementationSpecific");
	size_t blank = str_find_byte(path, ' ', 0);

	if (blank != STR_NONE) {
		type = str_cut(path, blank + 1, path.len);
		path = str_cut(path, 0, blank);
	}
	buf_printf(out, "      - path: '%.*s'\n        pathType: %.*s\n"
	    "        backend: {service: {name: s%u, port: {number: 80}}}\n",
	    STR_ARG(path), STR_ARG(type), service);
}

static void
lint_test(struct run *r, const struct test *test)
{
	struct controller controller;
	struct stream stream;
	struct lint lint;

	arena_init(&r->arena);
	diags_init(&r->diags, &r->arena);
	sources_init(&r->sources, &r->arena);
	cluster_init(&r->cluster, &r->arena, STR("default"));
	buf_init(&r->yaml);
	buf_puts(&r->yaml, "apiVersion: networking.k8s.io/v1\n"
	    "kind: Ingress\nmetadata:\n  name: web\n  annotations:\n");
	put_annotations(&r->yaml, test->target);
	buf_puts(&r->yaml, "spec:\n  ingressClassName: nginx\n  rules:\n"
	    "  - host: h.io\n    http:\n      paths:\n");
	for (unsigned i = 0; i < PATHS_MAX && test->paths[i] != NULL; i++)
		put_path(&r->yaml, str_from(test->paths[i]), i);
	stream_parse(&r->arena, &r->diags, &r->sources,
	    source_add(&r->sources, "test", buf_str(&r->yaml)), &stream);
	for (size_t i = 0; i < stream.documents.n; i++)
		cluster_add(&r->cluster, &r->diags,
		    &stream.documents.at[i], true);
	controller_init(&controller, VERSION_NEWEST);
	lint = (struct lint){
		.arena = &r->arena, .diags = &r->diags,
		.sources = &r->sources, .cluster = &r->cluster,
		.controller = &controller
	};
	lint_run(&lint);
	diags_finish(&r->diags);
}

static void
end_test(struct run *r)
{
	buf_release(&r->yaml);
	arena_release(&r->arena);
}

/* All findings of the family: "rule level, rule level". */
static struct str
found_rules(struct run *r, const struct diag **first)
{
	struct str all = { NULL, 0 };

	*first = NULL;
	for (size_t i = 0; i < r->diags.list.n; i++) {
		const struct diag *d = r->diags.list.at[i];

		if (rule_get(d->rule)->family != FAMILY_REGEX)
			continue;
		if (*first == NULL)
			*first = d;
		all = arena_printf(&r->arena, "%.*s%s%s %s", STR_ARG(all),
		    all.len > 0 ? ", " : "", rule_get(d->rule)->name,
		    level_name(d->level));
	}
	return all;
}

static bool
is_shown(const struct diag *d, const char *text)
{
	bool shown = str_find(d->text, str_from(text), 0) != STR_NONE;

	for (size_t i = 0; i < d->notes.n; i++)
		shown = shown || str_find(d->notes.at[i].text,
		    str_from(text), 0) != STR_NONE;
	return shown;
}

static void
check(const struct test *test)
{
	const struct diag *first;
	struct str rules, fix = { NULL, 0 };
	struct run r;

	lint_test(&r, test);
	rules = found_rules(&r, &first);
	if (!str_is(rules, test->rules))
		fail_msg("%s with %s: finds \"%.*s\"", test->paths[0],
		    test->target, STR_ARG(rules));
	if (test->shown != NULL && !is_shown(first, test->shown))
		fail_msg("%s with %s: does not show \"%s\"", test->paths[0],
		    test->target, test->shown);
	if (test->fix != NULL && first->fixes.n > 0)
		fix = first->fixes.at[0].say;
	if (test->fix != NULL && !str_is(fix, test->fix))
		fail_msg("%s with %s: offers \"%.*s\"", test->paths[0],
		    test->target, STR_ARG(fix));
	end_test(&r);
}

static void
test_quiet(void **state)
{
	static const struct test tests[] = {
		{ "/", { "/ Prefix" }, "", NULL, NULL },
		{ "/", { "/app Exact" }, "", NULL, NULL },
		{ "/", { "/app$", "/shop/?$" }, "", NULL, NULL },
		{ "/$1", { "/(.*)" }, "", NULL, NULL },
		{ "/$1", { "/?(.*)" }, "", NULL, NULL },
		{ "/$1", { "/app/(.*)", "/api(?:/|$)(.*)" }, "", NULL, NULL },
		{ "/$1", { "/app(?:/(.*))?$" }, "", NULL, NULL },
		{ "$1", { "/app(/.*)" }, "", NULL, NULL },
		{ "/$2", { "/api(/|$)(.*)" }, "", NULL, NULL },
		{ "/$2", { "/(en|de)/(.*)" }, "", NULL, NULL },
		{ "/v2$1$2", { "/v1(/|$)(.*)" }, "", NULL, NULL },
		{ "/v2$1", { "/v1(/.*)?$" }, "", NULL, NULL },
		{ "/$2", { "/g(/|$)()$", "/g(/)(api(?:/.*)?)$" }, "", NULL,
		    NULL },
		{ "/$1", { "/app-(.*)" }, "", NULL, NULL },
		{ "/u/$1", { "/([^/]+)" }, "", NULL, NULL },
		{ "/index.html", { "/ Prefix", "/docs(/|$)" }, "", NULL,
		    NULL },
		{ "/foo/", { "/foo/ Prefix" }, "", NULL, NULL },
		{ "/foo", { "/foo Exact" }, "", NULL, NULL },
		{ "/$1$host", { "/(a|b)/(.*)" }, "", NULL, NULL },
		{ REGEX, { "/swagger.*", "/" }, "", NULL, NULL },
		{ REGEX, { "/api/.*", "/" }, "", NULL, NULL },
		{ REGEX, { "/users/[0-9]+" }, "", NULL, NULL },
		/* host-regex-flip */
		{ REGEX, { "/api Prefix", "/" }, "", NULL, NULL },
		{ REGEX, { "/a|^/b" }, "", NULL, NULL },
		{ "canary=true, rewrite-target=/$1", { "/app(.*)" }, "", NULL,
		    NULL },
		{ "permanent-redirect=https://x.io, rewrite-target=/",
		    { "/app(.*)" }, "", NULL, NULL },
		{ "rewrite-target=/, use-regex=${REGEX}", { "/app(.*)" },
		    "", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

static void
test_captures(void **state)
{
	static const struct test tests[] = {
		{ "/$1", { "/app(/|$)(.*)" }, "capture-always-empty warning",
		    "can only be \"/\" or empty", "rewrite-target: /$2" },
		{ "/$1$2", { "/app(/|$)(.*)" }, "capture-always-empty warning",
		    "GET /app/cart -> \"//cart\"", "rewrite-target: /$2" },
		{ "/$1/$2", { "/app(/|$)(.*)" },
		    "capture-always-empty warning",
		    "GET /app/cart -> \"///cart\"", "rewrite-target: /$2" },
		{ "/$1", { "/app(/|$)" }, "capture-always-empty warning",
		    "GET /app/cart -> \"//\"", "path: /app(?:/|$)(.*)" },
		{ "/new$1", { "/app(/|$)" }, "capture-always-empty warning",
		    "GET /app/cart -> \"/new/\"",
		    "path: /app(?:/|$)(.*) with rewrite-target: /new/$1" },
		{ "/$1$2", { "/(v1|v2)(/|$)(.*)" },
		    "capture-always-empty warning",
		    "GET /v1/cart -> \"/v1/\"", "rewrite-target: /$1$2$3" },
		{ "/$1", { "/a(/|$)(.*)", "/b(/|$)(.*)" },
		    "capture-always-empty warning",
		    "in this path: e.g. GET /b/cart -> \"//\"",
		    "rewrite-target: /$2" },
		/* capture-groups-differ has told the cause. */
		{ "/$1", { "/a/(.*)", "/b(/|$)(.*)" },
		    "capture-groups-differ warning", NULL, NULL },
		{ "/$1", { "/(v1|v2)/(.*)" }, "capture-group-unused note",
		    "GET /v1/cart -> \"/v1\"", "rewrite-target: /$1/$2" },
		{ "/$1/x", { "/(v1|v2)/(.*)" }, "capture-group-unused note",
		    "group 2", "rewrite-target: /$1/x/$2" },
		{ "/$1/$2", { "/app/((?:x|y)/(.*))" },
		    "captures-nested warning",
		    "GET /app/x/cart -> \"/x/cart/cart\"",
		    "use one of the two only" },
		{ "https://x.io/$1/$2", { "/app/((a|b)/.*)" },
		    "rewrite-redirects warning, captures-nested warning", NULL,
		    NULL },
		{ "https://x.io/$1/$2", { "/app/((?:a|b)/(.*))" },
		    "rewrite-redirects warning, captures-nested error", NULL,
		    NULL },
		/* With a variable, nginx reckons every piece. */
		{ "https://$host/$1/$2", { "/app/((?:a|b)/(.*))" },
		    "rewrite-redirects warning", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

static void
test_targets(void **state)
{
	static const struct test tests[] = {
		{ "/", { "/app Prefix" }, "rewrite-collapses warning",
		    "GET /app/cart -> \"/\"",
		    "path: /app(/|$)(.*) with rewrite-target: /$2" },
		{ "/", { "/a(/|$)(.*)", "/b(/|$)(.*)" },
		    "rewrite-collapses warning", "GET /b/cart -> \"/\"",
		    "rewrite-target: /$2" },
		{ "/", { "/ Prefix", "/blue Prefix", "/green Prefix" },
		    "rewrite-collapses warning", "whatever is below its paths",
		    "path: /blue(/|$)(.*), and the others alike, with "
		    "rewrite-target: /$2; \"/\" then belongs on an Ingress of "
		    "its own without it" },
		{ "/new", { "/old(/.*)?$" }, "rewrite-collapses warning",
		    "whatever is below \"/old\"",
		    "rewrite-target: /new$1" },
		{ "/new", { "/old(/.*)?" }, "rewrite-collapses warning",
		    "whatever is below \"/old\"",
		    "path: /old(/.*)?$ with rewrite-target: /new$1" },
		{ "/app/", { "/ Prefix" }, "rewrite-collapses warning",
		    "every one reaches", "path: /(.*) with rewrite-target: "
		    "/app/$1" },
		{ "/b", { "/a Prefix" }, "rewrite-collapses note",
		    "GET /a/cart -> \"/b\"", "path: /a(/|$)(.*) with "
		    "rewrite-target: /b/$2" },
		{ "/foo", { "/foo Prefix" }, "rewrite-same-path warning",
		    "GET /foo/cart -> \"/foo\"", "leave rewrite-target out" },
		{ "/$2", { "/npm(/|$)(.*)" }, "rewrite-loses-encoding note",
		    "GET /npm/@scope%2Fpkg -> \"/@scope/pkg\"", NULL },
		{ "rewrite-target=/$2, x-forwarded-prefix=/$1",
		    { "/app(/|$)(.*)" }, "capture-always-empty warning",
		    "GET /app/cart is told \"//\"",
		    "x-forwarded-prefix: /app" },
		{ "x-forwarded-prefix=/app", { "/app Prefix" },
		    "x-forwarded-prefix-unused warning", NULL,
		    "leave it out; or, to have the prefix stripped, path: "
		    "/app(/|$)(.*) with rewrite-target: /$2" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

static void
test_bounds(void **state)
{
	static const char open[] = "path-not-bounded warning";
	static const char open_note[] = "path-not-bounded note";
	static const char split[] = "path-alternation warning";
	static const char dot[] = "path-unescaped-dot note";
	static const struct test tests[] = {
		{ "/$1", { "/green(.*)" }, open,
		    "GET /green-old reaches the service as \"/-old\"",
		    "path: /green(?:/|$)(.*)" },
		{ "/$1", { "/green(.*)" }, open,
		    "GET /green/cart reaches it as \"//cart\"", NULL },
		{ "/$1", { "/app/?(.*)" }, open,
		    "GET /app-old reaches the service as \"/-old\"",
		    "path: /app(?:/|$)(.*)" },
		{ "/$1", { "/app/?(.*)", "/app-old/(.*)" }, open,
		    "GET /app-old", NULL },
		{ "/$1", { "/app/?(.*)", "/app-old(?:/|$)(.*)" }, open,
		    "GET /app-new reaches the service as \"/-new\"", NULL },
		{ "/v2$1", { "/v1(.*)" }, open,
		    "GET /v1-old reaches the service as \"/v2-old\"",
		    "path: /v1(/.*)?$" },
		{ "/v2$1", { "/v1(/.*)?" }, open,
		    "GET /v1-old reaches the service as \"/v2\"",
		    "path: /v1(/.*)?$" },
		{ "/$2", { "/app(/?)(.*)" }, open, NULL,
		    "path: /app(/|$)(.*)" },
		{ "/$rest", { "/app(?<rest>.*)" }, open, NULL,
		    "path: /app(?:/|$)(?<rest>.*)" },
		{ "/$1", { "/(.*)\\.html" }, open,
		    "GET /cart.html-old reaches the service as \"/cart\"",
		    "path: /(.*)\\.html$" },
		{ REGEX, { "/api/?(.*)", "/" }, open_note,
		    "comes here and not to path \"/\"",
		    "path: /api(?:/|$)(.*)" },
		{ REGEX, { "/a|/b" }, split, "GET /x/b comes here too",
		    "path: /(?:a|b)(?:/|$)" },
		{ REGEX, { "/a|/b/.*" }, split, "GET /x/b/ comes here too",
		    "path: /(?:a|b/.*)(?:/|$)" },
		{ REGEX, { "/x|/cart|/b" }, split, "\"/cart\" matches", NULL },
		{ REGEX, { "/a|" }, split, "the empty rest",
		    "leave the \"|\" out" },
		{ "/$1$2", { "/a/(.*)|/b/(.*)" }, split,
		    "GET /x/b/cart reaches the service as \"/cart\"",
		    "path: /(?:a/(.*)|b/(.*))" },
		{ "/$2", { "/v1.0(/|$)(.*)" }, dot, "GET /v1x0 comes",
		    "path: /v1\\.0(/|$)(.*)" },
		{ REGEX, { "/a.b\\.c(/|$)" }, dot, "GET /axb.c comes",
		    "path: /a\\.b\\.c(/|$)" },
		{ REGEX, { "/.*.(js|css)$" }, dot, "GET /xjs comes",
		    "path: /.*\\.(js|css)$" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

static void
test_joints(void **state)
{
	static const char joint[] = "rewrite-double-slash warning";
	static const struct test tests[] = {
		{ "/$1", { "/app(/.*)" }, joint,
		    "GET /app/cart reaches the service as \"//cart\"",
		    "rewrite-target: $1" },
		{ "/$1", { "/app(/.*)$", "/b/(.*)" },
		    "capture-groups-differ warning", "its slash", NULL },
		{ "/v1/$1", { "/app(/.*)?$" }, joint, "\"/v1//cart\"",
		    "rewrite-target: /v1$1" },
		/* $1 alone could be empty */
		{ "/$1", { "/app(/.*)?$" }, joint, "\"//cart\"",
		    "path: /app(?:/|$)(.*)" },
		{ "/$1/$2", { "/shop/([^/]+)(/.*)" }, joint,
		    "GET /shop/cart/cart reaches the service as "
		    "\"/cart//cart\"", "rewrite-target: /$1$2" },
		{ "/in/$rest", { "/app(?<rest>/.*)" }, joint, "before $rest",
		    "rewrite-target: /in$rest" },
		{ "/old/$uri", { "/app/(.*)" }, joint, "\"/old//app/cart\"",
		    "rewrite-target: /old$uri" },
		/* it is there to be seen */
		{ "//$1", { "/app(/.*)" }, joint, "\"///cart\"", NULL },
		/* the whole of it is something else */
		{ "/$1", { "/app(/.*)?" }, "path-not-bounded warning",
		    "\"//cart\"", NULL },
		{ "/$1", { "/app(.*)" }, "path-not-bounded warning",
		    "\"//cart\"", NULL },
		{ "/$1", { "/app(/|$)(.*)" }, "capture-always-empty warning",
		    NULL, NULL },
		{ "/$1", { "/app-(.*)" }, "", NULL, NULL },
		{ "$1", { "/app(/.*)" }, "", NULL, NULL },
		{ "/$1$2", { "/shop/([^/]+)(/.*)" }, "", NULL, NULL },
		{ "https://x.example.com/$1", { "/app(/.*)" },
		    "rewrite-redirects warning", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

static void
test_slow(void **state)
{
	static const char slow[] = "regex-slow warning";
	static const struct test tests[] = {
		{ REGEX, { "/u/([a-z]+)*$" }, slow,
		    "GET /u/aaaaaaaaaaaaaaaaaaaaaaa1 is answered 500 after "
		    "10,000,000 of them", "path: /u/([a-z]*)$" },
		{ REGEX, { "/u/(?:[a-z]*)+x$" }, slow,
		    "times \"a\" it takes 1,", "path: /u/(?:[a-z]*)x$" },
		{ REGEX, { "/u/([a-z]+)*$ Prefix" }, slow, NULL,
		    "path: /u/([a-z]*)$ with pathType: "
		    "ImplementationSpecific" },
		/* another path takes it before */
		{ REGEX, { "/u/([a-z]+)*$", "/u/aaaaaaaaaa.*" }, "", NULL,
		    NULL },
		{ REGEX, { "/i/(.*)-(.*)=$" }, slow, "followed by 3,",
		    "let what is repeated stop at a character, as in [^/]* "
		    "instead of .*" },
		/* of another cause */
		{ REGEX, { "/u/([a-z]+)**$" }, "regex-invalid error", NULL,
		    NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

static void
test_urls(void **state)
{
	static const char url[] = "path-as-url error";
	static const struct test tests[] = {
		{ REGEX, { "/a%20b(/|$)" }, url, "GET /a%20b/cart is "
		    "\"/a b/cart\" then", "path: /a b(/|$)" },
		{ REGEX, { "/a%2Eb/" }, url, "\"/a.b/cart\" then",
		    "path: /a\\.b/" },
		{ REGEX, { "/a%0Ab/" }, url, "then",
		    "write the path as it is decoded" },
		{ REGEX, { "/s\\?id=([0-9]+)" }, url, "GET /s?id=1 is \"/s\"",
		    "path: /s; what comes after it cannot choose a path" },
		{ REGEX, { "/s?id=x" }, url, "GET /s?id=1 is \"/s\"", NULL },
		{ REGEX, { "/#/x" }, url, "what they send is GET /,",
		    "path: /; what comes after it cannot choose a path" },
		{ REGEX, { "/a//b(/|$)" }, url, "no request reaches it",
		    "path: /a/b(/|$)" },
		{ "use-regex=false", { "/a%20b" }, url,
		    "GET /a%20b is \"/a b\" then", "path: /a b" },
		{ "use-regex=false", { "/a/./b" }, url, "is \"/a/b\" then",
		    "path: /a/b" },
		{ "use-regex=false", { "/a//b" }, url, "is \"/a/b\" then",
		    "path: /a/b" },
		/* PCRE takes what comes */
		{ REGEX, { "/a(%20| )b(/|$)" }, "", NULL, NULL },
		{ REGEX, { "/a//?b(/|$)" }, "", NULL, NULL },
		{ REGEX, { "/(?:a//|)b(/|$)" }, "", NULL, NULL },
		{ REGEX, { "/100%(/|$)" }, "", NULL, NULL },
		{ "use-regex=false", { "/100%" }, "", NULL, NULL },
		{ "use-regex=false", { "/.well-known/acme" }, "", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

static void
test_anchors(void **state)
{
	static const char never[] = "regex-never-matches error";
	static const struct test tests[] = {
		{ REGEX, { "/^api(/|$)" }, never, "^ holds at the start",
		    "path: /api(/|$)" },
		{ REGEX, { "/api$/(.*)" }, never, "$ holds at the end",
		    "path: /api/(.*)" },
		{ REGEX, { "/a\\Z/b(/|$)" }, never, "\\Z holds", NULL },
		/* it may match after all */
		{ REGEX, { "/api$.?" }, "", NULL, NULL },
		{ REGEX, { "/api$\\n" }, "", NULL, NULL },
		{ REGEX, { "/(?m)api$(/|\\n)b" }, "", NULL, NULL },
		{ REGEX, { "/api(/|$)(?:^|x)$" }, "", NULL, NULL },
		{ REGEX, { "/api\\$/b(/|$)" }, "", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		check(&tests[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quiet),
		cmocka_unit_test(test_captures),
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_joints),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_anchors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
