/*
 * writing: a draft on its way to a spec, for the files that write it.
 */
#ifndef ADOPT_WRITING_H
#define ADOPT_WRITING_H

#include "adopt/carry.h"
#include "adopt/pods.h"

struct writing {
	struct drafts *drafts;
	struct arena *arena;
	struct draft *draft;
	struct carried carried;
	struct map *names;		/* of objects of releases */
	const struct draft_route *main;	/* blue and green are its Services */
	struct pods pods[2];		/* of blue and green */
	bool has_pods;			/* to be written */
};

/* The route of "/", or the first. */
const struct draft_route *writing_main(const struct draft *);

/* A Service and its port; the name is empty where there is none. */
struct port {
	struct str name;
	const struct node *port;
};
struct port writing_blue(const struct draft_route *);
struct port writing_green(const struct draft_route *);

/* The whole tree, and the lists in it; NULL for an empty one. */
const struct node *writing_release(const struct writing *);
const struct node *writing_references(const struct writing *);
const struct node *writing_list(const struct writing *, const struct str *,
    size_t n);

#endif
