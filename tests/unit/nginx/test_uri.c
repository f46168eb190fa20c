/* How nginx reads request lines, paths and hosts. */
#include "table.h"

static const char *const config[] = {
	"prefix  /foo/  foo-slash", "prefix  /foo  foo", "exact  /exact  exact",
	"prefix  /a b  a-space-b", "prefix  /a/b  ab",
	"prefix  /caf\xc3\xa9  cafe", "prefix  /  root", "server  bar.com",
	"prefix  /foo  bar-foo", "prefix  /  bar-root", NULL
};

static void
test_paths(void **state)
{
	(void)state;
	table_check(config, ROWS(
		{ "/foo%2Fx", NULL, "foo-slash /foo%2Fx" },
		{ "/%66oo/x", NULL, "foo-slash /%66oo/x" },
		{ "/a%20b", NULL, "a-space-b /a%20b" },
		{ "/a+b", NULL, "root /a+b" },
		{ "/a%2Bb", NULL, "root /a%2Bb" },
		{ "/foo%00", NULL, "400" },
		{ "/foo%zz", NULL, "400" },
		{ "/foo%", NULL, "400" },
		{ "/foo%4", NULL, "400" },
		{ "/x?%zz", NULL, "root /x?%zz" },
		{ "/x#%zz", NULL, "root /x#%zz" },
		{ "//foo", NULL, "foo //foo" },
		{ "///foo//x", NULL, "foo-slash ///foo//x" },
		{ "/a%2F%2Fb", NULL, "ab /a%2F%2Fb" },
		{ "/%2Ffoo", NULL, "foo /%2Ffoo" },
		{ "/a/./b", NULL, "ab /a/./b" },
		{ "/a/../foo", NULL, "foo /a/../foo" },
		{ "/x/../../foo", NULL, "400" },
		{ "/..", NULL, "400" },
		{ "/../foo", NULL, "400" },
		{ "/foo/..", NULL, "root /foo/.." },
		{ "/foo/.", NULL, "foo-slash /foo/." },
		{ "/foo/x/..", NULL, "foo-slash /foo/x/.." },
		{ "/foo/%2e%2e/", NULL, "root /foo/%2e%2e/" },
		{ "/%2e%2e/", NULL, "400" },
		{ "/a%2f..%2ffoo", NULL, "foo /a%2f..%2ffoo" },
		{ "/foo/x//../y", NULL, "foo-slash /foo/x//../y" },
		{ "/...", NULL, "root /..." },
		{ "/..foo", NULL, "root /..foo" },
		{ "/foo/..\\x", NULL, "foo-slash /foo/..\\x" },
		{ "/foo;/../bar", NULL, "root /foo;/../bar" },
		{ "/foo;p=1", NULL, "foo /foo;p=1" },
		{ "/caf%C3%A9", NULL, "cafe /caf%C3%A9" },
		{ "/caf\xc3\xa9", NULL, "cafe /caf\xc3\xa9" },
		{ "/foo%3Fx=1", NULL, "foo /foo%3Fx=1" },
		{ "/foo?x=1", NULL, "foo /foo?x=1" },
		{ "/foo?a?b", NULL, "foo /foo?a?b" },
		{ "/foo?", NULL, "foo /foo?" },
		{ "/foo#frag", NULL, "foo /foo#frag" },
		{ "/foo/x#f?a=1", NULL, "foo-slash /foo/x#f?a=1" },
		{ "/foo?a=1#f", NULL, "foo /foo?a=1#f" },
		{ "/foo%23x", NULL, "foo /foo%23x" },
		{ "/foo%252Fx", NULL, "foo /foo%252Fx" },
		{ "/FOO/x", NULL, "root /FOO/x" },
		{ "/exact/", NULL, "root /exact/" },
		{ "/exac%74", NULL, "exact /exac%74" },
		{ "/foo%0Ax", NULL, "foo /foo%0Ax" },
		{ "/%3F", NULL, "root /%3F" },
		{ "/foo\tx", NULL, "400" },
		{ "/foo\x7fx", NULL, "400" },
		{ "/foo x", NULL, "400" },
		{ "/foo HTTP/1.0", NULL, "400" },
		{ " /foo/x", NULL, "foo-slash /foo/x" },
		{ "/foo/x ", NULL, "foo-slash /foo/x" },
		{ "*", NULL, "400" },
		{ "?x=1", NULL, "400" },
		{ "foo", NULL, "400" },
		{ "", NULL, "400" }));
}

