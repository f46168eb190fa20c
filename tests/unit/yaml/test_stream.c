/*
 * Reading: the tree, and the bytes each node says it stands at. A case shows
 * a document, a path into it, and the source text of the node there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yaml/emit.h"
#include "yaml/stream.h"

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct stream stream;
};

static void
setup(struct setup *t, struct str text)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	stream_parse(&t->arena, &t->diags, &t->sources,
	    source_add(&t->sources, "test.yaml", text), &t->stream);
	diags_finish(&t->diags);
}

static void
test_spans(void **state)
{
	static const struct {
		const char *text, *path, *span;
	} cases[] = {
		{ "a: b", "a", "b" },
		{ "a: b c  # d", "a", "b c" },
		{ "a: 'it''s'", "a", "'it''s'" },
		{ "a: \"x\\ty\"", "a", "\"x\\ty\"" },
		{ "\xEF\xBB\xBF" "a: b\n", "a", "b" },
		{ "a: b\r\nc: d\r\n", "c", "d" },
		{ "\xE6\x97\xA5: \xE6\x9C\xAC\nb: c\n", "b", "c" },
		{ "a: \xF0\x9F\x98\x80 x\nb: [y, z]\n", "b", "[y, z]" },
		{ "a:\n  b: 1\n  c: 2\n\n# end\nd: 3\n", "a", "b: 1\n  c: 2" },
		{ "a:\n- x\n- y: z\n\nb: 1\n", "a", "- x\n- y: z" },
		{ "a: &n\n  b: 1\nc: *n\n", "a", "b: 1" },
		{ "a: &n\n  b: 1\nc: *n\n", "c", "*n" },
		{ "a: &n\n  b: 1\nc:\n  d: 2\n  <<: *n\n", "c",
		    "d: 2\n  <<: *n" },
		{ "a: &n\n  b: 1\nc:\n  <<: *n\ne: 3\n", "c", "<<: *n" },
		{ "a: !!str 80\n", "a", "80" },
		{ "a: &x !!str \"80\"\n", "a", "\"80\"" },
		{ "a: |\n  one\n  two\n\n\nb: 1\n", "a", "|\n  one\n  two" },
		{ "a: >-\n  one\n  two\nb: 1\n", "a", ">-\n  one\n  two" },
		{ "{a: {b: [1, {c: d}]}}", "a.b.1.c", "d" },
		{ "a:\tb\n", "a", "b" },
		{ "a:\nb: 1\n", "a", "" },
		{ "a: x\n  y\nb: 1\n", "a", "x\n  y" },
		{ "# c\n---\n# d\na: b\n", "a", "b" },
		{ "a: b\xC2\x85" "c: d\n", "c", "d" },	/* NEL ends lines */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct node *n;
		struct setup t;

		setup(&t, str_from(cases[i].text));
		assert_int_equal(t.diags.list.n, 0);
		assert_int_equal(t.stream.documents.n, 1);
		n = node_at(t.stream.documents.at[0].root, cases[i].path);
		assert_non_null(n);
		assert_true(str_is(source_text(&t.sources, n->span),
		    cases[i].span));
		arena_release(&t.arena);
	}
}

/* Of two equal keys the second one may be the last, or not. */
static void
test_span_of_duplicates(void **state)
{
	static const char text[] = "a: 1\nb: 2\na: 3\nb: 4\na: 5";
	struct setup t;

	(void)state;
	setup(&t, STR("a: 1\nb: 2\na: 3\nb: 4\na: 5\n"));
	assert_int_equal(t.diags.list.n, 3);
	assert_true(str_is(source_text(&t.sources,
	    t.stream.documents.at[0].root->span), text));
	arena_release(&t.arena);
}

/* What is read, as one line of JSON a document. */
static void
test_values(void **state)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "" },
		{ "# nothing\n", "" },
		{ "---\n---\n", "" },
		{ "a: 1\n---\nb: 2\n", "{\"a\":1}{\"b\":2}" },
		{ "a: 1\n...\n---\nb: 2\n", "{\"a\":1}{\"b\":2}" },
		{ "a: yes\nb: on\nc: y\nd: nO\n",
		    "{\"a\":true,\"b\":true,\"c\":true,\"d\":\"nO\"}" },
		{ "a: 0x10\nb: 010\nc: 0o10\nd: 1_000\ne: 0b11\n",
		    "{\"a\":16,\"b\":8,\"c\":8,\"d\":1000,\"e\":3}" },
		{ "a: 1:30\nb: 2001-01-01\nc: 1e3\nd: .5\n",
		    "{\"a\":\"1:30\",\"b\":\"2001-01-01\",\"c\":1000.0,"
		    "\"d\":0.5}" },
		{ "a: ~\nb: Null\nc:\n", "{\"a\":null,\"b\":null,\"c\":null}" },
		{ "a: \"yes\"\nb: '80'\n", "{\"a\":\"yes\",\"b\":\"80\"}" },
		{ "a: !!str yes\nb: !!int '7'\nc: !foo 8\n",
		    "{\"a\":\"yes\",\"b\":7,\"c\":\"8\"}" },
		{ "80: a\ntrue: b\n", "{\"80\":\"a\",\"true\":\"b\"}" },
		{ "a: &x {b: 1}\nc: *x\n", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}" },
		{ "a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\n",
		    "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"b\":3,\"c\":2}}" },
		{ "a: &x {p: 1}\nb: &y {p: 2, q: 3}\nc: {<<: [*x, *y]}\n",
		    "{\"a\":{\"p\":1},\"b\":{\"p\":2,\"q\":3},"
		    "\"c\":{\"p\":1,\"q\":3}}" },
		{ "a: |\n  x\n  y\n", "{\"a\":\"x\\ny\\n\"}" },
		{ "a: \"\\0\\x41\\u00e9\"\n",
		    "{\"a\":\"\\u0000A\xC3\xA9\"}" },
		{ "{\"a\": [1, null, true], \"b\": {}}",
		    "{\"a\":[1,null,true],\"b\":{}}" },
		{ "%YAML 1.2\n---\na: 1\n", "{\"a\":1}" },
	};
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct setup t;

		buf_reset(&out);
		setup(&t, str_from(cases[i].text));
		assert_int_equal(t.diags.list.n, 0);
		for (size_t k = 0; k < t.stream.documents.n; k++)
			emit_json_line(&out, t.stream.documents.at[k].root);
		if (!str_is(buf_str(&out), cases[i].json))
			fail_msg("%s: %.*s", cases[i].text,
			    STR_ARG(buf_str(&out)));
		arena_release(&t.arena);
	}
	buf_release(&out);
}

