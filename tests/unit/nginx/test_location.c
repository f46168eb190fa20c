/* Which location takes a path, the slash redirect, and why others lose. */
#include "table.h"

static void
test_slash(void **state)
{
	(void)state;
	table_check(LINES("prefix  /foo/  fs", "prefix  /  root"), ROWS(
		{ "/foo", NULL, "301 http://foo.com/foo/" },
		{ "/foo/", NULL, "fs /foo/" },
		{ "/foobar", NULL, "root /foobar" },
		{ "/foo?x=1", NULL, "301 http://foo.com/foo/?x=1" },
		{ "/foo?", NULL, "301 http://foo.com/foo/" },
		{ "/foo?x=1&y=%20z#f", NULL,
		    "301 http://foo.com/foo/?x=1&y=%20z" },
		{ "//foo", NULL, "301 http://foo.com/foo/" },
		{ "/%66oo", NULL, "301 http://foo.com/foo/" },
		{ "/foo%2F", NULL, "fs /foo%2F" },
		{ "/foo;a", NULL, "root /foo;a" },
		{ "/FOO", NULL, "root /FOO" },
		{ "/foo", "foo.com:8443", "301 http://foo.com/foo/" },
		{ "/foo?a=b", "FOO.com:81", "301 http://foo.com/foo/?a=b" },
		{ "/foo", "foo.com.", "301 http://foo.com/foo/" },
		{ "http://foo.com/foo?z", "other.org:99",
		    "301 http://foo.com/foo/?z" }));
	table_check(LINES("prefix  /foo/  fs", "prefix  /foo  f",
	    "prefix  /  root"), ROWS(
		{ "/foo", NULL, "f /foo" },
		{ "/foobar", NULL, "f /foobar" },
		{ "/foo/x", NULL, "fs /foo/x" }));
	table_check(LINES("prefix  /foo/  fs", "exact  /foo  ef",
	    "prefix  /  root"), ROWS(
		{ "/foo", NULL, "ef /foo" },
		{ "/foo/", NULL, "fs /foo/" },
		{ "/foobar", NULL, "root /foobar" },
		{ "//foo", NULL, "ef //foo" }));
	table_check(LINES("prefix  /foo/  fs", "exact  /foo/  efs",
	    "prefix  /  root"), ROWS(
		{ "/foo", NULL, "301 http://foo.com/foo/" },
		{ "/foo/", NULL, "efs /foo/" },
		{ "/foo/x", NULL, "fs /foo/x" }));
	table_check(LINES("exact  /foo/  efs", "prefix  /  root"), ROWS(
		{ "/foo", NULL, "301 http://foo.com/foo/" },
		{ "/foo/", NULL, "efs /foo/" },
		{ "/foo/x", NULL, "root /foo/x" }));
	/* the exact one says how to redirect */
	table_check(LINES("exact  /foo/  efs  relative", "prefix  /foo/  fs"),
	    ROWS({ "/foo", NULL, "301 /foo/" }));
	table_check(LINES("exact  /foo/  efs", "prefix  /foo/  fs  relative"),
	    ROWS({ "/foo", NULL, "301 http://foo.com/foo/" }));
}

static void
test_slash_and_others(void **state)
{
	(void)state;
	table_check(LINES("prefix  /foo/  fs  bare  return  503  -",
	    "prefix  /  root"), ROWS(
		{ "/foo", NULL, "root /foo" },
		{ "/foo/", NULL, "503" }));
	table_check(LINES(
	    "prefix  /foo/  fs  return  301  https://other.example/x",
	    "prefix  /  root"), ROWS(
		{ "/foo", NULL, "301 http://foo.com/foo/" },
		{ "/foo/", NULL, "301 https://other.example/x" }));
	table_check(LINES("prefix  /foo/  fs", "regex  /foo  rx",
	    "prefix  /  root"), ROWS(
		{ "/foo", NULL, "301 http://foo.com/foo/" },
		{ "/foo/x", NULL, "rx /foo/x" }));
	table_check(LINES("prefix  /foo-bar/  fb", "prefix  /foo/  f",
	    "prefix  /foo.bar/  fdb", "prefix  /foo!/  fe",
	    "prefix  /foo%/  fp", "prefix  /foo0/  f0", "prefix  /fooa/  fa",
	    "prefix  /foo /  fs", "prefix  /  default"), ROWS(
		{ "/foo", NULL, "301 http://foo.com/foo/" },
		{ "/foo-bar", NULL, "301 http://foo.com/foo-bar/" },
		{ "/foo-ba", NULL, "default /foo-ba" },
		{ "/foo%25", NULL, "301 http://foo.com/foo%25/" }));
	table_check(LINES("prefix  /foo/  fs  relative", "prefix  /  root"),
	    ROWS({ "/foo?x=1", "foo.com:81", "301 /foo/?x=1" }));
	table_check(LINES("server  _", "prefix  /foo/  fs"), ROWS(
		{ "/foo", "a.b.c:77", "301 http://a.b.c/foo/" },
		{ "/foo", "A_B", "301 http://a_b/foo/" },
		{ "/foo", "[::1]:5", "301 http://[::1]/foo/" },
		/* the address is the machine's */
		{ "/foo", "-", "301 http://$server_addr/foo/" }));
}

