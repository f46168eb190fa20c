/*
 * url: paths that are written as in a URL, and not as nginx has them when it
 * looks for a location: decoded, normalised, without query and fragment.
 */
#ifndef LINT_URL_H
#define LINT_URL_H

#include "lint/subject.h"

/*
 * It may be: a glance at the text, which need not be one of a path without
 * special characters.
 */
bool url_suspected(struct str path);

/*
 * path-as-url, when a request that is written so does not reach the path.
 * NULL when there is nothing to say.
 */
struct diag *url_check(struct lint *, const struct subject_path *);

#endif
