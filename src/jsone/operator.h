/*
 * operator: mappings with a key like "$if", which stand for what they
 * evaluate to.
 */
#ifndef JSONE_OPERATOR_H
#define JSONE_OPERATOR_H

#include "jsone/eval.h"

enum { OPERATOR_ARGS = 2, OPERATOR_VARS = 3 };

/* One occurrence of an operator in a template. */
struct operation {
	struct jsone *j;
	const struct scope *scope;
	const struct node *tmpl;
	const struct entry *self;	/* the key "$name" and its value */
	/* The other keys, in the order of the table; NULL: not there. */
	const struct entry *args[OPERATOR_ARGS];
	/* The variables that each(...) or by(...) names. */
	const struct node *vars[OPERATOR_VARS];
	size_t nvars;
};

/* `*out` is NULL for nothing; false when it failed, which is reported. */
typedef bool operator_run(const struct operation *, const struct node **out);

/*
 * The entry that makes a mapping an operator; `*found` is NULL if there is
 * none. False, with a report, when there are two, or an unknown one.
 */
bool operator_find(struct jsone *, const struct node *map,
    const struct entry **found);
bool operator_eval(struct jsone *, const struct scope *,
    const struct node *tmpl, const struct entry *self,
    const struct node **out);

/* Evaluates the operator's own value. */
bool operator_value(const struct operation *, const struct node **out);
/* The same; it has to be a list. */
bool operator_list(const struct operation *, const struct node **out);
/* Reports that the operator's own value is not what it takes. */
bool operator_takes(const struct operation *, const char *what,
    const struct node *value);
/*
 * Reports that item `i` of the list the operator works on is not what it
 * takes; `by` is where that shows, NULL if it is the item itself.
 */
bool operator_takes_item(const struct operation *, const char *what,
    size_t i, const struct node *item, const struct node *is,
    const struct node *by);

#endif
