/*
 * format_release: texts with a grammar of their own that only a release
 * spec holds.
 */
#ifndef SHAPE_FORMAT_RELEASE_H
#define SHAPE_FORMAT_RELEASE_H

#include "shape/format.h"

/* an image as a container has it: no blanks, not empty */
extern const struct format format_image;
/* scheme://host[:port], then nothing or the raw target from '/' or '?' */
extern const struct format format_http_url;
/* what a server reads between method and version: from '/', no blanks */
extern const struct format format_request_target;
/* upper-case letters, '-' and '_', as nginx reads a method */
extern const struct format format_method;
/* a header name as a client may send it (an HTTP token) */
extern const struct format format_header_token;
/* no control characters but tab: the value of a header */
extern const struct format format_header_text;
/* letters, digits and '-': a header that nginx passes on by default */
extern const struct format format_header_name;
/* what canary-by-header-value takes as it is, without blanks at its ends */
extern const struct format format_canary_value;
/* what canary-by-header-pattern takes */
extern const struct format format_canary_pattern;
/* what canary-by-cookie takes and a cookie can be called */
extern const struct format format_cookie_name;
/* not empty, no control characters: a path of this machine, with globs */
extern const struct format format_glob;
/* anything that ends where it ends: no NUL */
extern const struct format format_text;

#endif
