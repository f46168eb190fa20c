#include "lint/spoken.h"

#include <stdlib.h>

static int
compare(const void *pa, const void *pb)
{
	const struct span *a = pa, *b = pb;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

void
spoken_collect(struct spoken *spoken, const struct lint *lint,
    bool (*is_chosen)(enum rule_id))
{
	const struct diags *diags = lint->diags;
	struct span *at = arena_array(lint->arena, struct span,
	    diags->list.n - lint->first_finding);
	size_t n = 0;

	for (size_t i = lint->first_finding; i < diags->list.n; i++)
		if (is_chosen(diags->list.at[i]->rule))
			at[n++] = diags->list.at[i]->where;
	if (n > 0)
		qsort(at, n, sizeof(*at), compare);
	for (size_t i = 1; i < n; i++)
		if (at[i].file == at[i - 1].file && at[i].end < at[i - 1].end)
			at[i].end = at[i - 1].end;
	*spoken = (struct spoken){ at, n };
}

bool
spoken_about(const struct spoken *spoken, struct span where)
{
	size_t low = 0, high = spoken->n;

	/* the last one that begins before the end of the place */
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		struct span s = spoken->at[mid];

		if (s.file < where.file ||
		    (s.file == where.file && s.start < where.end))
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 && spoken->at[low - 1].file == where.file &&
	    spoken->at[low - 1].end > where.start;
}
