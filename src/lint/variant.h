/*
 * variant: files that hold the same object, as folders of overlays do. What
 * is in one of them and what is in the other are not applied together.
 */
#ifndef LINT_VARIANT_H
#define LINT_VARIANT_H

#include "base/map.h"
#include "k8s/cluster.h"

/* Of all files; made when it is first asked. */
struct variants {
	struct variant_file *files;	/* by number */
	uint32_t n;
	struct map pairs;		/* of files that were compared */
};

/* Some object is in both files. */
bool variants_share(struct arena *, struct variants *,
    const struct cluster *, uint32_t a, uint32_t b);

#endif
