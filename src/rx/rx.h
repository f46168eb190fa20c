/*
 * rx: regular expressions as the controller's nginx has them.
 *
 * A path of a regex host is compiled twice: as the text "^" + path for the
 * location and as "(?i)" + path for the rewrite, which is not anchored
 * (semantics 3.5, 4.1). Neither has UTF; case is ignored. The controller is
 * linked with PCRE 8.45, we are with PCRE2; patterns are changed to mean
 * here what they mean there, and what only PCRE2 reads is refused.
 */
#ifndef RX_RX_H
#define RX_RX_H

#include "base/map.h"
#include "rx/ast.h"

struct rx_code;
struct rx_scratch;

struct rx {
	struct str pattern;	/* the path as written */
	/*
	 * Why nginx refuses it, and the bytes of the pattern to show; empty
	 * when it compiles.
	 */
	struct str error;
	uint32_t error_from, error_to;
	uint32_t groups;	/* capture groups; 0 when it does not compile */
	const struct ast_tree *tree;	/* its root may be NULL: not known */
	struct rx_code *code;
};

/* All patterns of a run, each compiled once; all zero is an empty set. */
struct rx_set {
	struct map by_text;
	struct rx_scratch *scratch;	/* what matching needs, shared */
};

/* Never NULL. The text of the pattern must outlive the arena. */
struct rx *rx_get(struct arena *, struct rx_set *, struct str pattern);

/*
 * The pattern of a server name, without its "~". It is compiled as it is,
 * and anew each time; case is ignored when it has a capital letter
 * (nginx: ngx_http_core_server_name()).
 */
struct rx *rx_get_name(struct arena *, struct rx_set *, struct str pattern);

static inline bool
rx_compiles(const struct rx *x)
{
	return x->error.len == 0;
}

/* The number of the named group, or 0. ASCII case does not matter. */
uint32_t rx_group_named(const struct rx *, struct str name);

/* Captured text by number; what took no part is empty. */
struct rx_captures {
	struct str *at;		/* [0] is the whole match */
	uint32_t n;
};

enum rx_use { RX_LOCATION, RX_REWRITE, RX_NAME };
/* PCRE gives up after as many steps as in the controller's nginx. */
enum rx_verdict { RX_NO, RX_YES, RX_GAVE_UP };

/*
 * Matches as nginx does for that use; RX_NAME goes with rx_get_name() alone.
 * The captures, of RX_YES only, point into `subject`; `captures` may be NULL.
 */
enum rx_verdict rx_match(struct arena *, struct rx *, enum rx_use,
    struct str subject, struct rx_captures *captures);

/* The same without captures, and another number of steps to give up after. */
enum rx_verdict rx_match_within(struct rx *, enum rx_use, struct str subject,
    uint32_t steps);
/*
 * A byte that every match has, as near to its end as PCRE knows one; it
 * looks for it before it matches. False when there is none.
 */
bool rx_last_byte(struct rx *, enum rx_use, unsigned char *);

/*
 * What both PCRE 8 and PCRE2 read as the controller reads the pattern: the
 * pattern itself, but for a few escapes and classes.
 */
struct str rx_portable(const struct rx *);

/*
 * As RX_LOCATION, for short texts of our own making, with far fewer steps.
 * When PCRE takes too long, the answer for this pattern is false from then
 * on, here and below.
 */
bool rx_takes(struct rx *, struct str uri);
/* The same as RX_REWRITE. */
bool rx_rewrites(struct arena *, struct rx *, struct str uri,
    struct rx_captures *);

#endif
