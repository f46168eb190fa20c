/*
 * reference: a backend of an Ingress on its way to its Service and port.
 */
#ifndef LINT_REFERENCE_H
#define LINT_REFERENCE_H

#include "lint/lint.h"

/* One backend, and the way requests come to it. */
struct reference {
	const struct ingress *ingress;
	const struct host_rule *rule;	/* NULL: the default backend */
	const struct path *path;
	const struct backend *backend;
};

/* What is wrong once, however many paths of one Ingress show it. */
struct cause {
	struct diag *diag;	/* NULL: told together with others */
	size_t places;		/* that its finding names besides its own */
	/* What its fix writes, the same in all places; empty: it has none. */
	struct str mended;
	bool number;		/* for the port, as a number */
	bool name;		/* for the port, as a name */
};
enum { CAUSE_PLACES = 8 };

/* The references of one Ingress. */
struct references {
	struct lint *lint;
	struct map causes;	/* struct cause by a text that tells it */
};

/*
 * A new cause, or NULL when it is known; then its finding gets a note for
 * this further place.
 */
struct cause *reference_cause(struct references *, const struct reference *,
    struct str text);

/* Adds the request that shows it: "GET http://host/path -> 503". */
void reference_note_request(struct references *, struct diag *,
    const struct reference *, const char *status);

/*
 * Checks the port, in check_port.c. `first` is the first Service of that
 * name; folders hold variants of one object, so a port is there when any of
 * them has it.
 */
void reference_check_port(struct references *, const struct reference *,
    const struct object *first);

#endif
