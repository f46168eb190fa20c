/* What rewrites make of requests, and which targets nginx refuses. */
#include "table.h"

/* A target on the path "/foo(/|$)(.*)". */
static void
check_target(const char *target, const struct row *rows)
{
	struct table t;
	struct str line;

	table_begin(&t, LINES("regex  /  root"));
	line = arena_printf(&t.arena, "regex  /foo(/|$)(.*)  hit  to  %s",
	    target);
	table_line(&t, line.at);
	t.http.servers.at[1].locations.at[0] =
	    t.http.servers.at[1].locations.at[1];
	table_finish(&t);
	for (; rows->target != NULL; rows++)
		table_row(&t, rows);
	table_end(&t);
}

static void
test_matching(void **state)
{
	(void)state;
	table_check(LINES("prefix  /  hit  from  /foo(.*)  to  /new$1"), ROWS(
		{ "/foo/x", NULL, "hit /new/x" },
		{ "/a/foo/x", NULL, "hit /new/x" },
		{ "/bar/%2F//", NULL, "hit /bar/%2F//" }));
	table_check(LINES("regex  /a  hit  from  /zzz  to  /new"), ROWS(
		{ "/a//b%2Fc?x=1", NULL, "hit /a//b%2Fc?x=1" }));
	table_check(LINES("regex  /x/(.*)|/y/(.*)  hit  to  /new/$1$2",
	    "regex  /  root"), ROWS(
		{ "/z/y/3", NULL, "hit /new/3" },
		{ "/q/y/x/5", NULL, "hit /new/x/5" },
		{ "/z/x/4", NULL, "root /z/x/4" }));
	table_check(LINES("regex  /foo  hit  to  /new"), ROWS(
		{ "/foo/bar", NULL, "hit /new" },
		{ "/foo/bar?x=1&y=2", NULL, "hit /new?x=1&y=2" },
		{ "/foo?", NULL, "hit /new" }));
	table_check(LINES("regex  /foo(.*)  foo  to  /bar$1",
	    "regex  /bar(.*)  bar  to  /baz$1"), ROWS(
		{ "/foo/1", NULL, "foo /bar/1" },
		{ "/bar/1", NULL, "bar /baz/1" }));
	table_check(LINES("regex  /foo  f  to  /"), ROWS(
		{ "/foo/bar?x=1", NULL, "f /?x=1" },
		{ "/foobar", NULL, "f /" }));
	table_check(LINES("regex  /(?U)u+  u  from  /(?U)(u+)  to  /[$1]"),
	    ROWS({ "/uuu", NULL, "u /[u]" }));
}

