#include "jsone/token.h"

#include "base/utf8.h"

struct word {
	const char *text;
	enum token_kind kind;
};

static const struct word names[] = {
	{ "true", TOKEN_TRUE }, { "false", TOKEN_FALSE },
	{ "null", TOKEN_NULL }, { "in", TOKEN_IN },
};

/* The longer of two with the same start stands first. */
static const struct word marks[] = {
	{ "**", TOKEN_POWER }, { "+", TOKEN_PLUS }, { "-", TOKEN_MINUS },
	{ "*", TOKEN_TIMES }, { "/", TOKEN_OVER },
	{ ">=", TOKEN_GE }, { "<=", TOKEN_LE }, { ">", TOKEN_GT },
	{ "<", TOKEN_LT }, { "==", TOKEN_EQ }, { "!=", TOKEN_NE },
	{ "!", TOKEN_NOT }, { "&&", TOKEN_AND }, { "||", TOKEN_OR },
	{ ".", TOKEN_DOT }, { ",", TOKEN_COMMA }, { ":", TOKEN_COLON },
	{ "(", TOKEN_LPAREN }, { ")", TOKEN_RPAREN },
	{ "[", TOKEN_LBRACKET }, { "]", TOKEN_RBRACKET },
	{ "{", TOKEN_LBRACE }, { "}", TOKEN_RBRACE },
};

bool
token_is_space(unsigned long c)
{
	return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0xA0 ||
	    c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
	    c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
	    c == 0xFEFF;
}

static size_t
skip_space(struct str text, size_t i)
{
	size_t size;

	for (; i < text.len; i += size)
		if (!token_is_space(utf8_next(str_cut(text, i, text.len),
		    &size)))
			break;
	return i;
}

static bool
is_digit(struct str text, size_t i)
{
	return i < text.len && text.at[i] >= '0' && text.at[i] <= '9';
}

static bool
is_letter(struct str text, size_t i)
{
	char c = i < text.len ? text.at[i] : '\0';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Digits, and a fraction if a digit follows the point. */
static struct token
number_token(struct str text, size_t from)
{
	size_t i = from;

	while (is_digit(text, i))
		i++;
	if (i < text.len && text.at[i] == '.' && is_digit(text, i + 1))
		for (i++; is_digit(text, i);)
			i++;
	return (struct token){ TOKEN_NUMBER, from, i };
}

static struct token
name_token(struct str text, size_t from)
{
	struct token token = { TOKEN_NAME, from, from };
	struct str name;

	while (is_letter(text, token.to) || is_digit(text, token.to))
		token.to++;
	name = str_cut(text, from, token.to);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is(name, names[i].text))
			token.kind = names[i].kind;
	return token;
}

/* There are no escapes; a string lasts until the next quote of its kind. */
static struct token
string_token(struct str text, size_t from)
{
	size_t end = str_find_byte(text, text.at[from], from + 1);

	if (end == STR_NONE)
		return (struct token){ TOKEN_BAD, from, text.len };
	return (struct token){ TOKEN_STRING, from, end + 1 };
}

struct token
token_next(struct str text, size_t from)
{
	struct str rest;
	size_t size;

	from = skip_space(text, from);
	rest = str_cut(text, from, text.len);
	if (rest.len == 0)
		return (struct token){ TOKEN_END, from, from };
	if (is_digit(text, from))
		return number_token(text, from);
	if (is_letter(text, from))
		return name_token(text, from);
	if (rest.at[0] == '"' || rest.at[0] == '\'')
		return string_token(text, from);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct str mark = str_from(marks[i].text);

		if (str_starts(rest, mark))
			return (struct token){ marks[i].kind, from,
			    from + mark.len };
	}
	utf8_next(rest, &size);
	return (struct token){ TOKEN_BAD, from, from + size };
}
