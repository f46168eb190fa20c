#include "k8s/tree.h"

#include "yaml/stream.h"

static bool
is_same(struct span a, struct span b)
{
	return a.file == b.file && a.start == b.start && a.end == b.end;
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
		memset(&trees->walk, 0, sizeof(trees->walk));
		memset(&trees->below, 0, sizeof(trees->below));
	}
	return node_find(&trees->walk, trees->root, o->span);
}
