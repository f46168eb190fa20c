#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yaml/edit.h"
#include "yaml/stream.h"

#define AT(start, end, text) { { 1, start, end }, { text, sizeof(text) - 1 } }

static const struct {
	const char *text;
	size_t n;
	struct edit edits[4];
	const char *result;	/* NULL: they overlap */
} cases[] = {
	{ "abc", 0, { AT(0, 0, "") }, "abc" },
	{ "", 0, { AT(0, 0, "") }, "" },
	{ "", 1, { AT(0, 0, "x") }, "x" },
	{ "abc", 1, { AT(1, 2, "") }, "ac" },
	{ "abc", 1, { AT(0, 3, "xyzzy") }, "xyzzy" },
	{ "abc", 1, { AT(3, 3, "!") }, "abc!" },
	/* in any order */
	{ "abcdef", 3, { AT(4, 5, "5"), AT(0, 1, "1"), AT(2, 3, "33") },
	    "1b33d5f" },
	/* neighbours do not overlap */
	{ "abc", 2, { AT(1, 2, "y"), AT(0, 1, "x") }, "xyc" },
	/* insertions: as given, and before what is replaced there */
	{ "abc", 3, { AT(1, 1, "1"), AT(1, 1, "2"), AT(1, 1, "3") },
	    "a123bc" },
	{ "abc", 2, { AT(1, 2, "B"), AT(1, 1, "+") }, "a+Bc" },
	{ "abc", 2, { AT(2, 2, "+"), AT(1, 2, "B") }, "aB+c" },
	/* overlaps */
	{ "abc", 2, { AT(0, 2, "x"), AT(1, 3, "y") }, NULL },
	{ "abc", 2, { AT(0, 2, "x"), AT(0, 2, "x") }, NULL },
	{ "abc", 2, { AT(0, 3, "x"), AT(1, 1, "y") }, NULL },
};

static void
applies(void **state)
{
	struct arena arena;
	struct str result;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool ok = edit_apply(&arena, str_from(cases[i].text),
		    cases[i].edits, cases[i].n, &result);

		assert_int_equal(ok, cases[i].result != NULL);
		if (ok)
			assert_string_equal(result.at, cases[i].result);
	}
	arena_release(&arena);
}

static void
keeps_nul_bytes(void **state)
{
	static const struct edit edit = AT(1, 2, "\0\0");
	struct arena arena;
	struct str result;

	(void)state;
	arena_init(&arena);
	assert_true(edit_apply(&arena, STR("\0b\0"), &edit, 1, &result));
	assert_int_equal(result.len, 4);
	assert_memory_equal(result.at, "\0\0\0\0", 5);
	arena_release(&arena);
}

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct stream stream;
};

/* The value of `a` in the document. */
static const struct node *
setup(struct setup *t, struct str text)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	stream_parse(&t->arena, &t->diags, &t->sources,
	    source_add(&t->sources, "test.yaml", text), &t->stream);
	assert_int_equal(t->diags.list.n, 0);
	return node_get(t->stream.documents.at[0].root, STR("a"));
}

