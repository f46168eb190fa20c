/*
 * Specs in, manifests out, and between them the checks: what is generated is
 * linted before anything is written.
 */
#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/die.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/input.h"
#include "cli/output.h"
#include "k8s/cluster.h"
#include "lint/lint.h"
#include "render/render.h"
#include "yaml/emit.h"

/* A release of the command line, and the file it stands in. */
struct item {
	const struct release *release;
	uint32_t file;
	enum phase phase;
};

struct run {
	struct arena *arena;
	const struct options *options;
	struct diags diags;
	struct sources sources;
	struct input specs, references;
	VEC(struct item) items;
	struct stream objects;
	struct cluster cluster;
};

static void
start(struct run *r)
{
	const char *dir = r->options->templates;
	struct stat st;

	if (dir != NULL && (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)))
		usage_error("render", "--templates %s: there is no such "
		    "folder", dir);
	sources_init(&r->sources, r->arena);
	diags_init(&r->diags, r->arena);
	input_init(&r->specs, r->arena, &r->diags, &r->sources);
	input_init(&r->references, r->arena, &r->diags, &r->sources);
	cluster_init(&r->cluster, arena_child(r->arena), STR("default"));
}

/* The phase asked for, else the one of the spec. */
static enum phase
phase_of(struct run *r, const struct release *release)
{
	enum phase phase = release->spec->phase;

	if (r->options->phase != NULL)
		phase_parse(str_from(r->options->phase), &phase);
	return phase;
}

static void
load_document(struct run *r, uint32_t file, const struct document *document)
{
	struct release *release;
	struct item *item;

	if (!spec_load(r->arena, &r->diags, &r->sources, document, &release))
		return;
	item = vec_add(r->arena, &r->items);
	item->release = release;
	item->file = file;
	item->phase = phase_of(r, release);
}

static void
load_file(struct run *r, uint32_t file)
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

static void
load_specs(struct run *r)
{
	for (size_t i = 0; i < r->options->operands.n; i++)
		input_add(&r->specs, r->options->operands.at[i]);
	for (size_t i = 0; i < r->specs.files.n; i++)
		load_file(r, r->specs.files.at[i]);
}

/* "k8s/blue.yaml" beside the spec it is named in. */
static const char *
beside(struct run *r, uint32_t file, struct str name)
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
load_reference(struct run *r, uint32_t file,
    const struct release_text *reference)
{
	const char *pattern = beside(r, file, reference->text);
	struct diag *d;
	glob_t found;

	switch (glob(pattern, 0, NULL, &found)) {
	case 0:
		for (size_t i = 0; i < found.gl_pathc; i++)
			input_add(&r->references, arena_str(r->arena,
			    str_from(found.gl_pathv[i])).at);
		globfree(&found);
		return;
	case GLOB_NOMATCH:
		d = diag_report(&r->diags, RULE_RELEASE_INVALID,
		    node_span(reference->node), "no file matches \"%.*s\", "
		    "so the Services of the release cannot be looked up",
		    STR_ARG(reference->text));
		diag_note(&r->diags, d, SPAN_NONE,
		    "references are relative to the spec: %s", pattern);
		return;
	default:
		die("cannot look for %s", pattern);
	}
}

static void
load_references(struct run *r)
{
	for (size_t i = 0; i < r->options->references.n; i++)
		input_add(&r->references, r->options->references.at[i]);
	for (size_t i = 0; i < r->items.n; i++) {
		const struct release_spec *spec = r->items.at[i].release->spec;

		for (size_t k = 0; k < spec->references.n; k++)
			load_reference(r, r->items.at[i].file,
			    &spec->references.at[k]);
	}
	input_objects(&r->references, 0, r->references.files.n, false,
	    &r->cluster, NULL, NULL);
}

static void
report_phase(struct run *r, const struct item *item)
{
	const struct release *release = item->release;

	diag_report(&r->diags, RULE_RELEASE_INVALID,
	    node_span(release->metadata->node), "the release has no phase "
	    "%s: %s", phase_name(item->phase), release->has_green ?
	    "spec.preview is missing, so green cannot be seen" :
	    "spec.green is missing, so there is nothing to go to");
}

