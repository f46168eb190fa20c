/* Which server a host reaches, and which names nginx refuses. */
#include "table.h"

static void
test_generated(void **state)
{
	(void)state;
	table_check(LINES(
	    "server  ~^(?<subdomain>[\\w-]+)\\.foo\\.com$", "prefix  /  wild",
	    "server  foo.com", "prefix  /  foo",
	    "server  bar.foo.com", "prefix  /  bar-foo",
	    "server  ~^(?<subdomain>[\\w-]+)\\.b\\.foo\\.com$",
	    "prefix  /  wild-b"), ROWS(
		{ "/", "FOO.COM", "foo /" },
		{ "/", "foo.com.", "foo /" },
		{ "/", "FOO.com.:81", "foo /" },
		{ "/", "bar.foo.com", "bar-foo /" },
		{ "/", "baz.foo.com", "wild /" },
		{ "/", "Baz.Foo.Com:80", "wild /" },
		{ "/", "a.b.foo.com", "wild-b /" },
		{ "/", "x.a.b.foo.com", "default /" },
		{ "/", "b.foo.com", "wild /" },
		{ "/", "a_b.foo.com", "wild /" },
		{ "/", ".foo.com", "default /" },
		{ "/", "a..foo.com", "400" },
		{ "/", "*.foo.com", "default /" },
		{ "/", "a.foo.com:80.foo.com", "wild /" },
		{ "/", "[::1]:8080", "default /" },
		{ "/", "unknown", "default /" },
		{ "/", "_", "default /" },
		{ "http://baz.foo.com/", NULL, "wild /" }));
}

static void
test_order(void **state)
{
	(void)state;
	table_check(LINES("server  ~^(?<subdomain>[\\w-]+)\\.foo\\.com$",
	    "prefix  /  first", "server  ~^b[a-z]+\\.foo\\.com$",
	    "prefix  /  second", "server  bar.foo.com", "prefix  /  exact"),
	    ROWS(
		{ "/", "baz.foo.com", "first /" },
		{ "/", "bar.foo.com", "exact /" }));
	table_check(LINES("server  ~^b[a-z]+\\.foo\\.com$",
	    "prefix  /  second",
	    "server  ~^(?<subdomain>[\\w-]+)\\.foo\\.com$",
	    "prefix  /  first"), ROWS({ "/", "baz.foo.com", "second /" }));
}

static void
test_aliases(void **state)
{
	(void)state;
	table_check(LINES("server  a.com  *.w.com", "prefix  /  A",
	    "server  b.com  *.x.w.com", "prefix  /  B",
	    "server  c.com  www.*  www.q.*", "prefix  /  C",
	    "server  d.com  ~^www\\d*\\.", "prefix  /  D",
	    "server  e.com  .dot.com", "prefix  /  E",
	    "server  ~^.*\\.w\\.com$", "prefix  /  RX",
	    "server  port.com:80  CAP.com  end.com.", "prefix  /  F"), ROWS(
		{ "/", "p.q.w.com", "A /" },
		{ "/", "p.x.w.com", "B /" },
		{ "/", "x.w.com", "A /" },
		{ "/", "w.com", "default /" },
		/* as a label may be empty */
		{ "/", ".w.com", "A /" },
		{ "/", "www.zzz", "C /" },
		{ "/", "www.q.z", "C /" },
		{ "/", "www", "default /" },
		{ "/", "www1.zzz", "D /" },
		{ "/", "www.w.com", "A /" },
		{ "/", "dot.com", "E /" },
		{ "/", "a.b.dot.com", "E /" },
		{ "/", "xdot.com", "default /" },
		{ "/", "port.com:80", "default /" },
		{ "/", "cap.com", "F /" },
		{ "/", "end.com.", "default /" }));
}

static void
test_captures(void **state)
{
	(void)state;
	/* a capital letter makes the name ignore case */
	table_check(LINES("server  ~^([A-C])\\.(?<sub>\\w)$",
	    "prefix  /  a  return  301  https://$1.$sub.$host$uri"), ROWS(
		{ "/x", "B.q", "301 https://b.q.b.q/x" },
		{ "/x", "d.q", "default /x" }));
	table_check(LINES("server  ~^(?<subdomain>[\\w-]+)\\.foo\\.com$",
	    "regex  /x(.*)  a  to  /$subdomain$1"), ROWS(
		{ "/x/1", "Tenant1.foo.com", "a /tenant1/1" }));
	/* PCRE gives up: nginx hangs up */
	table_check(LINES("server  ~^(a+)+$", "prefix  /  a"), ROWS(
		{ "/", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
		    "closed" }));
}

static void
test_clashes(void **state)
{
	static const struct {
		const char *first, *second;
		bool clash;
	} cases[] = {
		{ "a.com", "a.com", true }, { "a.com", "A.com", true },
		{ "*.a.com", "*.a.com", true }, { "*.a.com", "a.com", false },
		{ "*.a.com", ".a.com", true }, { ".a.com", "a.com", true },
		{ "a.com", ".a.com", true }, { "a.*", "a.*", true },
		{ "~a", "~a", false }, { "a.*", "a", false },
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		table_begin(&t, LINES("prefix  /  x"));
		*vec_add(&t.arena, &t.http.servers.at[0].names) =
		    str_from(cases[i].first);
		*vec_add(&t.arena, &t.http.servers.at[1].names) =
		    str_from(cases[i].second);
		table_finish(&t);
		if ((t.http.names.clashes.n == 1) != cases[i].clash)
			fail_msg("%s %s", cases[i].first, cases[i].second);
		table_end(&t);
	}
	/* "*.a.com" has it already, yet "a.com" is lost to others */
	table_check(LINES("server  *.a.com", "prefix  /  A", "server  .a.com",
	    "prefix  /  B", "server  a.com", "prefix  /  C"), ROWS(
		{ "/", "a.com", "default /" },
		{ "/", "x.a.com", "A /" }));
}

static void
test_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "*foo.com", "server name \"*foo.com\" is invalid" },
		{ "*", "server name \"*\" is invalid" },
		{ "*.", "server name \"*.\" is invalid" },
		{ ".", "server name \".\" is invalid" },
		{ "a..b", "invalid server name or wildcard \"a..b\"" },
		{ "foo.*.com",
		    "invalid server name or wildcard \"foo.*.com\"" },
		{ "foo*", "invalid server name or wildcard \"foo*\"" },
		{ "*.a.*", "invalid server name or wildcard \"*.a.*\"" },
		{ "www.*.example.com", "invalid server name or wildcard "
		    "\"www.*.example.com\"" },
		{ "~", "empty regex in server name \"~\"" },
		{ "~^(foo\\.com$", "pcre_compile() failed: missing closing "
		    "parenthesis in \"^(foo\\.com$\"" },
		{ "~(?<host>a)", "the duplicate \"host\" variable" },
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		table_begin(&t, LINES("prefix  /  x"));
		*vec_add(&t.arena, &t.http.servers.at[1].names) =
		    str_from(cases[i][0]);
		assert_false(http_finish(&t.arena, &t.http, &t.set));
		if (!str_is(t.http.faults.at[0].message, cases[i][1]))
			fail_msg("%s: %.*s", cases[i][0],
			    STR_ARG(t.http.faults.at[0].message));
		assert_ptr_equal(t.http.faults.at[0].server,
		    &t.http.servers.at[1]);
		table_end(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_generated),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_aliases),
		cmocka_unit_test(test_captures),
		cmocka_unit_test(test_clashes),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
