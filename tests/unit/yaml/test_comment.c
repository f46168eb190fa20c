/*
 * Comments: where they are none, and which line they are about. In the rows
 * "#w" is the word looked for; every comment that is found is shown as
 * "line-of-comment:first-last", first and last being the lines it is about,
 * and "+" if nothing else is on its line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "yaml/comment.h"

static const struct {
	const char *text, *found;
} rows[] = {
	{ "", "" },
	{ "a: b\n", "" },
	{ "a: b # other\n", "" },
	{ "a: b #w\n", "1:1-1" },
	{ "a: b # \t w x\n", "1:1-1" },
	{ "a: b # x w\n", "" },
	{ "a: b # x #w\n", "1:1-1" },
	{ "a: b #w", "1:1-1" },
	{ "#w\na: b\n", "1:2-2+" },
	{ "  #w\n  a: b\n", "1:2-2+" },
	{ "a: b\t#w\n", "1:1-1" },
	{ "a: [b,\n\t#w\n\tc]\n", "2:3-3+" },
	{ "#w\r\na: b\r\n", "1:2-2+" },
	{ "a: b #w\r\nc: d\r\n", "1:1-1" },
	{ "\xEF\xBB\xBF#w\na: b\n", "1:2-2+" },
	{ "\xEF\xBB\xBF" "a: b #w\n", "1:1-1" },
	{ "\xC3\xA9: \"\xE6\x97\xA5 #w\" #w\n", "1:1-1" },
	/* comment lines stand together, a blank line parts */
	{ "#w\n# more\n#w\na: b\n", "1:4-4+ 3:4-4+" },
	{ "#w\n\na: b\n", "1:1-1+" },
	{ "#w\n\n#w\na: b\n", "1:1-1+ 3:4-4+" },
	{ "#w\n# more\n\na: b\n", "1:1-1+" },
	{ "#w\n", "1:1-1+" },
	{ "a: b\n#w", "2:2-2+" },
	{ "a: b\n#w\n...\n", "2:3-3+" },
	{ "# x #w\na: b\n", "1:2-2" },
	/* no comments */
	{ "a: 'x #w'\n", "" },
	{ "a: \"x #w\"\n", "" },
	{ "a: x#w\n", "" },
	{ "a: 'x\n  #w\n  y'\n", "" },
	{ "a: |\n  #w\n  x #w\n", "" },
	{ "a: >-\n\n  #w\n", "" },
	{ "{\"a\": \"#w\"}\n", "" },
	/* scalars of several lines */
	{ "#w\na: |\n  x\n  y\nb: c\n", "1:2-4+" },
	{ "a: | #w\n  x\n  y\n\n\nb: c\n", "1:1-3" },
	{ "a: |2- #w\n  x\n", "1:1-2" },
	{ "a: |\n  x\n#w\nb: c\n", "3:4-4+" },
	{ "a: |\n  x\n #w\nb: c\n", "3:4-4+" },
	{ "a: 'x\n  y' #w\nb: c\n", "2:1-2" },
	{ "#w\na: 'x\n  y'\nb: c\n", "1:2-3+" },
	{ "a: x\n  y\n  z #w\nb: c\n", "3:1-3" },
	{ "a: {b: 'x\n  y', c: 'z\n  z'} #w\n", "3:1-3" },
	{ "a: [b, #w\n  c]\n", "1:1-1" },
	{ "a: [b,\n  #w\n  c]\n", "2:3-3+" },
	{ "- a\n#w\n- b\n", "2:3-3+" },
	{ "a:\n  b: c\n#w\nd: e\n", "3:4-4+" },
	{ "a: !!str #w\n  b\n", "1:1-1" },
	{ "a: &x #w\n  b: c\n", "1:1-1" },
	/* documents */
	{ "a: b\n---\n#w\nc: d\n", "3:4-4+" },
	{ "a: b\n--- #w\nc: d\n", "2:2-2" },
	{ "a: b\n#w\n---\nc: d\n", "2:2-2+" },
	{ "a: |\n  x\n---\nb: c #w\n", "4:4-4" },
	{ "%YAML 1.1 #w\n---\na: b\n", "1:1-1" },
	/* what cannot be read ends with its document */
	{ "a: 'b\n---\nc: d #w\n", "3:3-3" },
	{ "a: b #w\nc: @\n---\nc: d #w\n", "1:1-1 4:4-4" },
	{ "a: \"b #w\n", "" },
	{ "a: b #w\nc: \xFF\n", "" },
	/* other line breaks of YAML end a comment, but no line */
	{ "a: b # x\xC2\x85 #w\n", "1:1-1" },
	{ "#w\xE2\x80\xA8" "a: b\n", "1:1-1+" },
};

static void
show(struct buf *out, struct sources *sources, const comments *found)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct comment *c = &found->at[i];

		buf_printf(out, "%s%u:%u-%u%s", i == 0 ? "" : " ",
		    (unsigned)source_position(sources, 1,
		    c->where.start).line,
		    (unsigned)source_position(sources, 1,
		    c->about.start).line,
		    (unsigned)source_position(sources, 1,
		    c->about.end).line, c->alone ? "+" : "");
		assert_true(str_starts(source_text(sources, c->where),
		    STR("#")));
	}
	buf_putc(out, '\0');
}

static void
test_comments(void **state)
{
	struct sources sources;
	struct arena arena;
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str text = str_from(rows[i].text);
		comments found = { NULL, 0, 0 };

		arena_init(&arena);
		sources_init(&sources, &arena);
		source_add(&sources, "a.yaml", text);
		comments_find(&arena, &sources,
		    (struct span){ 1, 0, (uint32_t)text.len }, STR("w"),
		    &found);
		buf_reset(&out);
		show(&out, &sources, &found);
		if (strcmp(out.at, rows[i].found) != 0)
			fail_msg("\"%s\": %s, not %s", rows[i].text, out.at,
			    rows[i].found);
		arena_release(&arena);
	}
	buf_release(&out);
}

static void
test_whole(void **state)
{
	const struct {
		struct str text, whole;
	} cases[] = {
		{ STR("a: b\n  #w\r\nc: d\n"), STR("  #w\r\n") },
		{ STR("a: b\n#w"), STR("#w") },
		{ STR(" #w\xC2\x85 a: b\n"), STR(" #w") },
		{ STR("a: b #w x \nc: d\n"), STR(" #w x ") },
		{ STR("a: b # x #w\r\n"), STR(" #w") },
	};
	struct sources sources;
	struct arena arena;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		comments found = { NULL, 0, 0 };

		arena_init(&arena);
		sources_init(&sources, &arena);
		source_add(&sources, "a.yaml", cases[i].text);
		comments_find(&arena, &sources, (struct span){ 1, 0,
		    (uint32_t)cases[i].text.len }, STR("w"), &found);
		assert_int_equal(found.n, 1);
		assert_true(str_eq(source_text(&sources, found.at[0].whole),
		    cases[i].whole));
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
