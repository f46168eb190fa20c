/*
 * The built-in functions.
 */
#include "evaluate.h"

static const char context[] =
    "n: -2.5\n"
    "s: \"  \xC3\x84pfel \\t\\r\\n\\f\\v\\u00a0\"\n"
    "mixed: \"\\ta b\\n\"\n"
    "words: [carpe, diem]\n"
    "floor_: 3\n"
    "max: shadowed\n"
    "nil: null\n";

static const struct {
	const char *expr, *result;
} values[] = {
	{ "min(4)", "4" }, { "min(2, 1, 3)", "1" }, { "min(n, -1)", "-2.5" },
	{ "sqrt(2.25)", "1.5" }, { "sqrt(2)", "1.4142135623730951" },
	{ "sqrt(0)", "0" }, { "ceil(1.01)", "2" }, { "ceil(n)", "-2" },
	{ "ceil(3)", "3" }, { "floor(1.99)", "1" }, { "floor(n)", "-3" },
	{ "floor(-0.5)", "-1" }, { "ceil(-0.5)", "0" }, { "abs(n)", "2.5" },
	{ "abs(2)", "2" },
	{ "range(2, 5)", "[2,3,4]" }, { "range(0, 7, 3)", "[0,3,6]" },
	{ "range(3, 0, -1)", "[3,2,1]" }, { "range(-1, 1)", "[-1,0]" },
	{ "range(9, 0, -4)", "[9,5,1]" }, { "range(5, 5)", "[]" },
	{ "range(5, 2)", "[]" }, { "range(2, 5, -1)", "[]" },
	{ "range(-3, -6, -2)", "[-3,-5]" },
	{ "lowercase('ABC d')", "\"abc d\"" },
	{ "uppercase('abc1')", "\"ABC1\"" },
	{ "uppercase('stra\xC3\x9F" "e \xC3\xA4')",
	    "\"STRA\xC3\x9F" "E \xC3\x84\"" },
	{ "lowercase('\xD0\x9F\xD0\xA0')", "\"\xD0\xBF\xD1\x80\"" },
	{ "lowercase('')", "\"\"" },
	{ "str(10)", "\"10\"" }, { "str(2.50)", "\"2.5\"" },
	{ "str(n)", "\"-2.5\"" }, { "str(true)", "\"true\"" },
	{ "str(nil)", "\"null\"" }, { "str('as is')", "\"as is\"" },
	{ "str(0.1 + 0.2)", "\"0.30000000000000004\"" },
	{ "str(10 ** 21)", "\"1e+21\"" },
	{ "str(10 ** 20)", "\"100000000000000000000\"" },
	{ "number('12')", "12" }, { "number('-1.50')", "-1.5" },
	{ "number('+.5')", "0.5" }, { "number('1e2')", "100" },
	{ "number('0')", "0" }, { "number('010')", "10" },
	{ "len('')", "0" }, { "len(mixed)", "5" }, { "len(words)", "2" },
	{ "len('\xC3\xA9\xF0\x9F\x9A\xA2')", "2" }, { "len([])", "0" },
	{ "strip(s)", "\"\xC3\x84pfel\"" },
	{ "lstrip(mixed)", "\"a b\\n\"" }, { "rstrip(mixed)", "\"\\ta b\"" },
	{ "strip('x')", "\"x\"" }, { "strip(' ')", "\"\"" },
	{ "lstrip(' \t')", "\"\"" }, { "rstrip('  ')", "\"\"" },
	{ "split('a/b/c', '/')", "[\"a\",\"b\",\"c\"]" },
	{ "split('/a/', '/')", "[\"\",\"a\",\"\"]" },
	{ "split('a', '/')", "[\"a\"]" }, { "split('', '/')", "[\"\"]" },
	{ "split('', '')", "[]" }, { "split('a--b---c', '--')",
	    "[\"a\",\"b\",\"-c\"]" },
	{ "split('x\xC3\xA9y', '')", "[\"x\",\"\xC3\xA9\",\"y\"]" },
	{ "split('a1.5b', 1.5)", "[\"a\",\"b\"]" },
	{ "join(words, ' ')", "\"carpe diem\"" }, { "join([], ',')", "\"\"" },
	{ "join([1, 2.5, true, 'x'], '')", "\"12.5truex\"" },
	{ "join(['a', 'b'], 0)", "\"a0b\"" }, { "join(['a'], '-')", "\"a\"" },
	{ "join(split('a.b', '.'), '-')", "\"a-b\"" },
	{ "typeof('')", "\"string\"" }, { "typeof(1)", "\"number\"" },
	{ "typeof(1.5)", "\"number\"" }, { "typeof(false)", "\"boolean\"" },
	{ "typeof(nil)", "\"null\"" }, { "typeof([])", "\"array\"" },
	{ "typeof({})", "\"object\"" }, { "typeof(typeof)", "\"function\"" },
	{ "typeof(max)", "\"string\"" },
	{ "defined('n')", "true" }, { "defined('nil')", "true" },
	{ "defined('nope')", "false" }, { "defined('min')", "true" },
	{ "defined('now')", "false" }, { "max + '!'", "\"shadowed!\"" },
};

