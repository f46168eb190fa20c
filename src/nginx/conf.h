/*
 * conf: a configuration as text that a stock nginx loads.
 */
#ifndef NGINX_CONF_H
#define NGINX_CONF_H

#include "nginx/http.h"

struct conf {
	struct str listen;	/* "80", "127.0.0.1:8080", "unix:/path" */
	struct str extra;	/* more lines for the http block, or empty */
};

/*
 * Adds it. Redirects to https, which the controller makes in Lua, are
 * written with directives that come to the same; patterns so that PCRE2
 * reads them as the controller's PCRE 8 does. An upstream without an address
 * answers 502.
 */
void conf_print(struct arena *, struct buf *, const struct http *,
    const struct conf *);

#endif
