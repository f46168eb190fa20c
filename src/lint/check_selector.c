/*
 * Which pods does a Service select? None at all, those of the other colour
 * too, or pods without the port it sends to. Only workloads that are given
 * are known; where labels of one are not known, nothing is said of "none".
 */
#include "lint/check.h"
#include "lint/subject.h"
#include "yaml/scalar.h"

/* Matches that are looked at; a Service over more is no release. */
enum { MATCHES = 32 };

struct selection {
	struct lint *lint;
	const struct service *service;
	const struct space *space;
	const struct workload *found[MATCHES];
	size_t n;
};

static bool
is_unsettled(const struct node *map)
{
	for (uint32_t i = 0; i < map->count; i++)
		if (check_is_placeholder(map->entries[i].key->text) ||
		    check_is_placeholder(node_text(map->entries[i].value)))
			return true;
	return false;
}

/* False when nothing can be said of what the Service selects. */
static bool
selection_init(struct selection *m, struct lint *lint, const struct service *s)
{
	*m = (struct selection){ .lint = lint, .service = s };
	if (s->selector == NULL || service_is_external(s) ||
	    is_unsettled(s->selector) || check_is_placeholder(s->object->ns))
		return false;
	m->space = cluster_space(lint->cluster, s->object->ns);
	m->n = space_serve(m->space, s, m->found, MATCHES);
	return true;
}

static struct str
pair_text(struct arena *arena, const struct entry *e)
{
	return arena_printf(arena, "%.*s: %.*s", STR_ARG(e->key->text),
	    STR_ARG(node_text(e->value)));
}

static struct span
pair_span(const struct entry *e)
{
	if (e->key->span.file != e->value->span.file ||
	    e->value->span.end < e->key->span.start)
		return e->key->span;
	return (struct span){ e->key->span.file, e->key->span.start,
		e->value->span.end };
}

/* How many pairs of the selector the pods have, or nearly have. */
static uint32_t
count_pairs(struct arena *arena, const struct workload *w,
    const struct node *selector)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < selector->count; i++) {
		const struct node *label = node_get(w->pod_labels,
		    selector->entries[i].key->text);
		struct str value = node_text(selector->entries[i].value);

		n += label != NULL && (str_eq(node_text(label), value) ||
		    check_is_slip(arena, node_text(label), value));
	}
	return n;
}

/*
 * The workload that was probably meant: it has the name of the Service, or
 * most pairs of the selector.
 */
static const struct workload *
find_meant(const struct selection *m)
{
	const struct node *selector = m->service->selector;
	const struct workload *best = NULL;
	uint32_t most = 0;

	for (size_t i = 0; i < m->space->workloads.n && i < 256; i++) {
		const struct workload *w = m->space->workloads.at[i];
		uint32_t n = count_pairs(m->lint->arena, w, selector);

		if (str_eq(w->object->name, m->service->object->name))
			n++;
		if (n > most) {
			most = n;
			best = w;
		}
	}
	return most > 0 ? best : NULL;
}

/* The first pair of the selector that the pods do not have. */
static const struct entry *
find_difference(const struct node *selector, const struct workload *w)
{
	for (uint32_t i = 0; i < selector->count; i++) {
		const struct entry *e = &selector->entries[i];
		const struct node *label = node_get(w->pod_labels,
		    e->key->text);

		if (label == NULL || !str_eq(node_text(label),
		    node_text(e->value)))
			return e;
	}
	return &selector->entries[0];
}

static void
note_meant(struct selection *m, struct diag *d, const struct workload *w,
    const struct entry *differs)
{
	const struct entry *label = node_entry(w->pod_labels,
	    differs->key->text);
	struct arena *arena = m->lint->arena;
	struct str title = object_title(arena, w->object);
	const char *key = arena_str(arena, differs->key->text).at;

	if (label == NULL) {
		diag_note(m->lint->diags, d, w->object->where,
		    "the pods of %.*s have no label %.*s", STR_ARG(title),
		    STR_ARG(differs->key->text));
		return;
	}
	diag_note(m->lint->diags, d, pair_span(label),
	    "the pods of %.*s have %.*s", STR_ARG(title),
	    STR_ARG(pair_text(arena, label)));
	if (node_is(differs->value, NODE_SCALAR))
		subject_fix(m->lint, d, differs->value,
		    node_text(label->value), false, key);
}