/* Each finding as line:column:rule, and how many documents were read. */
static void
test_findings(void **state)
{
	const struct {
		struct str text;
		size_t documents;
		const char *findings;
	} cases[] = {
		{ STR("a: 1\na: 2\n"), 1, "2:1:yaml-duplicate-key " },
		{ STR("a: &x {b: 1}\nc: {<<: *x, b: 2}\n"), 1, "" },
		{ STR("a: [1\n---\nb: 1\n"), 1, "2:1:yaml-syntax " },
		{ STR("x: 1\n---\na: 'b\n---\nb: 1\n---\n]\n"), 2,
		    "4:1:yaml-syntax 7:1:yaml-syntax " },
		{ STR("a: *nope\n---\nb: 1\n"), 1, "1:4:yaml-syntax " },
		{ STR("a: &a [*a]\n"), 0, "1:8:yaml-syntax " },
		{ STR("? [a]\n: b\n"), 0, "1:3:yaml-syntax " },
		{ STR("a: 1\n<<: 5\n"), 0, "2:5:yaml-syntax " },
		{ STR("a: \xFF\n---\nb: 1\n"), 1, "1:4:yaml-syntax " },
		{ STR("a: \x01\n"), 0, "1:4:yaml-syntax " },
		{ STR("a: 1\n---\nb: \0\n---\nc: 1\n"), 2,
		    "3:4:yaml-syntax " },
		{ STR("\xFF\xFE" "a\0"), 0, "1:1:yaml-syntax " },
		{ STR("a\0:\0 \0b\0"), 0, "1:1:yaml-syntax " },
		{ STR("{{ if x }}\na: 1\n---\nb: 1\n"), 1,
		    "1:2:yaml-template " },
		{ STR("\ta: 1\n"), 0, "1:1:yaml-syntax " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str found = { NULL, 0 };
		struct setup t;

		setup(&t, cases[i].text);
		for (size_t k = 0; k < t.diags.list.n; k++) {
			const struct diag *d = t.diags.list.at[k];
			struct position at = source_position(&t.sources,
			    d->where.file, d->where.start);

			found = arena_printf(&t.arena, "%.*s%u:%u:%s ",
			    STR_ARG(found), (unsigned)at.line,
			    (unsigned)at.column, rule_get(d->rule)->name);
		}
		if (!str_is(found, cases[i].findings))
			fail_msg("%.*s: %.*s", STR_ARG(cases[i].text),
			    STR_ARG(found));
		assert_int_equal(t.stream.documents.n, cases[i].documents);
		arena_release(&t.arena);
	}
}

/* Many brackets, many aliases, many broken documents: all are cut short. */
static void
test_limits(void **state)
{
	struct setup t;
	struct buf text;

	(void)state;
	buf_init(&text);
	buf_fill(&text, '[', 10000);
	setup(&t, buf_str(&text));
	assert_int_equal(t.diags.list.n, 1);
	assert_int_equal(t.diags.list.at[0]->rule, RULE_YAML_LIMIT);
	arena_release(&t.arena);

	buf_reset(&text);
	buf_puts(&text, "a0: &a0 [x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 30; i++)
		buf_printf(&text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n", i,
		    i, i - 1, i - 1, i - 1, i - 1);
	setup(&t, buf_str(&text));
	assert_int_equal(t.diags.list.n, 1);
	assert_int_equal(t.diags.list.at[0]->rule, RULE_YAML_LIMIT);
	arena_release(&t.arena);

	buf_reset(&text);
	for (int i = 0; i < 5000; i++)
		buf_puts(&text, "---\n]\n");
	setup(&t, buf_str(&text));
	assert_int_equal(t.diags.list.n, 101);
	arena_release(&t.arena);
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_span_of_duplicates),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
