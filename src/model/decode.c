#include "model/decode.h"

#include <limits.h>

#include "base/utf8.h"

struct word {
	const char *text;
	bool value;
};

static const struct word bools[] = {
	{ "1", true }, { "t", true }, { "T", true }, { "TRUE", true },
	{ "true", true }, { "True", true },
	{ "0", false }, { "f", false }, { "F", false }, { "FALSE", false },
	{ "false", false }, { "False", false },
};

bool
decode_bool(struct str text, bool *value)
{
	for (size_t i = 0; i < sizeof(bools) / sizeof(*bools); i++)
		if (str_is(text, bools[i].text)) {
			*value = bools[i].value;
			return true;
		}
	return false;
}

bool
decode_int(struct str text, long long *value)
{
	bool minus = text.len > 0 && text.at[0] == '-';
	bool sign = minus || (text.len > 0 && text.at[0] == '+');
	unsigned long long n = 0, most = LLONG_MAX;

	most += minus;
	if (text.len == sign)
		return false;
	for (size_t i = sign; i < text.len; i++) {
		unsigned digit = (unsigned char)text.at[i] - (unsigned)'0';

		if (digit > 9 || n > (most - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*value = !minus ? (long long)n : n == 0 ? 0 :
	    -(long long)(n - 1) - 1;
	return true;
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 ||
	    c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	    c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
	    c == 0x3000;
}

/* The length of the white space character at the end, or 0. */
static size_t
space_before(struct str text)
{
	for (size_t n = 1; n <= 3 && n <= text.len; n++) {
		struct str last = str_cut(text, text.len - n, text.len);
		size_t size;

		if (is_space(utf8_next(last, &size)) && size == n)
			return n;
	}
	return 0;
}

struct str
decode_trim(struct str text)
{
	size_t size;

	while (text.len > 0 && is_space(utf8_next(text, &size)))
		text = str_cut(text, size, text.len);
	while ((size = space_before(text)) > 0)
		text.len -= size;
	return text;
}

struct str
decode_lines(struct arena *arena, struct str text)
{
	struct str rest = text, line;
	char *out;
	size_t n = 0;

	if (str_find_byte(text, '\n', 0) == STR_NONE)
		return decode_trim(text);
	out = arena_alloc(arena, text.len);
	while (rest.at != NULL) {
		line = decode_trim(str_next(&rest, '\n'));
		if (line.len > 0)
			memcpy(out + n, line.at, line.len);
		n += line.len;
		if (rest.at != NULL)
			out[n++] = '\n';
	}
	return (struct str){ out, n };
}

bool
decode_item(struct str *rest, struct str *item)
{
	while (rest->at != NULL) {
		*item = decode_trim(str_next(rest, ','));
		if (item->len > 0)
			return true;
	}
	return false;
}

/*
 * Go: getScheme(). Its length; 0 when there is none, STR_NONE when a colon
 * has nothing before it.
 */
static size_t
scheme_length(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == ':')
			return i == 0 ? STR_NONE : i;
		if (!str_is_letter(c) && (i == 0 || (!str_is_digit(c) &&
		    c != '+' && c != '-' && c != '.')))
			return 0;
	}
	return 0;
}

static bool
is_decodable(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c < ' ' || c == 0x7F)
			return false;
		if (c == '%' && (i + 2 >= text.len ||
		    !str_is_hex(text.at[i + 1]) || !str_is_hex(text.at[i + 2])))
			return false;
	}
	return true;
}

/* After the last colon there are digits only. */
static bool
has_good_port(struct str host)
{
	size_t i = host.len;

	while (i > 0 && str_is_digit(host.at[i - 1]))
		i--;
	return (i > 0 && host.at[i - 1] == ':') ||
	    str_find_byte(host, ':', 0) == STR_NONE ||
	    str_ends(host, STR("]"));
}

/* Go: url.Parse() */
bool
decode_url(struct str text, struct url *url)
{
	struct str rest = str_cut(text, 0, str_find_byte(text, '#', 0));
	size_t n = scheme_length(rest);
	struct str first;

	*url = (struct url){ .host = { NULL, 0 } };
	if (n == STR_NONE || !is_decodable(text))
		return false;
	url->scheme = str_cut(rest, 0, n);
	rest = str_cut(rest, n > 0 ? n + 1 : 0, rest.len);
	rest = str_cut(rest, 0, str_find_byte(rest, '?', 0));
	first = str_cut(rest, 0, str_find_byte(rest, '/', 0));
	/* "first path segment in URL cannot contain colon" */
	if (n == 0 && str_find_byte(first, ':', 0) != STR_NONE)
		return false;
	if (!str_starts(rest, STR("//")) ||
	    (n == 0 && str_starts(rest, STR("///"))))
		return true;
	rest = str_cut(rest, 2, rest.len);
	rest = str_cut(rest, 0, str_find_byte(rest, '/', 0));
	while (str_find_byte(rest, '@', 0) != STR_NONE)
		str_next(&rest, '@');
	url->host = rest;
	return has_good_port(rest) &&
	    str_find_byte(rest, ' ', 0) == STR_NONE;
}

bool
decode_is_path(struct str text)
{
	return str_starts(text, STR("/")) &&
	    is_decodable(str_cut(text, 0, str_find_byte(text, '?', 0)));
}
