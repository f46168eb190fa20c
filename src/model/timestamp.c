#include "model/timestamp.h"

#include <limits.h>

/* Takes `digits` digits and the byte after them off the front. */
static bool
take(struct str *text, size_t digits, const char *after, long long *value)
{
	unsigned long n;

	if (text->len < digits ||
	    !str_to_uint(str_cut(*text, 0, digits), 9999, &n))
		return false;
	*value = (long long)n;
	*text = str_cut(*text, digits, text->len);
	if (after[0] == 0)
		return true;
	if (text->len == 0 || strchr(after, text->at[0]) == NULL)
		return false;
	*text = str_cut(*text, 1, text->len);
	return true;
}

/* Days since 1970-01-01 in the Gregorian calendar; March begins the year. */
static long long
days(long long year, long long month, long long day)
{
	long long y = month > 2 ? year : year - 1;
	long long m = month > 2 ? month - 3 : month + 9;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 +
	    day - 719469;
}

/* "Z", "+08:00": minutes from UTC. */
static bool
read_zone(struct str text, long long *minutes)
{
	bool west = str_starts(text, STR("-"));
	long long h, m;

	*minutes = 0;
	if (str_is(text, "Z") || str_is(text, "z"))
		return true;
	if (!west && !str_starts(text, STR("+")))
		return false;
	text = str_cut(text, 1, text.len);
	if (!take(&text, 2, ":", &h) || !take(&text, 2, "", &m) ||
	    text.len > 0)
		return false;
	*minutes = west ? -(h * 60 + m) : h * 60 + m;
	return true;
}

long long
timestamp_read(struct str text)
{
	long long year, month, day, h, m, s, zone;

	if (!take(&text, 4, "-", &year) || !take(&text, 2, "-", &month) ||
	    !take(&text, 2, "Tt ", &day) || !take(&text, 2, ":", &h) ||
	    !take(&text, 2, ":", &m) || !take(&text, 2, "", &s))
		return LLONG_MIN;
	if (str_starts(text, STR(".")))
		do
			text = str_cut(text, 1, text.len);
		while (text.len > 0 && text.at[0] >= '0' &&
		    text.at[0] <= '9');
	if (month < 1 || month > 12 || !read_zone(text, &zone))
		return LLONG_MIN;
	return ((days(year, month, day) * 24 + h) * 60 + m - zone) * 60 + s;
}
