/*
 * eval: a template node in a scope gives a value. The functions here are
 * shared by the parts of the evaluator; jsone.h is what others use.
 */
#ifndef JSONE_EVAL_H
#define JSONE_EVAL_H

#include "jsone/jsone.h"
#include "jsone/scope.h"

/* Reports what is wrong with the template; gives the diagnostic. */
#define eval_fail(j, where, ...) \
	diag_report((j)->diags, RULE_TEMPLATE_INVALID, (where), __VA_ARGS__)

enum { BYTES_PER_STEP = 64 };	/* looked through in the time of a step */

/* Takes from the budget; false when it is gone, which has been reported. */
bool eval_spend(struct jsone *, size_t steps, size_t bytes);

/*
 * `*out` is NULL when the node evaluates to nothing. False when it failed,
 * which has been reported.
 */
bool eval_template(struct jsone *, const struct scope *,
    const struct node *tmpl, const struct node **out);

/*
 * The whole of a string as one expression, as in "$eval"; NULL when it
 * failed. `what` names the place it stands at should it be no string.
 */
const struct node *eval_expr(struct jsone *, const struct scope *,
    const struct node *text, const char *what);

/* The known name nearest to an unknown one, for "did you mean". */
struct near {
	struct str word;
	struct str best;	/* empty: none is near */
	unsigned distance;
};

void near_init(struct near *, struct str word);
void near_try(struct near *, struct str known);
void near_try_keys(struct near *, const struct entry *, size_t n);
/* Adds the fix, in that place, when there is one. */
void near_say(struct jsone *, const struct near *, struct span where,
    struct diag *);

#endif
