/*
 * Expressions that PCRE takes very many steps to match: of paths, of aliases
 * and of the headers of canaries. While nginx matches it does nothing else,
 * so a few such requests keep a worker process from its other ones.
 */
#include "lint/check.h"

#include "base/limits.h"
#include "lint/slow.h"
#include "lint/subject.h"

enum {
	SHOWN_BYTES = 100,	/* of a text in full; else its parts */
	OTHER_STEPS = 100000	/* of an expression that comes before */
};

/* "10,000,000" */
static struct str
grouped(struct arena *arena, unsigned long n)
{
	if (n < 1000)
		return arena_printf(arena, "%lu", n);
	return arena_printf(arena, "%.*s,%03lu",
	    STR_ARG(grouped(arena, n / 1000)), n % 1000);
}

/* As it is sent. */
static struct str
sent(struct lint *lint, enum cost_text kind, struct str text)
{
	return kind == COST_PATH ? subject_request(lint->arena, text) : text;
}

/* /aaaax, or /a followed by 6,351 times "a" and "x" */
static struct str
say_text(struct lint *lint, enum cost_text kind, const struct cost *cost)
{
	struct str whole = sent(lint, kind, cost_example(lint->arena, cost,
	    cost->enough));
	struct str tail = sent(lint, kind, cost->tail);

	if (whole.len <= SHOWN_BYTES)
		return whole;
	if (tail.len > 0)
		tail = arena_printf(lint->arena, " and \"%.*s\"",
		    STR_ARG(tail));
	return arena_printf(lint->arena, "%.*s followed by %.*s times "
	    "\"%.*s\"%.*s", STR_ARG(sent(lint, kind, cost->head)),
	    STR_ARG(grouped(lint->arena, cost->enough)),
	    STR_ARG(sent(lint, kind, cost->pump)), STR_ARG(tail));
}

static struct diag *
report(struct lint *lint, const struct node *node, size_t at,
    const struct cost *cost, struct str what, struct str outcome)
{
	return diag_report(lint->diags, RULE_REGEX_SLOW,
	    node_part(lint->sources, node, at + cost->from, at + cost->to),
	    "matching %.*s takes %s: %.*s after %.*s of them", STR_ARG(what),
	    cost->exponential ? "exponentially many steps on some requests" :
	    "ever more steps on long requests", STR_ARG(outcome),
	    STR_ARG(grouped(lint->arena, LIMIT_MATCH_STEPS)));
}

static void
note_steps(struct lint *lint, struct diag *d, enum cost_text kind,
    const struct cost *cost)
{
	const struct cost_sample *few = &cost->few, *more = &cost->more;

	if (few->times > 0 && few->times < more->times)
		diag_note(lint->diags, d, SPAN_NONE, "with %.*s times "
		    "\"%.*s\" it takes %.*s steps, with %.*s times %.*s, and "
		    "with %.*s times more than %.*s",
		    STR_ARG(grouped(lint->arena, few->times)),
		    STR_ARG(sent(lint, kind, cost->pump)),
		    STR_ARG(grouped(lint->arena, few->steps)),
		    STR_ARG(grouped(lint->arena, more->times)),
		    STR_ARG(grouped(lint->arena, more->steps)),
		    STR_ARG(grouped(lint->arena, cost->enough)),
		    STR_ARG(grouped(lint->arena, LIMIT_MATCH_STEPS)));
	diag_note(lint->diags, d, SPAN_NONE, "so many take a tenth of a "
	    "second or two, in which all other requests of the worker "
	    "process wait");
}

static void
say_advice(struct lint *lint, struct diag *d, const struct cost *cost)
{
	if (cost->exponential)
		diag_say_fix(lint->diags, d, "let each round of what is "
		    "repeated begin with a character that is nowhere else in "
		    "it, as in (/[^/]+)*");
	else
		diag_say_fix(lint->diags, d, "let what is repeated stop at a "
		    "character, as in [^/]* instead of .*");
}

/* By an expression of the same Ingress that is tried first. */
static bool
is_taken_before(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct str uri)
{
	for (size_t i = 0; i < subject_tried(s); i++) {
		const struct subject_path *other = &s->paths.at[i];

		if (other->located && str_eq(other->host, p->host) &&
		    subject_comes_before(other->text, p->text) &&
		    rx_match_within(subject_rx(lint, other), RX_LOCATION, uri,
		    OTHER_STEPS) == RX_YES)
			return true;
	}
	return false;
}