static void
test_absolute(void **state)
{
	(void)state;
	table_check(config, ROWS(
		{ "http://foo.com/foo/x", NULL, "foo-slash /foo/x" },
		{ "http://bar.com/foo/x", NULL, "bar-foo /foo/x" },
		{ "http://foo.com", NULL, "root /" },
		{ "http://foo.com?x=1", NULL, "root /?x=1" },
		{ "http://foo.com?x=1#f", NULL, "root /?x=1" },
		{ "http://foo.com?", NULL, "root /" },
		{ "http://foo.com//foo", NULL, "foo //foo" },
		{ "http://foo.com:80/foo", "x", "foo /foo" },
		{ "http://FOO.com.:/foo", "x", "foo /foo" },
		{ "https://foo.com/foo/x?y=1", NULL, "foo-slash /foo/x?y=1" },
		{ "x+y.1-z://foo.com/foo", NULL, "foo /foo" },
		{ "http://[::1]/foo", NULL, "default /foo" },
		{ "http://[::1", NULL, "400" },
		{ "http://[a/b]", NULL, "400" },
		{ "http://u@foo.com/foo", NULL, "400" },
		{ "http://a_b.com/foo", NULL, "400" },
		{ "http://foo.com#x", NULL, "400" },
		{ "http://foo.com:8x/", NULL, "400" },
		{ "http:///foo", NULL, "400" },
		{ "http://./foo", NULL, "400" },
		{ "http:/foo.com/foo", NULL, "400" },
		{ "host:80", NULL, "400" },
		{ "http://nope.com/foo", NULL, "default /foo" },
		{ "http://foo.com/foo", "-", "foo /foo" },
		{ "http://foo.com/foo", "a b", "400" }));
}

static void
test_lines(void **state)
{
	static const struct {
		const char *method, *target, *host, *version, *expected;
	} cases[] = {
		{ "GET", "/foo/x", NULL, "", "default /foo/x" },
		{ "GET", "http://foo.com/", NULL, "", "root /" },
		{ "GET", "http://foo.com", NULL, "", "400" },
		{ "GET", "/foo/x", NULL, "HTTP/1.0", "default /foo/x" },
		{ "GET", "/foo/x", NULL, "HTTP/1.1", "400" },
		{ "GET", "http://foo.com/foo", NULL, "HTTP/1.1", "400" },
		{ "GET", "/foo/x", "foo.com", "HTTP/2.0", "505" },
		{ "GET", "/foo/x", "foo.com", "HTTP/10.1", "505" },
		{ "GET", "/..", "foo.com", "HTTP/2.0", "505" },
		{ "GET", "/foo/x", "foo.com", "HTTP/1.99",
		    "foo-slash /foo/x" },
		{ "GET", "/foo/x", "foo.com", "HTTP/1.1 ",
		    "foo-slash /foo/x" },
		{ "GET", "/foo/x", "foo.com", "HTTP/1.1000", "400" },
		{ "GET", "/foo/x", "foo.com", "HTTP/1.", "400" },
		{ "GET", "/foo/x", "foo.com", "HTTP/0.9", "400" },
		{ "GET", "/foo/x", "foo.com", "http/1.1", "400" },
		{ "GET", "/foo/x", "foo.com", "HTTP/1.1x", "400" },
		{ "FOO", "/foo/x", "foo.com", "HTTP/1.1",
		    "foo-slash /foo/x" },
		{ "P-_T", "/foo", "foo.com", "HTTP/1.1", "foo /foo" },
		{ "get", "/foo", "foo.com", "HTTP/1.1", "400" },
		{ "GET1", "/foo", "foo.com", "HTTP/1.1", "400" },
		{ "POST", "/foo", "foo.com", "", "400" },
		{ "OPTIONS", "*", "foo.com", "HTTP/1.1", "400" },
		{ "CONNECT", "/foo", "foo.com", "HTTP/1.1", "405" },
		{ "CONNECT", "foo.com:80", "foo.com", "HTTP/1.1", "400" },
		{ "TRACE", "/foo", "foo.com", "HTTP/1.1", "405" },
		{ "TRACE", "/foo", NULL, "HTTP/1.1", "400" },
	};
	struct table t;

	(void)state;
	table_begin(&t, config);
	table_finish(&t);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct request r = { .method = str_from(cases[i].method),
			.target = str_from(cases[i].target),
			.host = str_from(cases[i].host),
			.version = str_from(cases[i].version) };

		table_ask(&t, &r, cases[i].expected);
	}
	table_end(&t);
}

