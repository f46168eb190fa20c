#include <assert.h>

#include "base/die.h"
#include "cli/checking.h"
#include "cli/command.h"
#include "cli/fixed.h"
#include "cli/gather.h"
#include "cli/output.h"
#include "cli/upgrade.h"
#include "k8s/cluster.h"
#include "lint/silence.h"
#include "spec/spec.h"

struct run {
	struct arena *arena;
	struct config config;
	struct diags diags;
	struct sources sources;
	struct input input;
	struct strategies strategies;
	size_t linted;		/* so many files; the others are references */
	struct str standard;	/* what standard input held */
	bool whole;		/* not only single files, as of a hook */
	struct cluster cluster;
};

/* A release spec among the files is checked as render would. */
static void
check_release(const void *all, struct lint *lint,
    const struct document *document)
{
	struct strategies strategies = *(const struct strategies *)all;
	struct sources builtin;
	struct release *release;

	if (!spec_is_release(document->root))
		return;
	strategies.arena = lint->arena;
	strategies.diags = lint->diags;
	/* Nothing points into those that are built in: read here, if at all. */
	sources_init(&builtin, lint->arena);
	if (strategies.dir == NULL)
		strategies.sources = &builtin;
	if (spec_load(lint->arena, lint->diags, lint->sources, &strategies,
	    document, &release))
		spec_advise(lint->diags, release);
}

static struct run *
new_run(struct arena *arena, const struct options *options,
    const struct config *config)
{
	struct run *r = arena_new(arena, struct run);

	r->arena = arena;
	r->config = *config;
	sources_init(&r->sources, arena);
	diags_init(&r->diags, arena);
	input_init(&r->input, arena, &r->diags, &r->sources);
	strategies_init(&r->strategies, arena, &r->diags, &r->sources,
	    options_templates(options));
	return r;
}

static struct run *
first_run(struct arena *arena, const struct options *options)
{
	struct config config;
	struct run *r;
	struct input *in;

	config_read(arena, &config);
	r = new_run(arena, options, &config);
	in = &r->input;
	in->ignore = config_ignore(&r->config);
	in->skip_named = true;
	for (size_t i = 0; i < options->operands.n; i++)
		input_add(in, options->operands.at[i]);
	r->linted = in->files.n;
	in->skip_named = false;
	r->whole = in->whole;
	for (size_t i = 0; i < options->references.n; i++)
		input_add(in, options->references.at[i]);
	config_references(&r->config, in);
	return r;
}

/* Standard input is read once, and its text may be asked for again. */
static void
read_standard(struct run *r)
{
	for (size_t i = 0; i < r->input.files.n; i++) {
		const struct source *source = source_get(&r->sources,
		    r->input.files.at[i]);

		if (strcmp(source->name, "<stdin>") == 0 &&
		    input_read(&r->input, i))
			r->standard = source->text;
	}
}

/* The same files under the same numbers, with what was fixed in them. */
static struct run *
next_run(struct arena *arena, const struct options *options,
    const struct run *last, const struct fixing *f)
{
	struct run *r = new_run(arena, options, &last->config);

	r->linted = last->linted;
	r->standard = last->standard;
	r->whole = last->whole;
	r->input.failed = r->input.told = last->input.failed;
	for (size_t i = 0; i < last->input.files.n; i++) {
		uint32_t file = last->input.files.at[i];
		const struct source *source = source_get(&last->sources, file);
		const struct fixed_file *fixed = fixing_find(f, file);
		struct str text = fixed != NULL ? fixed->text :
		    strcmp(source->name, "<stdin>") == 0 ? r->standard :
		    source->text;

		file = source_add(&r->sources, source->name, text);
		assert(file == last->input.files.at[i]);
		*vec_add(arena, &r->input.files) = file;
		*vec_add(arena, &r->input.sizes) = last->input.sizes.at[i];
	}
	return r;
}

static void
check_objects(struct run *r)
{
	struct lint lint = {
		.arena = r->arena, .diags = &r->diags,
		.sources = &r->sources, .cluster = &r->cluster
	};

	check_cluster(&lint, &r->config);
	silence_check(&lint, r->whole || r->cluster.has_references);
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

	if (fixed_takes_stdout(options))
		output_findings(options, stderr, &r->diags, &r->sources);
	else
		output_report(options, &report);
}

static void
lint(struct run *r, const struct options *options)
{
	struct gather linted = { .cluster = &r->cluster, .linted = true,
		.check = lint_object, .look = check_release,
		.with = &r->strategies };
	struct gather others = { .cluster = &r->cluster };
	struct input *in = &r->input;

	config_levels(&r->config, &r->diags);
	cluster_init(&r->cluster, arena_child(r->arena),
	    str_from(options->ns == NULL ? "default" : options->ns));
	if (options->templates != NULL)
		strategies_load(&r->strategies);
	gather_objects(in, 0, r->linted, &linted);
	gather_objects(in, r->linted, in->files.n, &others);
	r->cluster.has_references = options->references.n > 0 ||
	    config_has_references(&r->config);
	check_objects(r);
	cluster_place(&r->cluster, &r->diags, &r->sources);
	diags_finish(&r->diags);
}

/* Lints until no safe fix is left; gives the last run. */
static struct run *
fix(struct fixing *f, struct run *r, const struct options *options)
{
	while (fixing_take(f, &r->diags, &r->sources, r->input.files.at,
	    r->linted)) {
		r = next_run(arena_child(f->arena), options, r, f);
		lint(r, options);
	}
	return r;
}

/* The same files under both releases; gives the run under the new one. */
static struct run *
upgrade(struct arena *arena, struct run *r, const struct options *options,
    unsigned version, size_t *gone)
{
	struct run *new;
	struct fixing none;

	read_standard(r);
	lint(r, options);
	fixing_init(&none, arena);
	new = next_run(arena_child(arena), options, r, &none);
	new->config.present = r->config.version;
	new->config.version = version;
	lint(new, options);
	upgrade_compare(arena, &r->diags, &new->diags, &new->config, gone);
	return new;
}

int
cmd_lint(struct arena *arena, const struct options *options)
{
	enum level fail_on = LEVEL_ERROR;
	bool differs = false;
	struct fixing f;
	unsigned version;
	size_t gone = 0;
	struct run *r;

	fixed_check(options);
	r = first_run(arena, options);
	version = upgrade_version(arena, options, &r->config);
	if (options->fix)
		read_standard(r);
	if (version != 0)
		r = upgrade(arena, r, options, version, &gone);
	else
		lint(r, options);
	if (options->fix) {
		fixing_init(&f, arena);
		r = fix(&f, r, options);
		if (!fixed_put(options, &f, &r->sources, r->standard,
		    &differs))
			return STATUS_TROUBLE;
	}
	if (options->fail_on != NULL)
		level_parse(str_from(options->fail_on), &fail_on);
	print(r, options, fail_on);
	if (output_is_text(options))
		upgrade_print(&r->config, gone);
	return r->input.failed ? STATUS_USAGE :
	    diags_count(&r->diags, fail_on) > 0 ||
	    (options->diff && differs) ? STATUS_FINDINGS : STATUS_OK;
}
