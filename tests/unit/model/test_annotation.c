/*
 * What values the controller lets pass, and how it reads them.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/address.h"
#include "model/annotation.h"
#include "model/decode.h"
#include "model/timestamp.h"

/* Values that pass stand first; NULL ends them, and the refused ones. */
static const struct {
	const char *name;
	const char *const *passed, *const *refused;
} values[] = {
#define LIST(...) (const char *const[]){ __VA_ARGS__, NULL }
	{ "use-regex", LIST("1", "t", "T", "TRUE", "true", "True", "0", "f",
	    "F", "FALSE", "false", "False"),
	    LIST("yes", "tRUE", " true", "true ", "", "on") },
	{ "canary-weight", LIST("0", "-5", "+7", "007"),
	    LIST("", "5%", "1.0", " 1", "0x10", "+", "9223372036854775808",
	    "99999999999999999999") },
	{ "proxy-body-size", LIST("0", "8k", "1 0 M", "7B"),
	    LIST("", "k", "8kb", "lots", "8k\n") },
	{ "allowlist-source-range", LIST("10.0.0.1", "10.0.0.0/8, ::1",
	    "::ffff:1.2.3.4/96", "2001:db8::/32", "1:2:3:4:5:6:7:8"),
	    LIST("none", "10.0.0.1,", "10.0.0.256", "10.0.0.01", "1.2.3",
	    "10.0.0.0/33", "::1/129", "1:2", "::1::", "1.2.3.4/08", ":1") },
	{ "default-backend", LIST("a", "web-1"),
	    LIST("1a", "Web", "a-", "a.b", "") },
	{ "auth-tls-match-cn", LIST("CN=", "CN=a.*"),
	    LIST("cn=a", "CN=(", "a") },
	{ "canary-by-header", LIST("X-Env", "X Env", "a/b:c~"),
	    LIST("a=b", "a,b", "\xC3\xA4", "a\nb") },
	{ "auth-realm", LIST("a b"), LIST("a,b", "a\r") },
	{ "auth-cache-duration", LIST("200 5m, 401 1s"), LIST("5m;") },
	{ "rewrite-target", LIST("/", "", "a$1", "/$2~x:"),
	    LIST("/a b", "/a?b", "/${1}", "/a%20", "/a\n", "/(a)") },
	{ "x-forwarded-prefix", LIST("/a b$1"), LIST("/a;b") },
	{ "permanent-redirect", LIST("https://a:1/b?c=d&e,f"),
	    LIST("/a b", "/$1", "/%20", "/#a", "/a;b", "a@b") },
	{ "proxy-redirect-from", LIST("http://a b"), LIST("a%") },
	{ "auth-url", LIST("http://$host/a ?b=c&d"), LIST("a%", "a;b") },
	{ "auth-cache-key", LIST("${a}-$b c"), LIST("a/b") },
	{ "canary-by-header-pattern", LIST("^(a|b)+[c]{2}\\.$&=?*"),
	    LIST("a b", "a,b", "<", "\"", "a#") },
	{ "upstream-vhost", LIST(" a.com ", "\ta\n", "a|b"),
	    LIST("a b", "a\nb", "a;b") },
	{ "server-alias", LIST("a, *.b ,~^c\\d$", ","),
	    LIST("a;b", "a, \"b\"", "a b") },
	{ "cors-allow-headers", LIST("A-b, c_d"), LIST("a:b") },
	{ "opentelemetry-operation-name", LIST("a_b-c d"), LIST("a.b") },
	{ "fastcgi-index", LIST("index.php"), LIST(" ", "a/b") },
	{ "proxy-ssl-ciphers", LIST("A+B:!c"), LIST("A@B") },
	{ "affinity", LIST("cookie", " cookie\n"), LIST("Cookie", "ip") },
	{ "affinity-mode", LIST("persistent"), LIST("sticky") },
	{ "affinity-canary-behavior", LIST("legacy"), LIST("Legacy") },
	{ "auth-type", LIST("basic", "digests", "b a s i c"),
	    LIST("Basic", "basic\n") },
	{ "auth-secret-type", LIST("auth-map"), LIST("auth") },
	{ "auth-method", LIST("GET", "PO ST"), LIST("get", "GETX") },
	{ "auth-tls-verify-client", LIST("optional_no_ca"), LIST("ON") },
	{ "proxy-buffering", LIST(" on "), LIST("o n", "On") },
	{ "mirror-request-body", LIST("o n"), LIST("on\n") },
	{ "backend-protocol", LIST("GRPC", "grpcs", " Auto_HTTP"),
	    LIST("h2") },
	{ "connection-proxy-header", LIST("keep-alive"), LIST("Close") },
	{ "load-balance", LIST("ewma"), LIST("random") },
	{ "proxy-http-version", LIST("1.1"), LIST("2") },
	{ "satisfy", LIST("any"), LIST("all,any") },
	{ "session-cookie-samesite", LIST("None", "lax"), LIST("no") },
	{ "auth-tls-error-page", LIST("@a", "http://a:1/b/c/", "/", "",
	    "a.com", "/a"), LIST("@", "http://", "a:", "//", "/a//b", "ftp://a",
	    "a?b") },
	{ "cors-allow-origin", LIST("*", "https://*.a.com:80, null", "a",
	    "http://a,https://b"), LIST("**", "://a", "a*", "a:b", "A://b",
	    "a;b") },
	{ "cors-allow-methods", LIST("GET", "GET, POST", "GET,"),
	    LIST(",", "GET,,POST", "G1", "") },
	{ "cors-expose-headers", LIST("*, X-a_1"), LIST(",a", "a:b") },
	{ "custom-http-errors", LIST("404", "404,503", "404503", ",12", "",
	    "4 04"), LIST("304", "40", "404,,503x", "5000") },
	{ "proxy-cookie-domain", LIST("off", "a b", "a \t b"),
	    LIST("a", "a b c", "on\n", " a b") },
	{ "proxy-next-upstream", LIST("error timeout", "errortimeout off"),
	    LIST("", "error  off", "http_501") },
	{ "session-cookie-max-age", LIST("0", "00x", "-10", "a5"),
	    LIST("", "-", "x00", "a0") },
	{ "session-cookie-expires", LIST("1 0"), LIST("a") },
	{ "ssl-ciphers", LIST("ALL:!aNULL@STRENGTH:x@SECLEVEL=2"),
	    LIST("ALL@SECLEVEL=9", "a;b") },
	{ "proxy-ssl-protocols", LIST("TLSv1.2 TLSv1.3"), LIST("TLSv1.1") },
	{ "server-snippet", LIST("anything { at; all }\n"), (const char *const[]){ NULL } },
};

