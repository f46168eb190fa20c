#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

static void
test_order(void **state)
{
	static const struct {
		const char *a, *b;
		int order;
	} cases[] = {
		{ "", "", 0 }, { "a", "a", 0 }, { "a", "b", -1 },
		{ "a", "aa", -1 }, { "b", "aa", 1 }, { "\xff", "a", 1 },
		{ "", "a", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int order = str_cmp(str_from(cases[i].a),
		    str_from(cases[i].b));

		assert_int_equal((order > 0) - (order < 0), cases[i].order);
	}
}

static void
test_find(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("a\n---\nb"), STR("\n---"), 0), 1);
	assert_int_equal(str_find(STR("aab"), STR("ab"), 0), 1);
	assert_int_equal(str_find(STR("ab"), STR("ab"), 1), STR_NONE);
	assert_int_equal(str_find(STR(""), STR("a"), 0), STR_NONE);
	assert_int_equal(str_find(STR("ab"), STR(""), 2), 2);
	assert_int_equal(str_find(STR("a\0b"), STR("\0b"), 0), 1);
}

static void
test_next_takes_every_part(void **state)
{
	struct str rest = STR(",a,,b");

	(void)state;
	assert_true(str_is(str_next(&rest, ','), ""));
	assert_true(str_is(str_next(&rest, ','), "a"));
	assert_true(str_is(str_next(&rest, ','), ""));
	assert_non_null(rest.at);
	assert_true(str_is(str_next(&rest, ','), "b"));
	assert_null(rest.at);
}

static void
test_to_uint(void **state)
{
	static const struct {
		const char *text;
		unsigned long max, value;
		bool ok;
	} cases[] = {
		{ "0", 10, 0, true }, { "10", 10, 10, true },
		{ "11", 10, 0, false }, { "", 10, 0, false },
		{ "-1", 10, 0, false }, { "1 ", 10, 0, false },
		{ "65535", 65535, 65535, true },
		{ "65536", 65535, 0, false },
		{ "99999999999999999999999", 65535, 0, false },
		{ "007", 10, 7, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unsigned long value = 0;
		bool ok = str_to_uint(str_from(cases[i].text), cases[i].max,
		    &value);

		assert_int_equal(ok, cases[i].ok);
		assert_int_equal(value, cases[i].value);
	}
}

static void
test_distance(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned limit, distance;
	} cases[] = {
		{ "path", "path", 3, 0 }, { "path", "PATH", 3, 0 },
		{ "pathtype", "pathType", 3, 0 }, { "pth", "path", 3, 1 },
		{ "paht", "path", 3, 1 }, { "host", "hosts", 3, 1 },
		{ "", "abc", 3, 3 }, { "abc", "", 8, 3 },
		{ "abcd", "wxyz", 2, 3 }, { "kitten", "sitting", 8, 3 },
		{ "serviceName", "service", 4, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(str_distance(str_from(cases[i].a),
		    str_from(cases[i].b), cases[i].limit),
		    cases[i].distance);
}

static void
test_trim(void **state)
{
	(void)state;
	assert_true(str_is(str_trim(STR(" \t a b\r\n")), "a b"));
	assert_true(str_is(str_trim(STR(" \n")), ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_next_takes_every_part),
		cmocka_unit_test(test_to_uint),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_trim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
