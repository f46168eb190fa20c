/*
 * proof: requests that show a finding about a target, and whether a change
 * would mend it.
 */
#ifndef LINT_PROOF_H
#define LINT_PROOF_H

#include "lint/use.h"

enum { PROOF_PIECES = 40 };	/* of one target that are looked at */

/* A path and the request that shows what is wrong with it. */
struct proof {
	struct subject_path *path;
	struct example example;
};
struct proofs {
	VEC(struct proof) list;
};

/* Names the path and the request: `only` this, or one of several. */
void proof_note(struct lint *, struct diag *, const struct use *,
    const struct proof *, bool only);
void proofs_note(struct lint *, struct diag *, const struct use *,
    const struct proofs *);

/*
 * The expression that the path is rewritten by, if it is known and no
 * finding has its fault; or NULL.
 */
const struct rx *proof_rx(struct lint *, const struct use *,
    const struct subject_path *);

/*
 * With that path and that target instead, a request to the path gets to the
 * service with a slash at its start, and one to what is below it with its
 * rest whole and one slash before it.
 */
bool proof_arrives(struct lint *, const struct subject_path *,
    struct str path, struct str target);
/* The same for every path that is rewritten. */
bool proof_mends(struct lint *, const struct use *, struct str target);

#endif
