/*
 * subject: an Ingress as the checks of regular expressions and rewriting see
 * it: with the annotations decoded, and each path beside its host.
 */
#ifndef LINT_SUBJECT_H
#define LINT_SUBJECT_H

#include "lint/lint.h"
#include "model/rewrite.h"
#include "model/target.h"
#include "rx/example.h"

/* What nginx does when it cannot load a configuration, for messages. */
#define SAY_RELOAD "the controller's configuration test fails and no " \
	"change of any Ingress goes live until it is removed"

struct subject_path {
	const struct path *path;
	struct str text;		/* as the controller sees it */
	struct str host;		/* "_" for every host */
	const struct ingress *cause;	/* it is a regex host, by this one */
	bool located;	/* it has a Service; else the controller skips it */
	bool settled;	/* false: a placeholder decides what is done with it */
	bool told;	/* a finding has its fault; what follows is not said */
};

struct subject {
	const struct ingress *ingress;
	struct rewrite rewrite;
	bool canary;
	VEC(struct subject_path) paths;
};

/* False for an Ingress that is none of ingress-nginx. */
bool subject_read(struct lint *, const struct ingress *, struct subject *);

/* The host in quotes, or "the default server". */
struct str subject_host(struct arena *, struct str host);

struct rx *subject_rx(struct lint *, const struct subject_path *);

/*
 * A fix that gives the scalar another text, as `key: text`: an edit where
 * its bytes stand in a file as they are, else words.
 */
void subject_fix(struct lint *, struct diag *, const struct node *,
    struct str text, bool safe, const char *key);
/* The same for a path, whose pathType may have to change with it. */
void subject_fix_path(struct lint *, struct diag *, const struct path *,
    struct str text);
/* Admission takes the path under Exact and Prefix, too. */
bool subject_is_strict(struct str text);

/* A decoded path as it stands in a request line. */
struct str subject_request(struct arena *, struct str path);

/* A request, and what the target makes of it. */
struct example {
	struct str request;	/* as in a request line */
	struct str result;	/* the target; for a path as it is sent on */
};

/* A target as one annotation of the Ingress has it. */
struct use {
	const struct subject *subject;
	const struct node *node;
	const char *name;		/* of the annotation */
	struct target target;
	bool header;	/* it goes into a header; the rewrite is another's */
};

/* The path is rewritten, so the target is in use (semantics 4.1). */
bool use_applies(const struct use *, const struct subject_path *);
/* The place of bytes of the target. */
struct span use_place(const struct lint *, const struct use *, size_t from,
    size_t to);

/*
 * A request of that fill which the path takes, before other paths of the
 * Ingress do; false when none was found, or the result is not known.
 */
bool use_example(struct lint *, const struct use *,
    const struct subject_path *, enum example_fill, struct example *);

/*
 * The path without an end that stands for "and what is below it": /app, for
 * one that ends in (/|$)(.*). Empty when the end is none of the usual ones.
 */
struct str subject_without_tail(const struct subject_path *);

/*
 * The path with its end replaced so that group `number`, 1 or 2, is what
 * follows it, with no slash at its start: /app(/|$)(.*). Empty when the end
 * of the path is something of its own; `*root`: nothing is before it.
 */
struct str subject_with_tail(struct lint *, const struct subject_path *,
    uint32_t number, bool *root);

#endif
