/*
 * Any bytes are read as manifests and linted, as cmd_lint does it.
 */
#include "fuzz.h"
#include "k8s/cluster.h"
#include "lint/silence.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz f;
	struct cluster cluster;
	struct controller controller;
	struct lint lint;

	fuzz_begin(&f, data, size);
	silence_comments(&f.diags, &f.sources,
	    (struct span){ f.file, 0, (uint32_t)size });
	cluster_init(&cluster, &f.arena, STR("default"));
	for (size_t i = 0; i < f.stream.documents.n; i++)
		cluster_add(&cluster, &f.diags,
		    &f.stream.documents.at[i], true);
	controller_init(&controller, VERSION_NEWEST);
	lint = (struct lint){ .arena = &f.arena, .diags = &f.diags,
		.sources = &f.sources, .cluster = &cluster,
		.controller = &controller };
	lint_run(&lint);
	silence_check(&lint, size % 2 == 0);
	cluster_place(&cluster, &f.diags, &f.sources);
	fuzz_end(&f);
	return 0;
}