static void
test_escaping(void **state)
{
	(void)state;
	table_check(LINES("regex  /foo/(.*)  hit  to  /$1"), ROWS(
		{ "/foo/a%20b", NULL, "hit /a%20b" },
		{ "/foo/a%2Fb", NULL, "hit /a/b" },
		{ "/foo/a%3Fb", NULL, "hit /a%3Fb" },
		{ "/foo/a%23b", NULL, "hit /a%23b" },
		{ "/foo/a%25b", NULL, "hit /a%25b" },
		{ "/foo/a%252Fb", NULL, "hit /a%252Fb" },
		{ "/foo/caf%C3%A9", NULL, "hit /caf%C3%A9" },
		{ "/foo/caf\xc3\xa9", NULL, "hit /caf%C3%A9" },
		{ "/foo/a+b", NULL, "hit /a+b" },
		{ "/foo/a%2Bb", NULL, "hit /a+b" },
		{ "/foo/a%3Bb", NULL, "hit /a;b" },
		{ "/foo/a%26b", NULL, "hit /a&b" },
		{ "/foo/a\"b", NULL, "hit /a%22b" },
		{ "/foo/{x}", NULL, "hit /%7Bx%7D" },
		{ "/foo/[x]", NULL, "hit /[x]" },
		{ "/foo/%7Euser", NULL, "hit /~user" },
		{ "/foo/a\\b", NULL, "hit /a%5Cb" },
		{ "/foo/a?b=%20c+d%2B", NULL, "hit /a?b=%20c+d%2B" },
		{ "/foo/a?", NULL, "hit /a" },
		{ "/foo/a#f", NULL, "hit /a" },
		{ "/foo//a//b", NULL, "hit /a/b" },
		{ "/foo/a/../b", NULL, "hit /b" },
		{ "/foo/a%0Ab", NULL, "hit /a" },
		{ "/foo/a%0D%0AX", NULL, "hit /a%0D" }));
	table_check(LINES("regex  /foo  hit  to  /a%20b"), ROWS(
		{ "/foo", NULL, "hit /a%2520b" }));
	table_check(LINES("regex  /foo  hit  to  /caf\xc3\xa9"), ROWS(
		{ "/foo", NULL, "hit /caf%C3%A9" }));
	/* without a rewrite nothing is changed */
	table_check(LINES("regex  /foo  hit"), ROWS(
		{ "/foo//a", NULL, "hit /foo//a" },
		{ "/foo/x/../a", NULL, "hit /foo/x/../a" },
		{ "/%66oo/x", NULL, "hit /%66oo/x" },
		{ "/foo/a#f", NULL, "hit /foo/a#f" },
		{ "/foo/a?", NULL, "hit /foo/a?" },
		{ "http://foo.com/foo?", NULL, "hit /foo?" }));
}

static void
test_captures(void **state)
{
	static const char twelve[] = "regex  /(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)"
	    "(.)(.)  hit  to  /$10$12$99$1$1";

	(void)state;
	table_check(LINES(twelve), ROWS(
		{ "/abcdefghijkl", NULL, "hit /a0a2i9aa" }));
	table_check(LINES("regex  /foo  hit  to  /x/$1"), ROWS(
		{ "/foo", NULL, "hit /x/" }));
	table_check(LINES("regex  /(a)?(b)?z  hit  to  /[$1][$2][$9]"), ROWS(
		{ "/z", NULL, "hit /[][][]" },
		{ "/bz", NULL, "hit /[][b][]" }));
	table_check(LINES("regex  /foo(/|$)(.*)  hit  to  $2"), ROWS(
		{ "/foo", NULL, "500" },
		{ "/foo/", NULL, "500" },
		{ "/foo/bar", NULL, "hit bar" },
		{ "/foo/a%20b", NULL, "hit a%20b" }));
	table_check(LINES("regex  /foo  hit  to  new"), ROWS(
		{ "/foo?x=1", NULL, "hit new?x=1" }));
	/* named groups: raw in a query, the last of equal names */
	table_check(LINES("regex  /(?<x>.+)  hit  to  /n?$x&$1"), ROWS(
		{ "/a%20b%26c", NULL, "hit /n?a b&c&a%20b%26c" }));
	table_check(LINES("regex  /(?<x>a)(?<X>b)  hit  to  /$x"), ROWS(
		{ "/ab", NULL, "hit /a" }));
	table_check(LINES("regex  /(?<X>a)(?<x>b)  hit  to  /$X"), ROWS(
		{ "/ab", NULL, "hit /b" }));
	/* a group of that name makes the variable empty everywhere else */
	table_check(LINES("regex  /a/(?<args>.)  a  to  /$args",
	    "regex  /b  b  to  /$args"), ROWS(
		{ "/a/x?q", NULL, "a /x?q" },
		{ "/b?q", NULL, "b /?q" }));
}

