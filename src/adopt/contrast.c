#include "adopt/contrast.h"

const struct server *
contrast_server(const struct model *model, struct str host)
{
	const struct site *site = map_get(&model->sites.by_host, host);

	for (size_t i = 0; site != NULL && i < model->http.servers.n; i++)
		if (model->http.servers.at[i].owner == site)
			return &model->http.servers.at[i];
	return NULL;
}

static bool
same_codes(const struct extract *a, const struct extract *b)
{
	if (a->custom_errors.n != b->custom_errors.n)
		return false;
	for (size_t i = 0; i < a->custom_errors.n; i++)
		if (a->custom_errors.at[i] != b->custom_errors.at[i])
			return false;
	return true;
}

static const struct extract no_extract;

/* What the controller does besides, as far as the model knows of it. */
static bool
same_extract(const struct extract *a, const struct extract *b)
{
	if (a == NULL)
		a = &no_extract;
	if (b == NULL)
		b = &no_extract;
	return a->authenticates == b->authenticates &&
	    a->global_auth == b->global_auth &&
	    a->restricts == b->restricts && a->sticky == b->sticky &&
	    a->has_snippet == b->has_snippet && a->cors == b->cors &&
	    a->default_backend == b->default_backend &&
	    a->ssl_passthrough == b->ssl_passthrough &&
	    str_eq(a->upstream_vhost, b->upstream_vhost) &&
	    str_eq(a->denied.why, b->denied.why) && same_codes(a, b);
}

/* The same requests go to the canary, or as many of them. */
static bool
same_policy(const struct canary *a, const struct canary *b)
{
	long long of = a->total > 100 ? a->total : 100;
	long long other = b->total > 100 ? b->total : 100;

	if ((double)a->weight * (double)other !=
	    (double)b->weight * (double)of || !str_eq(a->cookie, b->cookie) ||
	    !str_eq(a->header, b->header))
		return false;
	return a->header.len == 0 ||
	    (str_eq(a->header_value, b->header_value) &&
	    (a->header_value.len > 0 ||
	    str_eq(a->header_pattern, b->header_pattern)));
}

static bool
same_service(const struct pool *a, const struct pool *b)
{
	return a->is_default == b->is_default && str_eq(a->ns, b->ns) &&
	    str_eq(a->service, b->service) && str_eq(a->port, b->port);
}

/* The only canary that is ever asked. */
static const struct pool *
canary_of(const struct pool *pool)
{
	return pool->canaries.n == 0 || pool->canaries.at[0]->deleted ?
	    NULL : pool->canaries.at[0];
}

static bool
same_pool(const struct pool *a, const struct pool *b)
{
	const struct pool *x, *y;

	if (a == b || a == NULL || b == NULL)
		return a == b;
	x = canary_of(a);
	y = canary_of(b);
	if (!same_service(a, b) || a->deleted != b->deleted ||
	    (x == NULL) != (y == NULL))
		return false;
	return x == NULL || (same_service(x, y) &&
	    same_policy(&x->canary, &y->canary));
}

static bool
same_spot(const struct spot *a, const struct spot *b)
{
	return a == b || (a != NULL && b != NULL &&
	    same_pool(a->pool, b->pool) &&
	    same_extract(spot_extract(a), spot_extract(b)));
}

static const struct spot *
spot_of(const struct location *l)
{
	const struct place *place = l == NULL ? NULL : l->owner;

	return place == NULL ? NULL : place->spot;
}

/* The header goes with a rewrite only. */
static struct str
prefix_of(const struct location *l)
{
	const struct spot *spot = spot_of(l);
	const struct extract *x = spot == NULL ? NULL : spot_extract(spot);

	return x == NULL || l->rewrite_to.len == 0 ? STR("") :
	    x->forwarded_prefix;
}

static bool
same_location(const struct location *a, const struct location *b)
{
	return a->kind == b->kind && str_eq(a->text, b->text) &&
	    a->status == b->status && str_eq(a->url, b->url) &&
	    str_eq(a->rewrite_from, b->rewrite_from) &&
	    str_eq(a->rewrite_to, b->rewrite_to) && a->https == b->https &&
	    a->https_keeps_slash == b->https_keeps_slash &&
	    a->https_adds_port == b->https_adds_port &&
	    a->relative_redirects == b->relative_redirects &&
	    a->port_in_redirect == b->port_in_redirect &&
	    str_eq(a->app_root, b->app_root) &&
	    str_eq(prefix_of(a), prefix_of(b)) &&
	    same_spot(spot_of(a), spot_of(b));
}

static bool
same_site(const struct site *a, const struct site *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->certificate == b->certificate &&
	    a->passthrough == b->passthrough &&
	    (a->denied == NULL) == (b->denied == NULL);
}

bool
contrast_servers(const struct server *a, const struct server *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (a->names.n != b->names.n || a->locations.n != b->locations.n ||
	    a->status != b->status || !str_eq(a->moved_to, b->moved_to) ||
	    !same_site(a->owner, b->owner))
		return false;
	for (size_t i = 0; i < a->names.n; i++)
		if (!str_eq(a->names.at[i], b->names.at[i]))
			return false;
	for (size_t i = 0; i < a->locations.n; i++)
		if (!same_location(&a->locations.at[i],
		    &b->locations.at[i]))
			return false;
	return true;
}

bool
contrast_answers(const struct answer *a, const struct answer *b)
{
	const struct location *x = a->outcome.location;
	const struct location *y = b->outcome.location;

	return a->kind == b->kind && a->status == b->status &&
	    str_eq(a->location, b->location) && str_eq(a->uri, b->uri) &&
	    (a->kind == ANSWER_REDIRECT || (
	    same_spot(spot_of(x), spot_of(y)) &&
	    (!a->outcome.rewritten || !b->outcome.rewritten ||
	    str_eq(prefix_of(x), prefix_of(y)))));
}

static struct str
tell_pool(struct arena *arena, const struct answer *a)
{
	const struct spot *spot = spot_of(a->outcome.location);
	const struct pool *pool = spot == NULL ? NULL : spot->pool;
	const struct pool *canary;

	if (pool == NULL || pool->service.len == 0)
		return STR("nobody");
	canary = canary_of(pool);
	return arena_printf(arena, "Service %.*s/%.*s, port %.*s%s%.*s",
	    STR_ARG(pool->ns), STR_ARG(pool->service), STR_ARG(pool->port),
	    canary == NULL ? "" : ", with the canary ",
	    STR_ARG(canary == NULL ? STR("") : canary->service));
}

struct str
contrast_tell(struct arena *arena, const struct request *request,
    const struct answer *a)
{
	if (a->kind == ANSWER_PROXY)
		return arena_printf(arena, "goes to %.*s%s%.*s",
		    STR_ARG(tell_pool(arena, a)),
		    str_eq(a->uri, request->target) ? "" : ", as ",
		    STR_ARG(str_eq(a->uri, request->target) ? STR("") :
		    a->uri));
	if (a->kind == ANSWER_REDIRECT)
		return arena_printf(arena, "is redirected to %.*s (%u)",
		    STR_ARG(a->location), a->status);
	return arena_printf(arena, "is answered with status %u", a->status);
}
