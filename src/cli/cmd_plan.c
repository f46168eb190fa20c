/*
 * The steps from one phase to another, each checked by the model before
 * anybody takes it.
 */
#include <stdio.h>

#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/folder.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "cli/releases.h"
#include "plan/kubectl.h"
#include "plan/safety.h"

struct run {
	struct arena *arena;
	const struct options *options;
	struct releases releases;
	VEC(struct plan *) plans;	/* by release */
};

static bool
has_errors(const struct run *r)
{
	return diags_count(&r->releases.diags, LEVEL_ERROR) > 0;
}

/* The phase that users come to next; false when there is none. */
static bool
next_phase(const struct release *release, enum phase from, enum phase *to)
{
	if (from == PHASE_BLUE_LIVE)
		*to = release_has_phase(release, PHASE_GREEN_PREVIEW) ||
		    !release->has_green ? PHASE_GREEN_PREVIEW : PHASE_CUTOVER;
	else if (from == PHASE_GREEN_PREVIEW)
		*to = PHASE_CUTOVER;
	return from == PHASE_BLUE_LIVE || from == PHASE_GREEN_PREVIEW;
}

static void
choose_phases(struct run *r, const struct release_item *item,
    struct plan *plan)
{
	const struct release *release = item->release;
	const struct node *phase = node_at(release->written, "spec.phase");
	struct diag *d;

	plan->from = release->spec->phase;
	if (r->options->from != NULL)
		phase_parse(str_from(r->options->from), &plan->from);
	if (r->options->to != NULL)
		phase_parse(str_from(r->options->to), &plan->to);
	else if (!next_phase(release, plan->from, &plan->to)) {
		d = diag_report(&r->releases.diags, RULE_RELEASE_INVALID,
		    node_span(phase != NULL ? phase :
		    release->metadata->node), "no phase comes after %s by "
		    "itself: say with --to where the release is to go",
		    phase_name(plan->from));
		diag_note(&r->releases.diags, d, SPAN_NONE,
		    plan->from == PHASE_CUTOVER ? "the way back is --to "
		    "rollback; greenlight promote makes green the blue of "
		    "the next release" : "--to blue-live takes away what is "
		    "left of green");
	}
}

static void
add_word(struct run *r, struct buf *out, const char *option,
    const char *word)
{
	buf_printf(out, " %s%s%.*s", option, option[0] == '\0' ? "" : " ",
	    STR_ARG(shell_word(r->arena, str_from(word))));
}

/* Where the manifests of a phase are to be written: "shop-cutover". */
static const char *
folder_of(struct run *r, const struct release *release, enum phase phase)
{
	return arena_printf(r->arena, "%.*s-%s",
	    STR_ARG(release->metadata->name), phase_name(phase)).at;
}

static bool
is_kubernetes(const struct run *r, uint32_t file)
{
	for (size_t i = 0; i < r->releases.items.n; i++)
		if (r->releases.items.at[i].file == file &&
		    !r->releases.items.at[i].release->strategy->kubernetes)
			return false;
	return true;
}

/* The call that writes these files. */
static struct str
render_call(struct run *r, const struct release_item *item,
    enum phase phase)
{
	const struct options *o = r->options;
	const char *file = source_get(&r->releases.sources,
	    item->file)->name;
	struct str result;
	struct buf out;

	buf_init(&out);
	buf_printf(&out, "greenlight render -p %s", phase_name(phase));
	add_word(r, &out, "-o", folder_of(r, item->release, phase));
	if (!is_kubernetes(r, item->file))
		add_word(r, &out, "--format", "json");
	if (o->templates != NULL)
		add_word(r, &out, "--templates", o->templates);
	for (size_t i = 0; i < o->references.n; i++)
		add_word(r, &out, "-r", o->references.at[i]);
	add_word(r, &out, "", strcmp(file, "<stdin>") == 0 ? "-" : file);
	result = arena_str(r->arena, buf_str(&out));
	buf_release(&out);
	return result;
}

/*
 * The objects of one release, with the names that their files get: those of
 * other releases in the same file are written into the same folder.
 */