static void
test_query(void **state)
{
	(void)state;
	check_target("/new?x=1", ROWS(
		{ "/foo/b", NULL, "hit /new?x=1" },
		{ "/foo/b?z=9", NULL, "hit /new?x=1&z=9" }));
	check_target("/new?", ROWS({ "/foo/b?z=9", NULL, "hit /new" }));
	check_target("/new?x=1?", ROWS(
		{ "/foo/b?z=9", NULL, "hit /new?x=1" }));
	check_target("/new??", ROWS({ "/foo/b?z=9", NULL, "hit /new" }));
	check_target("/new?a?b", ROWS(
		{ "/foo/b?z=9", NULL, "hit /new?a?b&z=9" }));
	check_target("/new?u=$1&v=$2", ROWS(
		{ "/foo", NULL, "hit /new?u=&v=" },
		{ "/foo/b%20c%26d?z=9", NULL,
		    "hit /new?u=/&v=b%20c%26d&z=9" },
		{ "/foo/b+c%3F", NULL, "hit /new?u=/&v=b%2Bc%3F" },
		{ "/foo/b%26?a=%26", NULL, "hit /new?u=/&v=b%26&a=%26" }));
	check_target("/new?$1", ROWS(
		{ "/foo?z=9", NULL, "hit /new?&z=9" },
		{ "/foo", NULL, "hit /new" }));
	check_target("?x=1", ROWS({ "/foo/b", NULL, "500" }));
	check_target("/new%3Fx=1", ROWS(
		{ "/foo", NULL, "hit /new%253Fx=1" }));
	check_target("/new#frag", ROWS(
		{ "/foo/b?z=9", NULL, "hit /new%23frag?z=9" }));
	check_target("/new?x=1#frag", ROWS(
		{ "/foo/b?z=9", NULL, "hit /new?x=1#frag&z=9" }));
	check_target("//$2", ROWS({ "/foo/b", NULL, "hit //b" }));
	check_target("/a/../b", ROWS({ "/foo/b", NULL, "hit /a/../b" }));
	table_check(LINES("regex  /foo/((?s).*)  hit  to  /x?$1"), ROWS(
		{ "/foo/a&b?x=+", NULL, "hit /x?a&b&x=+" },
		{ "/foo/a&b?x=%20", NULL, "hit /x?a&b&x=%20" },
		{ "/foo/./a&b", NULL, "hit /x?a&b" },
		{ "/f%6Fo/a&b", NULL, "hit /x?a%26b" },
		{ "/foo/!\"$&'()*,-./:;<=>@[\\]^_`{|}~", NULL,
		    "hit /x?!\"$&'()*,-./:;<=>@[\\]^_`{|}~" },
		{ "/foo/!\"$&'()*+,-./:;<=>@[\\]^_`{|}~", NULL,
		    "hit /x?!%22$%26'()*%2B,-./:%3B%3C=%3E@[%5C]%5E_%60%7B"
		    "%7C%7D~" }));
}

static void
test_variables(void **state)
{
	(void)state;
	check_target("$request_uri", ROWS(
		{ "/foo/b%20c?a=1&b=%20", NULL, "hit /foo/b%2520c%3Fa=1&b="
		    "%2520?a=1&b=%20" }));
	check_target("/$uri", ROWS(
		{ "/foo/b%20c?a=1", NULL, "hit //foo/b%20c?a=1" }));
	check_target("/$URI", ROWS(
		{ "/foo/b%20c?a=1", NULL, "hit //foo/b%20c?a=1" }));
	check_target("/x$is_args$args", ROWS(
		{ "/foo?a=1&b=%20", NULL, "hit /x%3Fa=1&b=%2520?a=1&b=%20" }));
	check_target("/${uri}x/\\$1", ROWS(
		{ "/foo/", NULL, "hit //foo/x/%5C/" }));
	check_target("/$host/$http_host/$server_name/$scheme", ROWS(
		{ "/foo", "FOO.com:81",
		    "hit /foo.com/FOO.com:81/foo.com/http" }));
	check_target("/$arg_a.$arg_B.$arg_c", ROWS(
		{ "/foo?x=0&A=1&b=2&a=3", NULL,
		    "hit /1.2.?x=0&A=1&b=2&a=3" }));
	check_target("/$server_port/$request_method/$server_protocol", ROWS(
		{ "/foo", NULL, "hit /80/GET/HTTP/1.1" }));
	check_target("/$upstream_addr.$sent_http_x", ROWS(
		{ "/foo", NULL, "hit /." }));
	/* what only a connection tells stands by its name */
	check_target("/$remote_addr", ROWS(
		{ "/foo", NULL, "hit /$remote_addr" }));
}

