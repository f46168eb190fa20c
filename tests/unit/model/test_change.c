/* Releases of the controller: their numbers, and what each one does. */
#include "model/ask.h"

static const struct {
	const char *text;
	unsigned version;
	const char *wrong;
} versions[] = {
	{ "1.15.1", 1501, NULL },
	{ "v1.9.0", 900, NULL },
	{ "1.12.08", 1208, NULL },
	{ "1.9.2", 0, "there is no such release of the controller" },
	{ "1.14.6", 0, "there is no such release of the controller; the last "
	    "one of its branch is 1.14.5" },
	{ "1.8.4", 0, "releases of the controller before 1.9.0 are not "
	    "known" },
	{ "0.49.0", 0, "releases of the controller before 1.9.0 are not "
	    "known" },
	{ "1.16.0", 0, "there is no such release of the controller; the last "
	    "one is 1.15.1" },
	{ "2.0.0", 0, "there is no such release of the controller; the last "
	    "one is 1.15.1" },
	{ "1.13", 0, "a version such as 1.13.2 is expected here" },
	{ "1.13.2.1", 0, "a version such as 1.13.2 is expected here" },
	{ "1.13.", 0, "a version such as 1.13.2 is expected here" },
	{ "1.13.2-rc", 0, "a version such as 1.13.2 is expected here" },
	{ "", 0, "a version such as 1.13.2 is expected here" },
};

static void
test_versions(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < ASK_COUNT(versions); i++) {
		unsigned version = 0;
		const char *wrong = version_read(&arena,
		    str_from(versions[i].text), &version);

		if (versions[i].wrong == NULL)
			assert_null(wrong);
		else
			assert_string_equal(wrong, versions[i].wrong);
		if (wrong == NULL)
			assert_int_equal(version, versions[i].version);
	}
	arena_release(&arena);
}

static const struct {
	enum change_id id;
	unsigned version;
	bool applies;
} applications[] = {
	/* 1.12.6 and 1.13.2 */
	{ CHANGE_DOTS, 1106, false }, { CHANGE_DOTS, 1205, false },
	{ CHANGE_DOTS, 1206, true }, { CHANGE_DOTS, 1208, true },
	{ CHANGE_DOTS, 1300, false }, { CHANGE_DOTS, 1301, false },
	{ CHANGE_DOTS, 1302, true }, { CHANGE_DOTS, 1400, true },
	{ CHANGE_DOTS, 1501, true },
	/* 1.13.9, 1.14.5 and 1.15.1 */
	{ CHANGE_NO_PATH_COMMENT, 1208, false },
	{ CHANGE_NO_PATH_COMMENT, 1309, true },
	{ CHANGE_NO_PATH_COMMENT, 1404, false },
	{ CHANGE_NO_PATH_COMMENT, 1500, false },
	{ CHANGE_NO_PATH_COMMENT, 1501, true },
	/* 1.12.0 */
	{ CHANGE_VALIDATION, 1108, false }, { CHANGE_VALIDATION, 1200, true },
};

static void
test_applications(void **state)
{
	struct arena arena;

	(void)state;
	for (size_t i = 0; i < ASK_COUNT(applications); i++)
		assert_int_equal(applications[i].applies, change_applies(
		    applications[i].id, applications[i].version));
	for (int id = 0; id < CHANGE_COUNT; id++) {
		assert_true(change_applies((enum change_id)id,
		    VERSION_NEWEST));
		assert_false(change_applies((enum change_id)id, 900));
	}
	arena_init(&arena);
	assert_true(str_is(change_since(&arena, CHANGE_NO_PATH_COMMENT),
	    "1.13.9, 1.14.5 and 1.15.1"));
	assert_true(str_is(change_since(&arena, CHANGE_DOTS),
	    "1.12.6 and 1.13.2"));
	assert_true(str_is(change_since(&arena, CHANGE_WWW_PORT), "1.12.0"));
	arena_release(&arena);
}

#define WEB(annotations, paths) ING("web", annotations, HOST("h", paths))
#define OWN(paths) ING("own", "", HOST("h", paths))

