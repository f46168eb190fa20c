/*
 * Numbers as text and back, and letters in upper and lower case.
 */
#include "evaluate.h"

#include "jsone/letter.h"
#include "jsone/number.h"

static const struct {
	double number;
	const char *text;
} numbers[] = {
	{ 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -17, "-17" },
	{ 1.5, "1.5" }, { 0.1, "0.1" }, { 0.1 + 0.2, "0.30000000000000004" },
	{ 1.0 / 3, "0.3333333333333333" }, { 100, "100" },
	{ 123456789012345680.0, "123456789012345680" },
	{ 9007199254740993.0, "9007199254740992" },
	{ 1e20, "100000000000000000000" }, { 1e21, "1e+21" },
	{ 123e20, "1.23e+22" }, { 1e-6, "0.000001" }, { 1e-7, "1e-7" },
	{ 1.5e-7, "1.5e-7" }, { 0.00012, "0.00012" },
	{ 5e-324, "5e-324" }, { 1.7976931348623157e308,
	    "1.7976931348623157e+308" },
	{ -1e300, "-1e+300" }, { 999999999999999.9, "999999999999999.9" },
	{ 4.35, "4.35" }, { 2e15, "2000000000000000" },
	{ 0.5e15, "500000000000000" },
};

static void
writes(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct str text = number_text(&arena, numbers[i].number);
		double back;

		EXPECT_STR(numbers[i].text, text, numbers[i].text);
		assert_true(number_parse(&arena, text, &back));
		assert_true(back == numbers[i].number);
	}
	arena_release(&arena);
}

static void
parses(void **state)
{
	static const struct {
		const char *text;
		double number;
	} good[] = {
		{ "0", 0 }, { "007", 7 }, { "-1", -1 }, { "+1.5", 1.5 },
		{ ".5", 0.5 }, { "5.", 5 }, { "1e3", 1000 },
		{ "1E-2", 0.01 }, { "1.25e+1", 12.5 },
	};
	static const char *const bad[] = {
		"", " ", "-", "+", ".", "-.", "e1", "1e", "1e+", "1 ", " 1",
		"1_0", "0x1", "1.2.3", "--1", "inf", "nan", "1f", "1,5",
	};
	struct arena arena;
	double number;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(number_parse(&arena, str_from(good[i].text),
		    &number));
		assert_true(number == good[i].number);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		if (number_parse(&arena, str_from(bad[i]), &number))
			fail_msg("\"%s\" is taken for %g", bad[i], number);
	arena_release(&arena);
}

static void
changes_case(void **state)
{
	static const struct {
		uint32_t upper, lower;
	} pairs[] = {
		{ 'A', 'a' }, { 'Z', 'z' }, { 0xC4, 0xE4 }, { 0xDE, 0xFE },
		{ 0x100, 0x101 }, { 0x12E, 0x12F },
		{ 0x178, 0xFF }, { 0x391, 0x3B1 }, { 0x3A3, 0x3C3 },
		{ 0x416, 0x436 }, { 0x531, 0x561 }, { 0x10A0, 0x2D00 },
		{ 0x1E9E, 0xDF }, { 0x1F08, 0x1F00 }, { 0x2C00, 0x2C30 },
		{ 0xA640, 0xA641 }, { 0xFF21, 0xFF41 }, { 0x10400, 0x10428 },
		{ 0x1E900, 0x1E922 },
	};
	static const uint32_t neither[] = {
		'0', '@', '[', '`', '{', 0xD7, 0xF7, 0x4E00, 0x1F600, 0x10FFFF
	};

	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		uint32_t lower = pairs[i].lower;

		assert_int_equal(letter_lower(pairs[i].upper), lower);
		if (lower != 0xDF)	/* which is capital as SS */
			assert_int_equal(letter_upper(lower), pairs[i].upper);
		assert_int_equal(letter_lower(lower), lower);
	}
	for (size_t i = 0; i < COUNT(neither); i++) {
		assert_int_equal(letter_upper(neither[i]), neither[i]);
		assert_int_equal(letter_lower(neither[i]), neither[i]);
	}
	assert_int_equal(letter_upper(0xB5), 0x39C);	/* micro sign, mu */
	assert_int_equal(letter_lower(0x212A), 'k');	/* Kelvin sign */
	assert_int_equal(letter_upper(0x3C2), 0x3A3);	/* final sigma */
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes),
		cmocka_unit_test(parses),
		cmocka_unit_test(changes_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
