/*
 * The overlap of an Ingress is found in a model made anew with that Ingress
 * last. It is made only of those that can have a say: who shares a host with
 * it, and who shares a Service with one of these, because the first to name
 * a Service decides what it is.
 */
#include "model/admission.h"

#include "model/inspector.h"

static const char *const names[DENIAL_COUNT] = {
	"", "deep-inspection", "catch-all", "path-type", "word", "snippet",
	"annotation", "panic", "overlap",
};

const char *
denial_name(enum denial_kind kind)
{
	return names[kind];
}

struct crowd {
	VEC(size_t) members;	/* by their places among the served */
};

static void
join(struct arena *arena, struct map *crowds, struct str name, size_t member)
{
	void **at = map_put(arena, crowds, name);
	struct crowd *crowd;

	if (*at == NULL)
		*at = arena_new(arena, struct crowd);
	crowd = *at;
	if (crowd->members.n == 0 ||
	    crowd->members.at[crowd->members.n - 1] != member)
		*vec_add(arena, &crowd->members) = member;
}

/* Calls `visit` with every pool that the Ingress names. */
typedef void visit_fn(void *, struct arena *, const struct pool *, size_t);

static void
each_pool(struct arena *arena, const struct model *model, size_t member,
    visit_fn *visit, void *data)
{
	const struct ingress *in =
	    model->entrants.served.at[member]->ingress;
	const struct pools *pools = &model->sites.pools;
	const struct pool *pool = pools_get(arena, pools, in->object->ns,
	    &in->default_backend);

	if (pool != NULL)
		visit(data, arena, pool, member);
	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++) {
			pool = pools_get(arena, pools, in->object->ns,
			    &in->rules[i].paths[k].backend);
			if (pool != NULL)
				visit(data, arena, pool, member);
		}
}

static void
join_pool(void *data, struct arena *arena, const struct pool *pool,
    size_t member)
{
	struct admission *admission = data;

	join(arena, &admission->pools, pool->name, member);
}

static bool
is_canary(const struct entrant *e)
{
	return e->extract.canary.enabled;
}

static bool
lacks_http(const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++)
		if (node_is_null(node_get(in->rules[i].node, STR("http"))))
			return true;
	return false;
}

void
admission_init(struct arena *arena, const struct model *model,
    struct admission *out)
{
	*out = (struct admission){ .model = model };
	for (size_t i = 0; i < model->entrants.served.n; i++) {
		const struct entrant *e = model->entrants.served.at[i];

		for (size_t k = 0; k < e->ingress->nrules; k++)
			join(arena, &out->hosts,
			    host_text(&e->ingress->rules[k]), i);
		each_pool(arena, model, i, join_pool, out);
		out->ordinary += !is_canary(e);
		if (out->panic == NULL && is_canary(e) &&
		    lacks_http(e->ingress))
			out->panic = e;
	}
}

static bool
deny(struct denial *out, enum denial_kind kind, struct str why,
    struct span where)
{
	out->kind = kind;
	out->why = why;
	out->where = where;
	return true;
}

/* A key that ends so is refused, whoever it is for. */
static bool
has_snippet(struct arena *arena, const struct ingress *in,
    struct denial *out)
{
	const struct node *all = in->annotations;

	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		if (str_ends(all->entries[i].key->text, STR("-snippet")))
			return deny(out, DENIAL_SNIPPET, arena_printf(arena,
			    "annotation %.*s ends in -snippet, and snippets "
			    "are not allowed (allow-snippet-annotations)",
			    STR_ARG(all->entries[i].key->text)),
			    all->entries[i].key->span);
	return false;
}

/* What is said of it alone, in the order of the webhook. */
static bool
is_denied_alone(struct arena *arena, const struct controller *c,
    const struct entrant *e, struct denial *out)
{
	const struct ingress *in = e->ingress;
	struct refusal r = { { NULL, 0 }, SPAN_NONE };

	if (c->deep_inspect && !inspector_passes(arena, in, &r))
		return deny(out, DENIAL_INSPECTION, r.why, r.where);
	if (e->drop == DROP_CLASS || e->drop == DROP_NAMESPACE)
		return true;
	if (e->drop == DROP_CATCH_ALL)
		return deny(out, DENIAL_CATCH_ALL, e->dropped.why,
		    e->dropped.where);
	if (c->strict_paths && !inspector_passes_paths(arena, in, &r))
		return deny(out, DENIAL_PATH_TYPE, r.why, r.where);
	if (entrant_has_blocked_word(arena, c, in, true, &r))
		return deny(out, DENIAL_WORD, r.why, r.where);
	if (!c->allow_snippets && has_snippet(arena, in, out))
		return true;
	if (e->extract.dropped.why.len > 0)
		return deny(out, DENIAL_ANNOTATION, e->extract.dropped.why,
		    e->extract.dropped.where);
	return e->drop != DROP_NOT;
}

