/*
 * The same object given twice. Within one file that is a slip; across files
 * it often is not: steps of a tutorial, variants for environments.
 */
#include "lint/check.h"

static bool
is_same_source(struct lint *lint, const struct object *a,
    const struct object *b)
{
	if (a->span.file == 0 || b->span.file == 0)
		return false;
	return strcmp(source_get(lint->sources, a->span.file)->name,
	    source_get(lint->sources, b->span.file)->name) == 0;
}

static void
report_duplicate(struct lint *lint, const struct object *earlier,
    const struct object *o)
{
	bool one_file = earlier->span.file == o->span.file;
	struct str title = object_title(lint->arena, o);
	struct diag *d;

	if (!one_file && is_same_source(lint, earlier, o))
		return;
	d = diag_report(lint->diags, RULE_OBJECT_DUPLICATE, o->where,
	    one_file ? "%.*s is given a second time: kubectl apply makes "
	    "the first one and then overwrites it with this one" :
	    "%.*s is given in another file too: where both are applied, the "
	    "one that comes later wins", STR_ARG(title));
	if (!one_file)
		diag_level(d, LEVEL_NOTE);
	diag_note(lint->diags, d, earlier->where, "the other one");
	if (one_file)
		diag_say_fix(lint->diags, d, "give one of them another name "
		    "or namespace, or remove it");
}

/* The last one of each kind, as workloads of all kinds share their names. */
struct seen {
	const struct object *last[16];
	size_t n;
};

/* The last one of this kind; `o` takes its place. */
static const struct object *
see(struct seen *seen, const struct object *o)
{
	const struct object *before = NULL;
	size_t i = 0;

	while (i < seen->n && seen->last[i]->about != o->about)
		i++;
	if (i < seen->n)
		before = seen->last[i];
	else if (i < sizeof(seen->last) / sizeof(*seen->last))
		seen->n++;
	else
		return NULL;
	seen->last[i] = o;
	return before;
}

static void
check_chain(struct lint *lint, const struct object *first)
{
	struct seen seen = { .n = 0 };
	const struct object *o, *earlier;

	for (o = first; o != NULL; o = o->next) {
		if (!o->linted || !o->checkable)
			continue;
		earlier = see(&seen, o);
		if (earlier != NULL)
			report_duplicate(lint, earlier, o);
	}
}

static void
check_duplicates(struct lint *lint)
{
	const struct cluster *cluster = lint->cluster;

	for (size_t i = 0; i < cluster->objects.n; i++) {
		const struct object *o = cluster->objects.at[i];

		if (o->name.len > 0 && o->next != NULL &&
		    o->type != OBJECT_RELEASE &&
		    o == cluster_object(cluster, o->type, o->ns, o->name) &&
		    !check_is_placeholder(o->name) &&
		    !check_is_placeholder(o->ns))
			check_chain(lint, o);
	}
}

cluster_check *const object_set_checks[] = { check_duplicates, NULL };
