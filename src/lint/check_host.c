/*
 * Hosts whose paths are all regular expressions because one Ingress wants
 * some to be. Of what follows for a path one finding speaks: that it gets
 * nothing at all, that it is not exact, or, for those who have not asked for
 * it, that it takes other requests than before.
 */
#include "lint/check.h"

#include "lint/gate.h"
#include "lint/subject.h"

enum {
	LOCATIONS_MAX = 2000,	/* of a host that is looked at */
	VICTIMS_TRIED = 64, VICTIMS_NAMED = 8
};

static const struct node *
cause_node(const struct extract *x)
{
	return extract_node(x, x->use_regex ? ANNOTATION_USE_REGEX :
	    ANNOTATION_REWRITE_TARGET);
}

/* It has made some location of the host a regular expression. */
static bool
flips(const struct site *site, const struct entrant *e)
{
	const struct extract *x = &e->extract;

	if (x->use_regex)
		return true;
	for (size_t i = 0; i < site->places.n && x->target.len > 0; i++)
		if (site->places.at[i].spot->maker == e &&
		    !str_eq(site->places.at[i].text, x->target))
			return true;
	return false;
}

static bool
is_linted(const struct claim *claim)
{
	return claim->by->ingress->object->linted;
}

static struct str
lower(struct arena *arena, struct str text, bool up)
{
	struct str copy = arena_str(arena, text);
	char *at = arena_alloc(arena, copy.len + 1);

	for (size_t i = 0; i < copy.len; i++) {
		char c = copy.at[i];

		if (!up && c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		else if (up && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		at[i] = c;
	}
	return (struct str){ at, copy.len };
}

/* ---- path-case-overlap ---- */

static void
report_case(struct lint *lint, const struct ground *ground,
    struct claim *loser, const struct claim *winner)
{
	struct str host = claim_host(lint->arena, ground->site);
	struct str url = claim_url(lint->arena, ground->site, loser->text);
	struct str service = claim_service(lint->arena, winner->pool);
	struct diag *d;

	loser->hopeless = true;
	if (!is_linted(loser) || !claim_together(lint, loser->by, winner->by))
		return;
	d = diag_report(lint->diags, RULE_PATH_CASE_OVERLAP,
	    claim_place(loser->path), "path \"%.*s\" differs from \"%.*s\" by "
	    "case only, and the paths of %.*s are case-insensitive regular "
	    "expressions: GET %.*s goes to %.*s", STR_ARG(loser->text),
	    STR_ARG(winner->text), STR_ARG(host), STR_ARG(url),
	    STR_ARG(service));
	diag_note(lint->diags, d, claim_place(winner->path),
	    "this one takes all of them");
	claim_weaken(lint, d, ground->site, loser->by, winner->by);
	diag_say_fix(lint->diags, d, "(?-i) minds the case: path: /(?-i)%.*s "
	    "with pathType: ImplementationSpecific, and so for the other",
	    STR_ARG(str_cut(loser->text, 1, loser->text.len)));
}

static void
check_case(struct lint *lint, struct ground *ground)
{
	struct map texts = { NULL };

	for (size_t i = 0; i < ground->claims.n; i++) {
		struct claim *claim = &ground->claims.at[i], *other;
		void **at;

		if (claim->spot == NULL || !gate_is_plain(claim->text))
			continue;
		at = map_put(lint->arena, &texts,
		    lower(lint->arena, claim->text, false));
		other = *at;
		if (other == NULL)
			*at = claim;
		else if (str_eq(other->text, claim->text) ||
		    other->pool == claim->pool)
			continue;
		else if (str_cmp(other->text, claim->text) > 0)
			report_case(lint, ground, claim, other);
		else
			report_case(lint, ground, other, claim);
	}
}

/* ---- path-unreachable ---- */

/* The first location that takes all that the claim's could. */
static const struct spot *
find_catcher(const struct ground *ground, const struct claim *claim)
{
	struct str head = gate_head(claim->text), base;

	for (size_t i = 0; i < ground->server->locations.n; i++) {
		const struct location *l = &ground->server->locations.at[i];
		const struct place *place = l->owner;

		if (place == NULL || place->spot == claim->spot)
			return NULL;
		if (head.len == 0 || l->kind != LOCATION_REGEX ||
		    l->rx == NULL || !rx_compiles(l->rx))
			continue;
		if (str_eq(place->text, claim->text) &&
		    gate_is_plain(claim->text))
			return place->spot;
		if (gate_catches(place->text, &base) &&
		    head.len > base.len + 1 && head.at[base.len] == '/' &&
		    str_eq_nocase(str_cut(head, 0, base.len), base) &&
		    rx_takes(l->rx, head))
			return place->spot;
	}
	return NULL;
}

static void
check_unreachable(struct lint *lint, struct ground *ground,
    struct claim *claim)
{
	const struct spot *by;
	struct str url, host;
	struct diag *d;

	if (claim->spot == NULL || claim->hopeless || !is_linted(claim))
		return;
	by = find_catcher(ground, claim);
	if (by == NULL || by->maker == NULL ||
	    (by->pool == claim->pool && by->maker == claim->by) ||
	    !claim_together(lint, by->maker, claim->by))
		return;
	claim->hopeless = true;
	url = claim_url(lint->arena, ground->site, gate_head(claim->text));
	host = claim_host(lint->arena, ground->site);
	d = diag_report(lint->diags, RULE_PATH_UNREACHABLE,
	    claim_place(claim->path), "no request reaches path \"%.*s\" of "
	    "%.*s: %s \"%.*s\" comes before it and takes all of them, e.g. "
	    "GET %.*s goes to %.*s", STR_ARG(claim->text), STR_ARG(host),
	    by->exact ? "Exact" : "Prefix", STR_ARG(by->text), STR_ARG(url),
	    STR_ARG(claim_service(lint->arena, by->pool)));
	if (by->implicit)
		diag_note(lint->diags, d, SPAN_NONE, "every host has a Prefix "
		    "path \"/\", which is tried first");
	else
		diag_note(lint->diags, d, claim_spot_place(by),
		    "on a regex host the longer text is tried first, not the "
		    "one that fits better");
	claim_weaken(lint, d, ground->site, claim->by, by->maker);
	if (by->text.len > claim->text.len)
		diag_say_fix(lint->diags, d, "make it the longer one, e.g. "
		    "by \"(/|$)(.*)\" at its end, or keep its requests out "
		    "of the other with (?!...)");
	else
		diag_say_fix(lint->diags, d, "path: %.*s with pathType: "
		    "Prefix", STR_ARG(claim->text));
}

/* ---- exact-not-exact ---- */

static void
check_exact(struct lint *lint, const struct ground *ground,
    const struct claim *claim)
{
	struct str uri = arena_printf(lint->arena, "%.*s%s",
	    STR_ARG(claim->text), str_ends(claim->text, STR("/")) ? "cart" :
	    "/cart");
	const struct spot *before;
	struct str url;
	struct diag *d;

	if (gate_taker(ground, uri) != claim->spot)
		return;
	before = gate_taker_plain(ground, uri);
	if (before != NULL && before->pool == claim->pool)
		return;
	url = claim_url(lint->arena, ground->site, uri);
	d = diag_report(lint->diags, RULE_EXACT_NOT_EXACT,
	    claim_place(claim->path), "path \"%.*s\" is Exact, but on a regex "
	    "host it is the start of a match: GET %.*s goes to %.*s as well",
	    STR_ARG(claim->text), STR_ARG(url),
	    STR_ARG(claim_service(lint->arena, claim->pool)));
	diag_note(lint->diags, d, node_span(cause_node(
	    &ground->site->regex->spot->maker->extract)),
	    "this makes every path of %.*s a regular expression",
	    STR_ARG(claim_host(lint->arena, ground->site)));
	diag_say_fix(lint->diags, d, "path: %.*s$ with pathType: "
	    "ImplementationSpecific", STR_ARG(claim->text));
}

/* ---- host-regex-flip ---- */

/* A path that takes other requests than it says. */
struct victim {
	const struct claim *claim;
	struct str uri;			/* shows it, */
	const struct spot *before, *after;	/* this is what becomes of it */
};

struct flip {
	struct lint *lint;
	const struct ground *ground;
	const struct entrant *by;
	VEC(struct victim) victims;
	size_t others;		/* of them are of another Ingress */
	size_t more;		/* and are not among them */
};

/* Requests for the path, the telling ones first. */
static size_t
make_requests(struct arena *arena, const struct claim *claim,
    struct str *uris)
{
	struct str base = claim->text;
	size_t n = 0;

	if (str_ends(base, STR("/")))
		base.len--;
	uris[n++] = claim->text;
	uris[n++] = arena_printf(arena, "%.*s/cart", STR_ARG(base));
	uris[n++] = arena_printf(arena, "%.*s-old", STR_ARG(base));
	uris[n++] = lower(arena, claim->text, true);
	return n;
}

/* Its own author may well have meant it, unless a Service loses to it. */
static bool
counts(const struct claim *claim, bool own, const struct spot *before,
    const struct spot *after)
{
	if (before == NULL || after == NULL || before->pool == after->pool ||
	    (before != claim->spot && after != claim->spot))
		return false;
	return !own || (after == claim->spot && !before->implicit &&
	    !before->pool->is_default);
}

static bool
find_change(struct lint *lint, const struct ground *ground,
    const struct claim *claim, bool own, struct victim *v)
{
	struct str uris[4];
	size_t n = make_requests(lint->arena, claim, uris);

	for (size_t i = 0; i < n; i++) {
		v->claim = claim;
		v->uri = uris[i];
		v->before = gate_taker_plain(ground, uris[i]);
		v->after = gate_taker(ground, uris[i]);
		if (counts(claim, own, v->before, v->after))
			return true;
	}
	return false;
}

static bool
may_be_victim(const struct claim *claim)
{
	return claim->spot != NULL && !claim->hopeless &&
	    claim->text.len > 1 && gate_is_plain(claim->text);
}

static void
collect_victims(struct flip *flip)
{
	size_t tried = 0;

	for (size_t i = 0; i < flip->ground->claims.n; i++) {
		const struct claim *claim = &flip->ground->claims.at[i];
		bool own = flips(flip->ground->site, claim->by);
		struct victim v;

		if (!may_be_victim(claim) || tried >= VICTIMS_TRIED ||
		    (own && (claim->exact || claim->by != flip->by)) ||
		    (claim->by != flip->by &&
		    !claim_together(flip->lint, flip->by, claim->by)))
			continue;
		tried++;
		if (!find_change(flip->lint, flip->ground, claim, own, &v))
			continue;
		flip->others += claim->by != flip->by;
		if (flip->victims.n < VICTIMS_NAMED)
			*vec_add(flip->lint->arena, &flip->victims) = v;
		else
			flip->more++;
	}
}

static void
note_victim(struct flip *flip, struct diag *d, const struct victim *v)
{
	struct arena *arena = flip->lint->arena;
	struct str url = claim_url(arena, flip->ground->site, v->uri);
	struct str before = claim_service(arena, v->before->pool);
	struct str after = claim_service(arena, v->after->pool);

	diag_note(flip->lint->diags, d, claim_place(v->claim->path),
	    "path \"%.*s\" of Ingress %.*s: GET %.*s goes to %.*s, not to "
	    "%.*s any more", STR_ARG(v->claim->text),
	    STR_ARG(v->claim->by->key), STR_ARG(url), STR_ARG(after),
	    STR_ARG(before));
}

static void
report_flip(struct flip *flip)
{
	const struct extract *x = &flip->by->extract;
	struct lint *lint = flip->lint;
	struct str host = claim_host(lint->arena, flip->ground->site);
	struct diag *d;

	d = diag_report(lint->diags, RULE_HOST_REGEX_FLIP,
	    node_span(cause_node(x)), "%s turns every path of %.*s into a "
	    "case-insensitive regular expression without an end; plain paths "
	    "of %s take other requests by that", x->use_regex ? "use-regex" :
	    "rewrite-target", STR_ARG(host), flip->others > 0 ?
	    "other Ingresses" : "this Ingress");
	for (size_t i = 0; i < flip->victims.n; i++)
		note_victim(flip, d, &flip->victims.at[i]);
	claim_weaken(lint, d, flip->ground->site, flip->by,
	    flip->victims.at[0].claim->by);
	if (flip->more > 0)
		diag_note(lint->diags, d, SPAN_NONE, "and %zu more paths",
		    flip->more);
	if (flip->others > 0)
		diag_say_fix(lint->diags, d, "give this Ingress a host of its "
		    "own, or write the other paths so that they mean the same "
		    "either way, e.g. /(?-i)api(/|$) with use-regex: \"true\" "
		    "and pathType: ImplementationSpecific");
	else
		diag_say_fix(lint->diags, d, "bound the plain paths, e.g. "
		    "path: %.*s(/|$) with pathType: ImplementationSpecific",
		    STR_ARG(flip->victims.at[0].claim->text));
}

/* Each host has one finding, at the first Ingress that made it so. */
static void
check_flip(struct lint *lint, const struct ground *ground)
{
	struct flip flip = { .lint = lint, .ground = ground,
		.by = ground->site->regex->spot->maker };

	for (size_t i = 0; i < ground->claims.n &&
	    !flip.by->ingress->object->linted; i++)
		if (is_linted(&ground->claims.at[i]) &&
		    flips(ground->site, ground->claims.at[i].by))
			flip.by = ground->claims.at[i].by;
	if (!flip.by->ingress->object->linted)
		return;
	collect_victims(&flip);
	if (flip.victims.n > 0)
		report_flip(&flip);
}

/* ---- hostless-takes-healthz ---- */

static void
check_health(struct lint *lint, const struct ground *ground)
{
	struct str health = lint->model->controller.health_path;
	const struct entrant *by = ground->site->regex->spot->maker;
	const struct spot *spot = gate_taker(ground, health);
	struct diag *d;

	/* Whoever names it knows what it is. */
	if (spot == NULL || !by->ingress->object->linted ||
	    str_starts(spot->text, health))
		return;
	d = diag_report(lint->diags, RULE_HOSTLESS_TAKES_HEALTHZ,
	    node_span(cause_node(&by->extract)), "a rule without a host and "
	    "with %s takes GET %.*s from the controller: health checks of a "
	    "load balancer, which name no host, go to %.*s",
	    by->extract.use_regex ? "use-regex" : "rewrite-target",
	    STR_ARG(health),
	    STR_ARG(claim_service(lint->arena, spot->pool)));
	if (spot->path != NULL)
		diag_note(lint->diags, d, claim_spot_place(spot),
		    "this path takes it");
	diag_say_fix(lint->diags, d, "give the rule a host");
}

/* What does not compile is told of by other rules. */
static bool
is_sound(const struct ground *ground)
{
	const struct server *server = ground->server;

	if (server->locations.n > LOCATIONS_MAX)
		return false;
	for (size_t i = 0; i < server->locations.n; i++)
		if (server->locations.at[i].kind == LOCATION_REGEX &&
		    (server->locations.at[i].rx == NULL ||
		    !rx_compiles(server->locations.at[i].rx)))
			return false;
	return true;
}

static void
check_ground(struct lint *lint, struct ground *ground)
{
	check_case(lint, ground);
	for (size_t i = 0; i < ground->claims.n; i++)
		check_unreachable(lint, ground, &ground->claims.at[i]);
	for (size_t i = 0; i < ground->claims.n; i++) {
		const struct claim *claim = &ground->claims.at[i];

		if (claim->exact && may_be_victim(claim) &&
		    is_linted(claim) && flips(ground->site, claim->by))
			check_exact(lint, ground, claim);
	}
	check_flip(lint, ground);
	if (str_is(ground->site->host, "_"))
		check_health(lint, ground);
}

static void
check_hosts(struct lint *lint)
{
	const struct grounds *grounds = grounds_of(lint);

	for (size_t i = 0; i < grounds->all.n; i++)
		if (grounds->all.at[i]->site->regex != NULL &&
		    is_sound(grounds->all.at[i]))
			check_ground(lint, grounds->all.at[i]);
}

cluster_check *const host_set_checks[] = { check_hosts, NULL };
