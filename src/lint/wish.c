#include "lint/wish.h"

#include <limits.h>
#include <stdlib.h>

#include "k8s/placeholder.h"
#include "lint/check.h"
#include "lint/vicinity.h"
#include "model/intake.h"
#include "model/lookup.h"
#include "model/timestamp.h"
#include "yaml/scalar.h"

struct build {
	struct lint *lint;
	struct arena *arena;
	struct wishes *wishes;
};

static struct venue *
get_venue(struct build *b, struct str host)
{
	void **at = map_put(b->arena, &b->wishes->venues, host);

	if (*at == NULL)
		*at = arena_new(b->arena, struct venue);
	return *at;
}

/* Path types but Exact are Prefix for the controller. */
static struct str
location_key(struct arena *arena, struct str text, bool exact)
{
	char *key = arena_alloc(arena, text.len + 1);

	key[0] = exact ? '=' : '~';
	if (text.len > 0)
		memcpy(key + 1, text.at, text.len);
	return (struct str){ key, text.len + 1 };
}

static bool
is_exact(const struct path *path)
{
	return path->type == PATH_EXACT;
}

/* A number as the controller prints it, or a name. */
static struct str
port_text(struct arena *arena, const struct backend *backend)
{
	long long number;

	if (backend->port != NULL && backend->port->type == TYPE_INT &&
	    scalar_int(backend->port, &number))
		return arena_printf(arena, "%lld", number);
	return node_text(backend->port);
}

static struct supply *
get_supply(struct build *b, struct str name)
{
	struct wishes *wishes = b->wishes;
	void **at = map_put(b->arena, &wishes->supply_names, name);
	struct supply *supply;

	if (*at != NULL)
		return *at;
	supply = *at = arena_new(b->arena, struct supply);
	supply->name = name;
	*vec_add(b->arena, &wishes->supplies) = supply;
	return supply;
}

static bool
is_settled(const struct suitor *p, const struct backend *backend,
    struct str host, struct str text)
{
	return !placeholder_in(node_text(backend->service)) &&
	    !placeholder_in(node_text(backend->port)) &&
	    !placeholder_in(p->ingress->object->ns) &&
	    !placeholder_in(host) && !placeholder_in(text);
}

static void
add_wish(struct build *b, const struct suitor *p,
    const struct host_rule *rule, const struct path *path)
{
	const struct backend *backend = path == NULL ?
	    &p->ingress->default_backend : &path->backend;
	struct str port = port_text(b->arena, backend);
	struct wish *c;

	if (backend->service == NULL || port.len == 0)
		return;
	c = arena_new(b->arena, struct wish);
	c->suitor = p;
	c->rule = rule;
	c->path = path;
	c->backend = backend;
	c->host = rule == NULL ? STR("_") : host_text(rule);
	c->text = path == NULL ? STR("/") : path_text(path);
	c->exact = path != NULL && is_exact(path);
	c->settled = is_settled(p, backend, c->host, c->text);
	/* util.go: upstreamName() */
	c->supply = get_supply(b, arena_printf(b->arena, "%.*s-%.*s-%.*s",
	    STR_ARG(p->ingress->object->ns),
	    STR_ARG(node_text(backend->service)), STR_ARG(port)));
	if (p->canary)
		*vec_add(b->arena, &c->supply->canaries) = c;
	else
		*vec_add(b->arena, &c->supply->ordinary) = c;
	*vec_add(b->arena, &b->wishes->all) = c;
}

static void
add_wishes(struct build *b, struct suitor *p)
{
	const struct ingress *in = p->ingress;

	p->first_wish = b->wishes->all.n;
	add_wish(b, p, NULL, NULL);
	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++)
			add_wish(b, p, &in->rules[i],
			    &in->rules[i].paths[k]);
	p->nwishes = b->wishes->all.n - p->first_wish;
}

static void
add_unsettled(struct build *b, const struct ingress *in)
{
	*map_put(b->arena, &b->wishes->unsettled, in->object->ns) =
	    b->wishes;
}

static bool
is_unknown(struct str text)
{
	size_t from, to;

	return placeholder_in(text) || template_find(text, &from, &to);
}

/* An Ingress that cannot be told: it may have any path of its hosts. */
static void
add_unreadable(struct build *b, const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++)
		if (is_unknown(host_text(&in->rules[i])))
			add_unsettled(b, in);
		else
			get_venue(b, host_text(&in->rules[i]))->unsettled =
			    true;
}

static void
add_variant(struct build *b, const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++) {
		const struct host_rule *rule = &in->rules[i];
		struct venue *venue = get_venue(b, host_text(rule));

		for (size_t k = 0; k < rule->npaths; k++)
			*map_put(b->arena, &venue->variants,
			    location_key(b->arena, path_text(&rule->paths[k]),
			    is_exact(&rule->paths[k]))) = venue;
	}
}

