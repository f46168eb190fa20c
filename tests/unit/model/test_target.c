/* Targets as nginx reads them, and the variables it knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/rewrite.h"
#include "model/target.h"
#include "model/variable.h"

static struct arena arena;
static struct rx_set set;

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

/* Pieces as "text|" "<1>" "<name>" "<$>". */
static struct str
pieces_of(const char *text)
{
	struct target t;
	struct str shown;
	struct buf out;

	buf_init(&out);
	target_read(&arena, str_from(text), &t);
	for (size_t i = 0; i < t.pieces.n; i++) {
		const struct piece *p = &t.pieces.at[i];
		struct str part = str_cut(t.text, p->from, p->to);

		switch (p->kind) {
		case PIECE_TEXT:
			buf_printf(&out, "%.*s|", STR_ARG(part));
			break;
		case PIECE_CAPTURE:
			buf_printf(&out, "<%u>", p->number);
			break;
		case PIECE_VARIABLE:
			buf_printf(&out, "<%.*s>", STR_ARG(p->name));
			break;
		case PIECE_DOLLAR:
			buf_puts(&out, "<$>");
			break;
		}
	}
	shown = arena_str(&arena, buf_str(&out));
	buf_release(&out);
	return shown;
}

static void
test_pieces(void **state)
{
	static const struct {
		const char *text, *pieces;
	} cases[] = {
		{ "", "" },
		{ "/", "/|" },
		{ "/$2", "/|<2>" },
		{ "/$1/$2x", "/|<1>/|<2>x|" },
		{ "/$10", "/|<1>0|" },
		{ "/$0", "/|<0>" },
		{ "/$01", "/|<01>" },
		{ "/$name-x", "/|<name>-x|" },
		{ "/${name}x", "/|<name>x|" },
		{ "/${1}", "/|<1>" },
		{ "/$", "/|<$>" },
		{ "/$$1", "/|<$><1>" },
		{ "/$/x", "/|<$>/x|" },
		{ "/${uri", "/|<$>{uri|" },
		{ "/${}", "/|<$>{}|" },
		{ "$1$1", "<1><1>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str got = pieces_of(cases[i].text);

		if (!str_is(got, cases[i].pieces))
			fail_msg("%s: %.*s", cases[i].text, STR_ARG(got));
	}
}

static void
test_expand(void **state)
{
	static const struct {
		const char *path, *target, *uri, *result;
	} cases[] = {
		{ "/app(/|$)(.*)", "/$2", "/app/x y", "/x y" },
		{ "/app(/|$)(.*)", "/$2", "/app", "/" },
		{ "/app(/.*)", "/$2", "/app/x", "/" },
		{ "/app(/.*)?", "$1", "/app", "" },
		{ "/(?<rest>.*)", "/n/$rest", "/a", "/n/a" },
		{ "/(?<rest>.*)", "/n/$REST", "/a", "/n/a" },
		{ "/x", "/y$uri", "/x/a", "/y/x/a" },
		{ "/x", "/$arg_x", "/x/a", NULL },
		{ "/x", "/$", "/x/a", NULL },
		{ "/(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)", "/$10", "/abcdefghij",
		    "/a0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct rx *x = rx_get(&arena, &set, str_from(cases[i].path));
		struct match match = {
			.rx = x, .uri = str_from(cases[i].uri)
		};
		struct target t;
		struct buf out;
		bool known;

		buf_init(&out);
		target_read(&arena, str_from(cases[i].target), &t);
		assert_true(rx_rewrites(&arena, x, match.uri,
		    &match.captures));
		known = target_expand(&out, &t, &match);
		if (known != (cases[i].result != NULL) || (known &&
		    !str_is(buf_str(&out), cases[i].result)))
			fail_msg("%s: %.*s", cases[i].target,
			    STR_ARG(buf_str(&out)));
		buf_release(&out);
	}
}

static void
test_escape(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out);
	target_escape(&out, STR("/a b%?#|\xC3\xA9+~;=,[x]\0\x7F"));
	assert_true(str_is(buf_str(&out),
	    "/a%20b%25%3F%23%7C%C3%A9+~;=,[x]%00%7F"));
	buf_release(&out);
}

static void
test_redirects(void **state)
{
	(void)state;
	assert_true(target_redirects(STR("http://x/$1")));
	assert_true(target_redirects(STR("https://x/$1")));
	assert_true(target_redirects(STR("$scheme://x")));
	assert_false(target_redirects(STR("HTTP://x")));
	assert_false(target_redirects(STR("${scheme}://x")));
	assert_false(target_redirects(STR("//x")));
	assert_false(target_redirects(STR("/http://x")));
}

static void
test_validator(void **state)
{
	static const char *const good[] = {
		"", "/", "/$2", "$1", "https://x/$1", "/a_b~c.d-e:f", "x",
	};
	static const char *const bad[] = {
		"/$1?x", "/a b", "/$1 ", "/${1}", "/a%20b", "/a+b", "/(.*)",
		"/a\n", "/\xC3\xA9", "/*", "/a@b", "/a,b", "/a#b",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(rewrite_is_valid(str_from(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(rewrite_is_valid(str_from(bad[i])));
}

static void
test_variables(void **state)
{
	static const char *const known[] = {
		"uri", "URI", "request_uri", "arg_x", "arg_", "http_x_y",
		"namespace", "service_name", "scheme", "args", "cookie_a",
		"geoip2_city", "http3",
	};
	static const char *const unknown[] = {
		"foo", "0", "1", "01", "urix", "rest", "url", "path",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		assert_true(variable_is_known(str_from(known[i])));
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		assert_false(variable_is_known(str_from(unknown[i])));
	assert_true(variable_is_fixed(STR("uri")));
	assert_true(variable_is_fixed(STR("HOST")));
	assert_false(variable_is_fixed(STR("args")));
	assert_false(variable_is_fixed(STR("http_x")));
	assert_false(variable_is_fixed(STR("rest")));
	assert_true(str_is(variable_nearest(STR("reqest_uri")),
	    "request_uri"));
	assert_true(str_is(variable_nearest(STR("urii")), "uri"));
	assert_int_equal(variable_nearest(STR("elephant")).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_expand),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_redirects),
		cmocka_unit_test(test_validator),
		cmocka_unit_test(test_variables),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
