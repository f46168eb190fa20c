/*
 * Slow patterns: known ones, and a twin that tries all short texts on random
 * patterns. A text of a hundred bytes that takes a million steps is one of a
 * slow pattern; those have to be found but for one in fifty, which are large.
 * TWIN_PATTERNS=1000 tries more of them.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "rx/cost.h"
#include "rx/ways.h"

static struct arena arena;
static struct rx_set set;
static unsigned long left;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena);
	set = (struct rx_set){ .by_text = { NULL } };
	left = ULONG_MAX;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void
test_slow(void **state)
{
	static const struct {
		const char *pattern;
		bool exponential;
		const char *head, *pump, *tail, *loops;
	} cases[] = {
		{ "/(a+)+$", true, "/a", "a", "x", "(a+)+" },
		{ "/([a-z]+)*$", true, "/a", "a", "1", "([a-z]+)*" },
		{ "/([\\w-]+/?)+$", true, "/a", "a", "~", "([\\w-]+/?)+" },
		{ "/(a|a)*$", true, "/a", "aa", "x", "(a|a)*" },
		{ "/(a|b|ab)*c$", true, "/a", "aba", "xc", "(a|b|ab)*" },
		{ "/(aa|a.)*$", true, "/aa", "aaaa", "a", "(aa|a.)*" },
		{ "/([a-z]{1,30}){1,30}$", true, "/a", "a", "1",
		    "([a-z]{1,30}){1,30}" },
		/* exact counts lead to it */
		{ "/[0-9]{4}/(\\d+)+$", true, "/1111/1", "1", "a", "(\\d+)+" },
		/* what follows never fails, but what is in it does */
		{ "/((a+)+b)?", true, "/a", "a", "a", "(a+)+" },
		{ "/(?=(a+)+$)a", true, "/a", "a", "x", "(a+)+" },
		/* a branch that is found anywhere */
		{ "/a|/b(c+)+d", true, "/bc", "c", "a", "(c+)+" },
		{ "/(.*)(.*)x", false, "/a", "a", "\nx", ".*)(.*" },
		{ "/([a-z]+)?([a-z]+)?([a-z]+)?$", false, "/a", "a", "1",
		    "[a-z]+)?([a-z]+" },
		{ "/(.*)\\.(.*)\\.(.*)$", false, "/a", ".a", "\n.",
		    ".*)\\.(.*" },
		{ "/(.*)(.*)(.*)(.*)x", false, "/a", "a", "\nx", ".*)(.*" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct rx *x = rx_get(&arena, &set,
		    str_from(cases[i].pattern));
		const struct cost *cost = cost_measure(&arena, x, COST_PATH,
		    &left);

		if (cost == NULL || !cost_may_be_slow(x->pattern))
			fail_msg("%s is not found slow", cases[i].pattern);
		if (cost->exponential != cases[i].exponential ||
		    !str_is(cost->head, cases[i].head) ||
		    !str_is(cost->pump, cases[i].pump) ||
		    !str_is(cost->tail, cases[i].tail) ||
		    !str_is(str_cut(x->pattern, cost->from, cost->to),
		    cases[i].loops))
			fail_msg("%s: %d \"%.*s\" \"%.*s\" \"%.*s\", of %.*s",
			    cases[i].pattern, cost->exponential, STR_ARG(cost->head),
			    STR_ARG(cost->pump), STR_ARG(cost->tail),
			    STR_ARG(str_cut(x->pattern, cost->from,
			    cost->to)));
	}
}

