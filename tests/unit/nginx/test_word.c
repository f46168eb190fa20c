/* Texts with and without quotes. */
#include "table.h"

#include "nginx/word.h"

static void
test_read(void **state)
{
	static const struct {
		const char *text, *value;	/* NULL: no argument */
	} cases[] = {
		{ "/a", "/a" }, { " /a ", "/a" }, { "/a#b", "/a#b" },
		{ "/a}b", "/a}b" }, { "/a\"b", "/a\"b" }, { "/a'b", "/a'b" },
		{ "/a\\b", "/a\\b" }, { "/a\\\\b", "/a\\b" },
		{ "/a\\\"b", "/a\"b" }, { "/a\\tb", "/a\tb" },
		{ "/a\\nb", "/a\nb" }, { "/a\\;b", "/a\\;b" },
		{ "/a\\ b", "/a\\ b" }, { "${x}", "${x}" },
		{ "/${{x}", "/${{x}" }, { "/$x{y", NULL }, { "/a{b", NULL },
		{ "/a;b", NULL }, { "/a;", NULL }, { "/a b", NULL },
		{ "/a\tb", NULL }, { "#a", NULL }, { "}a", NULL },
		{ "", NULL }, { "/a\\", NULL }, { "/a\\\\", "/a\\" },
		{ "\"a b\"", "a b" }, { "'a;{'", "a;{" },
		{ "\"a\\\"b\"", "a\"b" }, { "\"a\"b", NULL },
		{ "\"a", NULL }, { "\"\"", "" }, { "\"a\\\"", NULL },
	};
	struct arena arena;
	struct str value;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *why = word_read(&arena, str_from(cases[i].text),
		    true, &value);

		if ((why == NULL) != (cases[i].value != NULL) ||
		    (why == NULL && !str_is(value, cases[i].value)))
			fail_msg("%s: %.*s", cases[i].text, STR_ARG(value));
	}
	arena_release(&arena);
}

static void
test_quote(void **state)
{
	static const char *const cases[][2] = {
		{ "^/a\\.b", "\"^/a\\\\.b\"" }, { "a\"b'c", "\"a\\\"b'c\"" },
		{ "a;{}#$ \n", "\"a;{}#$ \n\"" }, { "", "\"\"" },
	};
	struct buf b;

	(void)state;
	buf_init(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_reset(&b);
		word_quote(&b, str_from(cases[i][0]));
		if (!str_is(buf_str(&b), cases[i][1]))
			fail_msg("%s", cases[i][0]);
	}
	buf_release(&b);
}

/* As nginx 1.22.1 takes them. */
static void
test_length(void **state)
{
	static char text[4097];
	struct arena arena;
	struct str value;

	(void)state;
	arena_init(&arena);
	memset(text, 'a', sizeof(text));
	assert_null(word_read(&arena, (struct str){ text, 4095 }, true,
	    &value));
	assert_non_null(word_read(&arena, (struct str){ text, 4096 }, true,
	    &value));
	assert_null(word_read(&arena, (struct str){ text, 4094 }, false,
	    &value));
	assert_non_null(word_read(&arena, (struct str){ text, 4095 }, false,
	    &value));
	assert_false(word_is_long((struct str){ text, 4093 }, 0));
	assert_true(word_is_long((struct str){ text, 4094 }, 0));
	assert_true(word_is_long((struct str){ text, 4093 }, 1));
	text[0] = '"';
	assert_true(word_is_long((struct str){ text, 4093 }, 0));
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_quote),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
