#include "plan/safety.h"

#include "base/limits.h"
#include "plan/reply.h"

struct check {
	struct arena *arena;
	struct diags *diags;
	const struct surroundings *around;
	struct plan *plan;
	struct probes probes;
	struct replies before, after;	/* of the two phases */
	struct force force;
	bool switched;
	struct step *step;		/* the one that is taken */
	size_t number;			/* of it, from 1 */
	enum ages ages;
};

/* What went wrong first, and how often. */
struct trouble {
	struct str text, note;
	bool anyhow;		/* it is so in the later phase as well */
	size_t n;
};

static void
add_trouble(struct trouble *t, struct str text, struct str note)
{
	if (t->n++ > 0)
		return;
	t->text = text;
	t->note = note;
	t->anyhow = false;
}

/*
 * The replies that a probe may get now. Without its preview it is a live
 * request, whose URI nobody rewrites: that is put into `plain`.
 */
static size_t
expected_of(const struct check *c, size_t i, struct str uri,
    struct reply plain[2], const struct reply *expected[4])
{
	const struct probe *w = &c->probes.list.at[i];
	size_t n = 0;

	expected[n++] = &c->before.requests[i];
	if (w->live && !c->switched)
		return n;
	expected[n++] = &c->after.requests[i];
	if (w->plain == i)
		return n;
	plain[0] = c->before.requests[w->plain];
	plain[1] = c->after.requests[w->plain];
	plain[0].uri = plain[1].uri = uri;
	expected[n++] = &plain[0];
	expected[n++] = &plain[1];
	return n;
}

/* Behind the Service that a reply names there must be somebody. */
static bool
has_lost_pods(const struct reply *before, const struct reply *now)
{
	bool had = false, has = false;

	for (size_t i = 0; i < before->nshares; i++)
		had = had || before->shares[i].pods.titles.n > 0;
	for (size_t i = 0; i < now->nshares; i++)
		has = has || now->shares[i].pods.titles.n > 0;
	return had && !has;
}

static struct str
probe_text(const struct check *c, const struct probe *w)
{
	if (w->header == NULL)
		return w->url;
	return arena_printf(c->arena, "%.*s with \"%.*s: %.*s\"",
	    STR_ARG(w->url), STR_ARG(w->header->name),
	    STR_ARG(w->header->value));
}

static void
judge_request(const struct check *c, const struct replies *now, size_t i,
    struct trouble *trouble)
{
	const struct probe *w = &c->probes.list.at[i];
	const struct reply *before = &c->before.requests[i];
	const struct reply *reply = &now->requests[i];
	const struct reply *expected[4];
	struct reply plain[2];
	bool lost = w->live && before->kind == ANSWER_PROXY &&
	    reply->kind == ANSWER_RESPOND;
	const char *more = "";

	if (!lost && reply_is_among(reply, expected,
	    expected_of(c, i, reply->uri, plain, expected)))
		return;
	if (reply->kind == ANSWER_PROXY && has_lost_pods(before, reply))
		more = ", behind which no pod is ready";
	else if (reply->kind == ANSWER_PROXY && w->live && !c->switched)
		more = ", though no step so far is to switch";
	add_trouble(trouble, arena_printf(c->arena, "GET %.*s %.*s%s",
	    STR_ARG(probe_text(c, w)),
	    STR_ARG(reply_text(c->arena, reply)), more),
	    arena_printf(c->arena, "in %s it %.*s",
	    phase_name(c->plan->from),
	    STR_ARG(reply_text(c->arena, before))));
	if (trouble->n == 1)
		trouble->anyhow = lost && reply_ends_like(reply,
		    &c->after.requests[i]);
}

/* A Service of the earlier phase, while it is there. */
static bool
is_asked(const struct check *c, size_t i)
{
	const struct difference *d = &c->plan->differences.all.at[i];

	return d->duty == DUTY_SERVICE && d->before != NULL;
}

