/*
 * allow: what the user does not want to hear at a place. Findings of the
 * rules that are allowed there count as silenced and are not printed.
 */
#ifndef DIAG_ALLOW_H
#define DIAG_ALLOW_H

#include "diag/diag.h"

struct allowed {
	enum rule_id rule;
	struct span where;	/* its name */
	bool used;		/* there was something to silence */
};

/* One comment, or one part of an annotation. */
struct allow {
	const char *what;	/* "comment" */
	/* Tools give one annotation to many objects: its text; or empty. */
	struct str text;
	struct span where;
	struct span about;	/* findings that begin in it are silenced */
	const char *place;	/* the same in words: "on this line" */
	struct span names;	/* the list of rules, as it is written */
	/* The bytes to remove to be rid of it; file 0: that is not so easy. */
	struct span whole;
	VEC(struct allowed) rules;
	bool faulty;		/* part of it is wrong, and was reported */
};

/* An empty one, which the findings know. */
struct allow *allow_new(struct diags *, const char *what);
/*
 * Takes the next name off a list "RULE[,RULE] reason" or "RULE: reason",
 * from byte `*at` on; false at its end.
 */
bool allow_next(struct str list, size_t *at, struct str *name);
/*
 * Adds the rule of that name; one that there is not, or that cannot be
 * allowed, is reported (allow-unused). `exact`: `where` holds just the name.
 */
void allow_add(struct diags *, struct allow *, struct str name,
    struct span where, bool exact);

/* Marks the findings that are silenced, and the rules that were used. */
void allow_apply(struct diags *);

#endif