static struct str
long_text(struct table *t, const char *before, size_t len)
{
	struct buf b;
	struct str text;

	buf_init(&b);
	buf_puts(&b, before);
	buf_fill(&b, 'a', len - b.len);
	text = arena_str(&t->arena, buf_str(&b));
	buf_release(&b);
	return text;
}

static void
test_lengths(void **state)
{
	struct table t;
	struct request r = { .host = STR("foo.com") };
	struct header h = { STR("X"), STR("") };
	struct outcome o;

	(void)state;
	table_begin(&t, config);
	table_finish(&t);
	/* "GET " and " HTTP/1.1" with its line end are 15 bytes. */
	r.target = long_text(&t, "/foo/", 8177);
	r.method = STR("GET");
	r.version = STR("HTTP/1.1");
	route(&t.arena, &t.http, &r, &o);
	assert_int_equal(o.kind, OUTCOME_PROXY);
	assert_true(str_eq(o.target, r.target));
	r.target = long_text(&t, "/foo/", 8178);
	table_ask(&t, &r, "414");
	/* What is wrong before that is found first. */
	r.target = long_text(&t, "/foo/\t", 9000);
	table_ask(&t, &r, "400");
	r.target = long_text(&t, "/foo/%zz", 9000);
	table_ask(&t, &r, "414");
	r.target = long_text(&t, "http://", 9000);
	table_ask(&t, &r, "414");
	r.target = long_text(&t, "scheme", 9000);
	table_ask(&t, &r, "414");
	/* The space behind it ends a target that has only begun. */
	r.target = long_text(&t, "scheme", 8180);
	table_ask(&t, &r, "400");
	r.target = long_text(&t, "/", 8178);
	r.version = STR("HTTP/2.0");
	table_ask(&t, &r, "505");
	/* So does the end of the line for a version. */
	r.version = STR("HTTP/1.");
	r.target = long_text(&t, "/", 8179);
	table_ask(&t, &r, "400");
	r.target = long_text(&t, "/", 8180);
	table_ask(&t, &r, "414");
	r.version = STR("HTTP/1.1");
	r.target = STR("/foo");
	r.headers = &h;
	r.nheaders = 1;
	h.value = long_text(&t, "", 8187);
	table_ask(&t, &r, "foo /foo");
	h.value = long_text(&t, "", 8188);
	table_ask(&t, &r, "400");
	table_end(&t);
}

static void
test_hosts(void **state)
{
	(void)state;
	table_check(config, ROWS(
		{ "/h", "FOO.com:81", "root /h" },
		{ "/h", "foo.com.", "root /h" },
		{ "/h", "foo.com..", "400" },
		{ "/h", "foo.com:abc", "root /h" },
		{ "/h", "foo.com:80:90", "root /h" },
		{ "/h", "", "400" },
		{ "/h", ".", "400" },
		{ "/h", ":80", "400" },
		{ "/h", "::1", "400" },
		{ "/h", "[::1]:80", "default /h" },
		{ "/h", "[::1", "default /h" },
		{ "/h", "foo.com/x", "400" },
		{ "/h", "foo.com:/x", "400" },
		{ "/h", "foo.com\\x", "default /h" },
		{ "/h", "foo.com,bar.com", "default /h" },
		{ "/h", "  foo.com  ", "root /h" },
		{ "/h", "\tfoo.com", "400" },
		{ "/h", "foo.com:8..0", "400" },
		/* a dot in the port hides the one before it */
		{ "/h", "foo.com.:80", "root /h" },
		{ "/h", "foo.com.:8.0", "default /h" },
		{ "/h", "-", "default /h" }));
}

