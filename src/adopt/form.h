/*
 * form: the paths of Ingresses as the routes that they stand for; the other
 * way round of render/pattern.h.
 *
 * Besides what greenlight writes itself, the forms that people write are
 * read as what they are meant to be. They differ from it in case and at
 * segment boundaries: who adopts one compares the two.
 */
#ifndef ADOPT_FORM_H
#define ADOPT_FORM_H

#include "base/arena.h"

struct form {
	struct str under;	/* what a rewrite cuts off: "/green", or "" */
	struct str path;	/* of the route */
	bool exact;
};

/* A path of a regex Ingress without rewrite-target. */
bool form_live(struct arena *, struct str text, struct form *);
/* A path whose requests arrive as their tail, by this rewrite-target. */
bool form_cut(struct arena *, struct str text, struct str target,
    struct form *);

#endif
