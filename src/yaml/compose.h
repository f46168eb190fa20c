/*
 * compose: documents from the events of one libyaml parser.
 */
#ifndef YAML_COMPOSE_H
#define YAML_COMPOSE_H

#include "diag/diag.h"
#include "yaml/stream.h"

/*
 * Adds the documents of `piece`, which begins at byte `base` of source
 * `file` and is all ASCII or not. False when something was reported that ends the reading;
 * `*stopped` gets its offset in the piece.
 */
bool compose_stream(struct arena *, struct diags *, uint32_t file,
    uint32_t base, struct str piece, bool ascii, struct stream *,
    size_t *stopped);

#endif
