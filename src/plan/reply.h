/*
 * reply: what becomes of the probes while certain objects are in force.
 */
#ifndef PLAN_REPLY_H
#define PLAN_REPLY_H

#include "model/answer.h"
#include "plan/force.h"
#include "plan/safety.h"
#include "plan/probe.h"

/* The workloads that have pods behind a Service which can answer. */
struct pods {
	VEC(struct str) titles;
};

struct serving {
	struct str service;	/* "namespace/name" */
	struct pods pods;
};

/* A probe that is no URL has the status 400. */
struct reply {
	enum answer_kind kind;
	unsigned status;
	struct str location, uri, reason;
	struct serving shares[2];
	size_t nshares;
};

struct replies {
	bool loads;
	struct str why;		/* it does not */
	struct reply *requests;	/* by probe; NULL when it does not load */
	struct pods *services;	/* by difference; of Services that are there */
};

void replies_find(struct arena *, const struct surroundings *,
    const struct force *, const struct probes *, struct replies *);

/* "goes to Service shop/web as \"/\"", "is answered 503: why". */
struct str reply_text(struct arena *, const struct reply *);
struct str pods_text(struct arena *, const struct pods *);

/* Both are the same redirect, or the same answer of no Service. */
bool reply_ends_like(const struct reply *, const struct reply *);
/*
 * Whether the reply is one of those expected, or goes to Services that some
 * of them go to: some of their pods, and not to none.
 */
bool reply_is_among(const struct reply *, const struct reply *const *expected,
    size_t n);
bool pods_are_among(const struct pods *, const struct pods *const *expected,
    size_t n);

#endif
