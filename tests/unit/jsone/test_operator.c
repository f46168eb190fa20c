/*
 * The operators: what they evaluate to, what they take, and how the two of
 * each(...) and by(...) are written.
 */
#include "evaluate.h"

static const char context[] =
    "release: {name: shop, hosts: [b.example, a.example]}\n"
    "on_: true\n"
    "off_: false\n"
    "nil: null\n"
    "level: 5\n"
    "ports: [{n: 443, p: tls}, {n: 80, p: web}, {n: 8080, p: alt}]\n"
    "blue: {image: 'shop:1', env: {LOG: info, TZ: UTC}, args: [-v]}\n"
    "text: '${not} evaluated: {$eval: x}'\n";

static const struct {
	const char *tmpl, *result;
} values[] = {
	/* $eval */
	{ "$eval: level + 1", "6" },
	{ "$eval: blue.env", "{\"LOG\":\"info\",\"TZ\":\"UTC\"}" },
	{ "a: [{$eval: 'nil'}]", "{\"a\":[null]}" },
	{ "$eval: text", "\"${not} evaluated: {$eval: x}\"" },
	/* $if */
	{ "{$if: on_, then: a, else: b}", "\"a\"" },
	{ "{$if: off_, then: a, else: b}", "\"b\"" },
	{ "{$if: off_, then: a}", "nothing" },
	{ "{$if: on_, else: b}", "nothing" },
	{ "$if: on_", "nothing" },
	{ "[1, {$if: off_, then: 2}, 3]", "[1,3]" },
	{ "{a: {$if: off_, then: 2}, b: 3}", "{\"b\":3}" },
	{ "{a: {$if: on_, then: {$if: off_, then: 1}}}", "{}" },
	{ "{a: {$if: on_, then: null}}", "{\"a\":null}" },
	{ "{$if: 'level > 4', then: '${level}', else: {$eval: nope}}",
	    "\"5\"" },
	{ "{$if: '\"\"', then: 1, else: 0}", "0" },
	{ "{$if: '\"0\"', then: 1, else: 0}", "1" },
	{ "{$if: nil, then: 1, else: 0}", "0" },
	{ "{$if: '[]', then: 1, else: 0}", "0" },
	{ "{$if: '{a: 0}', then: 1, else: 0}", "1" },
	{ "{$if: level - 5, then: 1, else: 0}", "0" },
	{ "{$if: min, then: 1, else: 0}", "1" },
	/* $switch */
	{ "$switch: {'level == 5': five, 'level == 6': six}", "\"five\"" },
	{ "$switch: {'level == 6': six}", "nothing" },
	{ "[0, {$switch: {off_: 1}}]", "[0]" },
	{ "{a: {$switch: {off_: 1}}, b: 2}", "{\"b\":2}" },
	{ "$switch: {off_: 1, $default: '${level}'}", "\"5\"" },
	{ "$switch: {on_: 1, $default: {$eval: nope}}", "1" },
	{ "[{$switch: {$default: null}}, {$switch: {$default: ''}}, "
	    "{$switch: {$default: 0}}, {$switch: {$default: false}}]",
	    "[null,\"\",0,false]" },
	{ "$switch: {on_: {$if: off_, then: 1}}", "nothing" },
	{ "$switch: {}", "nothing" },
	/* $match, in the order of the conditions */
	{ "$match: {'on_ && level': a, 'level > 9': b, 'level > 1': c}",
	    "[\"c\",\"a\"]" },
	{ "$match: {off_: 1}", "[]" },
	{ "$match: {}", "[]" },
	{ "x: {$match: {on_: {$eval: level}}}", "{\"x\":[5]}" },
	{ "$match: {on_: {$if: off_, then: 1}, 'true': 2}", "[2]" },
	/* $let */
	{ "{$let: {x: 2, y: {$eval: level}}, in: {$eval: x * y}}", "10" },
	{ "{$let: {level: 1}, in: {$eval: level}}", "1" },
	{ "{$let: {x: 1}, in: {$let: {x: {$eval: x + 1}}, in: '${x}'}}",
	    "\"2\"" },
	{ "{$let: {$eval: blue}, in: {$eval: image}}", "\"shop:1\"" },
	{ "{$let: {$if: on_, then: {a: 1}}, in: {$eval: a}}", "1" },
	{ "{$let: {'p_${release.name}': 1}, in: {$eval: p_shop}}", "1" },
	{ "{$let: {f: {$eval: uppercase}}, in: '${f(\"x\")}'}", "\"X\"" },
	{ "{$let: {fromNow: {$eval: lowercase}, now: A}, "
	    "in: {$eval: fromNow(now)}}", "\"a\"" },
	{ "{$let: {x: 1}, in: {$if: 'defined(\"x\")', then: 1}}", "1" },
	{ "{$let: {x: {$if: off_, then: 1}}, in: {$eval: defined('x')}}",
	    "false" },
	{ "{$let: {x: 1}, in: null}", "null" },
	{ "[{$let: {x: 1}, in: {$if: off_, then: 1}}]", "[]" },
	/* $map */
	{ "{$map: [1, 2], each(x): {$eval: x * level}}", "[5,10]" },
	{ "{$map: [a, b], 'each(x,i)': '${i}${x}'}", "[\"0a\",\"1b\"]" },
	{ "{$map: [a], 'each(x,  i)': '${i}${x}'}", "[\"0a\"]" },
	{ "{$map: [], each(x): {$eval: nope}}", "[]" },
	{ "{$map: {$eval: ports}, each(p): {$eval: p.n}}", "[443,80,8080]" },
	{ "{$map: [1, 2, 3], each(x): {$if: 'x != 2', then: {$eval: x}}}",
	    "[1,3]" },
	{ "{$map: [x], each(x): x}", "[\"x\"]" },
	{ "{$map: [5], 'each(x, x)': {$eval: x}}", "[0]" },
	{ "{$map: {$eval: blue.env}, 'each(v,k)': {'E_${k}': {$eval: v}}}",
	    "{\"E_LOG\":\"info\",\"E_TZ\":\"UTC\"}" },
	{ "{$map: {$eval: blue.env}, each(e): "
	    "{'${e.val}': {$eval: e.key}}}",
	    "{\"info\":\"LOG\",\"UTC\":\"TZ\"}" },
	{ "{$map: {b: 1, a: 2}, 'each(v,k)': {same: {$eval: v}, "
	    "'${k}': 0}}", "{\"same\":2,\"b\":0,\"a\":0}" },
	{ "{$map: {a: 1, b: 2}, 'each(v,k)': {$if: v > 1, then: "
	    "{'${k}': 1}}}", "{\"b\":1}" },
	{ "{$map: {}, each(x): 1}", "{}" },
	/* $find */
	{ "{$find: {$eval: ports}, each(p): p.p == 'web'}",
	    "{\"n\":80,\"p\":\"web\"}" },
	{ "{$find: [4, 5, 5], 'each(x, i)': 'x == 5 && i > 1'}", "5" },
	{ "{$find: [4], each(x): x > level}", "nothing" },
	{ "{a: {$find: [4], each(x): x > level}, b: 1}", "{\"b\":1}" },
	{ "[{$find: [null], each(x): 'true'}]", "[null]" },
	{ "{$find: [], each(x): nope}", "nothing" },
	{ "{$find: ['$', '${text}'], 'each(x,i)': i == 1}",
	    "\"${not} evaluated: {$eval: x}\"" },
	/* $reduce */
	{ "{$reduce: [1, 2, 3], initial: 0, 'each(a,x)': {$eval: a + x}}",
	    "6" },
	{ "{$reduce: [5, 6], initial: '', 'each(a, x, i)': '${a}${i}${x}'}",
	    "\"0516\"" },
	{ "{$reduce: [], initial: [7], 'each(a,x)': 1}", "[7]" },
	{ "{$reduce: [1, 2, 3], initial: 0, 'each(a,x)': {$if: x != 2, "
	    "then: {$eval: a + x}}}", "4" },
	{ "{$reduce: [a, b], initial: {}, 'each(o,x)': {$merge: [{$eval: o},"
	    " {'${x}': 1}]}}", "{\"a\":1,\"b\":1}" },
	/* $merge: a key stays where it came first */
	{ "$merge: [{b: 1, a: 1}, {c: 3, b: 2}]",
	    "{\"b\":2,\"a\":1,\"c\":3}" },
	{ "$merge: []", "{}" }, { "$merge: [{}]", "{}" },
	{ "$merge: [{$eval: blue.env}, {TZ: CET}]",
	    "{\"LOG\":\"info\",\"TZ\":\"CET\"}" },
	{ "$merge: [{a: 1}, {$if: off_, then: 1}]", "{\"a\":1}" },
	{ "$merge: [{a: {x: 1}}, {a: {y: 2}}]", "{\"a\":{\"y\":2}}" },
	/* $mergeDeep */
	{ "$mergeDeep: [{a: {x: 1, y: [1]}}, {a: {y: [2], x: 2}}]",
	    "{\"a\":{\"x\":2,\"y\":[1,2]}}" },
	{ "$mergeDeep: [{$eval: blue}, {env: {LOG: debug}, args: [-q]}]",
	    "{\"image\":\"shop:1\",\"env\":{\"LOG\":\"debug\",\"TZ\":\"UTC\"},"
	    "\"args\":[\"-v\",\"-q\"]}" },
	{ "$mergeDeep: [{a: [1]}, {a: {b: 1}}, {a: 2}]", "{\"a\":2}" },
	{ "$mergeDeep: [{a: [1]}, {a: [2]}, {a: [3]}]", "{\"a\":[1,2,3]}" },
	{ "$mergeDeep: []", "{}" }, { "$mergeDeep: [{}]", "{}" },
	/* $flatten and $flattenDeep */
	{ "$flatten: [[1, 2], 3, [[4]], []]", "[1,2,3,[4]]" },
	{ "$flatten: []", "[]" }, { "$flatten: [[]]", "[]" },
	{ "$flatten: [a, {b: [1]}]", "[\"a\",{\"b\":[1]}]" },
	{ "$flatten: {$eval: '[release.hosts, [1]]'}",
	    "[\"b.example\",\"a.example\",1]" },
	{ "$flattenDeep: [1, [2, [3, [[4]]]], {a: [5]}]",
	    "[1,2,3,4,{\"a\":[5]}]" },
	{ "$flattenDeep: [[[]]]", "[]" },
	/* $sort and $reverse */
	{ "$sort: [10, 9, 2.5, -1]", "[-1,2.5,9,10]" },
	{ "$sort: [b, ab, a, B]", "[\"B\",\"a\",\"ab\",\"b\"]" },
	{ "$sort: []", "[]" },
	{ "$sort: {$eval: release.hosts}", "[\"a.example\",\"b.example\"]" },
	{ "{$map: {$sort: {$eval: ports}, by(p): p.n}, each(p): "
	    "{$eval: p.p}}", "[\"web\",\"tls\",\"alt\"]" },
	{ "{$sort: [ba, ab, bb, aa], 'by(x)': 'x[0]'}",
	    "[\"ab\",\"aa\",\"ba\",\"bb\"]" },
	{ "{$sort: [2, 1], by(x): level}", "[2,1]" },
	{ "{$sort: [3, 1, 2], by(x): -x}", "[3,2,1]" },
	{ "$sort: [9007199254740993, 3]", "[3,9007199254740993]" },
	{ "$reverse: [1, a, [2]]", "[[2],\"a\",1]" },
	{ "$reverse: {$sort: [2, 1]}", "[2,1]" },
	{ "$reverse: []", "[]" },
	/* $json */
	{ "$json: {b: [1, 2.50, null, true], a: 'x\"y'}",
	    "\"{\\\"a\\\":\\\"x\\\\\\\"y\\\",\\\"b\\\":[1,2.5,null,true]}\"" },
	{ "$json: level + 1", "\"\\\"level + 1\\\"\"" },
	{ "$json: {$eval: level + 1}", "\"6\"" },
	{ "$json: {$eval: nil}", "\"null\"" },
	{ "$json: []", "\"[]\"" },
	{ "$json: {$eval: '{c: 10 ** 21}'}", "\"{\\\"c\\\":1e+21}\"" },
	{ "$json: {\xF0\x9F\x9A\xA2: 1, \xEF\xBF\xBD: 2, z: 3}",
	    "\"{\\\"z\\\":3,\\\"\xEF\xBF\xBD\\\":2,"
	    "\\\"\xF0\x9F\x9A\xA2\\\":1}\"" },
	/* escapes */
	{ "$$eval: level", "{\"$eval\":\"level\"}" },
	{ "{$$let: {$$if: a}, in: {$eval: level}}",
	    "{\"$let\":{\"$if\":\"a\"},\"in\":5}" },
	{ "{$$map: 1, $$other: 2, each(x): 3}",
	    "{\"$map\":1,\"$other\":2,\"each(x)\":3}" },
	{ "{$$$x: 1, '$${level}': 2}", "{\"$$x\":1,\"${level}\":2}" },
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
	/* which operator */
	{ "$evil: 1", "$evil", "there is no operator \"$evil\"" },
	{ "a: {b: 1, $x-y: 2}", "$x-y", "there is no operator \"$x-y\"" },
	{ "$: 1", "$", "there is no operator \"$\"" },
	{ "a: {$if: off_, then: 1}\n$b: 1", "$b",
	    "there is no operator \"$b\"" },
	{ "{$eval: level, $if: level}", "$if", "a mapping can be one operator "
	    "only, and this one already is $eval" },
	{ "$fromNow: 1 day", "$fromNow", "$fromNow needs a clock, and the "
	    "same template must give the same manifests at any time" },
	/* what stands beside it */
	{ "{$eval: level, b: 1}", "b",
	    "\"b\" does not belong to $eval, which stands alone" },
	{ "{$if: on_, $then: 1}", "$then", "\"$then\" does not belong to $if, "
	    "which takes \"then\" and \"else\"" },
	{ "{b: 1, $let: {}, in: 1}", "b",
	    "\"b\" does not belong to $let, which takes \"in\"" },
	{ "{$map: [], each(x): 1, y: 2}", "y", "\"y\" does not belong to "
	    "$map, which takes each(value) or each(value, index)" },
	{ "{$map: [], each: 1}", "each", "\"each\" does not belong to $map, "
	    "which takes each(value) or each(value, index)" },
	{ "{$map: [], each(x): 1, each(y): 2}", "each(y)", "\"each(y)\" does "
	    "not belong to $map, which takes each(value) or each(value, "
	    "index)" },
	{ "{$reduce: [], 'each(a,x)': 1, init: 2}", "init",
	    "\"init\" does not belong to $reduce, which takes \"initial\" and "
	    "each(result, value) or each(result, value, index)" },
	{ "{$sort: [], each(x): x}", "each(x)",
	    "\"each(x)\" does not belong to $sort, which takes by(value)" },
	{ "{$json: 1, b: 1}", "b",
	    "\"b\" does not belong to $json, which stands alone" },
	{ "$let: {a: 1}", "$let", "\"in\" is missing beside $let" },
	{ "$map: []", "$map", "\"each(...)\" is missing beside $map" },
	{ "$find: []", "$find", "\"each(...)\" is missing beside $find" },
	{ "{$reduce: [], initial: 1}", "$reduce",
	    "\"each(...)\" is missing beside $reduce" },
	{ "{$reduce: [], 'each(a,x)': 1}", "$reduce",
	    "\"initial\" is missing beside $reduce" },
	/* each(...) and by(...) */
	{ "{$map: [], each(): 1}", "each()", "\"each()\" is not right: $map "
	    "takes each(value) or each(value, index)" },
	{ "{$map: [], 'each(a,b,c)': 1}", "'each(a,b,c)'",
	    "\"each(a,b,c)\" is not right: $map takes each(value) or "
	    "each(value, index)" },
	{ "{$find: [], each(1x): 1}", "each(1x)", "\"each(1x)\" is not right: "
	    "$find takes each(value) or each(value, index)" },
	{ "{$map: [], 'each(a,)': 1}", "'each(a,)'", "\"each(a,)\" is not "
	    "right: $map takes each(value) or each(value, index)" },
	{ "{$map: [], 'each( a)': 1}", "'each( a)'", "\"each( a)\" is not "
	    "right: $map takes each(value) or each(value, index)" },
	{ "{$map: [], each(a: 1}", "each(a", "\"each(a\" is not right: $map "
	    "takes each(value) or each(value, index)" },
	{ "{$reduce: [], initial: 1, each(a): 1}", "each(a)", "\"each(a)\" is "
	    "not right: $reduce takes \"initial\" and each(result, value) or "
	    "each(result, value, index)" },
	{ "{$sort: [], 'by(a,b)': 1}", "'by(a,b)'",
	    "\"by(a,b)\" is not right: $sort takes by(value)" },
	/* expressions are strings */
	{ "$eval: 11", "11",
	    "$eval takes an expression, which is a string; this is a number" },
	{ "$eval: {$eval: \"'1'\"}", "{$eval: \"'1'\"}", "$eval takes an "
	    "expression, which is a string; this is a mapping" },
	{ "$eval: null", "null",
	    "$eval takes an expression, which is a string; this is null" },
	{ "{$if: true, then: 1}", "true",
	    "$if takes an expression, which is a string; this is a boolean" },
	{ "{$find: [1], each(x): [x]}", "[x]", "each(...) of $find takes an "
	    "expression, which is a string; this is a list" },
	{ "{$sort: [1], by(x): 1}", "1", "by(...) of $sort takes an "
	    "expression, which is a string; this is a number" },
	{ "$switch: {'on_ +': 1}", "",
	    "the expression ends where a value is expected" },
	{ "$match: {'': 1}", "",
	    "the expression ends where a value is expected" },
	/* values of the wrong type */
	{ "$switch: [on_]", "[on_]",
	    "$switch takes a mapping, but this is a list" },
	{ "$match: on_", "on_",
	    "$match takes a mapping, but this is a string" },
	{ "$switch: {on_: 1, 'level == 5': 2}", "'level == 5'",
	    "two conditions of this $switch are true, where only one may be" },
	{ "{$let: [1], in: 1}", "[1]",
	    "$let takes a mapping, but this is a list" },
	{ "{$let: null, in: 1}", "null",
	    "$let takes a mapping, but this is null" },
	{ "{$let: {$eval: level}, in: 1}", "{$eval: level}",
	    "$let takes a mapping, but this evaluates to a number" },
	{ "{$let: {$if: off_, then: {}}, in: 1}", "{$if: off_, then: {}}",
	    "$let takes a mapping, but this evaluates to nothing" },
	{ "{$let: {a: 1, 2b: 1}, in: 1}", "2b", "\"2b\" cannot be the name of "
	    "a variable: it takes letters, digits and _, no digit first" },
	{ "{$let: {a.b: 1}, in: 1}", "a.b", "\"a.b\" cannot be the name of a "
	    "variable: it takes letters, digits and _, no digit first" },
	{ "{$let: {'': 1}, in: 1}", "''", "\"\" cannot be the name of a "
	    "variable: it takes letters, digits and _, no digit first" },
	{ "{$let: {'${blue.image}': 1}, in: 1}", "$let", "\"shop:1\" cannot "
	    "be the name of a variable: it takes letters, digits and _, no "
	    "digit first" },
	{ "[{$let: {x: 1}, in: 2}, {$eval: x}]", "x",
	    "there is no variable or function \"x\"" },
	{ "{$map: abc, each(x): 1}", "abc",
	    "$map takes a list or a mapping, but this is a string" },
	{ "{$map: null, each(x): 1}", "null",
	    "$map takes a list or a mapping, but this is null" },
	{ "{$map: {a: 1}, each(x): ['${x.key}']}", "['${x.key}']",
	    "$map over a mapping makes a mapping of mappings, but this "
	    "evaluates to a list" },
	{ "{$find: {a: 1}, each(x): x}", "{a: 1}",
	    "$find takes a list, but this evaluates to a mapping" },
	{ "{$find: x, each(x): x}", "x",
	    "$find takes a list, but this is a string" },
	{ "{$reduce: {$eval: blue}, initial: 0, 'each(a,x)': 1}",
	    "{$eval: blue}",
	    "$reduce takes a list, but this evaluates to a mapping" },
	{ "{$reduce: 10, initial: 0, 'each(a,x)': 1}", "10",
	    "$reduce takes a list, but this is a number" },
	{ "{$reduce: [1], initial: {a: '${level}'}, 'each(a,x)': 1}",
	    "'${level}'", "\"initial\" of $reduce is taken as it is written, "
	    "so this would not be evaluated" },
	{ "{$reduce: [], initial: [{$eval: level}], 'each(a,x)': 1}",
	    "$eval", "\"initial\" of $reduce is taken as it is written, so "
	    "this would not be evaluated" },
	{ "$merge: {a: 1}", "{a: 1}",
	    "$merge takes a list of mappings, but this evaluates to a "
	    "mapping" },
	{ "$merge: null", "null",
	    "$merge takes a list of mappings, but this is null" },
	{ "$merge: [{}, null]", "null",
	    "$merge takes a list of mappings, but item [1] is null" },
	{ "$mergeDeep: [{$eval: blue}, {$eval: blue.args}]",
	    "[{$eval: blue}, {$eval: blue.args}]",
	    "$mergeDeep takes a list of mappings, but item [1] is a list" },
	{ "$flatten: {a: 1}", "{a: 1}",
	    "$flatten takes a list, but this evaluates to a mapping" },
	{ "$flattenDeep: null", "null",
	    "$flattenDeep takes a list, but this is null" },
	{ "$reverse: abc", "abc",
	    "$reverse takes a list, but this is a string" },
	{ "$reverse: true", "true",
	    "$reverse takes a list, but this is a boolean" },
	{ "$sort: abc", "abc", "$sort takes a list, but this is a string" },
	{ "$sort: {b: 1}", "{b: 1}",
	    "$sort takes a list, but this evaluates to a mapping" },
	{ "$sort: [1, '2']", "'2'", "$sort takes only numbers or only "
	    "strings, but item [1] is a string" },
	{ "$sort: [null]", "null", "$sort takes only numbers or only "
	    "strings, but item [0] is null" },
	{ "$sort: [true, false]", "true", "$sort takes only numbers or only "
	    "strings, but item [0] is a boolean" },
	{ "$sort: [{a: 1}]", "{a: 1}", "$sort takes only numbers or only "
	    "strings, but item [0] is a mapping" },
	{ "$sort: {$eval: ports}", "{$eval: ports}", "$sort takes only "
	    "numbers or only strings, but item [0] is a mapping" },
	{ "{$sort: [[1], [2]], by(x): x}", "x", "$sort takes only numbers or "
	    "only strings, but what it gets for item [0] is a list" },
	{ "{$sort: [1, a], by(x): x}", "x", "$sort takes only numbers or "
	    "only strings, but what it gets for item [1] is a string" },
	{ "{$sort: [1], by(x): nope}", "nope",
	    "there is no variable or function \"nope\"" },
	{ "$json: {$if: off_, then: 1}", "{$if: off_, then: 1}",
	    "$json takes a value, but this evaluates to nothing" },
	{ "$json: [{$eval: max}]", "max",
	    "the function \"max\" cannot be written as JSON" },
	{ "{$let: {f: {$eval: max}}, in: {a: [{$eval: f}]}}", "max",
	    "the function \"max\" is not called here, and is no value for a "
	    "manifest" },
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
offers(void **state)
{
	static const struct {
		const char *tmpl, *fix;
	} cases[] = {
		{ "$evla: 1", "$eval" }, { "$swich: {}", "$switch" },
		{ "$mergedeep: []", "$mergeDeep" },
		{ "$ref: x", "$$ref if the key shall begin with $" },
		{ "{$if: on_, $then: 1}", "then" },
		{ "{$if: on_, esle: 1}", "else" },
		{ "{$reduce: [], 'each(a,x)': 1, init: 2}", "initial" },
		{ "{$if: true, then: 1}", "\"true\"" },
		{ "$map: []", "each(value) or each(value, index)" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct evaluate e;

		evaluate(&e, context, cases[i].tmpl);
		assert_false(e.ok);
		assert_int_equal(e.diags.list.at[0]->fixes.n, 1);
		EXPECT_STR(cases[i].tmpl, e.diags.list.at[0]->fixes.at[0].say,
		    cases[i].fix);
		evaluate_end(&e);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(evaluates),
		cmocka_unit_test(refuses),
		cmocka_unit_test(offers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
