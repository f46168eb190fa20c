/*
 * planning: plans, for people and for programs.
 */
#ifndef CLI_PLANNING_H
#define CLI_PLANNING_H

#include "base/buf.h"
#include "plan/plan.h"

/* One JSON object on a line: greenlight(1), FORMATS. */
void planning_json(struct buf *, const char *file, const struct plan *);
void planning_text(struct arena *, struct buf *, const struct plan *);

#endif