static void
test_headers(void **state)
{
	static const struct {
		const char *name, *value, *target, *expected;
	} cases[] = {
		{ "X-Test", " a ", "/$http_x_test", "hit /a" },
		{ "x-TEST", "a", "/$http_x_test", "hit /a" },
		{ "X_Test", "a", "/$http_x_test", "hit /" },
		{ "Cookie", "b=1; c=2; d", "/$cookie_c", "hit /2" },
		{ "Cookie", "cc=1, C = 2 ;d", "/$cookie_c", "hit /2%20" },
		/* the ";" is passed over as if it was the "=" */
		{ "Cookie", "c; c=3", "/$cookie_c", "hit /" },
		{ "Cookie", "a=1", "/$cookie_c", "hit /" },
		{ "Cookie", "a=1", "/$http_cookie", "hit /a=1" },
		{ "Content-Type", "x/y", "/$content_type", "hit /x/y" },
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct header h = { str_from(cases[i].name),
			str_from(cases[i].value) };
		struct request r = { .target = STR("/"),
			.host = STR("foo.com"), .headers = &h,
			.nheaders = 1 };

		table_begin(&t, LINES("regex  /  hit  to  /"));
		t.http.servers.at[1].locations.at[0].rewrite_to =
		    str_from(cases[i].target);
		table_finish(&t);
		table_ask(&t, &r, cases[i].expected);
		table_end(&t);
	}
}

/* The order is: groups of the location, set, groups of the rewrite. */
static void
test_set(void **state)
{
	(void)state;
	table_check(LINES("regex  /(?<x>.*)  a  set  x  s$uri"
	    "  return  301  https://h/$x"), ROWS(
		{ "/q", NULL, "301 https://h/s/q" }));
	table_check(LINES("regex  /(?<x>.*)  a  set  x  s  to  /$x"), ROWS(
		{ "/q", NULL, "a /q" }));
	table_check(LINES("regex  /a  a  set  service_name  web"
	    "  to  /$service_name", "regex  /b  b  to  /[$service_name]"),
	    ROWS(
		{ "/a", NULL, "a /web" },
		{ "/b", NULL, "b /[]" }));
}

static void
test_redirects(void **state)
{
	(void)state;
	check_target("https://other.example/$2", ROWS(
		{ "/foo", NULL, "302 https://other.example/" },
		{ "/foo/b%20c", NULL, "302 https://other.example/b%20c" },
		{ "/foo/b?z=9", NULL, "302 https://other.example/b?z=9" },
		{ "/foo/b%3Fc%25%23d", NULL,
		    "302 https://other.example/b?c%25%23d" },
		{ "/foo/caf%C3%A9", NULL,
		    "302 https://other.example/caf%C3%A9" },
		{ "/foo/a\"b<>", NULL, "302 https://other.example/a\"b<>" }));
	check_target("https://other.example/$2?k=v", ROWS(
		{ "/foo/b?z=9", NULL, "302 https://other.example/b?k=v&z=9" },
		{ "/foo/b%3Fc%25%23d", NULL,
		    "302 https://other.example/b?c%25%23d?k=v" }));
	check_target("https://other.example/$2?", ROWS(
		{ "/foo/b?z=9", NULL, "302 https://other.example/b" }));
	check_target("https://other.example$uri", ROWS(
		{ "/foo/b%20c", NULL, "302 https://other.example/foo/b c" },
		{ "/foo/b%3Fc%25%23d", NULL,
		    "302 https://other.example/foo/b?c%#d" }));
	check_target("${scheme}://other.example/$2", ROWS(
		{ "/foo/b%20c", NULL, "hit http://other.example/b%20c" }));
	check_target("$scheme://other.example/$2", ROWS(
		{ "/foo/b", NULL, "302 http://other.example/b" }));
	check_target("//other.example/$2", ROWS(
		{ "/foo/b?z=9", NULL, "hit //other.example/b?z=9" }));
	check_target("HTTP://other.example/x", ROWS(
		{ "/foo/b?z=9", NULL, "hit HTTP://other.example/x?z=9" }));
	check_target("https://o.example/%41%20%2f%3f%41%zz%4", ROWS(
		{ "/foo", NULL, "302 https://o.example/A%20/?%41%zz%4" }));
	check_target("https://o.example/a%zzb", ROWS(
		{ "/foo", NULL, "302 https://o.example/azzb" }));
	check_target("https://o.example/%4", ROWS(
		{ "/foo", NULL, "302 https://o.example/" }));
	check_target("https://o.example$request_uri", ROWS(
		{ "/foo/%41%20b?x=%41", NULL,
		    "302 https://o.example/foo/A%20b?x=%41?x=%41" }));
}

