/*
 * controller.go: getBackendServers(), and what it calls, step by step. Each
 * step goes over all Ingresses in order; most of the odd behaviour of the
 * controller is in what one step leaves to the next.
 */
#include "model/site.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"

enum { CANARIES_KEPT = 16 };

struct build {
	struct arena *arena;
	struct sites *sites;
	const struct endpoints *endpoints;
	struct entrant *const *served;
	size_t n;
	size_t steps;			/* of canaries over locations */
};

static bool
is_canary(const struct entrant *e)
{
	return e->extract.canary.enabled;
}

static struct spot *
add_spot(struct build *b, struct site *site, const struct entrant *maker,
    struct str text, struct pool *pool)
{
	struct spot *spot = arena_new(b->arena, struct spot), *first;
	void **at = map_put(b->arena, &site->first_spots, text);

	first = *at;
	if (first == NULL)
		*at = first = spot;
	else
		first->last->next = spot;
	first->last = spot;
	spot->number = site->spots.n;
	spot->text = text;
	spot->maker = maker;
	spot->pool = pool;
	spot->error_pool = b->sites->pools.otherwise;
	*vec_add(b->arena, &site->spots) = spot;
	return spot;
}

static struct site *
add_site(struct build *b, struct str host, const struct entrant *maker,
    struct pool *pool)
{
	struct site *site = arena_new(b->arena, struct site);

	site->host = host;
	site->maker = maker;
	add_spot(b, site, maker, STR("/"), pool)->implicit = true;
	*vec_add(b->arena, &b->sites->all) = site;
	*map_put(b->arena, &b->sites->by_host, host) = site;
	return site;
}

/* A defaultBackend without rules takes the / of the default server. */
static void
take_default(struct build *b, const struct entrant *e, struct pool *pool)
{
	struct spot *spot = sites_get(b->sites, STR("_"))->spots.at[0];

	if (!spot->implicit || e->ingress->nrules > 0)
		return;
	spot->implicit = false;
	spot->maker = e;
	spot->pool = pool;
	spot->bare = true;
}

/* createServers(), first loop */
static void
make_sites(struct build *b, const struct entrant *e)
{
	const struct ingress *in = e->ingress;
	struct pool *pool = pools_get(b->arena, &b->sites->pools,
	    in->object->ns, &in->default_backend);

	if (is_canary(e))
		return;
	if (pool != NULL)
		take_default(b, e, pool);
	for (size_t i = 0; i < in->nrules; i++) {
		struct str host = host_text(&in->rules[i]);

		if (map_get(&b->sites->by_host, host) == NULL)
			add_site(b, host, e, pool != NULL ? pool :
			    b->sites->pools.otherwise);
	}
}

/* createServers(), second loop */
static void
complete_sites(struct build *b, const struct entrant *e)
{
	const struct extract *x = &e->extract;

	for (size_t i = 0; i < e->ingress->nrules && !is_canary(e); i++) {
		struct site *site = sites_get(b->sites,
		    host_text(&e->ingress->rules[i]));

		if (site->aliases.n == 0 && x->aliases.n > 0) {
			site->aliases_by = e;
			for (size_t k = 0; k < x->aliases.n; k++)
				*vec_add(b->arena, &site->aliases) =
				    x->aliases.at[k];
		}
		if (x->ssl_passthrough && (site->maker == e ||
		    controller_has(b->endpoints->controller,
		    CHANGE_PASSTHROUGH)))
			site->passthrough = true;
		/* Whichever hosts they are that the tls section lists. */
		if (e->ingress->ntls > 0)
			site->certificate = true;
	}
}

/* Hosts of their own are not taken for aliases. */
static void
filter_aliases(struct sites *sites)
{
	for (size_t i = 0; i < sites->all.n; i++) {
		struct site *site = sites->all.at[i];
		size_t n = 0;

		for (size_t k = 0; k < site->aliases.n; k++)
			if (map_get(&sites->by_host,
			    site->aliases.at[k]) == NULL)
				site->aliases.at[n++] = site->aliases.at[k];
		site->aliases.n = n;
	}
}

/*
 * The spot that a path replaces, or NULL when it makes one of its own;
 * `*ignored` when it does neither. The first of the same text decides, also
 * where a later one would fit better.
 */
static struct spot *
find_spot(const struct site *site, struct str text, bool exact,
    bool *ignored)
{
	struct spot *spot = map_get(&site->first_spots, text);

	if (spot == NULL || spot->exact != exact) {
		*ignored = false;
		return NULL;
	}
	*ignored = !spot->implicit;
	return spot;
}

