#include "nginx/word.h"

/*
 * NGX_CONF_BUFFER: up to where the next argument begins, or the directive
 * ends, all must fit into it.
 */
enum { BUFFER_BYTES = 4096 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The byte that a backslash and `c` stand for, or 0 when for themselves. */
static char
unescaped(char c)
{
	switch (c) {
	case '"':
	case '\'':
	case '\\':
		return c;
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'n':
		return '\n';
	default:
		return 0;
	}
}

static struct str
unescape(struct arena *arena, struct str text)
{
	char *at;
	size_t len = 0;

	if (str_find_byte(text, '\\', 0) == STR_NONE)
		return text;
	at = arena_alloc(arena, text.len);
	for (size_t i = 0; i < text.len; i++) {
		char c = 0;

		if (text.at[i] == '\\' && i + 1 < text.len)
			c = unescaped(text.at[i + 1]);
		at[len++] = c == 0 ? text.at[i] : c;
		i += c != 0;
	}
	return (struct str){ at, len };
}

/* In quotes of its own. */
static const char *
read_quoted(struct arena *arena, struct str text, struct str *value)
{
	size_t end = 1;

	while (end < text.len && text.at[end] != text.at[0])
		end += text.at[end] == '\\' ? 2 : 1;
	if (end >= text.len)
		return "unexpected end of file, expecting \";\" or \"}\"";
	if (end + 1 < text.len)
		return "unexpected text after a closing quote";
	*value = unescape(arena, str_cut(text, 1, end));
	return NULL;
}

const char *
word_read(struct arena *arena, struct str text, bool last, struct str *value)
{
	bool variable = false;	/* a "{" belongs to the "$" before it */

	*value = text = str_trim(text);
	if (text.len + (last ? 1 : 2) > BUFFER_BYTES)
		return "too long parameter";
	if (text.len == 0)
		return "invalid number of arguments";
	if (text.at[0] == '"' || text.at[0] == '\'')
		return read_quoted(arena, text, value);
	if (text.at[0] == '#')
		return "a comment begins";
	if (text.at[0] == '}')
		return "unexpected \"}\"";
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (is_blank(c))
			return "invalid number of arguments";
		if (c == ';')
			return "the directive ends at \";\"";
		if (c == '{' && variable)
			continue;
		if (c == '{')
			return "the directive is not terminated by \";\"";
		if (c == '\\' && ++i == text.len)
			return "a backslash at the end escapes what follows";
		variable = c == '$';
	}
	*value = unescape(arena, text);
	return NULL;
}

/* internal/ingress/controller/template/template.go: sanitizeQuotedRegex() */
void
word_quote(struct buf *out, struct str text)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\\' || text.at[i] == '"')
			buf_putc(out, '\\');
		buf_putc(out, text.at[i]);
	}
	buf_putc(out, '"');
}

bool
word_is_long(struct str text, size_t more)
{
	for (size_t i = 0; i < text.len; i++)
		more += text.at[i] == '\\' || text.at[i] == '"';
	/* with the quote, a space and a byte */
	return text.len + more + 3 > BUFFER_BYTES;
}