/* The text that `a` gets, in the quotes that it has or needs. */
static const struct {
	const char *text, *value, *result;	/* NULL: not by an edit */
} strings[] = {
	{ "a: x # c\r\n", "/y", "a: /y # c\r\n" },
	{ "a: x", "/a\\.b(/|$)(.*)", "a: /a\\.b(/|$)(.*)" },
	{ "a: x", "/v[0-9]/x{2}", "a: \"/v[0-9]/x{2}\"" },
	{ "a: /v[0-9]", "/v[0-9]/x{2}", "a: /v[0-9]/x{2}" },
	{ "a: x", "\\d[0-9]", "a: '\\d[0-9]'" },
	{ "a: x", "it's: so", "a: \"it's: so\"" },
	{ "a: x", "it's: \\", "a: 'it''s: \\'" },
	{ "a: x", "80", "a: \"80\"" },
	{ "a: x", "", "a: \"\"" },
	{ "a: x", " x", "a: \" x\"" },
	{ "a: x", "y\nz", "a: \"y\\nz\"" },
	{ "a: x", "*", "a: \"*\"" },
	{ "a: 80", "80", "a: \"80\"" },
	{ "a: true", "a\\b", "a: \"a\\\\b\"" },
	{ "{a: x, b: y}", "y, z", "{a: \"y, z\", b: y}" },
	{ "{a: x}", "}", "{a: \"}\"}" },
	/* quotes stay */
	{ "a: 'x'", "it's", "a: 'it''s'" },
	{ "a: 'x'", "", "a: ''" },
	{ "a: 'x''y'", "z", "a: 'z'" },
	{ "a: 'x'", "y\tz", "a: \"y\\tz\"" },
	{ "a: \"x\"", "y", "a: \"y\"" },
	{ "a: \"x\"", "\\.\"'", "a: \"\\\\.\\\"'\"" },
	{ "a: \"x\\\\y\"", "x\\.y", "a: \"x\\\\.y\"" },
	{ "{\"a\": \"x\"}", "\\d\xC3\xA9", "{\"a\": \"\\\\d\xC3\xA9\"}" },
	{ "{\"a\": 80}", "80", "{\"a\": \"80\"}" },
	/* lines of blocks */
	{ "a: |\n  /x\n", "/y(.*)\n", "a: |\n  /y(.*)\n" },
	{ "a: |-\r\n  /x\r\n", "/x$", "a: |-\r\n  /x$\r\n" },
	{ "a: >- # c\n  /x\n\nb: 1\n", "/y", "a: >- # c\n  /y\n\nb: 1\n" },
	{ "a: |\n  b\n  c\n", "b\nxc\n", "a: |\n  b\n  xc\n" },
	{ "a: |-\n  \xC3\xA9\n", "\xC3\xA8", "a: |-\n  \xC3\xA8\n" },
	{ "a: |\n  /x\n", "/x", NULL },
	{ "a: |\n  /x\n", "/x\ny\n", NULL },
	{ "a: |\n  /x\n", " /x\n", NULL },
	{ "a: |-\n  /x\n", "", NULL },
	{ "a: |-\n  /x\n", "\t", NULL },
	{ "a: >\n  b\n  c\n", "b d\n", NULL },
	/* what something else stands for, or goes with */
	{ "b: &b x\na: *b", "y", NULL },
	{ "a: &b x\nb: *b", "y", NULL },
	{ "a: !!str x", "y", NULL },
	{ "a: ! x", "y", NULL },
	{ "a: x\n  y", "y", NULL },
	{ "a: \"\\x2f\"", "y", NULL },
	{ "a: [x]", "y", NULL },
};

static void
changes_strings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++) {
		struct setup before, after;
		const struct node *n = setup(&before,
		    str_from(strings[i].text)), *same;
		struct str value = str_from(strings[i].value), result;
		struct edit edit;
		bool ok = edit_string(&before.arena, &before.sources, n,
		    value, &edit);

		if (ok != (strings[i].result != NULL))
			fail_msg("case %zu: %s", i, strings[i].text);
		if (ok) {
			assert_true(edit_apply(&before.arena,
			    str_from(strings[i].text), &edit, 1, &result));
			assert_string_equal(result.at, strings[i].result);
			same = setup(&after, result);
			assert_true(node_is_str(same));
			assert_true(str_eq(same->text, value));
			arena_release(&after.arena);
		}
		arena_release(&before.arena);
	}
}

/* An edit of the bytes [start, end), and whether other values stayed. */
static const struct {
	const char *text;
	struct edit edit;
	bool kept;
} others[] = {
	{ "a: true\nb: [x, {c: y}]\n", AT(3, 7, "\"true\""), true },
	{ "a: true\nb: [x, {c: y}]\n", AT(19, 20, "z"), true },
	{ "a: true\nb: [x, {c: y}]\n", AT(16, 17, "d"), true },
	{ "a: x\nb: y\n", AT(4, 4, "\nc: z"), true },
	{ "a: x\nb: y\n", AT(3, 4, "|\n  x"), true },
	{ "a: [x]\nb: y\n", AT(4, 5, "x, y"), true },
	{ "a: &t true\nb: *t\n", AT(6, 10, "\"true\""), false },
	{ "a: &t {c: 1}\nb: *t\n", AT(10, 11, "2"), false },
	{ "a: &t {c: 1}\nb:\n  <<: *t\n", AT(10, 11, "2"), false },
	{ "a: x\nb: y\n", AT(3, 4, "\"x"), false },
};

static void
keeps_other_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct setup t;
		struct stream after;
		struct str result;
		bool kept;

		setup(&t, str_from(others[i].text));
		assert_true(edit_apply(&t.arena, str_from(others[i].text),
		    &others[i].edit, 1, &result));
		stream_parse(&t.arena, &t.diags, &t.sources,
		    source_add(&t.sources, "new.yaml", result), &after);
		kept = after.documents.n == 1 &&
		    edit_kept(t.stream.documents.at[0].root,
		    after.documents.at[0].root, &others[i].edit, 1);
		if (kept != others[i].kept)
			fail_msg("case %zu: %s", i, result.at);
		arena_release(&t.arena);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(applies),
		cmocka_unit_test(keeps_nul_bytes),
		cmocka_unit_test(changes_strings),
		cmocka_unit_test(keeps_other_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
