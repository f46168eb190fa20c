/*
 * Where texts leave their places in nginx.conf. The same table is given to
 * nginx by tests/nginx/leaks.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "lint/leak.h"

#define TABLE "tests/tables/leaks.txt"

static enum leak_seat
read_seat(struct str name)
{
	static const char *const names[] = {
		[SEAT_WORD] = "word", [SEAT_MIDDLE] = "middle",
		[SEAT_DOUBLE] = "double", [SEAT_SINGLE] = "single",
		[SEAT_BLOCK] = "block", [SEAT_DOUBLE_BLOCK] = "double_block",
		[SEAT_COMMENT] = "comment",
	};
	size_t i = 0;

	while (!str_is(name, names[i]))
		i++;
	return (enum leak_seat)i;
}

static size_t
read_offset(struct str text)
{
	unsigned long n;

	return str_to_uint(text, 99, &n) ? n : STR_NONE;
}

/* In memory of exactly its size, so that reading past it is found. */
static size_t
find(struct str text, enum leak_seat seat)
{
	char *copy = malloc(text.len + 1);
	size_t at;

	for (size_t i = 0; i < text.len; i++)
		copy[i] = text.at[i] == '~' ? '\n' : text.at[i];
	copy = realloc(copy, text.len > 0 ? text.len : 1);
	at = leak_find((struct str){ copy, text.len }, seat);
	free(copy);
	return at;
}

static void
test_table(void **state)
{
	struct arena arena;
	struct str text, line;
	size_t rows = 0, failures = 0;

	(void)state;
	arena_init(&arena);
	assert_null(file_read(&arena, TABLE, LIMIT_FILE_BYTES, &text));
	while (text.at != NULL) {
		enum leak_seat seat;
		size_t expected, got;

		line = str_next(&text, '\n');
		if (line.len == 0 || line.at[0] == '#')
			continue;
		seat = read_seat(str_next(&line, ' '));
		expected = read_offset(str_next(&line, ' '));
		got = find(line, seat);
		rows++;
		if (got == expected)
			continue;
		print_error("%.*s: expected %zd, got %zd\n", STR_ARG(line),
		    (ssize_t)expected, (ssize_t)got);
		failures++;
	}
	assert_true(rows > 40);
	assert_int_equal(failures, 0);
	arena_release(&arena);
}

static const struct {
	const char *text;
	size_t at;
	const char *directive;
} directives[] = {
	{ "x; include /y; z", 1, "include /y" },
	{ "x;} location /y { z", 1, "location /y" },
	{ "x\" ) { return 200; }", 1, "return 200" },
	{ "x;  \n include /y", 1, "include /y" },
	{ "x;}", 1, "" },
	{ "x\n\ny z;", 1, "y z" },
};

static void
test_directive(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(directives) / sizeof(*directives); i++) {
		struct str got = leak_directive(
		    str_from(directives[i].text), directives[i].at);

		assert_int_equal(got.len, strlen(directives[i].directive));
		assert_memory_equal(got.at == NULL ? "" : got.at,
		    directives[i].directive, got.len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_directive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
