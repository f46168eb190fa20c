/*
 * buf: bytes that grow at their end. The one thing besides an arena that
 * has a life of its own: buf_init, then buf_release.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/str.h"

struct buf {
	char *at;
	size_t len, room;
};

void buf_init(struct buf *);
void buf_release(struct buf *);
/* Empties it and keeps the memory. */
void buf_reset(struct buf *);

void buf_add(struct buf *, struct str);
void buf_puts(struct buf *, const char *);
void buf_putc(struct buf *, char);
void buf_fill(struct buf *, char, size_t n);
void buf_printf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Valid until the next call that adds. */
static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->at, b->len };
}

#endif
