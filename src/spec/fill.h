/*
 * fill: the structs of a release from its tree, through libcyaml.
 */
#ifndef SPEC_FILL_H
#define SPEC_FILL_H

#include "spec/spec.h"

/*
 * `root` is normal (spec/normal.h) and of its shape. NULL when libcyaml
 * refuses it nevertheless, which is reported.
 */
struct release *fill_release(struct arena *, struct diags *,
    const struct node *root);

#endif
