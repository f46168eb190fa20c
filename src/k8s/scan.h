/*
 * scan: text in an object that stands for a value still to come.
 */
#ifndef K8S_SCAN_H
#define K8S_SCAN_H

#include "k8s/object.h"

/*
 * What was found in the places of an object that checks read. Elsewhere
 * template text is often meant (a Prometheus rule, an agent's annotation).
 */
struct scan {
	struct span template;		/* the first, or SPAN_NONE */
	struct str template_text;
	struct span placeholder;	/* the first, or SPAN_NONE */
	struct str placeholder_text;
	size_t nplaceholders;		/* values that hold one */
};

void object_scan(const struct object *, struct scan *);

#endif
