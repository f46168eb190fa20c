#include "base/json.h"

#include "base/utf8.h"

static void
json_char(struct buf *out, uint32_t c, struct str bytes)
{
	switch (c) {
	case '"':
		buf_puts(out, "\\\"");
		return;
	case '\\':
		buf_puts(out, "\\\\");
		return;
	case '\n':
		buf_puts(out, "\\n");
		return;
	case '\t':
		buf_puts(out, "\\t");
		return;
	case '\r':
		buf_puts(out, "\\r");
		return;
	case UTF8_BAD:
		buf_puts(out, "\xEF\xBF\xBD");
		return;
	}
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 ||
	    c == 0x2029 || c == 0xFEFF)
		buf_printf(out, "\\u%04x", (unsigned)c);
	else
		buf_add(out, bytes);
}

/* How many bytes from `from` on stand for themselves. */
static size_t
plain_bytes(struct str s, size_t from)
{
	size_t i = from;

	while (i < s.len && s.at[i] >= 0x20 && s.at[i] < 0x7F &&
	    s.at[i] != '"' && s.at[i] != '\\')
		i++;
	return i - from;
}

void
json_string(struct buf *out, struct str s)
{
	size_t i = 0, plain, size;

	buf_putc(out, '"');
	while (i < s.len) {
		uint32_t c;

		plain = plain_bytes(s, i);
		buf_add(out, str_cut(s, i, i + plain));
		i += plain;
		if (i == s.len)
			break;
		c = utf8_next(str_cut(s, i, s.len), &size);
		json_char(out, c, str_cut(s, i, i + size));
		i += size;
	}
	buf_putc(out, '"');
}

void
json_comma(struct buf *out)
{
	char last = out->len == 0 ? '{' : out->at[out->len - 1];

	if (last != '{' && last != '[')
		buf_putc(out, ',');
}

void
json_key(struct buf *out, const char *key)
{
	json_comma(out);
	json_string(out, str_from(key));
	buf_putc(out, ':');
}

void
json_text(struct buf *out, const char *key, struct str value)
{
	json_key(out, key);
	json_string(out, value);
}

void
json_number(struct buf *out, const char *key, size_t value)
{
	json_key(out, key);
	buf_printf(out, "%zu", value);
}

void
json_bool(struct buf *out, const char *key, bool value)
{
	json_key(out, key);
	buf_puts(out, value ? "true" : "false");
}
