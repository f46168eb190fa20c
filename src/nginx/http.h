/*
 * http: all servers of a configuration, with the settings that are common
 * to them; and whether nginx would load it.
 */
#ifndef NGINX_HTTP_H
#define NGINX_HTTP_H

#include "nginx/server.h"

enum fault_kind {
	FAULT_PATTERN,		/* of a location or its rewrite */
	FAULT_GROUP_NAME,	/* a named group that no variable can be */
	FAULT_TARGET,		/* of a rewrite, a return, an app-root, a set */
	FAULT_NAME,		/* of a server */
	FAULT_LOCATION_TWICE,
	FAULT_VARIABLE		/* of a target: there is none of that name */
};

/* Why nginx does not load the configuration. */
struct fault {
	enum fault_kind kind;
	struct str message;	/* as nginx says it, without its place */
	const struct server *server;
	const struct location *location;	/* NULL for FAULT_NAME */
	const struct location *other;	/* the first of two equal ones */
	/* The pattern, the target or the name, and the bytes to show. */
	struct str text;
	uint32_t from, to;
};

struct http {
	VEC(struct server) servers;	/* in file order */
	uint32_t default_server;	/* its number */
	bool relative_redirects;
	bool keeps_slashes;		/* merge_slashes off */
	bool forwarded_headers;		/* X-Forwarded-* are trusted */
	unsigned https_status;		/* of https and www; 0 is 308 */
	unsigned https_port;		/* 0 is 443 */
	/* Of www: no port is added but an unusual one for https. */
	bool moved_without_port;
	/*
	 * Paths, and the names of a server but the first, are written
	 * without quotes and escapes, regular expressions in quotes without
	 * escapes; and so is what is rewritten.
	 */
	bool bare_paths, bare_rewrites;
	/*
	 * Hosts with a certificate, in lower case; "*.a.com" stands for one
	 * label.
	 */
	VEC(struct str) certificates;
	/* Variables that exist besides; the values are plain text. */
	const struct setting *variables;
	size_t nvariables;

	/* By http_finish(): */
	VEC(struct fault) faults;	/* the first is what nginx tells */
	struct name_report names;
	struct map group_names;		/* of all patterns, in lower case */
	struct map certified;		/* the certificates */
	struct server_index *index;
};

/*
 * Compiles and checks everything, with the patterns of `set`; bare texts
 * become what nginx reads of them. False when nginx would not load it; then
 * nothing must be routed through it.
 */
bool http_finish(struct arena *, struct http *, struct rx_set *);

#endif
