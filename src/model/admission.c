/*
 * The overlap of an Ingress is found in a model made anew with that Ingress
 * last. It is made only of those that can have a say: who has the same paths
 * on the same hosts, who makes these hosts, and who is the first to name one
 * of the Services, because that decides what the Service is good for.
 */
#include "model/admission.h"

#include <stdlib.h>

#include "model/inspector.h"

static const char *const names[DENIAL_COUNT] = {
	"", "deep-inspection", "catch-all", "path-type", "prefix", "word",
	"snippet", "annotation", "panic", "overlap",
};

const char *
denial_name(enum denial_kind kind)
{
	return names[kind];
}

struct crowd {
	VEC(size_t) ranks;	/* in order, each once */
};

static void
join(struct arena *arena, struct map *crowds, struct str name, size_t rank)
{
	void **at = map_put(arena, crowds, name);
	struct crowd *crowd;

	if (*at == NULL)
		*at = arena_new(arena, struct crowd);
	crowd = *at;
	if (crowd->ranks.n == 0 ||
	    crowd->ranks.at[crowd->ranks.n - 1] != rank)
		*vec_add(arena, &crowd->ranks) = rank;
}

/* Texts that differ in a slash at their end may be one location. */
static struct str
path_key(struct arena *arena, struct str host, const struct path *path)
{
	struct str text = path_text(path);

	if (str_ends(text, STR("/")))
		text.len--;
	return arena_printf(arena, "%.*s %.*s", STR_ARG(host),
	    STR_ARG(text));
}

static const struct pool *
pool_of(struct arena *arena, const struct admission *admission,
    const struct entrant *e, const struct backend *backend)
{
	return pools_get(arena, &admission->model->sites.pools,
	    e->ingress->object->ns, backend);
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
		if (!in->rules[i].has_http)
			return true;
	return false;
}

/* The paths of an unknown host are locations of the default server. */
static struct str
host_in_force(const struct admission *admission,
    const struct host_rule *rule)
{
	struct str host = host_text(rule);

	return map_get(&admission->model->sites.by_host, host) != NULL ?
	    host : STR("_");
}

static void
enter(struct arena *arena, struct admission *admission,
    const struct entrant *e)
{
	const struct ingress *in = e->ingress;
	const struct pool *pool = pool_of(arena, admission, e,
	    &in->default_backend);

	if (pool != NULL)
		join(arena, &admission->makers, pool->name, e->rank);
	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++) {
			const struct path *path = &in->rules[i].paths[k];

			pool = pool_of(arena, admission, e, &path->backend);
			if (pool == NULL)
				continue;
			join(arena, &admission->users, pool->name, e->rank);
			join(arena, &admission->paths, path_key(arena,
			    host_in_force(admission, &in->rules[i]), path),
			    e->rank);
		}
}

void
admission_init(struct arena *arena, const struct model *model,
    struct admission *out)
{
	*out = (struct admission){ .model = model };
	for (size_t i = 0; i < model->entrants.served.n; i++) {
		const struct entrant *e = model->entrants.served.at[i];

		enter(arena, out, e);
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

/* Where the prefix is another one, the usual one is taken for a mistake. */
static bool
has_usual_prefix(struct arena *arena, const struct controller *c,
    const struct ingress *in, struct denial *out)
{
	const struct node *all = in->annotations;

	if (str_eq(c->prefix, str_cut(STR(INGRESS_PREFIX), 0,
	    sizeof(INGRESS_PREFIX) - 2)))
		return false;
	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		if (str_starts(all->entries[i].key->text,
		    STR(INGRESS_PREFIX)))
			return deny(out, DENIAL_PREFIX, arena_printf(arena,
			    "annotation %.*s does not begin with \"%.*s/\", "
			    "which the controller is set up to read",
			    STR_ARG(all->entries[i].key->text),
			    STR_ARG(c->prefix)), all->entries[i].key->span);
	return false;
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
	if (c->strict_paths && !inspector_passes_paths(arena, c, in, &r))
		return deny(out, DENIAL_PATH_TYPE, r.why, r.where);
	if (has_usual_prefix(arena, c, in, out))
		return true;
	if (entrant_has_blocked_word(arena, c, in, true, &r))
		return deny(out, DENIAL_WORD, r.why, r.where);
	if (!c->allow_snippets && has_snippet(arena, in, out))
		return true;
	if (e->extract.dropped.why.len > 0)
		return deny(out, DENIAL_ANNOTATION, e->extract.dropped.why,
		    e->extract.dropped.where);
	return e->drop != DROP_NOT;
}

/* Who takes part, by rank. */
struct party {
	struct arena *arena;
	const struct admission *admission;
	const struct entrant *last;
	VEC(size_t) ranks;
};

/* At most `limit` of them, besides the one that comes last. */
static void
invite(struct party *p, const struct crowd *crowd, size_t limit)
{
	for (size_t i = 0; crowd != NULL && i < crowd->ranks.n && limit > 0;
	    i++)
		if (crowd->ranks.at[i] != p->last->rank) {
			*vec_add(p->arena, &p->ranks) = crowd->ranks.at[i];
			limit--;
		}
}

static void
invite_to_pool(struct party *p, const struct pool *pool)
{
	if (pool == NULL)
		return;
	invite(p, map_get(&p->admission->users, pool->name), 1);
	invite(p, map_get(&p->admission->makers, pool->name), SIZE_MAX);
}

/* Those who have a say in the Services of somebody invited. */
static void
invite_to_pools(struct party *p, const struct entrant *e)
{
	const struct ingress *in = e->ingress;

	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++)
			invite_to_pool(p, pool_of(p->arena, p->admission, e,
			    &in->rules[i].paths[k].backend));
}

/* Who makes the hosts of an Ingress; canaries do not make their own. */
static void
invite_makers(struct party *p, const struct ingress *in)
{
	const struct sites *sites = &p->admission->model->sites;

	for (size_t i = 0; i < in->nrules; i++) {
		const struct entrant *maker = sites_get(sites,
		    host_text(&in->rules[i]))->maker;

		if (maker != NULL && maker != p->last)
			*vec_add(p->arena, &p->ranks) = maker->rank;
	}
}

static void
invite_to_paths(struct party *p, const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++) {
		const struct host_rule *rule = &in->rules[i];
		struct str host = host_in_force(p->admission, rule);

		for (size_t k = 0; k < rule->npaths; k++)
			invite(p, map_get(&p->admission->paths,
			    path_key(p->arena, host, &rule->paths[k])),
			    SIZE_MAX);
	}
}

