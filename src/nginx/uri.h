/*
 * uri: a request target as nginx reads it.
 *
 * Locations and rewrites see the path: without scheme, host, query and
 * fragment, %XX decoded once, split at "/" after that, empty and "."
 * segments gone, ".." resolved. What an upstream gets without a rewrite is
 * the raw target.
 */
#ifndef NGINX_URI_H
#define NGINX_URI_H

#include "base/arena.h"
#include "base/buf.h"

struct uri {
	struct str raw;		/* $request_uri: with query and fragment */
	struct str path;	/* $uri */
	struct str args;	/* $args: raw, without the fragment */
	/* Of "http://host/path", as written; at is NULL for "/path". */
	struct str host;
	/* "http://host?args": the raw target is not one to send on. */
	bool no_path;
	/*
	 * The path was written with a "%", or had a "+" once decoded. Only
	 * then captures are escaped in queries and redirects.
	 */
	bool quoted, plus;
};

/*
 * Finds the parts of a target: all but the path. Returns the offset of the
 * byte that makes the answer 400, the length when the target is too short
 * to be one, or STR_NONE.
 */
size_t uri_split(struct str target, struct uri *);

/*
 * The same, and then the path. `merge`: merge_slashes on. NULL, or why the
 * answer is 400.
 */
const char *uri_read(struct arena *, struct str target, bool merge,
    struct uri *);

/*
 * The host of a request: without port and one dot at the end, in lower
 * case. NULL, or why the answer is 400.
 */
const char *uri_host(struct arena *, struct str written, struct str *host);

/* ASCII letters in lower case, as in names of hosts and variables. */
struct str uri_lower(struct arena *, struct str);

/* What is written as %XX: nginx has two sets of bytes. */
enum uri_escape { ESCAPE_PATH, ESCAPE_ARGS };
void uri_escape(struct buf *, struct str text, enum uri_escape);
/* Undoes escapes the odd way in which rewrites to another host do. */
void uri_unescape_redirect(struct buf *, struct str text);

#endif
