/*
 * strategy: what strategy.yaml says of the folder it lies in: which parts of
 * a release spec the templates take, and the settings they have.
 */
#ifndef STRATEGY_STRATEGY_H
#define STRATEGY_STRATEGY_H

#include "diag/diag.h"
#include "yaml/node.h"

/* How green is seen before the cutover; NONE: there is nothing to say. */
enum preview_kind { PREVIEW_NONE, PREVIEW_PATH, PREVIEW_HOST, PREVIEW_HEADER,
	PREVIEW_COOKIE, PREVIEW_WEIGHT, PREVIEW_COUNT };

/* By enum preview_kind: "none", then the keys of spec.preview; ends NULL. */
extern const char *const preview_words[];

/* What not every strategy takes of a spec. */
enum spec_part { PART_HOSTS, PART_TLS, PART_ROUTES, PART_INGRESS_CLASS,
	PART_ANNOTATIONS, PART_SERVICE, PART_WORKLOAD, PART_COUNT };
enum part_use { PART_UNUSED, PART_OPTIONAL, PART_REQUIRED };

/* "hosts", "tls", …: the key under `spec` of strategy.yaml. */
const char *part_name(enum spec_part);

struct strategy {
	struct str name;	/* of the folder */
	struct str summary;	/* what switches traffic, a few words */
	/* It makes Ingresses of ingress-nginx, whose rules then hold. */
	bool ingress;
	bool kubernetes;	/* false: it makes objects of another system */
	enum part_use uses[PART_COUNT];
	/* NONE: the phase green-preview needs no spec.preview. */
	bool previews[PREVIEW_COUNT];
	const struct node *settings;	/* a mapping: names and defaults */
};

/* Fills it from the root of strategy.yaml; false when that is not valid. */
bool strategy_read(struct arena *, struct diags *, const struct node *root,
    struct strategy *);

#endif
