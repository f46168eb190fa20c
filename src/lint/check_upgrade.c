/*
 * What a newer release of the controller makes of Ingresses that another one
 * serves now. Most of it is in the findings of other rules, which are asked
 * under both; this is the rest, from the models of both.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/claim.h"
#include "model/admission.h"
#include "model/older.h"
#include "nginx/word.h"

struct upgrade {
	struct lint *lint;
	const struct model *before, *after;
	struct str old, new;	/* their versions, for messages */
};

static struct diag *
report(struct upgrade *u, struct span where, enum level level,
    struct str text)
{
	struct diag *d = diag_report(u->lint->diags, RULE_UPGRADE_CHANGES,
	    where, "%.*s", STR_ARG(text));

	diag_level(d, level);
	return d;
}

/* An error says already what becomes of this. */
static bool
is_known(const struct lint *lint, struct span where)
{
	for (size_t i = lint->first_finding; i < lint->diags->list.n; i++) {
		const struct diag *d = lint->diags->list.at[i];

		if (d->level == LEVEL_ERROR && d->where.file == where.file &&
		    d->where.start < where.end && where.start < d->where.end)
			return true;
	}
	return false;
}

enum treatment { TREATMENT_NONE, TREATMENT_REFUSED, TREATMENT_TAKEN };

static enum treatment
treat(struct arena *arena, const struct controller *c,
    const struct extract_node *n)
{
	struct str value = node_text(n->value);

	if (older_lacks(n->id, c->version) != CHANGE_COUNT)
		return TREATMENT_NONE;
	return c->validate_annotations && value.len > 0 &&
	    !older_passes(arena, n->id, c->version, value) ?
	    TREATMENT_REFUSED : TREATMENT_TAKEN;
}

/* What is refused from now on, other rules tell. */
static void
check_annotation(struct upgrade *u, const struct extract_node *n)
{
	struct arena *arena = u->lint->arena;
	enum treatment was = treat(arena, &u->before->controller, n);
	enum treatment is = treat(arena, &u->after->controller, n);

	if (was == is || is != TREATMENT_TAKEN ||
	    placeholder_in(node_text(n->value)))
		return;
	report(u, node_span(n->value), LEVEL_WARNING, arena_printf(arena,
	    "%.*s takes effect under ingress-nginx %.*s; %.*s %s",
	    STR_ARG(annotation_get(n->id)->name), STR_ARG(u->new),
	    STR_ARG(u->old), was == TREATMENT_NONE ? "does not know it" :
	    "refuses this value"));
}

/* Once blanks made numbers of codes something else. */
static void
check_codes(struct upgrade *u, const struct entrant *was,
    const struct entrant *is)
{
	const struct node *node = extract_node(&is->extract,
	    ANNOTATION_CUSTOM_HTTP_ERRORS);

	if (was->extract.custom_errors.n == 0 &&
	    is->extract.custom_errors.n > 0)
		report(u, node_span(node), LEVEL_WARNING, arena_printf(
		    u->lint->arena, "custom-http-errors takes effect under "
		    "ingress-nginx %.*s; %.*s reads none of these codes, for "
		    "the blanks among them", STR_ARG(u->new),
		    STR_ARG(u->old)));
}

/* What a path was without escapes: \\ stood for \ */
static void
check_path(struct upgrade *u, const struct host_rule *rule,
    const struct path *path)
{
	const struct site *site = map_get(&u->before->sites.by_host,
	    host_text(rule));
	struct arena *arena = u->lint->arena;
	struct str text = path_text(path), value;

	if (site == NULL || str_find(text, STR("\\"), 0) == STR_NONE ||
	    placeholder_in(text) || word_read(arena, site->regex != NULL ?
	    arena_printf(arena, "\"%.*s\"", STR_ARG(text)) : text, false,
	    &value) != NULL || str_eq(value, text))
		return;
	report(u, claim_place(path), LEVEL_WARNING, arena_printf(arena,
	    "path \"%.*s\" is that to ingress-nginx %.*s; to the nginx of "
	    "%.*s it was \"%.*s\"", STR_ARG(text), STR_ARG(u->new),
	    STR_ARG(u->old), STR_ARG(value)));
}

static void
check_paths(struct upgrade *u, const struct ingress *in)
{
	if (controller_has(&u->before->controller, CHANGE_QUOTED_PATHS))
		return;
	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++)
			check_path(u, &in->rules[i],
			    &in->rules[i].paths[k]);
}

static void
check_entrant(struct upgrade *u, const struct entrant *was,
    const struct entrant *is)
{
	if (was->drop != DROP_NOT || is->drop != DROP_NOT)
		return;
	for (size_t i = 0; i < is->extract.nodes.n; i++)
		check_annotation(u, &is->extract.nodes.at[i]);
	check_codes(u, was, is);
	check_paths(u, is->ingress);
}

static void
check_www(struct upgrade *u)
{
	if (controller_has(&u->before->controller, CHANGE_WWW_PORT))
		return;
	for (size_t i = 0; i < u->after->sites.all.n; i++) {
		const struct site *site = u->after->sites.all.at[i];
		const struct entrant *maker = site->to_www == NULL ? NULL :
		    site->to_www->maker;

		if (maker == NULL || !maker->ingress->object->linted)
			continue;
		report(u, node_span(extract_node(&maker->extract,
		    ANNOTATION_FROM_TO_WWW_REDIRECT)), LEVEL_WARNING,
		    arena_printf(u->lint->arena, "from-to-www-redirect "
		    "answers with the port of the request in the address "
		    "under ingress-nginx %.*s, such as http://%.*s:80/; %.*s "
		    "leaves it out", STR_ARG(u->new), STR_ARG(site->host),
		    STR_ARG(u->old)));
	}
}

/* What is applied again later goes through admission again. */
static void
check_admission(struct upgrade *u)
{
	const struct entrants *was = &u->before->entrants;
	const struct entrants *is = &u->after->entrants;
	struct arena *arena = u->lint->arena;
	struct admission old, new;
	struct denial denial;

	admission_init(arena, u->before, &old);
	admission_init(arena, u->after, &new);
	for (size_t i = 0; i < is->all.n; i++) {
		if (!is->all.at[i]->ingress->object->linted ||
		    is->all.at[i]->drop != DROP_NOT)
			continue;
		admission_judge(arena, &old, was->all.at[i], &denial);
		if (denial.kind != DENIAL_NONE)
			continue;
		admission_judge(arena, &new, is->all.at[i], &denial);
		if (denial.kind == DENIAL_NONE ||
		    is_known(u->lint, denial.where))
			continue;
		report(u, denial.where, LEVEL_ERROR, arena_printf(arena,
		    "the admission of ingress-nginx %.*s refuses this "
		    "Ingress when it is applied again: %.*s",
		    STR_ARG(u->new), STR_ARG(denial.why)));
	}
}

static void
check_upgrade(struct lint *lint)
{
	struct upgrade u = { .lint = lint, .before = lint->before,
		.after = lint->model };
	const struct entrants *all = &u.after->entrants;

	if (u.before == NULL)
		return;
	u.old = version_text(lint->arena, u.before->controller.version);
	u.new = version_text(lint->arena, u.after->controller.version);
	for (size_t i = 0; i < all->all.n; i++)
		if (all->all.at[i]->ingress->object->linted)
			check_entrant(&u, u.before->entrants.all.at[i],
			    all->all.at[i]);
	check_www(&u);
	check_admission(&u);
}

cluster_check *const upgrade_set_checks[] = { check_upgrade, NULL };
