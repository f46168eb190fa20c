/*
 * What was read and what is rendered, as two models of the controller.
 *
 * A host whose locations are the same in both, one by one, routes every
 * request the same way. Otherwise requests around all its paths are asked,
 * and the first that are answered differently are told.
 */
#include "adopt/contrast.h"
#include "adopt/draft.h"
#include "adopt/witness.h"
#include "base/limits.h"
#include "k8s/manifest.h"
#include "model/lookup.h"
#include "render/render.h"

enum { MOST_TOLD = 8 };		/* differences of one host */

struct comparing {
	struct drafts *drafts;
	struct arena *arena;
	const struct model *before, *after;
	const char *when;		/* "", or " without the preview" */
	struct map hosts;		/* struct draft by host */
	struct map unloaded;		/* hosts that could not be compared */
	struct map left;		/* paths that are said to be left out */
	size_t trials;
	/* of one host */
	struct draft *draft;
	struct map places;		/* that a difference was told of */
	size_t told;
};

/* the two models */

/* What becomes of the Ingresses that are adopted. */
enum taken { TAKEN_NONE, TAKEN_PREVIEWS, TAKEN_ALL };

/* By "namespace/name", and of previews with the host behind it. */
struct marks {
	struct map adopted, previewed;
};

static struct str
rule_key(const struct comparing *c, const struct object *o, struct str host)
{
	return arena_printf(c->arena, "%.*s/%.*s %.*s", STR_ARG(o->ns),
	    STR_ARG(o->name), STR_ARG(host));
}

static void
mark_adopted(const struct comparing *c, struct marks *marks)
{
	for (size_t i = 0; i < c->drafts->bundles.n; i++) {
		struct bundle *b = c->drafts->bundles.at[i];
		const struct object *o = b->entrant->ingress->object;

		if (b->draft == NULL || b->draft->release == NULL)
			continue;
		*map_put(c->arena, &marks->adopted,
		    rule_key(c, o, STR(""))) = b;
		for (size_t k = 0; k < b->hosts.n &&
		    b->draft->preview == b; k++)
			*map_put(c->arena, &marks->previewed,
			    rule_key(c, o, b->hosts.at[k])) = b;
	}
}

/* The Ingress without the rules of a preview; NULL when none is left. */
static const struct ingress *
without_preview(const struct comparing *c, const struct ingress *in,
    const struct marks *marks)
{
	struct ingress *copy = arena_new(c->arena, struct ingress);

	*copy = *in;
	copy->rules = arena_array(c->arena, struct host_rule, in->nrules);
	copy->nrules = 0;
	for (size_t i = 0; i < in->nrules; i++)
		if (map_get(&marks->previewed, rule_key(c, in->object,
		    node_text(in->rules[i].host))) == NULL)
			copy->rules[copy->nrules++] = in->rules[i];
	return copy->nrules == 0 && in->nrules > 0 ? NULL : copy;
}

static const struct ingress *
what_stays(const struct comparing *c, const struct ingress *in,
    const struct marks *marks, enum taken taken)
{
	if (taken == TAKEN_NONE || map_get(&marks->adopted,
	    rule_key(c, in->object, STR(""))) == NULL)
		return in;
	return taken == TAKEN_ALL ? NULL : without_preview(c, in, marks);
}

/*
 * The cluster with those of its Ingresses that a controller would read, but
 * for the ones that are taken away.
 */
static struct cluster *
part_of(const struct comparing *c, enum taken taken)
{
	const struct cluster *all = c->drafts->adopt->cluster;
	struct cluster *part = arena_new(c->arena, struct cluster);
	struct marks marks = { .adopted = { NULL } };

	*part = *all;
	part->ingresses.at = NULL;
	part->ingresses.n = part->ingresses.room = 0;
	mark_adopted(c, &marks);
	for (size_t i = 0; i < all->ingresses.n; i++) {
		const struct ingress *in = all->ingresses.at[i];

		if (!lookup_in_force(in->object) ||
		    !bundle_is_meant(all, in))
			continue;
		in = what_stays(c, in, &marks, taken);
		if (in != NULL)
			*vec_add(c->arena, &part->ingresses) = in;
	}
	return part;
}

/* An Ingress that is there keeps its age; a new one is the youngest. */
static struct str
age_of(const struct comparing *c, const struct object *o)
{
	const struct cluster *all = c->drafts->adopt->cluster;
	const struct object *old = lookup_object(all, OBJECT_INGRESS, o->ns,
	    o->name);

	if (old != NULL)
		return old->created;
	for (size_t i = 0; i < all->ingresses.n; i++)
		if (all->ingresses.at[i]->object->created.len > 0)
			return STR("9999-12-31T23:59:59Z");
	return STR("");
}

