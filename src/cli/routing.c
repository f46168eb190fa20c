#include "cli/routing.h"

#include <stdio.h>

#include "base/die.h"
#include "cli/config.h"
#include "cli/input.h"
#include "cli/output.h"

int
routing_load(struct arena *arena, const struct options *options,
    const struct words *paths, struct routing *g)
{
	struct input input;

	*g = (struct routing){ .arena = arena };
	sources_init(&g->sources, arena);
	diags_init(&g->diags, arena);
	input_init(&input, arena, &g->diags, &g->sources);
	cluster_init(&g->cluster, arena_child(arena),
	    str_from(options->ns == NULL ? "default" : options->ns));
	for (size_t i = 0; i < paths->n; i++)
		input_add(&input, paths->at[i]);
	if (input.failed)
		return STATUS_USAGE;
	input_objects(&input, 0, input.files.n, true, &g->cluster, NULL,
	    NULL);
	diags_finish(&g->diags);
	output_findings(options, stderr, &g->diags, &g->sources);
	config_controller(arena, &g->cluster, &g->controller);
	g->controller.assume_references = options->assume_services;
	model_build(arena, &g->cluster, &g->controller, &g->model);
	return diags_count(&g->diags, LEVEL_ERROR) > 0 ? STATUS_FINDINGS :
	    STATUS_OK;
}
