/*
 * Green where nothing previews it: a Service that is called like that of
 * blue, that no Ingress sends to yet. A guess, and said to be one.
 */
#include "adopt/draft.h"
#include "adopt/label.h"
#include "model/lookup.h"

struct spares {
	struct drafts *drafts;
	struct arena *arena;
	struct map used;	/* "namespace service" of all backends */
	struct map stems;	/* struct stem by "namespace stem" */
};

struct stem {
	VEC(const struct service *) services;
};

static struct str
key_of(struct arena *arena, struct str ns, struct str name)
{
	return arena_printf(arena, "%.*s %.*s", STR_ARG(ns), STR_ARG(name));
}

static void
use(struct spares *s, struct str ns, const struct backend *b)
{
	if (b->service != NULL)
		*map_put(s->arena, &s->used, key_of(s->arena, ns,
		    node_text(b->service))) = s;
}

static void
use_all(struct spares *s, const struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->ingresses.n; i++) {
		const struct ingress *in = cluster->ingresses.at[i];

		use(s, in->object->ns, &in->default_backend);
		for (size_t r = 0; r < in->nrules; r++)
			for (size_t p = 0; p < in->rules[r].npaths; p++)
				use(s, in->object->ns,
				    &in->rules[r].paths[p].backend);
	}
}

static void
sort_by_stem(struct spares *s, const struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->services.n; i++) {
		const struct service *service = cluster->services.at[i];
		const struct object *o = service->object;
		struct label label;
		struct stem *stem;
		void **at;

		if (!lookup_in_force(o) || map_get(&s->used,
		    key_of(s->arena, o->ns, o->name)) != NULL ||
		    map_get(&s->drafts->switches, draft_key(s->drafts,
		    o->ns, o->name)) != NULL)
			continue;
		label_read(s->arena, o->name, &label);
		at = map_put(s->arena, &s->stems,
		    key_of(s->arena, o->ns, label.stem));
		if (*at == NULL)
			*at = arena_new(s->arena, struct stem);
		stem = *at;
		*vec_add(s->arena, &stem->services) = service;
	}
}

/* The only spare one for the Service of a backend, or NULL. */
static const struct service *
spare_for(const struct spares *s, struct str ns, const struct backend *b)
{
	struct str name = node_text(b->service);
	struct label own, other;
	const struct stem *stem;
	size_t index;

	if (map_get(&s->drafts->switches, draft_key(s->drafts, ns, name)) !=
	    NULL)
		return NULL;
	label_read(s->arena, name, &own);
	stem = map_get(&s->stems, key_of(s->arena, ns, own.stem));
	if (stem == NULL || stem->services.n != 1)
		return NULL;
	label_read(s->arena, stem->services.at[0]->object->name, &other);
	if ((!own.told && !other.told) ||
	    service_find_port(stem->services.at[0], node_text(b->port),
	    &index) == PORT_NONE)
		return NULL;
	return stem->services.at[0];
}

static void
remark_green(const struct spares *s, struct draft *draft)
{
	struct str blue = node_text(draft->routes.at[0].blue->
	    backend.service);
	struct str green = draft->routes.at[0].green_service;
	const struct cluster *cluster = s->drafts->adopt->cluster;
	bool older = label_compare(label_version(s->arena, cluster,
	    draft->ns, green), label_version(s->arena, cluster, draft->ns,
	    blue)) < 0;

	draft_remark(s->drafts, draft, "spec.green", "Guessed: no Ingress "
	    "sends to Service %.*s, which is called like that of blue%s "
	    "Nothing previews it yet; preview: {path: /green} would.",
	    STR_ARG(green), older ? ", and is the older one: put the next "
	    "version here." : ".");
}

/* Who puts the pods behind a Service, and takes them away; or NULL. */
static const struct object *
find_switch(const struct cluster *cluster, struct str ns, struct str name)
{
	const struct service *service = lookup_service(cluster, ns, name);
	const struct space *space = cluster_space(cluster, ns);
	const struct workload *found[4];
	size_t n = 0;

	if (service != NULL && service->selector != NULL)
		n = space_serve(space, service, found, 4);
	for (size_t i = 0; i < n && i < 4; i++)
		if (label_strategy(found[i]->object) != NULL)
			return found[i]->object;
	return NULL;
}

/* Something else than the Ingress says which version a Service leads to. */
static bool
is_switched(const struct spares *s, struct draft *draft)
{
	const struct cluster *cluster = s->drafts->adopt->cluster;
	struct str name = node_text(draft->routes.at[0].blue->
	    backend.service);
	const struct object *o = find_switch(cluster, draft->ns, name);

	if (o != NULL)
		draft_remark(s->drafts, draft, "", "Service %.*s is switched "
		    "by %.*s, which this release leaves alone: strategy %s is "
		    "for that.", STR_ARG(name), STR_ARG(object_title(s->arena,
		    o)), label_strategy(o));
	if (o != NULL)
		return true;
	if (map_get(&s->drafts->switches, draft_key(s->drafts, draft->ns,
	    name)) == NULL)
		return false;
	draft_remark(s->drafts, draft, "", "Service %.*s is switched by its "
	    "selector: there is another release for that.", STR_ARG(name));
	return true;
}

static void
find_green(const struct spares *s, struct draft *draft)
{
	if (is_switched(s, draft) || draft->preview != NULL)
		return;
	for (size_t i = 0; i < draft->routes.n; i++)
		if (spare_for(s, draft->ns,
		    &draft->routes.at[i].blue->backend) == NULL)
			return;
	for (size_t i = 0; i < draft->routes.n; i++)
		draft->routes.at[i].green_service = spare_for(s, draft->ns,
		    &draft->routes.at[i].blue->backend)->object->name;
	remark_green(s, draft);
}

void
drafts_colour(struct drafts *d)
{
	struct spares s = { .drafts = d, .arena = d->adopt->arena };
	const struct cluster *cluster = d->adopt->cluster;

	use_all(&s, cluster);
	sort_by_stem(&s, cluster);
	for (size_t i = 0; i < d->list.n; i++)
		find_green(&s, d->list.at[i]);
}
