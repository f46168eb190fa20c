/*
 * Which object a finding is in: objects are sorted once by place, each
 * finding looks for the last one that begins at or before it. Objects do
 * not overlap, but for those an alias repeats, which have its place.
 */
#include <stdlib.h>
#include <string.h>

#include "k8s/cluster.h"

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

static bool
is_same(struct span a, struct span b)
{
	return a.file == b.file && a.start == b.start && a.end == b.end;
}

/* The node at that place, which is under `n` or is not there at all. */
static const struct node *
find_node(const struct node *n, struct span where)
{
	while (n != NULL && !is_same(n->span, where)) {
		const struct node *below = NULL;

		for (uint32_t i = 0; n->kind != NODE_SCALAR &&
		    i < n->count && below == NULL; i++) {
			const struct node *child = n->kind == NODE_SEQ ?
			    n->items[i] : n->entries[i].value;

			if (child->span.start <= where.start &&
			    where.end <= child->span.end)
				below = child;
		}
		n = below;
	}
	return n;
}

/* The tree of the document that the last finding was in. */
struct again {
	struct arena trees;
	const struct sources *sources;
	struct span document;
	const struct node *root;
};

static const struct node *
tree_of(struct again *again, const struct object *o)
{
	if (o->root != NULL)
		return o->root;
	if (!is_same(again->document, o->document)) {
		arena_release(&again->trees);
		again->document = o->document;
		again->root = stream_again(&again->trees, again->sources,
		    o->document);
	}
	return find_node(again->root, o->span);
}

void
cluster_place(const struct cluster *cluster, struct diags *diags,
    const struct sources *sources)
{
	struct again again = { .sources = sources };
	const struct object **objects;
	struct diag **findings;

	if (diags->list.n == 0)
		return;
	arena_init(&again.trees);
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
		d->path = node_path(diags->arena, tree_of(&again, o),
		    d->where);
	}
	arena_release(&again.trees);
}
