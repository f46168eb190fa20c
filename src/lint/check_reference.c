/*
 * Do the Services that backends name exist? A Service is looked up in the
 * namespace of the Ingress, as soon as any Service of it is given.
 */
#include "lint/check.h"
#include "lint/reference.h"
#include "lint/subject.h"
#include "model/intake.h"
#include "shape/format.h"
#include "yaml/edit.h"

/*
 * Looking for the name that was meant takes a comparison per Service, for
 * each missing one; a run that misses that many is beyond hints.
 */
enum { NAME_COMPARISONS = 1 << 20 };

/*
 * An Ingress of whose Services so many are not given is one whose Services
 * are made elsewhere; the rest of them is told in one note.
 */
enum { DOUBTS_TOLD = 3, DOUBTS_NAMED = 4 };

struct run {
	struct lint *lint;
	size_t budget;		/* comparisons of names that are left */
	struct map *named;	/* all names that backends have */

	/* Of one Ingress: Services that something else may well make. */
	struct references refs;
	struct diag *doubt;	/* the last one with a finding of its own */
	size_t doubts;
	struct str untold;	/* "a, b, c" */

	size_t unknown;		/* references that could not be checked */
	struct span first_unknown;
	struct map unknown_spaces;
	size_t nunknown_spaces;
};

static struct str
ns_of(const struct reference *r)
{
	return r->ingress->object->ns;
}

static struct str
name_of(const struct reference *r)
{
	return node_text(r->backend->service);
}

/* The fix of a cause mends every place that shows it. */
static void
mend_too(struct lint *lint, const struct cause *cause,
    const struct reference *r)
{
	const struct node *n = cause->number || cause->name ?
	    r->backend->port : r->backend->service;
	const struct fix *first = cause->diag->fixes.at;
	struct edit edit;

	if (cause->mended.len == 0 || cause->diag->fixes.n == 0 ||
	    first->where.file == 0 ||
	    (n->type == TYPE_INT) != cause->number)
		return;
	if (cause->number ? edit_scalar(n, cause->mended, &edit) :
	    edit_string(lint->arena, lint->sources, n, cause->mended, &edit))
		diag_edit_fix(lint->diags, cause->diag, edit.where, edit.text,
		    first->safe, "%s", "");
}

struct cause *
reference_cause(struct references *refs, const struct reference *r,
    struct str text)
{
	void **at = map_put(refs->lint->arena, &refs->causes, text);
	struct cause *cause = *at;

	if (cause == NULL)
		return *at = arena_new(refs->lint->arena, struct cause);
	if (cause->diag != NULL)
		mend_too(refs->lint, cause, r);
	if (cause->diag != NULL && cause->places++ < CAUSE_PLACES)
		diag_note(refs->lint->diags, cause->diag,
		    r->backend->service->span, "here too: %.*s",
		    STR_ARG(check_request(refs->lint->arena, r->rule,
		    r->path)));
	return NULL;
}

void
reference_note_request(struct references *refs, struct diag *d,
    const struct reference *r, const char *status)
{
	struct str request = check_request(refs->lint->arena, r->rule,
	    r->path);

	if (!intake_accepts(refs->lint->cluster, r->ingress))
		status = "an error, as its controller has no endpoint for it";
	diag_note(refs->lint->diags, d, SPAN_NONE, "%.*s -> %s",
	    STR_ARG(request), status);
}

static void
add_name(struct run *run, const struct backend *b)
{
	if (b->service != NULL)
		*map_put(run->lint->arena, run->named,
		    b->service->text) = run;
}

static void
add_names(struct run *run, const struct ingress *ingress)
{
	add_name(run, &ingress->default_backend);
	for (size_t i = 0; i < ingress->nrules; i++)
		for (size_t k = 0; k < ingress->rules[i].npaths; k++)
			add_name(run, &ingress->rules[i].paths[k].backend);
}

