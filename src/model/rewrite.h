/*
 * rewrite: the annotations of an Ingress that decide about regular
 * expressions and rewriting, as the controller decodes them.
 */
#ifndef MODEL_REWRITE_H
#define MODEL_REWRITE_H

#include "k8s/ingress.h"

struct rewrite {
	const struct node *node;	/* rewrite-target, or NULL */
	/* In force; empty when there is none or it is refused. */
	struct str target;
	/*
	 * It fails the controller's validator, at this byte: that is logged,
	 * and the Ingress works as if it had none (semantics 4.2).
	 */
	bool refused;
	size_t refused_at;

	const struct node *regex_node;	/* use-regex, or NULL */
	bool use_regex;

	const struct node *prefix_node;	/* x-forwarded-prefix, or NULL */
	struct str prefix;	/* empty when it is refused */

	/* A placeholder stands in rewrite-target or use-regex. */
	bool unsettled;
};

void rewrite_read(const struct ingress *, struct rewrite *);

/* The validator of rewrite-target lets it pass. */
bool rewrite_is_valid(struct str target);

/*
 * Whether a location of that Ingress makes its host a regex host: it has
 * use-regex, or a target that differs from the text of a location that the
 * path becomes (semantics 3.3, 3.4). `type`: Exact, or anything else.
 */
bool rewrite_forces_regex(const struct rewrite *, struct str path,
    enum path_type type);

#endif
