/*
 * Redirects, https, what refused values do, and what a ConfigMap and flags
 * change.
 */
#include "model/ask.h"

#define ROOT(service) HOST("h", PREFIX("/", service))
#define SPEC(name, annotations, more, rules) \
	ING_SPEC(name, annotations, more "rules: [" rules "]")

static const struct ask_case cases[] = {
	{ "permanent-redirect goes for all of a host that it makes",
	    ING("a", A("permanent-redirect", "https://x/"),
	    HOST("h", PREFIX("/old", "blue"))),
	    { { "http://h/old?a", "301 https://x/" },
	    { "http://h/else", "301 https://x/" } } },
	{ "unless somebody asks for /",
	    ING("b", A("permanent-redirect", "https://x/"),
	    HOST("h", PREFIX("/old", "blue")))
	    ING("a", "", ROOT("green")),
	    { { "http://h/old/x", "301 https://x/" },
	    { "http://h/else", "default/green /else" } } },
	{ "a variable in it drops the Ingress",
	    ING("a", A("permanent-redirect", "https://x$request_uri"),
	    ROOT("blue")),
	    { { "http://h/", "404" }, { "denied", "default/a: annotation" } } },
	{ "codes that cannot be",
	    ING("a", A("temporal-redirect", "https://x")
	    A("temporal-redirect-code", "308"), ROOT("blue"))
	    ING("b", A("permanent-redirect", "https://x")
	    A("permanent-redirect-code", "304"), HOST("i",
	    PREFIX("/", "blue")))
	    ING("c", A("permanent-redirect", "https://x")
	    A("permanent-redirect-code", "418"), HOST("j",
	    PREFIX("/", "blue"))),
	    { { "http://h/", "302 https://x" }, { "http://i/", "304" },
	    { "http://j/", "301 https://x" } } },
	{ "a temporal-redirect to a path is none, and takes the group along",
	    ING("a", A("temporal-redirect", "/new")
	    A("from-to-www-redirect", "true"), ROOT("blue")),
	    { { "http://h/", "default/blue /" },
	    { "http://www.h/", "404" } } },
	{ "a permanent-redirect to a path is completed",
	    ING("a", A("permanent-redirect", "/new"),
	    HOST("h", PREFIX("/", "blue")))
	    ING("b", A("permanent-redirect", "/new")
	    A("relative-redirects", "true"), HOST("i", PREFIX("/", "blue"))),
	    { { "http://H:8080/a", "301 http://h/new" },
	    { "https://i/a", "301 /new" } } },
	{ "temporal wins, and its code alone is read",
	    ING("a", A("temporal-redirect", "https://t")
	    A("permanent-redirect", "https://p")
	    A("permanent-redirect-code", "x"), ROOT("blue"))
	    ING("b", A("permanent-redirect-code", "x"),
	    HOST("i", PREFIX("/", "blue"))),
	    { { "http://h/", "302 https://t" }, { "http://i/", "404" } } },
	{ "app-root is for the whole host, before https",
	    SPEC("a", A("app-root", "/x"), TLS("h"),
	    HOST("h", PREFIX("/deep", "blue"))),
	    { { "http://h/?q", "302 http://h/x" },
	    { "http://h//", "302 http://h/x" },
	    { "http://h/deep", "308 https://h/deep" } } },
	{ "app-root to another host is none",
	    ING("a", A("app-root", "https://x/"), ROOT("blue")),
	    { { "http://h/", "default/blue /" } } },
	{ "https cuts a slash at the end",
	    SPEC("a", "", TLS("h"), ROOT("blue")),
	    { { "http://h/a/", "308 https://h/a" },
	    { "http://h/a?next=/", "308 https://h/a?next=" },
	    { "http://h/", "308 https://h" },
	    { "https://h/a/", "default/blue /a/" } } },
	{ "unless it is told to keep it",
	    SPEC("a", A("preserve-trailing-slash", "true"), TLS("h"),
	    ROOT("blue")),
	    { { "http://h/a/", "308 https://h/a/" } } },
	{ "use-port-in-redirects",
	    SPEC("a", A("use-port-in-redirects", "true"), TLS("h"),
	    ROOT("blue")),
	    { { "http://h:81/a", "308 https://h:443/a" } } },
	{ "a tls section speaks for all hosts beside it",
	    SPEC("a", "", TLS("a.com"), HOST("a.com", PREFIX("/", "blue"))
	    HOST("b.com", PREFIX("/", "blue"))),
	    { { "http://b.com/x", "308 https://b.com/x" } } },
	{ "and that of a wildcard for hosts below it",
	    SPEC("b", "", TLS("*.x.com"), HOST("*.x.com",
	    PREFIX("/", "blue")))
	    ING("a", "", HOST("pv.x.com", PREFIX("/", "green"))),
	    { { "http://pv.x.com/", "308 https://pv.x.com" } } },
	{ "but not for no host",
	    SPEC("a", "", TLS("h"), HOST("", PREFIX("/", "blue"))),
	    { { "http://any/", "default/blue /" } } },
	{ "ssl-redirect off, and forced on",
	    SPEC("a", A("ssl-redirect", "false"), TLS("h"), ROOT("blue"))
	    ING("b", A("force-ssl-redirect", "true"),
	    HOST("i", PREFIX("/", "blue"))),
	    { { "http://h/", "default/blue /" },
	    { "http://i/a", "308 https://i/a" } } },
	{ "locations without https are told by their path, not the request",
	    SPEC("a", "", TLS("h"), HOST("h", PREFIX("/", "blue")
	    PREFIX("/.well-known/acme-challenge/x", "green"))),
	    { { "http://h/.well-known/acme-challenge/x",
	    "default/green /.well-known/acme-challenge/x" },
	    { "http://h/.well-known/acme-challenge/y",
	    "308 https://h/.well-known/acme-challenge/y" } } },
	{ "from-to-www names the port and cuts a slash",
	    ING("a", A("from-to-www-redirect", "true"), ROOT("blue"))
	    ING("b", A("from-to-www-redirect", "true"),
	    HOST("www.i", PREFIX("/", "red"))),
	    { { "http://www.h/a/", "308 http://h:80/a" },
	    { "https://i/?x=/", "308 https://www.i:443/?x=" },
	    { "http://h/", "default/blue /" } } },
	{ "from-to-www on a wildcard",
	    ING("a", A("from-to-www-redirect", "true"),
	    HOST("*.a.com", PREFIX("/", "blue"))),
	    { { "http://h/", "fails: invalid server name or wildcard "
	    "\"www.*.a.com\"" }, { "denied", "" } } },
	{ "from-to-www when both are there",
	    ING("a", A("from-to-www-redirect", "true"), ROOT("blue"))
	    ING("b", "", HOST("www.h", PREFIX("/", "red"))),
	    { { "http://www.h/", "default/red /" } } },
	{ "the / of a host alone does not ask for www",
	    ING("a", A("from-to-www-redirect", "true"), HOST_ONLY("h")),
	    { { "http://www.h/", "404" } } },
	{ "an address that is none closes the Ingress",
	    ING("a", A("allowlist-source-range", "none"),
	    HOST("h", PREFIX("/foo/", "blue"))),
	    { { "http://h/foo/", "503" }, { "http://h/foo", "503" },
	    { "denied", "" } } },
	{ "its older name is read when it is not there",
	    ING("a", A("whitelist-source-range", "none"), ROOT("blue"))
	    ING("b", A("whitelist-source-range", "none")
	    A("allowlist-source-range", "10.0.0.0/8, ::1"),
	    HOST("i", PREFIX("/", "blue"))),
	    { { "http://h/", "503" }, { "http://i/", "default/blue /" } } },
	{ "a refused value may be as if it was not there",
	    ING("a", A("proxy-body-size", "lots"), ROOT("blue")),
	    { { "http://h/", "default/blue /" }, { "denied", "" } } },
	{ "or have the whole Ingress gone",
	    ING("a", A("ssl-passthrough", "yes"), ROOT("blue")),
	    { { "http://h/", "404" }, { "denied", "default/a: annotation" } } },
	{ "authentication that fails open",
	    ING("a", A("auth-url", "http://auth.com/")
	    A("auth-request-redirect", "$request_uri"), ROOT("blue")),
	    { { "http://h/", "default/blue /" }, { "denied", "" } } },
	{ "authentication whose Secret is not there",
	    ING("a", A("auth-type", "basic") A("auth-secret", "s"),
	    ROOT("blue")),
	    { { "http://h/", "503" } } },
	{ "a client certificate whose Secret is not there",
	    ING("a", A("auth-tls-secret", "default/s"), ROOT("blue")),
	    { { "http://h/", "403" } } },
	{ "a snippet drops the Ingress, one of others is denied only",
	    ING("a", A("configuration-snippet", "return 200;"),
	    ROOT("blue"))
	    ING("b", "\"example.com/my-snippet\": x, ",
	    HOST("i", PREFIX("/", "blue"))),
	    { { "http://h/", "404" }, { "http://i/", "default/blue /" },
	    { "denied", "default/a: snippet, default/b: snippet" } } },
	{ "an error code that nginx does not have",
	    ING("a", A("custom-http-errors", "499"), ROOT("blue")),
	    { { "http://h/", "fails: invalid value \"499\"" } } },
	{ "a typo in a name is silent",
	    ING("a", A("rewrite-targets", "/x"), ROOT("blue")),
	    { { "http://h/a", "default/blue /a" }, { "denied", "" } } },
};

