/*
 * What is made of fixes, also of such as no rule may offer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/fixing.h"

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct fixing fixing;
	uint32_t files[2];
};

static void
setup(struct setup *t, const char *text)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	fixing_init(&t->fixing, &t->arena);
	t->files[0] = source_add(&t->sources, "x.yaml", str_from(text));
	t->files[1] = source_add(&t->sources, "y.yaml", STR("b: 1\n"));
}

struct change {
	int finding;		/* its number; edits of one belong together */
	uint32_t file, start, end;
	const char *text;	/* NULL: no edit, only words */
	bool safe;
};

static void
add(struct setup *t, const struct change *changes, size_t n)
{
	struct diag *d = NULL;

	for (size_t i = 0; i < n && changes[i].finding > 0; i++) {
		const struct change *c = &changes[i];

		if (i == 0 || c->finding != changes[i - 1].finding)
			d = diag_report(&t->diags, RULE_FIELD_TYPE,
			    (struct span){ 1, c->start, c->end }, "%d",
			    c->finding);
		if (c->text == NULL)
			diag_say_fix(&t->diags, d, "something else");
		else
			diag_edit_fix(&t->diags, d, (struct span){ c->file,
			    c->start, c->end }, str_from(c->text), c->safe,
			    "%s", c->text);
	}
}

/* One round over "a: [1, 2, 3]\n". */
static const struct {
	struct change changes[4];
	const char *result;	/* NULL: left alone */
	size_t count;
	bool changed;
} cases[] = {
	{ { { 1, 1, 4, 5, "x", true } }, "a: [x, 2, 3]\n", 1, true },
	{ { { 1, 1, 4, 5, "x", false } }, "a: [1, 2, 3]\n", 0, false },
	{ { { 1, 1, 4, 5, NULL, true } }, "a: [1, 2, 3]\n", 0, false },
	{ { { 0, 0, 0, 0, NULL, false } }, "a: [1, 2, 3]\n", 0, false },
	/* in any order */
	{ { { 1, 1, 10, 11, "z", true }, { 2, 1, 4, 5, "x", true },
	    { 3, 1, 7, 8, "y", true } }, "a: [x, y, z]\n", 3, true },
	/* of two that overlap or meet the first one is made */
	{ { { 1, 1, 4, 8, "x", true }, { 2, 1, 7, 11, "y", true } },
	    "a: [x, 3]\n", 1, true },
	{ { { 1, 1, 4, 5, "x", true }, { 2, 1, 5, 6, ";", true } },
	    "a: [x, 2, 3]\n", 1, true },
	{ { { 1, 1, 7, 8, "y", true }, { 2, 1, 4, 11, "x", true } },
	    "a: [1, y, 3]\n", 1, true },
	{ { { 1, 1, 4, 4, "0, ", true }, { 2, 1, 4, 4, "9, ", true } },
	    "a: [0, 1, 2, 3]\n", 1, true },
	/* the same one is made once */
	{ { { 1, 1, 4, 5, "x", true }, { 2, 1, 4, 5, "x", true } },
	    "a: [x, 2, 3]\n", 2, true },
	/* all edits of a finding or none */
	{ { { 1, 1, 4, 5, "x", true }, { 1, 1, 7, 8, "y", true } },
	    "a: [x, y, 3]\n", 1, true },
	{ { { 1, 1, 4, 5, "x", true }, { 1, 1, 7, 8, "y", false } },
	    "a: [1, 2, 3]\n", 0, false },
	{ { { 1, 1, 4, 5, "x", true }, { 1, 2, 3, 4, "y", true } },
	    "a: [1, 2, 3]\n", 0, false },
	{ { { 1, 1, 7, 8, "w", true }, { 2, 1, 4, 5, "x", true },
	    { 2, 1, 7, 8, "y", true } }, "a: [1, w, 3]\n", 1, true },
	{ { { 1, 1, 4, 5, "x", true }, { 1, 1, 4, 5, NULL, true } },
	    "a: [x, 2, 3]\n", 1, true },
	/* other files, which are only looked at, and what has no place */
	{ { { 1, 2, 3, 4, "x", true } }, "a: [1, 2, 3]\n", 0, false },
	{ { { 1, 0, 4, 5, "x", true } }, "a: [1, 2, 3]\n", 0, false },
	/* what must not be */
	{ { { 1, 1, 4, 5, "[", true }, { 2, 1, 7, 8, "y", true } }, NULL, 0,
	    false },
	{ { { 1, 1, 0, 1, "a: 1\na", true } }, NULL, 0, false },
	{ { { 1, 1, 13, 13, "---\nb: 1\n", true } }, NULL, 0, false },
};

