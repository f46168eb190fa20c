/*
 * scope: the names an expression sees, innermost first. The outermost scope
 * is the context; the built-in functions lie behind it.
 */
#ifndef JSONE_SCOPE_H
#define JSONE_SCOPE_H

#include "jsone/jsone.h"

struct scope {
	const struct scope *up;
	const struct entry *vars;	/* the first of a name counts */
	size_t n;
};

/* NULL when there is none of that name. */
const struct node *scope_find(const struct scope *, struct str name);
/* The number of all variables, shadowed ones too. */
size_t scope_size(const struct scope *);
/* A letter or underscore, then letters, digits and underscores. */
bool scope_is_name(struct str);

#endif
