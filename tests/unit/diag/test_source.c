/*
 * Places of bytes: compared with a walk from the start of the text, also far
 * into long lines, where they come from an index.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "diag/source.h"

static void
random_text(struct buf *out, size_t bytes, int lines)
{
	static const char *const pieces[] = {
		"a", "bc", "\xC3\xA9", "\xE6\x97\xA5", "\xF0\x9F\x98\x80",
		" ", "\t", "\r", "x", "yz",
	};

	buf_reset(out);
	if (rand() % 2 == 0)
		buf_puts(out, "\xEF\xBB\xBF");
	while (out->len < bytes)
		if (rand() % lines == 0)
			buf_putc(out, '\n');
		else
			buf_puts(out, pieces[rand() % 10]);
}

static void
check_text(struct str text)
{
	struct position expected = { 1, 1 };
	struct sources sources;
	struct arena arena;
	size_t size;

	arena_init(&arena);
	sources_init(&sources, &arena);
	source_add(&sources, "a", text);
	for (size_t i = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
	    i < text.len; i += size) {
		struct position at = source_position(&sources, 1,
		    (uint32_t)i);

		assert_int_equal(at.line, expected.line);
		assert_int_equal(at.column, expected.column);
		utf8_next(str_cut(text, i, text.len), &size);
		expected.column++;
		if (text.at[i] == '\n')
			expected = (struct position){ expected.line + 1, 1 };
	}
	arena_release(&arena);
}

static void
test_positions(void **state)
{
	unsigned seed = (unsigned)time(NULL);
	struct buf text;

	(void)state;
	printf("seed %u\n", seed);
	srand(seed);
	buf_init(&text);
	for (int i = 0; i < 40; i++) {
		random_text(&text, (size_t)rand() % 40000,
		    i % 2 == 0 ? 20 : 20000);
		check_text(buf_str(&text));
	}
	buf_release(&text);
}

static void
test_lines(void **state)
{
	struct sources sources;
	struct arena arena;
	uint32_t start;

	(void)state;
	arena_init(&arena);
	sources_init(&sources, &arena);
	source_add(&sources, "a", STR("\xEF\xBB\xBFone\r\ntwo\n"));
	assert_true(str_is(source_line(&sources, 1, 1, &start), "one"));
	assert_int_equal(start, 3);
	assert_true(str_is(source_line(&sources, 1, 2, &start), "two"));
	assert_true(str_is(source_line(&sources, 1, 3, &start), ""));
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
