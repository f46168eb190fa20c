/*
 * timestamp: when an object was made.
 */
#ifndef MODEL_TIMESTAMP_H
#define MODEL_TIMESTAMP_H

#include "base/str.h"

/*
 * Seconds since 1970 of "2025-01-05T08:00:00Z" and the like (RFC 3339);
 * LLONG_MIN, which is before all others, for anything else.
 */
long long timestamp_read(struct str text);

#endif
