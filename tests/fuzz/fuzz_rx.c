/*
 * Any bytes as a pattern: where PCRE compiles it, our tree has the same
 * groups, and what it says of captures holds for the requests it gives as
 * examples.
 */
#include <assert.h>

#include "fuzz.h"
#include "rx/example.h"

static void
check_captures(struct arena *arena, struct rx *x, struct str uri)
{
	struct rx_captures got;

	if (!rx_rewrites(arena, x, uri, &got))
		return;
	for (uint32_t i = 1; i < got.n; i++) {
		struct ast_capture c = ast_capture(x->tree, i);

		assert(got.at[i].len > 0 || c.can_be_empty);
		assert(got.at[i].len == 0 || byteset_has(&c.first,
		    (unsigned char)got.at[i].at[0]));
		ast_role(x->tree, i);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct rx_set set = { .by_text = { NULL } };
	struct arena arena;
	struct rx *x;

	arena_init(&arena);
	x = rx_get(&arena, &set, (struct str){ (const char *)bytes, len });
	assert(x->error_from <= x->error_to && x->error_to <= len);
	if (rx_compiles(x)) {
		assert(x->tree->root != NULL);
		assert(x->tree->groups == x->groups);
		for (unsigned fill = 0; fill < EXAMPLE_COUNT; fill++) {
			struct str uri;

			if (example_of(&arena, x, fill, &uri))
				check_captures(&arena, x, uri);
		}
	}
	arena_release(&arena);
	return 0;
}
