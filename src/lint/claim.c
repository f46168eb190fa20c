#include "lint/claim.h"

#include "k8s/placeholder.h"
#include "lint/common.h"
#include "lint/subject.h"
#include "model/intake.h"

/* Keys of a map are texts; the address of a path serves as one. */
static struct str
address(const struct path *const *path)
{
	return (struct str){ (const char *)path, sizeof(*path) };
}

static void
add_spots(struct arena *arena, struct map *spots, const struct site *site)
{
	for (size_t i = 0; i < site->spots.n; i++) {
		struct spot *spot = site->spots.at[i];

		if (spot->path != NULL)
			*map_put(arena, spots, address(
			    (const struct path *const *)&spot->path)) = spot;
	}
}

static void
add_rule(struct arena *arena, const struct model *model,
    const struct map *spots, struct ground *ground, const struct entrant *e,
    const struct host_rule *rule)
{
	for (size_t i = 0; i < rule->npaths; i++) {
		const struct path *path = &rule->paths[i];
		const struct spot *spot = map_get(spots, address(&path));
		const struct pool *pool = spot != NULL ? spot->pool :
		    pools_get(arena, &model->sites.pools,
		    e->ingress->object->ns, &path->backend);
		struct claim *claim;

		if (pool == NULL || pool->is_canary ||
		    placeholder_in(path_text(path)))
			continue;
		claim = vec_add(arena, &ground->claims);
		claim->by = e;
		claim->rule = rule;
		claim->path = path;
		claim->text = path_text(path);
		claim->exact = path->type == PATH_EXACT;
		claim->pool = pool;
		claim->spot = spot;
	}
}

static void
add_entrant(struct arena *arena, const struct model *model,
    const struct map *spots, struct grounds *grounds,
    const struct entrant *e)
{
	for (size_t i = 0; i < e->ingress->nrules; i++) {
		const struct host_rule *rule = &e->ingress->rules[i];
		struct ground *ground = map_get(&grounds->by_host,
		    host_text(rule));

		if (ground != NULL && !placeholder_in(host_text(rule)))
			add_rule(arena, model, spots, ground, e, rule);
	}
}

static void
collect(struct arena *arena, const struct model *model,
    struct grounds *grounds)
{
	const struct entrants *entrants = &model->entrants;
	struct map spots = { NULL };

	for (size_t i = 0; i < model->http.servers.n; i++) {
		const struct server *server = &model->http.servers.at[i];
		struct ground *ground;

		if (server->owner == NULL)
			continue;
		ground = arena_new(arena, struct ground);
		ground->site = server->owner;
		ground->server = server;
		add_spots(arena, &spots, ground->site);
		*vec_add(arena, &grounds->all) = ground;
		*map_put(arena, &grounds->by_host, ground->site->host) =
		    ground;
	}
	for (size_t i = 0; i < entrants->served.n; i++)
		if (!entrants->served.at[i]->extract.canary.enabled)
			add_entrant(arena, model, &spots, grounds,
			    entrants->served.at[i]);
}

const struct grounds *
grounds_of(struct lint *lint)
{
	if (lint->grounds == NULL) {
		lint->grounds = arena_new(lint->arena, struct grounds);
		collect(lint->arena, lint->model, lint->grounds);
	}
	return lint->grounds;
}

static uint32_t
file_of(const struct object *o)
{
	return o->span.file;
}

static bool
are_variants(const struct lint *lint, uint32_t a, uint32_t b)
{
	struct common *common = lint->common;
	bool are;

	pthread_mutex_lock(&common->lock);
	are = variants_share(common->arena, &common->variants,
	    lint->cluster, a, b);
	pthread_mutex_unlock(&common->lock);
	return are;
}

static bool
has_no_host(const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++)
		if (!str_is(host_text(&in->rules[i]), "_"))
			return false;
	return true;
}

bool
claim_is_one_file(const struct entrant *a, const struct entrant *b)
{
	return file_of(a->ingress->object) == file_of(b->ingress->object);
}

bool
claim_together(const struct lint *lint, const struct entrant *a,
    const struct entrant *b)
{
	return claim_is_one_file(a, b) || (!has_no_host(a->ingress) &&
	    !has_no_host(b->ingress) && !are_variants(lint,
	    file_of(a->ingress->object), file_of(b->ingress->object)));
}

struct str
claim_host(struct arena *arena, const struct site *site)
{
	return subject_host(arena, site->host);
}

struct str
claim_service(struct arena *arena, const struct pool *pool)
{
	if (pool->is_default)
		return STR("the controller's default backend (404)");
	return arena_printf(arena, "Service %.*s/%.*s", STR_ARG(pool->ns),
	    STR_ARG(pool->service));
}

struct span
claim_place(const struct path *path)
{
	return path->text != NULL ? node_span(path->text) :
	    node_span(path->node);
}

struct span
claim_spot_place(const struct spot *spot)
{
	if (spot->path != NULL)
		return claim_place(spot->path);
	return spot->maker == NULL ? SPAN_NONE :
	    spot->maker->ingress->object->where;
}

struct str
claim_url(struct arena *arena, const struct site *site, struct str path)
{
	struct str host = site->host;
	const char *label = "";

	if (str_is(host, "_"))
		host = STR("<any host>");
	if (str_starts(host, STR("*."))) {
		label = "a";
		host = str_cut(host, 1, host.len);
	}
	path = subject_request(arena, path);
	return arena_printf(arena, "http://%s%.*s%.*s", label, STR_ARG(host),
	    STR_ARG(path));
}

/* RFC 2606 and RFC 6761, and what tutorials have besides. */
static bool
is_example(struct str host)
{
	static const char *const names[] = {
		"example.com", "example.org", "example.net", "example",
		"test", "localhost", "invalid", "local", "foo.bar.com",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str name = str_from(names[i]);

		if (str_ends(host, name) && (host.len == name.len ||
		    host.at[host.len - name.len - 1] == '.'))
			return true;
	}
	return false;
}

static void
lower_to(struct diag *d, enum level level)
{
	if (d->level > level)
		diag_level(d, level);
}

void
claim_weaken(struct lint *lint, struct diag *d, const struct site *site,
    const struct entrant *a, const struct entrant *b)
{
	const struct entrant *e = intake_is_unclaimed(a->ingress) ? a : b;

	if (!claim_is_one_file(a, b)) {
		lower_to(d, site != NULL && is_example(site->host) ?
		    LEVEL_NOTE : LEVEL_WARNING);
		diag_note(lint->diags, d, SPAN_NONE, "so it is where both "
		    "files are applied to one cluster");
	}
	if (!intake_is_unclaimed(e->ingress))
		return;
	lower_to(d, LEVEL_WARNING);
	diag_note(lint->diags, d, SPAN_NONE, "so it is if ingress-nginx "
	    "serves Ingress %.*s, which names no class", STR_ARG(e->key));
}