/* Pods of Jobs end, and no Service is for them. */
static bool
has_servers(const struct space *space)
{
	for (size_t i = 0; i < space->workloads.n; i++) {
		struct str kind = space->workloads.at[i]->object->kind;

		if (!str_is(kind, "Job") && !str_is(kind, "CronJob"))
			return true;
	}
	return false;
}

static void
check_selects_nothing(struct lint *lint, const struct service *s)
{
	const struct workload *meant;
	const struct entry *differs;
	struct selection m;
	struct diag *d;

	if (!selection_init(&m, lint, s) || m.n > 0 || m.space->unclear ||
	    !has_servers(m.space))
		return;
	meant = find_meant(&m);
	differs = meant == NULL ? &s->selector->entries[0] :
	    find_difference(s->selector, meant);
	d = diag_report(lint->diags, RULE_SERVICE_SELECTS_NOTHING,
	    pair_span(differs), "Service \"%.*s\" selects "
	    "no pod: no workload given has the labels it asks for",
	    STR_ARG(s->object->name));
	if (meant != NULL)
		note_meant(&m, d, meant, differs);
	else if (!lint->cluster->has_references) {
		/* an operator may make its pods */
		diag_level(d, LEVEL_NOTE);
	}
	diag_note(lint->diags, d, SPAN_NONE, "without endpoints every "
	    "request that an Ingress sends to it answers 503");
}

static bool
is_colour(struct str word)
{
	static const char *const colours[] = {
		"blue", "green", "red", "black", "canary", "stable",
		"baseline", "live", "preview", "active", "current", "next",
		"old", "new", NULL
	};
	size_t at = 0;

	for (size_t i = 0; colours[i] != NULL; i++)
		if (str_eq_nocase(word, str_from(colours[i])))
			return true;
	if (word.len > 1 && (word.at[0] == 'v' || word.at[0] == 'V'))
		at = 1;
	return at < word.len && word.at[at] >= '0' && word.at[at] <= '9';
}

/* "shop-v1-3-0", for [5, 11) of "shop-v1-2-0" and v1.3.0. */
static struct str
put_word(struct arena *arena, struct str name, size_t from, size_t to,
    struct str word)
{
	struct str text = arena_printf(arena, "%.*s%.*s%.*s",
	    STR_ARG(str_cut(name, 0, from)), STR_ARG(word),
	    STR_ARG(str_cut(name, to, name.len)));

	return check_suggest_name(arena, text);
}

/*
 * The Service for the pods with this word, a sibling of ours: its name is
 * ours with the word in the place of our colour.
 */
static const struct service *
find_sibling(const struct selection *m, struct str word)
{
	struct str name = m->service->object->name;

	for (size_t from = 0; from < name.len && name.len <= 63; from++) {
		if (from > 0 && name.at[from - 1] != '-')
			continue;
		for (size_t to = from + 1; to <= name.len; to++) {
			struct str sibling;
			const struct object *o;

			if ((to < name.len && name.at[to] != '-') ||
			    !is_colour(str_cut(name, from, to)))
				continue;
			sibling = put_word(m->lint->arena, name, from, to,
			    word);
			o = map_get(&m->space->names[OBJECT_SERVICE],
			    sibling);
			if (o != NULL && !str_eq(sibling, name))
				return o->service;
		}
	}
	return NULL;
}

/*
 * The pods of `a` are like those of `b` but for this one label, in which
 * they have another colour or none.
 */
static bool
differ_in_only(const struct workload *a, const struct workload *b,
    struct str key)
{
	const struct node *own = node_get(a->pod_labels, key);

	if (own != NULL && (!is_colour(node_text(own)) ||
	    str_eq(node_text(own), node_text(node_get(b->pod_labels, key)))))
		return false;
	if (a->pod_labels->count + (own == NULL) != b->pod_labels->count)
		return false;
	for (uint32_t i = 0; i < a->pod_labels->count; i++) {
		const struct entry *e = &a->pod_labels->entries[i];
		const struct node *other = node_get(b->pod_labels,
		    e->key->text);

		if (!str_eq(e->key->text, key) && (other == NULL ||
		    !str_eq(node_text(e->value), node_text(other))))
			return false;
	}
	return true;
}

