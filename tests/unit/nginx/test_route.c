/* The order in which things take effect, and the redirects. */
#include "table.h"

static void
test_https(void **state)
{
	(void)state;
	table_check(LINES("regex  /foo(.*)  f  to  /bar$1  https"), ROWS(
		{ "/foo/x", NULL, "308 https://foo.com/foo/x" },
		{ "/foo/a%20b//c?x=1", NULL,
		    "308 https://foo.com/foo/a%20b//c?x=1" },
		{ "/foo/", NULL, "308 https://foo.com/foo" },
		{ "/foo?x=/", NULL, "308 https://foo.com/foo?x=" },
		{ "/foo/?x", NULL, "308 https://foo.com/foo/?x" }));
	table_check(LINES("prefix  /  root  https"), ROWS(
		{ "/", NULL, "308 https://foo.com" },
		{ "//", NULL, "308 https://foo.com/" },
		{ "/a", "FOO.com:81", "308 https://FOO.com/a" },
		{ "http://foo.com/a", "zz:9", "308 https://zz/a" },
		{ "http://foo.com?a/", "zz", "308 https://zz?a" },
		/* the name of the server stands in for the host */
		{ "http://foo.com/a", "-", "308 https://foo.com/a" }));
	table_check(LINES("prefix  /  root  https  keep-slash  add-port"),
	    ROWS({ "/a/", NULL, "308 https://foo.com:443/a/" }));
}

