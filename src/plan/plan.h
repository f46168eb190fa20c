/*
 * plan: the steps that lead a release from one phase to another, in the
 * order in which they are to be taken.
 *
 * plan.yaml of the strategy makes them (greenlight-template(5), PLANS); where
 * it has none, they follow from what differs between the objects.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "plan/difference.h"
#include "render/render.h"

enum step_kind { STEP_APPLY, STEP_DELETE, STEP_PATCH, STEP_WAIT, STEP_RUN,
	STEP_LOOK };
/* "apply", "delete", …: by enum step_kind; ends NULL. */
extern const char *const step_words[];

enum safety { SAFETY_UNCHECKED, SAFETY_SAFE, SAFETY_UNSAFE };

/* What became of the requests that were asked for after a step. */
struct checked {
	enum safety safety;
	size_t requests, services;
	size_t moved;	/* of them: answered as they never are in `from` */
	struct str text;	/* UNSAFE: the first that failed; else a note */
};

/* Commands, each a line for a shell. */
struct lines {
	struct str *at;
	size_t n, room;
};

struct step {
	enum step_kind kind;
	struct span where;	/* in plan.yaml */
	struct str title, why, meanwhile, back;	/* may be empty */
	VEC(const struct difference *) objects;
	const struct node *patch;	/* of PATCH: a merge patch */
	struct lines commands;
	struct lines undo;	/* take the step back, and nothing else */
	/* Live requests may be answered as in `to` from here on. */
	bool switches;
	struct checked checked;
};

struct plan {
	const struct release *release;
	enum phase from, to;
	struct differences differences;
	struct lines prepare;	/* the commands before all steps */
	VEC(struct step *) steps;
};

/*
 * Fills the steps of a plan of which all else is set. False when plan.yaml
 * could not be used, which has been reported.
 */
bool plan_make(struct strategies *, struct plan *);

/* "Ingress default/shop" */
struct str difference_title(struct arena *, const struct difference *);

#endif
