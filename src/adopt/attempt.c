/*
 * From drafts to specs. Each is written as text and then read as any other
 * spec is, so what is compared and printed is what a user has in the file.
 * One that is no release is written once more without its green.
 */
#include "adopt/writing.h"

#include "adopt/same.h"
#include "model/lookup.h"
#include "shape/format.h"
#include "yaml/emit.h"

/* names */

/* A DNS label that is like the text. */
static struct str
as_label(struct arena *arena, struct str text)
{
	char *out = arena_alloc(arena, text.len + 1);
	struct str label = { out, 0 };

	if (format_dns_label.valid(text))
		return text;
	for (size_t i = 0; i < text.len && label.len < 63; i++)
		if (str_is_alnum(text.at[i]))
			out[label.len++] = text.at[i];
		else if (label.len > 0 && out[label.len - 1] != '-')
			out[label.len++] = '-';
	while (label.len > 0 && out[label.len - 1] == '-')
		label.len--;
	return format_dns_label.valid(label) ? label : STR("release");
}

static struct str
object_key(const struct writing *w, struct str name)
{
	return arena_printf(w->arena, "%.*s/%.*s", STR_ARG(w->draft->ns),
	    STR_ARG(name));
}

/* What the strategy calls the Ingress of the preview. */
static struct str
preview_name(const struct writing *w, struct str name)
{
	return arena_printf(w->arena, "%.*s-%s", STR_ARG(name),
	    w->draft->canary ? "canary" : "preview");
}

/* Its Ingresses would take the place of none that is not adopted by it. */
static bool
is_free(const struct writing *w, struct str name)
{
	const struct draft *draft = w->draft;
	struct str other = preview_name(w, name);
	const struct object *o = lookup_object(w->drafts->adopt->cluster,
	    OBJECT_INGRESS, draft->ns, other);

	return map_get(w->names, object_key(w, name)) == NULL &&
	    map_get(w->names, object_key(w, other)) == NULL &&
	    (draft->preview == NULL || o == NULL ||
	    o == draft->preview->entrant->ingress->object);
}

/* The first bundle of an Ingress goes by its name, others by a host too. */
static bool
is_first(const struct writing *w)
{
	const struct drafts *d = w->drafts;

	for (size_t i = 0; i < d->list.n && d->list.at[i] != w->draft; i++)
		if (d->list.at[i]->live->entrant == w->draft->live->entrant &&
		    d->list.at[i]->release != NULL)
			return false;
	return true;
}

static void
take_name(const struct writing *w, void *owner)
{
	*map_put(w->arena, w->names, object_key(w, w->draft->name)) = owner;
	*map_put(w->arena, w->names, object_key(w,
	    preview_name(w, w->draft->name))) = owner;
}

static void
choose_name(const struct writing *w)
{
	struct draft *draft = w->draft;
	const struct object *o = draft->live->entrant->ingress->object;
	struct str base = o->name, name;
	bool first = is_first(w);

	if (!first)
		base = arena_printf(w->arena, "%.*s-%.*s",
		    STR_ARG(str_cut(base, 0, 40)),
		    STR_ARG(draft->live->hosts.at[0]));
	name = base = as_label(w->arena, base);
	for (unsigned i = 2; !is_free(w, name); i++)
		name = arena_printf(w->arena, "%.*s-%u",
		    STR_ARG(str_cut(base, 0, 52)), i);
	draft->name = name;
	take_name(w, draft);
	if (!first)
		draft_remark(w->drafts, draft, "metadata.name",
		    "A part of Ingress %.*s, whose hosts have different "
		    "paths. The controller's webhook lets it pass when that "
		    "one has been applied without them.", STR_ARG(o->name));
	else if (!str_eq(name, o->name))
		draft_remark(w->drafts, draft, "metadata.name",
		    "Ingress %.*s gets this name. The controller's webhook "
		    "lets it pass when that one has been deleted.",
		    STR_ARG(o->name));
}

static void
remark_preview(const struct writing *w)
{
	const struct draft *draft = w->draft;
	const struct object *o;

	if (draft->preview == NULL)
		return;
	o = draft->preview->entrant->ingress->object;
	if (draft->preview->only &&
	    !str_eq(o->name, preview_name(w, draft->name)))
		draft_remark(w->drafts, w->draft, "spec.preview",
		    "Ingress %.*s becomes %.*s: delete it before this is "
		    "applied.", STR_ARG(o->name),
		    STR_ARG(preview_name(w, draft->name)));
}

/* the whole */

