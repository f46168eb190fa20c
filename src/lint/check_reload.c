/*
 * What nginx does not load. The rules of regular expressions and rewriting
 * know the usual causes and say more about them; what they are silent about
 * is said here, from the model.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/claim.h"
#include "lint/spoken.h"
#include "lint/subject.h"
#include "model/reload.h"

struct reload {
	struct lint *lint;
	struct map told;	/* by place */
	struct spoken injections, values;	/* what others have told */
};

static bool
is_new(struct reload *r, struct span a, struct span b)
{
	struct str key = arena_printf(r->lint->arena, "%u %u %u %u",
	    (unsigned)a.file, (unsigned)a.start, (unsigned)b.file,
	    (unsigned)b.start);
	void **at = map_put(r->lint->arena, &r->told, key);

	if (*at != NULL)
		return false;
	*at = r;
	return true;
}

static const char *
type_name(const struct spot *spot)
{
	return spot->exact ? "Exact" : "Prefix";
}

static void
fix_twice(struct lint *lint, struct diag *d, const struct spot *a,
    const struct spot *b)
{
	const struct spot *longer = a->text.len > b->text.len ? a : b;
	const struct spot *other = longer == a ? b : a;

	if (str_eq(a->text, b->text))
		diag_say_fix(lint->diags, d, "remove one of them");
	else
		diag_say_fix(lint->diags, d, "remove path \"%.*s\": \"%.*s\" "
		    "takes its requests, too", STR_ARG(longer->text),
		    STR_ARG(other->text));
}

/* The one to blame: of the younger Ingress, or further down in one. */
static bool
comes_after(const struct spot *a, const struct spot *b)
{
	if (a->maker != b->maker)
		return a->maker->rank > b->maker->rank;
	return claim_spot_place(a).start >= claim_spot_place(b).start;
}

static void
check_twice(struct reload *r, const struct fault *fault)
{
	const struct place *place = fault->location->owner;
	const struct place *other = fault->other->owner;
	struct lint *lint = r->lint;
	const struct spot *a, *b;
	struct str host;
	struct diag *d;

	if (place == NULL || other == NULL) {
		place = place == NULL ? other : place;
		other = place;
	}
	a = place->spot, b = other->spot;
	if (a->maker == NULL || b->maker == NULL ||
	    !claim_together(lint, a->maker, b->maker))
		return;
	if (!a->maker->ingress->object->linted || (comes_after(b, a) &&
	    b->maker->ingress->object->linted)) {
		const struct spot *swap = a;

		a = b, b = swap;
	}
	if (!a->maker->ingress->object->linted || placeholder_in(a->text) ||
	    !is_new(r, claim_spot_place(a), claim_spot_place(b)))
		return;
	host = claim_host(lint->arena, fault->server->owner);
	d = diag_report(lint->diags, RULE_LOCATION_DUPLICATE,
	    claim_spot_place(a), "path \"%.*s\" (%s) of %.*s becomes the "
	    "location \"%.*s\" of nginx, which %s already: " SAY_RELOAD,
	    STR_ARG(a->text), type_name(a), STR_ARG(host),
	    STR_ARG(place->text), a == b ? "the controller has itself" :
	    "another path is");
	if (a != b) {
		diag_note(lint->diags, d, claim_spot_place(b),
		    "the other one: \"%.*s\" (%s)", STR_ARG(b->text),
		    type_name(b));
		fix_twice(lint, d, a, b);
	}
	claim_weaken(lint, d, fault->server->owner, a->maker, b->maker);
}

static bool
is_alias(const struct fault *fault)
{
	const struct site *site = fault->server->owner;

	return fault->kind == FAULT_NAME && site != NULL &&
	    site->aliases_by != NULL &&
	    !str_eq(fault->text, fault->server->names.at[0]);
}

/* nginx does more than to refuse it. */
static bool
is_injection(enum rule_id rule)
{
	return rule == RULE_CONFIG_INJECTION;
}

static void
check_alias(struct reload *r, const struct fault *fault)
{
	const struct site *site = fault->server->owner;
	const struct entrant *e = site->aliases_by;
	const struct node *node = extract_node(&e->extract,
	    ANNOTATION_SERVER_ALIAS);
	struct lint *lint = r->lint;
	struct span where;
	struct diag *d;
	size_t at;

	if (node == NULL || !e->ingress->object->linted ||
	    placeholder_in(fault->text) ||
	    spoken_about(&r->injections, node_span(node)))
		return;
	at = str_find(node->text, fault->text, 0);
	where = at == STR_NONE ? node_span(node) : node_part(lint->sources,
	    node, at, at + fault->text.len);
	if (!is_new(r, where, where))
		return;
	d = diag_report(lint->diags, RULE_ALIAS_INVALID, where,
	    "nginx refuses server-alias \"%.*s\" (%.*s): " SAY_RELOAD,
	    STR_ARG(fault->text), STR_ARG(fault->message));
	diag_say_fix(lint->diags, d, "a name (a.example.com), a wildcard at "
	    "one end (*.example.com, example.*), or ~ and a regular "
	    "expression");
}

/* It speaks of values that nginx refuses. */
static bool
is_about_values(enum rule_id rule)
{
	enum family family = rule_get(rule)->family;

	return family == FAMILY_REGEX || family == FAMILY_ROUTING ||
	    family == FAMILY_CANARY || family == FAMILY_ANNOTATION ||
	    family == FAMILY_SECURITY;
}

static void
report_failure(struct reload *r, const struct failure *failure)
{
	struct lint *lint = r->lint;
	struct diag *d;

	if (failure->by == NULL || !failure->by->ingress->object->linted ||
	    !is_new(r, failure->where, failure->where) ||
	    placeholder_in(source_text(lint->sources, failure->where)) ||
	    spoken_about(&r->values, failure->where))
		return;
	d = diag_report(lint->diags, RULE_RELOAD_FAILS, failure->where,
	    "%.*s: " SAY_RELOAD, STR_ARG(failure->why));
	if (failure->message.len > 0 &&
	    str_find(failure->why, failure->message, 0) == STR_NONE)
		diag_note(lint->diags, d, SPAN_NONE, "it says: %.*s",
		    STR_ARG(failure->message));
	claim_weaken(lint, d, NULL, failure->by, failure->by);
}

static void
check_reload(struct lint *lint)
{
	const struct model *model = lint->model;
	struct reload r = { .lint = lint };
	struct failure failure;

	if (model->loads)
		return;
	spoken_collect(&r.injections, lint, is_injection);
	spoken_collect(&r.values, lint, is_about_values);
	for (size_t i = 0; i < model->http.faults.n; i++) {
		const struct fault *fault = &model->http.faults.at[i];

		if (fault->kind == FAULT_LOCATION_TWICE) {
			check_twice(&r, fault);
		} else if (is_alias(fault)) {
			check_alias(&r, fault);
		} else {
			reload_tell(lint->arena, model, fault, &failure);
			report_failure(&r, &failure);
		}
	}
	/* Of the panic at a canary canary-no-http speaks. */
	for (size_t i = 0; i < model->values.n; i++)
		report_failure(&r, &model->values.at[i]);
}

cluster_check *const reload_set_checks[] = { check_reload, NULL };
