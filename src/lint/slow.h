/*
 * slow: the expressions of a run that PCRE takes very many steps to match,
 * measured before anything is said of them. In order, so that it is always
 * the same ones when there are too many to measure all.
 */
#ifndef LINT_SLOW_H
#define LINT_SLOW_H

#include "k8s/cluster.h"
#include "rx/cost.h"

struct slow_entry {
	struct cost cost;
	struct str simpler;	/* the same path without the fault, or empty */
};

struct slow {
	struct map by_text[COST_KINDS];
};

const struct slow *slow_measure(struct arena *, const struct cluster *);

/*
 * By the text of the path, of the alias without its "~", or of the header;
 * NULL when it is not slow.
 */
const struct slow_entry *slow_get(const struct slow *, enum cost_text,
    struct str text);

#endif
