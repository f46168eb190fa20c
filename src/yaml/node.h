/*
 * node: a YAML document as a tree of values with places. Nodes are never
 * changed once their tree is made and may be shared between trees; they live
 * as long as the arena they were made in.
 */
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/str.h"
#include "diag/source.h"

enum node_kind { NODE_SCALAR, NODE_SEQ, NODE_MAP };

/* Of a scalar: what kubectl's reader makes of it (yaml/scalar.h). */
enum node_type { TYPE_STR, TYPE_NULL, TYPE_BOOL, TYPE_INT, TYPE_FLOAT };

enum node_style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL,
	STYLE_FOLDED,
	STYLE_FLOW		/* of a collection that was made: on one line */
};

struct node;

struct entry {
	const struct node *key;	/* always a scalar of type TYPE_STR */
	const struct node *value;
};

struct node {
	enum node_kind kind : 8;
	enum node_type type : 8;
	enum node_style style : 7;	/* of a scalar, but for STYLE_FLOW */
	unsigned tied : 1;	/* a scalar with a tag or an anchor */
	unsigned depth : 8;	/* collections down to the deepest, this too */
	uint32_t count;		/* items or entries */
	uint32_t weight;	/* nodes below and this, aliases in full */
	/*
	 * Of a collection: from its first byte to the end of its last
	 * descendant. Of an alias: the alias. Of a quoted scalar: with quotes.
	 */
	struct span span;
	union {
		struct str text;		/* of a scalar, unescaped */
		const struct node *const *items;
		const struct entry *entries;	/* in order of the text */
	};
};

/*
 * Aliases are resolved and merge keys (<<) applied when the tree is made, as
 * kubectl's reader does it: a node met through an alias is a copy of the
 * anchored one with the place of the alias, over the same children.
 */

/* All of these take NULL for "not there" and give NULL for it. */
const struct node *node_get(const struct node *map, struct str key);
const struct entry *node_entry(const struct node *map, struct str key);
const struct node *node_item(const struct node *seq, uint32_t index);
/* node_get along "spec.rules.0.host". */
const struct node *node_at(const struct node *, const char *path);

static inline bool
node_is(const struct node *n, enum node_kind kind)
{
	return n != NULL && n->kind == kind;
}

static inline bool
node_is_str(const struct node *n)
{
	return n != NULL && n->kind == NODE_SCALAR && n->type == TYPE_STR;
}

static inline bool
node_is_null(const struct node *n)
{
	return n == NULL || (n->kind == NODE_SCALAR && n->type == TYPE_NULL);
}

/* The text of a scalar of any type, else the empty slice. */
struct str node_text(const struct node *);
/* The place of a node, SPAN_NONE for NULL. */
struct span node_span(const struct node *);
/* "a mapping", "a list", "a string", "a number", "a boolean", "null". */
const char *node_type_name(const struct node *);

/* Same kind, type and content; places and styles are not compared. */
bool node_eq(const struct node *, const struct node *);

/*
 * Making nodes. `origin` is the place the value came from, so that a finding
 * in something generated points at what the user wrote.
 */
const struct node *node_str(struct arena *, struct span origin, struct str);
const struct node *node_scalar(struct arena *, struct span origin,
    enum node_type, struct str);
const struct node *node_int(struct arena *, struct span origin, long long);
const struct node *node_bool(struct arena *, struct span origin, bool);
const struct node *node_null(struct arena *, struct span origin);
/* The arrays are taken over, not copied. */
const struct node *node_seq(struct arena *, struct span origin,
    const struct node *const *items, size_t n);
const struct node *node_map(struct arena *, struct span origin,
    const struct entry *entries, size_t n);
/* The collection as STYLE_FLOW: {name: shop, port: 80}. */
const struct node *node_flow(struct arena *, const struct node *);

/*
 * The place of bytes [from, to) of a scalar's text, for a caret inside it;
 * the whole scalar where escapes or line folding make that unsure.
 */
struct span node_part(const struct sources *, const struct node *,
    size_t from, size_t to);

/*
 * From the root of a tree down to places in it. It knows what is behind the
 * last one in each collection, so that a long list is gone through once by
 * all that ask for places in ascending order. Zero at first.
 */
struct node_walk {
	uint32_t last;
	const struct node *at[LIMIT_YAML_DEPTH + 1];
	uint32_t next[LIMIT_YAML_DEPTH + 1];
};

/* The node at exactly that place, or NULL. */
const struct node *node_find(struct node_walk *, const struct node *root,
    struct span);

/*
 * "spec.rules[0].http" for the deepest node under `root` that holds the
 * place; empty for the root itself. Keys count to their value.
 */
struct str node_path(struct arena *, struct node_walk *,
    const struct node *root, struct span);

#endif
