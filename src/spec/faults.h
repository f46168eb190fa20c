/*
 * faults: what is wrong with a release besides its shape.
 *
 * The checks read a normal tree (spec/normal.h) that need not be of its
 * shape: where shape_check has spoken, they find nothing and are silent.
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
	const struct node *root, *spec;
	struct faults_route *routes;
	size_t nroutes;
	bool ingress;		/* strategy `ingress`, whose ways we know */
	bool has_green;		/* anywhere */
	bool failed;
};

/* Reports a finding; what is no error by configuration fails nothing. */
struct diag *faults_report(struct faults *, enum rule_id, struct span,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* True for a name that the map has not been asked for before. */
bool faults_first(struct faults *, struct map *, struct str name);
/* `path` is all of segments that nginx can find in a request. */
bool faults_path(struct faults *, const struct node *path);

void faults_routes(struct faults *);
void faults_preview(struct faults *);

#endif
