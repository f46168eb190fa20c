/*
 * safety: whether requests are answered between the steps of a plan.
 *
 * After every object of every step the model is asked what the probes
 * get, and behind every Service the pods are looked for that are ready.
 * Nobody may get anything but what the earlier phase gives, or, from the
 * step on that switches, the later one; a preview may be either at any time.
 */
#ifndef PLAN_SAFETY_H
#define PLAN_SAFETY_H

#include "model/controller.h"
#include "plan/plan.h"

/* What there is besides the release. */
struct surroundings {
	/* Its objects are moved to another cluster for each state. */
	struct cluster *cluster;
	const struct controller *controller;
};

/* Fills `checked` of all steps; what is not safe is plan-unsafe. */
void safety_check(struct arena *, struct diags *, const struct surroundings *,
    struct plan *);

#endif
