#include "cli/releases.h"

#include "cli/gather.h"
#include "diag/allow.h"
#include "lint/silence.h"

/* The phase asked for, else the one of the spec. */
static enum phase
phase_of(struct releases *r, const struct release *release)
{
	enum phase phase = release->spec->phase;

	if (r->options->phase != NULL)
		phase_parse(str_from(r->options->phase), &phase);
	return phase;
}

static void
load_document(struct releases *r, uint32_t file,
    const struct document *document)
{
	struct release *release;
	struct release_item *item;

	silence_release(&r->diags, &r->sources, document->root,
	    document->root->span);
	if (!spec_load(r->arena, &r->diags, &r->sources, &r->strategies,
	    document, &release))
		return;
	item = vec_add(r->arena, &r->items);
	item->release = release;
	item->file = file;
	item->phase = phase_of(r, release);
}

static void
load_file(struct releases *r, uint32_t file)
{
	struct stream stream;

	stream_parse(r->arena, &r->diags, &r->sources, file, &stream);
	if (stream.documents.n == 0 && !stream.broken)
		diag_report(&r->diags, RULE_RELEASE_INVALID,
		    (struct span){ file, 0, 0 },
		    "there is no release in this file: it is empty");
	for (size_t k = 0; k < stream.documents.n; k++)
		load_document(r, file, &stream.documents.at[k]);
}

static struct span
all_of(const struct releases *r, uint32_t file)
{
	struct str text = source_get(&r->sources, file)->text;

	return (struct span){ file, 0, (uint32_t)text.len };
}

/* Findings in objects are placed in a template, too. */
static void
allow_in_template(struct releases *r, uint32_t file)
{
	silence_comments(&r->diags, &r->sources, all_of(r, file));
	for (size_t i = 0; i < r->items.n; i++)
		silence_release(&r->diags, &r->sources,
		    r->items.at[i].release->written, all_of(r, file));
}

static void
load_specs(struct releases *r)
{
	for (size_t i = 0; i < r->options->operands.n; i++)
		input_add(&r->specs, r->options->operands.at[i]);
	for (size_t i = 0; i < r->specs.files.n; i++)
		if (input_read(&r->specs, i))
			load_file(r, r->specs.files.at[i]);
	for (size_t i = 0; i < r->specs.files.n; i++)
		silence_comments(&r->diags, &r->sources,
		    all_of(r, r->specs.files.at[i]));
	allow_apply(&r->diags);
}

/* "k8s/blue.yaml" beside the spec it is named in. */
static const char *
beside(struct releases *r, uint32_t file, struct str name)
{
	const char *spec = source_get(&r->sources, file)->name;
	const char *slash = strrchr(spec, '/');
	int dir = slash == NULL ? 0 : (int)(slash - spec) + 1;

	if (name.len > 0 && name.at[0] == '/')
		dir = 0;
	return arena_printf(r->arena, "%.*s%.*s", dir, spec,
	    STR_ARG(name)).at;
}

/* A glob that matches nothing is a name that is not there. */
static void
load_reference(struct releases *r, uint32_t file,
    const struct release_text *reference)
{
	const char *pattern = beside(r, file, reference->text);
	struct diag *d;

	if (input_glob(&r->references, pattern))
		return;
	d = diag_report(&r->diags, RULE_RELEASE_INVALID,
	    node_span(reference->node), "no file matches \"%.*s\", so the "
	    "Services of the release cannot be looked up",
	    STR_ARG(reference->text));
	diag_note(&r->diags, d, SPAN_NONE,
	    "references are relative to the spec: %s", pattern);
}

static void
load_references(struct releases *r)
{
	for (size_t i = 0; i < r->options->references.n; i++)
		input_add(&r->references, r->options->references.at[i]);
	config_references(&r->config, &r->references);
	for (size_t i = 0; i < r->items.n; i++) {
		const struct release_spec *spec = r->items.at[i].release->spec;

		for (size_t k = 0; k < spec->references.n; k++)
			load_reference(r, r->items.at[i].file,
			    &spec->references.at[k]);
	}
	for (size_t i = 0; i < r->references.files.n; i++)
		input_read(&r->references, i);
}

static void
report_phase(struct releases *r, const struct release_item *item,
    enum phase phase)
{
	const struct release *release = item->release;

	diag_report(&r->diags, RULE_RELEASE_INVALID,
	    node_span(release->metadata->node), "the release has no phase "
	    "%s: %s", phase_name(phase), release->has_green ?
	    "spec.preview is missing, so green cannot be seen" :
	    "spec.green is missing, so there is nothing to go to");
}

static void
start(struct arena *arena, const struct options *options,
    struct releases *r)
{
	*r = (struct releases){ .arena = arena, .options = options };
	config_read(arena, &r->config);
	sources_init(&r->sources, arena);
	diags_init(&r->diags, arena);
	config_levels(&r->config, &r->diags);
	input_init(&r->specs, arena, &r->diags, &r->sources);
	input_init(&r->references, arena, &r->diags, &r->sources);
	r->specs.ignore = r->references.ignore = config_ignore(&r->config);
	strategies_init(&r->strategies, arena, &r->diags, &r->sources,
	    options_templates(options));
}

bool
releases_load(struct arena *arena, const struct options *options,
    struct releases *r)
{
	start(arena, options, r);
	load_specs(r);
	load_references(r);
	return !r->specs.failed && !r->references.failed;
}

void
releases_render(struct releases *r, const struct release_item *item,
    enum phase phase, struct stream *objects)
{
	uint32_t file = (uint32_t)r->sources.list.n;

	if (release_has_phase(item->release, phase))
		render_phase(&r->strategies, item->release, phase, objects);
	else
		report_phase(r, item, phase);
	while (file < r->sources.list.n)
		allow_in_template(r, ++file);
	allow_apply(&r->diags);
}

void
releases_cluster(struct releases *r, const struct stream *objects,
    struct cluster *cluster)
{
	struct gather wanted = { .cluster = cluster };

	cluster_init(cluster, arena_child(r->arena), STR("default"));
	gather_objects(&r->references, 0, r->references.files.n, &wanted);
	cluster->has_references = r->references.files.n > 0;
	for (size_t i = 0; i < objects->documents.n; i++)
		cluster_add(cluster, &r->diags, &objects->documents.at[i],
		    true);
}
