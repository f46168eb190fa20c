/*
 * request: what a client sends, and what nginx makes of it before it looks
 * for a server.
 */
#ifndef NGINX_REQUEST_H
#define NGINX_REQUEST_H

#include "nginx/uri.h"

struct header {
	struct str name, value;
};

struct request {
	struct str method;	/* "GET" */
	struct str target;	/* raw: "/a?b", "http://host/a" */
	struct str version;	/* "HTTP/1.1"; empty is HTTP/0.9 */
	/* Of the Host header, raw; at is NULL when there is none. */
	struct str host;
	const struct header *headers;	/* all others */
	size_t nheaders;
	bool https;
	unsigned port;	/* that the client connected to; 0 has no number */
};

/* What is known before a server is. */
struct reading {
	unsigned status;	/* 0, or the answer: 400, 405, 414, 505 */
	const char *why;	/* NULL when status is 0 */
	struct uri uri;
	struct str host;	/* $host; empty when the request has none */
};

void request_read(struct arena *, const struct request *,
    bool merge_slashes, struct reading *);

/*
 * The value of a header, by its name in any case. NULL when it has none;
 * headers that nginx ignores, such as those with "_", do not count.
 */
const struct str *request_header(const struct request *, struct str name);

/* Without spaces at both ends, as nginx takes the parts of a request. */
struct str request_trim(struct str);

#endif
