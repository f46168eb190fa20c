/*
 * ingress: an Ingress of networking.k8s.io/v1 as fields with places. Values
 * are as written; nothing is defaulted but where a comment says so. Any
 * node may be NULL in an object that is not sound.
 */
#ifndef K8S_INGRESS_H
#define K8S_INGRESS_H

#include "k8s/object.h"

/* The default of --annotations-prefix. */
#define INGRESS_PREFIX "nginx.ingress.kubernetes.io/"

enum path_type { PATH_PREFIX, PATH_EXACT, PATH_IMPLEMENTATION_SPECIFIC };

struct backend {
	const struct node *node;	/* the mapping; NULL: no backend */
	const struct node *service;	/* its name */
	const struct node *port;	/* number or name; NULL: not just one */
	const struct node *resource;	/* the mapping, or NULL */
};

struct path {
	const struct node *node;
	const struct node *text;	/* NULL or empty means "/" */
	const struct node *type_node;
	enum path_type type;	/* without one, Prefix (semantics 1.3) */
	struct backend backend;
};

struct host_rule {
	const struct node *node;
	const struct node *host;	/* NULL or empty: every host */
	bool has_http;
	struct path *paths;
	size_t npaths;
};

struct tls {
	const struct node *node, *secret, *hosts;
};

struct ingress {
	const struct object *object;
	const struct node *annotations;
	const struct node *class_name;		/* spec.ingressClassName */
	struct backend default_backend;
	struct host_rule *rules;
	size_t nrules;
	struct tls *tls;
	size_t ntls;
};

/* Never NULL. The Ingress lives in the arena, over the object's tree. */
const struct ingress *ingress_read(struct arena *, const struct object *);
/*
 * Every path says its pathType. It must; what would be meant by one that
 * does not cannot be told.
 */
bool ingress_has_types(const struct ingress *);
/* The value of nginx.ingress.kubernetes.io/<name>, or NULL. */
const struct node *ingress_annotation(const struct ingress *,
    const char *name);
/* The text of a path as the controller sees it: "/" when empty. */
struct str path_text(const struct path *);
/* "spec.rules[].host" as the controller sees it: "_" when empty. */
struct str host_text(const struct host_rule *);

/* What the API server refuses in the text of a path. */
struct path_fault {
	bool no_slash;		/* does not begin with '/' */
	struct str what;	/* else this stands in it, */
	size_t from;		/* here */
	bool at_end;		/* where it must not be the end */
};
bool path_refused(const struct path *, struct path_fault *);

#endif