/* What one release does with manifests, and what the next does. */
static const struct {
	const char *title;
	enum change_id id;
	unsigned before, after;
	const char *manifests, *url, *was, *is;
} cases[] = {
	{ "values are validated", CHANGE_VALIDATION, 1108, 1200,
	    WEB(A("permanent-redirect", "/x$y"), PREFIX("/a", "blue")),
	    "denied", "", "default/web: annotation" },
	{ "risks", CHANGE_RISK, 1108, 1200,
	    WEB(A("server-snippet", "return 404;"), PREFIX("/a", "blue")),
	    "http://h/a", "default/blue /a", "404" },
	{ "strict paths", CHANGE_STRICT_PATHS, 1108, 1200,
	    WEB("", PREFIX("/a@b", "blue")), "denied", "",
	    "default/web: path-type" },
	{ "dots", CHANGE_DOTS, 1205, 1206,
	    WEB("", PREFIX("/a.b", "blue")), "denied",
	    "default/web: path-type", "" },
	{ "the same in the next branch", CHANGE_DOTS, 1301, 1302,
	    WEB("", EXACT("/a.b", "blue")), "denied",
	    "default/web: path-type", "" },
	/* Its first path is its own; the second one is not. */
	{ "all paths", CHANGE_OVERLAPS, 1304, 1305,
	    WEB("", PREFIX("/a", "blue"))
	    OWN(PREFIX("/b", "green") PREFIX("/a", "green")), "denied",
	    "default/web: overlap", "default/web: overlap, "
	    "default/own: overlap" },
	{ "and the first path", CHANGE_OVERLAPS, 1304, 1305,
	    WEB("", PREFIX("/a", "blue"))
	    OWN(PREFIX("/a", "green") PREFIX("/b", "green")), "denied",
	    "default/web: overlap, default/own: overlap",
	    "default/web: overlap, default/own: overlap" },
	{ "a code that is read", CHANGE_TEMPORAL_CODE, 1108, 1200,
	    WEB(A("temporal-redirect", "http://x/")
	    A("temporal-redirect-code", "307"), PREFIX("/a", "blue")),
	    "http://h/a", "302 http://x/", "307 http://x/" },
	{ "relative redirects", CHANGE_RELATIVE_REDIRECTS, 1208, 1300,
	    WEB(A("permanent-redirect", "/x") A("relative-redirects", "true"),
	    PREFIX("/a", "blue")), "http://h/a", "301 http://h/x", "301 /x" },
	{ "ciphers", CHANGE_CIPHERS, 1201, 1202,
	    WEB(A("ssl-ciphers", "TLS_AES_128"), PREFIX("/a", "blue")),
	    "denied", "default/web: annotation", "" },
	{ "a port of www", CHANGE_WWW_PORT, 1108, 1200,
	    WEB(A("from-to-www-redirect", "true"), PREFIX("/", "blue")),
	    "http://www.h/a", "308 http://h/a", "308 http://h:80/a" },
	{ "a path that is more than one word", CHANGE_QUOTED_PATHS, 1306,
	    1307, WEB("", ANY("/a b", "blue")), "http://h/a%20b",
	    "fails: invalid number of arguments", "default/blue /a%20b" },
	{ "a path that ends its directive", CHANGE_QUOTED_PATHS, 1306, 1307,
	    WEB("", ANY("/a;b", "blue")), "http://h/a;b",
	    "fails: the directive ends at \";\"", "default/blue /a;b" },
	{ "a path that ends its quotes", CHANGE_QUOTED_PATHS, 1306, 1307,
	    WEB(A("use-regex", "true"), ANY("/a\"b", "blue")),
	    "http://h/a%22b", "fails: unexpected text after a closing quote",
	    "default/blue /a%22b" },
	{ "a backslash of its own", CHANGE_QUOTED_PATHS, 1306, 1307,
	    WEB(A("use-regex", "true"), ANY("/a\\\\.b", "blue")),
	    "http://h/a.b", "default/blue /a.b", "404" },
	{ "a rewrite that ends its quotes", CHANGE_QUOTED_REWRITES, 1307,
	    1308, WEB(A("rewrite-target", "/x"), ANY("/a\"b", "blue")),
	    "http://h/a%22b", "fails: unexpected text after a closing quote",
	    "default/blue /x" },
	{ "an alias with braces", CHANGE_QUOTED_PATHS, 1306, 1307,
	    WEB(A("server-alias", "~^a{2}$"), PREFIX("/a", "blue")),
	    "http://aa/a", "fails: the directive is not terminated by "
	    "\";\"", "default/blue /a" },
	{ "a method among other words", CHANGE_AUTH_METHOD, 1306, 1307,
	    WEB(A("auth-url", "http://x/") A("auth-method", "POST x"),
	    PREFIX("/a", "blue")), "http://h/a", "default/blue /a", "503" },
};

static struct str
ask(struct setup *t, unsigned version, const char *manifests,
    const char *url)
{
	struct controller c;
	struct model model;

	controller_init(&c, version);
	ask_build(t, manifests, &c, &model);
	return ask_url(&t->arena, &model, url);
}

static void
test_cases(void **state)
{
	size_t failures = 0;
	struct setup t;

	(void)state;
	for (size_t i = 0; i < ASK_COUNT(cases); i++) {
		assert_false(change_applies(cases[i].id, cases[i].before));
		assert_true(change_applies(cases[i].id, cases[i].after));
		ask_check(cases[i].title, "before", ask(&t, cases[i].before,
		    cases[i].manifests, cases[i].url), cases[i].was,
		    &failures);
		arena_release(&t.arena);
		ask_check(cases[i].title, "after", ask(&t, cases[i].after,
		    cases[i].manifests, cases[i].url), cases[i].is,
		    &failures);
		arena_release(&t.arena);
	}
	assert_int_equal(failures, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_applications),
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
