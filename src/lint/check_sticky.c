/*
 * A primary with session affinity keeps its clients: before any header,
 * cookie or weight of a canary is asked, the session cookie is (balancer.lua:
 * route_to_alternative_balancer()).
 */
#include "lint/check.h"

#include "lint/claim.h"

/* What decides about requests to the canary, the first that is asked. */
static const struct node *
first_setting(const struct pool *canary, const char **what, struct str *by)
{
	const struct extract *x = &canary->maker->extract;

	*what = "header";
	*by = canary->canary.header;
	if (by->len > 0)
		return extract_node(x, ANNOTATION_CANARY_BY_HEADER);
	*what = "cookie";
	*by = canary->canary.cookie;
	if (by->len > 0)
		return extract_node(x, ANNOTATION_CANARY_BY_COOKIE);
	return extract_node(x, ANNOTATION_CANARY_WEIGHT);
}

static struct str
cookie_name(const struct entrant *e)
{
	struct str name = node_text(extract_node(&e->extract,
	    ANNOTATION_SESSION_COOKIE_NAME));

	return name.len > 0 ? name : STR("INGRESSCOOKIE");
}

static void
report_sticky(struct lint *lint, const struct entrant *e,
    const struct pool *primary, const struct pool *canary)
{
	const struct node *affinity = extract_node(&e->extract,
	    ANNOTATION_AFFINITY), *node;
	struct str name = cookie_name(e), by;
	const char *what;
	struct diag *d;

	node = first_setting(canary, &what, &by);
	if (node == NULL)
		return;
	d = diag_report(lint->diags, RULE_CANARY_STICKY, node_span(node),
	    "%s \"%.*s\" does not bring a client to %.*s who has been at "
	    "%.*s: the session cookie \"%.*s\" comes first", what,
	    STR_ARG(by), STR_ARG(claim_service(lint->arena, canary)),
	    STR_ARG(claim_service(lint->arena, primary)), STR_ARG(name));
	if (by.len == 0) {
		d->text = arena_printf(lint->diags->arena, "clients who have "
		    "been at %.*s have its session cookie \"%.*s\" and stay "
		    "there: the weight divides only the others",
		    STR_ARG(claim_service(lint->arena, primary)),
		    STR_ARG(name));
		diag_level(d, LEVEL_NOTE);
	}
	diag_note(lint->diags, d, node_span(affinity), "by this the primary "
	    "keeps its clients");
	if (by.len > 0)
		diag_say_fix(lint->diags, d, "try the canary without that "
		    "cookie, as in a private window, or give it a host of "
		    "its own");
}

static void
check_entrant(struct lint *lint, const struct entrant *e,
    const struct host_rule *rule, struct map *told)
{
	const struct pools *pools = &lint->model->sites.pools;

	for (size_t i = 0; i < rule->npaths; i++) {
		const struct pool *primary = pools_get(lint->arena, pools,
		    e->ingress->object->ns, &rule->paths[i].backend);
		const struct pool *canary = primary == NULL ||
		    primary->canaries.n == 0 ? NULL :
		    primary->canaries.at[0];
		void **at;

		if (canary == NULL || canary->deleted ||
		    !canary->maker->ingress->object->linted)
			continue;
		at = map_put(lint->arena, told, primary->name);
		if (*at == NULL)
			report_sticky(lint, e, primary, canary);
		*at = told;
	}
}

static void
check_sticky(struct lint *lint)
{
	const struct entrants *entrants = &lint->model->entrants;
	struct map told = { NULL };

	for (size_t i = 0; i < entrants->served.n; i++) {
		const struct entrant *e = entrants->served.at[i];

		if (!e->extract.sticky || e->extract.canary.enabled)
			continue;
		for (size_t k = 0; k < e->ingress->nrules; k++)
			check_entrant(lint, e, &e->ingress->rules[k], &told);
	}
}

cluster_check *const sticky_set_checks[] = { check_sticky, NULL };
