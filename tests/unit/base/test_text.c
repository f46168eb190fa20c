/*
 * utf8 and json: what may reach a terminal or a machine format.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/utf8.h"

static void
test_decode(void **state)
{
	const struct {
		struct str bytes;
		uint32_t c;
		size_t size;
	} cases[] = {
		{ STR("a"), 'a', 1 },
		{ STR("\xC3\xA9"), 0xE9, 2 },
		{ STR("\xE6\x97\xA5"), 0x65E5, 3 },
		{ STR("\xF0\x9F\x98\x80"), 0x1F600, 4 },
		{ STR("\x80"), UTF8_BAD, 1 },		/* continuation */
		{ STR("\xC3"), UTF8_BAD, 1 },		/* cut short */
		{ STR("\xC0\xAF"), UTF8_BAD, 1 },	/* overlong */
		{ STR("\xE0\x80\xAF"), UTF8_BAD, 1 },
		{ STR("\xED\xA0\x80"), UTF8_BAD, 1 },	/* surrogate */
		{ STR("\xF4\x90\x80\x80"), UTF8_BAD, 1 },
		{ STR("\xFF"), UTF8_BAD, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t size;

		assert_int_equal(utf8_next(cases[i].bytes, &size),
		    cases[i].c);
		assert_int_equal(size, cases[i].size);
	}
}

static void
test_show_is_safe(void **state)
{
	const struct {
		struct str in;
		const char *out;
		size_t columns;
	} cases[] = {
		{ STR("plain"), "plain", 5 },
		{ STR("a\tb\n"), "a\\tb\\n", 6 },
		{ STR("\x1b[31m"), "\\x1B[31m", 8 },
		{ STR("a\0b"), "a\\x00b", 6 },
		{ STR("\xC2\x9B"), "\\u{9B}", 6 },	/* C1 CSI */
		{ STR("\xE2\x80\xAE"), "\\u{202E}", 8 },	/* bidi */
		{ STR("\xFF"), "\\xFF", 4 },
		{ STR("\xE6\x97\xA5"), "\xE6\x97\xA5", 2 },	/* wide */
		{ STR("e\xCC\x81"), "e\xCC\x81", 1 },	/* combining */
	};
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_reset(&out);
		assert_int_equal(utf8_show(&out, cases[i].in),
		    cases[i].columns);
		assert_true(str_is(buf_str(&out), cases[i].out));
	}
	buf_release(&out);
}

static void
test_json_strings(void **state)
{
	const struct {
		struct str in;
		const char *out;
	} cases[] = {
		{ STR(""), "\"\"" },
		{ STR("a\"b\\c"), "\"a\\\"b\\\\c\"" },
		{ STR("\n\r\t\x01\x7f"), "\"\\n\\r\\t\\u0001\\u007f\"" },
		{ STR("\0"), "\"\\u0000\"" },
		{ STR("\xE2\x80\xA8"), "\"\\u2028\"" },
		{ STR("\xFF"), "\"\xEF\xBF\xBD\"" },
		{ STR("\xE6\x97\xA5"), "\"\xE6\x97\xA5\"" },
	};
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_reset(&out);
		json_string(&out, cases[i].in);
		assert_true(str_is(buf_str(&out), cases[i].out));
	}
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_show_is_safe),
		cmocka_unit_test(test_json_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
