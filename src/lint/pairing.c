/*
 * What a canary goes with hangs on Services, not on paths: the controller
 * notes with each Service and port whether it is that of a canary, which
 * canary goes with it, and whether that has been deleted. Most of what goes
 * wrong is two Ingresses that mean different things by one Service.
 */
#include "lint/pairing.h"

#include "lint/subject.h"

enum {
	NOTES_MAX = 3,		/* further places that a finding names */
	NEAR_MAX = 200		/* locations looked at for a similar one */
};

/* A wish of a canary that is linted, and not told about otherwise. */
static bool
is_spoken_of(const struct wish *c)
{
	return c->suitor->ingress->object->linted && !c->suitor->crashes;
}

static void
check_crashes(struct lint *lint, const struct suitor *p)
{
	struct diag *d;

	for (size_t i = 0; i < p->ingress->nrules; i++) {
		const struct host_rule *rule = &p->ingress->rules[i];

		if (rule->has_http)
			continue;
		d = diag_report(lint->diags, RULE_CANARY_NO_HTTP,
		    rule->node->span, "this rule of a canary has no http: "
		    "the controller crashes on it each time it reads the "
		    "Ingresses, and serves nothing new for any host");
		diag_note(lint->diags, d, SPAN_NONE, "it starts, crashes, "
		    "and starts again as long as there is any ordinary "
		    "Ingress; the admission webhook, where it runs, fails "
		    "in the same place");
		diag_say_fix(lint->diags, d, "give the rule the http.paths "
		    "of its primary, or remove it");
		return;
	}
}

/*
 * The ordinary wish that decides: a defaultBackend, which is taken anew
 * whoever has been there, or else the oldest path.
 */
static const struct wish *
find_other(const struct supply *s)
{
	for (size_t i = 0; i < s->ordinary.n; i++)
		if (s->ordinary.at[i]->path == NULL)
			return s->ordinary.at[i];
	return s->ordinary.at[0];
}

/* controller.go: getBackendServers(), of a backend that a canary made */
static struct str
say_skipped(struct lint *lint, const struct wish *other)
{
	return arena_printf(lint->arena, "%.*s loses its path, and %.*s "
	    "does not reach %.*s: the rest of the host takes it, or it "
	    "answers 404", STR_ARG(other->suitor->key),
	    STR_ARG(wish_request(lint->arena, other)),
	    STR_ARG(wish_service(lint->arena, other)));
}

/* The canary is no more than a path of its Ingress. */
static struct str
say_ordinary(struct lint *lint, const struct wishes *wishes,
    const struct wish *c, const struct wish *other)
{
	const struct venue *venue = wishes_venue(wishes, c->host);
	struct str request = wish_request(lint->arena, c);
	struct str service = wish_service(lint->arena, c);

	if (c->absent && venue->creator == NULL &&
	    !str_is(c->host, "_"))
		return arena_printf(lint->arena, "the path of the canary "
		    "lands on the default server, and requests to any host "
		    "that nothing else serves go to %.*s", STR_ARG(service));
	if (c->primary == NULL || (c->primary->suitor != other->suitor &&
	    suitor_is_older(c->suitor, c->primary->suitor)))
		return arena_printf(lint->arena, "the path of the canary is "
		    "taken for an ordinary one, and %.*s always goes to "
		    "%.*s", STR_ARG(request), STR_ARG(service));
	return arena_printf(lint->arena, "header, cookie and weight of the "
	    "canary are lost, and %.*s always goes to %.*s", STR_ARG(request),
	    STR_ARG(wish_service(lint->arena, c->primary)));
}

static void
report_shared(struct lint *lint, const struct wishes *wishes,
    const struct wish *c)
{
	const struct wish *other = find_other(c->supply);
	const struct suitor *maker = c->supply->canaries.at[0]->suitor;
	bool anew = other->path == NULL;
	bool skipped = !anew && suitor_is_older(maker, other->suitor);
	struct str service = wish_service(lint->arena, c);
	struct str first = say_skipped(lint, other);
	struct str second = say_ordinary(lint, wishes, c, other);
	struct diag *d;

	d = diag_report(lint->diags, RULE_CANARY_UPSTREAM_SHARED,
	    wish_place(c), "%.*s is the Service of this canary and an "
	    "ordinary backend of %.*s, and the controller can have it as one "
	    "of the two only: %.*s", STR_ARG(service),
	    STR_ARG(other->suitor->title),
	    STR_ARG(skipped ? first : second));
	diag_note(lint->diags, d, wish_place(other),
	    "here it is an ordinary backend");
	if (!suitor_is_one_file(c->suitor, other->suitor)) {
		diag_level(d, LEVEL_WARNING);
		diag_note(lint->diags, d, SPAN_NONE, "so it is where both "
		    "files are applied to one cluster");
	}
	if (!anew && suitor_order_known(maker, other->suitor))
		diag_note(lint->diags, d, SPAN_NONE, "the older Ingress "
		    "decides: %.*s",
		    STR_ARG(suitor_order(lint->arena, maker, other->suitor)));
	else if (!anew)
		diag_note(lint->diags, d, SPAN_NONE, "the older Ingress "
		    "decides: %.*s; when it is the other way round, %.*s",
		    STR_ARG(suitor_order(lint->arena, maker, other->suitor)),
		    STR_ARG(skipped ? second : first));
	if (other == c->primary)
		diag_say_fix(lint->diags, d, "name the Service of the new "
		    "version in the canary; now it is that of its primary");
	else
		diag_say_fix(lint->diags, d, "give the canary a Service of "
		    "its own, with the same selector and another name");
}

