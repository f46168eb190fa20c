/*
 * The formats for machines: what each makes of a name, of a message and of
 * findings in number. That the whole is valid is tests/formats' to say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diag/fingerprint.h"

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct report report;
	struct buf out;
	uint32_t files[2];
};

static void
setup(struct setup *t, const char *name, struct str text)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	buf_init(&t->out);
	t->files[0] = source_add(&t->sources, name, text);
	t->files[1] = source_add(&t->sources, "clean.yaml", STR(""));
	t->report = (struct report){ .diags = &t->diags,
		.sources = &t->sources, .files = t->files, .nfiles = 2,
		.nchecked = 2, .fail_on = LEVEL_ERROR };
}

static void
teardown(struct setup *t)
{
	buf_release(&t->out);
	arena_release(&t->arena);
}

static const char *
print(struct setup *t, const char *format)
{
	diags_finish(&t->diags);
	buf_reset(&t->out);
	report_find(str_from(format))(&t->out, &t->report);
	buf_putc(&t->out, '\0');
	return t->out.at;
}

static void
assert_holds(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no %s in:\n%s", part, text);
}

/* A finding with the message, in a file of the name. */
static void
test_escapes(void **state)
{
	const struct {
		const char *format, *name;
		struct str message;
		const char *expected;
	} cases[] = {
		{ "sarif", "./a//b c.yaml", STR("x"),
		    "\"uri\":\"a/b%20c.yaml\"" },
		{ "sarif", "/a.yaml", STR("x"), "\"uri\":\"file:///a.yaml\"" },
		{ "sarif", "../a:\xE6\xFF#?%.yaml", STR("x"),
		    "\"uri\":\"../a%3A%E6%FF%23%3F%25.yaml\"" },
		{ "sarif", "<stdin>", STR("x"), "\"uri\":\"%3Cstdin%3E\"" },
		{ "sarif", "a", STR("${A} {2}"), "\"${{A}} {{2}}\"" },
		{ "sarif", "a", STR("[a-z](.*)"), "\"[a-z](.*)\"" },
		{ "sarif", "a", STR("[x](1)"), "\"[x\\\\](1)\"" },
		{ "sarif", "a", STR("\x1b\xFF\n"), "\"\\\\x1B\\\\xFF\\\\n\"" },
		{ "github", "./a,b:c%\n.yaml", STR("x"),
		    "::error file=a%2Cb%3Ac%25%0A.yaml,line=1,endLine=1,"
		    "col=1,endColumn=4,title=field-type::x\n" },
		{ "github", "\xFF\x1B", STR("x"),
		    "file=\xEF\xBF\xBD\xEF\xBF\xBD,line" },
		{ "github", "<stdin>", STR("x"),
		    "::error title=field-type::<stdin>:1:1: x\n" },
		{ "github", "a", STR("50%, a: b\r\n::error::"),
		    "::50%25, a: b\\r\\n::error::\n" },
		{ "gitlab", "./a/./\xFF", STR("\"\xFF"),
		    "\"path\":\"a/\xEF\xBF\xBD\"" },
		{ "gitlab", "a", STR("\"\xFF"),
		    "\"description\":\"\\\"\\\\xFF\"" },
		{ "junit", "a&\xFF\n.yaml", STR("x"),
		    "classname=\"a&amp;\\xFF\\n.yaml\"" },
		{ "junit", "a", STR("<a>]]>&\"\xEF\xBF\xBE\x01\n"),
		    "message=\"&lt;a&gt;]]&gt;&amp;&quot;\xEF\xBF\xBD"
		    "\\x01\\n\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct setup t;

		setup(&t, cases[i].name, STR("abc\ndef\n"));
		diag_report(&t.diags, RULE_FIELD_TYPE,
		    (struct span){ 1, 0, 3 }, "%.*s",
		    STR_ARG(cases[i].message));
		assert_holds(print(&t, cases[i].format), cases[i].expected);
		teardown(&t);
	}
}

/* Notes become links, or lines; the fix is said as well as given. */
static void
test_more_than_a_message(void **state)
{
	struct setup t;
	struct diag *d;

	(void)state;
	setup(&t, "a.yaml", STR("abc\ndef\n"));
	d = diag_report(&t.diags, RULE_FIELD_TYPE, (struct span){ 1, 0, 3 },
	    "m");
	diag_note(&t.diags, d, SPAN_NONE, "so it is");
	diag_note(&t.diags, d, (struct span){ 1, 4, 7 }, "see [it]");
	diag_edit_fix(&t.diags, d, (struct span){ 1, 4, 5 }, STR("D"), true,
	    "say");
	diag_edit_fix(&t.diags, d, (struct span){ 1, 4, 5 }, STR("\xFF"),
	    true, "bad");
	assert_holds(print(&t, "sarif"), "\"message\":{\"text\":"
	    "\"m\\n[see \\\\[it\\\\]](1)\\nso it is\\nfix: say\\n"
	    "fix: bad\"}");
	assert_holds(t.out.at, "\"relatedLocations\":[{\"id\":1,"
	    "\"physicalLocation\":{\"artifactLocation\":{\"uri\":"
	    "\"a.yaml\"},\"region\":{\"startLine\":2,\"startColumn\":1,"
	    "\"endLine\":2,\"endColumn\":4}},\"message\":{\"text\":"
	    "\"see [it]\"}}]");
	assert_holds(t.out.at, "\"fixes\":[{\"description\":{\"text\":"
	    "\"say\"},\"artifactChanges\":[{\"artifactLocation\":{\"uri\":"
	    "\"a.yaml\"},\"replacements\":[{\"deletedRegion\":"
	    "{\"startLine\":2,\"startColumn\":1,\"endLine\":2,"
	    "\"endColumn\":2},\"insertedContent\":{\"text\":\"D\"}}]}]}],");
	assert_holds(print(&t, "github"), "::m%0Aa.yaml:2:1: see [it]%0A"
	    "so it is%0Afix: say%0Afix: bad\n");
	assert_holds(print(&t, "gitlab"), "\"m; fix: say; or: bad\"");
	teardown(&t);
}

/* A finding without a place stands on top of the first file, or nowhere. */
static void
test_no_place(void **state)
{
	struct setup t;

	(void)state;
	setup(&t, "a.yaml", STR("abc\n"));
	diag_report(&t.diags, RULE_FIELD_TYPE, SPAN_NONE, "m");
	assert_holds(print(&t, "sarif"), "{\"artifactLocation\":{\"uri\":"
	    "\"a.yaml\"},\"region\":{\"startLine\":1,\"startColumn\":1,"
	    "\"endLine\":1,\"endColumn\":1}}");
	assert_holds(print(&t, "github"), "::error title=field-type::m\n");
	assert_holds(print(&t, "gitlab"), "{\"path\":\"a.yaml\",\"lines\":"
	    "{\"begin\":1,\"end\":1}}");
	assert_holds(print(&t, "junit"), "<testsuite name=\"greenlight\" "
	    "tests=\"1\" failures=\"1\"");
	teardown(&t);
}

/* Findings move with their lines; equal ones are numbered. */
static void
test_fingerprints(void **state)
{
	static const struct {
		const char *name, *text;
		uint32_t at[2];
	} cases[] = {
		{ "a.yaml", "one: x\ntwo: x\ntwo: x\n", { 7, 14 } },
		{ "a.yaml", "new: x\none: x\ntwo: x\n  two: x\r\n",
		    { 14, 23 } },
		{ "b.yaml", "two: x\ntwo: x", { 0, 7 } },
	};
	const char *const same[2] = { "0a4611d60ddca308:1",
		"0a4611d60ddca308:2" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct setup t;
		const struct str *words;

		setup(&t, cases[i].name, str_from(cases[i].text));
		for (size_t k = 0; k < 2; k++)
			diag_report(&t.diags, RULE_FIELD_TYPE, (struct span){
			    1, cases[i].at[k], cases[i].at[k] + 3 }, "x");
		words = fingerprints(&t.arena, &t.report, FINGERPRINT_FILE);
		for (size_t k = 0; k < 2; k++)
			assert_string_equal(words[k].at, same[k]);
		words = fingerprints(&t.arena, &t.report,
		    FINGERPRINT_REPORT);
		assert_string_not_equal(words[0].at, same[0]);
		teardown(&t);
	}
}

/* Of too many findings the worst are given, and the rest is counted. */
static void
test_limit_of_results(void **state)
{
	struct setup t;

	(void)state;
	setup(&t, "a.yaml", STR("x"));
	for (unsigned i = 0; i < 24999; i++)
		diag_report(&t.diags, RULE_PLACEHOLDER,
		    (struct span){ 1, 0, 1 }, "%u", i);
	for (unsigned i = 0; i < 3; i++)
		diag_report(&t.diags, RULE_FIELD_TYPE,
		    (struct span){ 1, 1, 1 }, "error %u", i);
	assert_holds(print(&t, "sarif"), "\"2 further findings, ");
	assert_holds(t.out.at, "error 0");
	assert_holds(t.out.at, "error 2");
	teardown(&t);
}

/* A case for each finding, also those that do not fail; and for no finding. */
static void
test_junit(void **state)
{
	struct setup t;

	(void)state;
	setup(&t, "a.yaml", STR("abc\n"));
	diag_report(&t.diags, RULE_FIELD_TYPE, (struct span){ 1, 0, 1 }, "e");
	diag_report(&t.diags, RULE_PLACEHOLDER, (struct span){ 1, 1, 2 }, "n");
	diag_report(&t.diags, RULE_PLACEHOLDER, (struct span){ 1, 2, 3 }, "n");
	assert_string_equal(print(&t, "junit"),
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuites name=\"greenlight\" tests=\"4\" failures=\"1\" "
	    "errors=\"0\" skipped=\"0\" time=\"0\">\n"
	    "<testsuite name=\"a.yaml\" tests=\"3\" failures=\"1\" "
	    "errors=\"0\" skipped=\"0\" time=\"0\">\n"
	    "<testcase name=\"field-type\" classname=\"a.yaml\" "
	    "file=\"a.yaml\" line=\"1\" time=\"0\">\n"
	    "<failure message=\"e\" type=\"error\">"
	    "a.yaml:1:1: error: e [field-type]\n   1 | abc\n     | ^\n"
	    "</failure>\n</testcase>\n"
	    "<testcase name=\"placeholder\" classname=\"a.yaml\" "
	    "file=\"a.yaml\" line=\"1\" time=\"0\">\n"
	    "<system-out>a.yaml:1:2: note: n [placeholder]\n"
	    "   1 | abc\n     |  ^\n</system-out>\n</testcase>\n"
	    "<testcase name=\"placeholder #2\" classname=\"a.yaml\" "
	    "file=\"a.yaml\" line=\"1\" time=\"0\">\n"
	    "<system-out>a.yaml:1:3: note: n [placeholder]\n"
	    "   1 | abc\n     |   ^\n</system-out>\n</testcase>\n"
	    "</testsuite>\n"
	    "<testsuite name=\"clean.yaml\" tests=\"1\" failures=\"0\" "
	    "errors=\"0\" skipped=\"0\" time=\"0\">\n"
	    "<testcase name=\"nothing found\" classname=\"clean.yaml\" "
	    "file=\"clean.yaml\" time=\"0\"/>\n"
	    "</testsuite>\n</testsuites>\n");
	t.report.fail_on = LEVEL_NOTE;
	assert_holds(print(&t, "junit"), "tests=\"4\" failures=\"3\"");
	teardown(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_more_than_a_message),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_fingerprints),
		cmocka_unit_test(test_limit_of_results),
		cmocka_unit_test(test_junit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
