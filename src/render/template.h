/*
 * template: the files of a strategy, built in or the user's own.
 */
#ifndef RENDER_TEMPLATE_H
#define RENDER_TEMPLATE_H

#include "diag/diag.h"
#include "spec/spec.h"
#include "yaml/stream.h"

struct templates {
	struct arena *arena;
	struct diags *diags;
	struct sources *sources;
	const char *dir;	/* of --templates, or NULL */
	VEC(struct template) read;	/* each file is read once */
};

struct template {
	struct str name;	/* "ingress/cutover.yaml" */
	struct stream stream;
};

/*
 * The template of a strategy for a phase: DIR/<strategy>/<phase>.yaml, else
 * the built-in one. NULL when there is none or it cannot be read, which has
 * been reported at `asked`.
 */
const struct stream *template_get(struct templates *, struct str strategy,
    enum phase, struct span asked);

#endif