static void
test_refused(void **state)
{
	static const struct {
		const char *target, *message, *shown;
	} cases[] = {
		{ "/$0", "unknown \"0\" variable", "$0" },
		{ "/${1}", "unknown \"1\" variable", "${1}" },
		{ "/$01", "unknown \"01\" variable", "$01" },
		{ "/$foo", "unknown \"foo\" variable", "$foo" },
		{ "/$urix/", "unknown \"urix\" variable", "$urix" },
		{ "/$FOO", "unknown \"foo\" variable", "$FOO" },
		{ "/$", "invalid variable name", "$" },
		{ "/$$", "invalid variable name", "$" },
		{ "/$-", "invalid variable name", "$" },
		{ "/$1$", "invalid variable name", "$" },
		{ "/${", "invalid variable name", "${" },
		{ "/${}", "invalid variable name", "${" },
		{ "/${-}", "the closing bracket in \"\" variable is missing",
		    "${" },
		{ "/${uri",
		    "the closing bracket in \"uri\" variable is missing",
		    "${uri" },
		{ "/a{b", "the directive is not terminated by \";\"",
		    "/a{b" },
		{ "/a;b", "the directive ends at \";\"", "/a;b" },
		{ "/x y", "invalid number of arguments", "/x y" },
		{ "\"\"", "empty replacement", "\"\"" },
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fault *f;

		table_begin(&t, LINES("regex  /  hit  to  /"));
		t.http.servers.at[1].locations.at[0].rewrite_to =
		    str_from(cases[i].target);
		assert_false(http_finish(&t.arena, &t.http, &t.set));
		f = &t.http.faults.at[0];
		if (!str_is(f->message, cases[i].message) ||
		    !str_is(str_cut(f->text, f->from, f->to),
		    cases[i].shown))
			fail_msg("%s: %.*s (%.*s)", cases[i].target,
			    STR_ARG(f->message),
			    STR_ARG(str_cut(f->text, f->from, f->to)));
		table_end(&t);
	}
}

static void
test_known(void **state)
{
	static const char *const known[] = { "uri", "URI", "args", "http_",
		"http_x", "arg_", "cookie_A", "Sent_http_y", "ssl_curve",
		"request_id", "proxy_protocol_tlv_x" };
	static const char *const unknown[] = { "", "ur", "uris", "foo", "1",
		"http", "namespace", "arg" };

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!script_knows(str_from(known[i])))
			fail_msg("%s", known[i]);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		if (script_knows(str_from(unknown[i])))
			fail_msg("%s", unknown[i]);
	assert_true(script_is_fixed(STR("Host")));
	assert_true(script_is_fixed(STR("http_host")));
	assert_false(script_is_fixed(STR("args")));
	assert_false(script_is_fixed(STR("http_x")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matching),
		cmocka_unit_test(test_escaping),
		cmocka_unit_test(test_captures),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_variables),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_redirects),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
