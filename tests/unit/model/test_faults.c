/*
 * What becomes of an Ingress with a value that the controller does not use:
 * the fault that is noted, and what requests get.
 */
#include "model/ask.h"

#define ROOT HOST("h", PREFIX("/", "blue"))
#define URL A("auth-url", "http://a/")

static const char *const effects[] = {
	[EFFECT_NONE] = "none", [EFFECT_DEFAULT] = "ignored",
	[EFFECT_OPEN] = "open", [EFFECT_DENY] = "denied",
	[EFFECT_DROP] = "dropped",
};

/* The faults of "x", as "name effect, name effect". */
static const struct {
	const char *annotations, *faults, *answer;
} cases[] = {
	{ A("rewrite-target", "/"), "", "default/blue /" },
	{ A("ssl-passthrough", "yes"), "ssl-passthrough dropped", "404" },
	{ A("load-balance", "ip_hash"), "load-balance dropped", "404" },
	{ A("default-backend", "a/b"), "default-backend dropped", "404" },
	{ A("permanent-redirect-code", "x"),
	    "permanent-redirect-code dropped", "404" },
	{ A("limit-rps", "1") A("limit-rpm", "x") A("limit-connections", "y"),
	    "limit-rpm dropped, limit-connections dropped", "404" },
	{ A("server-snippet", "x"), "server-snippet dropped", "404" },
	{ A("enable-opentelemetry", "true")
	    A("opentelemetry-operation-name", "a.b"),
	    "opentelemetry-operation-name dropped", "404" },
	{ A("opentelemetry-operation-name", "a.b"), "", "default/blue /" },

	{ A("allowlist-source-range", "none"),
	    "allowlist-source-range denied", "503" },
	{ A("denylist-source-range", ""), "denylist-source-range denied",
	    "503" },
	{ A("auth-url", "/check"), "auth-url denied", "503" },
	{ URL A("auth-method", "get"), "auth-method denied", "503" },
	{ URL A("auth-response-headers", "a:b"),
	    "auth-response-headers denied", "503" },
	{ URL A("auth-cache-duration", "200 5x"),
	    "auth-cache-duration denied", "503" },
	{ A("auth-type", "basic"), "auth-type denied", "503" },
	{ A("auth-type", "basic") A("auth-secret", "other/users"),
	    "auth-secret denied", "503" },
	{ A("proxy-ssl-secret", "client"), "proxy-ssl-secret denied", "503" },
	{ A("auth-tls-secret", "client"), "auth-tls-secret denied", "403" },

	{ URL A("auth-request-redirect", "$request_uri"),
	    "auth-request-redirect open", "default/blue /" },
	{ URL A("auth-always-set-cookie", "yes"),
	    "auth-always-set-cookie open", "default/blue /" },
	{ URL A("auth-cache-duration", "200 5m;"),
	    "auth-cache-duration open", "default/blue /" },
	{ A("auth-always-set-cookie", "yes"), "", "default/blue /" },

	{ A("use-regex", "yes"), "use-regex ignored", "default/blue /" },
	{ A("force-ssl-redirect", "true "), "force-ssl-redirect ignored",
	    "default/blue /" },
	{ A("app-root", "http://a/"), "app-root ignored", "default/blue /" },
	{ A("temporal-redirect", "/new"), "temporal-redirect ignored",
	    "default/blue /" },
	{ A("temporal-redirect", "http://a/") A("temporal-redirect-code",
	    "308"), "temporal-redirect-code ignored", "302 http://a/" },
	{ A("permanent-redirect", "/") A("permanent-redirect-code", "200"),
	    "permanent-redirect-code ignored", "301 http://h/" },
	{ A("permanent-redirect", "http://a/") A("from-to-www-redirect", ""),
	    "from-to-www-redirect ignored", "default/blue /" },
	{ A("temporal-redirect", "http://a/") A("permanent-redirect", "$x"),
	    "", "302 http://a/" },
	{ A("enable-cors", "true") A("cors-allow-origin", "a.com"),
	    "cors-allow-origin ignored", "default/blue /" },
};

static struct str
list_faults(struct arena *arena, const struct extract *x)
{
	struct str all = STR("");

	for (size_t i = 0; i < x->faults.n; i++) {
		const struct extract_fault *f = &x->faults.at[i];

		all = arena_printf(arena, "%.*s%s%.*s %s", STR_ARG(all),
		    i > 0 ? ", " : "", STR_ARG(annotation_get(f->id)->name),
		    effects[f->effect]);
	}
	return all;
}

static void
test_faults(void **state)
{
	size_t failures = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct arena arena;
		struct setup t;
		struct model model;
		struct str text;

		arena_init(&arena);
		text = arena_printf(&arena, "---\n"
		    "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
		    "metadata: {name: x, annotations: {%s}}\n"
		    "spec: {ingressClassName: nginx, rules: [" ROOT "]}\n",
		    cases[i].annotations);
		ask_build(&t, text.at, NULL, &model);
		ask_check(cases[i].annotations, "faults", list_faults(
		    &t.arena, &model.entrants.all.at[0]->extract),
		    cases[i].faults, &failures);
		ask_check(cases[i].annotations, "http://h/", ask_url(&t.arena,
		    &model, "http://h/"), cases[i].answer, &failures);
		arena_release(&t.arena);
		arena_release(&arena);
	}
	assert_int_equal(failures, 0);
}

static void
test_prefix(void **state)
{
	struct controller c;
	struct setup t;
	struct model model;

	(void)state;
	controller_init(&c, VERSION_NEWEST);
	controller_set_flag(&c, STR("annotations-prefix"), STR("web.io"));
	ask_build(&t, ING("a", A("ssl-passthrough", "x"), ROOT), &c, &model);
	assert_true(str_is(ask_url(&t.arena, &model, "denied"),
	    "default/a: prefix"));
	assert_true(str_is(ask_url(&t.arena, &model, "http://h/"),
	    "default/blue /"));
	arena_release(&t.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
