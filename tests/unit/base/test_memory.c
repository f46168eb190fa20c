/*
 * arena, buf and map. The map is compared with a plain list on random names
 * over a small alphabet, where names are prefixes of each other all the time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

static void
test_arena_zeroes_and_aligns(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t size = 0; size < 3000; size += 7) {
		unsigned char *at = arena_alloc(&arena, size);

		assert_int_equal((uintptr_t)at % 8, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(at[i], 0);
		memset(at, 0xAA, size);
	}
	arena_release(&arena);
}

static void
count_up(void *counter)
{
	++*(int *)counter;
}

static void
test_arena_runs_what_was_deferred(void **state)
{
	struct arena arena;
	int released = 0;

	(void)state;
	arena_init(&arena);
	arena_defer(&arena, count_up, &released);
	arena_defer(&arena, count_up, &released);
	arena_release(&arena);
	assert_int_equal(released, 2);
	arena_release(&arena);
	assert_int_equal(released, 2);
}

static void
test_vec_keeps_what_was_added(void **state)
{
	VEC(size_t) numbers = { NULL, 0, 0 };
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < 1000; i++)
		*vec_add(&arena, &numbers) = i;
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(numbers.at[i], i);
	arena_release(&arena);
}

static void
test_arena_rewinds(void **state)
{
	struct arena_mark empty, some;
	struct arena arena;
	char *kept, *gone;

	(void)state;
	arena_init(&arena);
	empty = arena_mark(&arena);
	for (int round = 0; round < 3; round++) {
		kept = arena_alloc(&arena, 100);
		memset(kept, 'k', 100);
		some = arena_mark(&arena);
		for (size_t size = 1; size < 10 << 20; size *= 3) {
			gone = arena_alloc(&arena, size);
			assert_int_equal(gone[size - 1], 0);
			memset(gone, 'g', size);
		}
		arena_rewind(&arena, some);
		gone = arena_alloc(&arena, 100);
		assert_true(gone == kept + 104);
		assert_int_equal(gone[0], 0);
		for (int i = 0; i < 100; i++)
			assert_int_equal(kept[i], 'k');
		arena_rewind(&arena, empty);
	}
	arena_release(&arena);
}

static void
test_buf_grows(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b);
	assert_int_equal(b.len, 0);
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%03d", i);
	assert_int_equal(b.len, 3000);
	assert_memory_equal(b.at + 2997, "999", 3);
	buf_fill(&b, 'x', 2);
	buf_putc(&b, '\0');
	assert_memory_equal(b.at + 3000, "xx\0", 3);
	buf_release(&b);
}

enum { NAMES = 400 };

static struct str
random_name(struct arena *arena)
{
	size_t len = (size_t)rand() % 6;
	char *at = arena_alloc(arena, len + 1);

	for (size_t i = 0; i < len; i++)
		at[i] = "ab\0\xff"[rand() % 4];
	return (struct str){ at, len };
}

static void
test_map_is_like_a_list(void **state)
{
	unsigned seed = (unsigned)time(NULL);
	struct str names[NAMES];
	struct map map = { NULL };
	struct arena arena;

	(void)state;
	printf("seed %u\n", seed);
	srand(seed);
	arena_init(&arena);
	for (size_t i = 0; i < NAMES; i++) {
		size_t first = 0;
		void **slot;

		names[i] = random_name(&arena);
		while (!str_eq(names[first], names[i]))
			first++;
		assert_ptr_equal(map_get(&map, names[i]),
		    first == i ? NULL : &names[first]);
		slot = map_put(&arena, &map, names[i]);
		if (*slot == NULL)
			*slot = &names[i];
		assert_ptr_equal(*slot, &names[first]);
	}
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena_zeroes_and_aligns),
		cmocka_unit_test(test_arena_runs_what_was_deferred),
		cmocka_unit_test(test_arena_rewinds),
		cmocka_unit_test(test_vec_keeps_what_was_added),
		cmocka_unit_test(test_buf_grows),
		cmocka_unit_test(test_map_is_like_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
