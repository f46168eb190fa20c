/*
 * capture: whether the captures of a target are groups of the paths.
 */
#ifndef LINT_CAPTURE_H
#define LINT_CAPTURE_H

#include "lint/use.h"

/*
 * capture-index-too-large, capture-group-missing and capture-groups-differ.
 * Of these one speaks about a reference.
 */
void capture_check(struct lint *, struct use *);

#endif
