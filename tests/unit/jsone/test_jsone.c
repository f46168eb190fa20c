/*
 * Templates as a whole: what is put into strings and keys, the places of
 * what comes out, and the limits.
 */
#include "evaluate.h"

#include "base/limits.h"

static const char context[] =
    "release:\n"
    "  name: shop\n"
    "  \"quoted\": \"sh\\x6fp\"\n"
    "  version: 1.10\n"
    "  port: 80\n"
    "  labels: {app: shop}\n"
    "  hosts:\n"
    "    - b.example\n"
    "    - a.example\n"
    "nil: null\n"
    "on_: yes\n"
    "off_: False\n";

static const struct {
	const char *tmpl, *result;
} values[] = {
	/* plain data stays as it is */
	{ "{a: [1, 2.50, x, true, ~], b: {}, c: []}",
	    "{\"a\":[1,2.5,\"x\",true,null],\"b\":{},\"c\":[]}" },
	{ "just a string", "\"just a string\"" },
	{ "{z: 1, a: 2, m: 3}", "{\"z\":1,\"a\":2,\"m\":3}" },
	/* strings */
	{ "${release.name}", "\"shop\"" },
	{ "${release.name}-${release.port}!", "\"shop-80!\"" },
	{ "'${release.version}'", "\"1.1\"" },
	{ "'${nil}${on_}${off_}'", "\"truefalse\"" },
	{ "'[${release.hosts[0]}]'", "\"[b.example]\"" },
	{ "'${{a: \"x}\"}.a}${\"}}\"}'", "\"x}}}\"" },
	{ "'a ${ 1 + 1 } b'", "\"a 2 b\"" },
	{ "'$ $a $$ {} }{ ${1}'", "\"$ $a $$ {} }{ 1\"" },
	{ "'$${release.name}'", "\"${release.name}\"" },
	{ "['${1}', '$${1}', '$$${1}', '$$$${1}']",
	    "[\"1\",\"${1}\",\"$${1}\",\"$$${1}\"]" },
	{ "'$${ ${1}'", "\"${ 1\"" },
	{ "'${1}$${${2}'", "\"1${2\"" },
	{ "'$${'", "\"${\"" },
	{ "'${1}${2}${3}'", "\"123\"" },
	{ "'${0.5 * 3}'", "\"1.5\"" },
	{ "'${\"$\" + \"{1}\"}'", "\"${1}\"" },
	/* keys */
	{ "{'${release.name}-x': 1, 'p${release.port}': 2}",
	    "{\"shop-x\":1,\"p80\":2}" },
	{ "{'${release.port}': 1}", "{\"80\":1}" },
	{ "{a: 1, '${\"a\"}': 2, b: 3}", "{\"a\":2,\"b\":3}" },
	{ "{a: 1, '${\"a\"}': {$if: off_, then: 2}}", "{\"a\":1}" },
	{ "{'${nil}': 1}", "{\"\":1}" },
	{ "{'${\"$eval\"}': x}", "{\"$eval\":\"x\"}" },
	/* nothing */
	{ "[{$if: off_, then: 1}, [{$if: off_, then: 1}]]", "[[]]" },
	{ "{a: {b: {$if: off_, then: 1}}}", "{\"a\":{}}" },
	/* anchors are no matter */
	{ "a: &x {n: '${release.port}'}\nb: *x",
	    "{\"a\":{\"n\":\"80\"},\"b\":{\"n\":\"80\"}}" },
	{ "a: &x [{$eval: release.port}]\nb: {<<: {c: *x}}",
	    "{\"a\":[80],\"b\":{\"c\":[80]}}" },
};

static void
evaluates(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		struct evaluate e;

		evaluate(&e, context, values[i].tmpl);
		EXPECT_STR(values[i].tmpl, evaluate_output(&e),
		    values[i].result);
		evaluate_end(&e);
	}
}