static void
add_rendered(const struct comparing *c, const struct draft *draft,
    enum phase phase, struct cluster *part)
{
	struct drafts *d = c->drafts;
	struct stream objects = { .broken = false };
	struct origin origin = { .default_ns = STR("default"),
		.linted = true, .settled = true };
	struct manifest manifest = { .n = 0 };
	struct diags quiet;

	diags_init(&quiet, c->arena);
	d->strategies.diags = &quiet;
	if (!release_has_phase(draft->release, phase))
		phase = PHASE_BLUE_LIVE;
	render_phase(&d->strategies, draft->release, phase, &objects);
	for (size_t i = 0; i < objects.documents.n; i++)
		manifest_read(c->arena, &quiet, &origin,
		    objects.documents.at[i].root, &manifest);
	for (size_t i = 0; i < manifest.objects.n; i++) {
		struct object *o = manifest.objects.at[i];

		o->created = age_of(c, o);
		if (o->ingress != NULL)
			*vec_add(c->arena, &part->ingresses) = o->ingress;
	}
}

static const struct model *
model_of(const struct comparing *c, const struct cluster *part)
{
	struct model *model = arena_new(c->arena, struct model);

	model_build(c->arena, part, &c->drafts->controller, model);
	return model;
}

/* requests */

/* Decided by what has been reported to be in no release. */
static bool
is_left(const struct comparing *c, const struct answer *a)
{
	const struct spot *spot = a->place == NULL ? NULL : a->place->spot;
	const struct path *path = spot == NULL ? NULL : spot->path;

	if (spot != NULL && spot->implicit && spot->maker != NULL &&
	    spot->maker->ingress->default_backend.node != NULL)
		return true;
	return path != NULL && map_get(&c->left, (struct str){
	    (const char *)&path, sizeof(path) }) != NULL;
}

static struct span
place_of(const struct comparing *c, const struct answer *a)
{
	const struct path *path = a->place == NULL ? NULL :
	    a->place->spot->path;

	if (path != NULL && path->node != NULL)
		return node_span(path->text != NULL ? path->text :
		    path->node);
	return c->draft->live->entrant->ingress->object->where;
}

/* One difference of a location of the manifests stands for the others. */
static bool
is_told(struct comparing *c, const struct answer *before)
{
	struct span where = place_of(c, before);
	void **at = map_put(c->arena, &c->places, arena_str(c->arena,
	    (struct str){ (const char *)&where, sizeof(where) }));
	bool told = *at != NULL;

	*at = c;
	return told;
}

static void
tell(struct comparing *c, struct str url, const struct request *request,
    const struct answer *before, const struct answer *after)
{
	struct str was = contrast_tell(c->arena, request, before);
	struct str is = contrast_tell(c->arena, request, after);

	if ((c->draft->rough && str_eq(was, is)) || is_told(c, before))
		return;
	if (str_eq(was, is))
		is = STR("does so with other settings");
	draft_differs(c->drafts, c->draft, place_of(c, before),
	    "requests go elsewhere%s: GET %.*s %.*s by the manifests, but "
	    "%.*s by the release", c->when, STR_ARG(url),
	    STR_ARG(was), STR_ARG(is));
	c->told++;
}

/* Tells when the answers are not the same, and are not known not to be. */
static void
ask(struct comparing *c, struct arena *scratch, struct str url)
{
	struct answer before, after;
	struct call call;

	if (call_read(scratch, c->before, url, STR("GET"), NULL, 0,
	    &call) != NULL)
		return;
	answer_find(scratch, c->before, &call.request, call.sni, &before);
	answer_find(scratch, c->after, &call.request, call.sni, &after);
	if (!contrast_answers(&before, &after) && !is_left(c, &before))
		tell(c, url, &call.request, &before, &after);
}

static void
ask_all(struct comparing *c, struct str host, size_t locations)
{
	struct arena scratch;
	struct rx_set patterns = { .scratch = NULL };
	witnesses targets = { NULL, 0, 0 };
	struct str name = witness_host(c->arena, host);

	arena_init(&scratch);
	witness_find(&scratch, &patterns,
	    map_get(&c->before->sites.by_host, host),
	    map_get(&c->after->sites.by_host, host), &targets);
	for (size_t i = 0; i < 2 * targets.n && c->told < MOST_TOLD; i++) {
		struct arena_mark mark = arena_mark(&scratch);

		c->trials += locations;
		if (c->trials > LIMIT_ADOPT_TRIALS)
			break;
		ask(c, &scratch, arena_printf(&scratch, "%s://%.*s%.*s",
		    i < targets.n ? "http" : "https", STR_ARG(name),
		    STR_ARG(targets.at[i % targets.n])));
		arena_rewind(&scratch, mark);
	}
	arena_release(&scratch);
}