static void
add_path(struct build *b, struct site *site, const struct entrant *e,
    const struct path *path)
{
	struct pool *pool = pools_get(b->arena, &b->sites->pools,
	    e->ingress->object->ns, &path->backend);
	bool exact = path->type == PATH_EXACT, ignored;
	struct spot *spot;

	/* Resources, and Services that a canary has named first. */
	if (pool == NULL || pool->is_canary)
		return;
	spot = find_spot(site, path_text(path), exact, &ignored);
	if (spot == NULL)
		spot = add_spot(b, site, e, path_text(path), pool);
	if (!ignored) {
		spot->maker = e;
		spot->path = path;
		spot->exact = exact;
		spot->implicit = false;
		spot->bare = false;
		spot->pool = pool;
		if (e->extract.from_to_www && site->to_www == NULL)
			site->to_www = spot;
	}
	pool->sticky = pool->sticky || e->extract.sticky;
}

/* getBackendServers(), first loop; canaries take part */
static void
add_paths(struct build *b, const struct entrant *e)
{
	for (size_t i = 0; i < e->ingress->nrules; i++) {
		const struct host_rule *rule = &e->ingress->rules[i];
		struct str host = host_text(rule);
		struct site *site = sites_get(b->sites, host);

		if (!rule->has_http && !str_is(host, "_"))
			continue;
		if (site->denied == NULL &&
		    e->extract.server_denied.why.len > 0) {
			site->denied = &e->extract.server_denied;
			site->denied_by = e;
		}
		for (size_t k = 0; k < rule->npaths; k++)
			add_path(b, site, e, &rule->paths[k]);
	}
}

/*
 * mergeAlternativeBackend(). Nobody asks for more than the first canary; some
 * are kept to know who has joined before.
 */
static void
join(struct build *b, struct pool *primary, struct pool *canary, bool legacy)
{
	for (size_t i = 0; i < primary->canaries.n; i++)
		if (primary->canaries.at[i] == canary)
			return;
	if (primary->canaries.n < CANARIES_KEPT)
		*vec_add(b->arena, &primary->canaries) = canary;
	if (!legacy)
		canary->sticky = primary->sticky;
}

/* Keys of a map are texts; the address of a pool serves as one. */
static struct str
address(struct pool *const *pool)
{
	return (struct str){ (const char *)pool, sizeof(*pool) };
}

/* Going through the locations for a canary ends where it has one. */
static size_t
find_end(struct build *b, struct site *site, struct pool *canary)
{
	const struct spot *own;

	for (size_t i = 0; i < site->spots.n && !site->owned; i++) {
		struct spot *spot = site->spots.at[i];
		void **at = map_put(b->arena, &site->owned_spots,
		    address(&spot->pool));

		if (*at == NULL)
			*at = spot;
	}
	site->owned = true;
	own = map_get(&site->owned_spots, address(&canary));
	return own == NULL ? SIZE_MAX : own->number;
}

static bool
merge_spot(struct build *b, const struct entrant *e, const struct spot *spot,
    struct pool *canary)
{
	struct pool *primary = spot->pool;

	b->steps++;
	if (primary->deleted || primary->is_default || primary->is_canary)
		return false;
	join(b, primary, canary, e->extract.canary_legacy);
	return true;
}

/* `path`: NULL for a defaultBackend, which goes with every location. */
static void
merge_site(struct build *b, const struct entrant *e, struct site *site,
    struct pool *canary, const struct path *path)
{
	size_t end = find_end(b, site, canary);
	bool merged = false;

	if (b->steps > LIMIT_CANARY_STEPS)
		return;
	for (size_t i = 0; path == NULL && i < site->spots.n && i < end; i++)
		merged |= merge_spot(b, e, site->spots.at[i], canary);
	for (struct spot *spot = path == NULL ? NULL :
	    map_get(&site->first_spots, path_text(path)); spot != NULL &&
	    spot->number < end; spot = spot->next)
		if (spot->exact == (path->type == PATH_EXACT))
			merged |= merge_spot(b, e, spot, canary);
	if (!merged && end == SIZE_MAX)
		canary->deleted = true;
}

/* mergeAlternativeBackends(). False when the process ends here. */
static bool
merge_canary(struct build *b, const struct entrant *e)
{
	const struct ingress *in = e->ingress;
	struct pools *pools = &b->sites->pools;
	struct pool *pool = pools_get(b->arena, pools, in->object->ns,
	    &in->default_backend);

	if (pool != NULL && !pool->deleted)
		merge_site(b, e, sites_get(b->sites, STR("_")), pool, NULL);
	for (size_t i = 0; i < in->nrules; i++) {
		const struct host_rule *rule = &in->rules[i];
		struct site *site = map_get(&b->sites->by_host,
		    host_text(rule));

		if (!rule->has_http) {
			b->sites->panic = rule;
			b->sites->panic_by = e;
			return false;
		}
		for (size_t k = 0; k < rule->npaths; k++) {
			pool = pools_get(b->arena, pools, in->object->ns,
			    &rule->paths[k].backend);
			if (pool != NULL && !pool->deleted && site != NULL)
				merge_site(b, e, site, pool,
				    &rule->paths[k]);
		}
	}
	return true;
}

static void
merge_canaries(struct build *b)
{
	size_t canaries = 0;

	for (size_t i = 0; i < b->n; i++)
		canaries += is_canary(b->served[i]);
	for (size_t i = 0; i < b->n && canaries < b->n; i++)
		if (is_canary(b->served[i]) && !merge_canary(b, b->served[i]))
			return;
}