static void
add_foreign(struct build *b, const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++)
		get_venue(b, host_text(&in->rules[i]))->foreign = in;
}

static void
add_suitor(struct build *b, const struct ingress *in)
{
	const struct object *o = in->object;
	struct suitor *p = arena_new(b->arena, struct suitor);

	p->ingress = in;
	p->title = object_title(b->arena, o);
	p->key = arena_printf(b->arena, "%.*s/%.*s", STR_ARG(o->ns),
	    STR_ARG(o->name));
	p->created = timestamp_read(o->created);
	p->canary = intake_is_canary(in);
	for (size_t i = 0; i < in->nrules && p->canary; i++)
		if (!in->rules[i].has_http)
			p->crashes = true;
	*vec_add(b->arena, &b->wishes->suitors) = p;
	*map_put(b->arena, &b->wishes->suitor_names, p->key) = p;
}

static void
sort_out(struct build *b, const struct ingress *in)
{
	const struct object *o = in->object;

	if (!o->sound || placeholder_in(node_text(
	    ingress_annotation(in, "canary"))))
		add_unreadable(b, in);
	else if (!intake_accepts(b->lint->cluster, in))
		add_foreign(b, in);
	else if (lookup_in_force(o))
		add_suitor(b, in);
	else if (!intake_is_canary(in))
		add_variant(b, in);
}

bool
suitor_is_one_file(const struct suitor *a, const struct suitor *b)
{
	return a->ingress->object->span.file == b->ingress->object->span.file;
}

bool
suitor_is_older(const struct suitor *a, const struct suitor *b)
{
	if (a->created != b->created)
		return a->created < b->created;
	return str_cmp(a->key, b->key) > 0;
}

static int
compare(const void *a, const void *b)
{
	const struct suitor *x = *(struct suitor *const *)a;
	const struct suitor *y = *(struct suitor *const *)b;

	return suitor_is_older(x, y) ? -1 : suitor_is_older(y, x) ? 1 : 0;
}

/* The location is that of the first; later ones are ignored. */
static void
put_location(struct build *b, struct venue *venue, struct wish *c)
{
	void **at = map_put(b->arena, &venue->by_key,
	    location_key(b->arena, c->text, c->exact));
	struct wish *winner = *at;

	if (winner != NULL) {
		if (winner->loser == NULL && winner->suitor != c->suitor)
			winner->loser = c;
		return;
	}
	*at = c;
	c->won = true;
	*vec_add(b->arena, &venue->won) = c;
}

/* A defaultBackend without rules has the / of the default server. */
static void
put_default(struct build *b, struct wish *c)
{
	if (c->path == NULL && !c->suitor->canary &&
	    c->suitor->ingress->nrules == 0)
		put_location(b, get_venue(b, STR("_")), c);
}

static void
put_path(struct build *b, struct wish *c)
{
	struct venue *venue = get_venue(b, c->host);

	if (c->path == NULL || c->suitor->canary)
		return;
	if (c->settled)
		put_location(b, venue, c);
	else if (placeholder_in(c->host))
		add_unsettled(b, c->suitor->ingress);
	else
		venue->unsettled = true;
}

/* The / of a host that nobody asks for goes where its maker says. */
static void
put_implicit(struct build *b, struct wish *c)
{
	const struct ingress *in = c->suitor->ingress;

	if (c->path != NULL || c->suitor->canary)
		return;
	for (size_t i = 0; i < in->nrules; i++) {
		struct venue *venue = get_venue(b,
		    host_text(&in->rules[i]));

		if (venue->creator == c->suitor &&
		    !str_is(host_text(&in->rules[i]), "_"))
			put_location(b, venue, c);
	}
}

static void
put_all(struct build *b)
{
	struct wishes *wishes = b->wishes;

	get_venue(b, STR("_"));
	for (size_t i = 0; i < wishes->suitors.n; i++) {
		const struct suitor *p = wishes->suitors.at[i];

		for (size_t k = 0; k < p->ingress->nrules && !p->canary;
		    k++) {
			struct venue *venue = get_venue(b,
			    host_text(&p->ingress->rules[k]));

			if (venue->creator == NULL)
				venue->creator = p;
		}
	}
	for (size_t i = 0; i < wishes->all.n; i++)
		put_default(b, wishes->all.at[i]);
	for (size_t i = 0; i < wishes->all.n; i++)
		put_path(b, wishes->all.at[i]);
	for (size_t i = 0; i < wishes->all.n; i++)
		put_implicit(b, wishes->all.at[i]);
}