static void
test_certificates(void **state)
{
	static const struct row rows[] = {
		{ "/", "foo.com", "308 https://foo.com" },
		{ "/", "x.foo.com.", "308 https://x.foo.com." },
		{ "/", "y.x.foo.com", "root /" },
		{ "/", "bar.com", "root /" },
	};
	struct table t;

	(void)state;
	table_begin(&t, LINES("server  foo.com  *.com",
	    "prefix  /  root  certificate"));
	*vec_add(&t.arena, &t.http.certificates) = STR("foo.com");
	*vec_add(&t.arena, &t.http.certificates) = STR("*.foo.com");
	table_finish(&t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		table_row(&t, &rows[i]);
	table_end(&t);
}

static void
test_forwarded(void **state)
{
	static const struct {
		const char *name, *value;
		bool trusted;
		const char *expected, *moved;
	} cases[] = {
		{ "X-Forwarded-Proto", "https", true, "root /a/",
		    "308 https://to:80/a" },
		{ "X-Forwarded-Proto", "https", false,
		    "308 https://foo.com/a", "308 http://to:80/a" },
		{ "X-Forwarded-Host", "b.c:8, d", true, "308 https://b.c/a",
		    "308 http://to:80/a" },
		{ "x-forwarded-port", "8443", true, "308 https://foo.com/a",
		    "308 http://to:8443/a" },
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct header h = { str_from(cases[i].name),
			str_from(cases[i].value) };
		struct request r = { .target = STR("/a/"),
			.host = STR("foo.com"), .headers = &h,
			.nheaders = 1 };

		table_begin(&t, LINES("prefix  /  root  https",
		    "server  www"));
		t.http.servers.at[2].moved_to = STR("to");
		t.http.forwarded_headers = cases[i].trusted;
		table_finish(&t);
		table_ask(&t, &r, cases[i].expected);
		r.host = STR("www");
		table_ask(&t, &r, cases[i].moved);
		table_end(&t);
	}
}

static void
test_settings(void **state)
{
	struct table t;
	struct row row = { "/a", NULL, "301 https://foo.com:8443/a" };

	(void)state;
	table_begin(&t, LINES("prefix  /  root  https  add-port",
	    "prefix  /b/  b"));
	t.http.https_status = 301;
	t.http.https_port = 8443;
	t.http.relative_redirects = true;
	t.http.keeps_slashes = true;
	table_finish(&t);
	table_row(&t, &row);
	row = (struct row){ "/b", NULL, "301 /b/" };
	table_row(&t, &row);
	row = (struct row){ "//b", NULL, "301 https://foo.com:8443//b" };
	table_row(&t, &row);
	table_end(&t);
}

/* What is already https, or goes elsewhere, is not sent to https. */
static void
test_order(void **state)
{
	struct table t;
	struct request r = { .target = STR("/"), .host = STR("foo.com"),
		.https = true };

	(void)state;
	table_check(LINES("prefix  /  root  https  return  301"
	    "  http://e.example"), ROWS(
		{ "/x", NULL, "301 http://e.example" }));
	table_check(LINES("regex  /foo(.*)  f  to  http://e.example$1"
	    "  https"), ROWS(
		{ "/foo/x", NULL, "302 http://e.example/x" }));
	table_check(LINES("regex  /foo(.*)  f  from  /foo/(.)"
	    "  to  http://e.example/$1  https"), ROWS(
		{ "/foo", NULL, "308 https://foo.com/foo" }));
	table_check(LINES("regex  /foo(.*)  f  to  $1  https"), ROWS(
		{ "/foo", NULL, "500" }));
	table_check(LINES("prefix  /foo/  f  https",
	    "prefix  /  root  https"), ROWS(
		{ "/foo", NULL, "301 http://foo.com/foo/" },
		{ "/foo/", NULL, "308 https://foo.com/foo" }));
	table_check(LINES("prefix  /  root  https  app-root  /app1"), ROWS(
		{ "/", NULL, "302 http://foo.com/app1" },
		{ "/x", NULL, "308 https://foo.com/x" }));
	table_check(LINES("prefix  /  root  bare  https  return  503  -"),
	    ROWS({ "/", NULL, "503" }));
	table_check(LINES("prefix  /r  r  from  /r  to  /zzz  return  301"
	    "  https://e.example/a"), ROWS(
		{ "/r", NULL, "301 https://e.example/a" }));
	table_begin(&t, LINES("prefix  /  root  https"));
	table_finish(&t);
	table_ask(&t, &r, "root /");
	table_end(&t);
}

static void
test_return(void **state)
{
	(void)state;
	table_check(LINES("prefix  /a  a  return  301  https://www.example.com",
	    "prefix  /b  b  return  308  https://e.example/a",
	    "prefix  /c  c  return  300  https://e.example/a",
	    "prefix  /d  d  return  301  /new",
	    "prefix  /e  e  return  301  //e.example/x",
	    "prefix  /f  f  return  301  https://e.example$request_uri",
	    "prefix  /g  g  return  301  https://e.example$uri",
	    "regex  /h/(.*)  h  return  301  https://e.example/$1",
	    "prefix  /i  i  relative  return  307  /new",
	    "prefix  /j  j  return  304  /new", "prefix  /  root"), ROWS(
		{ "/a/x?y=1", NULL, "301 https://www.example.com" },
		{ "/b", NULL, "308 https://e.example/a" },
		{ "/c", NULL, "300" },
		{ "/d", "FOO.com:81", "301 http://foo.com/new" },
		{ "/e", NULL, "301 http://foo.com//e.example/x" },
		{ "/f/a%20b//c?x=1#f", NULL,
		    "301 https://e.example/f/a%20b//c?x=1#f" },
		{ "/g/a%20b", NULL, "301 https://e.example/g/a b" },
		{ "/h/a%20b", NULL, "301 https://e.example/a b" },
		{ "/i", NULL, "307 /new" },
		{ "/j", NULL, "304" }));
}

static void
test_app_root(void **state)
{
	(void)state;
	table_check(LINES("prefix  /x  x", "prefix  /  root  app-root  /app1",
	    "prefix  /y  y  app-root  /app2"), ROWS(
		{ "/", NULL, "302 http://foo.com/app1" },
		{ "/?x=1", NULL, "302 http://foo.com/app1" },
		{ "//", NULL, "302 http://foo.com/app1" },
		{ "/%2F", NULL, "302 http://foo.com/app1" },
		{ "/foo/..", NULL, "302 http://foo.com/app1" },
		{ "/foo", NULL, "root /foo" },
		{ "/", "FOO.com:8080", "302 http://FOO.com:8080/app1" },
		{ "http://foo.com/", "zzz:1", "302 http://zzz:1/app1" }));
	table_check(LINES("server  _", "prefix  /  root  app-root  /app1"),
	    ROWS({ "/", "-", "302 http:///app1" }));
}

static void
test_servers(void **state)
{
	static const struct row rows[] = {
		{ "/a//b?x/", "www.foo.com",
		    "308 http://foo.com:80/a//b?x" },
		{ "/", "www.foo.com", "308 http://foo.com:80" },
		{ "/", "closed.com", "403" },
		{ "/..", "closed.com", "400" },
	};
	struct table t;

	(void)state;
	table_begin(&t, LINES("server  www.foo.com", "server  closed.com",
	    "prefix  /  x  app-root  /y"));
	t.http.servers.at[1].moved_to = STR("foo.com");
	t.http.servers.at[2].status = 403;
	table_finish(&t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		table_row(&t, &rows[i]);
	table_end(&t);
}

/* The regex mode of a host, as ingress-nginx writes it. */
static void
test_regex_host(void **state)
{
	(void)state;
	table_check(LINES("regex  /api(/|$)(.*)  api  to  /$2",
	    "regex  /exact  exact", "regex  /web/  web-slash",
	    "regex  /web  web-exact", "regex  /  default"), ROWS(
		{ "/web", NULL, "web-exact /web" },
		{ "/web/x", NULL, "web-slash /web/x" },
		{ "/webx", NULL, "web-exact /webx" },
		{ "/WEB/X", NULL, "web-slash /WEB/X" },
		{ "/exactly", NULL, "exact /exactly" },
		{ "/apix", NULL, "default /apix" },
		{ "/api//x", NULL, "api /x" }));
	table_check(LINES("regex  /v1.0/  v10s", "regex  /v1.0  v10"), ROWS(
		{ "/v1x0/x", NULL, "v10s /v1x0/x" },
		{ "/v1/0", NULL, "v10 /v1/0" }));
	table_check(LINES("regex  /stable/(.*)|/beta/(.*)  r  to  /$1$2"),
	    ROWS({ "/q/beta/x", NULL, "r /x" }));
	table_check(LINES("regex  /foo/(.*)  f  to  /[$1]"), ROWS(
		{ "/foo/http://h/p", NULL, "f /[http:/h/p]" }));
}

static void
test_what_is_told(void **state)
{
	struct request r = { .method = STR("GET"), .version = STR("HTTP/1.1"),
		.target = STR("/foo/b%20c"), .host = STR("foo.com") };
	struct outcome o;
	struct table t;

	(void)state;
	table_begin(&t, LINES("regex  /foo(/|$)(.*)  f  to  /$2"
	    "$remote_addr"));
	table_finish(&t);
	route(&t.arena, &t.http, &r, &o);
	assert_int_equal(o.kind, OUTCOME_PROXY);
	assert_int_equal(o.cause, CAUSE_PROXY);
	assert_ptr_equal(o.server, &t.http.servers.at[1]);
	assert_ptr_equal(o.location, &o.server->locations.at[0]);
	assert_true(o.rewritten);
	assert_int_equal(o.captures.n, 3);
	assert_true(str_is(o.captures.at[2], "b c"));
	assert_true(str_is(o.reading.uri.path, "/foo/b c"));
	assert_true(str_is(o.unknown, "remote_addr"));
	r.target = STR("/..");
	route(&t.arena, &t.http, &r, &o);
	assert_int_equal(o.cause, CAUSE_REQUEST);
	assert_non_null(o.reading.why);
	assert_null(o.server);
	table_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_https),
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_forwarded),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_return),
		cmocka_unit_test(test_app_root),
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_regex_host),
		cmocka_unit_test(test_what_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
