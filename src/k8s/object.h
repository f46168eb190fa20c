/*
 * object: what all Kubernetes objects share.
 */
#ifndef K8S_OBJECT_H
#define K8S_OBJECT_H

#include "diag/diag.h"
#include "yaml/node.h"

/* The kinds we look into; all others are read past. */
enum object_kind {
	OBJECT_OTHER, OBJECT_INGRESS, OBJECT_INGRESS_CLASS, OBJECT_SERVICE,
	OBJECT_ENDPOINT_SLICE, OBJECT_WORKLOAD, OBJECT_SECRET,
	OBJECT_CONFIG_MAP, OBJECT_HTTP_ROUTE, OBJECT_RELEASE,
	OBJECT_KIND_COUNT
};

struct ingress;
struct service;
struct workload;
struct http_route;
struct kind;

struct object {
	enum object_kind type;
	struct str api_version, kind;
	struct str ns;		/* never empty: the namespace in force */
	struct str name;	/* may be empty */
	struct str created;	/* metadata.creationTimestamp, or empty */
	const struct node *annotations;	/* the mapping, or NULL */
	/*
	 * NULL in a kept object of those kinds that have fields of their
	 * own: what reads several objects together reads those.
	 */
	const struct node *root;
	struct span span;	/* all of it */
	struct span document;	/* that it is in */
	struct span where;	/* of the name, else of the kind */
	const struct kind *about;	/* NULL for OBJECT_OTHER */
	bool linted;		/* false: given with -r, only looked up */
	bool ns_given;		/* it says its namespace itself */
	/*
	 * It is of a served API version and no template text. If not, the
	 * one finding about that is all there is to say of it.
	 */
	bool checkable;
	struct diag *outdated;	/* that one, when a fix is to be added yet */
	/*
	 * Checkable, and of the right shape where later checks read it, so
	 * that checks of values make sense. The object family speaks
	 * otherwise.
	 */
	bool sound;
	/* The same, but for paths that do not say their pathType. */
	bool shaped;

	/* The same object as fields; only that of its own kind is set. */
	const struct ingress *ingress;
	const struct service *service;
	const struct workload *workload;
	const struct http_route *http_route;

	/* The next one of this type, namespace and name, or NULL. */
	struct object *next;
	struct object *last;	/* of that chain; known to the first only */
	/*
	 * Known to the first only: the last one that the API server takes,
	 * and `beside` it those of other kinds, each the last of its kind.
	 */
	struct object *standing, *beside;
	bool replaced;		/* a later one of its kind is taken as well */
};

/*
 * The API server takes it. What we have no shape of is taken as it is.
 * Without a pathType, which the API server demands, the controller takes
 * Prefix.
 */
bool object_exists(const struct object *);

/* Where objects come from. */
struct origin {
	struct str default_ns;
	struct span document;
	bool linted;		/* else given with -r */
	bool settled;		/* no placeholder is in the document */
};

/*
 * Makes an object of a mapping whose kind is `kind`, and checks its version
 * and shape. NULL when it is another thing that is called the same.
 */
struct object *object_read(struct arena *, struct diags *,
    const struct node *root, const struct kind *, const struct origin *);

/* The value of an annotation, or NULL; null and collections are NULL. */
const struct node *object_annotation(const struct object *, struct str key);
/* "Ingress shop/web"; "IngressClass nginx" for what has no namespace. */
struct str object_title(struct arena *, const struct object *);

/*
 * Adds to all findings since number `from` what follows for requests when
 * the API server refuses this object.
 */
void object_refused(struct diags *, const struct object *, size_t from);

#endif
