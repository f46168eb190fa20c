#include "base/die.h"
#include "cli/checking.h"
#include "cli/command.h"
#include "cli/gather.h"
#include "cli/output.h"
#include "k8s/cluster.h"
#include "spec/spec.h"

struct run {
	struct arena *arena;
	struct config config;
	struct diags diags;
	struct sources sources;
	struct input input;
	struct strategies strategies;
	struct cluster cluster;
	size_t linted;		/* so many files; the others are references */
};

/* A release spec among the files is checked as render would. */
static void
check_release(const void *all, struct lint *lint,
    const struct document *document)
{
	struct strategies strategies;
	struct release *release;

	if (!spec_is_release(document->root))
		return;
	strategies = *(const struct strategies *)all;
	strategies.arena = lint->arena;
	strategies.diags = lint->diags;
	spec_load(lint->arena, lint->diags, lint->sources, &strategies,
	    document, &release);
}

static void
load(struct run *r, const struct options *options)
{
	struct gather linted = { .cluster = &r->cluster, .linted = true,
		.check = lint_object, .look = check_release,
		.with = &r->strategies };
	struct gather others = { .cluster = &r->cluster };
	struct input *in = &r->input;

	in->ignore = config_ignore(&r->config);
	in->skip_named = true;
	for (size_t i = 0; i < options->operands.n; i++)
		input_add(in, options->operands.at[i]);
	r->linted = in->files.n;
	in->skip_named = false;
	for (size_t i = 0; i < options->references.n; i++)
		input_add(in, options->references.at[i]);
	config_references(&r->config, in);
	strategies_load(&r->strategies);
	gather_objects(in, 0, r->linted, &linted);
	gather_objects(in, r->linted, in->files.n, &others);
	r->cluster.has_references = options->references.n > 0 ||
	    config_has_references(&r->config);
}

static void
check_objects(struct run *r)
{
	struct lint lint = {
		.arena = r->arena, .diags = &r->diags,
		.sources = &r->sources, .cluster = &r->cluster
	};

	check_cluster(&lint, &r->config);
}

static void
print(struct run *r, const struct options *options, enum level fail_on)
{
	struct report report = {
		.diags = &r->diags, .sources = &r->sources,
		.files = r->input.files.at, .nfiles = r->input.files.n,
		.nchecked = r->linted, .nobjects = r->cluster.nobjects,
		.fail_on = fail_on, .failed = r->input.failed
	};

	output_report(options, &report);
}

int
cmd_lint(struct arena *arena, const struct options *options)
{
	struct run r = { .arena = arena };
	enum level fail_on = LEVEL_ERROR;

	config_read(arena, &r.config);
	sources_init(&r.sources, arena);
	diags_init(&r.diags, arena);
	config_levels(&r.config, &r.diags);
	input_init(&r.input, arena, &r.diags, &r.sources);
	strategies_init(&r.strategies, arena, &r.diags, &r.sources,
	    options_templates(options));
	cluster_init(&r.cluster, arena_child(arena),
	    str_from(options->ns == NULL ? "default" : options->ns));
	load(&r, options);
	check_objects(&r);
	cluster_place(&r.cluster, &r.diags, &r.sources);
	diags_finish(&r.diags);
	if (options->fail_on != NULL)
		level_parse(str_from(options->fail_on), &fail_on);
	print(&r, options, fail_on);
	return r.input.failed ? STATUS_USAGE :
	    diags_count(&r.diags, fail_on) > 0 ? STATUS_FINDINGS : STATUS_OK;
}
