/*
 * answer: what one request comes to, from the controller's point of view.
 */
#ifndef MODEL_ANSWER_H
#define MODEL_ANSWER_H

#include "model/model.h"
#include "nginx/route.h"

enum answer_kind {
	ANSWER_PROXY,		/* a Service gets the request */
	ANSWER_REDIRECT,	/* 3xx with a Location */
	ANSWER_RESPOND,		/* a status, from no Service */
	ANSWER_RELOAD_FAILED	/* the configuration is not in force */
};

/* A Service, and how many of a hundred requests like this it gets. */
struct share {
	struct str service;	/* "namespace/name" */
	struct str port;	/* as the Ingress has it */
	double weight;
};

struct answer {
	enum answer_kind kind;
	unsigned status;	/* 0: none; the connection is just closed */
	struct str location;	/* of REDIRECT */
	/* The host of the server block, "_" for the default one; or empty. */
	struct str server;
	/* Of the location that decided; all empty when none did. */
	struct str ingress;	/* "namespace/name"; empty: nobody's */
	struct str path;	/* as the Ingress has it */
	struct str directive;	/* ~* "^/green(/|$)(.*)" */
	struct str uri;		/* of PROXY: the target the Service gets */
	/* Of PROXY: one, or the primary and its canary. */
	struct share shares[2];
	size_t nshares;
	struct str reason;	/* a sentence without a full stop */

	const struct place *place;	/* NULL when none decided */
	/* How nginx came to it: captures, the server, and so on. */
	struct outcome outcome;
};

/*
 * The request's port is the one the client connected to. `sni`: the name it
 * gave when it began to speak TLS; empty for none.
 */
void answer_find(struct arena *, const struct model *, const struct request *,
    struct str sni, struct answer *);

/*
 * "scheme://host[:port]/target" as a request; the target is taken as it is
 * written. A Host among the headers replaces that of the URL. NULL, or what
 * is wrong with it.
 */
struct call {
	struct request request;
	struct str sni;
};
const char *call_read(struct arena *, const struct model *, struct str url,
    struct str method, const struct header *, size_t nheaders,
    struct call *);

#endif