/* controller.go: mergeAlternativeBackends() */
static struct wish *
find_primary(struct build *b, const struct wish *c,
    const struct venue *venue)
{
	if (c->path == NULL)
		return venue->won.n > 0 ? venue->won.at[0] : NULL;
	return map_get(&venue->by_key, location_key(b->arena, c->text,
	    c->exact));
}

/* Its primary may be something that cannot be read. */
static bool
may_have_primary(struct build *b, const struct wish *c,
    const struct venue *venue)
{
	return venue->unsettled || map_get(&b->wishes->unsettled,
	    c->suitor->ingress->object->ns) != NULL ||
	    map_get(&venue->variants, location_key(b->arena, c->text,
	    c->exact)) != NULL;
}

/* Without a host, Ingresses of two folders look like a pair. */
static bool
are_strangers(const struct wish *c, const struct wish *primary)
{
	return str_is(c->host, "_") &&
	    !suitor_is_one_file(c->suitor, primary->suitor) &&
	    !str_eq(c->suitor->ingress->object->ns,
	    primary->suitor->ingress->object->ns);
}

static void
pair(struct build *b, struct wish *c)
{
	const struct venue *venue = get_venue(b, c->host);

	if (!c->settled)
		return;
	c->primary = find_primary(b, c, venue);
	if (c->primary != NULL && are_strangers(c, c->primary)) {
		c->primary = NULL;
	} else if (c->primary != NULL) {
		if (c->primary->supply->first_canary == NULL)
			c->primary->supply->first_canary = c;
	} else if (may_have_primary(b, c, venue)) {
		return;
	} else if (venue->creator == NULL && venue->won.n == 0) {
		c->absent = true;
	} else if (c->supply->unpaired == NULL) {
		c->supply->unpaired = c;
	}
}

const struct wishes *
wishes_build(struct lint *lint)
{
	const struct vicinity *vicinity = lint->vicinity;
	struct build b = {
		lint, lint->arena, arena_new(lint->arena, struct wishes)
	};
	struct wishes *wishes = b.wishes;

	wishes->arena = lint->arena;
	for (size_t i = 0; i < vicinity->n; i++)
		sort_out(&b, vicinity->at[i]);
	if (wishes->suitors.n > 0)
		qsort(wishes->suitors.at, wishes->suitors.n,
		    sizeof(*wishes->suitors.at), compare);
	for (size_t i = 0; i < wishes->suitors.n; i++)
		add_wishes(&b, wishes->suitors.at[i]);
	put_all(&b);
	for (size_t i = 0; i < wishes->all.n; i++)
		if (wishes->all.at[i]->suitor->canary)
			pair(&b, wishes->all.at[i]);
	return wishes;
}

const struct suitor *
wishes_suitor(const struct wishes *wishes, const struct ingress *in)
{
	const struct suitor *p = map_get(&wishes->suitor_names,
	    arena_printf(wishes->arena, "%.*s/%.*s",
	    STR_ARG(in->object->ns), STR_ARG(in->object->name)));

	return p != NULL && p->ingress == in ? p : NULL;
}

const struct venue *
wishes_venue(const struct wishes *wishes, struct str host)
{
	return map_get(&wishes->venues, host);
}

struct wish *
wishes_location(const struct wishes *wishes, struct str host,
    struct str text, bool exact)
{
	const struct venue *venue = wishes_venue(wishes, host);

	return venue == NULL ? NULL : map_get(&venue->by_key,
	    location_key(wishes->arena, text, exact));
}

bool
suitor_order_known(const struct suitor *a, const struct suitor *b)
{
	return a->created != LLONG_MIN && b->created != LLONG_MIN;
}

struct str
suitor_order(struct arena *arena, const struct suitor *a,
    const struct suitor *b)
{
	const struct suitor *first = suitor_is_older(a, b) ? a : b;

	if (suitor_order_known(a, b) && a->created != b->created)
		return arena_printf(arena, "%.*s is the older one",
		    STR_ARG(first->key));
	return arena_printf(arena, "%s the same second, %.*s counts as the "
	    "older one, as its name is greater", suitor_order_known(a, b) ?
	    "made in" : "applied in", STR_ARG(first->key));
}

struct str
wish_service(struct arena *arena, const struct wish *c)
{
	return arena_printf(arena, "%.*s:%.*s",
	    STR_ARG(node_text(c->backend->service)),
	    STR_ARG(port_text(arena, c->backend)));
}

struct str
wish_request(struct arena *arena, const struct wish *c)
{
	return check_request(arena, c->rule, c->path);
}

struct span
wish_place(const struct wish *c)
{
	return node_span(c->backend->service);
}