static void
judge_service(const struct check *c, const struct replies *now, size_t i,
    struct trouble *trouble)
{
	const struct difference *d = &c->plan->differences.all.at[i];
	const struct pods *pods = &now->services[i];
	const struct pods *expected[] = { &c->before.services[i],
		&c->after.services[i] };
	struct str title = difference_title(c->arena, d);

	if (c->force.pieces.at[i].now == NULL ||
	    expected[0]->titles.n == 0 ||
	    (pods->titles.n > 0 &&
	    pods_are_among(pods, expected, c->switched ? 2 : 1)))
		return;
	if (pods->titles.n == 0)
		add_trouble(trouble, arena_printf(c->arena, "no pod is "
		    "ready behind %.*s, and connections to it fail",
		    STR_ARG(title)), arena_printf(c->arena,
		    "in %s pods of %.*s answer", phase_name(c->plan->from),
		    STR_ARG(pods_text(c->arena, expected[0]))));
	else
		add_trouble(trouble, arena_printf(c->arena,
		    "connections to %.*s reach pods of %.*s%s",
		    STR_ARG(title), STR_ARG(pods_text(c->arena, pods)),
		    c->switched ? "" : ", though no step so far is to "
		    "switch"), arena_printf(c->arena,
		    "in %s they reach pods of %.*s",
		    phase_name(c->plan->from),
		    STR_ARG(pods_text(c->arena, expected[0]))));
}

static void
count(const struct check *c, const struct replies *now,
    struct checked *checked)
{
	checked->requests = checked->services = checked->moved = 0;
	for (size_t i = 0; now->requests != NULL &&
	    i < c->probes.list.n; i++) {
		const struct reply *before = &c->before.requests[i];

		checked->requests++;
		checked->moved += !reply_is_among(&now->requests[i], &before,
		    1);
	}
	for (size_t i = 0; i < c->plan->differences.all.n; i++) {
		const struct pods *before = &c->before.services[i];

		if (!is_asked(c, i))
			continue;
		checked->services++;
		checked->moved += c->force.pieces.at[i].now != NULL &&
		    !pods_are_among(&now->services[i], &before, 1);
	}
}

static void
report(struct check *c, const struct trouble *t)
{
	const struct plan *plan = c->plan;
	struct checked *checked = &c->step->checked;
	struct diag *d;

	if (checked->safety == SAFETY_UNSAFE)
		return;
	checked->safety = SAFETY_UNSAFE;
	checked->text = t->text;
	d = diag_report(c->diags, RULE_PLAN_UNSAFE, c->step->where,
	    "after step %zu of release %.*s from %s to %s, \"%.*s\", %.*s",
	    c->number, STR_ARG(plan->release->metadata->name),
	    phase_name(plan->from), phase_name(plan->to),
	    STR_ARG(c->step->title), STR_ARG(t->text));
	if (t->note.len > 0)
		diag_note(c->diags, d, SPAN_NONE, "%.*s", STR_ARG(t->note));
	if (t->n > 1)
		diag_note(c->diags, d, SPAN_NONE, "and so for %zu other%s "
		    "that %s asked for", t->n - 1, t->n == 2 ? "" : "s",
		    t->n == 2 ? "was" : "were");
	if (t->anyhow)
		diag_note(c->diags, d, SPAN_NONE, "so it is in %s itself, "
		    "whatever the order of the steps", phase_name(plan->to));
	if (c->ages == AGES_LATER_OLDER)
		diag_note(c->diags, d, SPAN_NONE, "that is so when the "
		    "Ingresses are not of the age that their order suggests: "
		    "the controller takes older ones first");
}

