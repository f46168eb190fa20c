/*
 * byteset: a set of bytes.
 */
#ifndef RX_BYTESET_H
#define RX_BYTESET_H

#include <stdbool.h>
#include <stdint.h>

struct byteset {
	uint64_t bits[4];
};

#define BYTESET_NONE ((struct byteset){ { 0, 0, 0, 0 } })
#define BYTESET_ALL ((struct byteset){ { UINT64_MAX, UINT64_MAX, \
	UINT64_MAX, UINT64_MAX } })

static inline void
byteset_add(struct byteset *set, unsigned char c)
{
	set->bits[c / 64] |= (uint64_t)1 << c % 64;
}

/* Both ends included. */
static inline void
byteset_add_range(struct byteset *set, unsigned from, unsigned to)
{
	for (unsigned c = from; c <= to && c < 256; c++)
		byteset_add(set, (unsigned char)c);
}

static inline bool
byteset_has(const struct byteset *set, unsigned char c)
{
	return (set->bits[c / 64] >> c % 64 & 1) != 0;
}

static inline void
byteset_join(struct byteset *set, const struct byteset *other)
{
	for (unsigned i = 0; i < 4; i++)
		set->bits[i] |= other->bits[i];
}

static inline bool
byteset_is_empty(const struct byteset *set)
{
	return (set->bits[0] | set->bits[1] | set->bits[2] |
	    set->bits[3]) == 0;
}

static inline struct byteset
byteset_common(const struct byteset *a, const struct byteset *b)
{
	struct byteset both;

	for (unsigned i = 0; i < 4; i++)
		both.bits[i] = a->bits[i] & b->bits[i];
	return both;
}

static inline void
byteset_invert(struct byteset *set)
{
	for (unsigned i = 0; i < 4; i++)
		set->bits[i] = ~set->bits[i];
}

/* Every byte of `set` is in `other`. */
static inline bool
byteset_within(const struct byteset *set, const struct byteset *other)
{
	for (unsigned i = 0; i < 4; i++)
		if ((set->bits[i] & ~other->bits[i]) != 0)
			return false;
	return true;
}

/* Adds the other case of every ASCII letter in it. */
static inline void
byteset_fold(struct byteset *set)
{
	uint64_t letters = set->bits[1] & 0x07FFFFFE07FFFFFEu;

	set->bits[1] |= letters << 32 | letters >> 32;
}

#endif
