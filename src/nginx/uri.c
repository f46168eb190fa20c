/*
 * Reading follows ngx_http_parse_request_line() for what may stand in a
 * target, ngx_http_parse_complex_uri() for the path, and
 * ngx_http_validate_host(). The path is put together segment by segment: at
 * each slash, written or decoded, the segment before it is looked at.
 */
#include "nginx/uri.h"

#include <stdint.h>

static bool
is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7F;
}

/* The value of a hexadecimal digit, or -1. */
static int
hex(char c)
{
	if (str_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Where the text stops to be made of such bytes. */
static size_t
skip(struct str s, size_t at, bool (*is_part)(char))
{
	while (at < s.len && is_part(s.at[at]))
		at++;
	return at;
}

static bool
is_scheme(char c)
{
	return str_is_letter(c) || str_is_digit(c) || c == '+' || c == '-' ||
	    c == '.';
}

static bool
is_host(char c)
{
	return str_is_letter(c) || str_is_digit(c) || c == '.' || c == '-';
}

static bool
is_in_literal(char c)
{
	return str_is_letter(c) || str_is_digit(c) ||
	    (c != 0 && strchr(":-._~!$&'()*+,;=", c) != NULL);
}

/*
 * Reads "scheme://host:port". Returns where the path or query begins, or
 * where reading failed.
 */
static size_t
split_authority(struct str target, struct uri *uri, bool *failed)
{
	size_t at = skip(target, 0, is_scheme), begin;

	*failed = true;
	for (const char *c = "://"; *c != 0; c++, at++)
		if (at == target.len || target.at[at] != *c)
			return at;
	begin = at;
	if (at < target.len && target.at[at] == '[') {
		at = skip(target, at + 1, is_in_literal);
		if (at == target.len || target.at[at] != ']')
			return at;
		at++;
	} else {
		at = skip(target, at, is_host);
	}
	uri->host = str_cut(target, begin, at);
	if (at < target.len && target.at[at] == ':')
		at = skip(target, at + 1, str_is_digit);
	*failed = at < target.len && target.at[at] != '/' &&
	    target.at[at] != '?';
	return at;
}

size_t
uri_split(struct str target, struct uri *uri)
{
	size_t at = 0, end;
	bool failed;

	*uri = (struct uri){ .no_path = false };
	if (target.len == 0)
		return 0;
	if (str_is_letter(target.at[0])) {
		at = split_authority(target, uri, &failed);
		if (failed)
			return at;
	} else if (target.at[0] != '/') {
		return 0;
	}
	uri->raw = str_cut(target, at, target.len);
	for (; at < target.len; at++)
		if (is_control(target.at[at]) || target.at[at] == ' ')
			return at;
	if (uri->raw.len == 0)
		uri->raw = STR("/");
	uri->no_path = uri->raw.at[0] != '/';
	end = str_find_byte(uri->raw, '#', 0);
	uri->path = str_cut(uri->raw, 0, end);
	end = str_find_byte(uri->path, '?', 0);
	if (end != STR_NONE)
		uri->args = str_cut(uri->path, end + 1, uri->path.len);
	uri->path = uri->no_path ? STR("/") : str_cut(uri->path, 0, end);
	return STR_NONE;
}

/* A path in the making. */
struct normal {
	char *at;
	size_t len;
	size_t segment;		/* where the last one begins */
	bool merge;
};

/* At a slash or at the end. False when the segment leads above the root. */
static bool
end_segment(struct normal *p)
{
	struct str s = { p->at + p->segment, p->len - p->segment };

	if (str_is(s, ".")) {
		p->len = p->segment;
	} else if (str_is(s, "..")) {
		if (p->segment == 1)
			return false;
		p->len = p->segment - 1;
		while (p->at[p->len - 1] != '/')
			p->len--;
	}
	p->segment = p->len;
	return true;
}

static bool
add_slash(struct normal *p)
{
	bool empty = p->len == p->segment;

	if (!end_segment(p))
		return false;
	/* A segment that was dropped has left its slash. */
	if (empty ? !p->merge : p->at[p->len - 1] != '/')
		p->at[p->len++] = '/';
	p->segment = p->len;
	return true;
}

static bool
is_plain(struct str path)
{
	for (size_t i = 0; i < path.len; i++) {
		char next = i + 1 < path.len ? path.at[i + 1] : 0;

		if (path.at[i] == '%' ||
		    (path.at[i] == '/' && (next == '/' || next == '.')))
			return false;
	}
	return true;
}

/* The byte at `*at`, decoded, or -1; `*at` is at its last byte then. */
static int
decode(struct str path, size_t *at)
{
	int high, low;

	if (path.at[*at] != '%')
		return (unsigned char)path.at[*at];
	if (*at + 2 >= path.len)
		return -1;
	high = hex(path.at[*at + 1]);
	low = hex(path.at[*at + 2]);
	*at += 2;
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static const char *
normalise(struct arena *arena, bool merge, struct uri *uri)
{
	struct str raw = uri->path;
	struct normal p = { .segment = 1, .merge = merge };

	p.at = arena_alloc(arena, raw.len);
	p.at[p.len++] = '/';
	for (size_t i = 1; i < raw.len; i++) {
		int c;

		uri->quoted |= raw.at[i] == '%';
		c = decode(raw, &i);
		if (c < 0)
			return "a % in the path is not followed by two "
			    "hexadecimal digits";
		if (c == 0)
			return "the path holds %00";
		uri->plus |= c == '+';
		if (c != '/')
			p.at[p.len++] = (char)c;
		else if (!add_slash(&p))
			return "the path leads above the root";
	}
	if (!end_segment(&p))
		return "the path leads above the root";
	uri->path = (struct str){ p.at, p.len };
	return NULL;
}

const char *
uri_read(struct arena *arena, struct str target, bool merge, struct uri *uri)
{
	size_t bad = uri_split(target, uri);

	if (bad < target.len && target.at[bad] == ' ')
		return "a space stands in the target";
	if (bad < target.len && is_control(target.at[bad]))
		return "a control character stands in the target";
	if (bad != STR_NONE)
		return "the target is neither a path nor a URL";
	if (!is_plain(uri->path))
		return normalise(arena, merge, uri);
	uri->plus = str_find_byte(uri->path, '+', 0) != STR_NONE;
	return NULL;
}

struct str
uri_lower(struct arena *arena, struct str s)
{
	char *at = arena_alloc(arena, s.len);

	for (size_t i = 0; i < s.len; i++)
		at[i] = s.at[i] >= 'A' && s.at[i] <= 'Z' ?
		    (char)(s.at[i] + ('a' - 'A')) : s.at[i];
	return (struct str){ at, s.len };
}

/* Where the port begins, the end without one, or STR_NONE for a bad byte. */
static size_t
host_end(struct str s, size_t *last_dot)
{
	bool literal = s.len > 0 && s.at[0] == '[';
	size_t end = STR_NONE;

	*last_dot = STR_NONE;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (is_control(c) || c == ' ' || c == '/' || (c == '.' &&
		    i > 0 && s.at[i - 1] == '.'))
			return STR_NONE;
		if (c == '.')
			*last_dot = i;
		if (end == STR_NONE && c == (literal ? ']' : ':'))
			end = i + literal;
	}
	return end == STR_NONE ? s.len : end;
}

const char *
uri_host(struct arena *arena, struct str written, struct str *host)
{
	size_t last_dot, end;

	while (written.len > 0 && written.at[0] == ' ')
		written = str_cut(written, 1, written.len);
	while (written.len > 0 && written.at[written.len - 1] == ' ')
		written.len--;
	end = host_end(written, &last_dot);
	if (end == STR_NONE)
		return "the host is not valid";
	/* A dot further on, in the port, hides the one at the end. */
	if (end > 0 && last_dot == end - 1)
		end--;
	if (end == 0)
		return "the host is empty";
	*host = uri_lower(arena, str_cut(written, 0, end));
	return NULL;
}

/* nginx: ngx_escape_uri() with NGX_ESCAPE_URI and NGX_ESCAPE_ARGS */
void
uri_escape(struct buf *out, struct str text, enum uri_escape escape)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *special = escape == ESCAPE_ARGS ?
	    "\"#%<>?\\^`{|}&+;" : "\"#%<>?\\^`{|}";

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c > ' ' && c < 0x7F && strchr(special, c) == NULL) {
			buf_putc(out, (char)c);
			continue;
		}
		buf_putc(out, '%');
		buf_putc(out, digits[c / 16]);
		buf_putc(out, digits[c % 16]);
	}
}

/*
 * nginx: ngx_unescape_uri() with NGX_UNESCAPE_REDIRECT. A "%" before a byte
 * that is no digit vanishes, "%" and a single digit vanish with the byte
 * that follows, and what stands at the end in part vanishes.
 */
void
uri_unescape_redirect(struct buf *out, struct str text)
{
	size_t i = 0;

	while (i < text.len) {
		char c = text.at[i++];
		int high, low;

		if (c == '?') {
			buf_add(out, str_cut(text, i - 1, text.len));
			return;
		}
		if (c != '%') {
			buf_putc(out, c);
			continue;
		}
		if (i == text.len)
			return;
		high = hex(text.at[i++]);
		if (high < 0) {
			buf_putc(out, text.at[i - 1]);
			continue;
		}
		if (i == text.len)
			return;
		low = hex(text.at[i++]);
		if (low < 0)
			continue;
		if (high * 16 + low == '?') {
			buf_putc(out, '?');
			buf_add(out, str_cut(text, i, text.len));
			return;
		}
		if (high * 16 + low > '%' && high * 16 + low < 0x7F)
			buf_putc(out, (char)(high * 16 + low));
		else
			buf_add(out, str_cut(text, i - 3, i));
	}
}
