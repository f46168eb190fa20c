/*
 * admission: what the controller's webhook would say to an Ingress that is
 * applied after all others (controller.go: CheckIngress()).
 */
#ifndef MODEL_ADMISSION_H
#define MODEL_ADMISSION_H

#include "model/model.h"

enum denial_kind {
	DENIAL_NONE,
	DENIAL_INSPECTION, DENIAL_CATCH_ALL, DENIAL_PATH_TYPE, DENIAL_PREFIX,
	DENIAL_WORD, DENIAL_SNIPPET, DENIAL_ANNOTATION,
	DENIAL_PANIC,		/* the webhook crashes, and so says no */
	DENIAL_OVERLAP,
	DENIAL_COUNT
};

struct denial {
	enum denial_kind kind;
	struct str why;
	struct span where;
	const struct entrant *other;	/* of an overlap, or a panic */
	const struct path *path;	/* of an overlap, its own */
};

/* What is asked again and again, found once. */
struct admission {
	const struct model *model;
	/*
	 * The served ones, by rank, in struct crowd: those that have a path
	 * of some text (without a slash at its end) on some host, those that
	 * name a pool in a path, and in a defaultBackend.
	 */
	struct map paths, users, makers;
	/* A canary whose rule without http crashes the webhook, or NULL. */
	const struct entrant *panic;
	size_t ordinary;	/* that many served ones are no canaries */
};

void admission_init(struct arena *, const struct model *,
    struct admission *);
/* Any Ingress of model->entrants, served or not. */
void admission_judge(struct arena *, const struct admission *,
    const struct entrant *, struct denial *);

/* "path-type" and the like; empty for DENIAL_NONE. */
const char *denial_name(enum denial_kind);

#endif
