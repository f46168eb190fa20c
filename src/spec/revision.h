/*
 * revision: a file of releases while it is being edited.
 *
 * An edit is planned twice, as a change of the text and as a change of the
 * trees; the new text is only given out when it reads as the new trees. So
 * anchors, merge keys and odd layouts can make an edit impossible, but never
 * wrong.
 */
#ifndef SPEC_REVISION_H
#define SPEC_REVISION_H

#include "base/map.h"
#include "spec/spec.h"
#include "yaml/edit.h"

struct revision {
	struct arena *arena;
	struct diags *diags;
	const struct sources *sources;
	struct strategies *strategies;
	const struct stream *stream;
	uint32_t file;
	struct str text;
	VEC(struct release *) releases;		/* one for each document */
	VEC(const struct node *) wanted;	/* the new tree of each */
	VEC(struct edit) edits;
	struct map places;	/* of the edits, so that none is made twice */
};

/* Loads the releases of the file; false when there is anything wrong. */
bool revision_begin(struct revision *, struct arena *, struct diags *,
    const struct sources *, struct strategies *, uint32_t file,
    const struct stream *);
/* Plans a change of the text; the same place is changed only once. */
void revision_edit(struct revision *, uint32_t start, uint32_t end,
    struct str text);
/* Makes the new text; false when it is not what was wanted. */
bool revision_end(struct revision *, struct str *text);

/* The offset after the ':' of an entry, or 0 when there is none. */
uint32_t revision_after_colon(const struct revision *,
    const struct entry *);
/* The end of the line that holds the offset, without CR and LF. */
uint32_t revision_line_end(const struct revision *, uint32_t at);
/* A mapping written with braces. */
bool revision_is_flow(const struct revision *, const struct node *map);
/* The word, quoted as the scalar is. */
struct str revision_word(struct revision *, const struct node *like,
    const char *word);

/*
 * Plans spec.phase of release `i` to be that phase. Where there is no phase
 * yet, one is put in, if `insert`.
 */
void revision_set_phase(struct revision *, size_t i, enum phase,
    bool insert);

/* The mapping with another value under the key it has. */
const struct node *revision_with(struct arena *, const struct node *map,
    const char *key, const struct node *value);

#endif
