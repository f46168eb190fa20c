/*
 * use: a target as an annotation has it, and what becomes of requests by it.
 */
#ifndef LINT_USE_H
#define LINT_USE_H

#include "lint/subject.h"

/* A request, and what the target makes of it. */
struct example {
	struct str uri;		/* decoded */
	struct str request;	/* as in a request line */
	struct str result;	/* the target; for a path as it is sent on */
};

/* A target as one annotation of the Ingress has it. */
struct use {
	const struct subject *subject;
	const struct node *node;
	const char *name;		/* of the annotation */
	struct target target;
	bool header;	/* it goes into a header; the rewrite is another's */
	unsigned told;	/* bits by number: a finding has that capture */
};

/* The rewrite-target. */
struct use use_read(struct lint *, const struct subject *);

/* The path is rewritten, so the target is in use (semantics 4.1). */
bool use_applies(const struct use *, const struct subject_path *);
/*
 * The group of the path that a piece of a target refers to; 0 for another
 * piece and where the path has no such group.
 */
uint32_t use_group(const struct piece *, const struct rx *);
/* 'GET /app -> "/"', with words for the arrow where nothing goes there. */
struct str use_outcome(struct arena *, const struct use *,
    const struct example *);
/* The place of bytes of the target. */
struct span use_place(const struct lint *, const struct use *, size_t from,
    size_t to);

/*
 * "GET /app/cart reaches the service as "/cart"", or as much as is known.
 */
struct str use_say(struct lint *, const struct use *,
    const struct subject_path *, struct str uri);

/*
 * What becomes of a request to the path. False when it does not go there,
 * or the result is not known; `e` then has the request all the same.
 */
bool use_request(struct lint *, const struct use *,
    const struct subject_path *, struct str uri, struct example *e);
/* The same for a request of that fill; false also when none was found. */
bool use_example(struct lint *, const struct use *,
    const struct subject_path *, enum example_fill, struct example *);
/*
 * Requests that differ only in what is below the path arrive as one: `e`.
 */
bool use_loses_rest(struct lint *, const struct use *,
    const struct subject_path *, struct example *e);

#endif
