/*
 * Keys that look like annotations of the controller and are not: the prefix
 * of early releases, those of other controllers, and slips.
 */
#include "lint/annotated.h"
#include "lint/subject.h"
#include "model/intake.h"

/* F5's controller, which is called nginx as well. */
static bool
is_other_nginx(struct str prefix)
{
	return str_is(prefix, "nginx.org") || str_is(prefix, "nginx.com");
}

/* Its usual one, in a cluster that has set another. */
static bool
is_usual(struct str prefix)
{
	return prefix.len + 1 == sizeof(INGRESS_PREFIX) - 1 &&
	    str_starts(STR(INGRESS_PREFIX), prefix);
}

/* "" for a key without one. */
static struct str
prefix_of(struct str key, struct str *name)
{
	size_t slash = str_find_byte(key, '/', 0);

	*name = slash == STR_NONE ? key : str_cut(key, slash + 1, key.len);
	return str_cut(key, 0, slash == STR_NONE ? 0 : slash);
}

/* Of early releases, or near the right one. */
static bool
looks_like_own(const struct controller *c, struct str prefix, struct str name)
{
	if (prefix.len == 0)
		return str_find_byte(name, '-', 0) != STR_NONE;
	return str_is(prefix, "ingress.kubernetes.io") ||
	    (str_find(prefix, STR("nginx"), 0) != STR_NONE &&
	    !is_other_nginx(prefix)) ||
	    str_distance(prefix, c->prefix, 3) <= 3;
}

bool
prefix_is_slip(const struct controller *c, struct str key, struct str *name)
{
	struct str prefix = prefix_of(key, name);

	if (str_eq(prefix, c->prefix))
		return false;
	return is_usual(prefix) || (looks_like_own(c, prefix, *name) &&
	    annotation_find(*name) != ANNOTATION_COUNT);
}

/* Something says that this controller is to serve it. */
static bool
has_own(const struct annotated *a)
{
	const struct node *all = a->ingress->annotations;
	struct str name;

	for (uint32_t i = 0; i < all->count; i++)
		if (annotation_key(all->entries[i].key->text,
		    a->controller->prefix, &name))
			return true;
	return false;
}

static void
report_other_nginx(struct annotated *a, const struct entry *e,
    struct str prefix)
{
	struct diags *diags = a->lint->diags;
	struct diag *d;

	if (annotated_joins(a, prefix, e->key))
		return;
	d = diag_report(diags, RULE_ANNOTATION_PREFIX, e->key->span,
	    "ingress-nginx does not read annotations of \"%.*s/\", which are "
	    "those of another controller, F5's NGINX Ingress Controller: "
	    "requests are treated as if they were not there",
	    STR_ARG(prefix));
	if (!has_own(a)) {
		diag_level(d, LEVEL_NOTE);
		diag_note(diags, d, SPAN_NONE, "fine where that one serves "
		    "the Ingress: its class is called \"nginx\", too");
	}
	diag_say_fix(diags, d, "the annotation of ingress-nginx that does "
	    "the same, under \"%.*s/\"", STR_ARG(a->controller->prefix));
	annotated_tell(a, prefix, d);
}

/* Without a class, who knows which controller is to read it. */
static void
weaken(struct annotated *a, struct diag *d)
{
	if (!intake_is_unclaimed(a->ingress))
		return;
	diag_level(d, LEVEL_NOTE);
	diag_note(a->lint->diags, d, SPAN_NONE, "so it is if ingress-nginx "
	    "serves this Ingress, which names no class");
}

static void
report_slip(struct annotated *a, const struct entry *e, struct str prefix,
    struct str name)
{
	struct diags *diags = a->lint->diags;
	struct str own = a->controller->prefix;
	struct str cause = prefix.len == 0 ? STR("/") : prefix;
	struct diag *d;

	if (annotated_joins(a, cause, e->key))
		return;
	d = diag_report(diags, RULE_ANNOTATION_PREFIX, e->key->span,
	    "ingress-nginx reads annotations that begin with \"%.*s/\": "
	    "requests are treated as if %.*s were not there", STR_ARG(own),
	    STR_ARG(e->key->text));
	if (is_usual(prefix)) {
		diag_level(d, LEVEL_ERROR);
		diag_note(diags, d, SPAN_NONE, "the controller's webhook "
		    "refuses an Ingress with the usual prefix when it is "
		    "set up for another one (--annotations-prefix)");
	}
	weaken(a, d);
	subject_fix(a->lint, d, e->key, arena_printf(a->lint->arena,
	    "%.*s/%.*s", STR_ARG(own), STR_ARG(name)), false, "annotation");
	annotated_tell(a, cause, d);
}

void
prefix_check(struct annotated *a, const struct entry *e)
{
	struct str name, prefix = prefix_of(e->key->text, &name), right;

	if (is_other_nginx(prefix)) {
		report_other_nginx(a, e, prefix);
		return;
	}
	if (!prefix_is_slip(a->controller, e->key->text, &name) ||
	    risk_is_told(a->controller, e->key->text))
		return;
	/* For several controllers: the right one stands beside it. */
	right = arena_printf(a->lint->arena, "%.*s/%.*s",
	    STR_ARG(a->controller->prefix), STR_ARG(name));
	if (node_get(a->ingress->annotations, right) == NULL)
		report_slip(a, e, prefix, name);
}
