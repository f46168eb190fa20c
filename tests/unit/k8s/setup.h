/*
 * setup: a cluster from text, for tests.
 */
#ifndef K8S_SETUP_H
#define K8S_SETUP_H

#include "k8s/cluster.h"
#include "yaml/stream.h"

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct cluster cluster;
};

static inline void
setup_init(struct setup *t)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	cluster_init(&t->cluster, &t->arena, STR("default"));
}

static inline void
setup_add(struct setup *t, const char *name, const char *text, bool linted)
{
	struct stream stream = { 0 };

	stream_parse(&t->arena, &t->diags, &t->sources,
	    source_add(&t->sources, name, str_from(text)), &stream);
	for (size_t i = 0; i < stream.documents.n; i++)
		cluster_add(&t->cluster, &t->diags,
		    &stream.documents.at[i], linted);
}

#endif
