#include "k8s/tree.h"

#include "yaml/stream.h"

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

void
trees_init(struct trees *trees, const struct sources *sources)
{
	*trees = (struct trees){ .sources = sources };
	arena_init(&trees->arena);
}

void
trees_release(struct trees *trees)
{
	arena_release(&trees->arena);
}

const struct node *
trees_get(struct trees *trees, const struct object *o)
{
	if (o->root != NULL)
		return o->root;
	if (!is_same(trees->document, o->document)) {
		arena_release(&trees->arena);
		trees->document = o->document;
		trees->root = stream_again(&trees->arena, trees->sources,
		    o->document);
	}
	return find_node(trees->root, o->span);
}
