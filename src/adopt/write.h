/*
 * write: trees in the making, and comments put into their text.
 */
#ifndef ADOPT_WRITE_H
#define ADOPT_WRITE_H

#include "adopt/draft.h"

/* A mapping or list. What is NULL is left out. */
struct maker {
	struct arena *arena;
	VEC(struct entry) entries;
	VEC(const struct node *) items;
};

void maker_put(struct maker *, const char *key, const struct node *);
/* A text that is not empty. */
void maker_put_text(struct maker *, const char *key, struct str);
void maker_put_key(struct maker *, struct str key, struct str value);
void maker_add(struct maker *, const struct node *);
/* NULL for an empty one. */
const struct node *maker_map(struct maker *);
const struct node *maker_list(struct maker *);

/* Adds a comment, of as many lines as it needs. */
void write_comment(struct buf *, struct str text, size_t indent);
/*
 * Adds the text of a document, which `root` was read from, with comments
 * over the values they are about.
 */
void write_remarked(struct arena *, struct buf *, struct str text,
    const struct node *root, const struct remark *, size_t n);

#endif