/* Once per canary, at its first path. */
static void
check_shared(struct lint *lint, const struct wishes *wishes,
    const struct supply *s)
{
	const struct suitor *last = NULL;

	for (size_t i = 0; i < s->canaries.n; i++) {
		const struct wish *c = s->canaries.at[i];

		if (c->suitor != last && c->settled && is_spoken_of(c))
			report_shared(lint, wishes, c);
		last = c->suitor;
	}
}

static const char *
type_name(const struct wish *c)
{
	return c->exact ? "Exact" : "Prefix";
}

static struct str
without_slash(struct str text)
{
	while (str_ends(text, STR("/")))
		text.len--;
	return text;
}

/* A location that was meant: of another type, or nearly of the same text. */
static const struct wish *
find_near(const struct wishes *wishes, const struct wish *c)
{
	const struct venue *venue = wishes_venue(wishes, c->host);
	const struct wish *near = wishes_location(wishes, c->host, c->text,
	    !c->exact);

	for (size_t i = 0; near == NULL && i < venue->won.n && i < NEAR_MAX;
	    i++)
		if (str_eq_nocase(without_slash(venue->won.at[i]->text),
		    without_slash(c->text)))
			near = venue->won.at[i];
	return near;
}

static void
note_unpaired_others(struct lint *lint, struct diag *d,
    const struct wish *c)
{
	const struct supply *s = c->supply;
	size_t told = 0;

	for (size_t i = 0; i < s->canaries.n && told < NOTES_MAX; i++) {
		const struct wish *other = s->canaries.at[i];

		if (other == c || other->primary == NULL ||
		    other->path == NULL)
			continue;
		diag_note(lint->diags, d, node_span(other->path->text),
		    "%.*s has a primary, and loses its canary all the same",
		    STR_ARG(wish_request(lint->arena, other)));
		told++;
	}
}

static void
fix_unpaired(struct lint *lint, struct diag *d, const struct wish *c,
    const struct wish *near)
{
	if (near == NULL || near->path == NULL)
		diag_say_fix(lint->diags, d, "leave this path out of the "
		    "canary, or give it to the primary as well");
	else if (near->path->type_node != NULL && str_eq(near->text, c->text))
		subject_fix(lint, d, c->path->type_node,
		    node_text(near->path->type_node), false, "pathType");
	else
		diag_say_fix(lint->diags, d, "path: %.*s with pathType: "
		    "%.*s", STR_ARG(near->text),
		    STR_ARG(node_text(near->path->type_node)));
}

static void
check_unpaired(struct lint *lint, const struct wishes *wishes,
    const struct wish *c)
{
	const struct venue *venue = wishes_venue(wishes, c->host);
	const struct wish *near, *shown;
	struct span where = wish_place(c);
	struct diag *d;

	if (!is_spoken_of(c))
		return;
	if (c->path != NULL && c->path->text != NULL)
		where = c->path->text->span;
	near = c->path == NULL ? NULL : find_near(wishes, c);
	if (near != NULL && near->path != NULL && str_eq(near->text, c->text))
		where = node_span(c->path->type_node);
	shown = near == NULL && venue->won.n > 0 ? venue->won.at[0] : near;
	d = diag_report(lint->diags, RULE_CANARY_NO_PRIMARY, where,
	    "no ordinary Ingress has the path \"%.*s\" as %s on %.*s: the "
	    "controller deletes the canary, and no request goes to %.*s",
	    STR_ARG(c->text), type_name(c),
	    STR_ARG(subject_host(lint->arena, c->host)),
	    STR_ARG(wish_service(lint->arena, c)));
	if (shown != NULL)
		diag_note(lint->diags, d, shown->path == NULL ||
		    shown->path->text == NULL ? wish_place(shown) :
		    shown->path->text->span, "%.*s has \"%.*s\" as %s",
		    STR_ARG(shown->suitor->title), STR_ARG(shown->text),
		    type_name(shown));
	note_unpaired_others(lint, d, c);
	diag_note(lint->diags, d, SPAN_NONE, "%.*s goes where it goes "
	    "without the canary", STR_ARG(wish_request(lint->arena, c)));
	fix_unpaired(lint, d, c, near);
}