/* Who is to take part. */
struct party {
	bool *chosen;
	const struct admission *admission;
};

static void
choose(struct party *p, const struct crowd *crowd)
{
	for (size_t i = 0; crowd != NULL && i < crowd->members.n; i++)
		p->chosen[crowd->members.at[i]] = true;
}

static void
choose_users(void *data, struct arena *arena, const struct pool *pool,
    size_t member)
{
	struct party *p = data;

	(void)arena;
	(void)member;
	choose(p, map_get(&p->admission->pools, pool->name));
}

static void
choose_party(struct arena *arena, const struct admission *admission,
    const struct entrant *e, bool *chosen)
{
	size_t n = admission->model->entrants.served.n;
	bool *hosts = arena_array(arena, bool, n);
	struct party p = { hosts, admission };

	for (size_t i = 0; i < e->ingress->nrules; i++) {
		struct str host = host_text(&e->ingress->rules[i]);

		choose(&p, map_get(&admission->hosts, host));
		/* Canaries of any unknown host end up in this one. */
		for (size_t k = 0; str_is(host, "_") && k < n; k++)
			hosts[k] = true;
	}
	p.chosen = chosen;
	for (size_t i = 0; i < n; i++)
		if (hosts[i]) {
			chosen[i] = true;
			each_pool(arena, admission->model, i, choose_users,
			    &p);
		}
}

static bool
overlaps(const struct entrant *e, const struct place *place, struct str text)
{
	const struct entrant *other = place->spot->maker;

	if (!str_eq(place->text, text) || place->spot->implicit ||
	    other == NULL || other == e)
		return false;
	return (is_canary(e) && is_canary(other)) ||
	    (extract_node(&e->extract, ANNOTATION_CANARY) == NULL &&
	    extract_node(&other->extract, ANNOTATION_CANARY) == NULL);
}

static bool
check_path(struct arena *arena, const struct entrant *e,
    const struct site *site, const struct path *path, struct denial *out)
{
	struct str text = path_text(path);

	if (path->backend.service == NULL)
		return false;
	for (size_t i = 0; i < site->places.n; i++) {
		const struct place *place = &site->places.at[i];

		if (!overlaps(e, place, text))
			continue;
		out->other = place->spot->maker;
		out->path = path;
		return deny(out, DENIAL_OVERLAP, arena_printf(arena,
		    "host \"%.*s\" and path \"%.*s\" are defined in Ingress "
		    "%.*s already", STR_ARG(site->host), STR_ARG(text),
		    STR_ARG(out->other->key)), path->text != NULL ?
		    path->text->span : path->node->span);
	}
	return false;
}

/* controller.go: checkOverlap(), of texts alone */
static void
check_overlap(struct arena *arena, const struct admission *admission,
    const struct entrant *e, struct denial *out)
{
	const struct entrants *in = &admission->model->entrants;
	bool *chosen = arena_array(arena, bool, in->served.n);
	VEC(struct entrant *) list = { NULL, 0, 0 };
	struct sites sites;

	choose_party(arena, admission, e, chosen);
	for (size_t i = 0; i < in->served.n; i++)
		if (chosen[i] && in->served.at[i] != e)
			*vec_add(arena, &list) = in->served.at[i];
	for (size_t i = 0; i < in->served.n; i++)
		if (in->served.at[i] == e)
			*vec_add(arena, &list) = in->served.at[i];
	sites_build(arena, &admission->model->endpoints, list.at, list.n,
	    &sites);
	for (size_t i = 0; i < e->ingress->nrules; i++) {
		const struct host_rule *rule = &e->ingress->rules[i];
		const struct site *site = map_get(&sites.by_host,
		    host_text(rule));

		for (size_t k = 0; site != NULL && k < rule->npaths; k++)
			if (check_path(arena, e, site, &rule->paths[k], out))
				return;
	}
}

void
admission_judge(struct arena *arena, const struct admission *admission,
    const struct entrant *e, struct denial *out)
{
	*out = (struct denial){ .kind = DENIAL_NONE };
	if (is_denied_alone(arena, &admission->model->controller, e, out))
		return;
	if (admission->panic != NULL && admission->ordinary > 0) {
		out->other = admission->panic;
		deny(out, DENIAL_PANIC, arena_printf(arena, "canary Ingress "
		    "%.*s has a rule without http, at which the webhook "
		    "crashes", STR_ARG(out->other->key)),
		    out->other->ingress->object->where);
		return;
	}
	check_overlap(arena, admission, e, out);
}