static void
report_both(struct selection *m, const struct workload *own,
    const struct workload *w, const struct entry *label,
    const struct service *sibling)
{
	struct lint *lint = m->lint;
	const struct service *s = m->service;
	const struct entry *differs = node_entry(own->pod_labels,
	    label->key->text);
	struct diag *d;

	d = diag_report(lint->diags, RULE_SERVICE_SELECTS_BOTH,
	    pair_span(&s->selector->entries[0]), "Service \"%.*s\" selects "
	    "the pods of %.*s too: its requests are spread over both",
	    STR_ARG(s->object->name),
	    STR_ARG(object_title(lint->arena, w->object)));
	diag_note(lint->diags, d, pair_span(label), "these pods are meant "
	    "for Service \"%.*s\"", STR_ARG(sibling->object->name));
	if (differs != NULL)
		diag_say_fix(lint->diags, d, "add %.*s to the selector",
		    STR_ARG(pair_text(lint->arena, differs)));
	else
		diag_say_fix(lint->diags, d, "give the pods of %.*s a label "
		    "%.*s of their own, and add it to the selector",
		    STR_ARG(object_title(lint->arena, own->object)),
		    STR_ARG(label->key->text));
}

/* Pods of a sibling's colour, and such that are like them but for it. */
static bool
check_colour(struct selection *m, const struct workload *w,
    const struct entry *label)
{
	const struct service *sibling;

	if (!is_colour(node_text(label->value)))
		return false;
	sibling = find_sibling(m, node_text(label->value));
	for (size_t i = 0; sibling != NULL && i < m->n; i++)
		if (differ_in_only(m->found[i], w, label->key->text)) {
			report_both(m, m->found[i], w, label, sibling);
			return true;
		}
	return false;
}

/*
 * Only where all of it is plain: the Service is named for one colour, a
 * sibling of it for the other, and two workloads under its selector differ
 * in just the label that says so. A Service over both that is named for
 * none is how gray releases are done.
 */
static void
check_selects_both(struct lint *lint, const struct service *s)
{
	struct selection m;

	if (!selection_init(&m, lint, s) || m.n < 2)
		return;
	for (size_t i = 0; i < m.n; i++) {
		const struct node *labels = m.found[i]->pod_labels;

		for (uint32_t k = 0; k < labels->count; k++)
			if (check_colour(&m, m.found[i],
			    &labels->entries[k]))
				return;
	}
}

/* A list of containers that can be looked through. */
static bool
shows_ports(const struct workload *w)
{
	return w->object->sound && w->containers != NULL;
}

static void
report_target(struct selection *m, const struct service_port *p,
    const struct workload *lacking, bool all)
{
	const struct node *target = p->target != NULL ? p->target : p->port;
	struct lint *lint = m->lint;
	struct str title = object_title(lint->arena, lacking->object);
	bool named = node_is_str(target);
	struct diag *d;

	d = diag_report(lint->diags, RULE_TARGET_PORT_MISSING, target->span,
	    named ? "no container of %.*s has a port called \"%.*s\"" :
	    "no container of %.*s lists port %.*s, and they list others",
	    STR_ARG(title), STR_ARG(target->text));
	diag_note(lint->diags, d, lacking->object->where, !named ?
	    "if nothing listens there, requests to this Service answer 502" :
	    all ? "requests that an Ingress sends to this Service answer 503" :
	    "these pods get no requests from this Service");
	if (p->target == NULL)
		diag_note(lint->diags, d, SPAN_NONE, "without a targetPort "
		    "it is the same number as port");
}

static void
check_target(struct selection *m, const struct service_port *p)
{
	const struct node *target = p->target != NULL ? p->target : p->port;
	const struct workload *lacking = NULL;
	bool found = false;

	if (target == NULL || check_is_placeholder(target->text))
		return;
	for (size_t i = 0; i < m->n; i++) {
		const struct workload *w = m->found[i];

		if (!shows_ports(w))
			return;
		if (workload_has_port(w, target->text))
			found = true;
		else if (!node_is_str(target) && !workload_names_ports(w))
			return;
		else if (lacking == NULL)
			lacking = w;
	}
	if (lacking != NULL && (!found || node_is_str(target)))
		report_target(m, p, lacking, !found);
}

static void
check_targets(struct lint *lint, const struct service *s)
{
	struct selection m;

	if (!selection_init(&m, lint, s) || m.n == 0 || m.n == MATCHES)
		return;
	for (size_t i = 0; i < s->nports; i++)
		check_target(&m, &s->ports[i]);
}

service_check *const selector_checks[] = {
	check_selects_nothing, check_selects_both, check_targets, NULL
};
