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
	bool lost;	/* one says that what is below it gets lost */
	struct str mended;	/* as the fix of one has it; else empty */
};

struct subject {
	const struct ingress *ingress;
	struct rewrite rewrite;
	bool canary;
	bool answered;	/* with a redirect: no request is passed on */
	VEC(struct subject_path) paths;
};

/*
 * How many of its paths are looked at by checks that take time for each of
 * them in proportion to all: every one, unless there are hundreds.
 */
size_t subject_tried(const struct subject *);

/* False for an Ingress that is none of ingress-nginx. */
bool subject_read(struct lint *, const struct ingress *, struct subject *);

/* The host in quotes, or "the default server". */
struct str subject_host(struct arena *, struct str host);

struct rx *subject_rx(struct lint *, const struct subject_path *);

/* It was written as an expression, as far as its looks tell. */
bool subject_is_written(struct lint *, const struct subject_path *);
/*
 * Nothing but characters, escaped or not, and dots; of an expression that
 * compiles.
 */
bool subject_is_plain(struct lint *, const struct subject_path *);
/*
 * It is an expression that compiles, and is meant as one: it is written so,
 * or its own Ingress says so. False, too, when a finding has its fault.
 */
bool subject_is_expression(struct lint *, const struct subject *,
    const struct subject_path *);

/*
 * A fix that gives the scalar another text, as `key: text`: an edit where
 * its bytes stand in a file as they are, else words.
 */
void subject_fix(struct lint *, struct diag *, const struct node *,
    struct str text, bool safe, const char *key);
/* Always in quotes: a word or number that must be a string for YAML. */
void subject_fix_quoted(struct lint *, struct diag *, const struct node *,
    struct str text, bool safe, const char *key);
/* The same for a path, whose pathType may have to change with it. */
void subject_fix_path(struct lint *, struct diag *, const struct path *,
    struct str text);
/* Letters, digits and . _ - / behind a slash, and nothing else. */
bool subject_is_strict(struct str text);
/* Admission takes the path with the pathType it has. */
bool subject_is_admitted(const struct lint *, const struct path *);

/* The last segment has a dot and a word at its end: /img/x.png */
bool subject_is_file(struct str path);

/* A decoded path as it stands in a request line. */
struct str subject_request(struct arena *, struct str path);

/* PCRE takes it for the path, and for no longer path of the Ingress. */
bool subject_takes(struct lint *, const struct subject *,
    const struct subject_path *, struct str uri);
/* The pattern itself goes on over the whole of it: .* at its end. */
bool subject_covers(struct lint *, const struct subject_path *,
    struct str uri);
/* The controller tries path `a` before `b`. */
bool subject_comes_before(struct str a, struct str b);

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
