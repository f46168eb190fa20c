/*
 * The part of the controller's model that decides about regular expressions:
 * upstreams (only whose they are), servers, and which Ingress owns a
 * location. As there, three passes over all Ingresses, oldest first.
 */
#include "model/host.h"

#include <stdlib.h>

#include "base/map.h"
#include "model/intake.h"
#include "model/rewrite.h"

/* An Ingress with what the passes need of it. */
struct member {
	const struct ingress *ingress;
	struct rewrite rewrite;
	bool canary;
	struct str created;
	size_t index;
};

/* The first location of a host with some path text. */
struct place {
	enum path_type type;	/* Exact, or Prefix for all others */
	bool implicit;		/* the / that every server has */
};

struct host {
	const struct member *creator;	/* NULL for the default server */
	struct place root;		/* of the text / */
	struct map places;		/* struct place by other texts */
	const struct ingress *cause;
	bool unsettled;
};

struct hosts {
	struct map by_name;
};

struct build {
	struct arena *arena;
	struct hosts *hosts;
	VEC(struct member) members;
	bool has_canary;
	struct map upstreams;		/* the member that made it */
};

/* Byte i of "namespace/name", or -1 after its end. */
static int
title_byte(const struct object *o, size_t i)
{
	if (i < o->ns.len)
		return (unsigned char)o->ns.at[i];
	if (i == o->ns.len)
		return '/';
	i -= o->ns.len + 1;
	return i < o->name.len ? (unsigned char)o->name.at[i] : -1;
}

static int
compare_titles(const struct object *x, const struct object *y)
{
	size_t i = 0;

	if (str_eq(x->ns, y->ns))
		return str_cmp(x->name, y->name);
	while (title_byte(x, i) == title_byte(y, i) && title_byte(x, i) >= 0)
		i++;
	return title_byte(x, i) - title_byte(y, i);
}

/*
 * store.go: sortIngressSlice(). Older ones first; at the same second, which
 * is what manifests without a timestamp look like, greater names first.
 * Timestamps are UTC as the API server writes them, so bytes compare.
 */
static int
compare(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = str_cmp(x->created, y->created);

	if (order == 0)
		order = compare_titles(y->ingress->object,
		    x->ingress->object);
	if (order == 0)
		order = x->index < y->index ? -1 : 1;
	return order;
}

static void
collect(struct build *b, const struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->ingresses.n; i++) {
		const struct ingress *ingress = cluster->ingresses.at[i];
		const struct object *o = ingress->object;
		struct member *m;

		if (!o->sound || !intake_accepts(cluster, ingress))
			continue;
		m = vec_add(b->arena, &b->members);
		m->ingress = ingress;
		m->index = i;
		m->canary = intake_is_canary(ingress);
		b->has_canary = b->has_canary || m->canary;
		m->created = o->created;
		rewrite_read(ingress, &m->rewrite);
	}
	if (b->members.n > 0)
		qsort(b->members.at, b->members.n, sizeof(*b->members.at),
		    compare);
}

/* util.go: upstreamName() */
static struct str
upstream_name(struct build *b, const struct member *m,
    const struct backend *backend)
{
	return arena_join(b->arena, m->ingress->object->ns, STR("-"),
	    node_text(backend->service), STR("-"), node_text(backend->port));
}

/*
 * controller.go: createUpstreams(). Who comes first marks an upstream;
 * default backends are made anew each time.
 */
static void
add_upstreams(struct build *b, struct member *m)
{
	const struct ingress *in = m->ingress;
	void **at;

	if (in->default_backend.service != NULL) {
		at = map_put(b->arena, &b->upstreams,
		    upstream_name(b, m, &in->default_backend));
		*at = m;
	}
	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++) {
			const struct backend *backend =
			    &in->rules[i].paths[k].backend;

			if (backend->service == NULL)
				continue;
			at = map_put(b->arena, &b->upstreams,
			    upstream_name(b, m, backend));
			if (*at == NULL)
				*at = m;
		}
}

/* An upstream that a canary made; no path of any Ingress is served by it. */
static bool
is_no_server(struct build *b, const struct member *m,
    const struct backend *backend)
{
	const struct member *first;

	if (!b->has_canary)
		return false;
	first = map_get(&b->upstreams, upstream_name(b, m, backend));
	return first != NULL && first->canary;
}

