/*
 * codes: a set of HTTP status codes from 300 to 599.
 */
#ifndef MODEL_CODES_H
#define MODEL_CODES_H

#include <stdbool.h>
#include <stdint.h>

struct codes {
	uint64_t bits[5];
};

static inline bool
codes_add(struct codes *codes, long long code)
{
	if (code < 300 || code > 599)
		return false;
	codes->bits[(code - 300) / 64] |= (uint64_t)1 << (code - 300) % 64;
	return true;
}

static inline bool
codes_have(const struct codes *codes, long long code)
{
	return code >= 300 && code <= 599 &&
	    (codes->bits[(code - 300) / 64] >> (code - 300) % 64 & 1) != 0;
}

static inline bool
codes_any(const struct codes *codes)
{
	uint64_t all = 0;

	for (unsigned i = 0; i < 5; i++)
		all |= codes->bits[i];
	return all != 0;
}

#endif