static void
render_items(struct run *r)
{
	struct templates templates = { .arena = r->arena,
		.diags = &r->diags, .sources = &r->sources,
		.dir = r->options->templates };

	for (size_t i = 0; i < r->items.n; i++) {
		const struct item *item = &r->items.at[i];

		if (release_has_phase(item->release, item->phase))
			render_phase(&templates, item->release, item->phase,
			    &r->objects);
		else
			report_phase(r, item);
	}
}

static void
check_objects(struct run *r)
{
	struct lint lint = {
		.arena = r->arena, .diags = &r->diags,
		.sources = &r->sources, .cluster = &r->cluster
	};

	for (size_t i = 0; i < r->objects.documents.n; i++)
		cluster_add(&r->cluster, &r->diags,
		    r->objects.documents.at[i].root, true);
	lint.hosts = hosts_build(r->arena, &r->cluster);
	lint_run(&lint);
}

/* "# release.yaml, phase cutover: ..." on top of everything written. */
static void
put_header(struct run *r, struct buf *out)
{
	for (size_t i = 0; i < r->items.n; i++) {
		const struct item *item = &r->items.at[i];

		buf_puts(out, "# ");
		utf8_show(out, str_from(source_get(&r->sources,
		    item->file)->name));
		buf_printf(out, ", release %.*s, phase %s; written by "
		    "greenlight render\n",
		    STR_ARG(item->release->metadata->name),
		    phase_name(item->phase));
	}
}

static void
put_yaml(struct run *r, struct buf *out)
{
	put_header(r, out);
	for (size_t i = 0; i < r->objects.documents.n; i++) {
		if (i > 0)
			buf_puts(out, "---\n");
		emit_yaml(out, r->objects.documents.at[i].root);
	}
}

/* One object as it is, more of them as a List, as kubectl takes them. */
static void
put_json(struct run *r, struct buf *out)
{
	const struct stream *s = &r->objects;

	if (s->documents.n == 1) {
		emit_json(out, s->documents.at[0].root, 0);
		buf_putc(out, '\n');
		return;
	}
	buf_puts(out, "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n"
	    "  \"items\": [");
	for (size_t i = 0; i < s->documents.n; i++) {
		buf_puts(out, i == 0 ? "\n    " : ",\n    ");
		emit_json(out, s->documents.at[i].root, 2);
	}
	buf_puts(out, s->documents.n == 0 ? "]\n}\n" : "\n  ]\n}\n");
}

static bool
is_json(const struct options *options)
{
	return options->format != NULL && strcmp(options->format, "json") == 0;
}

static void
write_objects(struct run *r)
{
	const char *dir = r->options->output;
	struct buf out, header;

	buf_init(&out);
	buf_init(&header);
	if (dir != NULL && strcmp(dir, "-") != 0) {
		put_header(r, &header);
		folder_write(r->arena, dir, buf_str(&header), &r->objects,
		    is_json(r->options));
	} else {
		if (is_json(r->options))
			put_json(r, &out);
		else
			put_yaml(r, &out);
		file_print(buf_str(&out));
	}
	buf_release(&header);
	buf_release(&out);
}

int
cmd_render(struct arena *arena, const struct options *options)
{
	struct run r = { .arena = arena, .options = options };
	bool ok;

	start(&r);
	load_specs(&r);
	load_references(&r);
	if (r.specs.failed || r.references.failed)
		return STATUS_USAGE;
	if (diags_count(&r.diags, LEVEL_ERROR) == 0)
		render_items(&r);
	if (diags_count(&r.diags, LEVEL_ERROR) == 0)
		check_objects(&r);
	diags_finish(&r.diags);
	output_findings(options, stderr, &r.diags, &r.sources);
	ok = diags_count(&r.diags, LEVEL_ERROR) == 0;
	if (ok)
		write_objects(&r);
	return ok ? STATUS_OK : STATUS_FINDINGS;
}
