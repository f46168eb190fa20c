/*
 * embed: the files built into the program, templates/ and the manual of
 * the rules, made into C by pack.sh.
 */
#ifndef EMBED_EMBED_H
#define EMBED_EMBED_H

#include "base/str.h"

struct embedded {
	const char *path;	/* under templates/: "ingress/cutover.yaml" */
	struct str text;
};

/* Sorted by path; the last one has path NULL. */
extern const struct embedded embedded_files[];
/* greenlight-rules(7), as mdoc. */
extern const struct str embedded_manual;

#endif
