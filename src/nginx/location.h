/*
 * location: the locations of one server, and which of them takes a path.
 */
#ifndef NGINX_LOCATION_H
#define NGINX_LOCATION_H

#include "nginx/script.h"

enum location_kind {
	LOCATION_PREFIX,	/* location "TEXT" */
	LOCATION_EXACT,		/* location = "TEXT" */
	LOCATION_REGEX		/* location ~* "^TEXT" */
};

/* Whether a plain request is sent to https://, by the controller's Lua. */
enum https {
	HTTPS_OFF,
	HTTPS_WITH_CERTIFICATE,	/* if there is one for the host */
	HTTPS_ALWAYS
};

struct setting {
	struct str name;
	struct str value;		/* variables may stand in it */
	const struct script *script;	/* by http_finish() */
};

struct upstream {
	struct str name;	/* unique; a name that nginx takes for one */
	/* For conf_print(): "host:port", "unix:/path"; may be empty. */
	struct str address;
};

struct location {
	enum location_kind kind;
	struct str text;
	/* In this order. What is zero is not there. */
	struct setting *sets;	/* set $NAME "VALUE" */
	uint32_t nsets;
	unsigned status;		/* return STATUS URL, without quotes */
	struct str url;
	/* rewrite "(?i)FROM" TO break, TO without quotes */
	struct str rewrite_from, rewrite_to;
	enum https https;
	bool https_keeps_slash;		/* at the end of the target */
	bool https_adds_port;
	const struct upstream *upstream;	/* proxy_pass */

	bool relative_redirects;	/* absolute_redirect off */
	bool port_in_redirect;
	/*
	 * Of the whole server, before any location is looked for:
	 * if ($uri = /) { return 302 $scheme://$http_host APP_ROOT; }
	 */
	struct str app_root;
	const void *owner;		/* the caller's */

	/* By http_finish(): */
	uint32_t number;		/* in its server */
	struct rx *rx;			/* of a regex location */
	struct rx *rewrite_rx;
	const struct script *url_script, *rewrite_script, *app_root_script;
};

/* Two prefix or two exact locations of one name: nginx does not load that. */
struct location_twice {
	const struct location *first, *again;
};

struct location_twices {
	VEC(struct location_twice) pairs;
};

struct location_index;

/*
 * Makes ready for location_find(); the patterns must be compiled. Every pair
 * of equal names is told in `twice`.
 */
struct location_index *location_index(struct arena *,
    const struct location *, size_t n, struct location_twices *twice);

/* What the search for a location ended with. */
enum found {
	FOUND_NOTHING,
	FOUND_LOCATION,
	FOUND_SLASH,	/* the path and a slash is a location: 301 */
	FOUND_TROUBLE	/* PCRE gave up on this location: 500 */
};

/*
 * The captures are those of a regex location; without one they are left
 * alone.
 */
enum found location_find(struct arena *, const struct location_index *,
    struct str path, const struct location **, struct captures *);

/* Why a location does not take a path, or that it does. */
enum trial {
	TRIAL_TAKES,
	TRIAL_DIFFERS,		/* no match */
	TRIAL_SHORTER,		/* matches; a longer prefix is taken */
	TRIAL_BEFORE_REGEX,	/* the longest prefix; a regex is taken */
	TRIAL_LATER,		/* would match; an earlier regex is taken */
	TRIAL_NOT_TRIED,	/* a regex, after an exact one or FOUND_SLASH */
	TRIAL_REDIRECTS,	/* FOUND_SLASH, for this one */
	TRIAL_TROUBLE
};

/* For every location, in file order. */
void location_explain(struct arena *, const struct location_index *,
    struct str path, enum trial *trials);

#endif