static void
test_cases(void **state)
{
	(void)state;
	ask_all(cases, ASK_COUNT(cases));
}

/* One Ingress with everything that a ConfigMap or a flag may change. */
#define SUBJECT \
	SPEC("a", A("rewrite-target", "/$1") A("server-alias", "alias.h"), \
	TLS("h"), HOST("h", ANY("/a/(.*)", "blue"))) \
	ING_SPEC("d", "", "defaultBackend: " BACKEND("green") ", rules: [" \
	HOST("d", PREFIX("/", "red")) "]")

static const struct {
	bool flag;
	const char *name, *value;
	enum setting_result result;
	struct ask ask;
} settings[] = {
	{ false, "ssl-redirect", "true", SETTING_TAKEN,
	    { "http://h/a/b", "308 https://h/a/b" } },
	{ false, "ssl-redirect", "false", SETTING_TAKEN,
	    { "http://h/a/b", "default/blue /b" } },
	{ false, "ssl-redirect", "", SETTING_TAKEN,
	    { "http://h/a/b", "default/blue /b" } },
	{ false, "ssl-redirect", "no", SETTING_REFUSED,
	    { "http://h/a/b", "308 https://h/a/b" } },
	{ false, "http-redirect-code", "302", SETTING_TAKEN,
	    { "http://h/a/b", "302 https://h/a/b" } },
	{ false, "http-redirect-code", "303", SETTING_REFUSED,
	    { "http://h/a/b", "308 https://h/a/b" } },
	{ false, "annotations-risk-level", "Medium", SETTING_TAKEN,
	    { "https://h/a/b", "404" } },
	{ false, "annotations-risk-level", "hihg", SETTING_TAKEN,
	    { "denied", "default/a: annotation" } },
	{ false, "annotations-risk-level", "cRITICAL", SETTING_TAKEN,
	    { "https://h/a/b", "default/blue /b" } },
	{ false, "annotation-value-word-blocklist", "x,$1", SETTING_TAKEN,
	    { "https://h/a/b", "404" } },
	{ false, "annotation-value-word-blocklist", "x, $1", SETTING_TAKEN,
	    { "https://h/a/b", "default/blue /b" } },
	{ false, "annotation-value-word-blocklist", "x, $1", SETTING_TAKEN,
	    { "denied", "default/a: word" } },
	{ false, "use-forwarded-headers", "true", SETTING_TAKEN,
	    { "http://h/a/b X-Forwarded-Proto:https", "default/blue /b" } },
	{ false, "no-tls-redirect-locations", "/x, /a", SETTING_TAKEN,
	    { "http://h/a/b", "default/blue /b" } },
	{ false, "worker-processes", "4", SETTING_UNKNOWN,
	    { "https://h/a/b", "default/blue /b" } },
	{ true, "ingress-class", "other", SETTING_TAKEN,
	    { "https://h/a/b", "404" } },
	{ true, "watch-namespace", "other", SETTING_TAKEN,
	    { "denied", "" } },
	{ true, "disable-catch-all", "true", SETTING_TAKEN,
	    { "denied", "default/d: catch-all" } },
	{ true, "default-backend-service", "default/web", SETTING_TAKEN,
	    { "http://nobody/x", "default/web /x" } },
	{ true, "annotations-prefix", "n.example.com", SETTING_TAKEN,
	    { "https://h/a/b", "404" } },
	{ true, "health-check-path", "/up", SETTING_TAKEN,
	    { "http://nobody/up", "200" } },
	{ true, "http-port", "8080x", SETTING_REFUSED,
	    { "http://nobody/", "404" } },
	{ true, "v", "3", SETTING_UNKNOWN, { "http://d/", "default/red /" } },
};

