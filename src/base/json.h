/*
 * json: the small part of JSON writing that every machine format needs.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/str.h"

/*
 * Adds `s` as a JSON string that is the same for a YAML reader: control
 * characters (U+0085 is a line break there), U+2028, U+2029 and U+FEFF are
 * escaped. A byte that is no UTF-8 becomes U+FFFD, so the output is valid
 * whatever `s` holds.
 */
void json_string(struct buf *, struct str s);
/* Adds `"key":`, with a comma first unless it follows '{' or '['. */
void json_key(struct buf *, const char *key);
/* Adds a member with its key. */
void json_text(struct buf *, const char *key, struct str value);
void json_number(struct buf *, const char *key, size_t value);
void json_bool(struct buf *, const char *key, bool value);
/* Adds a comma unless it would follow '{' or '['. */
void json_comma(struct buf *);

#endif