static struct object_set
objects_of(struct run *r, const struct release_item *item, enum phase phase,
    struct stream *mine)
{
	struct stream all = { .broken = false };
	size_t first = 0;
	const struct str *names;

	for (size_t i = 0; i < r->releases.items.n; i++) {
		const struct release_item *other = &r->releases.items.at[i];

		if (other->file != item->file || (other != item &&
		    !release_has_phase(other->release, phase)))
			continue;
		if (other == item)
			first = all.documents.n;
		releases_render(&r->releases, other, phase, &all);
		if (other == item)
			for (size_t k = first; k < all.documents.n; k++)
				*vec_add(r->arena, &mine->documents) =
				    all.documents.at[k];
	}
	names = folder_names(r->arena, folder_of(r, item->release, phase),
	    &all, !is_kubernetes(r, item->file));
	return (struct object_set){ mine, names + first };
}

/* The manifests of the earlier phase are for the way back. */
static void
prepare(struct run *r, const struct release_item *item, struct plan *plan)
{
	bool back = false;

	for (size_t i = 0; i < plan->differences.all.n; i++)
		back = back || plan->differences.all.at[i].fate ==
		    FATE_CHANGED || plan->differences.all.at[i].fate ==
		    FATE_DELETED;
	if (back)
		*vec_add(r->arena, &plan->prepare) = render_call(r, item,
		    plan->from);
	*vec_add(r->arena, &plan->prepare) = render_call(r, item, plan->to);
}

static void
make_plan(struct run *r, const struct release_item *item)
{
	struct plan *plan = arena_new(r->arena, struct plan);
	struct stream *streams = arena_array(r->arena, struct stream, 2);
	struct object_set before, after;

	plan->release = item->release;
	choose_phases(r, item, plan);
	if (has_errors(r))
		return;
	before = objects_of(r, item, plan->from, &streams[0]);
	after = objects_of(r, item, plan->to, &streams[1]);
	if (has_errors(r))
		return;
	differences_find(r->arena, &before, &after,
	    item->release->metadata->ns, &plan->differences);
	prepare(r, item, plan);
	if (plan_make(&r->releases.strategies, plan))
		*vec_add(r->arena, &r->plans) = plan;
}

/* What is referred to, and the other releases as they begin. */
static void
check_plan(struct run *r, struct plan *plan)
{
	struct stream others = { .broken = false };
	struct controller controller;
	struct cluster cluster;
	struct surroundings around = { &cluster, &controller };

	for (size_t i = 0; i < r->plans.n; i++)
		if (r->plans.at[i] != plan)
			releases_render(&r->releases,
			    &r->releases.items.at[i], r->plans.at[i]->from,
			    &others);
	releases_cluster(&r->releases, &others, &cluster);
	config_controller(&r->releases.config, &cluster, &controller);
	safety_check(r->arena, &r->releases.diags, &around, plan);
}

static void
print(struct run *r)
{
	bool json = r->options->format != NULL &&
	    strcmp(r->options->format, "json") == 0;
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < r->plans.n; i++) {
		const struct plan *plan = r->plans.at[i];
		uint32_t file = r->releases.items.at[i].file;

		if (json)
			planning_json(&out, source_get(&r->releases.sources,
			    file)->name, plan);
		else {
			if (i > 0)
				buf_putc(&out, '\n');
			planning_text(r->arena, &out, plan);
		}
	}
	file_print(buf_str(&out));
	buf_release(&out);
}

int
cmd_plan(struct arena *arena, const struct options *options)
{
	struct run r = { .arena = arena, .options = options };
	struct releases *all = &r.releases;
	bool planned;

	if (!releases_load(arena, options, all))
		return STATUS_USAGE;
	for (size_t i = 0; i < all->items.n && !has_errors(&r); i++)
		make_plan(&r, &all->items.at[i]);
	planned = !has_errors(&r);
	for (size_t i = 0; i < r.plans.n && planned; i++)
		check_plan(&r, r.plans.at[i]);
	if (planned)
		print(&r);
	diags_finish(&all->diags);
	output_findings(options, stderr, &all->diags, &all->sources);
	return has_errors(&r) ? STATUS_FINDINGS : STATUS_OK;
}
