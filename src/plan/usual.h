/*
 * usual: the steps of a strategy that has no plan.yaml.
 */
#ifndef PLAN_USUAL_H
#define PLAN_USUAL_H

#include "plan/plan.h"

/*
 * From the differences alone: make what is new, wait for it, let requests
 * in, change what differs, delete what is gone. Commands are not filled in.
 */
void usual_steps(struct arena *, struct plan *);

#endif
