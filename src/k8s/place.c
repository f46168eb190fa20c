/*
 * Which object a finding is in: objects are sorted once by place, each
 * finding looks for the last one that begins at or before it. Objects do
 * not overlap, but for those an alias repeats, which have its place.
 */
#include <stdlib.h>
#include <string.h>

#include "k8s/cluster.h"
#include "k8s/tree.h"

static int
compare_places(struct span a, struct span b)
{
	if (a.file != b.file)
		return a.file < b.file ? -1 : 1;
	return a.start < b.start ? -1 : a.start > b.start;
}

static int
compare_objects(const void *a, const void *b)
{
	return compare_places((*(const struct object *const *)a)->span,
	    (*(const struct object *const *)b)->span);
}

static const struct object **
sort_objects(const struct cluster *cluster, struct arena *arena)
{
	size_t n = cluster->objects.n;
	const struct object **sorted = arena_array(arena,
	    const struct object *, n);

	for (size_t i = 0; i < n; i++)
		sorted[i] = cluster->objects.at[i];
	if (n > 0)
		qsort(sorted, n, sizeof(*sorted), compare_objects);
	return sorted;
}

static const struct object *
find_object(const struct object *const *sorted, size_t n, struct span where)
{
	size_t low = 0, high = n;
	const struct object *o;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (compare_places(sorted[mid]->span, where) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return NULL;
	o = sorted[low - 1];
	return o->span.file == where.file &&
	    where.start <= o->span.end ? o : NULL;
}

static int
compare_findings(const void *a, const void *b)
{
	return compare_places((*(struct diag *const *)a)->where,
	    (*(struct diag *const *)b)->where);
}

/* In order of place, so that no document is read twice. */
static struct diag **
sort_findings(struct arena *arena, const struct diags *diags)
{
	size_t n = diags->list.n;
	struct diag **sorted = arena_array(arena, struct diag *, n);

	memcpy(sorted, diags->list.at, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), compare_findings);
	return sorted;
}

void
cluster_place(const struct cluster *cluster, struct diags *diags,
    const struct sources *sources)
{
	struct trees trees;
	const struct object **objects;
	struct diag **findings;

	if (diags->list.n == 0)
		return;
	trees_init(&trees, sources);
	objects = sort_objects(cluster, diags->arena);
	findings = sort_findings(diags->arena, diags);
	for (size_t i = 0; i < diags->list.n; i++) {
		struct diag *d = findings[i];
		const struct object *o = d->where.file == 0 ? NULL :
		    find_object(objects, cluster->objects.n, d->where);

		if (o == NULL || d->kind.len > 0)
			continue;
		d->api_version = o->api_version;
		d->kind = o->kind;
		d->ns = o->ns;
		d->name = o->name;
		d->path = node_path(diags->arena, &trees.below,
		    trees_get(&trees, o), d->where);
	}
	trees_release(&trees);
}
