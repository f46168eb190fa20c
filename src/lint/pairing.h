/*
 * pairing: whether canaries find what they are to go with, and nothing else.
 */
#ifndef LINT_PAIRING_H
#define LINT_PAIRING_H

#include "lint/wish.h"

void pairing_check(struct lint *, const struct wishes *);

/* Annotations of a canary that its primary has otherwise. */
void pairing_check_annotations(struct lint *, const struct wishes *,
    const struct suitor *);

#endif