static void
check_path(struct lint *lint, const struct subject *s,
    const struct subject_path *p)
{
	const struct slow_entry *slow = slow_get(lint->slow, COST_PATH,
	    p->text);
	const struct cost *cost = slow == NULL ? NULL : &slow->cost;
	struct diag *d;

	if (slow == NULL || !subject_is_expression(lint, s, p) ||
	    is_taken_before(lint, s, p, cost_example(lint->arena, cost,
	    cost->enough)))
		return;
	d = report(lint, p->path->text, 0, cost, arena_printf(lint->arena,
	    "path \"%.*s\"", STR_ARG(p->text)), arena_printf(lint->arena,
	    "GET %.*s is answered 500",
	    STR_ARG(say_text(lint, COST_PATH, cost))));
	note_steps(lint, d, COST_PATH, cost);
	if (slow->simpler.len > 0)
		subject_fix_path(lint, d, p->path, slow->simpler);
	else
		say_advice(lint, d, cost);
}

static void
check_paths(struct lint *lint, struct subject *s)
{
	for (size_t i = 0; i < s->paths.n && !s->canary; i++)
		check_path(lint, s, &s->paths.at[i]);
}

subject_check *const slow_checks[] = { check_paths, NULL };

static void
check_alias(struct lint *lint, const struct entrant *e, struct str alias)
{
	const struct node *node = extract_node(&e->extract,
	    ANNOTATION_SERVER_ALIAS);
	const struct slow_entry *slow = !str_starts(alias, STR("~")) ? NULL :
	    slow_get(lint->slow, COST_HOST, str_cut(alias, 1, alias.len));
	size_t at = str_find(node_text(node), alias, 0);
	struct diag *d;

	if (slow == NULL || at == STR_NONE)
		return;
	d = report(lint, node, at + 1, &slow->cost, arena_printf(lint->arena,
	    "server-alias \"%.*s\"", STR_ARG(alias)),
	    arena_printf(lint->arena, "a request with Host: %.*s gets no "
	    "answer", STR_ARG(say_text(lint, COST_HOST, &slow->cost))));
	note_steps(lint, d, COST_HOST, &slow->cost);
	say_advice(lint, d, &slow->cost);
}

/* balancer.lua: ngx.re.match() gives an error, which is logged. */
static void
check_canary(struct lint *lint, const struct pool *canary)
{
	const struct canary *c = &canary->canary;
	const struct node *node = extract_node(&canary->maker->extract,
	    ANNOTATION_CANARY_BY_HEADER_PATTERN);
	size_t at = str_find(node_text(node), c->header_pattern, 0);
	const struct slow_entry *slow = slow_get(lint->slow, COST_HEADER,
	    c->header_pattern);
	struct diag *d;

	if (slow == NULL || at == STR_NONE || canary->deleted ||
	    c->header.len == 0 || c->header_value.len > 0 ||
	    !canary->maker->ingress->object->linted)
		return;
	d = report(lint, node, at, &slow->cost, arena_printf(lint->arena,
	    "canary-by-header-pattern \"%.*s\"",
	    STR_ARG(c->header_pattern)), arena_printf(lint->arena, "a "
	    "request with %.*s: %.*s goes to the primary",
	    STR_ARG(c->header), STR_ARG(say_text(lint, COST_HEADER,
	    &slow->cost))));
	note_steps(lint, d, COST_HEADER, &slow->cost);
	say_advice(lint, d, &slow->cost);
}

/* A canary may go with several primaries. */
static void
check_canaries(struct lint *lint)
{
	const struct pools *pools = &lint->model->sites.pools;
	struct map told = { NULL };

	for (size_t i = 0; i < pools->all.n; i++) {
		const struct pool *canary = pools->all.at[i]->canaries.n == 0 ?
		    NULL : pools->all.at[i]->canaries.at[0];
		void **at;

		if (canary == NULL || canary->header_pattern == NULL)
			continue;
		at = map_put(lint->arena, &told, canary->name);
		if (*at == NULL)
			check_canary(lint, canary);
		*at = lint;
	}
}

static void
check_aliases(struct lint *lint)
{
	const struct entrants *entrants = &lint->model->entrants;

	for (size_t i = 0; i < entrants->served.n; i++) {
		const struct entrant *e = entrants->served.at[i];

		if (e->extract.canary.enabled || !e->ingress->object->linted)
			continue;
		for (size_t k = 0; k < e->extract.aliases.n &&
		    k < LIMIT_ALIASES; k++)
			check_alias(lint, e, e->extract.aliases.at[k]);
	}
}

cluster_check *const slow_value_checks[] = {
	check_aliases, check_canaries, NULL
};

/* Once for the run, and before what asks for it. */
static void
measure_all(struct lint *lint)
{
	lint->slow = slow_measure(lint->arena, lint->cluster);
}

cluster_check *const slow_set_checks[] = { measure_all, NULL };
