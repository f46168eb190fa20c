/*
 * Which pods does a Service select? None at all, those of the other colour
 * too, or pods without the port it sends to. Only workloads that are given
 * are known; where labels of one are not known, nothing is said of "none".
 */
#include "lint/check.h"
#include "yaml/scalar.h"

/* Matches that are looked at; a Service over more is no release. */
enum { MATCHES = 64 };

struct match {
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
match_init(struct match *m, struct lint *lint, const struct service *s)
{
	*m = (struct match){ .lint = lint, .service = s };
	if (s->selector == NULL || service_is_external(s) ||
	    is_unsettled(s->selector) || check_is_placeholder(s->object->ns))
		return false;
	m->space = cluster_space(lint->cluster, s->object->ns);
	m->n = space_select(m->space, s->selector, m->found, MATCHES);
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
find_meant(const struct match *m)
{
	const struct node *selector = m->service->selector;
	const struct workload *best = NULL;
	uint32_t most = 0;

	for (size_t i = 0; i < m->space->workloads.n && i < 1024; i++) {
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
note_meant(struct match *m, struct diag *d, const struct workload *w,
    const struct entry *differs)
{
	const struct entry *label = node_entry(w->pod_labels,
	    differs->key->text);
	struct arena *arena = m->lint->arena;
	struct str title = object_title(arena, w->object);

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
		check_offer(m->lint, d, differs->value, arena_str(arena, differs->key->text).at,
		    node_text(label->value), false);
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
	struct match m;
	struct diag *d;

	if (!match_init(&m, lint, s) || m.n > 0 || m.space->unclear ||
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

/* Letters and digits in lower case, '-' for all else. */
static char
folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
}

static bool
is_same_word(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (folded(a.at[i]) != folded(b.at[i]))
			return false;
	return true;
}

/* Where `word` stands in the name as whole parts ("shop-v1-22-0"). */
static size_t
find_word(struct str name, struct str word)
{
	for (size_t i = 0; word.len > 0 && i + word.len <= name.len; i++) {
		size_t end = i + word.len;

		if ((i == 0 || folded(name.at[i - 1]) == '-') &&
		    (end == name.len || folded(name.at[end]) == '-') &&
		    is_same_word(str_cut(name, i, end), word))
			return i;
	}
	return STR_NONE;
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

/* "shop-blue" and "shop-green", for the words blue and green. */
static bool
are_siblings(struct str a, struct str word_a, struct str b,
    struct str word_b)
{
	size_t at_a = find_word(a, word_a), at_b = find_word(b, word_b);

	if (at_a == STR_NONE || at_b == STR_NONE)
		return false;
	return str_eq(str_cut(a, 0, at_a), str_cut(b, 0, at_b)) &&
	    str_eq(str_cut(a, at_a + word_a.len, a.len),
	    str_cut(b, at_b + word_b.len, b.len));
}

/* The one label in which the pods of two workloads differ, or NULL. */
static const struct entry *
only_difference(const struct workload *a, const struct workload *b)
{
	const struct entry *differs = NULL;

	if (a->pod_labels->count != b->pod_labels->count)
		return NULL;
	for (uint32_t i = 0; i < a->pod_labels->count; i++) {
		const struct entry *e = &a->pod_labels->entries[i];
		const struct node *other = node_get(b->pod_labels,
		    e->key->text);

		if (other == NULL)
			return NULL;
		if (str_eq(node_text(e->value), node_text(other)))
			continue;
		if (differs != NULL)
			return NULL;
		differs = e;
	}
	return differs;
}

static const struct service *
find_sibling(const struct match *m, struct str word, struct str other)
{
	for (size_t i = 0; i < m->space->services.n && i < 1024; i++) {
		const struct service *s = m->space->services.at[i];

		if (are_siblings(m->service->object->name, word,
		    s->object->name, other))
			return s;
	}
	return NULL;
}

static void
report_both(struct match *m, const struct entry *own,
    const struct workload *w, const struct service *sibling)
{
	struct lint *lint = m->lint;
	const struct entry *theirs = node_entry(w->pod_labels,
	    own->key->text);
	const struct service *s = m->service;
	struct diag *d;

	d = diag_report(lint->diags, RULE_SERVICE_SELECTS_BOTH,
	    pair_span(&s->selector->entries[0]), "Service \"%.*s\" selects "
	    "the pods of %.*s too: its requests are spread over both",
	    STR_ARG(s->object->name),
	    STR_ARG(object_title(lint->arena, w->object)));
	diag_note(lint->diags, d, pair_span(theirs), "these pods are meant "
	    "for Service \"%.*s\"", STR_ARG(sibling->object->name));
	diag_say_fix(lint->diags, d, "add %.*s to the selector",
	    STR_ARG(pair_text(lint->arena, own)));
}

/*
 * Only where all of it is plain: the Service is named for one colour, a
 * sibling of it for the other, and two workloads under its selector differ
 * in just the label that says these colours. A Service over both that is
 * named for none is how gray releases are done.
 */
static void
check_selects_both(struct lint *lint, const struct service *s)
{
	struct match m;

	if (!match_init(&m, lint, s))
		return;
	for (size_t i = 0; i < m.n; i++)
		for (size_t k = 0; k < m.n; k++) {
			const struct entry *own = i == k ? NULL :
			    only_difference(m.found[i], m.found[k]);
			const struct service *sibling;
			struct str word, other;

			if (own == NULL)
				continue;
			word = node_text(own->value);
			other = node_text(node_get(m.found[k]->pod_labels,
			    own->key->text));
			if (!is_colour(word) || !is_colour(other))
				continue;
			sibling = find_sibling(&m, word, other);
			if (sibling != NULL) {
				report_both(&m, own, m.found[k], sibling);
				return;
			}
		}
}

/* A list of containers that can be looked through. */
static bool
shows_ports(const struct workload *w)
{
	return w->object->sound &&
	    node_is(node_get(w->pod_spec, STR("containers")), NODE_SEQ);
}

static void
report_target(struct match *m, const struct service_port *p,
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
check_target(struct match *m, const struct service_port *p)
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
	struct match m;

	if (!match_init(&m, lint, s) || m.n == 0 || m.n == MATCHES)
		return;
	for (size_t i = 0; i < s->nports; i++)
		check_target(&m, &s->ports[i]);
}

service_check *const selector_checks[] = {
	check_selects_nothing, check_selects_both, check_targets, NULL
};