/* "*.example.com" for a.example.com. */
static const struct venue *
wildcard_of(struct lint *lint, const struct wishes *wishes,
    struct str host)
{
	size_t dot = str_find_byte(host, '.', 0);

	return dot == STR_NONE ? NULL : wishes_venue(wishes,
	    arena_printf(lint->arena, "*%.*s",
	    STR_ARG(str_cut(host, dot, host.len))));
}

static void
note_elsewhere(struct lint *lint, const struct wishes *wishes,
    struct diag *d, const struct wish *c)
{
	const struct venue *venue = wishes_venue(wishes, c->host);
	const struct venue *wildcard = wildcard_of(lint, wishes, c->host);

	if (venue->foreign != NULL)
		diag_note(lint->diags, d, venue->foreign->object->where,
		    "%.*s has the host, but is of another class",
		    STR_ARG(object_title(lint->arena,
		    venue->foreign->object)));
	if (wildcard != NULL && wildcard->creator != NULL)
		diag_note(lint->diags, d,
		    wildcard->creator->ingress->object->where,
		    "%.*s takes such requests with a wildcard, but a canary "
		    "goes only with a host of the same text",
		    STR_ARG(wildcard->creator->title));
}

/* Its primary may well be in another repository. */
static void
check_absent(struct lint *lint, const struct wishes *wishes,
    const struct suitor *p)
{
	bool complete = lint->cluster->has_references;
	const struct wish *c = NULL;
	struct str host;
	struct diag *d;

	for (size_t i = 0; i < p->nwishes && c == NULL; i++) {
		c = wishes->all.at[p->first_wish + i];
		if (!c->absent || supply_is_shared(c->supply) ||
		    !is_spoken_of(c))
			c = NULL;
	}
	if (c == NULL)
		return;
	host = str_is(c->host, "_") ? STR("a rule without a host") :
	    arena_printf(lint->arena, "the host \"%.*s\"",
	    STR_ARG(c->host));
	d = diag_report(lint->diags, RULE_CANARY_NO_PRIMARY,
	    c->rule != NULL && c->rule->host != NULL ?
	    c->rule->host->span : wish_place(c),
	    "no ordinary Ingress %s has %.*s: %s one with the same host, "
	    "path and pathType no request goes to %.*s",
	    complete ? "at all" : "here", STR_ARG(host),
	    complete ? "without" : "unless the cluster has",
	    STR_ARG(wish_service(lint->arena, c)));
	if (!complete)
		diag_level(d, LEVEL_NOTE);
	note_elsewhere(lint, wishes, d, c);
	diag_say_fix(lint->diags, d, complete ? "make an ordinary Ingress "
	    "for the host and path first" : "lint it together with its "
	    "primary, or give that with -r");
}

/* Header, cookie and weight. */
static bool
has_same_settings(const struct ingress *a, const struct ingress *b)
{
	static const char *const names[] = {
		"canary-weight", "canary-weight-total", "canary-by-header",
		"canary-by-header-value", "canary-by-header-pattern",
		"canary-by-cookie",
	};
	size_t i = 0, n = sizeof(names) / sizeof(*names);

	while (i < n && str_eq(node_text(ingress_annotation(a, names[i])),
	    node_text(ingress_annotation(b, names[i]))))
		i++;
	return i == n;
}

static void
note_first(struct lint *lint, struct diag *d, const struct wish *c,
    const struct wish *first)
{
	diag_note(lint->diags, d, wish_place(first), "%.*s: only its "
	    "header, cookie and weight are asked",
	    STR_ARG(suitor_order(lint->arena, c->suitor, first->suitor)));
	diag_say_fix(lint->diags, d, "put header, cookie and weight into one "
	    "canary, or give each a primary Service of its own");
}

