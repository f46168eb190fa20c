/*
 * spoken: where findings are, for rules that are silent about what another
 * one has told.
 */
#ifndef LINT_SPOKEN_H
#define LINT_SPOKEN_H

#include "lint/lint.h"

/* Places in order; each ends where the furthest one before it does. */
struct spoken {
	struct span *at;
	size_t n;
};

/* Of the findings so far of this vicinity: those of the chosen rules. */
void spoken_collect(struct spoken *, const struct lint *,
    bool (*is_chosen)(enum rule_id));

/* One of them shares a byte with the place. */
bool spoken_about(const struct spoken *, struct span where);

#endif
