/*
 * Manifests in, specs out. What is wrong with the manifests, and what of
 * them is not in the specs, goes to standard error.
 */
#include <stdio.h>

#include "adopt/adopt.h"
#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/gather.h"
#include "cli/output.h"

struct run {
	struct config config;
	struct sources sources;
	struct diags diags;
	struct input input;
	struct cluster cluster;
	struct controller controller;
};

static void
gather(struct run *r, size_t from, bool linted)
{
	struct gather wanted = { .cluster = &r->cluster, .linted = linted };

	gather_objects(&r->input, from, r->input.files.n, &wanted);
}

/* False when something could not be opened, which has been said. */
static bool
load(struct arena *arena, const struct options *options, struct run *r)
{
	size_t n;

	config_read(arena, &r->config);
	sources_init(&r->sources, arena);
	diags_init(&r->diags, arena);
	config_levels(&r->config, &r->diags);
	input_init(&r->input, arena, &r->diags, &r->sources);
	r->input.ignore = config_ignore(&r->config);
	cluster_init(&r->cluster, arena_child(arena),
	    str_from(options->ns == NULL ? "default" : options->ns));
	for (size_t i = 0; i < options->operands.n; i++)
		input_add(&r->input, options->operands.at[i]);
	gather(r, 0, true);
	n = r->input.files.n;
	for (size_t i = 0; i < options->references.n; i++)
		input_add(&r->input, options->references.at[i]);
	config_references(&r->config, &r->input);
	gather(r, n, false);
	config_controller(&r->config, &r->cluster, &r->controller);
	return !r->input.failed;
}

int
cmd_adopt(struct arena *arena, const struct options *options)
{
	struct run r = { .cluster = { .arena = NULL } };
	struct adopt adopt = { .arena = arena, .diags = &r.diags,
		.sources = &r.sources, .cluster = &r.cluster,
		.controller = &r.controller,
		.ns_chosen = options->ns != NULL };
	size_t errors;
	struct buf out;

	if (!load(arena, options, &r))
		return STATUS_USAGE;
	buf_init(&out);
	adopt_run(&adopt, &out);
	diags_finish(&r.diags);
	output_findings(options, stderr, &r.diags, &r.sources);
	errors = diags_count(&r.diags, LEVEL_ERROR);
	if (adopt.nreleases == 0 && !adopt.partial)
		fprintf(stderr, "greenlight adopt: there is nothing to adopt "
		    "in these manifests: no Ingress, and no Service that "
		    "switches between Deployments\n");
	file_print(buf_str(&out));
	buf_release(&out);
	return adopt.nreleases == 0 || adopt.partial || errors > 0 ?
	    STATUS_FINDINGS : STATUS_OK;
}