static void
computes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		struct evaluate e;

		evaluate_expr(&e, context, values[i].expr);
		EXPECT_STR(values[i].expr, evaluate_output(&e),
		    values[i].result);
		evaluate_end(&e);
	}
}

static const struct {
	const char *expr, *place, *message;
} errors[] = {
	{ "min()", "min", "min() takes at least 1 argument, but gets 0" },
	{ "len('a', 'b')", "len", "len() takes 1 argument, but gets 2" },
	{ "range(1)", "range", "range() takes 2 or 3 arguments, but gets 1" },
	{ "range(1, 2, 3, 4)", "range",
	    "range() takes 2 or 3 arguments, but gets 4" },
	{ "split('a')", "split", "split() takes 2 arguments, but gets 1" },
	{ "[1, join(words)]", "join",
	    "join() takes 2 arguments, but gets 1" },
	{ "min(1, '2')", "'2'",
	    "min() takes a number here, but this is a string" },
	{ "sqrt(nil)", "nil", "sqrt() takes a number here, but this is null" },
	{ "sqrt(n)", "n", "a negative number has no square root" },
	{ "ceil(true)", "true",
	    "ceil() takes a number here, but this is a boolean" },
	{ "abs({})", "{}",
	    "abs() takes a number here, but this is a mapping" },
	{ "range(0.5, 2)", "0.5", "range() takes a whole number here, but "
	    "this is the number 0.5" },
	{ "range(0, 4, 1.5)", "1.5", "range() takes a whole number here, but "
	    "this is the number 1.5" },
	{ "range('0', 4)", "'0'",
	    "range() takes a whole number here, but this is a string" },
	{ "range(0, 4, 0)", "0", "range() cannot go on by steps of 0" },
	{ "lowercase(1)", "1",
	    "lowercase() takes a string here, but this is the number 1" },
	{ "uppercase(words)", "words",
	    "uppercase() takes a string here, but this is a list" },
	{ "str(words)", "words", "str() takes a string, a number, a boolean "
	    "or null here, but this is a list" },
	{ "str(min)", "min", "str() takes a string, a number, a boolean or "
	    "null here, but this is a function" },
	{ "number(1)", "1",
	    "number() takes a string here, but this is the number 1" },
	{ "number('')", "''", "number() takes a string of digits, with a "
	    "sign, a point or an exponent at most, but this is \"\"" },
	{ "number('1 ')", "'1 '", "number() takes a string of digits, with a "
	    "sign, a point or an exponent at most, but this is \"1 \"" },
	{ "number('0x10')", "'0x10'", "number() takes a string of digits, "
	    "with a sign, a point or an exponent at most, but this is "
	    "\"0x10\"" },
	{ "number('1e999')", "'1e999'", "number() takes a string of digits, "
	    "with a sign, a point or an exponent at most, but this is "
	    "\"1e999\"" },
	{ "len(1)", "1", "len() takes a string or a list here, but this is "
	    "the number 1" },
	{ "len({})", "{}",
	    "len() takes a string or a list here, but this is a mapping" },
	{ "strip([])", "[]",
	    "strip() takes a string here, but this is a list" },
	{ "split(1, 2)", "1",
	    "split() takes a string here, but this is the number 1" },
	{ "split('a', [])", "[]",
	    "split() takes a string or a number here, but this is a list" },
	{ "join('ab', '')", "'ab'",
	    "join() takes a list here, but this is a string" },
	{ "join(words, nil)", "nil",
	    "join() takes a string or a number here, but this is null" },
	{ "join([1, nil], '')", "[1, nil]", "join() takes a list of strings, "
	    "numbers and booleans, but there is null in this one" },
	{ "join([words], '')", "[words]", "join() takes a list of strings, "
	    "numbers and booleans, but there is a list in this one" },
	{ "defined(n)", "n",
	    "defined() takes a string here, but this is the number -2.5" },
};

static void
refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(errors); i++) {
		struct evaluate e;

		evaluate_expr(&e, context, errors[i].expr);
		assert_false(e.ok);
		EXPECT_STR(errors[i].expr, evaluate_output(&e),
		    errors[i].message);
		EXPECT_STR(errors[i].expr, evaluate_place(&e),
		    errors[i].place);
		evaluate_end(&e);
	}
}

/* Numbers of the context are what kubectl takes them for. */
static void
reads_numbers(void **state)
{
	static const struct {
		const char *number, *sum;
	} cases[] = {
		{ "0x1f", "\"32\"" }, { "010", "\"9\"" },
		{ "1_000", "\"1001\"" }, { "1e3", "\"1001\"" },
		{ "1.50", "\"2.5\"" }, { "-.5", "\"0.5\"" },
		{ "1.10", "\"2.1\"" }, { "99999999999999999999",
		    "\"100000000000000000000\"" },
		{ ".inf", "+ takes a number, but this is not a finite one" },
		{ ".nan", "+ takes a number, but this is not a finite one" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct evaluate e;
		struct buf text;

		buf_init(&text);
		buf_printf(&text, "x: %s%c", cases[i].number, '\0');
		evaluate_expr(&e, text.at, "str(x + 1)");
		EXPECT_STR(text.at, evaluate_output(&e), cases[i].sum);
		evaluate_end(&e);
		buf_release(&text);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(computes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(reads_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
