/*
 * extract: what the annotations of one Ingress come to in the controller
 * (annotations.go: Extract()), as far as it decides about requests.
 */
#ifndef MODEL_EXTRACT_H
#define MODEL_EXTRACT_H

#include "model/codes.h"
#include "model/controller.h"
#include "model/lookup.h"

/* Why something is not served: a clause, and the place to blame. */
struct refusal {
	struct str why;		/* empty: there is none */
	struct span where;
};

/* Which requests go to a canary; canary/main.go. */
struct canary {
	bool enabled;
	long long weight, total;
	struct str header, header_value, header_pattern, cookie;
};

struct extract_node {
	enum annotation_id id;
	const struct node *value;
};

/* A value that is not used as it stands. */
struct extract_fault {
	enum annotation_id id;
	enum annotation_effect effect;
	/*
	 * A clause, and of EFFECT_DEFAULT also what follows. Empty: the
	 * validator refuses it, and that is all.
	 */
	struct str why;
};

struct extract {
	/*
	 * The Ingress is not served at all, and denied at admission; what is
	 * below is not filled then.
	 */
	struct refusal dropped;
	struct refusal denied;		/* its locations answer 503 */
	struct refusal server_denied;	/* its servers answer 403 */

	struct str target;		/* rewrite-target, or empty */
	bool use_regex;
	bool ssl_redirect, force_ssl_redirect, preserve_trailing_slash;
	struct str app_root;

	struct str redirect_url;	/* empty: no redirect */
	unsigned redirect_code;
	bool from_to_www, relative_redirects;
	bool use_port_in_redirects;

	struct canary canary;
	bool canary_legacy;		/* affinity-canary-behavior */
	VEC(struct str) aliases;	/* sorted, each once */
	const struct service *default_backend;
	VEC(long long) custom_errors;	/* any numbers */
	bool service_upstream;
	bool ssl_passthrough;
	struct str forwarded_prefix, upstream_vhost;
	long long limit_rps, limit_rpm, limit_burst;	/* the multiplier */

	bool cors;
	VEC(struct str) origins;	/* "*" alone: any */

	/* Something besides this model has a say in what requests get. */
	bool authenticates;		/* a user must be known */
	bool global_auth;		/* also to global-auth-url */
	bool restricts;			/* addresses are let in or kept out */
	bool sticky;			/* a cookie binds to a backend */

	bool has_snippet;		/* one is in force: anything may be */

	/*
	 * Every one of those that were read; what decides nothing is not
	 * read here unless it can drop the Ingress.
	 */
	VEC(struct extract_fault) faults;

	/* The annotations that are there, for their places. */
	VEC(struct extract_node) nodes;
};

/* The value of an annotation; NULL when it is not there. */
const struct node *extract_node(const struct extract *, enum annotation_id);

/*
 * The annotation that this key is to the controller if its risk is above what
 * is let pass: a name without any prefix counts as well. ANNOTATION_COUNT:
 * none.
 */
enum annotation_id extract_risky(const struct controller *, struct str key);

void extract_read(struct arena *, const struct cluster *,
    const struct controller *, const struct ingress *, struct extract *);

#endif
