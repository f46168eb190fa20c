/* The text of a configuration. That nginx reads it so is for tests/nginx. */
#include "table.h"

#include "nginx/conf.h"

/* What is printed from the first server on. */
static void
check_text(struct table *t, const char *expected)
{
	struct conf conf = { .listen = STR("8080") };
	struct buf b;
	struct str text;

	table_finish(t);
	buf_init(&b);
	conf_print(&t->arena, &b, &t->http, &conf);
	text = str_cut(buf_str(&b), str_find(buf_str(&b), STR("\tserver {"),
	    0), b.len);
	if (!str_is(text, expected))
		fail_msg("%.*s", STR_ARG(text));
	buf_release(&b);
}

/* The default server of every table is in nobody's way then. */
static void
drop_first(struct table *t, uint32_t default_server)
{
	t->http.servers.at++;
	t->http.servers.n--;
	t->http.default_server = default_server;
}

static void
test_locations(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t, LINES("server  _",
	    "regex  /a\"(/|$)[\\w-.]+  a  set  x  y$uri  to  /$2",
	    "exact  /b\\  b  relative  return  301  https://h/",
	    "prefix  /c {;  c  bare  return  503  -"));
	drop_first(&t, 0);
	check_text(&t,
	    "\tserver {\n"
	    "\t\tlisten 8080 default_server;\n"
	    "\t\tserver_name \"_\";\n"
	    "\t\t# in the controller: /a\"(/|$)[\\w-.]+\n"
	    "\t\tlocation ~* \"^/a\\\"(/|$)[\\\\w\\\\-.]+\" {\n"
	    "\t\t\tset $x \"y$uri\";\n"
	    "\t\t\trewrite \"(?i)/a\\\"(/|$)[\\\\w\\\\-.]+\" /$2 break;\n"
	    "\t\t\tproxy_pass \"http://backend\";\n"
	    "\t\t}\n"
	    "\t\tlocation = \"/b\\\\\" {\n"
	    "\t\t\tabsolute_redirect off;\n"
	    "\t\t\treturn 301 https://h/;\n"
	    "\t\t\tproxy_pass \"http://backend\";\n"
	    "\t\t}\n"
	    "\t\tlocation \"/c {;\" {\n"
	    "\t\t\treturn 503;\n"
	    "\t\t}\n"
	    "\t}\n"
	    "}\n");
	table_end(&t);
}

static void
test_https(void **state)
{
	struct table t;

	(void)state;
	table_begin(&t, LINES("prefix  /a  a  https",
	    "prefix  /b  b  to  /$1  certificate",
	    "prefix  /c  c  to  http://h/  https  keep-slash",
	    "prefix  /d  d  app-root  /e", "server  www.foo.com"));
	t.http.servers.at[2].moved_to = STR("foo.com");
	drop_first(&t, 1);
	check_text(&t,
	    "\tserver {\n"
	    "\t\tlisten 8080;\n"
	    "\t\tserver_name \"foo.com\";\n"
	    "\t\tif ($uri = /) {\n"
	    "\t\t\treturn 302 $scheme://$http_host/e;\n"
	    "\t\t}\n"
	    "\t\tlocation \"/a\" {\n"
	    "\t\t\tif ($greenlight_scheme = http) {\n"
	    "\t\t\t\treturn 308 https://$greenlight_best_host"
	    "$greenlight_target;\n"
	    "\t\t\t}\n"
	    "\t\t\tproxy_pass \"http://backend\";\n"
	    "\t\t}\n"
	    "\t\tlocation \"/b\" {\n"
	    "\t\t\trewrite \"(?i)/b\" /$1;\n"
	    "\t\t\tif ($greenlight_https) {\n"
	    "\t\t\t\treturn 308 https://$greenlight_best_host"
	    "$greenlight_target;\n"
	    "\t\t\t}\n"
	    "\t\t\tbreak;\n"
	    "\t\t\tproxy_pass \"http://backend\";\n"
	    "\t\t}\n"
	    "\t\tlocation \"/c\" {\n"
	    "\t\t\trewrite \"(?i)/c\" http://h/ break;\n"
	    "\t\t\tif ($greenlight_scheme = http) {\n"
	    "\t\t\t\treturn 308 https://$greenlight_best_host"
	    "$request_uri;\n"
	    "\t\t\t}\n"
	    "\t\t\tproxy_pass \"http://backend\";\n"
	    "\t\t}\n"
	    "\t\tlocation \"/d\" {\n"
	    "\t\t\tproxy_pass \"http://backend\";\n"
	    "\t\t}\n"
	    "\t}\n"
	    "\tserver {\n"
	    "\t\tlisten 8080 default_server;\n"
	    "\t\tserver_name \"www.foo.com\";\n"
	    "\t\treturn 308 $greenlight_scheme://foo.com:$greenlight_port"
	    "$greenlight_target;\n"
	    "\t}\n"
	    "}\n");
	table_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_locations),
		cmocka_unit_test(test_https),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