/* The objects that are in force now. */
static void
look(struct check *c)
{
	struct arena scratch;
	struct replies now;
	struct check here = *c;
	struct trouble trouble = { .n = 0 };

	arena_init(&scratch);
	here.arena = &scratch;
	replies_find(&scratch, c->around, &c->force, &c->probes, &now);
	if (!now.loads)
		add_trouble(&trouble, arena_printf(&scratch, "nginx cannot "
		    "load the configuration, and no change goes live: %.*s",
		    STR_ARG(now.why)), STR(""));
	for (size_t i = 0; now.requests != NULL &&
	    i < c->probes.list.n; i++)
		judge_request(&here, &now, i, &trouble);
	for (size_t i = 0; i < c->plan->differences.all.n; i++)
		if (is_asked(c, i))
			judge_service(&here, &now, i, &trouble);
	count(&here, &now, &c->step->checked);
	trouble.text = arena_str(c->arena, trouble.text);
	trouble.note = arena_str(c->arena, trouble.note);
	arena_release(&scratch);
	if (trouble.n > 0)
		report(c, &trouble);
}

static bool
is_anybody_served(const struct check *c)
{
	for (size_t i = 0; i < c->probes.list.n; i++)
		if (c->probes.list.at[i].live &&
		    c->before.requests[i].kind != ANSWER_RESPOND)
			return true;
	return c->probes.list.n == 0;
}

/*
 * What makes less of the result. Whoever changes pods in place decides alone
 * which of them answer.
 */
static struct str
what_is_not_known(struct check *c)
{
	if (!is_anybody_served(c))
		return arena_printf(c->arena, "but no live request reaches a "
		    "Service in %s", phase_name(c->plan->from));
	if (c->probes.cut)
		return arena_printf(c->arena, "more than %d are not asked "
		    "for", LIMIT_PROBES);
	for (size_t i = 0; i < c->plan->differences.all.n; i++) {
		const struct difference *d =
		    &c->plan->differences.all.at[i];

		for (size_t k = 0; d->duty == DUTY_WORKLOAD &&
		    k < d->paths.n; k++)
			if (!str_is(d->paths.at[k], "spec.replicas"))
				return arena_printf(c->arena, "which version "
				    "of %.*s they reach is not known here",
				    STR_ARG(difference_title(c->arena, d)));
	}
	return STR("");
}

/* The command would say that there is no such object. */
static void
report_gone(struct check *c, const struct difference *d)
{
	struct trouble t = { .n = 0 };

	add_trouble(&t, arena_printf(c->arena, "there is no %.*s to %s",
	    STR_ARG(difference_title(c->arena, d)),
	    step_words[c->step->kind]), STR(""));
	report(c, &t);
}

static void
take_step(struct check *c)
{
	struct checked *checked = &c->step->checked;

	c->switched = c->switched || c->step->switches;
	for (size_t i = 0; i < c->step->objects.n; i++) {
		const struct difference *d = c->step->objects.at[i];

		if (!force_step(&c->force, c->step, d))
			report_gone(c, d);
		if (i + 1 < c->step->objects.n)
			look(c);
	}
	look(c);
	if (checked->safety == SAFETY_UNSAFE)
		return;
	checked->safety = SAFETY_SAFE;
	checked->text = what_is_not_known(c);
}

/* At the end everything must be as in the later phase. */
static void
check_end(struct check *c)
{
	for (size_t i = 0; i < c->force.pieces.n; i++) {
		const struct piece *p = &c->force.pieces.at[i];
		const struct difference *d = p->about;
		const char *how = "left as it was";

		if (p->now == d->after || (p->now != NULL &&
		    d->after != NULL && (d->fate == FATE_SAME ||
		    node_eq(p->now, d->after))))
			continue;
		if (p->now == NULL)
			how = "not made";
		else if (d->after == NULL)
			how = "not deleted";
		diag_report(c->diags, RULE_PLAN_UNSAFE,
		    c->step != NULL ? c->step->where :
		    node_span(c->plan->release->metadata->node),
		    "at the end of the plan of release %.*s from %s to %s, "
		    "%.*s is %s: the phase %s is not reached",
		    STR_ARG(c->plan->release->metadata->name),
		    phase_name(c->plan->from), phase_name(c->plan->to),
		    STR_ARG(difference_title(c->arena, d)), how,
		    phase_name(c->plan->to));
	}
}

