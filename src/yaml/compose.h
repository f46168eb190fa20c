/*
 * compose: documents from the events of one libyaml parser.
 */
#ifndef YAML_COMPOSE_H
#define YAML_COMPOSE_H

#include "diag/diag.h"
#include "yaml/stream.h"

struct composer;

/*
 * Begins with `piece`, which stands at byte `base` of source `file` and is
 * all ASCII or not. A document that begins at `limit` or later is not read.
 * The composer lives in the arena.
 */
struct composer *compose_open(struct arena *, struct diags *, uint32_t file,
    uint32_t base, struct str piece, size_t limit, bool ascii);
/* Ends early; after COMPOSE_END and COMPOSE_BROKEN it is done already. */
void compose_close(struct composer *);

enum composed { COMPOSE_DOCUMENT, COMPOSE_END, COMPOSE_BROKEN };

/*
 * The next document that is not empty, its tree in the given arena. When
 * something was reported that ends the reading (BROKEN), `*stopped` gets its
 * offset in the piece.
 */
enum composed compose_next(struct composer *, struct arena *,
    struct document *, size_t *stopped);

#endif
