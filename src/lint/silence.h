/*
 * silence: comments and annotations that say what is to be allowed.
 *
 *	# greenlight: allow RULE[,RULE] reason
 *	greenlight.dev/allow: "RULE[,RULE]: reason"
 */
#ifndef LINT_SILENCE_H
#define LINT_SILENCE_H

#include "lint/lint.h"

/* Reads the comments of a part of a file that begins where a document does. */
void silence_comments(struct diags *, const struct sources *,
    struct span part);

/*
 * Reads the annotation of an object while its tree is there; or that which a
 * release gives to all of its objects, as being about one place of several.
 */
void silence_object(struct diags *, const struct sources *,
    const struct object *);
void silence_release(struct diags *, const struct sources *,
    const struct node *root, struct span about);

/*
 * Reports what allows nothing (allow-unused), when all findings are known.
 * Unless the manifests are `complete`, nothing is said about rules that need
 * more than one object.
 */
void silence_check(struct lint *, bool complete);

#endif