/* Some backend has that name. Asked for hints only, so gathered then. */
static bool
is_named(struct run *run, struct str name)
{
	const struct cluster *cluster = run->lint->cluster;

	if (run->named == NULL) {
		run->named = arena_new(run->lint->arena, struct map);
		for (size_t i = 0; i < cluster->ingresses.n; i++)
			add_names(run, cluster->ingresses.at[i]);
	}
	return map_get(run->named, name) != NULL;
}

/*
 * "web" for "web-service" is the one that was meant if no other backend
 * means it; two of a kind may well be in one namespace.
 */
static bool
is_near(struct run *run, const struct reference *r, struct str name)
{
	if (check_is_slip(run->lint->arena, name_of(r), name))
		return true;
	return check_is_ending(name_of(r), name) && !is_named(run, name);
}

static const struct service *
find_near(struct run *run, const struct reference *r)
{
	const struct space *space = cluster_space(run->lint->cluster,
	    ns_of(r));

	for (size_t i = 0; space != NULL && i < space->services.n; i++) {
		const struct service *s = space->services.at[i];

		if (run->budget == 0)
			return NULL;
		run->budget--;
		if (is_near(run, r, s->object->name))
			return s;
	}
	return NULL;
}

static const struct service *
find_elsewhere(struct run *run, const struct reference *r)
{
	const struct cluster *cluster = run->lint->cluster;

	for (size_t i = 0; i < cluster->spaces.n; i++) {
		const struct service *s;

		if (run->budget == 0)
			return NULL;
		run->budget--;
		s = cluster_service(cluster, cluster->spaces.at[i]->name,
		    name_of(r));
		if (s != NULL && !check_is_placeholder(s->object->ns))
			return s;
	}
	return NULL;
}

/*
 * Without a namespace in one of the two, `kubectl apply -n` may well put
 * them together.
 */
static bool
are_apart(const struct reference *r, const struct service *s)
{
	return r->ingress->object->ns_given && s->object->ns_given;
}

/* True when it goes into the note for the rest of this Ingress. */
static bool
is_one_more(struct run *run, const struct reference *r)
{
	size_t more = run->doubts++;

	if (more < DOUBTS_TOLD)
		return false;
	if (more < DOUBTS_TOLD + DOUBTS_NAMED)
		run->untold = arena_printf(run->lint->arena, "%.*s%s%.*s",
		    STR_ARG(run->untold), more == DOUBTS_TOLD ? "" : ", ",
		    STR_ARG(name_of(r)));
	return true;
}

static struct diag *
report_missing(struct run *run, const struct reference *r, bool doubt)
{
	struct diag *d;

	d = diag_report(run->lint->diags, RULE_SERVICE_MISSING,
	    r->backend->service->span, "there is no Service \"%.*s\" in "
	    "namespace \"%.*s\"", STR_ARG(name_of(r)), STR_ARG(ns_of(r)));
	if (doubt) {
		diag_level(d, LEVEL_WARNING);
		run->doubt = d;
	}
	reference_note_request(&run->refs, d, r, "503");
	return d;
}

static void
check_missing(struct run *run, const struct reference *r)
{
	struct cause *cause = reference_cause(&run->refs, r, name_of(r));
	struct diags *diags = run->lint->diags;
	const struct service *near, *elsewhere = NULL;
	bool doubt;

	if (cause == NULL)
		return;
	near = find_near(run, r);
	if (near == NULL)
		elsewhere = find_elsewhere(run, r);
	doubt = !run->lint->cluster->has_references && near == NULL &&
	    (elsewhere == NULL || !are_apart(r, elsewhere));
	if (doubt && is_one_more(run, r))
		return;
	cause->diag = report_missing(run, r, doubt);
	if (elsewhere != NULL)
		diag_note(diags, cause->diag, elsewhere->object->where,
		    "one of that name is in namespace \"%.*s\", but an "
		    "Ingress reaches only Services of its own",
		    STR_ARG(elsewhere->object->ns));
	if (near == NULL)
		return;
	diag_note(diags, cause->diag, near->object->where,
	    "there is \"%.*s\"", STR_ARG(near->object->name));
	cause->mended = near->object->name;
	subject_fix(run->lint, cause->diag, r->backend->service,
	    near->object->name, false, "name");
}

