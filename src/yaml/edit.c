#include "yaml/edit.h"

#include <assert.h>
#include <stdlib.h>

/* By place; an insertion before what begins there; else as given. */
static int
compare(const void *one, const void *two)
{
	const struct edit *a = *(const struct edit *const *)one;
	const struct edit *b = *(const struct edit *const *)two;

	if (a->where.start != b->where.start)
		return a->where.start < b->where.start ? -1 : 1;
	if (a->where.end != b->where.end)
		return a->where.end < b->where.end ? -1 : 1;
	return a < b ? -1 : a > b;
}

static size_t
new_length(struct str text, const struct edit *edits, size_t n)
{
	size_t len = text.len;

	for (size_t i = 0; i < n; i++) {
		assert(edits[i].where.start <= edits[i].where.end);
		assert(edits[i].where.end <= text.len);
		len += edits[i].text.len;
	}
	return len;
}

static char *
put(char *to, const char *from, size_t n)
{
	if (n > 0)
		memcpy(to, from, n);
	return to + n;
}

bool
edit_apply(struct arena *arena, struct str text, const struct edit *edits,
    size_t n, struct str *result)
{
	const struct edit **order = arena_array(arena, const struct edit *, n);
	char *bytes = arena_alloc(arena, new_length(text, edits, n) + 1);
	char *at = bytes;
	size_t done = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = &edits[i];
	if (n > 1)
		qsort(order, n, sizeof(order[0]), compare);
	for (size_t i = 0; i < n; i++) {
		const struct span where = order[i]->where;

		if (where.start < done)
			return false;
		at = put(at, text.at + done, where.start - done);
		at = put(at, order[i]->text.at, order[i]->text.len);
		done = where.end;
	}
	at = put(at, text.at + done, text.len - done);
	*result = (struct str){ bytes, (size_t)(at - bytes) };
	return true;
}
