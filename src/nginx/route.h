/*
 * route: what one request comes to.
 */
#ifndef NGINX_ROUTE_H
#define NGINX_ROUTE_H

#include "nginx/http.h"

enum outcome_kind {
	OUTCOME_PROXY,		/* location->upstream gets `target` */
	OUTCOME_REDIRECT,	/* status, and `url` in the Location header */
	OUTCOME_RESPOND,	/* status */
	OUTCOME_CLOSE		/* nothing is answered */
};

/* What decided. */
enum route_cause {
	CAUSE_REQUEST,		/* it is malformed; reading.why says how */
	CAUSE_NAME_LIMIT,	/* PCRE gave up on the host */
	CAUSE_SERVER,		/* server->status */
	CAUSE_MOVED,		/* server->moved_to */
	CAUSE_APP_ROOT,		/* of `location` */
	CAUSE_NO_LOCATION,	/* or one without an upstream */
	CAUSE_SLASH,		/* `location` is the path and a slash */
	CAUSE_LIMIT,		/* PCRE gave up on `location` */
	CAUSE_RETURN,
	CAUSE_REWRITE,		/* to another host */
	CAUSE_REWRITE_LIMIT,	/* PCRE gave up on the rewrite */
	CAUSE_REWRITE_EMPTY,	/* nothing is left of the URI */
	CAUSE_HTTPS,
	CAUSE_PROXY
};

struct outcome {
	enum outcome_kind kind;
	enum route_cause cause;
	unsigned status;		/* 0 for PROXY and CLOSE */
	struct str url;			/* of REDIRECT */
	struct str target;		/* of PROXY */
	struct reading reading;		/* uri.path: what locations saw */
	const struct server *server;	/* NULL for CAUSE_REQUEST */
	const struct location *location;	/* or NULL */
	bool rewritten;
	/* Of the rewrite when it matched, else of the location. */
	struct captures captures;
	/*
	 * A variable whose value only a real connection has; it stands by
	 * its name in the URL or target. Or empty.
	 */
	struct str unknown;
};

/*
 * http_finish() must have been true. The outcome lives in the arena and
 * points into the request.
 */
void route(struct arena *, const struct http *, const struct request *,
    struct outcome *);

#endif