static void
test_fine(void **state)
{
	static const struct {
		const char *pattern;
		bool cross;		/* so that more is done than a look */
	} cases[] = {
		{ "/app(/|$)(.*)", false },
		{ "/app/?(.*)", false },
		{ "/(.*)/api/(.*)", false },
		{ "/.*\\.(js|css)$", false },
		{ "/(a+)", false },
		{ "/(a+)+", false },
		{ "/(?>(a+)+)b", false },
		{ "/v[0-9]+/users", false },
		{ "/[a-f0-9]{8}-[a-f0-9]{4}/x", false },
		{ "/(a++)+b", false },
		{ "/(api|web)/(v[0-9]+)/(.*)$", true },
		/* a segment at a time */
		{ "/([^/]+)/([^/]+)/edit$", true },
		{ "/([^/]+/?)*$", true },
		{ "/(/[a-z]+)*x$", true },
		/* nginx makes many slashes one */
		{ "/(/*)*x", true },
		/* once for each "/api/", of which few fit in */
		{ "/(.*)/api/(.*)$", true },
		/* not understood */
		{ "/(a+)+(?R)?x", true },
		{ "/(", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct rx *x = rx_get(&arena, &set,
		    str_from(cases[i].pattern));

		if (cost_measure(&arena, x, COST_PATH, &left) != NULL)
			fail_msg("%s is found slow", cases[i].pattern);
		if (ways_cross(x->tree) != cases[i].cross)
			fail_msg("%s: cross %d", cases[i].pattern,
			    !cases[i].cross);
	}
}

/* Every number is one that PCRE confirms. */
static void
test_counts(void **state)
{
	struct rx *x = rx_get(&arena, &set, STR("/(a+)+$"));
	const struct cost *c = cost_measure(&arena, x, COST_PATH, &left);
	const struct cost_sample *all[2];
	struct str text;

	(void)state;
	assert_non_null(c);
	all[0] = &c->few;
	all[1] = &c->more;
	for (unsigned i = 0; i < 2; i++) {
		text = cost_example(&arena, c, all[i]->times);
		assert_int_equal(rx_match_within(x, RX_LOCATION, text,
		    all[i]->steps), RX_NO);
		assert_int_equal(rx_match_within(x, RX_LOCATION, text,
		    all[i]->steps - 1), RX_GAVE_UP);
	}
	assert_int_equal(rx_match(&arena, x, RX_LOCATION,
	    cost_example(&arena, c, c->enough), NULL), RX_GAVE_UP);
	assert_true(left < ULONG_MAX - LIMIT_MATCH_STEPS);
	assert_true(left > ULONG_MAX - 2u * LIMIT_MATCH_STEPS);
}

static void
test_budget(void **state)
{
	struct rx *x = rx_get(&arena, &set, STR("/(a+)+$"));

	(void)state;
	left = LIMIT_MATCH_STEPS;
	assert_null(cost_measure(&arena, x, COST_PATH, &left));
}

/* Hosts have few bytes, and headers have no rules about dots. */
static void
test_names(void **state)
{
	struct rx *x = rx_get_name(&arena, &set, STR("^([a-z]+)*\\.com$"));
	const struct cost *c = cost_measure(&arena, x, COST_HOST, &left);

	(void)state;
	assert_non_null(c);
	assert_true(c->exponential);
	assert_true(str_is(c->pump, "a"));
	assert_int_equal(rx_match(&arena, x, RX_NAME,
	    cost_example(&arena, c, c->enough), NULL), RX_GAVE_UP);
	x = rx_get_name(&arena, &set, STR("^(\\.+)+$"));
	assert_null(cost_measure(&arena, x, COST_HOST, &left));
	x = rx_get_name(&arena, &set, STR("^(\\.+)+$"));
	assert_non_null(cost_measure(&arena, x, COST_HEADER, &left));
	/* of another case */
	x = rx_get_name(&arena, &set, STR("^(?-i)([A-Z]+)*$"));
	assert_null(cost_measure(&arena, x, COST_HOST, &left));
}

static unsigned seed;

static unsigned
pick(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

static void
write_random(struct buf *out, unsigned depth)
{
	static const char *const atoms[] = { "a", "b", ".", "[ab]", "a" };
	static const char *const marks[] = {
		"*", "+", "?", "*?", "{2}", "{1,}", "", ""
	};
	unsigned n = depth == 0 ? 0 : pick(5);

	if (n == 0 || n == 1) {
		buf_puts(out, atoms[pick(5)]);
		if (n == 1)
			buf_puts(out, marks[pick(3)]);
	} else if (n == 2) {
		write_random(out, depth - 1);
		write_random(out, depth - 1);
	} else {
		buf_puts(out, "(");
		write_random(out, depth - 1);
		buf_puts(out, n == 3 ? "|" : "");
		write_random(out, depth - 1);
		buf_puts(out, ")");
		buf_puts(out, marks[pick(8)]);
	}
}

/* The word of that number: "", a, b, aa, ab, ... */
static struct str
word(struct buf *out, unsigned number)
{
	buf_reset(out);
	for (; number > 0; number = (number - 1) / 2)
		buf_putc(out, number % 2 == 1 ? 'a' : 'b');
	return buf_str(out);
}

/* A text of short words, the middle one repeated, that takes that many. */
static bool
is_slow_at(struct rx *x, uint32_t bytes, uint32_t steps)
{
	static const char *const tails[] = {
		"", "!", "a", "b", "!a", "!b", "\n", "\na", "\nb"
	};
	struct buf text, part;
	bool slow = false;

	buf_init(&text);
	buf_init(&part);
	for (unsigned i = 0; i < 7 * 14 * 9 && !slow; i++) {
		struct str pump;

		buf_reset(&text);
		buf_puts(&text, "/");
		buf_add(&text, word(&part, i % 7));
		pump = word(&part, 1 + i / 7 % 14);
		while (text.len + pump.len < bytes)
			buf_add(&text, pump);
		buf_puts(&text, tails[i / 7 / 14]);
		slow = rx_match_within(x, RX_LOCATION, buf_str(&text),
		    steps) == RX_GAVE_UP;
	}
	buf_release(&part);
	buf_release(&text);
	return slow;
}

static void
test_twin(void **state)
{
	const char *many = getenv("TWIN_PATTERNS");
	unsigned rounds = many == NULL ? 30 : (unsigned)strtoul(many, NULL,
	    10);
	unsigned slow = 0, missed = 0;

	(void)state;
	seed = 1;
	for (unsigned i = 0; i < rounds; i++) {
		struct arena own;
		struct rx_set patterns = { .by_text = { NULL } };
		struct buf text;
		struct rx *x;

		arena_init(&own);
		buf_init(&text);
		buf_puts(&text, "/");
		write_random(&text, 4);
		buf_puts(&text, pick(2) == 0 ? "$" : "b");buf_puts(&text, pick(2) == 0 ? "$" : "b");
		x = rx_get(&own, &patterns, buf_str(&text));
		left = ULONG_MAX;
		if (rx_compiles(x) && is_slow_at(x, 100, 1000000)) {
			slow++;
			if (cost_measure(&own, x, COST_PATH, &left) == NULL) {
				missed++;
				print_message("%.*s is slow\n",
				    STR_ARG(x->pattern));
			}
		}
		buf_release(&text);
		arena_release(&own);
	}
	assert_true(slow > rounds / 10);
	assert_true(missed * 50 <= slow);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_slow, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fine, setup, teardown),
		cmocka_unit_test_setup_teardown(test_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_budget, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_twin, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
