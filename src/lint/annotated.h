/*
 * annotated: an Ingress that the controller takes in, as the checks of
 * annotations see it.
 */
#ifndef LINT_ANNOTATED_H
#define LINT_ANNOTATED_H

#include "lint/lint.h"

/* A finding that speaks for several annotations of the Ingress. */
struct common_cause {
	struct str cause;
	struct diag *diag;
};

struct annotated {
	struct lint *lint;
	const struct ingress *ingress;
	const struct controller *controller;
	const struct extract *extract;
	bool canary;
	VEC(struct common_cause) told;
	size_t nunknown;	/* annotations that there are none such */
};

/*
 * The finding about this cause that there is already, with a note about
 * `key` added to it; else NULL, and the caller reports one and tells.
 */
bool annotated_joins(struct annotated *, struct str cause,
    const struct node *key);
void annotated_tell(struct annotated *, struct str cause, struct diag *);

/* snippet-refused and annotation-risk */
void risk_check(struct annotated *);
/* They speak of this one, so that nothing else is to be said. */
bool risk_is_told(const struct controller *, struct str key);

/* annotation-prefix, for a key without the controller's prefix. */
void prefix_check(struct annotated *, const struct entry *);
/* It is a key of this controller, but for its prefix; `*name`: the rest. */
bool prefix_is_slip(const struct controller *, struct str key,
    struct str *name);

/*
 * annotation-invalid, annotation-fails-open and annotation-no-effect, for
 * an annotation of the controller.
 */
void value_check(struct annotated *, const struct entry *,
    enum annotation_id);

/*
 * What a value that is not accepted was meant to be; empty when that cannot
 * be told. `*safe`: it cannot have meant anything else.
 */
struct str value_mended(struct arena *, enum annotation_id, struct str value,
    bool *safe);

#endif
