/*
 * pattern: the paths that a release's routes get in the Ingress objects.
 *
 * A preview under a path makes the whole host a regex host: every location
 * becomes a case-insensitive prefix pattern, tried by the length of its text
 * (greenlight-rules(7), host-regex-flip, tells the story). So that live
 * requests do not notice, live paths are then written in a form that means
 * the same with and without it.
 */
#ifndef RENDER_PATTERN_H
#define RENDER_PATTERN_H

#include "spec/spec.h"

struct route_pattern {
	struct str text;
	const char *type;	/* the pathType it needs */
};

/*
 * True when the live paths must be patterns: the preview is under a path and
 * a route is anything but Prefix "/".
 */
bool release_is_regex(const struct release *);

/* The path of a route in the live Ingress. */
struct route_pattern pattern_live(struct arena *, const struct release *,
    const struct release_route *);

/*
 * The path of a route in the preview Ingress. Under a preview path, group 2
 * is what follows the prefix, without its slash, in every pattern, so that
 * one rewrite-target "/$2" serves them all; else the live path.
 */
struct route_pattern pattern_preview(struct arena *, const struct release *,
    const struct release_route *);

#endif
