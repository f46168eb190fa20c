/*
 * Which Ingresses belong together as live and preview. Nothing says so but
 * what they are: the same routes on the same hosts, under a path or with a
 * condition; or the same routes on another host, to Services that are called
 * alike.
 */
#include <stdlib.h>

#include "adopt/draft.h"
#include "adopt/label.h"
#include "shape/format.h"
#include "shape/format_release.h"

static struct str
ns_of(const struct bundle *b)
{
	return b->entrant->ingress->object->ns;
}

static struct str
title(const struct drafts *d, const struct bundle *b)
{
	return object_title(d->adopt->arena, b->entrant->ingress->object);
}

static int
compare_strs(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Namespace and hosts, in any order: what live and preview share. */
static struct str
host_key(struct drafts *d, const struct bundle *b)
{
	struct arena *arena = d->adopt->arena;
	struct str *hosts = arena_array(arena, struct str, b->hosts.n);
	struct buf key;
	struct str s;

	memcpy(hosts, b->hosts.at, b->hosts.n * sizeof(*hosts));
	qsort(hosts, b->hosts.n, sizeof(*hosts), compare_strs);
	buf_init(&key);
	buf_add(&key, ns_of(b));
	for (size_t i = 0; i < b->hosts.n; i++) {
		buf_putc(&key, ' ');
		buf_add(&key, hosts[i]);
	}
	s = arena_str(arena, buf_str(&key));
	buf_release(&key);
	return s;
}

/* One without a class goes with any other. */
static bool
same_class(const struct bundle *a, const struct bundle *b)
{
	struct str one = draft_class(a->entrant->ingress);
	struct str other = draft_class(b->entrant->ingress);

	return one.len == 0 || other.len == 0 || str_eq(one, other);
}

/* drafts */

static void
begin(struct drafts *d, struct bundle *b)
{
	struct arena *arena = d->adopt->arena;
	struct draft *draft = arena_new(arena, struct draft);

	draft->live = b;
	draft->ns = ns_of(b);
	for (size_t i = 0; i < b->paths.n; i++) {
		struct draft_route *r = vec_add(arena, &draft->routes);

		r->blue = &b->paths.at[i];
	}
	for (size_t i = 0; i < b->remarks.n; i++)
		*vec_add(arena, &draft->remarks) = b->remarks.at[i];
	b->draft = draft;
	*vec_add(arena, &d->list) = draft;
}

/* previews on hosts of their own */

/* What a live Ingress and its preview on another host have in common. */
static struct str
service_key(struct drafts *d, const struct bundle *b)
{
	struct arena *arena = d->adopt->arena;
	struct buf key;
	struct str s;

	buf_init(&key);
	buf_add(&key, ns_of(b));
	for (size_t i = 0; i < b->paths.n; i++) {
		const struct draft_path *p = &b->paths.at[i];
		struct label label;

		label_read(arena, node_text(p->backend.service), &label);
		buf_printf(&key, "\n%d ", p->exact);
		buf_add(&key, p->path);
		buf_putc(&key, ' ');
		buf_add(&key, label.stem);
		buf_putc(&key, ' ');
		buf_add(&key, node_text(p->backend.port));
	}
	s = arena_str(arena, buf_str(&key));
	buf_release(&key);
	return s;
}

struct alike {
	VEC(struct bundle *) bundles;
};

static bool
looks_previewed(const struct bundle *b)
{
	if (b->hosts.n != 1)
		return false;
	return label_is_preview(b->hosts.at[0]) ||
	    label_is_preview(b->entrant->ingress->object->name);
}

/* Every route of the two goes to another Service. */
static bool
differ(const struct bundle *a, const struct bundle *b)
{
	for (size_t i = 0; i < a->paths.n; i++)
		if (str_eq(node_text(a->paths.at[i].backend.service),
		    node_text(b->paths.at[i].backend.service)))
			return false;
	for (size_t i = 0; i < a->hosts.n; i++)
		if (str_eq(a->hosts.at[i], b->hosts.at[0]))
			return false;
	return true;
}

/* The routes of a preview, in the order of the live ones. */
static bool
join_routes(struct draft *draft, const struct bundle *preview)
{
	const struct bundle *live = draft->live;

	if (preview->paths.n != live->paths.n)
		return false;
	for (size_t i = 0; i < live->paths.n; i++) {
		struct draft_route *r = &draft->routes.at[i];
		const struct draft_path *found = NULL;

		for (size_t k = 0; k < preview->paths.n; k++) {
			/* most are in the same order */
			const struct draft_path *p = &preview->paths.at[
			    (i + k) % preview->paths.n];

			if (p->exact == r->blue->exact &&
			    str_eq(p->path, r->blue->path)) {
				found = p;
				break;
			}
		}
		if (found == NULL)
			return false;
		r->green = found;
	}
	return true;
}

static void
unjoin(struct draft *draft)
{
	for (size_t i = 0; i < draft->routes.n; i++)
		draft->routes.at[i].green = NULL;
}

static void
join(struct draft *draft, struct bundle *preview, enum preview_kind kind)
{
	draft->preview = preview;
	draft->kind = kind;
	preview->draft = draft;
}

static bool
pair_by_host(struct drafts *d, struct bundle *live, struct bundle *preview)
{
	if (!looks_previewed(preview) || looks_previewed(live) ||
	    !differ(live, preview) || !same_class(live, preview))
		return false;
	begin(d, live);
	if (!join_routes(live->draft, preview)) {
		unjoin(live->draft);
		return false;
	}
	join(live->draft, preview, PREVIEW_HOST);
	draft_remark(d, live->draft, "spec.preview", "Guessed: the routes of "
	    "%.*s are the same, and its Services are called like those of "
	    "blue.", STR_ARG(title(d, preview)));
	return true;
}

void
drafts_begin(struct drafts *d)
{
	struct arena *arena = d->adopt->arena;
	struct map by_services = { NULL };

	for (size_t i = 0; i < d->bundles.n; i++) {
		struct bundle *b = d->bundles.at[i];
		struct alike *alike;
		void **at;

		if (b->kind != BUNDLE_LIVE)
			continue;
		at = map_put(arena, &by_services, service_key(d, b));
		if (*at == NULL)
			*at = arena_new(arena, struct alike);
		alike = *at;
		*vec_add(arena, &alike->bundles) = b;
	}
	for (size_t i = 0; i < d->bundles.n; i++) {
		struct bundle *b = d->bundles.at[i];
		struct alike *alike;

		if (b->kind != BUNDLE_LIVE || b->draft != NULL)
			continue;
		alike = map_get(&by_services, service_key(d, b));
		/* of three it cannot be told which is the preview of which */
		if (alike->bundles.n == 2 && alike->bundles.at[0] == b &&
		    (pair_by_host(d, b, alike->bundles.at[1]) ||
		    pair_by_host(d, alike->bundles.at[1], b)))
			continue;
		if (b->draft == NULL)
			begin(d, b);
	}
}

/* previews under a path, and canaries */

static void
leave(struct drafts *d, const struct bundle *b, struct draft *draft,
    const char *why)
{
	if (b->kind == BUNDLE_CUT)
		draft_leave(d, draft, b->entrant->ingress->object->where,
		    "%.*s cuts \"%.*s\" off, as a preview does, but is "
		    "that of no release: %s", STR_ARG(title(d, b)),
		    STR_ARG(b->under), why);
	else
		draft_leave(d, draft, b->entrant->ingress->object->where,
		    "canary %.*s is the preview of no release: %s",
		    STR_ARG(title(d, b)), why);
}

/* One Service gets everything that the live routes part, or do not. */
static bool
join_all(struct draft *draft, const struct bundle *preview)
{
	const struct draft_path *first = draft->routes.at[0].blue;

	if (preview->paths.n != 1 || preview->paths.at[0].exact ||
	    !str_is(preview->paths.at[0].path, "/"))
		return false;
	for (size_t i = 0; i < draft->routes.n; i++) {
		const struct draft_path *p = draft->routes.at[i].blue;

		if (!str_eq(node_text(p->backend.service),
		    node_text(first->backend.service)) ||
		    !str_eq(node_text(p->backend.port),
		    node_text(first->backend.port)))
			return false;
	}
	for (size_t i = 0; i < draft->routes.n; i++)
		draft->routes.at[i].green = &preview->paths.at[0];
	return true;
}

/* A canary has the paths of its primary, letter by letter. */
static bool
join_same(struct draft *draft, const struct bundle *b)
{
	for (size_t i = 0; i < b->paths.n; i++)
		for (size_t k = 0; k < draft->routes.n; k++) {
			const struct path *live =
			    draft->routes.at[k].blue->from;
			const struct path *path = b->paths.at[i].from;

			if (str_eq(path_text(live), path_text(path)) &&
			    (live->type == PATH_EXACT) ==
			    (path->type == PATH_EXACT)) {
				draft->routes.at[k].green = &b->paths.at[i];
				break;
			}
		}
	for (size_t k = 0; k < draft->routes.n; k++)
		if (draft->routes.at[k].green == NULL)
			return false;
	return b->paths.n == draft->routes.n;
}

#define OTHER_ROUTES "a release previews all its routes, and this one has " \
	"others than the live Ingress; what is not released belongs into an " \
	"Ingress of its own"

/* NULL, or why it is not the preview of that draft. */
static const char *
pair_cut(struct draft *draft, struct bundle *b)
{
	if (draft->preview != NULL)
		return "there is another preview already, and a release has "
		    "one";
	for (size_t i = 0; i < b->under.len; i++)
		if (!str_is_alnum(b->under.at[i]) &&
		    strchr("._~/-", b->under.at[i]) == NULL)
			return "its path may hold letters, digits and "
			    ". _ ~ / - only";
	if (!join_routes(draft, b)) {
		unjoin(draft);
		if (!join_all(draft, b))
			return OTHER_ROUTES;
	}
	join(draft, b, PREVIEW_PATH);
	return NULL;
}

static bool
is_usable(const struct canary *c)
{
	if (c->cookie.len > 0 && !format_cookie_name.valid(c->cookie))
		return false;
	if (c->header.len == 0)
		return true;
	if (!format_header_name.valid(c->header))
		return false;
	return c->header_value.len > 0 ?
	    format_canary_value.valid(c->header_value) :
	    c->header_pattern.len == 0 ||
	    format_canary_pattern.valid(c->header_pattern);
}

static bool
has_plain_header(const struct canary *c)
{
	return c->header_value.len == 0 && c->header_pattern.len == 0;
}

/* Beside a weight there may be a header and a cookie by name. */
static enum preview_kind
canary_kind(const struct canary *c)
{
	if (c->weight > 0 && (c->header.len == 0 || has_plain_header(c)))
		return PREVIEW_WEIGHT;
	return c->header.len > 0 ? PREVIEW_HEADER : c->cookie.len > 0 ?
	    PREVIEW_COOKIE : PREVIEW_WEIGHT;
}

/* Strategy canary is for more than one condition, or is there already. */
static bool
is_canary_strategy(const struct drafts *d, const struct draft *draft,
    const struct bundle *b)
{
	const struct canary *c = &b->entrant->extract.canary;
	int conditions = (c->header.len > 0) + (c->cookie.len > 0) +
	    (c->weight > 0);

	return conditions > 1 || (c->weight > 0 && c->total > 100) ||
	    str_eq(b->entrant->ingress->object->name,
	    arena_printf(d->adopt->arena, "%.*s-canary",
	    STR_ARG(draft->live->entrant->ingress->object->name)));
}

static void
join_canary(struct drafts *d, struct draft *draft, struct bundle *b)
{
	const struct extract *x = &b->entrant->extract;
	const struct canary *c = &x->canary;

	join(draft, b, canary_kind(c));
	draft->canary = is_canary_strategy(d, draft, b);
	if (draft->kind != PREVIEW_HEADER || c->weight <= 0)
		return;
	draft->rough = true;
	draft_leave(d, draft, node_span(extract_node(x,
	    ANNOTATION_CANARY_WEIGHT)), "the weight %lld is not in the "
	    "release: beside a header with a value it has none", c->weight);
}

static const char *
pair_canary(struct drafts *d, struct draft *draft, struct bundle *b)
{
	if (draft->preview != NULL)
		return "there is another preview already, and a release has "
		    "one; of two canaries the controller asks only the first";
	if (!is_usable(&b->entrant->extract.canary))
		return "no preview can have its header or cookie";
	if (!join_same(draft, b)) {
		unjoin(draft);
		return OTHER_ROUTES;
	}
	join_canary(d, draft, b);
	return NULL;
}

/* Live Ingresses with the same hosts. */
struct kin {
	VEC(struct draft *) drafts;
};

static void
pair(struct drafts *d, const struct kin *kin, struct bundle *b)
{
	const char *why = "no live Ingress with just its hosts is among the "
	    "manifests";
	struct draft *draft = NULL;

	for (size_t i = 0; kin != NULL && i < kin->drafts.n; i++) {
		draft = kin->drafts.at[i];
		why = !same_class(draft->live, b) ?
		    "the live Ingress is of another class" :
		    b->kind == BUNDLE_CUT ? pair_cut(draft, b) :
		    pair_canary(d, draft, b);
		if (why == NULL)
			return;
	}
	leave(d, b, draft, why);
}

static int
compare_ranks(const void *a, const void *b)
{
	size_t x = (*(struct bundle *const *)a)->entrant->rank;
	size_t y = (*(struct bundle *const *)b)->entrant->rank;

	return x < y ? -1 : x > y;
}

void
drafts_pair(struct drafts *d)
{
	struct arena *arena = d->adopt->arena;
	struct map families = { NULL };
	VEC(struct bundle *) previews = { NULL, 0, 0 };

	for (size_t i = 0; i < d->list.n; i++) {
		void **at = map_put(arena, &families,
		    host_key(d, d->list.at[i]->live));
		struct kin *kin = *at;

		if (kin == NULL)
			kin = *at = arena_new(arena, struct kin);
		*vec_add(arena, &kin->drafts) = d->list.at[i];
	}
	for (size_t i = 0; i < d->bundles.n; i++)
		if (d->bundles.at[i]->kind != BUNDLE_LIVE)
			*vec_add(arena, &previews) = d->bundles.at[i];
	/* in the order in which the controller asks them */
	if (previews.n > 0)
		qsort(previews.at, previews.n, sizeof(*previews.at),
		    compare_ranks);
	for (size_t i = 0; i < previews.n; i++)
		pair(d, map_get(&families, host_key(d, previews.at[i])),
		    previews.at[i]);
}