static const struct {
	const char *tmpl, *place, *message;
} errors[] = {
	{ "a: x ${release.labels} y", "${release.labels}",
	    "a mapping cannot be put into a string" },
	{ "a: ${release.hosts}", "${release.hosts}",
	    "a list cannot be put into a string" },
	{ "a: 'b ${min}'", "${min}",
	    "a function cannot be put into a string" },
	{ "a: b ${release.name", "${", "this ${ has no }" },
	{ "a: '${1 '", "${", "this ${ has no }" },
	{ "a: '${'", "", "the expression ends where a value is expected" },
	{ "a: '${}'", "}", "a value is expected here, not \"}\"" },
	{ "a: '${1 2}'", "2",
	    "an operator or \"}\" is expected here, not \"2\"" },
	{ "a: '${[1}'", "}", "\",\" or \"]\" is expected here, not \"}\"" },
	{ "a: '${1}${nope}'", "nope",
	    "there is no variable or function \"nope\"" },
	{ "'${nope}': 1", "nope",
	    "there is no variable or function \"nope\"" },
	{ "a: {b: [1, {c: '${nope}'}]}", "nope",
	    "there is no variable or function \"nope\"" },
	{ "a: \"\\ttab ${nope}\"", "nope",
	    "there is no variable or function \"nope\"" },
	{ "a: '''${nope}'''", "nope",
	    "there is no variable or function \"nope\"" },
	{ "a: |\n  one\n  ${nope} two\n", "nope",
	    "there is no variable or function \"nope\"" },
	/* where the text is folded, the whole of it */
	{ "a: >-\n  one\n  ${nope}\n", ">-\n  one\n  ${nope}",
	    "there is no variable or function \"nope\"" },
	{ "x: &a '${nope}'\n", "nope",
	    "there is no variable or function \"nope\"" },
};

static void
refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(errors); i++) {
		struct evaluate e;

		evaluate(&e, context, errors[i].tmpl);
		assert_false(e.ok);
		EXPECT_STR(errors[i].tmpl, evaluate_output(&e),
		    errors[i].message);
		EXPECT_STR(errors[i].tmpl, evaluate_place(&e),
		    errors[i].place);
		evaluate_end(&e);
	}
}

static void
refuses_contexts(void **state)
{
	static const struct {
		const char *context, *message;
	} cases[] = {
		{ "[1]", "the context of a template is a mapping, but this "
		    "is a list" },
		{ "{a: 1, b c: 1}",
		    "\"b c\" cannot be the name of a variable" },
		{ "{1a: 1}", "\"1a\" cannot be the name of a variable" },
		{ "{'': 1}", "\"\" cannot be the name of a variable" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct evaluate e;

		evaluate(&e, cases[i].context, "{}");
		assert_false(e.ok);
		EXPECT_STR(cases[i].context, evaluate_output(&e),
		    cases[i].message);
		evaluate_end(&e);
	}
}

/*
 * The bytes that stand at the place of `x` in the result: of the context
 * where the value came from there, else of the template.
 */
static const struct {
	const char *tmpl, *place;
} origins[] = {
	{ "x: plain", "plain" },
	{ "x: [1, 2]", "[1, 2]" },
	{ "x: {$eval: release.name}", "shop" },
	{ "x: {$eval: release.quoted}", "\"sh\\x6fp\"" },
	{ "x: {$eval: release.labels}", "{app: shop}" },
	{ "x: {$eval: \"release['port']\"}", "80" },
	{ "x: {$eval: 'release.hosts[1]'}", "a.example" },
	{ "x: ${release.name}", "shop" },
	{ "x: ${release.name}-preview", "shop" },
	{ "x: p${release.port}", "80" },
	{ "x: '${\"a\"}'", "'${\"a\"}'" },
	{ "x: ${release.name}.${release.hosts[0]}",
	    "${release.name}.${release.hosts[0]}" },
	{ "x: {$eval: release.name + '-x'}", "shop" },
	{ "x: {$eval: '\"x-\" + release.name'}", "shop" },
	{ "x: {$eval: release.name + release.name}",
	    "release.name + release.name" },
	{ "x: {$eval: 100 - release.port}", "80" },
	{ "x: {$eval: -(release.port)}", "80" },
	{ "x: {$eval: uppercase(release.name)}", "shop" },
	{ "x: {$eval: str(release.port)}", "80" },
	{ "x: {$eval: '(release.name[1:])'}", "shop" },
	{ "x: {$eval: 'split(release.name, \"h\")[0]'}", "shop" },
	{ "x: {$eval: 'max(1, release.port)'}", "80" },
	{ "x: {$eval: release.port > 1}", "release.port > 1" },
	{ "x: {$if: on_, then: {$eval: release.name}}", "shop" },
	{ "x: {$if: on_, then: {a: '${release.name}'}}",
	    "{a: '${release.name}'}" },
	{ "{$let: {v: {$eval: release.name}}, in: {x: {$eval: v}}}", "shop" },
	{ "{$merge: [{x: 1}, {x: {$eval: release.port}}]}", "80" },
	{ "{$mergeDeep: [{x: 1}, {x: {$eval: release.port}}]}", "80" },
	{ "x: {$sort: {$eval: release.hosts}}",
	    "- b.example\n    - a.example" },
	{ "x: {$map: {$eval: release.hosts}, each(h): h}",
	    "{$map: {$eval: release.hosts}, each(h): h}" },
	{ "x: {$json: {$eval: release.labels}}", "{app: shop}" },
};

static void
keeps_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(origins); i++) {
		struct evaluate e;
		const struct node *x;

		evaluate(&e, context, origins[i].tmpl);
		if (!e.ok)
			fail_msg("%s: %.*s", origins[i].tmpl,
			    STR_ARG(evaluate_output(&e)));
		x = node_get(e.result, STR("x"));
		assert_non_null(x);
		EXPECT_STR(origins[i].tmpl, source_text(&e.sources, x->span),
		    origins[i].place);
		evaluate_end(&e);
	}
}