/* The default-backend annotation: for errors, or in place of nobody. */
static void
replace_pool(struct build *b, struct spot *spot)
{
	const struct extract *x = spot_extract(spot);
	struct pool *pool = spot->pool, *other;

	if (x == NULL || x->default_backend == NULL || pool->is_default ||
	    pool->deleted || (pool->reach != REACH_NONE &&
	    x->custom_errors.n == 0))
		return;
	other = pool_replace(b->arena, b->endpoints, pool,
	    x->default_backend);
	if (other == NULL)
		return;
	spot->error_pool = other;
	if (pool->reach == REACH_NONE)
		spot->pool = other;
}

/* Longer texts first, then greater ones; the order of making is kept. */
static int
compare_spots(const struct spot *a, const struct spot *b)
{
	if (a->text.len != b->text.len)
		return a->text.len > b->text.len ? -1 : 1;
	return str_cmp(b->text, a->text);
}

/* Merges sorted halves, as qsort() need not keep an order. */
static void
sort_spots(struct spot **spots, struct spot **scratch, size_t n)
{
	size_t half = n / 2, i = 0, k = half, out = 0;

	if (n < 2)
		return;
	sort_spots(spots, scratch, half);
	sort_spots(spots + half, scratch, n - half);
	while (i < half || k < n)
		if (k == n || (i < half &&
		    compare_spots(spots[i], spots[k]) <= 0))
			scratch[out++] = spots[i++];
		else
			scratch[out++] = spots[k++];
	memcpy(spots, scratch, n * sizeof(*spots));
}

static bool
differs(const struct spot *spot, struct str text)
{
	const struct extract *x = spot_extract(spot);

	return x != NULL && !spot->bare && (x->use_regex ||
	    (x->target.len > 0 && !str_eq(x->target, text)));
}

static void
add_place(struct build *b, struct site *site, const struct spot *spot,
    struct str text, bool exact)
{
	struct place *place = vec_add(b->arena, &site->places);

	*place = (struct place){ spot, text, exact };
}

/* location.go: updateServerLocations() */
static void
expand(struct build *b, struct site *site)
{
	struct map exact = { NULL };

	for (size_t i = 0; i < site->spots.n; i++)
		if (site->spots.at[i]->exact)
			*map_put(b->arena, &exact, site->spots.at[i]->text) =
			    site;
	for (size_t i = 0; i < site->spots.n; i++) {
		const struct spot *spot = site->spots.at[i];
		struct str text = spot->text;

		if (str_is(text, "/") || spot->exact ||
		    differs(spot, text)) {
			add_place(b, site, spot, text, spot->exact);
			continue;
		}
		add_place(b, site, spot, str_ends(text, STR("/")) ? text :
		    arena_printf(b->arena, "%.*s/", STR_ARG(text)), false);
		if (map_get(&exact, text) == NULL)
			add_place(b, site, spot, text, true);
	}
}

/* template.go: enforceRegexModifier(), of the texts as they are now */
static void
enforce(struct site *site)
{
	for (size_t i = 0; i < site->places.n; i++)
		if (differs(site->places.at[i].spot,
		    site->places.at[i].text)) {
			site->regex = &site->places.at[i];
			return;
		}
}

static void
finish_site(struct build *b, struct site *site)
{
	struct spot **scratch = arena_array(b->arena, struct spot *,
	    site->spots.n);

	for (size_t i = 0; i < site->spots.n; i++)
		replace_pool(b, site->spots.at[i]);
	sort_spots(site->spots.at, scratch, site->spots.n);
	expand(b, site);
	enforce(site);
}

static int
compare_sites(const void *a, const void *b)
{
	return str_cmp((*(struct site *const *)a)->host,
	    (*(struct site *const *)b)->host);
}

void
sites_build(struct arena *arena, const struct endpoints *endpoints,
    struct entrant *const *served, size_t n, struct sites *sites)
{
	struct build b = { arena, sites, endpoints, served, n, 0 };

	*sites = (struct sites){ .endpoints = endpoints };
	pools_build(arena, endpoints, served, n, &sites->pools);
	add_site(&b, STR("_"), NULL, sites->pools.otherwise)->certificate =
	    true;
	for (size_t i = 0; i < n; i++)
		make_sites(&b, served[i]);
	for (size_t i = 0; i < n; i++)
		complete_sites(&b, served[i]);
	filter_aliases(sites);
	for (size_t i = 0; i < n; i++)
		add_paths(&b, served[i]);
	merge_canaries(&b);
	for (size_t i = 0; i < sites->all.n; i++)
		finish_site(&b, sites->all.at[i]);
	qsort(sites->all.at, sites->all.n, sizeof(*sites->all.at),
	    compare_sites);
}

struct site *
sites_get(const struct sites *sites, struct str host)
{
	struct site *site = map_get(&sites->by_host, host);

	return site != NULL ? site : map_get(&sites->by_host, STR("_"));
}