static int
compare_ranks(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/* In order, with the one that is judged at the end. */
static struct entrant **
gather(struct party *p, size_t *n)
{
	struct entrant *const *served =
	    p->admission->model->entrants.served.at;
	struct entrant **list;

	invite_to_paths(p, p->last->ingress);
	for (size_t i = 0, guests = p->ranks.n; i < guests; i++)
		invite_to_pools(p, served[p->ranks.at[i]]);
	invite_to_pools(p, p->last);
	for (size_t i = 0, guests = p->ranks.n; i < guests; i++)
		invite_makers(p, served[p->ranks.at[i]]->ingress);
	invite_makers(p, p->last->ingress);
	list = arena_array(p->arena, struct entrant *, p->ranks.n + 1);
	*n = 0;
	if (p->ranks.n > 0)
		qsort(p->ranks.at, p->ranks.n, sizeof(*p->ranks.at),
		    compare_ranks);
	for (size_t i = 0; i < p->ranks.n; i++)
		if (i == 0 || p->ranks.at[i] != p->ranks.at[i - 1])
			list[(*n)++] = served[p->ranks.at[i]];
	list[(*n)++] = served[p->last->rank];
	return list;
}

static bool
is_taken(const struct place *place, struct str text)
{
	return str_eq(place->text, text) && !place->spot->implicit &&
	    place->spot->maker != NULL;
}

static bool
is_own(const struct site *site, const struct entrant *e, struct str text)
{
	for (size_t i = 0; i < site->places.n; i++)
		if (is_taken(&site->places.at[i], text) &&
		    site->places.at[i].spot->maker == e)
			return true;
	return false;
}

static bool
overlaps(const struct entrant *e, const struct place *place, struct str text)
{
	const struct entrant *other = place->spot->maker;

	if (!is_taken(place, text) || other == e)
		return false;
	return (is_canary(e) && is_canary(other)) ||
	    (extract_node(&e->extract, ANNOTATION_CANARY) == NULL &&
	    extract_node(&other->extract, ANNOTATION_CANARY) == NULL);
}

/*
 * True when the check ends: with a denial, or, in older releases, at the
 * first path that is there already.
 */
static bool
check_path(struct arena *arena, const struct admission *admission,
    const struct entrant *e, const struct site *site,
    const struct path *path, struct denial *out)
{
	bool all = controller_has(&admission->model->controller,
	    CHANGE_OVERLAPS), found = false;
	struct str text = path_text(path);

	if (path->backend.service == NULL)
		return false;
	if (!all && is_own(site, e, text))
		return true;
	for (size_t i = 0; i < site->places.n; i++) {
		const struct place *place = &site->places.at[i];

		found = found || is_taken(place, text);
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
	return found && !all;
}

/* controller.go: checkOverlap(), of texts alone */
static void
check_overlap(struct arena *arena, const struct admission *admission,
    const struct entrant *e, struct denial *out)
{
	struct party party = { arena, admission, e, { NULL, 0, 0 } };
	size_t n;
	struct entrant **list = gather(&party, &n);
	struct sites sites;

	sites_build(arena, &admission->model->endpoints, list, n, &sites);
	for (size_t i = 0; i < e->ingress->nrules; i++) {
		const struct host_rule *rule = &e->ingress->rules[i];
		const struct site *site = map_get(&sites.by_host,
		    host_text(rule));

		for (size_t k = 0; site != NULL && k < rule->npaths; k++)
			if (check_path(arena, admission, e, site,
			    &rule->paths[k], out))
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
