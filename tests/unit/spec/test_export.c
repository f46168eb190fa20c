/*
 * The JSON Schema is the one that is kept in schemas/, and says of every
 * field what the table says; what the manual shows can be loaded.
 */
#include "base/file.h"
#include "base/limits.h"
#include "reading.h"

static void
test_kept(void **state)
{
	struct arena arena;
	struct str kept;
	struct buf out;

	(void)state;
	arena_init(&arena);
	buf_init(&out);
	schema_print(&out);
	assert_null(file_read(&arena, "schemas/release.schema.json",
	    LIMIT_FILE_BYTES, &kept));
	if (!str_eq(buf_str(&out), kept))
		fail_msg("schemas/release.schema.json is not what "
		    "`greenlight schema` prints");
	buf_release(&out);
	arena_release(&arena);
}

static void
test_fields(void **state)
{
	static const struct {
		const char *path, *json;
	} cases[] = {
		{ "$schema",
		    "\"https://json-schema.org/draft/2020-12/schema\"" },
		{ "required", "[\"apiVersion\",\"kind\",\"metadata\",\"spec\"]" },
		{ "additionalProperties", "false" },
		{ "properties.apiVersion.enum", "[\"greenlight.dev/v1\"]" },
		{ "properties.spec.properties.phase.default",
		    "\"blue-live\"" },
		{ "properties.spec.properties.phase.enum",
		    "[\"blue-live\",\"green-preview\",\"cutover\","
		    "\"rollback\"]" },
		{ "properties.spec.properties.hosts.minItems", "1" },
		{ "properties.spec.properties.routes.default",
		    "[{\"path\":\"/\",\"pathType\":\"Prefix\"}]" },
		{ "properties.spec.properties.preview.oneOf",
		    "[{\"required\":[\"path\"]},{\"required\":[\"host\"]},"
		    "{\"required\":[\"header\"]},{\"required\":[\"cookie\"]},"
		    "{\"required\":[\"weight\"]}]" },
		{ "properties.spec.properties.preview.properties.weight",
		    "{\"description\":\"This many of a hundred requests go "
		    "to green, chosen by chance.\",\"type\":\"integer\","
		    "\"minimum\":0,\"maximum\":100}" },
		{ "properties.spec.properties.preview.properties.header"
		    ".anyOf.1.required", "[\"name\"]" },
		{ "properties.spec.properties.blue.properties.service"
		    ".properties.port.anyOf.0",
		    "{\"type\":\"integer\",\"minimum\":1,"
		    "\"maximum\":65535}" },
		{ "properties.spec.properties.expect.items.properties"
		    ".uri.pattern", "\"^/[^\\\\u0000-\\\\u0020\\\\u007f]*$\"" },
	};
	struct reading r;
	struct buf out, line;

	(void)state;
	buf_init(&out);
	buf_init(&line);
	schema_print(&out);
	reading_begin(&r, buf_str(&out));
	assert_int_equal(r.diags.list.n, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct node *n = node_at(
		    r.stream.documents.at[0].root, cases[i].path);

		assert_non_null(n);
		buf_reset(&line);
		emit_json_line(&line, n);
		assert_text(buf_str(&line), cases[i].json);
	}
	reading_end(&r);
	buf_release(&line);
	buf_release(&out);
}

/* Every example of the manual that begins as a release does. */
static void
test_manual(void **state)
{
	size_t at = 0, end, found = 0;
	struct arena arena;
	struct str manual;

	(void)state;
	arena_init(&arena);
	assert_null(file_read(&arena, "man/greenlight-release.5",
	    LIMIT_FILE_BYTES, &manual));
	while ((at = str_find(manual, STR("\napiVersion:"), at)) != STR_NONE) {
		struct reading r;

		end = str_find(manual, STR("\n.Ed"), at);
		assert_true(end != STR_NONE);
		reading_begin(&r, str_cut(manual, at + 1, end + 1));
		assert_non_null(reading_load(&r));
		assert_text(reading_findings(&r), "");
		reading_end(&r);
		found++;
		at = end;
	}
	assert_int_equal(found, 3);
	arena_release(&arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