static void
takes_what_is_safe(void **state)
{
	static const char text[] = "a: [1, 2, 3]\n";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct fixed_file *file;
		struct setup t;
		bool changed;

		setup(&t, text);
		add(&t, cases[i].changes, 4);
		changed = fixing_take(&t.fixing, &t.diags, &t.sources,
		    t.files, 1);
		file = fixing_find(&t.fixing, t.files[0]);
		if (changed != cases[i].changed)
			fail_msg("case %zu", i);
		assert_null(fixing_find(&t.fixing, t.files[1]));
		if (file == NULL) {
			assert_string_equal(cases[i].result, text);
		} else if (cases[i].result == NULL) {
			assert_non_null(file->refused);
			assert_string_equal(file->text.at, text);
		} else {
			assert_null(file->refused);
			assert_string_equal(file->old.at, text);
			assert_string_equal(file->text.at, cases[i].result);
			assert_int_equal(file->count, cases[i].count);
		}
		arena_release(&t.arena);
	}
}

/* The findings of the next round, about the text as it is by then. */
static bool
next_round(struct setup *t, const struct change *change)
{
	struct fixing fixing = t->fixing;
	const struct fixed_file *file = fixing_find(&fixing, t->files[0]);

	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	t->files[0] = source_add(&t->sources, "x.yaml", file->text);
	add(t, change, 1);
	return fixing_take(&t->fixing, &t->diags, &t->sources, t->files, 1);
}

static void
goes_on_in_rounds(void **state)
{
	static const struct change first = { 1, 1, 3, 4, "10", true },
		second = { 1, 1, 3, 5, "x", true },
		bad = { 1, 1, 3, 4, "[", true },
		none = { 0, 0, 0, 0, NULL, false };
	const struct fixed_file *file;
	struct setup t;

	(void)state;
	setup(&t, "a: 1\n");
	add(&t, &first, 1);
	assert_true(fixing_take(&t.fixing, &t.diags, &t.sources, t.files, 1));
	assert_true(next_round(&t, &second));
	assert_false(next_round(&t, &none));
	file = fixing_find(&t.fixing, t.files[0]);
	assert_string_equal(file->text.at, "a: x\n");
	assert_string_equal(file->old.at, "a: 1\n");
	assert_int_equal(file->count, 2);

	/* all or nothing: what was made is taken back, for good */
	assert_true(next_round(&t, &bad));
	assert_non_null(file->refused);
	assert_string_equal(file->text.at, "a: 1\n");
	assert_false(next_round(&t, &first));
	assert_string_equal(file->text.at, "a: 1\n");
	arena_release(&t.arena);
}

static void
ends(void **state)
{
	static const struct change there = { 1, 1, 3, 4, "x", true },
		back = { 1, 1, 3, 4, "1", true };
	const struct fixed_file *file;
	unsigned rounds = 0;
	struct setup t;

	(void)state;
	setup(&t, "a: 1\n");
	add(&t, &there, 1);
	fixing_take(&t.fixing, &t.diags, &t.sources, t.files, 1);
	while (next_round(&t, rounds % 2 == 0 ? &back : &there))
		assert_true(rounds++ < 1000);
	file = fixing_find(&t.fixing, t.files[0]);
	assert_non_null(file->refused);
	assert_string_equal(file->text.at, "a: 1\n");
	arena_release(&t.arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_is_safe),
		cmocka_unit_test(goes_on_in_rounds),
		cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
