#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static char folder[] = "/tmp/test_file.XXXXXX";

static int
enter_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL || chdir(folder) != 0 ? -1 : 0;
}

static int
leave_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir("/") != 0 || system(command) != 0 ? -1 : 0;
}

static void
test_refuses_what_is_no_file(void **state)
{
	struct arena arena;
	struct str text;

	(void)state;
	arena_init(&arena);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_non_null(file_read(&arena, "fifo", 100, &text));
	assert_string_equal(file_read(&arena, ".", 100, &text),
	    "Is a directory");
	assert_string_equal(file_read(&arena, "missing", 100, &text),
	    "No such file or directory");
	assert_non_null(file_read(&arena, "/dev/zero", 100, &text));
	arena_release(&arena);
}

static void
test_reads_back_what_was_written(void **state)
{
	struct arena arena;
	struct stat st;
	struct str text;

	(void)state;
	arena_init(&arena);
	assert_null(file_replace("new", STR("one\0two")));
	assert_null(file_read(&arena, "new", 7, &text));
	assert_true(str_eq(text, STR("one\0two")));
	assert_non_null(file_read(&arena, "new", 6, &text));
	assert_int_equal(chmod("new", 0640), 0);
	assert_null(file_replace("new", STR("three")));
	assert_int_equal(stat("new", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	arena_release(&arena);
}

static void
test_a_link_stays_one(void **state)
{
	struct arena arena;
	struct stat st;
	struct str text;

	(void)state;
	arena_init(&arena);
	assert_null(file_replace("target", STR("old")));
	assert_int_equal(symlink("target", "link"), 0);
	assert_null(file_replace("link", STR("new")));
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_null(file_read(&arena, "target", 100, &text));
	assert_true(str_is(text, "new"));
	arena_release(&arena);
}

static void
test_failing_leaves_the_old_file(void **state)
{
	(void)state;
	assert_non_null(file_replace("no/such/folder/file", STR("x")));
}

static void
test_changes_only_what_it_read(void **state)
{
	struct arena arena;
	struct stat st;
	struct str text;

	(void)state;
	arena_init(&arena);
	assert_null(file_replace("old", STR("one")));
	assert_int_equal(chmod("old", 0604), 0);
	assert_non_null(file_change("old", STR("two"), STR("three")));
	assert_non_null(file_change("old", STR("on"), STR("three")));
	assert_non_null(file_change("gone", STR("one"), STR("three")));
	assert_null(file_change("old", STR("one"), STR("three")));
	assert_null(file_read(&arena, "old", 100, &text));
	assert_true(str_is(text, "three"));
	assert_int_equal(stat("old", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0604);
	assert_int_equal(chmod("old", 0444), 0);
	if (access("old", W_OK) != 0)
		assert_non_null(file_change("old", STR("three"), STR("x")));
	assert_int_equal(system("test \"$(ls -A)\" = old"), 0);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes_only_what_it_read),
		cmocka_unit_test(test_refuses_what_is_no_file),
		cmocka_unit_test(test_reads_back_what_was_written),
		cmocka_unit_test(test_a_link_stays_one),
		cmocka_unit_test(test_failing_leaves_the_old_file),
	};

	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
