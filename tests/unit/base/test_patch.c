#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/patch.h"

#define HEAD "--- a/x\n+++ b/x\n"
#define NO_END "\\ No newline at end of file\n"

static const struct {
	const char *old, *new, *patch;
} cases[] = {
	{ "", "", "" },
	{ "a\n", "a\n", "" },
	{ "a\n", "b\n", HEAD "@@ -1 +1 @@\n-a\n+b\n" },
	{ "", "b\n", HEAD "@@ -0,0 +1 @@\n+b\n" },
	{ "a\n", "", HEAD "@@ -1 +0,0 @@\n-a\n" },
	/* three lines around, cut at both ends */
	{ "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
	    HEAD "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n" },
	{ "1\n2\n3\n", "1\nx\ny\n3\n",
	    HEAD "@@ -1,3 +1,4 @@\n 1\n-2\n+x\n+y\n 3\n" },
	{ "1\n2\n3\n", "1\n2\n2b\n3\n",
	    HEAD "@@ -1,3 +1,4 @@\n 1\n 2\n+2b\n 3\n" },
	{ "1\n2\n3\n", "2\n3\n", HEAD "@@ -1,3 +1,2 @@\n-1\n 2\n 3\n" },
	/* six lines between two changes are context of both, seven are not */
	{ "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
	    HEAD "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n" },
	{ "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
	    HEAD "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
	    "@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n" },
	/* one line that stayed is kept, unless lines are put in or left out */
	{ "1\n2\n3\n4\n", "1\nx\n3\ny\n",
	    HEAD "@@ -1,4 +1,4 @@\n 1\n-2\n+x\n 3\n-4\n+y\n" },
	{ "1\n2\n}\n4\n", "1\nx\ny\n}\nz\n",
	    HEAD "@@ -1,4 +1,5 @@\n 1\n-2\n-}\n-4\n+x\n+y\n+}\n+z\n" },
	/* ends of lines and of files are kept */
	{ "a\r\nb\r\n", "a\r\nc\r\n",
	    HEAD "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n" },
	{ "a\nb", "a\nc", HEAD "@@ -1,2 +1,2 @@\n a\n-b\n" NO_END "+c\n"
	    NO_END },
	{ "a\nb", "c\nb", HEAD "@@ -1,2 +1,2 @@\n-a\n+c\n b\n" NO_END },
	{ "a\nb", "a\nb\n", HEAD "@@ -1,2 +1,2 @@\n a\n-b\n" NO_END "+b\n" },
	{ "\xEF\xBB\xBF" "a\n", "\xEF\xBB\xBF" "b\n",
	    HEAD "@@ -1 +1 @@\n-\xEF\xBB\xBF" "a\n+\xEF\xBB\xBF" "b\n" },
};

static void
shows_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf out;

		buf_init(&out);
		patch_print(&out, STR("x"), str_from(cases[i].old),
		    str_from(cases[i].new));
		buf_putc(&out, '\0');
		assert_string_equal(out.at, cases[i].patch);
		buf_release(&out);
	}
}

static const struct {
	const char *name, *label;
} names[] = {
	{ "x.yaml", "--- a/x.yaml\n+++ b/x.yaml\n" },
	{ "./k8s/x.yaml", "--- a/k8s/x.yaml\n+++ b/k8s/x.yaml\n" },
	{ "/tmp/x", "--- a/tmp/x\n+++ b/tmp/x\n" },
	{ ".//x", "--- a/x\n+++ b/x\n" },
	{ "a b", "--- a/a b\t\n+++ b/a b\t\n" },
	{ "a\tb", "--- \"a/a\\011b\"\n+++ \"b/a\\011b\"\n" },
	{ "a\n\"b\\", "--- \"a/a\\012\\\"b\\\\\"\n"
	    "+++ \"b/a\\012\\\"b\\\\\"\n" },
	{ "\xC3\xA9", "--- a/\xC3\xA9\n+++ b/\xC3\xA9\n" },
};

static void
labels_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct buf out;

		buf_init(&out);
		patch_print(&out, str_from(names[i].name), STR("a\n"),
		    STR("b\n"));
		assert_true(str_starts(buf_str(&out),
		    str_from(names[i].label)));
		buf_release(&out);
	}
}

/* The first line of the text, with its LF. */
static struct str
take_line(struct str *text)
{
	size_t end = str_find_byte(*text, '\n', 0);
	struct str line = str_cut(*text, 0, end == STR_NONE ? text->len :
	    end + 1);

	*text = str_cut(*text, line.len, text->len);
	return line;
}

/* What patch(1) does; lines that are not as the hunk says fail the test. */
static void
apply(struct buf *out, struct str patch, struct str old)
{
	char last = 0;

	take_line(&patch);
	take_line(&patch);
	for (size_t done = 0; patch.len > 0; ) {
		struct str line = take_line(&patch);
		char sign = line.at[0];

		line = str_cut(line, 1, line.len);
		if (sign == '@') {
			size_t from = strtoul(line.at + 3, NULL, 10);

			from -= from > 0 && !(strchr(line.at, ',') != NULL &&
			    strstr(line.at, ",0 +") != NULL &&
			    strstr(line.at, ",0 +") < strchr(line.at, '+'));
			for (; done < from; done++)
				buf_add(out, take_line(&old));
			continue;
		}
		if (sign == '\\') {
			out->len -= last != '-';
			continue;
		}
		if (sign != '+') {
			struct str was = take_line(&old);

			assert_true(str_starts(line, was));
			done++;
		}
		if (sign != '-')
			buf_add(out, line);
		last = sign;
	}
	buf_add(out, old);
}

static unsigned
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

static size_t
random_text(uint32_t *seed, char *text)
{
	size_t n = next(seed) % 60;

	for (size_t i = 0; i < n; i++)
		text[i] = "ab\n\n"[next(seed) % 4];
	return n;
}

/* Applied to the old text, it gives the new one. */
static void
can_be_applied(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int turn = 0; turn < 20000; turn++) {
		char a[60], b[60];
		struct str old = { a, random_text(&seed, a) };
		struct str new = { b, random_text(&seed, b) };
		struct buf patch, result;

		buf_init(&patch);
		buf_init(&result);
		patch_print(&patch, STR("x"), old, new);
		buf_putc(&patch, '\0');
		patch.len--;
		apply(&result, buf_str(&patch), old);
		assert_true(str_eq(buf_str(&result), new));
		buf_release(&result);
		buf_release(&patch);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_changes),
		cmocka_unit_test(labels_files),
		cmocka_unit_test(can_be_applied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
