/*
 * draft: a release while it is being put together, for the files of this
 * folder. What is in it stands in manifests that were read.
 */
#ifndef ADOPT_DRAFT_H
#define ADOPT_DRAFT_H

#include "adopt/adopt.h"
#include "k8s/tree.h"
#include "model/entrant.h"
#include "spec/spec.h"

/* A comment over the value at a path of the spec; empty: on top. */
struct remark {
	struct str at;		/* "spec.green" */
	struct str text;
};

struct draft_path {
	struct str path;	/* as a route has it */
	bool exact;
	struct backend backend;
	const struct path *from;
};

struct pair {
	struct str key, value;
};
typedef VEC(struct pair) pairs;

struct draft;

/* Hosts of one Ingress that have the same paths. */
struct bundle {
	const struct entrant *entrant;
	enum bundle_kind {
		BUNDLE_LIVE,	/* may be a preview on a host of its own */
		BUNDLE_CUT,	/* a preview under a path */
		BUNDLE_CANARY
	} kind;
	VEC(struct str) hosts;
	VEC(struct draft_path) paths;
	struct str under;	/* of BUNDLE_CUT: "/green" */
	pairs labels;		/* of its Ingress, those that are good */
	VEC(struct remark) remarks;	/* the first: on all its Ingress */
	bool only;		/* its Ingress has no other one */
	struct draft *draft;	/* that it was meant for, or NULL */
};

struct draft_route {
	const struct draft_path *blue;
	/* NULL: there is no green, or it is green_service of blue */
	const struct draft_path *green;
	struct str green_service;
};

struct draft {
	const struct bundle *live;
	struct bundle *preview;			/* or NULL */
	struct str name, ns;
	VEC(struct draft_route) routes;		/* of live, in order */
	enum preview_kind kind;
	bool rough;	/* who sees the preview is not said in full */
	bool canary;	/* strategy canary, which has several conditions */
	struct str title;		/* the first comment */
	VEC(struct remark) remarks;

	/* The spec as text and as read from that. */
	struct str text;
	const struct node *root;
	const struct release *release;	/* NULL: it is given up */
};

struct drafts {
	struct adopt *adopt;
	struct controller controller;
	struct entrants entrants;	/* of what was read */
	VEC(struct bundle *) bundles;
	VEC(struct draft *) list;
	VEC(struct draft *) switched;	/* of strategy service-selector */
	struct map switches;		/* their Services, by draft_key() */
	/* Paths that are reported not to be in any release. */
	VEC(const struct path *) left;
	VEC(struct remark) pending;	/* on the Ingress being read */
	struct trees trees;
	struct strategies strategies;
};

/*
 * Reports that something is not in a spec, and says so in the comments of
 * the draft; without one, it is pending.
 */
void draft_leave(struct drafts *, struct draft *, struct span,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same of something that is, and does something else. */
void draft_differs(struct drafts *, struct draft *, struct span,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* A comment; `at` must outlive the draft. */
void draft_remark(struct drafts *, struct draft *, const char *at,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

struct str draft_key(const struct drafts *, struct str ns, struct str name);
/* Reads the text as a release; what is wrong with it goes to `quiet`. */
void draft_load(struct drafts *, struct draft *, struct diags *quiet);
/* Its class, however it says it; empty when it says none. */
struct str draft_class(const struct ingress *);
/* Not one without a class that has annotations of another controller. */
bool bundle_is_meant(const struct cluster *, const struct ingress *);

/* The stages, in this order. */
void bundles_read(struct drafts *);	/* from Ingresses */
void drafts_begin(struct drafts *);	/* a draft for each that is live */
void drafts_pair(struct drafts *);	/* and what previews it */
void drafts_switch(struct drafts *);	/* Services with two Deployments */
void drafts_colour(struct drafts *);	/* and what else may be green */
void drafts_write(struct drafts *);	/* text, and the release it is */
void drafts_compare(struct drafts *);

#endif