static void
test_slash_escaped(void **state)
{
	(void)state;
	table_check(LINES("prefix  /a b/  ab", "prefix  /caf\xc3\xa9/  cafe",
	    "prefix  /a?b/  aqb", "prefix  /a{b}/  abrace",
	    "prefix  /a%20c/  ap20c", "prefix  /  root"), ROWS(
		{ "/a%20b", NULL, "301 http://foo.com/a%20b/" },
		{ "/caf%C3%A9", NULL, "301 http://foo.com/caf%C3%A9/" },
		{ "/a%3Fb?x=1", NULL, "301 http://foo.com/a%3Fb/?x=1" },
		{ "/a{b}", NULL, "301 http://foo.com/a%7Bb%7D/" },
		{ "/a%2520c", NULL, "301 http://foo.com/a%2520c/" },
		{ "/a%20c", NULL, "root /a%20c" }));
}

static void
test_port(void **state)
{
	struct request r = { .target = STR("/foo"), .host = STR("foo.com:81"),
		.port = 28080 };
	struct table t;

	(void)state;
	table_begin(&t, LINES("prefix  /foo/  fs  port"));
	table_finish(&t);
	table_ask(&t, &r, "301 http://foo.com:28080/foo/");
	r.port = 80;
	table_ask(&t, &r, "301 http://foo.com/foo/");
	r.https = true;
	table_ask(&t, &r, "301 https://foo.com:80/foo/");
	r.port = 443;
	table_ask(&t, &r, "301 https://foo.com/foo/");
	table_end(&t);
}

static void
test_prefixes(void **state)
{
	(void)state;
	table_check(LINES("prefix  /a  a", "prefix  /a/b/c  abc",
	    "prefix  /a/b  ab", "prefix  /  root", "prefix  /aa  aa",
	    "exact  /a/b  eab", "prefix  /a/b/  ab-slash"), ROWS(
		{ "/a/b", NULL, "eab /a/b" },
		{ "/a/b/", NULL, "ab-slash /a/b/" },
		{ "/a/bc", NULL, "ab /a/bc" },
		{ "/a/b/d", NULL, "ab-slash /a/b/d" },
		{ "/a/b/cd", NULL, "abc /a/b/cd" },
		{ "/aab", NULL, "aa /aab" },
		{ "/ab", NULL, "a /ab" },
		{ "/A/B", NULL, "root /A/B" }));
	/* exact names between prefixes do not count as such */
	table_check(LINES("prefix  /a  a", "exact  /a/b  e",
	    "exact  /a/b/c  e2"), ROWS(
		{ "/a/b/d", NULL, "a /a/b/d" },
		{ "/a/b/c", NULL, "e2 /a/b/c" },
		{ "/b", NULL, "404" }));
	table_check(LINES("regex  /x  rx", "exact  /x  ex",
	    "prefix  /x  pre"), ROWS(
		{ "/x", NULL, "ex /x" },
		{ "/x/", NULL, "rx /x/" },
		{ "/X", NULL, "rx /X" }));
	table_check(LINES("prefix  /a//b  dbl", "prefix  /c/./d  dot",
	    "prefix  /a%20b  lit", "prefix  /  default"), ROWS(
		{ "/a//b", NULL, "default /a//b" },
		{ "/c/./d", NULL, "default /c/./d" },
		{ "/a%20b", NULL, "default /a%20b" },
		{ "/a%2520b", NULL, "lit /a%2520b" }));
	table_check(LINES("exact  /  eroot", "prefix  /  root"), ROWS(
		{ "/", NULL, "eroot /" },
		{ "/?x", NULL, "eroot /?x" },
		{ "//", NULL, "eroot //" },
		{ "/foo/..", NULL, "eroot /foo/.." },
		{ "http://foo.com", NULL, "eroot /" },
		{ "/foo", NULL, "root /foo" }));
	table_check(LINES("server  _", "regex  /healthz  rx-h",
	    "regex  /  rx-root", "prefix  /healthz  h  bare  return  200  -"),
	    ROWS({ "/healthz", "x", "rx-h /healthz" }));
}

