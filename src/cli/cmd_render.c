/*
 * Specs in, manifests out, and between them the checks: what is generated is
 * linted before anything is written.
 */
#include <stdio.h>

#include "base/die.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cli/checking.h"
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/output.h"
#include "cli/releases.h"
#include "yaml/emit.h"

struct run {
	struct releases releases;
	struct stream objects;
	struct cluster cluster;
};

/* "# release.yaml, phase cutover: ..." on top of everything written. */
static void
put_header(struct run *r, struct buf *out)
{
	for (size_t i = 0; i < r->releases.items.n; i++) {
		const struct release_item *item =
		    &r->releases.items.at[i];

		buf_puts(out, "# ");
		utf8_show(out, str_from(source_get(&r->releases.sources,
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

/* Each object as it is, with a line between them. */
static void
put_json_stream(const struct stream *s, struct buf *out)
{
	for (size_t i = 0; i < s->documents.n; i++) {
		if (i > 0)
			buf_puts(out, "---\n");
		emit_json(out, s->documents.at[i].root, 0);
		buf_putc(out, '\n');
	}
}

/* As a List, as kubectl takes them. */
static void
put_json_list(const struct stream *s, struct buf *out)
{
	buf_puts(out, "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n"
	    "  \"items\": [");
	for (size_t i = 0; i < s->documents.n; i++) {
		buf_puts(out, i == 0 ? "\n    " : ",\n    ");
		emit_json(out, s->documents.at[i].root, 2);
	}
	buf_puts(out, s->documents.n == 0 ? "]\n}\n" : "\n  ]\n}\n");
}

/* No List and no kustomization.yaml is for objects of another system. */
static bool
are_kubernetes(const struct run *r)
{
	for (size_t i = 0; i < r->releases.items.n; i++)
		if (!r->releases.items.at[i].release->strategy->kubernetes)
			return false;
	return true;
}

static void
put_json(struct run *r, struct buf *out)
{
	if (are_kubernetes(r) && r->objects.documents.n != 1)
		put_json_list(&r->objects, out);
	else
		put_json_stream(&r->objects, out);
}

static bool
is_json(const struct options *options)
{
	return options->format != NULL && strcmp(options->format, "json") == 0;
}

static void
write_objects(struct run *r)
{
	const char *dir = r->releases.options->output;
	struct buf out, header;

	buf_init(&out);
	buf_init(&header);
	if (dir != NULL && strcmp(dir, "-") != 0) {
		put_header(r, &header);
		folder_write(r->releases.arena, dir, buf_str(&header),
		    &r->objects, is_json(r->releases.options),
		    are_kubernetes(r));
	} else {
		if (is_json(r->releases.options))
			put_json(r, &out);
		else
			put_yaml(r, &out);
		file_print(buf_str(&out));
	}
	buf_release(&header);
	buf_release(&out);
}

static void
render_all(struct run *r)
{
	struct releases *all = &r->releases;

	for (size_t i = 0; i < all->items.n; i++)
		releases_render(all, &all->items.at[i],
		    all->items.at[i].phase, &r->objects);
}

/* What was generated, put beside the references and linted. */
static void
check_objects(struct run *r)
{
	struct releases *all = &r->releases;
	struct lint lint = {
		.arena = all->arena, .diags = &all->diags,
		.sources = &all->sources, .cluster = &r->cluster
	};

	releases_cluster(all, &r->objects, &r->cluster);
	for (size_t i = 0; i < r->cluster.objects.n; i++)
		lint_object(&lint, r->cluster.objects.at[i]);
	check_cluster(&lint, &all->config);
}

static bool
has_errors(const struct run *r)
{
	return diags_count(&r->releases.diags, LEVEL_ERROR) > 0;
}

int
cmd_render(struct arena *arena, const struct options *options)
{
	struct run r = { .objects = { .broken = false } };
	struct releases *all = &r.releases;

	if (!releases_load(arena, options, all))
		return STATUS_USAGE;
	if (!has_errors(&r))
		render_all(&r);
	if (!has_errors(&r))
		check_objects(&r);
	diags_finish(&all->diags);
	output_findings(options, stderr, &all->diags, &all->sources);
	if (has_errors(&r))
		return STATUS_FINDINGS;
	write_objects(&r);
	return STATUS_OK;
}
