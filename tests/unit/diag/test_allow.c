/*
 * What is allowed where: lists of rules as people write them, ranges, and
 * ranges in ranges, compared with walking over everything.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "diag/allow.h"

static void
test_lists(void **state)
{
	static const struct {
		const char *list, *names;
	} rows[] = {
		{ "", "" }, { "  ", "" }, { ",", "" }, { ":", "" },
		{ "a", "a" }, { " a ", "a" }, { "a b", "a" },
		{ "a: b", "a" }, { "a:b", "a" }, { "a : b", "a" },
		{ "a,b", "a b" }, { "a, b", "a b" }, { "a ,b", "a b" },
		{ "a , b c", "a b" }, { "a,\tb\tc", "a b" },
		{ "a,,b", "a b" }, { ",a", "a" }, { "a,", "a" },
		{ "a, # b", "a" }, { "# a", "" }, { "a#b", "a" },
		{ "a\r", "a" }, { "a b, c", "a" },
	};
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str name;
		size_t at = 0;

		buf_reset(&out);
		while (allow_next(str_from(rows[i].list), &at, &name)) {
			if (out.len > 0)
				buf_putc(&out, ' ');
			buf_add(&out, name);
		}
		buf_putc(&out, '\0');
		if (strcmp(out.at, rows[i].names) != 0)
			fail_msg("\"%s\": %s, not %s", rows[i].list, out.at,
			    rows[i].names);
	}
	buf_release(&out);
}

static void
test_names(void **state)
{
	struct arena arena;
	struct diags diags;
	struct allow *a;

	(void)state;
	arena_init(&arena);
	diags_init(&diags, &arena);
	a = allow_new(&diags, "comment");
	allow_add(&diags, a, STR("path-glob"), SPAN_NONE, true);
	assert_int_equal(a->rules.n, 1);
	assert_int_equal(diags.list.n, 0);
	assert_false(a->faulty);
	allow_add(&diags, a, STR("path-globs"), SPAN_NONE, true);
	allow_add(&diags, a, STR("yaml-syntax"), SPAN_NONE, true);
	allow_add(&diags, a, STR("release-invalid"), SPAN_NONE, true);
	allow_add(&diags, a, STR("\0\xFF"), SPAN_NONE, true);
	assert_int_equal(a->rules.n, 1);
	assert_int_equal(diags.list.n, 4);
	assert_true(a->faulty);
	arena_release(&arena);
}

static struct span
at(uint32_t file, uint32_t start, uint32_t end)
{
	return (struct span){ file, start, end };
}

static bool
is_silenced(const struct diags *diags, const struct diag *d)
{
	for (size_t i = 0; i < diags->allows.n; i++) {
		const struct allow *a = diags->allows.at[i];

		for (size_t k = 0; k < a->rules.n; k++)
			if (a->rules.at[k].rule == d->rule &&
			    a->about.file == d->where.file &&
			    a->about.start <= d->where.start &&
			    d->where.start <= a->about.end)
				return true;
	}
	return false;
}

static bool
is_used(const struct diags *diags, const struct allow *a, size_t k)
{
	for (size_t i = 0; i < diags->list.n; i++) {
		const struct diag *d = diags->list.at[i];

		if (a->rules.at[k].rule == d->rule &&
		    a->about.file == d->where.file &&
		    a->about.start <= d->where.start &&
		    d->where.start <= a->about.end)
			return true;
	}
	return false;
}

static const char *const some[] = {
	"path-glob", "path-invalid", "regex-invalid"
};

static void
make_some(struct diags *diags)
{
	for (int i = rand() % 40; i > 0; i--)
		diag_report(diags, rule_find(str_from(some[rand() % 3])),
		    at((uint32_t)rand() % 2 + 1, (uint32_t)rand() % 20, 30),
		    "x");
	for (int i = rand() % 10; i > 0; i--) {
		struct allow *a = allow_new(diags, "comment");

		a->about.file = (uint32_t)rand() % 2 + 1;
		a->about.start = (uint32_t)rand() % 20;
		a->about.end = a->about.start + (uint32_t)rand() % 10;
		for (int k = rand() % 3; k > 0; k--)
			allow_add(diags, a, str_from(some[rand() % 3]),
			    SPAN_NONE, true);
	}
}

static void
check_all(const struct diags *diags)
{
	size_t heard = 0;

	for (size_t i = 0; i < diags->list.n; i++) {
		const struct diag *d = diags->list.at[i];

		assert_int_equal(d->silenced, is_silenced(diags, d));
		heard += !d->silenced;
	}
	assert_int_equal(diags_count(diags, LEVEL_NOTE), heard);
	for (size_t i = 0; i < diags->allows.n; i++) {
		const struct allow *a = diags->allows.at[i];

		for (size_t k = 0; k < a->rules.n; k++)
			assert_int_equal(a->rules.at[k].used,
			    is_used(diags, a, k));
	}
}

static void
test_ranges(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 2000; seed++) {
		struct arena arena;
		struct diags diags;

		srand(seed);
		arena_init(&arena);
		diags_init(&diags, &arena);
		make_some(&diags);
		allow_apply(&diags);
		check_all(&diags);
		make_some(&diags);
		allow_apply(&diags);
		check_all(&diags);
		diags_finish(&diags);
		for (size_t i = 0; i < diags.list.n; i++)
			assert_false(diags.list.at[i]->silenced);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