static void
count_unknown(struct run *run, const struct reference *r)
{
	void **at;

	if (run->unknown++ == 0)
		run->first_unknown = r->backend->service->span;
	at = map_put(run->lint->arena, &run->unknown_spaces, ns_of(r));
	if (*at == NULL)
		run->nunknown_spaces++;
	*at = run;
}

/* No Service at all for the AWS controller, but an annotation. */
static bool
is_action(const struct run *run, const struct reference *r)
{
	return str_is(node_text(r->backend->port), "use-annotation") &&
	    (intake_is_unclaimed(r->ingress) ||
	    !intake_accepts(run->lint->cluster, r->ingress));
}

static void
check_reference(struct run *run, const struct reference *r)
{
	const struct cluster *cluster = run->lint->cluster;
	const struct backend *b = r->backend;
	const struct space *space;
	const struct object *first;

	if (b->service == NULL || b->resource != NULL || is_action(run, r) ||
	    !format_service_name.valid(b->service->text) ||
	    check_is_placeholder(ns_of(r)))
		return;
	space = cluster_space(cluster, ns_of(r));
	if (!cluster->has_references &&
	    (space == NULL || space->count[OBJECT_SERVICE] == 0)) {
		count_unknown(run, r);
		return;
	}
	first = cluster_object(cluster, OBJECT_SERVICE, ns_of(r),
	    b->service->text);
	if (first == NULL)
		check_missing(run, r);
	else if (b->port != NULL && !check_is_placeholder(b->port->text))
		reference_check_port(&run->refs, r, first);
}

static void
note_untold(struct run *run)
{
	size_t n = run->doubts - DOUBTS_TOLD;

	if (run->doubts > DOUBTS_TOLD)
		diag_note(run->lint->diags, run->doubt, SPAN_NONE,
		    "%zu more Service%s of this Ingress %s not given: %.*s%s",
		    n, n == 1 ? "" : "s", n == 1 ? "is" : "are",
		    STR_ARG(run->untold), n > DOUBTS_NAMED ? ", …" : "");
}

static void
check_ingress(struct run *run, const struct ingress *ingress)
{
	struct reference r = { ingress, NULL, NULL,
		&ingress->default_backend };

	run->refs = (struct references){ .lint = run->lint };
	run->doubts = 0;
	run->untold = STR("");
	check_reference(run, &r);
	for (size_t i = 0; i < ingress->nrules; i++)
		for (size_t k = 0; k < ingress->rules[i].npaths; k++) {
			r.rule = &ingress->rules[i];
			r.path = &r.rule->paths[k];
			r.backend = &r.path->backend;
			check_reference(run, &r);
		}
	note_untold(run);
}

static void
report_unknown(struct run *run)
{
	struct lint *lint = run->lint;
	struct diag *d;

	if (run->unknown == 0)
		return;
	d = diag_report(lint->diags, RULE_REFERENCE_UNKNOWN,
	    run->first_unknown, "%zu reference%s to Services in %zu "
	    "namespace%s %s not checked: no Service is given there",
	    run->unknown, run->unknown == 1 ? "" : "s",
	    run->nunknown_spaces, run->nunknown_spaces == 1 ? "" : "s",
	    run->unknown == 1 ? "was" : "were");
	diag_say_fix(lint->diags, d, "lint the Services too, or say where "
	    "they are: -r PATH, or references in .greenlight.yaml");
}

static void
check_references(struct lint *lint)
{
	struct run run = { .lint = lint, .budget = NAME_COMPARISONS };
	const struct cluster *cluster = lint->cluster;

	for (size_t i = 0; i < cluster->ingresses.n; i++) {
		const struct ingress *ingress = cluster->ingresses.at[i];

		if (ingress->object->linted && ingress->object->sound)
			check_ingress(&run, ingress);
	}
	report_unknown(&run);
}

cluster_check *const reference_set_checks[] = { check_references, NULL };
