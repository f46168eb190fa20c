/*
 * The expression language: what is read, how it binds, what it computes.
 */
#include "evaluate.h"

static const char context[] =
    "one: 1\n"
    "half: 0.5\n"
    "name: shop\n"
    "cedilla: \"\xC3\xA7" "a\xE2\x9C\x93\xF0\x9F\x9A\xA2\"\n"	/* 4 of them */
    "empty: ''\n"
    "yes_: true\n"
    "no_: false\n"
    "nil: null\n"
    "list: [10, 20, 30, 40]\n"
    "none: []\n"
    "blank: {}\n"
    "service: {name: shop-v1, ports: [{port: 80}], my-key: dashed}\n"
    "port: service\n"
    "inner: 7\n"
    "trueish: 8\n"
    "_x9: 9\n";

static const struct {
	const char *expr, *result;
} values[] = {
	/* literals */
	{ "12", "12" }, { "007", "7" }, { "2.50", "2.5" }, { "3.0", "3" },
	{ "'it'", "\"it\"" }, { "\"it's\"", "\"it's\"" },
	{ "'\"'", "\"\\\"\"" }, { "'a\\n'", "\"a\\\\n\"" }, { "''", "\"\"" },
	{ "true", "true" }, { "false", "false" }, { "null", "null" },
	{ "[]", "[]" }, { "[1, 'a', [null]]", "[1,\"a\",[null]]" },
	{ "{}", "{}" }, { "{a: 1, 'b c': {d: 2}}",
	    "{\"a\":1,\"b c\":{\"d\":2}}" },
	{ "{a: 1,}", "{\"a\":1}" },
	{ "{z: 1, a: 2, z: 3}", "{\"z\":3,\"a\":2}" },
	{ "{a: [one, one + 1]}", "{\"a\":[1,2]}" },
	/* names; words of the language may begin one */
	{ "name", "\"shop\"" }, { "_x9", "9" }, { "inner", "7" },
	{ "trueish", "8" }, { "nil", "null" },
	/* blanks of any kind */
	{ " 1\t+\xC2\xA0" "1 ", "2" },
	/* arithmetic */
	{ "2 + 3 * 4", "14" }, { "(2 + 3) * 4", "20" }, { "7 - 2 - 1", "4" },
	{ "24 / 4 / 2", "3" }, { "7 / 2", "3.5" }, { "1 / 3",
	    "0.3333333333333333" }, { "2 * 3 ** 2", "18" },
	{ "2 ** 3 ** 2", "512" }, { "(2 ** 3) ** 2", "64" },
	{ "4 ** half", "2" }, { "2 ** -1", "0.5" }, { "9 - 3 / 3", "8" },
	{ "0.1 + 0.2", "0.30000000000000004" }, { "0.1 * 10", "1" },
	{ "-one", "-1" }, { "+half", "0.5" }, { "--one", "1" },
	{ "3 - -3", "6" }, { "-2 ** 2", "4" }, { "-0", "0" },
	{ "2 * -3", "-6" }, { "'a' + 'b' + name", "\"abshop\"" },
	/* comparison */
	{ "1 < 2", "true" }, { "2 <= 1", "false" }, { "half > 0.25", "true" },
	{ "2 >= 2.0", "true" }, { "'a' < 'b'", "true" },
	{ "'a' < 'ab'", "true" }, { "'B' < 'a'", "true" },
	{ "'b' >= 'ba'", "false" }, { "'10' < '9'", "true" },
	{ "1 == 1.0", "true" }, { "1 != 1", "false" }, { "1 == '1'", "false" },
	{ "nil == null", "true" }, { "nil == no_", "false" },
	{ "'' == nil", "false" }, { "true == yes_", "true" },
	{ "[1, [2]] == [1, [2.0]]", "true" }, { "[1] == [1, 2]", "false" },
	{ "[1, 2] != [2, 1]", "true" }, { "[] == {}", "false" },
	{ "{a: 1, b: 2} == {b: 2, a: 1}", "true" },
	{ "{a: 1} == {a: 2}", "false" }, { "{a: 1} == {b: 1}", "false" },
	{ "{a: 1} != {a: 1, b: 1}", "true" },
	{ "service == {ports: [{port: 80}], name: 'shop-v1', "
	    "'my-key': 'dashed'}", "true" },
	{ "min == min", "true" }, { "min != max", "true" },
	{ "min == 'min'", "false" }, { "min == null", "false" },
	{ "1 < 2 == true", "true" }, { "1 == 1 == true", "true" },
	/* truth, and what need not be computed */
	{ "!yes_", "false" }, { "!no_", "true" }, { "!nil", "true" },
	{ "!0", "true" }, { "!0.0", "true" }, { "!half", "false" },
	{ "!empty", "true" }, { "!'0'", "false" }, { "!none", "true" },
	{ "![0]", "false" }, { "!blank", "true" }, { "!service", "false" },
	{ "!min", "false" }, { "!!name", "true" },
	{ "name && list", "true" }, { "name && none", "false" },
	{ "nil || blank", "false" }, { "nil || 5", "true" },
	{ "no_ && nothing_like_it", "false" },
	{ "yes_ || 1 / 0", "true" }, { "no_ && min(1,'x').y[2]", "false" },
	{ "no_ && (1 + nope || nope) || yes_", "true" },
	{ "true || false && false", "true" },
	{ "!no_ && !(yes_ && no_)", "true" },
	/* in */
	{ "'hop' in name", "true" }, { "'' in name", "true" },
	{ "'x' in name", "false" }, { "20 in list", "true" },
	{ "'20' in list", "false" }, { "[1] in [[1], 2]", "true" },
	{ "{a: 1} in [{a: 1}]", "true" }, { "null in [nil]", "true" },
	{ "min in [max, min]", "true" }, { "'name' in service", "true" },
	{ "'shop-v1' in service", "false" }, { "1 in none", "false" },
	{ "1 in list || true", "true" }, { "5 + 5 in list", "true" },
	{ "'a' == 'b' in [false]", "true" },
	/* parts */
	{ "service.name", "\"shop-v1\"" }, { "service['name']", "\"shop-v1\"" },
	{ "service[port]", "null" }, { "service['my-key']", "\"dashed\"" },
	{ "service['nope']", "null" }, { "service.ports[0].port", "80" },
	{ "(service).ports[0]['port']", "80" }, { "{a: {b: 3}}.a.b", "3" },
	{ "list[0]", "10" }, { "list[-1]", "40" }, { "list[-4]", "10" },
	{ "list[one + 1]", "30" }, { "list[4 / 2]", "30" },
	{ "[[1, 2], [3]][0][1]", "2" }, { "name[1]", "\"h\"" },
	{ "name[-1]", "\"p\"" }, { "'abc'[2]", "\"c\"" },
	{ "cedilla[0]", "\"\xC3\xA7\"" }, { "cedilla[2]",
	    "\"\xE2\x9C\x93\"" }, { "cedilla[-1]", "\"\xF0\x9F\x9A\xA2\"" },
	{ "list[1:3]", "[20,30]" }, { "list[:2]", "[10,20]" },
	{ "list[2:]", "[30,40]" }, { "list[:]", "[10,20,30,40]" },
	{ "list[-2:]", "[30,40]" }, { "list[:-3]", "[10]" },
	{ "list[-3:-1]", "[20,30]" }, { "list[1:99]", "[20,30,40]" },
	{ "list[7:9]", "[]" }, { "list[3:1]", "[]" }, { "list[-9:1]", "[10]" },
	{ "list[1:-9]", "[]" }, { "none[:1]", "[]" }, { "name[1:3]",
	    "\"ho\"" }, { "name[:-1]", "\"sho\"" }, { "name[9:]", "\"\"" },
	{ "cedilla[1:3]", "\"a\xE2\x9C\x93\"" }, { "cedilla[:1] + 'x'",
	    "\"\xC3\xA7x\"" }, { "empty[:]", "\"\"" },
	/* calls */
	{ "min(3, 2)", "2" }, { "(max)(1, 2)", "2" },
	{ "[min, max][1](5, 6)", "6" }, { "{least: min}.least(4, 3)", "3" },
	{ "split('a-b', '-')[1]", "\"b\"" }, { "min(max(1, 5), 3) + 1", "4" },
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
	/* syntax */
	{ "1 +", "", "the expression ends where a value is expected" },
	{ "(1", "", "the expression ends where \")\" is expected" },
	{ "1)", ")", "an operator or the end is expected here, not \")\"" },
	{ "1 2", "2", "an operator or the end is expected here, not \"2\"" },
	{ "0x1f", "x1f",
	    "an operator or the end is expected here, not \"x1f\"" },
	{ "1e3", "e3", "an operator or the end is expected here, not \"e3\"" },
	{ "'a''b'", "'b'",
	    "an operator or the end is expected here, not \"'b'\"" },
	{ "1 * * 2", "*", "a value is expected here, not \"*\"" },
	{ "()", ")", "a value is expected here, not \")\"" },
	{ "[1, 2", "", "the expression ends where \",\" or \"]\" is expected" },
	{ "[1,]", "]", "a value is expected here, not \"]\"" },
	{ "[,1]", ",", "a value is expected here, not \",\"" },
	{ "[1,,2]", ",", "a value is expected here, not \",\"" },
	{ "{a: }", "}", "a value is expected here, not \"}\"" },
	{ "{a 1}", "1", "\":\" is expected here, not \"1\"" },
	{ "{1: 2}", "1",
	    "a key (a name or a string) or \"}\" is expected here, not \"1\"" },
	{ "{a: 1", "", "the expression ends where \",\" or \"}\" is expected" },
	{ "{a: 1,", "", "the expression ends where a key (a name or a "
	    "string) or \"}\" is expected" },
	{ "{true: 1}", "true", "a key (a name or a string) or \"}\" is "
	    "expected here, not \"true\"" },
	{ "list[]", "]", "a value is expected here, not \"]\"" },
	{ "list[1", "",
	    "the expression ends where \"]\" or \":\" is expected" },
	{ "list[1:2:3]", ":", "\"]\" is expected here, not \":\"" },
	{ "service.{", "{",
	    "the name of a property is expected here, not \"{\"" },
	{ "service.in", "in",
	    "the name of a property is expected here, not \"in\"" },
	{ "min(1, 2", "",
	    "the expression ends where \",\" or \")\" is expected" },
	{ "min(, 2)", ",", "a value is expected here, not \",\"" },
	{ "min(1,)", ")", "a value is expected here, not \")\"" },
	{ "a = 1", "=", "\"=\" is no part of an expression" },
	{ "a & b", "&", "\"&\" is no part of an expression" },
	{ "a ? 1 : 2", "?", "\"?\" is no part of an expression" },
	{ "1 + \xE2\x9C\x93", "\xE2\x9C\x93",
	    "\"\xE2\x9C\x93\" is no part of an expression" },
	{ "'abc", "'abc", "this string has no closing '; there are no "
	    "escapes, but one kind of quote can stand in the other" },
	{ "abc\"", "\"", "this string has no closing \"; there are no "
	    "escapes, but one kind of quote can stand in the other" },
	/* also where nothing would be computed */
	{ "true || 1 +", "", "the expression ends where a value is expected" },
	{ "nope + (", "", "the expression ends where a value is expected" },
	/* names */
	{ "nmae", "nmae", "there is no variable or function \"nmae\"" },
	{ "one + Name", "Name", "there is no variable or function \"Name\"" },
	{ "now", "now", "\"now\" needs a clock, and the same template must "
	    "give the same manifests at any time" },
	{ "fromNow('1 day')", "fromNow", "\"fromNow\" needs a clock, and the "
	    "same template must give the same manifests at any time" },
	/* arithmetic */
	{ "name + one", "one",
	    "+ takes two numbers or two strings, but this is a number" },
	{ "one + nil", "nil",
	    "+ takes two numbers or two strings, but this is null" },
	{ "true + 1", "true",
	    "+ takes two numbers or two strings, but this is a boolean" },
	{ "list + list", "list",
	    "+ takes two numbers or two strings, but this is a list" },
	{ "name - 'p'", "name", "- takes a number, but this is a string" },
	{ "2 * name", "name", "* takes a number, but this is a string" },
	{ "2 / true", "true", "/ takes a number, but this is a boolean" },
	{ "service ** 2", "service",
	    "** takes a number, but this is a mapping" },
	{ "-name", "name", "- takes a number, but this is a string" },
	{ "+nil", "nil", "+ takes a number, but this is null" },
	{ "-true", "true", "- takes a number, but this is a boolean" },
	{ "1 / (2 - 2)", "(2 - 2)", "this divides by zero" },
	{ "10 ** 400", "10 ** 400",
	    "the result is not a number, or too large for one" },
	{ "(-8) ** 0.5", "(-8) ** 0.5",
	    "the result is not a number, or too large for one" },
	/* comparison */
	{ "1 < 'a'", "'a'",
	    "< takes two numbers or two strings, but this is a string" },
	{ "null >= null", "null",
	    ">= takes two numbers or two strings, but this is null" },
	{ "1 < 2 < 3", "1 < 2",
	    "< takes two numbers or two strings, but this is a boolean" },
	{ "list <= list", "list",
	    "<= takes two numbers or two strings, but this is a list" },
	{ "'a' > {}", "{}",
	    "> takes two numbers or two strings, but this is a mapping" },
	{ "1 in service", "1",
	    "only a string can be in a mapping, but this is a number" },
	{ "[] in name", "[]",
	    "only a string can be in a string, but this is a list" },
	{ "1 in one", "one", "\"in\" looks into a list, a mapping or a "
	    "string, but this is a number" },
	{ "'a' in null", "null", "\"in\" looks into a list, a mapping or a "
	    "string, but this is null" },
	/* parts */
	{ "service.nmae", "nmae", "\"service\" has no property \"nmae\"" },
	{ "service.my-key", "my", "\"service\" has no property \"my\"" },
	{ "service.ports.port", "port",
	    "only a mapping has properties; \"service.ports\" is a list" },
	{ "name.length", "length",
	    "only a mapping has properties; \"name\" is a string" },
	{ "nil.x", "x", "only a mapping has properties; \"nil\" is null" },
	{ "list[4]", "4",
	    "there is no such index: \"list\" has 4 items" },
	{ "list[-5]", "-5",
	    "there is no such index: \"list\" has 4 items" },
	{ "cedilla[9]", "9",
	    "there is no such index: \"cedilla\" has 4 characters" },
	{ "list[half]", "half", "lists and strings are indexed by whole "
	    "numbers, but this is the number 0.5" },
	{ "list['a']", "'a'", "lists and strings are indexed by whole "
	    "numbers, but this is a string" },
	{ "list[0:'a']", "'a'", "lists and strings are indexed by whole "
	    "numbers, but this is a string" },
	{ "name[1.5:]", "1.5", "lists and strings are indexed by whole "
	    "numbers, but this is the number 1.5" },
	{ "service[1]", "1",
	    "the keys of a mapping are strings, but this is a number" },
	{ "service[1:]", "service",
	    "only a list or a string can stand before [], but this is a "
	    "mapping" },
	{ "one[0]", "one", "only a list, a mapping or a string can stand "
	    "before [], but this is a number" },
	{ "nil[:1]", "nil", "only a list or a string can stand before [], "
	    "but this is null" },
	/* calls */
	{ "name(1)", "name",
	    "only a function can be called, but this is a string" },
	{ "list[0](1)", "list[0]",
	    "only a function can be called, but this is a number" },
	{ "!defined('x')", "!defined",
	    "! is applied to \"defined\" alone, before what follows that" },
	{ "-list[0]", "-list",
	    "- is applied to \"list\" alone, before what follows that" },
	{ "!!service.name", "!service",
	    "! is applied to \"service\" alone, before what follows that" },
	/* functions are no results */
	{ "min", "min", "the function \"min\" is not called here, and is no "
	    "value for a manifest" },
	{ "[1, {a: split}]", "split", "the function \"split\" is not called "
	    "here, and is no value for a manifest" },
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

static const struct {
	const char *expr, *fix;
} fixes[] = {
	{ "nmae", "name" },			/* variables */
	{ "uper('x')", "upper" },
	{ "upercase('x')", "uppercase" },	/* functions */
	{ "lower('x')", "lowercase" },
	{ "length(list)", "len" },
	{ "service.nmae", "name" },		/* properties */
	{ "service.prots", "ports" },
	{ "service.replicas",
	    "service['replicas'] where it may be missing: that is null" },
	{ "elsewhere", "'elsewhere' if it is meant as a string" },
	{ "one = 1", "==" },
	{ "one | 1", "||" },
	{ "one ? 1 : 2", "$if, with then and else" },
	{ "!defined('x')", "!(defined(...))" },
	{ "-service.name", "-(service...)" },
	{ "-list[1]", "-(list[...])" },
	{ "name + one", "str(one)" },
	{ "one + name", "str(one)" },
};

static void
offers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fixes); i++) {
		struct evaluate e;

		evaluate_expr(&e,
		    i == 1 ? "upper: 1" : context, fixes[i].expr);
		assert_false(e.ok);
		assert_int_equal(e.diags.list.at[0]->fixes.n, 1);
		EXPECT_STR(fixes[i].expr, e.diags.list.at[0]->fixes.at[0].say,
		    fixes[i].fix);
		evaluate_end(&e);
	}
}

