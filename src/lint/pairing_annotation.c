/*
 * Annotations of a canary that nothing reads: its requests go through the
 * location of the primary. What stands there as well is told by nobody, as
 * it does what it says.
 */
#include "lint/pairing.h"

#include "k8s/placeholder.h"
#include "model/annotation.h"

/* What the controller reads of a canary as of any Ingress. */
static bool
is_read(enum annotation_id id)
{
	struct str name = annotation_get(id)->name;

	return annotation_get(id)->group == GROUP_CANARY ||
	    id == ANNOTATION_AFFINITY_CANARY_BEHAVIOR ||
	    id == ANNOTATION_LOAD_BALANCE ||
	    id == ANNOTATION_SERVICE_UPSTREAM ||
	    str_starts(name, STR("upstream-hash-by")) ||
	    str_starts(name, STR("auth-tls-")) ||
	    str_starts(name, STR("proxy-ssl-")) ||
	    str_ends(name, STR("-snippet"));
}

/* A primary that has the annotation otherwise; NULL: all have it so. */
static const struct wish *
find_different(const struct wishes *wishes, const struct suitor *p,
    const struct entry *e)
{
	for (size_t i = 0; i < p->nwishes; i++) {
		const struct wish *c = wishes->all.at[p->first_wish + i];

		if (c->primary != NULL && !str_eq(str_trim(node_text(
		    object_annotation(c->primary->suitor->ingress->object,
		    e->key->text))), str_trim(node_text(e->value))))
			return c->primary;
	}
	return NULL;
}

/* An annotation that would make a difference, were it read. */
static bool
is_ignored(const struct entry *e, struct str *name)
{
	struct str prefix = STR(INGRESS_PREFIX), value = node_text(e->value);
	enum annotation_id id;

	if (!str_starts(e->key->text, prefix) || value.len == 0 ||
	    placeholder_in(value))
		return false;
	*name = str_cut(e->key->text, prefix.len, e->key->text.len);
	id = annotation_find(*name);
	return id != ANNOTATION_COUNT && !is_read(id);
}

static void
report_ignored(struct lint *lint, const struct entry *e, struct str name,
    const struct wish *primary)
{
	const struct ingress *in = primary->suitor->ingress;
	const struct node *theirs = object_annotation(in->object,
	    e->key->text);
	struct diag *d;

	d = diag_report(lint->diags, RULE_CANARY_IGNORED_ANNOTATION,
	    e->key->span, "%.*s does nothing on a canary: what is sent to "
	    "it goes through the path of %.*s, and is treated as that says",
	    STR_ARG(name), STR_ARG(primary->suitor->title));
	if (theirs == NULL)
		diag_note(lint->diags, d, in->object->where,
		    "it does not have the annotation");
	else
		diag_note(lint->diags, d, theirs->span,
		    "there it is \"%.*s\"", STR_ARG(theirs->text));
	diag_say_fix(lint->diags, d, "remove it here; on %.*s it would "
	    "count for both", STR_ARG(primary->suitor->key));
}

/* Of one whose Service is also an ordinary backend, who knows. */
static bool
has_shared(const struct wishes *wishes, const struct suitor *p)
{
	bool shared = false;

	for (size_t i = 0; i < p->nwishes; i++)
		shared = shared || supply_is_shared(
		    wishes->all.at[p->first_wish + i]->supply);
	return shared;
}

/* Without the primary at hand nobody knows whether it has the same. */
void
pairing_check_annotations(struct lint *lint, const struct wishes *wishes,
    const struct suitor *p)
{
	const struct node *all = p->ingress->annotations;

	if (p->crashes || has_shared(wishes, p))
		return;
	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		const struct entry *e = &all->entries[i];
		const struct wish *primary;
		struct str name;

		if (!is_ignored(e, &name))
			continue;
		primary = find_different(wishes, p, e);
		if (primary != NULL)
			report_ignored(lint, e, name, primary);
	}
}