static void
test_two_hosts(void **state)
{
	static const struct header host = { { "hOST", 4 }, { "foo.com", 7 } };
	struct request r = { .target = STR("/"), .host = STR("foo.com"),
		.headers = &host, .nheaders = 1 };
	struct table t;

	(void)state;
	table_begin(&t, config);
	table_finish(&t);
	table_ask(&t, &r, "400");
	table_end(&t);
}

/* The path, and whether captures of it will be escaped. */
static void
test_flags(void **state)
{
	static const struct {
		const char *target, *path;
		bool quoted, plus;
	} cases[] = {
		{ "/a", "/a", false, false },
		{ "/%61", "/a", true, false },
		{ "/./%61", "/a", true, false },
		{ "/a+", "/a+", false, true },
		{ "/a%2b", "/a+", true, true },
		{ "/+/../a", "/a", false, true },
		{ "/a?%61+", "/a", false, false },
		{ "/a#%61+", "/a", false, false },
		{ "/a//b/./c/../d/", "/a/b/d/", false, false },
		{ "/a/b/..", "/a/", false, false },
		{ "/.%2e/", NULL, false, false },
	};
	struct arena arena;
	struct uri uri;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *why = uri_read(&arena, str_from(cases[i].target),
		    true, &uri);

		if ((why != NULL) != (cases[i].path == NULL))
			fail_msg("%s", cases[i].target);
		if (why == NULL && (!str_is(uri.path, cases[i].path) ||
		    uri.quoted != cases[i].quoted ||
		    uri.plus != cases[i].plus))
			fail_msg("%s: %.*s", cases[i].target,
			    STR_ARG(uri.path));
	}
	arena_release(&arena);
}

static void
test_slashes_kept(void **state)
{
	static const struct {
		const char *target, *path;
	} cases[] = {
		{ "/a//b", "/a//b" }, { "/a//../b", "/a/b" },
		{ "/a%2F%2Fb", "/a//b" }, { "//", "//" }, { "/.//a", "//a" },
		{ "/./a", "/a" }, { "/a/..//b", "//b" },
		{ "/a//..", "/a/" },
	};
	struct arena arena;
	struct uri uri;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_null(uri_read(&arena, str_from(cases[i].target),
		    false, &uri));
		if (!str_is(uri.path, cases[i].path))
			fail_msg("%s: %.*s", cases[i].target,
			    STR_ARG(uri.path));
	}
	arena_release(&arena);
}

static void
test_unescape(void **state)
{
	static const char *const cases[][2] = {
		{ "a%20b", "a%20b" }, { "%41%2f", "A/" }, { "%25", "%25" },
		{ "%7E%7F", "~%7F" }, { "a%zzb", "azzb" }, { "%4zb", "b" },
		{ "a%4", "a" }, { "a%", "a" }, { "%3f%41", "?%41" },
		{ "?%41", "?%41" }, { "%?%41", "?A" }, { "%%41", "%41" },
		{ "%4?%41", "A" },
	};
	struct buf b;

	(void)state;
	buf_init(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_reset(&b);
		uri_unescape_redirect(&b, str_from(cases[i][0]));
		if (!str_is(buf_str(&b), cases[i][1]))
			fail_msg("%s: %.*s", cases[i][0],
			    STR_ARG(buf_str(&b)));
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_absolute),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_two_hosts),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_slashes_kept),
		cmocka_unit_test(test_unescape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
