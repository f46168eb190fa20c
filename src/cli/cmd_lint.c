#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "k8s/cluster.h"
#include "lint/lint.h"
#include "spec/spec.h"

struct run {
	struct arena *arena;
	struct diags diags;
	struct sources sources;
	struct input input;
	struct cluster cluster;
};

static void
load(struct run *r, const struct options *options)
{
	size_t linted;

	for (size_t i = 0; i < options->operands.n; i++)
		input_add(&r->input, options->operands.at[i]);
	linted = r->input.files.n;
	for (size_t i = 0; i < options->references.n; i++)
		input_add(&r->input, options->references.at[i]);
	for (size_t i = 0; i < r->input.files.n; i++)
		cluster_add(&r->cluster, &r->diags,
		    &r->input.files.at[i].stream, i < linted);
}

/* Release specs among the files are checked as render would. */
static void
check_releases(struct run *r)
{
	struct release *release;

	for (size_t i = 0; i < r->input.files.n; i++) {
		const struct stream *s = &r->input.files.at[i].stream;

		for (size_t k = 0; k < s->documents.n; k++)
			if (spec_is_release(s->documents.at[k].root))
				spec_load(r->arena, &r->diags, &r->sources,
				    &s->documents.at[k], &release);
	}
}

static void
check_objects(struct run *r)
{
	struct lint lint = {
		.arena = r->arena, .diags = &r->diags,
		.sources = &r->sources, .cluster = &r->cluster,
		.hosts = hosts_build(r->arena, &r->cluster)
	};

	lint_run(&lint);
}

static void
print_json(struct run *r)
{
	struct diag_summary summary = { r->input.files.n,
		r->cluster.nobjects };
	struct buf out;

	buf_init(&out);
	diags_print_json(&out, &r->diags, &r->sources, &summary);
	file_print(buf_str(&out));
	buf_release(&out);
}

int
cmd_lint(struct arena *arena, const struct options *options)
{
	struct run r = { .arena = arena };
	enum level fail_on = LEVEL_ERROR;

	sources_init(&r.sources, arena);
	diags_init(&r.diags, arena);
	input_init(&r.input, arena, &r.diags, &r.sources);
	cluster_init(&r.cluster, arena,
	    str_from(options->ns == NULL ? "default" : options->ns));
	load(&r, options);
	check_releases(&r);
	check_objects(&r);
	cluster_place(&r.cluster, &r.diags);
	diags_finish(&r.diags);
	if (options->format != NULL && strcmp(options->format, "json") == 0)
		print_json(&r);
	else
		output_findings(options, stdout, &r.diags, &r.sources);
	if (options->fail_on != NULL)
		level_parse(str_from(options->fail_on), &fail_on);
	return r.input.failed ? STATUS_USAGE :
	    diags_count(&r.diags, fail_on) > 0 ? STATUS_FINDINGS : STATUS_OK;
}
