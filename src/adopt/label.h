/*
 * label: what names and labels of Services say about versions.
 */
#ifndef ADOPT_LABEL_H
#define ADOPT_LABEL_H

#include "k8s/cluster.h"

/* "shop-v1-22-0" is version "v1.22.0" of "shop"; "shop-green" is of "shop". */
struct label {
	struct str stem;
	struct str version;	/* empty for a word such as "green" */
	bool told;		/* there is a version or such a word at all */
};

void label_read(struct arena *, struct str name, struct label *);

/* The strategy that an object of another way to switch is of, or NULL. */
const char *label_strategy(const struct object *);

/* What a name or host is called that is not live: "preview", "next" … */
bool label_is_preview(struct str name);

/* The version of what is behind a Service, by labels or its name; or empty. */
struct str label_version(struct arena *, const struct cluster *,
    struct str ns, struct str service);

/* Below 0 when `a` is the older one; by the numbers in them, in order. */
int label_compare(struct str a, struct str b);

#endif
