/*
 * utf8: characters of UTF-8 text, and text made safe to show. Bytes that are
 * no UTF-8 count as one character each, here and in columns.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define UTF8_BAD 0xFFFFFFFFu

/*
 * The character at the start of `s` (not empty): its code point, or UTF8_BAD
 * for a byte that begins none (overlong forms, surrogates and values past
 * U+10FFFF are bad); `*size` gets its length in bytes, 1 for a bad one.
 */
uint32_t utf8_next(struct str s, size_t *size);

/* Number of characters. */
size_t utf8_count(struct str s);
/* Offset of the first byte that is not UTF-8, or STR_NONE. */
size_t utf8_invalid(struct str s);

/* Columns a terminal uses for a code point: 0, 1 or 2. */
unsigned utf8_width(uint32_t c);
/* C0, DEL, C1, line and paragraph separators, bidi controls, BOM. */
bool utf8_is_control(uint32_t c);

/*
 * Adds `s` so that it is safe on a terminal and in any UTF-8 format: control
 * characters as \n, \t, \xNN or \u{N}, bytes that are no UTF-8 as \xNN.
 * Returns the number of columns used.
 */
size_t utf8_show(struct buf *, struct str s);
/* What utf8_show would add for the one character at the start of `s`. */
size_t utf8_show_next(struct buf *, struct str s, size_t *size);

#endif
