#include "base/str.h"

#include <stdint.h>

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n == 0 ? 0 : memcmp(a.at, b.at, n);

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

static unsigned char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return true;
}

size_t
str_find_byte(struct str s, char c, size_t from)
{
	const char *hit;

	if (from >= s.len)
		return STR_NONE;
	hit = memchr(s.at + from, c, s.len - from);
	return hit == NULL ? STR_NONE : (size_t)(hit - s.at);
}

size_t
str_find(struct str s, struct str what, size_t from)
{
	if (what.len == 0)
		return from <= s.len ? from : STR_NONE;
	while ((from = str_find_byte(s, what.at[0], from)) != STR_NONE) {
		if (str_starts(str_cut(s, from, s.len), what))
			return from;
		from++;
	}
	return STR_NONE;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
	while (s.len > 0 && is_blank(s.at[s.len - 1]))
		s.len--;
	while (s.len > 0 && is_blank(s.at[0]))
		s.at++, s.len--;
	return s;
}

struct str
str_next(struct str *rest, char sep)
{
	size_t end = str_find_byte(*rest, sep, 0);
	struct str part;

	if (end == STR_NONE) {
		part = *rest;
		*rest = (struct str){ NULL, 0 };
	} else {
		part = str_cut(*rest, 0, end);
		*rest = str_cut(*rest, end + 1, rest->len);
	}
	return part;
}

bool
str_to_uint(struct str s, unsigned long max, unsigned long *value)
{
	unsigned long sum = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned)(s.at[i] - '0');

		if (s.at[i] < '0' || digit > 9 ||
		    sum > max / 10 || sum * 10 > max - digit)
			return false;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return true;
}

enum {
	DISTANCE_MAX = 8,
	DISTANCE_WORD = 64,	/* longer words are never near anything */
};

static unsigned
min3(unsigned a, unsigned b, unsigned c)
{
	unsigned ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Optimal string alignment: three rows of the usual matrix are enough. */
unsigned
str_distance(struct str a, struct str b, unsigned limit)
{
	unsigned row[3][DISTANCE_WORD + 1];
	size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;

	if (limit > DISTANCE_MAX)
		limit = DISTANCE_MAX;
	if (gap > limit || a.len > DISTANCE_WORD || b.len > DISTANCE_WORD)
		return limit + 1;
	for (unsigned j = 0; j <= b.len; j++)
		row[0][j] = j;
	for (unsigned i = 1; i <= a.len; i++) {
		unsigned *now = row[i % 3];
		const unsigned *up = row[(i + 2) % 3];
		const unsigned *up2 = row[(i + 1) % 3];

		now[0] = i;
		for (unsigned j = 1; j <= b.len; j++) {
			unsigned char x = lower(a.at[i - 1]);
			unsigned char y = lower(b.at[j - 1]);

			now[j] = min3(up[j] + 1, now[j - 1] + 1,
			    up[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == lower(b.at[j - 2]) &&
			    lower(a.at[i - 2]) == y && up2[j - 2] + 1 < now[j])
				now[j] = up2[j - 2] + 1;
		}
	}
	gap = row[a.len % 3][b.len];
	return gap > limit ? limit + 1 : (unsigned)gap;
}
