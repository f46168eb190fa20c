/*
 * The fixes of whatever bytes are linted. Made alone, the edits of a finding
 * leave text that reads as before but for the places edited, and safe ones
 * remove it; all safe ones together come to an end.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/fixing.h"
#include "k8s/cluster.h"
#include "lint/lint.h"
#include "yaml/edit.h"

enum { ALONE_MAX = 12 };	/* findings whose fixes are tried alone */

struct run {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct cluster cluster;
	struct stream stream;
	uint32_t file;
};

static void
lint(struct run *r, struct str text)
{
	struct controller controller;
	struct lint lint;

	arena_init(&r->arena);
	sources_init(&r->sources, &r->arena);
	diags_init(&r->diags, &r->arena);
	r->stream = (struct stream){ .broken = false };
	r->file = source_add(&r->sources, "fuzz.yaml",
	    arena_str(&r->arena, text));
	stream_parse(&r->arena, &r->diags, &r->sources, r->file, &r->stream);
	cluster_init(&r->cluster, &r->arena, STR("default"));
	for (size_t i = 0; i < r->stream.documents.n; i++)
		cluster_add(&r->cluster, &r->diags,
		    &r->stream.documents.at[i], true);
	controller_init(&controller, VERSION_NEWEST);
	lint = (struct lint){ .arena = &r->arena, .diags = &r->diags,
		.sources = &r->sources, .cluster = &r->cluster,
		.controller = &controller };
	lint_run(&lint);
	diags_finish(&r->diags);
}

static _Noreturn void
fail(const struct diag *d, const char *what, struct str text)
{
	fprintf(stderr, "%s: %.*s: its fix %s:\n%.*s\n",
	    rule_get(d->rule)->name, STR_ARG(d->text), what, STR_ARG(text));
	abort();
}

static size_t
count_unreadable(const struct diags *diags)
{
	size_t n = 0;

	for (size_t i = 0; i < diags->list.n; i++)
		n += diags->list.at[i]->rule <= RULE_YAML_LIMIT;
	return n;
}

static size_t
count_same(const struct diags *diags, const struct diag *d)
{
	size_t n = 0;

	for (size_t i = 0; i < diags->list.n; i++)
		n += diags->list.at[i]->rule == d->rule &&
		    str_eq(diags->list.at[i]->text, d->text);
	return n;
}

static int
compare_edits(const void *a, const void *b)
{
	const struct edit *one = a, *two = b;

	return one->where.start < two->where.start ? -1 :
	    one->where.start > two->where.start;
}

/* The edits of a finding in the order of the text; NULL when it has none. */
static struct edit *
edits_of(struct arena *arena, const struct diag *d, size_t *n, bool *safe)
{
	struct edit *edits = arena_array(arena, struct edit, d->fixes.n);

	*n = 0;
	*safe = true;
	for (size_t i = 0; i < d->fixes.n; i++) {
		const struct fix *fix = &d->fixes.at[i];

		if (fix->where.file == 0)
			continue;
		edits[(*n)++] = (struct edit){ fix->where, fix->text };
		*safe = *safe && fix->safe;
	}
	if (*n > 1)
		qsort(edits, *n, sizeof(*edits), compare_edits);
	return *n > 0 ? edits : NULL;
}

/* An anchor further up makes its aliases change as well. */
static bool
has_aliases(const struct stream *stream)
{
	for (size_t i = 0; i < stream->documents.n; i++)
		if (stream->documents.at[i].aliases)
			return true;
	return false;
}

static void
try_alone(struct run *r, const struct diag *d)
{
	const struct source *source = source_get(&r->sources, r->file);
	struct run after;
	struct edit *edits;
	struct str text;
	size_t n;
	bool safe;

	edits = edits_of(&r->arena, d, &n, &safe);
	if (edits == NULL || has_aliases(&r->stream))
		return;
	if (!edit_apply(&r->arena, source->text, edits, n, &text))
		fail(d, "overlaps itself", source->text);
	lint(&after, text);
	if (after.stream.documents.n != r->stream.documents.n ||
	    count_unreadable(&after.diags) > count_unreadable(&r->diags))
		fail(d, "cannot be read", text);
	for (size_t i = 0; i < r->stream.documents.n; i++)
		if (!edit_kept(r->stream.documents.at[i].root,
		    after.stream.documents.at[i].root, edits, n))
			fail(d, "changes other values", text);
	if (safe && count_same(&after.diags, d) >= count_same(&r->diags, d))
		fail(d, "leaves it", text);
	arena_release(&after.arena);
}

static void
try_together(struct run *first)
{
	struct arena arena;
	struct fixing fixing;
	struct run *r = first, next;

	arena_init(&arena);
	fixing_init(&fixing, &arena);
	while (fixing_take(&fixing, &r->diags, &r->sources, &r->file, 1)) {
		if (r == &next)
			arena_release(&next.arena);
		lint(&next, fixing.files.at[0]->text);
		r = &next;
	}
	for (size_t i = 0; i < fixing.files.n; i++)
		if (fixing.files.at[i]->refused != NULL &&
		    !has_aliases(&first->stream)) {
			fprintf(stderr, "refused: %s\n",
			    fixing.files.at[i]->refused);
			abort();
		}
	if (r == &next)
		arena_release(&next.arena);
	arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run r;
	size_t tried = 0;

	lint(&r, (struct str){ (const char *)data, size });
	for (size_t i = 0; i < r.diags.list.n && tried < ALONE_MAX; i++) {
		tried += r.diags.list.at[i]->fixes.n > 0;
		try_alone(&r, r.diags.list.at[i]);
	}
	try_together(&r);
	arena_release(&r.arena);
	return 0;
}
