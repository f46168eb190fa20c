/*
 * faults: what is wrong with a release besides its shape.
 *
 * The checks read a normal tree (spec/normal.h) that need not be of its
 * shape: where shape_check has spoken, they find nothing and are silent. So
 * do those that depend on a strategy, when it is not known.
 */
#ifndef SPEC_FAULTS_H
#define SPEC_FAULTS_H

#include "base/map.h"
#include "diag/diag.h"
#include "spec/schema.h"
#include "spec/spec.h"
#include "yaml/node.h"

/*
 * Reports everything that is wrong. True when nothing was reported that
 * keeps the release from being used.
 */
bool faults_check(struct arena *, struct diags *, const struct sources *,
    const struct strategy *, const struct node *written,
    const struct node *root);

/* For faults*.c alone: */

/* A Service and port; the texts are empty where they are not known. */
struct faults_target {
	const struct node *node;
	struct str name, port;
	/* how the controller calls the two (util.go upstreamName()) */
	struct str upstream;
};

struct faults_route {
	const struct node *node, *path;
	struct str text;		/* of the path; empty: not known */
	bool exact, typed;		/* typed: pathType is one */
	struct faults_target of[2];	/* by enum colour */
};

struct faults {
	struct arena *arena;
	struct diags *diags;
	const struct sources *sources;
	const struct strategy *strategy;	/* NULL: not known */
	const struct node *root, *spec;
	const struct node *written;	/* the spec without defaults */
	struct faults_route *routes;
	size_t nroutes;
	bool ingress;		/* the strategy makes Ingresses */
	bool has_green;		/* anywhere */
	bool failed;
};

/* "shop-v1-22-0" of "shop" and "v1.22.0". */
struct str faults_name(struct arena *, struct str release,
    struct str version);
/* Reports a finding; what is no error by configuration fails nothing. */
struct diag *faults_report(struct faults *, enum rule_id, struct span,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* True for a name that the map has not been asked for before. */
bool faults_first(struct faults *, struct map *, struct str name);
/* `path` is all of segments that nginx can find in a request. */
bool faults_path(struct faults *, const struct node *path);

/* What the strategy makes of a part of the spec. */
enum part_use faults_use(const struct faults *, enum spec_part);

void faults_strategy(struct faults *);
void faults_routes(struct faults *);
void faults_preview(struct faults *);

#endif