static void
test_settings(void **state)
{
	size_t failures = 0;

	(void)state;
	for (size_t i = 0; i < ASK_COUNT(settings); i++) {
		struct controller c;
		struct setup t;
		struct model model;

		controller_init(&c, VERSION_NEWEST);
		assert_int_equal(settings[i].result, (settings[i].flag ?
		    controller_set_flag : controller_set_config)(&c,
		    str_from(settings[i].name), str_from(settings[i].value)));
		ask_build(&t, SUBJECT, &c, &model);
		ask_check(settings[i].name, settings[i].ask.url,
		    ask_url(&t.arena, &model, settings[i].ask.url),
		    settings[i].ask.expected, &failures);
		arena_release(&t.arena);
	}
	assert_int_equal(failures, 0);
}

static void
test_config_map(void **state)
{
	struct controller c;
	struct setup t;

	(void)state;
	setup_init(&t);
	setup_add(&t, "config", "apiVersion: v1\nkind: ConfigMap\nmetadata: "
	    "{name: c, namespace: n}\ndata: {ssl-redirect: 'false', "
	    "http-redirect-code: '999', custom-http-errors: '404, x,503'}\n",
	    true);
	controller_init(&c, VERSION_NEWEST);
	controller_read(&c, &t.cluster, STR("n/other"));
	assert_true(c.ssl_redirect);
	controller_read(&c, &t.cluster, STR("n/c"));
	assert_false(c.ssl_redirect);
	assert_int_equal(c.redirect_code, 308);
	assert_true(codes_have(&c.custom_errors, 404));
	assert_true(codes_have(&c.custom_errors, 503));
	assert_false(codes_have(&c.custom_errors, 500));
	arena_release(&t.arena);
}

/* What is not among the manifests is taken to exist. */
static void
test_assumed(void **state)
{
	size_t failures = 0;
	struct controller c;
	struct setup t;
	struct model model;

	(void)state;
	controller_init(&c, VERSION_NEWEST);
	c.assume_references = true;
	ask_build(&t, ING("a", A("auth-type", "basic") A("auth-secret", "s"),
	    HOST("h", PREFIX("/", "nobody"))), &c, &model);
	ask_check("assumed", "h", ask_url(&t.arena, &model, "http://h/x"),
	    "default/nobody /x", &failures);
	arena_release(&t.arena);
	assert_int_equal(failures, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_config_map),
		cmocka_unit_test(test_assumed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