/* Items of lists that were sorted and mapped are still the user's. */
static void
keeps_places_of_items(void **state)
{
	struct evaluate e;

	(void)state;
	evaluate(&e, context, "{$map: {$sort: {$eval: release.hosts}}, "
	    "each(h): {host: {$eval: h}, name: '${h}.'}}");
	assert_true(e.ok);
	EXPECT_STR("host", source_text(&e.sources,
	    node_at(e.result, "0.host")->span), "a.example");
	EXPECT_STR("name", source_text(&e.sources,
	    node_at(e.result, "1.name")->span), "b.example");
	evaluate_end(&e);
}

/* A part of a made string is not looked for where other text stands. */
static void
points_at_whole_values(void **state)
{
	struct evaluate e;
	const struct node *x;

	(void)state;
	evaluate(&e, context, "x: ${release.quoted}-preview");
	assert_true(e.ok);
	x = node_get(e.result, STR("x"));
	EXPECT_STR("x", source_text(&e.sources,
	    node_part(&e.sources, x, 5, 12)), "\"sh\\x6fp\"");
	evaluate_end(&e);
}

static void
evaluates_documents(void **state)
{
	struct evaluate e;

	(void)state;
	evaluate(&e, context, "$if: off_\n---\n'${release.name}'\n");
	EXPECT_STR("two documents", evaluate_output(&e), "\"shop\"");
	evaluate_end(&e);
	/* One that fails is no matter to the next. */
	evaluate(&e, context, "$eval: nope\n---\n'${release.name}'\n");
	assert_false(e.ok);
	e.ok = jsone_eval(&e.jsone, e.tmpl.documents.at[1].root, &e.result);
	EXPECT_STR("after a failure", evaluate_output(&e), "\"shop\"");
	evaluate_end(&e);
}

static const char steps[] = "the template takes more than 1048576 steps";
static const char bytes[] = "the template makes more than 32 MiB of values";
static const char parts[] = "a value has more than 1048576 parts";
static const char deep[] = "a value nests more than 128 levels deep";

