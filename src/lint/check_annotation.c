/*
 * Annotations, one Ingress after the other: whether the controller reads
 * them at all. What it makes of their values is in value_check.c.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/annotated.h"
#include "lint/subject.h"
#include "model/older.h"

enum {
	NOTES_MAX = 8,		/* of a finding for several */
	NAMES_TRIED = 200	/* of an Ingress, for what was meant */
};

bool
annotated_joins(struct annotated *a, struct str cause,
    const struct node *key)
{
	for (size_t i = 0; i < a->told.n; i++) {
		struct diag *d = a->told.at[i].diag;

		if (!str_eq(a->told.at[i].cause, cause))
			continue;
		if (d->notes.n < NOTES_MAX)
			diag_note(a->lint->diags, d, key->span,
			    "the same goes for %.*s", STR_ARG(key->text));
		return true;
	}
	return false;
}

void
annotated_tell(struct annotated *a, struct str cause, struct diag *d)
{
	*vec_add(a->lint->arena, &a->told) = (struct common_cause){ cause, d };
}

static bool
is_unsettled(struct str text)
{
	size_t from, to;

	return placeholder_in(text) || template_find(text, &from, &to);
}

static void
report_removed(struct annotated *a, const struct entry *e,
    const struct removed_annotation *r)
{
	struct diags *diags = a->lint->diags;
	unsigned version;
	struct diag *d;

	/* The one in use may be older than that. */
	if (version_read(a->lint->arena, str_from(r->release), &version) ==
	    NULL && a->controller->version < version)
		return;
	/* Written for old and new releases alike. */
	if (extract_node(a->extract, annotation_find(r->by)) != NULL)
		return;
	if (annotated_joins(a, str_from(r->advice), e->key))
		return;
	d = diag_report(diags, RULE_ANNOTATION_REMOVED, e->key->span,
	    "ingress-nginx does not read %.*s any more since release %s: "
	    "requests are treated as if it were not there",
	    STR_ARG(r->name), r->release);
	diag_say_fix(diags, d, "%s", r->advice);
	annotated_tell(a, str_from(r->advice), d);
}

/* The release that the controller is said to be of does not have it yet. */
static void
report_later(struct annotated *a, const struct entry *e, struct str name,
    enum change_id change)
{
	struct arena *arena = a->lint->arena;
	struct diag *d;

	d = diag_report(a->lint->diags, RULE_ANNOTATION_UNKNOWN,
	    e->key->span, "ingress-nginx %.*s has no annotation \"%.*s\": "
	    "requests are treated as if it were not there",
	    STR_ARG(version_text(arena, a->controller->version)),
	    STR_ARG(name));
	diag_say_fix(a->lint->diags, d, "a release that reads it, which are "
	    "those from %.*s on", STR_ARG(change_since(arena, change)));
}

static void
report_unknown(struct annotated *a, const struct entry *e, struct str name)
{
	struct str nearest = { NULL, 0 };
	size_t from = e->key->text.len - name.len;
	struct diags *diags = a->lint->diags;
	bool is_key = controller_has_key(name);
	struct diag *d;

	if (a->nunknown++ < NAMES_TRIED)
		nearest = annotation_nearest(name);
	if (extract_node(a->extract, annotation_find(nearest)) != NULL)
		nearest.len = 0;
	if (nearest.len == 0 && !is_key &&
	    annotated_joins(a, STR("unknown"), e->key))
		return;
	d = diag_report(diags, RULE_ANNOTATION_UNKNOWN,
	    node_part(a->lint->sources, e->key, from, e->key->text.len),
	    "ingress-nginx has no annotation \"%.*s\": requests are treated "
	    "as if it were not there", STR_ARG(name));
	if (is_key) {
		diag_say_fix(diags, d, "it is a key of the controller's "
		    "ConfigMap, where it holds for all Ingresses");
	} else if (nearest.len > 0) {
		subject_fix(a->lint, d, e->key, arena_printf(a->lint->arena,
		    "%.*s%.*s", (int)from, e->key->text.at,
		    STR_ARG(nearest)), false, "annotation");
	} else {
		diag_say_fix(diags, d, "leave it out");
		annotated_tell(a, STR("unknown"), d);
	}
}

/* Of an annotation that the controller does not have. */
static void
check_name(struct annotated *a, const struct entry *e, struct str name)
{
	const struct removed_annotation *r = annotation_removed(name);

	if (is_unsettled(name) || risk_is_told(a->controller, e->key->text))
		return;
	if (r != NULL)
		report_removed(a, e, r);
	else
		report_unknown(a, e, name);
}

static void
check_entry(struct annotated *a, const struct entry *e)
{
	enum annotation_id id;
	enum change_id change;
	struct str name;

	if (!annotation_key(e->key->text, a->controller->prefix, &name)) {
		prefix_check(a, e);
		return;
	}
	id = annotation_find(name);
	if (id == ANNOTATION_COUNT) {
		check_name(a, e, name);
		return;
	}
	change = older_lacks(id, a->controller->version);
	if (change != CHANGE_COUNT)
		report_later(a, e, name, change);
	else if (annotation_get(id)->risk <= a->controller->risk &&
	    node_is_str(e->value) && !is_unsettled(e->value->text))
		value_check(a, e, id);
}

/* Of any prefix, or none at all; there is hardly ever one. */
static bool
may_be_refused(const struct annotated *a)
{
	const struct node *all = a->ingress->annotations;
	uint32_t i = 0;

	if (a->extract->dropped.why.len > 0)
		return true;
	while (i < all->count && !str_ends(all->entries[i].key->text,
	    STR("-snippet")))
		i++;
	return i < all->count;
}

static void
check_ingress(struct lint *lint, const struct entrant *e)
{
	const struct node *all = e->ingress->annotations;
	struct annotated a = {
		.lint = lint, .ingress = e->ingress,
		.controller = &lint->model->controller,
		.extract = &e->extract, .canary = e->extract.canary.enabled
	};

	if (e->drop == DROP_NAMESPACE || e->drop == DROP_CLASS)
		return;
	if (may_be_refused(&a))
		risk_check(&a);
	for (uint32_t i = 0; i < all->count; i++)
		check_entry(&a, &all->entries[i]);
}

/* Variants of one Ingress are none of the model but the last. */
static void
check_annotations(struct lint *lint)
{
	const struct entrants *in = &lint->model->entrants;
	size_t next = 0;

	for (size_t i = 0; i < in->cluster->ingresses.n; i++) {
		const struct ingress *ingress = in->cluster->ingresses.at[i];
		const struct object *o = ingress->object;
		struct entrant variant, *e = &variant;

		if (next < in->all.n && in->all.at[next]->ingress == ingress)
			e = in->all.at[next++];
		else if (!o->linted || !o->sound ||
		    ingress->annotations == NULL)
			continue;
		else
			entrant_read(lint->arena, in, ingress, e);
		if (o->linted && o->sound && ingress->annotations != NULL)
			check_ingress(lint, e);
	}
}

cluster_check *const annotation_set_checks[] = { check_annotations, NULL };
