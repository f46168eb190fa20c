/*
 * carry: annotations, labels and certificates, from Ingresses to a spec.
 */
#ifndef ADOPT_CARRY_H
#define ADOPT_CARRY_H

#include "adopt/draft.h"

struct carried_tls {
	struct str secret;		/* or empty */
	VEC(struct str) hosts;
};

struct carried {
	pairs labels, annotations;
	VEC(struct carried_tls) tls;
	VEC(struct str) allow_from;	/* of the preview */
	bool forwarded_prefix;		/* of a preview under a path */
};

/* What cannot be carried is reported. */
void carry(struct drafts *, struct draft *, struct carried *);

/* A label or annotation by which a tool notes something for itself. */
bool carry_is_note(struct str key);

#endif