static void
say_unloaded(struct comparing *c, struct str host)
{
	bool read = !c->before->loads;
	const struct failure *failure = read ? &c->before->failure :
	    &c->after->failure;
	void **told = map_put(c->arena, &c->unloaded, host);

	if (*told != NULL)
		return;
	*told = c;
	draft_differs(c->drafts, c->draft,
	    c->draft->live->entrant->ingress->object->where,
	    "whether requests to %.*s go elsewhere%s was not compared: nginx "
	    "would not load %s: %.*s", STR_ARG(host), c->when, read ?
	    "the manifests" : "what the releases render",
	    STR_ARG(failure->why));
}

/*
 * Where nginx does not load it, nothing can be asked; but what is the same
 * is the same.
 */
static void
compare_host(struct comparing *c, struct str host)
{
	const struct server *before = contrast_server(c->before, host);
	const struct server *after = contrast_server(c->after, host);

	c->draft = map_get(&c->hosts, host);
	if (c->draft == NULL || contrast_servers(before, after))
		return;
	if (!c->before->loads || !c->after->loads) {
		say_unloaded(c, host);
		return;
	}
	c->told = 0;
	c->places = (struct map){ NULL };
	ask_all(c, host, (before == NULL ? 0 : before->locations.n) +
	    (after == NULL ? 0 : after->locations.n) + 1);
	if (c->trials > LIMIT_ADOPT_TRIALS || c->told == MOST_TOLD)
		draft_differs(c->drafts, c->draft,
		    c->draft->live->entrant->ingress->object->where,
		    "whether other requests to %.*s go elsewhere%s was not "
		    "compared to the end: %s", STR_ARG(host), c->when,
		    c->told == MOST_TOLD ? "too many do" :
		    "there are too many paths");
}

static void
compare_models(struct comparing *c, struct cluster *before,
    struct cluster *after)
{
	c->before = model_of(c, before);
	c->after = model_of(c, after);
	for (size_t i = 0; i < c->drafts->list.n; i++) {
		const struct draft *draft = c->drafts->list.at[i];

		if (draft->release == NULL)
			continue;
		for (size_t k = 0; k < draft->live->hosts.n; k++)
			if (map_get(&c->hosts, draft->live->hosts.at[k]) ==
			    draft)
				compare_host(c, draft->live->hosts.at[k]);
		if (draft->kind == PREVIEW_HOST &&
		    map_get(&c->hosts, draft->preview->hosts.at[0]) == draft)
			compare_host(c, draft->preview->hosts.at[0]);
	}
}

static void
compare_state(struct comparing *c, bool previewed)
{
	struct cluster *before = part_of(c, previewed ? TAKEN_NONE :
	    TAKEN_PREVIEWS);
	struct cluster *after = part_of(c, TAKEN_ALL);

	c->when = previewed ? "" : " without the preview";
	for (size_t i = 0; i < c->drafts->list.n; i++) {
		const struct draft *draft = c->drafts->list.at[i];

		if (draft->release != NULL)
			add_rendered(c, draft, previewed ?
			    PHASE_GREEN_PREVIEW : PHASE_BLUE_LIVE, after);
	}
	compare_models(c, before, after);
}

static void
own_hosts(struct comparing *c, struct draft *draft, const struct bundle *b)
{
	for (size_t i = 0; b != NULL && i < b->hosts.n; i++) {
		void **at = map_put(c->arena, &c->hosts, b->hosts.at[i]);

		if (*at == NULL)
			*at = draft;
	}
}

void
drafts_compare(struct drafts *d)
{
	struct comparing c = { .drafts = d, .arena = d->adopt->arena };
	bool any = false, previewed = false;

	for (size_t i = 0; i < d->left.n; i++)
		*map_put(c.arena, &c.left, (struct str){
		    (const char *)&d->left.at[i], sizeof(d->left.at[i]) }) =
		    d;
	for (size_t i = 0; i < d->list.n; i++) {
		struct draft *draft = d->list.at[i];

		if (draft->release == NULL)
			continue;
		any = true;
		previewed = previewed || draft->preview != NULL;
		own_hosts(&c, draft, draft->live);
		own_hosts(&c, draft, draft->preview);
	}
	if (any)
		compare_state(&c, true);
	if (any && previewed)
		compare_state(&c, false);
}
