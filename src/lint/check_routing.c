/*
 * Paths that Ingresses take from each other: the controller serves the first
 * of two that are the same, and its admission refuses some that only look
 * alike.
 */
#include "lint/check.h"

#include "lint/claim.h"
#include "model/admission.h"

struct contest {
	struct lint *lint;
	struct admission *admission;	/* made when it is needed */
	struct map denied;	/* Ingresses that were told of, by key */
};

static const char *
type_name(bool exact)
{
	return exact ? "Exact" : "Prefix";
}

/* Why the one comes before the other; store.go: sortIngressSlice() */
static const char *
why_first(const struct entrant *winner, const struct entrant *loser)
{
	if (winner == loser)
		return "it comes first";
	if (winner->created != loser->created)
		return "its Ingress is older";
	return "of Ingresses of the same age the one with the greater "
	    "namespace/name counts as older";
}

static void
report_duplicate(struct contest *c, const struct ground *ground,
    const struct claim *winner, const struct claim *loser)
{
	struct lint *lint = c->lint;
	struct str host = claim_host(lint->arena, ground->site);
	struct str service = claim_service(lint->arena, winner->pool);
	struct str url = claim_url(lint->arena, ground->site, loser->text);
	struct diag *d;

	d = diag_report(lint->diags, RULE_PATH_DUPLICATE,
	    claim_place(loser->path), "path \"%.*s\" (%s) of %.*s is there "
	    "already, in %s%.*s: this one is ignored", STR_ARG(loser->text),
	    type_name(loser->exact), STR_ARG(host),
	    winner->by == loser->by ? "this Ingress, " : "Ingress ",
	    STR_ARG(winner->by->key));
	if (winner->pool == loser->pool)
		diag_level(d, LEVEL_WARNING);
	diag_note(lint->diags, d, claim_place(winner->path),
	    "this one is served: %s", why_first(winner->by, loser->by));
	diag_note(lint->diags, d, SPAN_NONE, "e.g. GET %.*s goes to %.*s",
	    STR_ARG(url), STR_ARG(service));
	if (winner->by != loser->by)
		diag_note(lint->diags, d, SPAN_NONE, "the controller's "
		    "admission refuses whichever is applied after the other");
	claim_weaken(lint, d, ground->site, winner->by, loser->by);
	diag_say_fix(lint->diags, d, "remove one of the two, or give it "
	    "another path or host");
}

static void
report_shadowed_path(struct contest *c, const struct entrant *taker,
    const struct claim *loser)
{
	struct lint *lint = c->lint;
	struct diag *d;

	d = diag_report(lint->diags, RULE_DEFAULT_BACKEND_SHADOWED,
	    claim_place(loser->path), "path \"/\" of a rule without a host "
	    "is ignored: the defaultBackend of Ingress %.*s, which has no "
	    "rules, answers all that no other path takes",
	    STR_ARG(taker->key));
	diag_note(lint->diags, d,
	    node_span(taker->ingress->default_backend.node),
	    "it comes before rules, whichever Ingress is older");
	diag_say_fix(lint->diags, d, "give the rule a host, or remove one of "
	    "the two");
}

/* The claim that is served where this one would have been. */
static const struct claim *
find_winner(const struct ground *ground, const struct map *texts,
    const struct claim *loser)
{
	const struct claim *first = map_get(texts, loser->text);

	for (; first != NULL && first < ground->claims.at +
	    ground->claims.n; first++)
		if (first->spot != NULL && first->exact == loser->exact &&
		    str_eq(first->text, loser->text))
			return first;
	return NULL;
}

static const struct entrant *
default_taker(const struct ground *ground, const struct claim *loser)
{
	const struct spot *spot = map_get(&ground->site->first_spots,
	    loser->text);

	return spot != NULL && spot->bare ? spot->maker : NULL;
}

/* Those served, the first of each text. */
static void
index_texts(struct arena *arena, const struct ground *ground,
    struct map *texts)
{
	for (size_t i = 0; i < ground->claims.n; i++) {
		struct claim *claim = &ground->claims.at[i];
		void **at;

		if (claim->spot == NULL)
			continue;
		at = map_put(arena, texts, claim->text);
		if (*at == NULL)
			*at = claim;
	}
}

/* One was meant to go with the other; canary-disabled says the rest. */
static bool
is_canary_to_be(const struct entrant *a, const struct entrant *b)
{
	return a != b && (check_is_disabled_canary(a->ingress) ||
	    check_is_disabled_canary(b->ingress));
}

static void
check_loser(struct contest *c, struct ground *ground,
    const struct map *texts, struct claim *loser)
{
	const struct claim *winner = find_winner(ground, texts, loser);
	const struct entrant *taker = default_taker(ground, loser);

	if (!loser->by->ingress->object->linted || (winner != NULL &&
	    is_canary_to_be(winner->by, loser->by)))
		return;
	if (winner != NULL && claim_together(c->lint, winner->by, loser->by))
		report_duplicate(c, ground, winner, loser);
	else if (winner == NULL && taker != NULL &&
	    claim_together(c->lint, taker, loser->by))
		report_shadowed_path(c, taker, loser);
}

static void
check_losers(struct contest *c, struct ground *ground)
{
	struct map texts = { NULL };
	bool indexed = false;

	for (size_t i = 0; i < ground->claims.n; i++) {
		struct claim *claim = &ground->claims.at[i];

		if (claim->spot != NULL)
			continue;
		if (!indexed)
			index_texts(c->lint->arena, ground, &texts);
		indexed = true;
		check_loser(c, ground, &texts, claim);
	}
}

