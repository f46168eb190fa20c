/*
 * Ingresses that the controller does not take at all. About classes this
 * speaks only where something says that the Ingress is meant for this
 * controller and something else that it will not get there.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/claim.h"
#include "model/lookup.h"

static bool
has_own_annotation(const struct lint *lint, const struct ingress *in)
{
	const struct str prefix = lint->model->controller.prefix;
	const struct node *all = in->annotations;

	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		struct str key = all->entries[i].key->text;

		if (str_starts(key, prefix) && key.len > prefix.len &&
		    key.at[prefix.len] == '/')
			return true;
	}
	return false;
}

static struct diag *
report_class(struct lint *lint, const struct node *class, const char *why,
    struct str detail)
{
	struct diag *d;

	d = diag_report(lint->diags, RULE_CLASS_NOT_ACCEPTED,
	    node_span(class), "ingress-nginx ignores this Ingress, with the "
	    "annotations it has for it: %s%.*s", why, STR_ARG(detail));
	diag_note(lint->diags, d, SPAN_NONE, "no request reaches its paths "
	    "through ingress-nginx");
	return d;
}

/*
 * An IngressClass among the manifests is that of another product. Several
 * controllers of this one side by side have names like
 * k8s.io/internal-ingress-nginx.
 */
static void
check_object(struct lint *lint, const struct node *class,
    const struct object *o)
{
	const struct node *node = node_at(o->root, "spec.controller");
	struct str name = node_text(node);
	struct diag *d;

	if (name.len == 0 || str_starts(name, STR("k8s.io/")) ||
	    str_find(name, STR("ingress-nginx"), 0) != STR_NONE ||
	    str_eq(name, lint->model->controller.controller_class) ||
	    placeholder_in(name))
		return;
	d = report_class(lint, class, "IngressClass ", arena_printf(
	    lint->arena, "\"%.*s\" belongs to controller \"%.*s\"",
	    STR_ARG(o->name), STR_ARG(name)));
	diag_note(lint->diags, d, node_span(node), "this controller");
	diag_say_fix(lint->diags, d, "the class of an ingress-nginx "
	    "controller, or the annotations of that one");
}

/* "ngnix", "Nginx": near the name, and not the next one of a series. */
static bool
is_misspelt(struct arena *arena, struct str name, struct str right)
{
	char a[2], b[2];

	if (str_eq(name, right))
		return false;
	if (str_eq_nocase(name, right) || check_is_slip(arena, name, right))
		return true;
	/* Two letters that changed places. */
	for (size_t i = 0; name.len == right.len && i + 1 < name.len; i++) {
		if (name.at[i] == right.at[i])
			continue;
		a[0] = name.at[i], a[1] = name.at[i + 1];
		b[0] = right.at[i + 1], b[1] = right.at[i];
		return memcmp(a, b, 2) == 0 &&
		    str_eq(str_cut(name, i + 2, name.len),
		    str_cut(right, i + 2, right.len));
	}
	return false;
}

static void
check_class(struct lint *lint, const struct ingress *in)
{
	const struct node *class = in->class_name;
	struct str right = lint->model->controller.ingress_class;
	const struct object *o;
	struct diag *d;

	if (class == NULL)
		class = object_annotation(in->object,
		    STR("kubernetes.io/ingress.class"));
	if (node_text(class).len == 0 || placeholder_in(class->text) ||
	    !has_own_annotation(lint, in))
		return;
	o = lookup_object(lint->cluster, OBJECT_INGRESS_CLASS,
	    lint->cluster->default_ns, class->text);
	if (o != NULL && class == in->class_name)
		check_object(lint, class, o);
	else if (o == NULL && is_misspelt(lint->arena, class->text, right)) {
		d = report_class(lint, class, "", arena_printf(lint->arena,
		    "\"%.*s\" is not \"%.*s\"", STR_ARG(class->text),
		    STR_ARG(right)));
		diag_say_fix(lint->diags, d, "%.*s", STR_ARG(right));
	}
}

ingress_check *const class_checks[] = { check_class, NULL };

static bool
was_told(const struct lint *lint, enum rule_id rule, struct span where)
{
	for (size_t i = lint->first_finding; i < lint->diags->list.n; i++) {
		const struct diag *d = lint->diags->list.at[i];

		if (d->rule == rule && d->where.file == where.file &&
		    d->where.start == where.start)
			return true;
	}
	return false;
}

/* The flags of the controller are known, and another class is in them. */
static void
check_dropped_class(struct lint *lint, const struct entrant *e)
{
	struct diag *d;

	if (!has_own_annotation(lint, e->ingress) ||
	    e->dropped.where.file == 0 || was_told(lint,
	    RULE_CLASS_NOT_ACCEPTED, e->dropped.where))
		return;
	d = diag_report(lint->diags, RULE_CLASS_NOT_ACCEPTED,
	    e->dropped.where, "the controller ignores this Ingress, with "
	    "the annotations it has for it: %.*s", STR_ARG(e->dropped.why));
	diag_note(lint->diags, d, SPAN_NONE, "no request reaches its paths");
}

static void
report_inspection(struct lint *lint, const struct entrant *e)
{
	struct diag *d;

	d = diag_report(lint->diags, RULE_DEEP_INSPECTION, e->dropped.where,
	    "the controller drops this Ingress with all its paths: %.*s",
	    STR_ARG(e->dropped.why));
	diag_note(lint->diags, d, SPAN_NONE, "requests for its hosts get 404, "
	    "or what other Ingresses have for them; nothing but a line in "
	    "the controller's log says so");
	claim_weaken(lint, d, NULL, e, e);
	diag_say_fix(lint->diags, d, "another text; no other spelling of the "
	    "path helps, and only --deep-inspect=false turns the check off");
}

static void
check_intake(struct lint *lint)
{
	const struct entrants *entrants = &lint->model->entrants;

	for (size_t i = 0; i < entrants->all.n; i++) {
		const struct entrant *e = entrants->all.at[i];

		if (!e->ingress->object->linted)
			continue;
		if (e->drop == DROP_CLASS)
			check_dropped_class(lint, e);
		else if (e->drop == DROP_INSPECTION)
			report_inspection(lint, e);
	}
}

cluster_check *const intake_set_checks[] = { check_intake, NULL };
