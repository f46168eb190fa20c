#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yaml/edit.h"

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

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(applies),
		cmocka_unit_test(keeps_nul_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