static void
test_values(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		enum annotation_id id = annotation_find(
		    str_from(values[i].name));
		enum validator_id v;
		const char *const *p;

		assert_int_not_equal(id, ANNOTATION_COUNT);
		v = annotation_get(id)->validator;
		for (p = values[i].passed; *p != NULL; p++)
			if (!validator_passes(&arena, v, str_from(*p)))
				fail_msg("%s: \"%s\" is refused",
				    values[i].name, *p);
		for (p = values[i].refused; *p != NULL; p++)
			if (validator_passes(&arena, v, str_from(*p)))
				fail_msg("%s: \"%s\" passes",
				    values[i].name, *p);
		assert_non_null(validator_wants(v));
	}
	arena_release(&arena);
}

static void
test_places(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_int_equal(validator_refuses(&arena, VALIDATOR_TARGET,
	    STR("/$1?a")), 3);
	assert_int_equal(validator_refuses(&arena, VALIDATOR_BASIC,
	    STR("a b=c")), 3);
	assert_int_equal(validator_refuses(&arena, VALIDATOR_SERVER_NAME,
	    STR("  a;")), 3);
	assert_int_equal(validator_refuses(&arena, VALIDATOR_URL,
	    STR("a\nb%")), 1);
	arena_release(&arena);
}

static void
test_catalogue(void **state)
{
	(void)state;
	assert_int_equal(ANNOTATION_COUNT, 136);
	for (size_t i = 0; i < ANNOTATION_COUNT; i++) {
		const struct annotation *a = annotation_get(i);

		assert_int_equal(annotation_find(a->name), i);
		assert_true(validator_wants(a->validator) != NULL);
		assert_true((a->effect == EFFECT_NONE) ==
		    (a->kind == VALUE_SNIPPET));
	}
	assert_int_equal(annotation_find(STR("whitelist-source-range")),
	    ANNOTATION_ALLOWLIST_SOURCE_RANGE);
	assert_int_equal(annotation_find(STR("limit-whitelist")),
	    ANNOTATION_LIMIT_ALLOWLIST);
	assert_int_equal(annotation_find(STR("")), ANNOTATION_COUNT);
	assert_int_equal(annotation_find(STR("rewrite")), ANNOTATION_COUNT);
	assert_int_equal(annotation_get(ANNOTATION_SERVER_SNIPPET)->risk,
	    RISK_CRITICAL);
	assert_string_equal(annotation_group_name(
	    annotation_get(ANNOTATION_SSL_PASSTHROUGH)->group),
	    "ssl-passthrough");
}

/* Names in the catalogue that stand for other annotations. */
static void
test_companions(void **state)
{
	static const char *const removed[] = {
		"secure-backends", "session-cookie-hash", "lua-resty-waf",
		"enable-opentracing", "global-rate-limit", "mirror-uri",
	};

	(void)state;
	for (size_t i = 0; i < ANNOTATION_COUNT; i++) {
		struct str with = annotation_get(i)->with;

		while (with.len > 0 && with.at != NULL)
			assert_int_not_equal(annotation_find(
			    str_next(&with, ' ')), ANNOTATION_COUNT);
	}
	for (size_t i = 0; i < sizeof(removed) / sizeof(*removed); i++) {
		const struct removed_annotation *r =
		    annotation_removed(str_from(removed[i]));

		assert_non_null(r);
		assert_int_equal(annotation_find(r->name), ANNOTATION_COUNT);
		assert_true(r->by.len == 0 ||
		    annotation_find(r->by) != ANNOTATION_COUNT);
	}
	assert_null(annotation_removed(STR("rewrite-target")));
}