static bool
is_denied(struct contest *c, const struct claim *claim,
    struct denial *denial)
{
	struct lint *lint = c->lint;

	if (map_get(&c->denied, claim->by->key) != NULL)
		return false;
	if (c->admission == NULL) {
		c->admission = arena_new(lint->arena, struct admission);
		admission_init(lint->arena, lint->model, c->admission);
	}
	admission_judge(lint->arena, c->admission, claim->by, denial);
	return denial->kind == DENIAL_OVERLAP && denial->path == claim->path;
}

static void
report_denied(struct contest *c, const struct ground *ground,
    const struct claim *claim, const struct claim *other)
{
	struct lint *lint = c->lint;
	struct str host = claim_host(lint->arena, ground->site);
	struct diag *d;

	*map_put(lint->arena, &c->denied, claim->by->key) = c;
	d = diag_report(lint->diags, RULE_PATH_OVERLAP_DENIED,
	    claim_place(claim->path), "the controller's admission refuses "
	    "this Ingress, now or at its next change, because Ingress %.*s "
	    "has path \"%.*s\" (%s) of %.*s", STR_ARG(other->by->key),
	    STR_ARG(other->text), type_name(other->exact), STR_ARG(host));
	diag_note(lint->diags, d, claim_place(other->path),
	    "the other one; it is admitted, whichever is applied first");
	claim_weaken(lint, d, ground->site, claim->by, other->by);
	diag_say_fix(lint->diags, d, "put both paths into one Ingress");
}

/* Two claims of different Ingresses whose texts are almost the same. */
static void
check_pair(struct contest *c, const struct ground *ground,
    const struct claim *a, const struct claim *b)
{
	/* Else location-duplicate speaks. */
	bool loads = ground->site->regex != NULL || a->exact != b->exact;
	struct denial denial;

	if (!loads || !claim_together(c->lint, a->by, b->by))
		return;
	if (b->by->ingress->object->linted && is_denied(c, b, &denial) &&
	    denial.other == a->by)
		report_denied(c, ground, b, a);
	else if (a->by->ingress->object->linted && is_denied(c, a, &denial) &&
	    denial.other == b->by)
		report_denied(c, ground, a, b);
}

static bool
is_shared(const struct ground *ground)
{
	for (size_t i = 1; i < ground->claims.n; i++)
		if (ground->claims.at[i].by != ground->claims.at[0].by)
			return true;
	return false;
}

static void
check_overlaps(struct contest *c, struct ground *ground)
{
	struct map bases = { NULL };

	if (!is_shared(ground))
		return;
	for (size_t i = 0; i < ground->claims.n; i++) {
		const struct claim *claim = &ground->claims.at[i], *first;
		struct str base = claim->text;
		void **at;

		if (claim->spot == NULL)
			continue;
		if (str_ends(base, STR("/")))
			base.len--;
		at = map_put(c->lint->arena, &bases, base);
		first = *at;
		if (first == NULL)
			*at = &ground->claims.at[i];
		else if (first->by != claim->by)
			check_pair(c, ground, first, claim);
	}
}

static bool
has_only_any_host(const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++)
		if (!str_is(host_text(&in->rules[i]), "_"))
			return false;
	return true;
}

/* The / of the default server is that of one of its paths. */
static bool
has_root(const struct ingress *in, const struct spot *root)
{
	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++)
			if (root->path == &in->rules[i].paths[k])
				return true;
	return false;
}

/* controller.go: createServers() */
static void
check_default(struct lint *lint, const struct entrant *e)
{
	const struct ingress *in = e->ingress;
	const struct sites *sites = &lint->model->sites;
	const struct spot *root = map_get(&sites_get(sites,
	    STR("_"))->first_spots, STR("/"));
	struct span backend = node_span(in->default_backend.node);
	struct diag *d;

	if (in->default_backend.service == NULL || !in->object->linted ||
	    e->extract.canary.enabled || !has_only_any_host(in) ||
	    root->maker == e || has_root(in, root) ||
	    root->pool == pools_get(lint->arena, &sites->pools,
	    in->object->ns, &in->default_backend))
		return;
	if (in->nrules > 0) {
		d = diag_report(lint->diags, RULE_DEFAULT_BACKEND_SHADOWED,
		    backend, "this defaultBackend gets no requests: the rules "
		    "have no host, and what none of their paths takes goes "
		    "to %.*s", STR_ARG(claim_service(lint->arena,
		    root->pool)));
		diag_say_fix(lint->diags, d, "a path \"/\" with pathType: "
		    "Prefix, or an Ingress of its own with nothing but the "
		    "defaultBackend");
	} else if (root->bare && claim_is_one_file(root->maker, e)) {
		d = diag_report(lint->diags, RULE_DEFAULT_BACKEND_SHADOWED,
		    backend, "this defaultBackend gets no requests: that of "
		    "Ingress %.*s is served", STR_ARG(root->maker->key));
		diag_note(lint->diags, d, node_span(
		    root->maker->ingress->default_backend.node),
		    "this one: %s", why_first(root->maker, e));
	} else {
		return;
	}
	claim_weaken(lint, d, NULL, e, e);
}

static void
check_contests(struct lint *lint)
{
	const struct grounds *grounds = grounds_of(lint);
	struct contest c = { .lint = lint };

	for (size_t i = 0; i < grounds->all.n; i++) {
		check_losers(&c, grounds->all.at[i]);
		check_overlaps(&c, grounds->all.at[i]);
	}
	for (size_t i = 0; i < lint->model->entrants.served.n; i++)
		check_default(lint, lint->model->entrants.served.at[i]);
}

cluster_check *const contest_set_checks[] = { check_contests, NULL };
