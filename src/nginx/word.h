/*
 * word: a text in the configuration, with and without quotes
 * (ngx_conf_read_token()).
 */
#ifndef NGINX_WORD_H
#define NGINX_WORD_H

#include "base/arena.h"
#include "base/buf.h"

/*
 * What nginx makes of a text that stands there without quotes, as the
 * controller writes targets. NULL, or why it is not one argument; nginx may
 * come to read something else then, and load it. `last`: it is the last
 * argument of its directive.
 */
const char *word_read(struct arena *, struct str text, bool last,
    struct str *value);

/* Adds the text in quotes, as the controller writes paths. */
void word_quote(struct buf *, struct str text);

/*
 * In quotes, with `more` bytes before it, it is too long for nginx to read
 * when it is not the last argument.
 */
bool word_is_long(struct str text, size_t more);

#endif
