/*
 * difference: what becomes of each object between two sets of them.
 */
#ifndef PLAN_DIFFERENCE_H
#define PLAN_DIFFERENCE_H

#include "yaml/node.h"
#include "yaml/stream.h"

enum fate { FATE_SAME, FATE_MADE, FATE_CHANGED, FATE_DELETED, FATE_COUNT };
/* What a kind is for, whatever system it is of; in the order they are made. */
enum duty { DUTY_OTHER, DUTY_WORKLOAD, DUTY_SERVICE, DUTY_ROUTE, DUTY_COUNT };

struct difference {
	enum fate fate;
	enum duty duty;
	struct str api_version, kind, ns, name;
	const struct node *before, *after;	/* NULL where there is none */
	/* The files that hold them, as they are written; empty for none. */
	struct str was, file;
	/* Of CHANGED: "spec.ports[0].port", in the order of the text. */
	VEC(struct str) paths;
};

/* Those of the later set in its order, then those that are gone. */
struct differences {
	VEC(struct difference) all;
};

/* A set of objects, and the name of a file for each. */
struct object_set {
	const struct stream *objects;
	const struct str *files;
};

/*
 * The same object is one of the same API group, kind, namespace and name;
 * without a namespace it is in that one.
 */
void differences_find(struct arena *, const struct object_set *before,
    const struct object_set *after, struct str ns, struct differences *);

#endif