/* Few bytes that would take for ever, or more memory than there is. */
static const struct {
	const char *tmpl, *message;
} hostile[] = {
	{ "$eval: range(0, 10 ** 15)", steps },
	{ "$eval: 'len(range(-10 ** 15, 10 ** 15, 1))'", steps },
	{ "$eval: range(0, 1000000)", bytes },
	{ "{$map: {$eval: 'range(0, 1000)'}, each(x): {$map: {$eval: "
	    "'range(0, 1000)'}, each(y): 1}}", steps },
	{ "{$map: {$eval: 'range(0, 999)'}, each(x): {$eval: "
	    "'range(0, 999) == range(0, 999)'}}", steps },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: x, 'each(a,i)': "
	    "'${a}${a}'}", bytes },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: x, 'each(a,i)': "
	    "{$eval: a + a}}", bytes },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: x, 'each(a,i)': "
	    "{$eval: 'join([a, a, a], a)'}}", bytes },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: [1], 'each(a,i)': "
	    "{$eval: '[a, a]'}}", parts },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: {a: 1}, 'each(a,i)': "
	    "{x: {$eval: a}, y: {$eval: a}}}", parts },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: [1], 'each(a,i)': "
	    "{$flatten: [{$eval: a}, {$eval: a}]}}", steps },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: {a: [1]}, "
	    "'each(a,i)': {$mergeDeep: [{$eval: a}, {$eval: a}]}}", steps },
	{ "{$reduce: {$eval: 'range(0, 64)'}, initial: x, 'each(a,i)': "
	    "{$json: [{$eval: a}, {$eval: a}]}}", bytes },
	{ "{$reduce: {$eval: 'range(0, 999)'}, initial: [1], 'each(a,i)': "
	    "[{$eval: a}]}", deep },
	{ "{$reduce: {$eval: 'range(0, 999)'}, initial: [1], 'each(a,i)': "
	    "{$eval: '{b: a}'}}", deep },
	{ "{$reduce: {$eval: 'range(0, 999)'}, initial: {}, 'each(a,i)': "
	    "{$mergeDeep: [{$eval: a}, {a: {$eval: a}}]}}", deep },
	/* shared text, which is written out in full */
	{ "{$let: {s: {$reduce: {$eval: 'range(0, 20)'}, initial: x, "
	    "'each(a,i)': '${a}${a}'}}, in: {$map: {$eval: 'range(0, 99)'}, "
	    "each(x): {$eval: s}}}", bytes },
	{ "{$let: {s: {$reduce: {$eval: 'range(0, 20)'}, initial: a, "
	    "'each(a,i)': '${a}${a}'}}, in: {$map: {$eval: "
	    "'range(0, 99999)'}, each(x): {$eval: 's[:99999] in s'}}}",
	    steps },
	{ "{$let: {s: {$reduce: {$eval: 'range(0, 20)'}, initial: a, "
	    "'each(a,i)': '${a}${a}'}}, in: {$map: {$eval: "
	    "'range(0, 9999)'}, each(x): {$eval: 'len(s)'}}}", steps },
};

static void
stops(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct evaluate e;

		evaluate(&e, "{}", hostile[i].tmpl);
		assert_false(e.ok);
		EXPECT_STR(hostile[i].tmpl, evaluate_output(&e),
		    hostile[i].message);
		evaluate_end(&e);
	}
}

/* All documents of a template have one budget; its end is said once. */
static void
shares_the_budget(void **state)
{
	static const char tmpl[] = "$eval: 'len(range(0, 100000))'\n";
	struct evaluate e;
	size_t n = 0;

	(void)state;
	evaluate(&e, "{}", tmpl);
	while (e.ok && n++ < 1000)
		e.ok = jsone_eval(&e.jsone, e.tmpl.documents.at[0].root,
		    &e.result);
	assert_false(e.ok);
	assert_in_range(n, 1, 11);
	assert_int_equal(e.diags.list.n, 1);
	assert_false(jsone_eval(&e.jsone, e.tmpl.documents.at[0].root,
	    &e.result));
	assert_int_equal(e.diags.list.n, 1);
	evaluate_end(&e);
}

/* Aliases count as deep as what they stand for, in what is read too. */
static void
knows_depth(void **state)
{
	struct evaluate e;
	struct buf text;

	(void)state;
	buf_init(&text);
	buf_puts(&text, "a: &a ");
	buf_fill(&text, '[', 100);
	buf_fill(&text, ']', 100);
	buf_puts(&text, "\nb: {c: *a}");
	buf_putc(&text, '\0');
	evaluate(&e, text.at, "$eval: '{a: a, b: b}'");
	assert_true(e.ok);
	assert_int_equal(e.result->depth, 102);
	assert_int_equal(node_get(e.result, STR("a"))->depth, 100);
	evaluate_end(&e);
	evaluate(&e, text.at, "{$reduce: {$eval: 'range(0, 28)'}, "
	    "initial: 0, 'each(x, i)': {$if: i == 0, then: {$eval: a}, else: "
	    "[{$eval: x}]}}");
	assert_true(e.ok);
	assert_int_equal(e.result->depth, 127);
	evaluate_end(&e);
	buf_release(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(evaluates),
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_contexts),
		cmocka_unit_test(keeps_places),
		cmocka_unit_test(keeps_places_of_items),
		cmocka_unit_test(points_at_whole_values),
		cmocka_unit_test(evaluates_documents),
		cmocka_unit_test(stops),
		cmocka_unit_test(shares_the_budget),
		cmocka_unit_test(knows_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
