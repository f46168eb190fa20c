/* Globs, regular expressions and plain paths told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/glob.h"

static struct arena arena;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void
test_globs(void **state)
{
	static const struct {
		const char *path, *star, *base, *regex;
	} cases[] = {
		{ "/*", "*", "/", "/" },
		{ "/**", "**", "/", "/" },
		{ "/foo/*", "*", "/foo", "/foo(/|$)" },
		{ "/foo/**", "**", "/foo", "/foo(/|$)" },
		{ "/v1.0/*", "*", "/v1.0", "/v1\\.0(/|$)" },
		{ "/foo*", "*", "", "/foo[^/]*" },
		{ "/foo-*", "*", "", "/foo-[^/]*" },
		{ "/foo/*/bar", "*", "", "/foo/[^/]+/bar" },
		{ "/*/bar/*", "*", "", "/[^/]+/bar/[^/]+" },
		{ "/img/*.png", "*", "", "/img/[^/]*\\.png$" },
		{ "/*.*", "*", "", "/[^/]*\\.[^/]*$" },
		{ "/a/**/b", "**", "", "/a/.*/b" },
		{ "/foo/*/(.*)", "*", "", "" },
		{ "/foo/**(x)", "**", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str path = str_from(cases[i].path), got;
		size_t from, to;

		if (!glob_find(path, &from, &to))
			fail_msg("%s is none", cases[i].path);
		assert_true(str_is(str_cut(path, from, to), cases[i].star));
		got = glob_base(path);
		if (!str_is(got, cases[i].base))
			fail_msg("%s: %.*s", cases[i].path, STR_ARG(got));
		got = glob_to_regex(&arena, path);
		if (!str_is(got, cases[i].regex))
			fail_msg("%s: %.*s", cases[i].path, STR_ARG(got));
	}
	assert_true(str_is(glob_fill(&arena, STR("/a/**/b*"), "x"),
	    "/a/x/bx"));
}

static void
test_no_globs(void **state)
{
	static const char *const paths[] = {
		"/", "/foo", "/foo/.*", "/foo.*", "/(.*)", "/foo(/|$)(.*)",
		"/api/*(.*)", "/[a*]", "/a\\*", "/[ab]*", "/(ab)*", "/x*?",
		"/foo/[^/]*/x", "/a/.**", "/v1/(x*+)(.*)",
	};
	size_t from, to;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (glob_find(str_from(paths[i]), &from, &to))
			fail_msg("%s is one", paths[i]);
}

static void
test_regex(void **state)
{
	static const char *const yes[] = {
		"/foo(/|$)(.*)", "/foo/.*", "/foo.+", "/foo$", "/[a-z]",
		"/a|b", "/v1\\.0", "/foo/?", "/foo/?(.*)", "/(?i)x", "/^a",
		"/x{2}", "/x{2,}", "/(a)+",
	};
	static const char *const no[] = {
		"/", "/foo", "/wiki/C_(language)", "/c++", "/a+b", "/a=b&c",
		"/users/{id}", "/$metadata", "/odata/$batch", "/x;v=1",
		"/a~b", "/search?q=1", "/100%", "/caf\xC3\xA9", "/a@b:c",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		if (!looks_like_regex(str_from(yes[i])))
			fail_msg("%s", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		if (looks_like_regex(str_from(no[i])))
			fail_msg("%s", no[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_globs),
		cmocka_unit_test(test_no_globs),
		cmocka_unit_test(test_regex),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