static void
test_nearest(void **state)
{
	static const struct {
		const char *name, *nearest;
	} cases[] = {
		{ "rewrite-targets", "rewrite-target" },
		{ "Rewrite-Target", "rewrite-target" },
		{ "use-regexp", "use-regex" },
		{ "canary-wieght", "canary-weight" },
		{ "whitelist-source-ranges", "whitelist-source-range" },
		{ "rate-limit-rps", "limit-rps" },
		{ "cors-origin", "cors-allow-origin" },
		{ "proxy-redirect", "" },	/* -from or -to */
		{ "proxy-timeout", "" },	/* three of them */
		{ "rate-limit", "" },
		{ "priority", "" },
		{ "ssl", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str got = annotation_nearest(str_from(cases[i].name));

		if (!str_is(got, cases[i].nearest))
			fail_msg("%s: \"%.*s\"", cases[i].name,
			    STR_ARG(got));
	}
}

static void
test_decoding(void **state)
{
	struct arena arena;
	long long n;
	struct url url;

	(void)state;
	arena_init(&arena);
	assert_true(decode_int(STR("-9223372036854775808"), &n));
	assert_true(n == LLONG_MIN);
	assert_true(decode_int(STR("9223372036854775807"), &n));
	assert_true(n == LLONG_MAX);
	assert_true(decode_int(STR("-0"), &n) && n == 0);
	assert_false(decode_int(STR("-9223372036854775809"), &n));
	assert_true(str_is(decode_trim(STR(" \t\xC2\xA0"
	    "a b\xE3\x80\x80\n")), "a b"));
	assert_true(str_is(decode_trim(STR("\xC2\xA0")), ""));
	assert_true(str_is(decode_trim(STR("\xA0")), "\xA0"));
	assert_true(str_is(decode_lines(&arena, STR(" a \n\n b\r\n")),
	    "a\n\nb\n"));
	assert_true(decode_url(STR("http://u@h:80/p?q:r"), &url) &&
	    str_is(url.scheme, "http") && str_is(url.host, "h:80"));
	assert_true(decode_url(STR("/a:b"), &url) && url.host.len == 0);
	assert_true(decode_url(STR("//h/x"), &url) && str_is(url.host, "h"));
	assert_true(decode_url(STR("http:x"), &url) && url.host.len == 0);
	assert_false(decode_url(STR(":x"), &url));
	assert_false(decode_url(STR("a_b:x"), &url));
	assert_false(decode_url(STR("http://h:p/"), &url));
	assert_false(decode_url(STR("/%zz"), &url));
	assert_true(decode_is_path(STR("//a:b?%zz")));
	assert_false(decode_is_path(STR("a")));
	assert_false(decode_is_path(STR("/\x01")));
	arena_release(&arena);
}

static void
test_addresses(void **state)
{
	static const char *const loopbacks[] = {
		"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1",
		"0:0:0:0:0:0:0:1",
	};
	struct address a;

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_true(address_read(str_from(loopbacks[i]), &a) &&
		    address_is_loopback(&a));
	assert_true(address_read(STR("128.0.0.1"), &a));
	assert_false(address_is_loopback(&a));
	assert_true(address_read(STR("1:2:3:4:5:6:1.2.3.4"), &a));
	assert_false(address_is_loopback(&a));
	assert_false(address_read(STR("1:2:3:4:5:6:7:1.2.3.4"), &a));
	assert_false(address_read(STR("1:2:3:4:5:6:7:8:9"), &a));
	assert_false(address_read(STR("1::2:3:4:5:6:7:8"), &a));
	assert_false(address_read(STR("12345::"), &a));
	assert_false(address_read(STR(""), &a));
}

static void
test_timestamps(void **state)
{
	(void)state;
	assert_true(timestamp_read(STR("1970-01-01T00:00:00Z")) == 0);
	assert_true(timestamp_read(STR("2025-01-05T08:00:00Z")) ==
	    1736064000);
	assert_true(timestamp_read(STR("2025-01-05T10:30:00+02:30")) ==
	    1736064000);
	assert_true(timestamp_read(STR("2025-01-05t08:00:00.25z")) ==
	    1736064000);
	assert_true(timestamp_read(STR("2024-03-01T00:00:00Z")) -
	    timestamp_read(STR("2024-02-28T00:00:00Z")) == 2 * 86400);
	assert_true(timestamp_read(STR("2025-13-05T08:00:00Z")) == LLONG_MIN);
	assert_true(timestamp_read(STR("2025-01-05")) == LLONG_MIN);
	assert_true(timestamp_read(STR("2025-01-05T08:00:00")) == LLONG_MIN);
	assert_true(timestamp_read(STR("")) == LLONG_MIN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_catalogue),
		cmocka_unit_test(test_companions),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_decoding),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_timestamps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
