/*
 * server: a server of the configuration, and which of them a host reaches.
 */
#ifndef NGINX_SERVER_H
#define NGINX_SERVER_H

#include "nginx/location.h"

struct server {
	/*
	 * The main name and the aliases as nginx gets them: "a.com",
	 * "*.a.com", ".a.com", "www.*", "~REGEX".
	 */
	VEC(struct str) names;
	VEC(struct location) locations;	/* in file order */
	/* Answers everything, before anything else. */
	unsigned status;
	/*
	 * Sends everything to this host, with the scheme, port and target
	 * of the request (from-to-www-redirect).
	 */
	struct str moved_to;
	const void *owner;		/* the caller's */

	/* By http_finish(): */
	uint32_t number;
	struct location_index *index;
	const struct location *app_root;	/* the first that has one */
};

/* The later of two equal names is ignored, with a warning. */
struct name_clash {
	struct str name;
	const struct server *server, *ignored;
};

/* A name that nginx refuses. */
struct name_fault {
	const struct server *server;
	struct str name, message;
	uint32_t from, to;	/* bytes of the name */
	bool late;		/* found when all names are put together */
};

/* What is wrong with the names, and which are the same. */
struct name_report {
	VEC(struct name_clash) clashes;
	VEC(struct name_fault) faults;
};

struct server_index;

/* Makes ready for server_find(). */
struct server_index *server_index(struct arena *, struct rx_set *,
    const struct server *, size_t n, struct name_report *);

/* Every regular expression among the names. */
struct server_regex {
	const struct server *server;
	struct rx *rx;
};
const struct server_regex *server_regexes(const struct server_index *,
    size_t *n);

/*
 * Finds the server for a normalised host, NULL when no name is that. What
 * its regular expression captured is added. False when PCRE gave up: nginx
 * closes the connection then.
 */
bool server_find(struct arena *, const struct server_index *,
    struct str host, const struct server **, struct captures *);

#endif
