/*
 * strategies: the folders of templates, built in or the user's own. A
 * strategy is a folder with a strategy.yaml; what else is in it is read by
 * name when somebody asks for it.
 */
#ifndef STRATEGY_STRATEGIES_H
#define STRATEGY_STRATEGIES_H

#include "strategy/strategy.h"
#include "yaml/stream.h"

/* A file of a strategy; each is read once. */
struct strategy_file {
	struct str name;	/* "ingress/cutover.yaml" */
	struct stream stream;
	bool failed;
};

struct strategies {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	const char *dir;	/* of --templates, or NULL */
	VEC(struct strategy_file *) files;
	VEC(struct strategy *) read;
};

void strategies_init(struct strategies *, struct arena *, struct diags *,
    struct sources *, const char *dir);

/*
 * Reads the descriptions of all strategies. After that a copy with another
 * arena and diags may look them up while others do: nothing is read any more.
 */
void strategies_load(struct strategies *);

/*
 * The strategy of that name. NULL when there is none or its strategy.yaml is
 * not valid, which has been reported: the former at `asked`.
 */
const struct strategy *strategies_get(struct strategies *, struct str name,
    struct span asked);

/*
 * A file of a strategy: DIR/<strategy>/<file>, else the built-in one.
 * *stream is NULL when there is none. False when it could not be read; that
 * has been reported.
 */
bool strategies_file(struct strategies *, struct str strategy,
    const char *file, struct span asked, const struct stream **stream);

/* The names of all strategies, sorted. */
struct strategy_names {
	struct str *at;
	size_t n;
};
struct strategy_names strategies_names(struct strategies *);

#endif
