/*
 * jsone: JSON-e templates over node trees. Knows nothing of releases.
 *
 * A template is a tree; evaluating it in a context (a mapping of names to
 * values) gives a tree. What is supported behaves as the JSON-e language
 * reference says; anything else that begins with '$' is an error.
 */
#ifndef JSONE_JSONE_H
#define JSONE_JSONE_H

#include "diag/diag.h"
#include "yaml/node.h"

/*
 * Evaluates `tmpl` with `context`. NULL when it failed; then template-invalid
 * has been reported at the place in the template. `*result` is set to NULL
 * when the template evaluates to nothing (as "$if" without "else" does).
 * Nodes of the result have the place of the context value they came from,
 * else that of the template node that made them.
 */
bool jsone_eval(struct arena *, struct diags *, const struct sources *,
    const struct node *tmpl, const struct node *context,
    const struct node **result);

#endif
