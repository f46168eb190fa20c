/*
 * Formats of release specs: the function and the expression of each say the
 * same of every text, and what was meant.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "shape/format_release.h"

/* An expression in the syntax of ECMAScript, as JSON Schema has it. */
static bool
matches(const char *pattern, struct str text)
{
	int error, found;
	size_t at;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern,
	    PCRE2_ZERO_TERMINATED, PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY,
	    &error, &at, NULL);
	pcre2_match_data *data;

	assert_non_null(code);
	data = pcre2_match_data_create_from_pattern(code, NULL);
	found = pcre2_match(code, (PCRE2_SPTR)(text.len > 0 ? text.at : ""),
	    text.len, 0, 0, data, NULL);
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return found > 0;
}

#define GOOD(text) { STR_INIT(text), true }
#define BAD(text) { STR_INIT(text), false }
#define STR_INIT(text) { text, sizeof(text) - 1 }

struct sample {
	struct str text;
	bool valid;
};

static void
check(const struct format *format, const struct sample *samples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str text = samples[i].text;

		if (format->valid(text) != samples[i].valid)
			fail_msg("\"%.*s\" should be %s", STR_ARG(text),
			    samples[i].valid ? "valid" : "invalid");
		if (matches(format->pattern, text) != samples[i].valid)
			fail_msg("the pattern %s is wrong about \"%.*s\"",
			    format->pattern, STR_ARG(text));
	}
}

#define CHECK(format, ...) do { \
	static const struct sample samples[] = { __VA_ARGS__ }; \
	check(&(format), samples, sizeof(samples) / sizeof(*samples)); \
} while (0)

static void
test_image(void **state)
{
	(void)state;
	CHECK(format_image, GOOD("a"), GOOD("nginx:1.27"),
	    GOOD("r.example.com:5000/a/b_c:v1-2"),
	    GOOD("a@sha256:0123456789abcdef"), BAD(""), BAD(" a"), BAD("a b"),
	    BAD(":v1"), BAD("a\n"), BAD("a\0b"), BAD("\xC3\xA9"));
}

static void
test_url(void **state)
{
	(void)state;
	CHECK(format_http_url, GOOD("http://a"), GOOD("https://a.b:1"),
	    GOOD("http://a/"), GOOD("http://a?x"), GOOD("http://a//%zz#\xFF"),
	    GOOD("http://A_b-c.d:443/x?y"), BAD(""), BAD("http://"),
	    BAD("http:///x"), BAD("http://a:/"), BAD("http://a:x"),
	    BAD("HTTP://a"), BAD("ftp://a"), BAD("a/b"), BAD("http://a#x"),
	    BAD("http://u@a/"), BAD("http://a/b c"), BAD("http://a/\n"),
	    BAD("http://a/\0"), BAD("http://a/\x7f"), BAD("http://a b"));
	/* which is too much for the expression */
	assert_false(format_http_url.valid(STR("http://a:0")));
	assert_false(format_http_url.valid(STR("http://a:65536")));
	assert_true(format_http_url.valid(STR("http://a:65535")));
}

static void
test_request(void **state)
{
	(void)state;
	CHECK(format_request_target, GOOD("/"), GOOD("/a?b#c"), GOOD("//"),
	    GOOD("/\xC3\xA9"), BAD(""), BAD("a"), BAD("/a b"), BAD("/\t"),
	    BAD("/\0"));
	CHECK(format_method, GOOD("GET"), GOOD("M-SEARCH"), GOOD("X_Y"),
	    BAD(""), BAD("get"), BAD("GET "), BAD("G3T"), BAD("GET\n"));
	CHECK(format_header_token, GOOD("X-A"), GOOD("x_a.b"), GOOD("!#$|~"),
	    BAD(""), BAD("a b"), BAD("a:"), BAD("\xC3\xA9"), BAD("a\0"));
	CHECK(format_header_text, GOOD(""), GOOD("a\tb c"), GOOD("\xC3\xA9"),
	    BAD("a\n"), BAD("\r"), BAD("\x7f"), BAD("\0"), BAD("\x1b"));
}

static void
test_canary(void **state)
{
	(void)state;
	CHECK(format_header_name, GOOD("X-Preview"), GOOD("a"), BAD(""),
	    BAD("X_Preview"), BAD("a.b"), BAD("a b"), BAD("a\n"), BAD("a:"));
	CHECK(format_canary_value, GOOD("v2"), GOOD("a b"), GOOD("/-._~:"),
	    GOOD("-"), BAD(""), BAD(" "), BAD(" a"), BAD("a "), BAD("a=b"),
	    BAD("a\n"), BAD("a,b"), BAD("\xC3\xA9"), BAD("a\0"));
	CHECK(format_canary_pattern, GOOD("^v[2-9]$"), GOOD("(a|b)*"),
	    GOOD("\\d{2}&=+?"), GOOD("a"), BAD(""), BAD("a b"), BAD("a,b"),
	    BAD("\"a"), BAD("a\n"), BAD("%"), BAD("#"), BAD("\0"));
	CHECK(format_cookie_name, GOOD("a"), GOOD("a-b.c_d~"), BAD(""),
	    BAD("a=b"), BAD("a/b"), BAD("a:b"), BAD("a b"), BAD("a\n"));
}

static void
test_text(void **state)
{
	(void)state;
	CHECK(format_glob, GOOD("k8s/*.yaml"), GOOD("a b"), GOOD("-"),
	    GOOD("\xC3\xA9"), BAD(""), BAD("a\n"), BAD("\0"), BAD("a\x7f"));
	CHECK(format_text, GOOD(""), GOOD("a\nb"), GOOD("\x01\x7f\xFF"),
	    BAD("\0"), BAD("a\0b"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_image),
		cmocka_unit_test(test_url),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_canary),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
