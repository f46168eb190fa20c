/*
 * Formats: what is one and what is not, and that function and expression
 * say the same, on the table and on random words of the characters that
 * matter.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>
#include <pcre2.h>

#include "shape/format.h"

#define A63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A64 A63 "a"

static const struct {
	const struct format *format;
	const char *good[16], *bad[32];
} cases[] = {
	{ &format_dns_label,
	    { "a", "0", "a-b", "a--b", "my-app-2", A63 },
	    { "", "-a", "a-", "A", "a.b", "a_b", "a b", A64, "a\n", "é" } },
	{ &format_service_name,
	    { "a", "shop-v1-22-0", A63 },
	    { "", "1a", "0", "shop-v1.22.0", "Shop", "a-", "-a", A64 } },
	{ &format_dns_subdomain,
	    { "a", "a.b", "1.2", "a-b.c-d", "10.0.0.1", A64 "." A64 },
	    { "", ".", "a.", ".a", "a..b", "a.-b", "a-.b", "A.b", "a_b.c",
	    A63 "." A63 "." A63 "." A63 ".ab" } },
	{ &format_ingress_host,
	    { "a", "shop.example.com", "*.example.com", "1.example.com",
	    "999.1.1.1", "1.2.3", "1.2.3.4.5", "*.1.2.3.4" },
	    { "", "*", "*.", "*a.com", "a.*.com", "*.*.com", "192.0.2.1",
	    "010.0.0.1", "0000.1.2.3", "a:80", "http://a", "a/b", "A.com",
	    "a.com.", "a_b.com" } },
	{ &format_label_key,
	    { "a", "A", "app.kubernetes.io/name", "a_b.C-d", "x/" A63 },
	    { "", "/", "a/", "/a", "a/b/c", "A/b", "-a", "a-", "a b",
	    "a_b/c", A64, "a./b" } },
	{ &format_annotation_key,
	    { "a", "Example.COM/Key", "nginx.ingress.kubernetes.io/rewrite" },
	    { "", "a/b/c", "bad key", "a_b/c", "-/a" } },
	{ &format_label_value,
	    { "", "a", "A_b.c-d", "1", A63 },
	    { "-a", "a-", "a b", "a/b", "é", A64, "_a", "a\n" } },
	{ &format_port_name,
	    { "a", "http", "h-2", "1a", "a-b-c", "abcdefghijklmno" },
	    { "", "80", "-a", "a-", "a--b", "A", "a_b", "a.b",
	    "abcdefghijklmnop" } },
	{ &format_cidr,
	    { "10.0.0.0/8", "0.0.0.0/0", "192.0.2.1", "1.2.3.4/32", "::",
	    "::1", "::/0", "2001:db8::/32", "1:2:3:4:5:6:7:8",
	    "1:2:3:4:5:6:7::", "::1.2.3.4", "::ffff:1.2.3.4/128",
	    "1:2:3:4:5:6:1.2.3.4", "::2:3:4:5:6:7:8", "FE80::a" },
	    { "", "/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0", "1.2.3.4.5",
	    "01.2.3.4", "256.0.0.1", "10.0.0.0/", "1.2.3.4/-1", ":", ":::",
	    "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::",
	    "1:2:3:4:5:6:7:8::", "::/129", "g::", "1.2.3.4::", "::1.2.3",
	    "1:2:3:4:5:6:7:1.2.3.4", " 10.0.0.1", "localhost" } },
};

#define NCASES (sizeof(cases) / sizeof(*cases))

static pcre2_code *
compile(const struct format *f)
{
	PCRE2_SIZE offset;
	pcre2_code *code;
	int error;

	/* as ECMA-262 has it: $ is the very end */
	code = pcre2_compile((PCRE2_SPTR)f->pattern, PCRE2_ZERO_TERMINATED,
	    PCRE2_DOLLAR_ENDONLY, &error, &offset, NULL);
	if (code == NULL)
		fail_msg("%s: offset %zu", f->pattern, offset);
	return code;
}

static bool
matches(const pcre2_code *code, struct str s)
{
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int found = pcre2_match(code, (PCRE2_SPTR)s.at, s.len, 0, 0, data,
	    NULL);

	pcre2_match_data_free(data);
	return found >= 0;
}

static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < NCASES; i++) {
		const struct format *f = cases[i].format;
		pcre2_code *code = compile(f);

		for (size_t k = 0; k < 16 && cases[i].good[k]; k++) {
			struct str s = str_from(cases[i].good[k]);

			if (!f->valid(s) || !matches(code, s))
				fail_msg("%s: \"%s\" is one", f->what, s.at);
		}
		for (size_t k = 0; k < 32 && cases[i].bad[k]; k++) {
			struct str s = str_from(cases[i].bad[k]);

			if (f->valid(s) || matches(code, s))
				fail_msg("%s: \"%s\" is none", f->what,
				    s.at);
		}
		pcre2_code_free(code);
	}
}

static void
test_random(void **state)
{
	static const char letters[] = "aaz09-.-..*/:::AF1256_ \n";
	unsigned seed = (unsigned)time(NULL);

	(void)state;
	srand(seed);
	for (size_t i = 0; i < NCASES; i++) {
		const struct format *f = cases[i].format;
		pcre2_code *code = compile(f);

		for (unsigned n = 0; n < 20000; n++) {
			char word[20];
			struct str s = { word, (size_t)rand() % 20 };

			for (size_t k = 0; k < s.len; k++)
				word[k] = letters[(size_t)rand() %
				    (sizeof(letters) - 1)];
			if (f->valid(s) != matches(code, s))
				fail_msg("seed %u: %s: \"%.*s\"", seed,
				    f->what, STR_ARG(s));
		}
		pcre2_code_free(code);
	}
}

/* NUL bytes end no name. */
static void
test_nul(void **state)
{
	(void)state;
	for (size_t i = 0; i < NCASES; i++)
		assert_false(cases[i].format->valid(STR("a\0b")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