static struct host *
make_host(struct build *b, struct str name, const struct member *creator)
{
	void **at = map_put(b->arena, &b->hosts->by_name, name);
	struct host *host;

	if (*at != NULL)
		return *at;
	host = *at = arena_new(b->arena, struct host);
	host->creator = creator;
	host->root.implicit = true;
	return host;
}

/* controller.go: createServers() */
static void
add_servers(struct build *b, const struct member *m)
{
	for (size_t i = 0; i < m->ingress->nrules && !m->canary; i++)
		make_host(b, host_text(&m->ingress->rules[i]), m);
}

/* A location of that text is the member's. */
static void
judge(struct host *host, const struct member *m, struct str text,
    enum path_type type)
{
	if (rewrite_forces_regex(&m->rewrite, text, type))
		host->cause = m->ingress;
	if (m->rewrite.unsettled)
		host->unsettled = true;
}

static struct place *
find_place(struct host *host, struct str text)
{
	return str_is(text, "/") ? &host->root :
	    map_get(&host->places, text);
}

/*
 * controller.go: getBackendServers(). The first location of the same text
 * decides: of the same type it stays (but for the implicit one), of another
 * the new one is added. Once the host is known to be a regex host, there is
 * nothing left to decide.
 */
static void
add_path(struct build *b, const struct member *m, struct host *host,
    const struct path *path)
{
	enum path_type type = path->type == PATH_EXACT ? PATH_EXACT :
	    PATH_PREFIX;
	struct str text = path_text(path);
	struct place *place;

	if (host->cause != NULL || path->backend.service == NULL ||
	    is_no_server(b, m, &path->backend))
		return;
	place = find_place(host, text);
	if (place != NULL && place->type == type && !place->implicit)
		return;
	judge(host, m, text, type);
	if (place != NULL && place->type == type)
		place->implicit = false;
	if (place != NULL || host->cause != NULL)
		return;
	place = arena_new(b->arena, struct place);
	place->type = type;
	*map_put(b->arena, &host->places, text) = place;
}

static void
add_locations(struct build *b, const struct member *m)
{
	for (size_t i = 0; i < m->ingress->nrules; i++) {
		const struct host_rule *rule = &m->ingress->rules[i];
		struct host *host = map_get(&b->hosts->by_name,
		    host_text(rule));

		if (host == NULL)
			host = map_get(&b->hosts->by_name, STR("_"));
		for (size_t k = 0; k < rule->npaths; k++)
			add_path(b, m, host, &rule->paths[k]);
	}
}

/*
 * The implicit / carries the annotations of the Ingress that made the host,
 * unless an Ingress has an explicit one.
 */
static void
add_implicit(struct build *b, const struct member *m)
{
	for (size_t i = 0; i < m->ingress->nrules && !m->canary; i++) {
		struct host *host = map_get(&b->hosts->by_name,
		    host_text(&m->ingress->rules[i]));

		if (host->creator == m && host->root.implicit &&
		    host->cause == NULL)
			judge(host, m, STR("/"), PATH_PREFIX);
	}
}

const struct hosts *
hosts_build(struct arena *arena, const struct cluster *cluster)
{
	struct build b = {
		.arena = arena, .hosts = arena_new(arena, struct hosts)
	};

	collect(&b, cluster);
	for (size_t i = 0; i < b.members.n && b.has_canary; i++)
		add_upstreams(&b, &b.members.at[i]);
	make_host(&b, STR("_"), NULL);
	for (size_t i = 0; i < b.members.n; i++)
		add_servers(&b, &b.members.at[i]);
	for (size_t i = 0; i < b.members.n; i++)
		add_locations(&b, &b.members.at[i]);
	for (size_t i = 0; i < b.members.n; i++)
		add_implicit(&b, &b.members.at[i]);
	return b.hosts;
}

const struct ingress *
hosts_regex_cause(const struct hosts *hosts, struct str host)
{
	const struct host *h = map_get(&hosts->by_name, host);

	return h == NULL ? NULL : h->cause;
}

bool
hosts_unsettled(const struct hosts *hosts, struct str host)
{
	const struct host *h = map_get(&hosts->by_name, host);

	return h != NULL && h->cause == NULL && h->unsettled;
}