static void
remark_top(const struct writing *w)
{
	const struct draft *draft = w->draft;
	const struct object *live = draft->live->entrant->ingress->object;
	const struct object *other = draft->preview == NULL ? live :
	    draft->preview->entrant->ingress->object;
	bool two = other != live;

	w->draft->title = arena_printf(w->arena, "Adopted by greenlight from "
	    "Ingress%s %.*s%s%.*s in %s.", two ? "es" : "",
	    STR_ARG(live->name), two ? " and " : "",
	    STR_ARG(two ? other->name : STR("")),
	    source_get(w->drafts->adopt->sources, live->span.file)->name);
	if (!live->ns_given && !w->drafts->adopt->ns_chosen)
		draft_remark(w->drafts, w->draft, "metadata", "Guessed: the "
		    "manifests name no namespace, so it is \"default\".");
}

/* Writes it and reads it; false, and why, when that is no release. */
static bool
try_draft(struct writing *w, struct str *why)
{
	struct draft *draft = w->draft;
	struct diags quiet;
	struct buf out;

	w->main = writing_main(draft);
	remark_top(w);
	choose_name(w);
	carry(w->drafts, draft, &w->carried);
	remark_preview(w);
	buf_init(&out);
	emit_yaml(&out, writing_release(w));
	draft->text = arena_str(w->arena, buf_str(&out));
	buf_release(&out);
	diags_init(&quiet, w->arena);
	draft_load(w->drafts, draft, &quiet);
	*why = quiet.list.n == 0 ? STR("it would be refused") :
	    quiet.list.at[0]->text;
	return draft->release != NULL;
}

/* What has been said since, by an attempt that came to nothing. */
struct state {
	size_t findings, remarks;
	bool partial;
};

static struct state
state_of(const struct writing *w)
{
	const struct adopt *a = w->drafts->adopt;

	return (struct state){ a->diags->list.n, w->draft->remarks.n,
		a->partial };
}

static void
take_back(const struct writing *w, struct state state)
{
	w->drafts->adopt->diags->list.n = state.findings;
	w->drafts->adopt->partial = state.partial;
	w->draft->remarks.n = state.remarks;
	take_name(w, NULL);
}

/* Without green a release may do, as it was before there was one. */
static void
drop_green(const struct writing *w, struct str why)
{
	struct draft *draft = w->draft;
	struct bundle *preview = draft->preview;

	if (preview != NULL) {
		preview->draft = NULL;
		draft->preview = NULL;
		draft->canary = draft->rough = false;
		draft->kind = PREVIEW_NONE;
		draft_leave(w->drafts, draft,
		    preview->entrant->ingress->object->where,
		    "%.*s is no preview of a release: %.*s",
		    STR_ARG(object_title(w->arena,
		    preview->entrant->ingress->object)), STR_ARG(why));
	}
	for (size_t i = 0; i < draft->routes.n; i++) {
		draft->routes.at[i].green = NULL;
		draft->routes.at[i].green_service = STR("");
	}
}

static bool
read_pods(struct writing *w, struct port p, struct pods *pods)
{
	const struct object *o = pods_of_service(w->drafts, w->draft->ns,
	    p.name);

	return o != NULL && pods_read(w->drafts, o, pods);
}

/*
 * With workloads, if what is rendered of them is what is there: to all
 * others there is more than a release says, and they are referred to.
 */
static bool
try_with_pods(struct writing *w)
{
	struct state state = state_of(w);
	struct port blue, green;
	struct str why;

	w->main = writing_main(w->draft);
	blue = writing_blue(w->main);
	green = writing_green(w->main);
	w->has_pods = read_pods(w, blue, &w->pods[0]) &&
	    (green.name.len == 0 || read_pods(w, green, &w->pods[1]));
	if (!w->has_pods)
		return false;
	if (try_draft(w, &why) && same_objects(w->drafts, w->draft->release,
	    green.name.len > 0 ? PHASE_CUTOVER : PHASE_BLUE_LIVE, &why))
		return true;
	w->has_pods = false;
	w->draft->release = NULL;
	take_back(w, state);
	return false;
}

static void
write_draft(struct writing *w)
{
	const struct object *o = w->draft->live->entrant->ingress->object;
	struct state state = state_of(w);
	struct str why;

	if (try_with_pods(w) || try_draft(w, &why))
		return;
	if (writing_green(w->main).name.len > 0) {
		take_back(w, state);
		drop_green(w, why);
		state = state_of(w);
		if (try_draft(w, &why))
			return;
	}
	take_back(w, state);
	draft_leave(w->drafts, NULL, o->where, "no release is made of "
	    "%.*s: %.*s", STR_ARG(object_title(w->arena, o)), STR_ARG(why));
}

void
drafts_write(struct drafts *d)
{
	struct map names = { NULL };

	for (size_t i = 0; i < d->list.n; i++) {
		struct writing w = { .drafts = d, .arena = d->adopt->arena,
			.draft = d->list.at[i], .names = &names };

		write_draft(&w);
	}
}
