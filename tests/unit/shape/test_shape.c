/*
 * The walker: what it says of a text under one shape with everything in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shape/shape.h"
#include "yaml/stream.h"

static const char *const colours[] = { "", "blue", "green", NULL };
static const struct shape text = { .kind = SHAPE_STR };
static const struct shape colour = { .kind = SHAPE_STR, .words = colours };
static const struct shape label = {
	.kind = SHAPE_STR, .format = &format_dns_label,
};
static const struct shape port = {
	.kind = SHAPE_INT, .min = 1, .max = 65535,
};
static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape either = {
	.kind = SHAPE_INT_OR_STR, .min = 1, .max = 9,
};
static const struct shape labels = {
	.kind = SHAPE_DICT, .of = &label, .format = &format_dns_label,
};
static const struct shape names = {
	.kind = SHAPE_LIST, .of = &label, .least = 1,
};
static const struct field open_fields[] = {
	{ .name = "known", .shape = &port, .required = true,
	    .hint = "known: 1" },
	{ .name = NULL }
};
static const struct shape open = {
	.kind = SHAPE_STRUCT, .what = "an open thing", .open = true,
	.fields = open_fields,
};
static const struct shape choice = {
	.kind = SHAPE_CHOICE, .of = &label, .alt = &open,
};
static const struct field thing_fields[] = {
	{ .name = "name", .shape = &text, .required = true },
	{ .name = "colour", .shape = &colour },
	{ .name = "label", .shape = &label },
	{ .name = "port", .shape = &port },
	{ .name = "flag", .shape = &flag },
	{ .name = "either", .shape = &either },
	{ .name = "labels", .shape = &labels },
	{ .name = "names", .shape = &names },
	{ .name = "open", .shape = &open },
	{ .name = "choice", .shape = &choice },
	{ .name = "longFieldName", .shape = &text },
	{ .name = "formerly", .shape = &text, .hidden = true },
	{ .name = NULL }
};
static const struct shape thing = {
	.kind = SHAPE_STRUCT, .what = "a thing", .fields = thing_fields,
};

static bool
is_open_question(struct str s)
{
	return str_starts(s, STR("?"));
}

static const struct shape_rules rules = {
	.unknown = RULE_FIELD_UNKNOWN, .type = RULE_FIELD_TYPE,
	.required = RULE_FIELD_REQUIRED, .invalid = RULE_FIELD_INVALID,
	.skip = is_open_question,
};

enum { U = RULE_FIELD_UNKNOWN, T = RULE_FIELD_TYPE,
	R = RULE_FIELD_REQUIRED, I = RULE_FIELD_INVALID, NONE = 0 };

/* What is reported for it, and the fix of the first, if it has one. */
static const struct {
	const char *text;
	unsigned rules[4];
	const char *fix;
	bool safe;
} cases[] = {
	{ "name: a", { NONE }, NULL, false },
	{ "name: ''", { NONE }, NULL, false },
	{ "{}", { R }, NULL, false },
	{ "name: null", { R }, NULL, false },
	{ "[a]", { T }, NULL, false },
	{ "name: 80", { T }, "\"80\"", true },
	{ "name: 1.10", { T }, "\"1.10\"", true },
	{ "name: True", { T }, "\"True\"", true },
	{ "name: yes", { T }, "\"yes\"", false },	/* or is it "true"? */
	{ "name: ~", { R }, NULL, false },
	{ "name: &a 80", { T }, NULL, false },
	{ "name: !!int 80", { T }, NULL, false },
	{ "name: [a]", { T }, NULL, false },
	{ "nmae: a", { U }, "name", false },	/* not also missing */
	{ "{name: a, labl: b}", { U }, "label", false },
	{ "{name: a, longfieldname: b}", { U }, "longFieldName", true },
	{ "{'name': a, 'Label': b}", { U }, "'label'", true },
	{ "{\"name\": \"a\", \"Label\": \"b\"}", { U }, "\"label\"", true },
	{ "{name: a, Label: b, LABEL: c}", { U, U }, "label", false },
	{ "{name: a, label: b, LABEL: c}", { U }, "labels", false },
	{ "{name: a, longField: b}", { U }, "longFieldName", false },
	{ "{name: a, zzz: b}", { U }, NULL, false },
	{ "{name: a, formely: b}", { U }, NULL, false },
	{ "{name: a, formerly: b}", { NONE }, NULL, false },
	{ "{name: a, colour: ''}", { NONE }, NULL, false },
	{ "{name: a, colour: blue}", { NONE }, NULL, false },
	{ "{name: a, colour: Blue}", { I }, "blue", true },
	{ "{name: a, colour: 'blue '}", { I }, "'blue'", true },
	{ "{name: a, colour: \"BLUE\"}", { I }, "\"blue\"", true },
	{ "{name: a, colour: bleu}", { I }, "blue", false },
	{ "{name: a, colour: &c Blue}", { I }, NULL, false },
	{ "name: a\ncolour: |-\n  Blue\n", { I }, NULL, false },
	{ "{name: a, colour: red}", { I }, NULL, false },
	{ "{name: a, colour: '?c'}", { NONE }, NULL, false },
	{ "{name: a, label: A}", { I }, NULL, false },
	{ "{name: a, label: 1.5}", { T }, NULL, false },	/* "1.5", too */
	{ "{name: a, label: '?A'}", { NONE }, NULL, false },
	{ "{name: a, port: 80}", { NONE }, NULL, false },
	{ "{name: a, port: 0}", { I }, NULL, false },
	{ "{name: a, port: 65536}", { I }, NULL, false },
	{ "{name: a, port: 1.5}", { T }, NULL, false },
	{ "{name: a, port: '80'}", { T }, "80", true },
	{ "{name: a, port: ' 80 '}", { T }, "80", true },
	{ "{\"name\": \"a\", \"port\": \"80\"}", { T }, "80", true },
	{ "{name: a, port: '99999'}", { T }, NULL, false },
	{ "{name: a, port: '010'}", { T }, NULL, false },	/* 8, or 10? */
	{ "{name: a, port: '0x50'}", { T }, NULL, false },
	{ "{name: a, port: '1_0'}", { T }, NULL, false },
	{ "{name: a, port: ''}", { T }, NULL, false },
	{ "{name: a, port: &p '80'}", { T }, NULL, false },
	{ "{name: a, port: '?p'}", { NONE }, NULL, false },
	{ "{name: a, port: http}", { T }, NULL, false },
	{ "{name: a, flag: true}", { NONE }, NULL, false },
	{ "{name: a, flag: 'true'}", { T }, "true", true },
	{ "{name: a, flag: 'Yes'}", { T }, "true", true },
	{ "{name: a, flag: ' off'}", { T }, "false", true },
	{ "{name: a, flag: '1'}", { T }, NULL, false },
	{ "{name: a, either: 5}", { NONE }, NULL, false },
	{ "{name: a, either: http}", { NONE }, NULL, false },
	{ "{name: a, either: 10}", { I }, NULL, false },
	{ "{name: a, either: true}", { T }, NULL, false },
	{ "{name: a, labels: {a: b, c: null}}", { NONE }, NULL, false },
	{ "{name: a, labels: {A: b, c: D}}", { I, I }, NULL, false },
	{ "{name: a, labels: {a: true}}", { T }, "\"true\"", true },
	{ "{name: a, names: [a, b]}", { NONE }, NULL, false },
	{ "{name: a, names: []}", { I }, NULL, false },
	{ "{name: a, names: a}", { T }, NULL, false },
	{ "{name: a, names: [A, b, C]}", { I, I }, NULL, false },
	{ "{name: a, open: {known: 1, other: 2, knwon: 3}}", { NONE },
	    NULL, false },
	{ "{name: a, open: {other: 2}}", { R }, NULL, false },
	/* What belongs one step further in is said once. */
	{ "{name: a, known: 1}", { U }, NULL, false },
	{ "{name: a, known: 1, open: null}", { U }, NULL, false },
	{ "{name: a, open: {other: 2}, known: 1}", { U }, NULL, false },
	{ "{name: a, open: {known: 2}, known: 1}", { U }, NULL, false },
	{ "{name: a, open: [b], known: 1}", { T, U }, NULL, false },
	{ "{name: a, choice: a}", { NONE }, NULL, false },
	{ "{name: a, choice: {known: 1}}", { NONE }, NULL, false },
	{ "{name: a, choice: [a]}", { T }, NULL, false },
	{ "{port: x, flag: maybe, zzz: 1}", { T, T, U, R }, NULL, false },
};

