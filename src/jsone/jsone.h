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
 * One evaluator serves all documents of a template. They share its budget
 * (LIMIT_TEMPLATE_*), so a template of many documents cannot take more than
 * one of a single document.
 */
struct jsone {
	struct arena *arena;
	struct diags *diags;
	const struct sources *sources;
	const struct node *context;
	size_t steps, bytes;	/* left of the budget */
	bool spent;		/* the budget is gone, and reported */
	struct span at;		/* the template node being evaluated */
};

void jsone_init(struct jsone *, struct arena *, struct diags *,
    const struct sources *, const struct node *context);

/*
 * Evaluates one document. False when it failed; then template-invalid has
 * been reported at the place in the template. Once the budget is gone every
 * further call fails, without another report. `*result` is set to NULL when
 * the document evaluates to nothing (as "$if" without "else" does).
 *
 * A node of the result has the place of the context value it is, or was
 * made from when that was one value ("${name}-preview"); otherwise that of
 * the template node that made it.
 */
bool jsone_eval(struct jsone *, const struct node *tmpl,
    const struct node **result);

#endif
