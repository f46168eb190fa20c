/* Compiling as the controller's nginx does, matching, and examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "rx/example.h"
#include "rx/rx.h"

static struct arena arena;
static struct rx_set set;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena);
	set = (struct rx_set){ .by_text = { NULL } };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct rx *
get(const char *pattern)
{
	return rx_get(&arena, &set, str_from(pattern));
}

static void
test_once(void **state)
{
	(void)state;
	assert_ptr_equal(get("/a(.*)"), get("/a(.*)"));
	assert_ptr_not_equal(get("/a(.*)"), get("/a(.+)"));
}

static void
test_refused(void **state)
{
	static const struct {
		const char *pattern, *shown;
	} cases[] = {
		{ "/(", "(" },
		{ "/)", ")" },
		{ "/[", "[" },
		{ "/**", "*" },
		{ "/foo/**", "*" },
		{ "/(a", "(" },
		{ "/(a))", ")" },
		{ "/a(b", "(" },
		{ "/foo(?", "(?" },
		{ "/a{2,1}", "{2,1}" },
		{ "/x{2}{3}", "{3}" },
		{ "/[z-a]", "z-a" },
		{ "/\\1", "1" },
		{ "/(?<n>a)(?<n>b)", "b" },
		{ "/(?z)", "(?z" },
		{ "/a\\", "\\" },
		{ "/[A-Za-z0-9_-.]", "_-." },
		/* PCRE2 alone reads these */
		{ "/(?^i)a", "(?^" },
		{ "/(*pla:a)", "(*" },
		{ "/\\p{greek}", "\\p{greek}" },
		/* counted back over what was changed before it */
		{ "/[\\w-.]\\y(", "(" },
		{ "/[\\w-.]\\y\\1", "1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct rx *x = get(cases[i].pattern);
		struct str shown = str_cut(x->pattern, x->error_from,
		    x->error_to);

		assert_false(rx_compiles(x));
		if (!str_is(shown, cases[i].shown))
			fail_msg("%s: shows \"%.*s\"", cases[i].pattern,
			    STR_ARG(shown));
	}
}