static void
skip_all(struct plan *plan, struct str why)
{
	for (size_t i = 0; i < plan->steps.n; i++)
		plan->steps.at[i]->checked = (struct checked){
			.safety = SAFETY_UNCHECKED, .text = why
		};
}

/* Then no change of an Ingress goes live, and nothing can be asked. */
static void
report_reload(struct check *c, const char *phase, struct str why)
{
	const struct release *release = c->plan->release;
	struct diag *d;

	skip_all(c->plan, arena_printf(c->arena, "nginx cannot load the "
	    "configuration of %s", phase));
	d = diag_report(c->diags, RULE_PLAN_UNSAFE,
	    node_span(release->metadata->node), "in %s nginx cannot load the "
	    "configuration, and no change of an Ingress goes live", phase);
	diag_note(c->diags, d, SPAN_NONE, "%.*s", STR_ARG(why));
}

static bool
find_phases(struct check *c)
{
	struct force force;

	force_init(c->arena, &c->plan->differences, c->ages, &force);
	replies_find(c->arena, c->around, &force, &c->probes, &c->before);
	force_finish(&force);
	replies_find(c->arena, c->around, &force, &c->probes, &c->after);
	force_init(c->arena, &c->plan->differences, c->ages, &c->force);
	return c->before.loads && c->after.loads;
}

static void
take_all_steps(struct check *c)
{
	const struct plan *plan = c->plan;

	c->switched = false;
	c->step = NULL;
	if (!find_phases(c)) {
		report_reload(c, phase_name(c->before.loads ? plan->to :
		    plan->from), c->before.loads ? c->after.why :
		    c->before.why);
		return;
	}
	for (size_t i = 0; i < plan->steps.n; i++) {
		c->step = plan->steps.at[i];
		c->number = i + 1;
		take_step(c);
	}
	if (c->ages == AGES_LATER_YOUNGER)
		check_end(c);
}

/*
 * Its ReplicaSets get a number each time, and the one before goes on: that
 * is not to be seen in manifests.
 */
static bool
is_of_spinnaker(const struct plan *plan)
{
	for (size_t i = 0; i < plan->differences.all.n; i++) {
		const struct difference *d = &plan->differences.all.at[i];
		const struct node *annotations = node_at(d->after != NULL ?
		    d->after : d->before, "metadata.annotations");

		if (str_is(node_text(node_get(annotations,
		    STR("strategy.spinnaker.io/versioned"))), "true"))
			return true;
	}
	return false;
}

/* Ingresses that are there, and Services of either phase. */
static void
survey(const struct plan *plan, size_t *ingresses, size_t *services)
{
	*ingresses = *services = 0;
	for (size_t i = 0; i < plan->differences.all.n; i++) {
		const struct difference *d = &plan->differences.all.at[i];

		*ingresses += str_is(d->kind, "Ingress") && d->before != NULL;
		*services += str_is(d->kind, "Service");
	}
}

void
safety_check(struct arena *arena, struct diags *diags,
    const struct surroundings *around, struct plan *plan)
{
	struct controller controller = *around->controller;
	struct surroundings set = { around->cluster, &controller };
	struct check c = { .arena = arena, .diags = diags, .around = &set,
		.plan = plan };
	size_t ingresses, services;

	if (is_of_spinnaker(plan)) {
		skip_all(plan, STR("which pods serve is up to the stages of "
		    "Spinnaker"));
		return;
	}
	survey(plan, &ingresses, &services);
	/* without any Service given, that they exist is taken for granted */
	controller.assume_references = around->cluster->services.n +
	    services == 0;
	if (plan->release->strategy->ingress && ingresses > 0)
		probes_find(arena, plan, &c.probes);
	else if (services == 0) {
		skip_all(plan, STR("neither an Ingress of ingress-nginx nor a "
		    "Service of Kubernetes says who gets requests"));
		return;
	}
	take_all_steps(&c);
	c.ages = AGES_LATER_OLDER;
	if (ingresses > 1)
		take_all_steps(&c);
}