static void
test_regexes(void **state)
{
	(void)state;
	table_check(LINES("regex  /foo/bar  foobar", "regex  /foo/.*  star",
	    "regex  /foo  foo", "regex  /  root"), ROWS(
		{ "/foo/bar", NULL, "foobar /foo/bar" },
		{ "/foo/barbaz", NULL, "foobar /foo/barbaz" },
		{ "/foo/ba", NULL, "star /foo/ba" },
		{ "/foox", NULL, "foo /foox" },
		{ "/FOO/BAR", NULL, "foobar /FOO/BAR" },
		{ "/xfoo", NULL, "root /xfoo" }));
	table_check(LINES("regex  /foo  foo", "regex  /foo/bar  foobar"),
	    ROWS({ "/foo/bar", NULL, "foo /foo/bar" }));
	table_check(LINES("regex  /a|/b  ab", "regex  /  root"), ROWS(
		{ "/b", NULL, "ab /b" },
		{ "/x/b", NULL, "ab /x/b" },
		{ "/x/a", NULL, "root /x/a" }));
	table_check(LINES("regex  /a$  a-end", "regex  /b.c  bdotc",
	    "regex  /d(?s).e  d-s-e", "regex  /f\\z  f-z",
	    "regex  /caf\xc3\xa9  cafe", "regex  /x.y  x1y",
	    "regex  /z..y  z2y", "regex  /w\\x{e9}  we9",
	    "regex  /(?-i)Foo  noi", "regex  /  root"), ROWS(
		{ "/a%0A", NULL, "a-end /a%0A" },
		{ "/a%0A%0A", NULL, "root /a%0A%0A" },
		{ "/a/", NULL, "root /a/" },
		{ "/a?x", NULL, "a-end /a?x" },
		{ "/b%0Ac", NULL, "root /b%0Ac" },
		{ "/b%0Dc", NULL, "bdotc /b%0Dc" },
		{ "/d%0Ae", NULL, "d-s-e /d%0Ae" },
		{ "/f%0A", NULL, "root /f%0A" },
		{ "/CAF%C3%A9", NULL, "cafe /CAF%C3%A9" },
		{ "/caf\xc3\x89", NULL, "root /caf\xc3\x89" },
		{ "/x%C3%A9y", NULL, "root /x%C3%A9y" },
		{ "/z%C3%A9y", NULL, "z2y /z%C3%A9y" },
		{ "/w%E9", NULL, "we9 /w%E9" },
		{ "/w%C9", NULL, "root /w%C9" },
		{ "/foo", NULL, "root /foo" },
		{ "/Foo", NULL, "noi /Foo" }));
}

/* A place on the way to a match where PCRE gives up. */
static void
test_limit(void **state)
{
	static const char many[] = "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";

	(void)state;
	table_check(LINES("regex  /(a+)+$  hit", "regex  /  root"), ROWS(
		{ "/aaaaaaaaaaaaaaaaaaaaab", NULL,
		    "root /aaaaaaaaaaaaaaaaaaaaab" },
		{ "/aaaaaaaaaaaaaaaaaaaaaab", NULL, "500" }));
	table_check(LINES("prefix  /  hit  from  /(a+)+$  to  /x"), ROWS(
		{ many, NULL, "500" },
		{ "/b", NULL, "hit /b" }));
	table_check(LINES("regex  /(a+)+$  hit",
	    "exact  /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab  exact",
	    "prefix  /aaa  pre"), ROWS(
		{ many, NULL,
		    "exact /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" },
		{ "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", NULL,
		    "500" }));
}

static void
test_explain(void **state)
{
	static const struct {
		const char *path;
		enum trial trials[6];
	} cases[] = {
		{ "/foo", { TRIAL_TAKES, TRIAL_SHORTER, TRIAL_SHORTER,
		    TRIAL_DIFFERS, TRIAL_NOT_TRIED, TRIAL_NOT_TRIED } },
		{ "/foobar", { TRIAL_DIFFERS, TRIAL_BEFORE_REGEX,
		    TRIAL_SHORTER, TRIAL_DIFFERS, TRIAL_TAKES,
		    TRIAL_LATER } },
		{ "/fox", { TRIAL_DIFFERS, TRIAL_DIFFERS, TRIAL_BEFORE_REGEX,
		    TRIAL_DIFFERS, TRIAL_DIFFERS, TRIAL_TAKES } },
		{ "/x", { TRIAL_DIFFERS, TRIAL_DIFFERS, TRIAL_TAKES,
		    TRIAL_DIFFERS, TRIAL_DIFFERS, TRIAL_DIFFERS } },
		{ "/b", { TRIAL_DIFFERS, TRIAL_DIFFERS, TRIAL_SHORTER,
		    TRIAL_REDIRECTS, TRIAL_NOT_TRIED, TRIAL_NOT_TRIED } },
	};
	enum trial trials[6];
	struct table t;

	(void)state;
	table_begin(&t, LINES("exact  /foo  1", "prefix  /foo  2",
	    "prefix  /  3", "prefix  /b/  4", "regex  /foob  5",
	    "regex  /fo  6"));
	table_finish(&t);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		location_explain(&t.arena, t.http.servers.at[1].index,
		    str_from(cases[i].path), trials);
		for (size_t k = 0; k < 6; k++)
			if (trials[k] != cases[i].trials[k])
				fail_msg("%s: %zu is %d", cases[i].path, k,
				    (int)trials[k]);
	}
	table_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slash),
		cmocka_unit_test(test_slash_and_others),
		cmocka_unit_test(test_slash_escaped),
		cmocka_unit_test(test_port),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_regexes),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_explain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
