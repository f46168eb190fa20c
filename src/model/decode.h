/*
 * decode: texts as the controller's language reads them.
 */
#ifndef MODEL_DECODE_H
#define MODEL_DECODE_H

#include "base/arena.h"
#include "base/str.h"

/* Go: strconv.ParseBool() */
bool decode_bool(struct str, bool *value);
/* Go: strconv.Atoi(): digits with a sign, nothing around them, 64 bits. */
bool decode_int(struct str, long long *value);
/* Go: strings.TrimSpace(): without white space of Unicode at both ends. */
struct str decode_trim(struct str);
/* Every line trimmed; parser/main.go: normalizeString(). */
struct str decode_lines(struct arena *, struct str);

/*
 * Takes the next item of a comma list off `*rest`, trimmed, past empty ones.
 * False at the end.
 */
bool decode_item(struct str *rest, struct str *item);

/*
 * The part of a URL that Go's net/url takes for its host, with the port;
 * empty when there is none. False when it is no URL for Go.
 */
struct url {
	struct str scheme, host;
};
bool decode_url(struct str text, struct url *);
/* Go: url.ParseRequestURI() takes it, and it is a path. */
bool decode_is_path(struct str text);

#endif
