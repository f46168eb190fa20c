#include "plan/usual.h"

/* A step, and which objects it is about: of one fate, and these duties. */
struct usual {
	enum step_kind kind;
	enum fate fate;
	bool duties[DUTY_COUNT];
	bool switches;		/* unless green only comes to be looked at */
	bool backwards;		/* what requests meet first goes first */
	const char *title, *why;
};

#define BEHIND { [DUTY_OTHER] = true, [DUTY_WORKLOAD] = true, \
	[DUTY_SERVICE] = true }
#define WORKLOADS { [DUTY_WORKLOAD] = true }
#define ROUTES { [DUTY_ROUTE] = true }
#define EVERYTHING { true, true, true, true }

static const struct usual usual[] = {
	{ STEP_APPLY, FATE_MADE, BEHIND, false, false,
	    "Make what is new", "no request is sent to it yet" },
	{ STEP_WAIT, FATE_MADE, WORKLOADS, false, false,
	    "Wait for the new pods",
	    "a pod that is not ready answers nobody" },
	{ STEP_APPLY, FATE_MADE, ROUTES, false, false,
	    "Let requests in to what is new",
	    "what answers them is ready by now" },
	{ STEP_APPLY, FATE_CHANGED, EVERYTHING, true, false,
	    "Change what differs", "what is new is ready by now" },
	{ STEP_WAIT, FATE_CHANGED, WORKLOADS, false, false,
	    "Wait for the pods that changed",
	    "until then, pods of before answer too" },
	{ STEP_DELETE, FATE_DELETED, EVERYTHING, false, true,
	    "Delete what is no longer there", "nothing refers to it any more" },
};

static void
add_objects(struct arena *arena, struct step *s, const struct plan *plan,
    const struct usual *u, enum duty duty)
{
	for (size_t i = 0; i < plan->differences.all.n; i++) {
		const struct difference *d = &plan->differences.all.at[i];

		if (u->duties[duty] && d->duty == duty && d->fate == u->fate)
			*vec_add(arena, &s->objects) = d;
	}
}

void
usual_steps(struct arena *arena, struct plan *plan)
{
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++) {
		const struct usual *u = &usual[i];
		struct step *s = arena_new(arena, struct step);

		*s = (struct step){
			.kind = u->kind, .title = str_from(u->title),
			.why = str_from(u->why),
			.switches = u->switches &&
			    (plan->to != PHASE_GREEN_PREVIEW ||
			    plan->from == PHASE_CUTOVER),
			.where = node_span(plan->release->metadata->node)
		};
		for (int duty = 0; duty < DUTY_COUNT; duty++)
			add_objects(arena, s, plan, u, (enum duty)(
			    u->backwards ? DUTY_COUNT - 1 - duty : duty));
		if (s->objects.n > 0)
			*vec_add(arena, &plan->steps) = s;
	}
}