static void
report_second(struct lint *lint, const struct wish *c,
    const struct wish *first)
{
	struct diag *d;

	d = diag_report(lint->diags, RULE_CANARY_SECOND, wish_place(c),
	    "no request goes to %.*s: canary %.*s goes with %.*s too, and "
	    "the controller asks only the first canary of a Service",
	    STR_ARG(wish_service(lint->arena, c)),
	    STR_ARG(first->suitor->key),
	    STR_ARG(wish_service(lint->arena, c->primary)));
	diag_note(lint->diags, d, SPAN_NONE, "%.*s goes to %.*s or %.*s, "
	    "whatever this canary says",
	    STR_ARG(wish_request(lint->arena, c)),
	    STR_ARG(wish_service(lint->arena, c->primary)),
	    STR_ARG(wish_service(lint->arena, first)));
	note_first(lint, d, c, first);
}

/* Two canaries for one Service: the settings belong to the Service. */
static void
report_same(struct lint *lint, const struct wish *c,
    const struct wish *first)
{
	struct diag *d;

	d = diag_report(lint->diags, RULE_CANARY_SECOND, wish_place(c),
	    "header, cookie and weight of this canary are never asked: "
	    "canary %.*s sends to %.*s too, and its settings count for both",
	    STR_ARG(first->suitor->key),
	    STR_ARG(wish_service(lint->arena, c)));
	note_first(lint, d, c, first);
}

static bool
check_second_path(struct lint *lint, const struct wish *c)
{
	const struct wish *first;

	if (c->primary == NULL || supply_is_shared(c->supply) ||
	    c->supply->unpaired != NULL || !is_spoken_of(c))
		return false;
	first = c->primary->supply->first_canary;
	if (first->suitor != c->suitor && first->supply != c->supply &&
	    !supply_is_shared(first->supply)) {
		report_second(lint, c, first);
		return true;
	}
	first = c->supply->canaries.at[0];
	if (first->suitor == c->suitor || has_same_settings(
	    first->suitor->ingress, c->suitor->ingress))
		return false;
	report_same(lint, c, first);
	return true;
}

static void
check_second(struct lint *lint, const struct wishes *wishes,
    const struct suitor *p)
{
	for (size_t i = 0; i < p->nwishes; i++)
		if (check_second_path(lint,
		    wishes->all.at[p->first_wish + i]))
			return;
}

static void
note_spread(struct lint *lint, struct diag *d, const struct wish *other)
{
	diag_note(lint->diags, d, wish_place(other),
	    "\"%.*s\" of %.*s is split too",
	    STR_ARG(other->text), STR_ARG(other->suitor->title));
}

/* Places where the Service of the primary serves, and no canary is wanted. */
static void
check_spreads(struct lint *lint, const struct supply *s)
{
	const struct wish *first = s->first_canary;
	const struct supply *canary = first->supply;
	struct diag *d = NULL;
	size_t n = 0;

	if (supply_is_shared(canary) || canary->unpaired != NULL ||
	    !is_spoken_of(first))
		return;
	for (size_t i = 0; i < canary->canaries.n; i++)
		if (canary->canaries.at[i]->primary != NULL)
			canary->canaries.at[i]->primary->taken = canary;
	for (size_t i = 0; i < s->ordinary.n; i++) {
		const struct wish *c = s->ordinary.at[i];

		if (!c->won || c->taken == canary)
			continue;
		if (d == NULL)
			d = diag_report(lint->diags, RULE_CANARY_SPREADS,
			    wish_place(first), "%.*s can go to %.*s as "
			    "well: a canary goes with the Service of its "
			    "primary, %.*s, on every path and host that "
			    "has it", STR_ARG(wish_request(lint->arena, c)),
			    STR_ARG(wish_service(lint->arena, first)),
			    STR_ARG(wish_service(lint->arena,
			    first->primary)));
		if (n++ < NOTES_MAX)
			note_spread(lint, d, c);
	}
	if (n > NOTES_MAX)
		diag_note(lint->diags, d, SPAN_NONE, "and %zu more",
		    n - NOTES_MAX);
	if (d != NULL)
		diag_say_fix(lint->diags, d, "give the paths that are to "
		    "stay a Service of their own, with the same selector");
}

void
pairing_check(struct lint *lint, const struct wishes *wishes)
{
	for (size_t i = 0; i < wishes->suitors.n; i++) {
		const struct suitor *p = wishes->suitors.at[i];

		if (!p->canary || !p->ingress->object->linted)
			continue;
		if (p->crashes) {
			check_crashes(lint, p);
			continue;
		}
		check_absent(lint, wishes, p);
		check_second(lint, wishes, p);
	}
	for (size_t i = 0; i < wishes->supplies.n; i++) {
		const struct supply *s = wishes->supplies.at[i];

		if (supply_is_shared(s))
			check_shared(lint, wishes, s);
		else if (s->unpaired != NULL)
			check_unpaired(lint, wishes, s->unpaired);
		if (s->first_canary != NULL)
			check_spreads(lint, s);
	}
}