/* What is nested is bounded, whatever it is nested in. */
static void
bounds_nesting(void **state)
{
	static const struct {
		const char *open, *core, *close;
	} cases[] = {
		{ "(", "1", ")" }, { "[", "1", "]" }, { "-", "1", "" },
		{ "!", "1", "" }, { "2**", "1", "" }, { "{a: ", "1", "}" },
		{ "list[", "0", "]" }, { "list[", "0", ":]" },
		{ "min(", "1", ")" }, { "1 + (", "1", ")" },
		{ "true || ", "(", "" },	/* not nested */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct evaluate e;
		struct buf expr;

		buf_init(&expr);
		for (int n = 0; n < 5000; n++)
			buf_puts(&expr, cases[i].open);
		buf_puts(&expr, cases[i].core);
		for (int n = 0; n < 5000; n++)
			buf_puts(&expr, cases[i].close);
		buf_putc(&expr, '\0');
		evaluate_expr(&e, context, expr.at);
		assert_false(e.ok);
		EXPECT_STR(cases[i].open, evaluate_output(&e), i == 10 ?
		    "the expression ends where a value is expected" :
		    "the expression nests more than 128 levels deep");
		evaluate_end(&e);
		buf_release(&expr);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(computes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(offers),
		cmocka_unit_test(bounds_nesting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
