/*
 * Findings as text and as JSON: order, places, carets, and that nothing of
 * the input reaches a terminal raw.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diag/report.h"

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct buf out;
};

static void
setup(struct setup *t, struct str text)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	buf_init(&t->out);
	source_add(&t->sources, "a.yaml", text);
}

static void
teardown(struct setup *t)
{
	buf_release(&t->out);
	arena_release(&t->arena);
}

static struct span
at(uint32_t start, uint32_t end)
{
	return (struct span){ 1, start, end };
}

static const char *
text_of(struct setup *t)
{
	struct report report = { .diags = &t->diags, .sources = &t->sources };

	diags_finish(&t->diags);
	report_text(&t->out, &report);
	buf_putc(&t->out, '\0');
	return t->out.at;
}

static void
test_text(void **state)
{
	struct setup t;
	struct diag *d;

	(void)state;
	setup(&t, STR("one: two\nthree: four\n"));
	d = diag_report(&t.diags, RULE_FIELD_TYPE, at(16, 20), "no %s",
	    "four");
	diag_note(&t.diags, d, SPAN_NONE, "because");
	diag_note(&t.diags, d, at(0, 3), "see here");
	diag_say_fix(&t.diags, d, "five");
	diag_report(&t.diags, RULE_PLACEHOLDER, at(5, 8), "first");
	diag_report(&t.diags, RULE_PLACEHOLDER, at(5, 8), "first");
	assert_string_equal(text_of(&t),
	    "a.yaml:1:6: note: first [placeholder]\n"
	    "   1 | one: two\n"
	    "     |      ^~~\n"
	    "a.yaml:2:8: error: no four [field-type]\n"
	    "   2 | three: four\n"
	    "     |        ^~~~\n"
	    "a.yaml:1:1: note: see here\n"
	    "   1 | one: two\n"
	    "     | ^~~\n"
	    "     = because\n"
	    "     = fix: five\n"
	    "1 error, 1 note\n");
	teardown(&t);
}

/* The caret line under an excerpt, for bytes [start, end) of the source. */
static void
test_carets(void **state)
{
	const struct {
		struct str text;
		uint32_t start, end;
		const char *excerpt;
	} cases[] = {
		{ STR("abc"), 3, 3, "   1 | abc\n     |    ^\n" },
		{ STR(""), 0, 0, "   1 | \n     | ^\n" },
		{ STR("\xE6\x97\xA5 x"), 4, 5,
		    "   1 | \xE6\x97\xA5 x\n     |    ^\n" },
		{ STR("\tx"), 1, 2, "   1 | \\tx\n     |   ^\n" },
		{ STR("a\x1b[0m"), 1, 2,
		    "   1 | a\\x1B[0m\n     |  ^~~~\n" },
		{ STR("\xEF\xBB\xBF" "ab"), 3, 4,
		    "   1 | ab\n     | ^\n" },
		{ STR("ab\r\ncd"), 1, 6, "   1 | ab\n     |  ^\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct setup t;
		const char *text;

		setup(&t, cases[i].text);
		diag_report(&t.diags, RULE_PLACEHOLDER,
		    at(cases[i].start, cases[i].end), "x");
		text = strchr(text_of(&t), '\n') + 1;
		assert_memory_equal(text, cases[i].excerpt,
		    strlen(cases[i].excerpt));
		assert_string_equal(text + strlen(cases[i].excerpt),
		    "1 note\n");
		teardown(&t);
	}
}

static void
test_a_long_line_is_cut(void **state)
{
	struct setup t;
	struct buf line;

	(void)state;
	buf_init(&line);
	buf_fill(&line, 'x', 100000);
	setup(&t, buf_str(&line));
	diag_report(&t.diags, RULE_PLACEHOLDER, at(50000, 50002), "x");
	assert_true(strlen(text_of(&t)) < 500);
	teardown(&t);
	buf_release(&line);
}

static void
test_json(void **state)
{
	const uint32_t file = 1;
	struct setup t;
	struct report report = { .diags = &t.diags, .sources = &t.sources,
		.files = &file, .nfiles = 1, .nobjects = 2 };
	struct diag *d;

	(void)state;
	setup(&t, STR("one: two\n"));
	d = diag_report(&t.diags, RULE_FIELD_TYPE, at(5, 8), "\"\xFF");
	diag_note(&t.diags, d, SPAN_NONE, "n");
	diag_edit_fix(&t.diags, d, at(5, 8), STR("2"), true, "2");
	diag_say_fix(&t.diags, d, "only said");
	diags_finish(&t.diags);
	report_json(&t.out, &report);
	buf_putc(&t.out, '\0');
	assert_string_equal(t.out.at,
	    "{\"version\":1,\"diagnostics\":[{\"rule\":\"field-type\","
	    "\"severity\":\"error\",\"file\":\"a.yaml\",\"line\":1,"
	    "\"column\":6,\"endLine\":1,\"endColumn\":9,"
	    "\"message\":\"\\\"\xEF\xBF\xBD\",\"object\":null,"
	    "\"path\":null,\"notes\":[{\"file\":\"a.yaml\",\"line\":1,"
	    "\"column\":6,\"message\":\"n\"}],\"fixes\":[{\"file\":"
	    "\"a.yaml\",\"startLine\":1,\"startColumn\":6,\"endLine\":1,"
	    "\"endColumn\":9,\"text\":\"2\",\"safe\":true}]}],"
	    "\"summary\":{\"errors\":1,\"warnings\":0,\"notes\":0,"
	    "\"files\":1,\"objects\":2}}\n");
	teardown(&t);
}

static void
test_levels(void **state)
{
	struct setup t;

	(void)state;
	setup(&t, STR("x"));
	diags_set_level(&t.diags, RULE_PLACEHOLDER, LEVEL_OFF);
	diags_set_level(&t.diags, RULE_PATH_GLOB, LEVEL_WARNING);
	diag_level(diag_report(&t.diags, RULE_PLACEHOLDER, at(0, 1), "off"),
	    LEVEL_ERROR);
	diag_level(diag_report(&t.diags, RULE_FIELD_TYPE, at(0, 1), "low"),
	    LEVEL_NOTE);
	diag_level(diag_report(&t.diags, RULE_PATH_GLOB, at(0, 1), "wish"),
	    LEVEL_NOTE);
	diags_finish(&t.diags);
	assert_int_equal(t.diags.list.n, 2);
	assert_int_equal(diags_count(&t.diags, LEVEL_NOTE), 2);
	assert_int_equal(diags_count(&t.diags, LEVEL_WARNING), 1);
	assert_int_equal(diags_count(&t.diags, LEVEL_ERROR), 0);
	teardown(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_carets),
		cmocka_unit_test(test_a_long_line_is_cut),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