static const struct node *
parse(struct arena *arena, struct diags *diags, const char *from)
{
	struct sources sources;
	struct stream stream = { 0 };

	sources_init(&sources, arena);
	stream_parse(arena, diags, &sources,
	    source_add(&sources, "test.yaml", str_from(from)), &stream);
	return stream.documents.at[0].root;
}

static void
check_case(size_t i)
{
	struct arena arena;
	struct diags diags;
	size_t expected = 0;
	bool good;

	arena_init(&arena);
	diags_init(&diags, &arena);
	good = shape_check(&diags, &rules, &thing,
	    parse(&arena, &diags, cases[i].text));
	while (expected < 4 && cases[i].rules[expected] != NONE)
		expected++;
	if (diags.list.n != expected || good != (expected == 0))
		fail_msg("%s: %zu findings", cases[i].text, diags.list.n);
	for (size_t k = 0; k < expected; k++)
		if (diags.list.at[k]->rule != cases[i].rules[k])
			fail_msg("%s: finding %zu is %s", cases[i].text, k,
			    rule_get(diags.list.at[k]->rule)->name);
	if (cases[i].fix != NULL &&
	    (diags.list.at[0]->fixes.n != 1 ||
	    !str_is(diags.list.at[0]->fixes.at[0].text, cases[i].fix) ||
	    diags.list.at[0]->fixes.at[0].safe != cases[i].safe))
		fail_msg("%s: another fix", cases[i].text);
	if (cases[i].fix == NULL && expected > 0 &&
	    diags.list.at[0]->fixes.n > 0 &&
	    diags.list.at[0]->fixes.at[0].where.file != 0)
		fail_msg("%s: has a fix", cases[i].text);
	arena_release(&arena);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_case(i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