static void
test_pcre1_only(void **state)
{
	static const struct {
		const char *pattern, *yes, *no;
		uint32_t groups;
	} cases[] = {
		{ "/([\\w-.]+)$", "/a-b.c", "/a/b", 1 },
		{ "/[\\d-z]$", "/-", "/y", 0 },
		{ "/[\\w-\\.]$", "/.", "/,", 0 },
		{ "/[a-z\\d-_]$", "/_", "/,", 0 },
		{ "/[[:alpha:]-z]$", "/-", "/1", 0 },
		{ "/[\\w--]$", "/-", "/,", 0 },
		{ "/[\\d--/]$", "/.", "/x", 0 },
		{ "/\\y(a)$", "/ya", "/\\ya", 1 },
		{ "/\\i\\j\\m\\q\\I\\J\\M\\O\\T\\Y\\F$", "/ijmqIJMOTYF", "/",
		    0 },
		{ "/\\8\\9\\81$", "/8981", "/1", 0 },
		{ "/[\\A\\z\\R\\X\\B\\K]$", "/K", "/\\", 0 },
		{ "/(?=\\Ka)a$", "/a", "/b", 0 },
		{ "/(?X)a$", "/a", "/b", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct rx *x = get(cases[i].pattern);

		if (!rx_compiles(x))
			fail_msg("%s: %.*s", cases[i].pattern,
			    STR_ARG(x->error));
		assert_int_equal(x->groups, cases[i].groups);
		if (!rx_takes(x, str_from(cases[i].yes)) ||
		    rx_takes(x, str_from(cases[i].no)))
			fail_msg("%s", cases[i].pattern);
	}
}

static void
test_match(void **state)
{
	struct rx_captures c;

	(void)state;
	/* anchored at the start, not at the end, without case */
	assert_true(rx_takes(get("/foo"), STR("/FOObar")));
	assert_false(rx_takes(get("/foo"), STR("/x/foo")));
	/* ^ belongs to the first branch only */
	assert_true(rx_takes(get("/a|/b"), STR("/x/b")));
	assert_false(rx_takes(get("/a|/b"), STR("/x/a")));
	/* $ also before a final newline */
	assert_true(rx_takes(get("/a$"), STR("/a\n")));
	/* the rewrite searches */
	assert_true(rx_rewrites(&arena, get("/foo(.*)"), STR("/a/Foo/x"),
	    &c));
	assert_int_equal(c.n, 2);
	assert_true(str_is(c.at[1], "/x"));
	/* what took no part is empty */
	assert_true(rx_rewrites(&arena, get("/a(b)?(c)?"), STR("/a"), &c));
	assert_int_equal(c.n, 3);
	assert_int_equal(c.at[1].len + c.at[2].len, 0);
	assert_false(rx_rewrites(&arena, get("/foo"), STR("/bar"), &c));
	/* NUL ends the pattern of PCRE 8.45 */
	assert_true(rx_compiles(rx_get(&arena, &set, STR("/a\0("))));
}

static void
test_verdicts(void **state)
{
	static const char long_uri[] =
	    "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
	struct rx *x = get("/(a+)(b)?");
	struct rx_captures c;

	(void)state;
	assert_int_equal(rx_match(&arena, x, RX_LOCATION, STR("/AAx"), &c),
	    RX_YES);
	assert_int_equal(c.n, 3);
	assert_true(str_is(c.at[0], "/AA") && str_is(c.at[1], "AA"));
	assert_int_equal(c.at[2].len, 0);
	assert_int_equal(rx_match(&arena, x, RX_LOCATION, STR("/x/a"), NULL),
	    RX_NO);
	assert_int_equal(rx_match(&arena, x, RX_REWRITE, STR("/x/a"), &c),
	    RX_YES);
	assert_true(str_is(c.at[0], "/a"));
	assert_int_equal(rx_match(&arena, get("/(a+)+$"), RX_LOCATION,
	    str_from(long_uri), &c), RX_GAVE_UP);
	assert_int_equal(rx_match(&arena, get("/("), RX_LOCATION, STR("/("),
	    NULL), RX_NO);
	assert_true(str_is(rx_portable(get("/[\\w-.]\\y")),
	    "/[\\w\\-.]y"));
}

static void
test_server_names(void **state)
{
	struct rx *lower = rx_get_name(&arena, &set, STR("^a([a-z]+)$"));
	struct rx *upper = rx_get_name(&arena, &set, STR("[A-Z]c"));
	struct rx *bad = rx_get_name(&arena, &set, STR("a(b"));
	struct rx_captures c;

	(void)state;
	assert_int_equal(rx_match(&arena, lower, RX_NAME, STR("abc"), &c),
	    RX_YES);
	assert_true(str_is(c.at[1], "bc"));
	assert_int_equal(rx_match(&arena, lower, RX_NAME, STR("ABC"), &c),
	    RX_NO);
	assert_int_equal(rx_match(&arena, upper, RX_NAME, STR("abc"), &c),
	    RX_YES);
	assert_false(rx_compiles(bad));
	assert_int_equal(bad->error_from, 1);
}

static void
test_named(void **state)
{
	const struct rx *x = get("/(a)(?<rest>.*)");

	(void)state;
	assert_int_equal(rx_group_named(x, STR("rest")), 2);
	assert_int_equal(rx_group_named(x, STR("REST")), 2);
	assert_int_equal(rx_group_named(x, STR("res")), 0);
}

static void
test_limits(void **state)
{
	static char deep[520], endless[LIMIT_PATTERN_BYTES + 2];

	(void)state;
	deep[0] = '/';
	memset(deep + 1, '(', 259);
	memset(deep + 260, ')', 259);
	assert_false(rx_compiles(get(deep)));
	memset(endless, '/', sizeof(endless) - 1);
	assert_false(rx_compiles(get(endless)));
	endless[LIMIT_PATTERN_BYTES] = 0;
	assert_true(rx_compiles(get(endless)));
	/* gives up instead of backtracking for ever */
	assert_false(rx_takes(get("/(a+)+$"),
	    STR("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")));
}

static void
test_examples(void **state)
{
	static const struct {
		const char *pattern, *usual, *brief, *sibling;
	} cases[] = {
		{ "/", "/cart", "/", "/-old" },
		{ "/*", "/cart", "/", "/-old" },
		{ "/app", "/app/cart", "/app", "/app-old" },
		{ "/app(/|$)(.*)", "/app/cart", "/app", "/app/-old" },
		{ "/app(/.*)", "/app/cart", "/app/", "/app/-old" },
		{ "/app(/.*)?", "/app/cart", "/app", "/app/-old" },
		{ "/app(.*)", "/app/cart", "/app", "/app-old" },
		{ "/app/(.+)", "/app/cart", "/app/x", "/app/-old" },
		{ "/api/?(.*)", "/api/cart", "/api", "/api/-old" },
		{ "/([a-z]{2})/(.*)", "/xx/cart", "/xx/", "/xx/-old" },
		{ "/v1\\.0$", "/v1.0", "/v1.0", "/v1.0" },
		{ "/(a|b)\\1", "/aa/cart", "/aa", "/aa-old" },
		{ "/u[0-9]+/x", "/u1/x/cart", "/u1/x", "/u1/x-old" },
		{ "/(?!x)(.*)", "/cart", "/", "/-old" },
		{ "/v1.0/(.*)", "/v1.0/cart", "/v1.0/", "/v1.0/-old" },
		{ "/.*.(js|css)$", "/cart.js", "/.js", "/-old.js" },
		{ "/./a", "/x/a/cart", "/x/a", "/x/a-old" },
		{ "/a.{2}b", "/axxb/cart", "/axxb", "/axxb-old" },
		{ "/.(/|$)", "/x/cart", "/x", "/x/-old" },
		{ "/(?R)", NULL, NULL, NULL },
		{ "/(?!)", NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *want[EXAMPLE_COUNT] = { cases[i].usual,
			cases[i].brief, cases[i].sibling };

		for (unsigned k = 0; k < EXAMPLE_COUNT; k++) {
			struct str got = { NULL, 0 };
			bool there = example_of(&arena, get(cases[i].pattern),
			    k, &got);

			if (there != (want[k] != NULL) || (there &&
			    !str_is(got, want[k])))
				fail_msg("%s: \"%.*s\"", cases[i].pattern,
				    STR_ARG(got));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_pcre1_only),
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_server_names),
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_examples),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
