/*
 * str: a slice of bytes that somebody else owns. It may hold NUL bytes and
 * need not be UTF-8. A slice lives as long as the memory it points into.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *at;		/* may be NULL when len is 0 */
	size_t len;
};

/* A slice over a string literal. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })

/* The two arguments that "%.*s" takes. */
#define STR_ARG(s) (int)(s).len, (s).len > 0 ? (s).at : ""

static inline struct str
str_from(const char *text)
{
	return (struct str){ text, text == NULL ? 0 : strlen(text) };
}

static inline bool
str_eq(struct str a, struct str b)
{
	/* the first byte tells most of them apart, without a call */
	return a.len == b.len && (a.len == 0 || (a.at[0] == b.at[0] &&
	    memcmp(a.at, b.at, a.len) == 0));
}

static inline bool
str_is(struct str a, const char *text)
{
	return (a.len == 0 || a.at[0] == text[0]) &&
	    str_eq(a, str_from(text));
}

/* Bytes [from, to), both cut to the length of `s`. */
static inline struct str
str_cut(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct str){ s.at == NULL ? NULL : s.at + from, to - from };
}

/* Byte order, a prefix before what it begins; <0, 0 or >0. */
int str_cmp(struct str a, struct str b);
/* Equal but for the case of ASCII letters. */
bool str_eq_nocase(struct str a, struct str b);

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_cut(s, 0, prefix.len),
	    prefix);
}

static inline bool
str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_cut(s, s.len - suffix.len,
	    s.len), suffix);
}

#define STR_NONE ((size_t)-1)
/* Offset of the first `what` at or after `from`, or STR_NONE. */
size_t str_find(struct str s, struct str what, size_t from);
size_t str_find_byte(struct str s, char c, size_t from);

/* ASCII only, whatever the locale. */
static inline bool
str_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
str_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
str_is_letter(char c)
{
	return str_is_upper(c) || (c >= 'a' && c <= 'z');
}

static inline bool
str_is_alnum(char c)
{
	return str_is_letter(c) || str_is_digit(c);
}

static inline bool
str_is_hex(char c)
{
	return str_is_digit(c) || (c >= 'A' && c <= 'F') ||
	    (c >= 'a' && c <= 'f');
}

/* Without the blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);

/*
 * Takes the next part up to `sep` off the front of `*rest` and returns it;
 * at the end `rest->at` becomes NULL. Loop while (rest.at != NULL).
 */
struct str str_next(struct str *rest, char sep);

/* Decimal digits only, no sign, at most `max`; false otherwise. */
bool str_to_uint(struct str s, unsigned long max, unsigned long *value);

/*
 * Number of single-character edits (insert, delete, replace, swap of
 * neighbours) that turn `a` into `b`, ASCII case ignored; anything over
 * `limit` is given as limit + 1. `limit` is at most 8.
 */
unsigned str_distance(struct str a, struct str b, unsigned limit);

#endif
