#include "cli/routing.h"

#include <stdio.h>

#include "base/die.h"
#include "cli/gather.h"
#include "cli/output.h"

int
routing_load(struct arena *arena, const struct options *options,
    const struct words *paths, struct routing *g)
{
	struct gather wanted = { .cluster = &g->cluster, .linted = true };
	struct input input;

	*g = (struct routing){ .arena = arena };
	config_read(arena, &g->config);
	sources_init(&g->sources, arena);
	diags_init(&g->diags, arena);
	config_levels(&g->config, &g->diags);
	input_init(&input, arena, &g->diags, &g->sources);
	input.ignore = config_ignore(&g->config);
	cluster_init(&g->cluster, arena_child(arena),
	    str_from(options->ns == NULL ? "default" : options->ns));
	for (size_t i = 0; i < paths->n; i++)
		input_add(&input, paths->at[i]);
	gather_objects(&input, 0, input.files.n, &wanted);
	if (input.failed)
		return STATUS_USAGE;
	diags_finish(&g->diags);
	output_findings(options, stderr, &g->diags, &g->sources);
	config_controller(&g->config, &g->cluster, &g->controller);
	g->controller.assume_references = options->assume_services;
	model_build(arena, &g->cluster, &g->controller, &g->model);
	return diags_count(&g->diags, LEVEL_ERROR) > 0 ? STATUS_FINDINGS :
	    STATUS_OK;
}
