/*
 * The readers differ most in plain scalars. goyaml v2 (resolve.go), which
 * kubectl, kustomize and helm use, has the YAML 1.1 words, C-like integers
 * and no base 60; PyYAML has base 60 and wants a dot in a float; YAML 1.2
 * has none of the words but true, false and null. A string is written plain
 * only when it is a string for all of them.
 */
#include "yaml/scalar.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

struct word {
	const char *lower;
	enum node_type type;
	bool value;
};

/* Each in three spellings: lower, Title, UPPER. */
static const struct word words[] = {
	{ "y", TYPE_BOOL, true }, { "yes", TYPE_BOOL, true },
	{ "true", TYPE_BOOL, true }, { "on", TYPE_BOOL, true },
	{ "n", TYPE_BOOL, false }, { "no", TYPE_BOOL, false },
	{ "false", TYPE_BOOL, false }, { "off", TYPE_BOOL, false },
	{ "null", TYPE_NULL, false }, { "~", TYPE_NULL, false },
	{ "", TYPE_NULL, false }, { ".nan", TYPE_FLOAT, false },
	{ ".inf", TYPE_FLOAT, false }, { "+.inf", TYPE_FLOAT, false },
	{ "-.inf", TYPE_FLOAT, false },
};

/* "no", "No" and "NO", but not "nO". ".inf", ".Inf", ".INF". */
static bool
is_spelling(struct str s)
{
	size_t first = 0, uppers = 0, letters = 0;
	bool title = false;

	while (first < s.len && (s.at[first] == '.' || s.at[first] == '+' ||
	    s.at[first] == '-'))
		first++;
	for (size_t i = first; i < s.len; i++, letters++)
		uppers += str_is_upper(s.at[i]);
	if (first < s.len)
		title = uppers == 1 && str_is_upper(s.at[first]);
	return uppers == 0 || title || uppers == letters ||
	    str_eq(s, STR(".NaN"));
}

static const struct word *
find_word(struct str s)
{
	char first = s.len == 0 ? '\0' : s.at[0];

	if (s.len > 5)
		return NULL;
	if (str_is_upper(first))
		first = (char)(first - 'A' + 'a');
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (first == words[i].lower[0] &&
		    str_eq_nocase(s, str_from(words[i].lower)))
			return is_spelling(s) ? &words[i] : NULL;
	return NULL;
}

static bool
is_digit_of(char c, unsigned base)
{
	unsigned d = c >= '0' && c <= '9' ? (unsigned)(c - '0') :
	    c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 :
	    c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 99;

	return d < base;
}

static size_t
skip_digits(struct str s, size_t i, unsigned base)
{
	while (i < s.len && is_digit_of(s.at[i], base))
		i++;
	return i;
}

static size_t
skip_sign(struct str s, size_t i)
{
	return i < s.len && (s.at[i] == '+' || s.at[i] == '-') ? i + 1 : i;
}

/* The base a C-like integer is written in; `*from` gets its first digit. */
static unsigned
int_base(struct str s, size_t *from)
{
	size_t i = skip_sign(s, 0);

	*from = i;
	if (i + 1 >= s.len || s.at[i] != '0')
		return 10;
	*from = i + 2;
	switch (s.at[i + 1]) {
	case 'x': case 'X':
		return 16;
	case 'o': case 'O':
		return 8;
	case 'b': case 'B':
		return 2;
	}
	*from = i + 1;
	return 8;
}

static bool
is_int(struct str s)
{
	size_t from;
	unsigned base = int_base(s, &from);

	return from < s.len && skip_digits(s, from, base) == s.len;
}

static bool
is_float(struct str s)
{
	size_t i = skip_sign(s, 0), digits = i, from;

	i = skip_digits(s, i, 10);
	digits = i - digits;
	if (i < s.len && s.at[i] == '.') {
		from = ++i;
		i = skip_digits(s, i, 10);
		digits += i - from;
	}
	if (digits == 0)
		return false;
	if (i < s.len && (s.at[i] == 'e' || s.at[i] == 'E')) {
		from = skip_sign(s, i + 1);
		i = skip_digits(s, from, 10);
		if (i == from)
			return false;
	}
	return i == s.len;
}

enum { NUMBER_MAX = 400 };	/* longer ones are out of any range */

/* The text without '_', as a C string; false when it is too long. */
static bool
number_text(struct str s, char *out)
{
	size_t n = 0;

	if (s.len >= NUMBER_MAX)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != '_')
			out[n++] = s.at[i];
	out[n] = '\0';
	return true;
}

bool
scalar_int(const struct node *n, long long *value)
{
	char text[NUMBER_MAX], *end;
	struct str s = node_text(n);
	size_t from;
	unsigned base;
	unsigned long long sum;
	bool negative;

	if (n == NULL || n->kind != NODE_SCALAR || !number_text(s, text) ||
	    !is_int(str_from(text)))
		return false;
	base = int_base(str_from(text), &from);
	negative = text[0] == '-';
	errno = 0;
	sum = strtoull(text + from, &end, (int)base);
	if (errno != 0 || sum > 9223372036854775807ull)
		return false;
	*value = negative ? -(long long)sum : (long long)sum;
	return true;
}

bool
scalar_float(const struct node *n, double *value)
{
	char text[NUMBER_MAX];
	struct str s = node_text(n);
	long long integer;

	if (n == NULL || n->kind != NODE_SCALAR)
		return false;
	if (scalar_int(n, &integer)) {
		*value = (double)integer;
		return true;
	}
	if (str_eq_nocase(s, STR(".nan"))) {
		*value = NAN;
		return true;
	}
	if (str_ends(s, STR("inf")) || str_ends(s, STR("Inf")) ||
	    str_ends(s, STR("INF"))) {
		*value = s.at[0] == '-' ? -INFINITY : INFINITY;
		return s.len <= 5;
	}
	if (!number_text(s, text) || !is_float(str_from(text)))
		return false;
	*value = strtod(text, NULL);
	return isfinite(*value);
}

enum node_type
scalar_type(struct str s)
{
	/* 'w' begins a word, 'n' a number, 'b' both. */
	static const char begins[256] = {
		['y'] = 'w', ['Y'] = 'w', ['n'] = 'w', ['N'] = 'w',
		['t'] = 'w', ['T'] = 'w', ['f'] = 'w', ['F'] = 'w',
		['o'] = 'w', ['O'] = 'w', ['~'] = 'w', ['.'] = 'b',
		['+'] = 'b', ['-'] = 'b', ['0'] = 'n', ['1'] = 'n',
		['2'] = 'n', ['3'] = 'n', ['4'] = 'n', ['5'] = 'n',
		['6'] = 'n', ['7'] = 'n', ['8'] = 'n', ['9'] = 'n',
	};
	char begin = s.len == 0 ? 'w' : begins[(unsigned char)s.at[0]];
	const struct node n = { .kind = NODE_SCALAR, .text = s };
	const struct word *word;
	char text[NUMBER_MAX];
	double value;

	/* nearly every scalar ends here */
	if (begin == 0 || (begin == 'w' && s.len > 5))
		return TYPE_STR;
	word = begin == 'n' ? NULL : find_word(s);
	if (word != NULL)
		return word->type;
	if (begin == 'w')
		return TYPE_STR;
	/* Out of range, "1e400" is a string (goyaml: strconv.ParseFloat). */
	if (!number_text(s, text) || !scalar_float(&n, &value))
		return TYPE_STR;
	if (s.at[0] == '.')
		return is_float(s) ? TYPE_FLOAT : TYPE_STR;
	return is_int(str_from(text)) ? TYPE_INT : TYPE_FLOAT;
}

bool
scalar_bool(const struct node *n)
{
	const struct word *word = find_word(node_text(n));

	return word != NULL && word->type == TYPE_BOOL && word->value;
}

/*
 * Anything a YAML 1.1 or 1.2 reader may take for a number or a date: more
 * than is_int and is_float, with '_' and base 60.
 */
static bool
looks_numeric(struct str s)
{
	size_t i = skip_sign(s, 0), digits = 0;

	if (i + 1 < s.len && s.at[i] == '0' && strchr("xXoObB", s.at[i + 1])) {
		for (i += 2; i < s.len; i++)
			if (!is_digit_of(s.at[i], 16) && s.at[i] != '_')
				return false;
		return true;
	}
	for (; i < s.len && (is_digit_of(s.at[i], 10) || s.at[i] == '_' ||
	    s.at[i] == ':'); i++)
		digits++;
	if (i == 4 && i < s.len && s.at[i] == '-' && i + 1 < s.len &&
	    is_digit_of(s.at[i + 1], 10))
		return true;
	if (i < s.len && s.at[i] == '.')
		for (i++; i < s.len && (is_digit_of(s.at[i], 10) ||
		    s.at[i] == '_'); i++)
			digits++;
	if (digits == 0)
		return false;
	if (i < s.len && (s.at[i] == 'e' || s.at[i] == 'E'))
		i = skip_digits(s, skip_sign(s, i + 1), 10);
	return i == s.len;
}

/* A word of any reader, in any spelling. */
static bool
looks_like_word(struct str s)
{
	if (str_is(s, "=") || str_is(s, "<<"))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eq_nocase(s, str_from(words[i].lower)))
			return true;
	return false;
}

static bool
has_unsafe_char(struct str s)
{
	size_t size;

	for (size_t i = 0; i < s.len; i += size) {
		uint32_t c = utf8_next(str_cut(s, i, s.len), &size);

		if (c == UTF8_BAD || utf8_is_control(c) || c == 0xA0)
			return true;
		if (c == ':' && (i + 1 == s.len || s.at[i + 1] == ' '))
			return true;
		if (c == '#' && s.at[i - 1] == ' ')
			return true;
	}
	return false;
}

bool
scalar_plain_safe(struct str s)
{
	if (looks_like_word(s) || s.at[0] == ' ' || s.at[s.len - 1] == ' ')
		return false;
	if (strchr("-?:,[]{}#&*!|>'\"%@`", s.at[0]) != NULL)
		return false;
	return !has_unsafe_char(s) && !looks_numeric(s) &&
	    scalar_type(s) == TYPE_STR &&
	    !str_starts(s, STR("..."));
}

/* What ends a plain scalar between brackets. */
static bool
has_bracket(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr(",[]{}", s.at[i]) != NULL && s.at[i] != '\0')
			return true;
	return false;
}

static bool
has_control(struct str s)
{
	size_t size;

	for (size_t i = 0; i < s.len; i += size) {
		uint32_t c = utf8_next(str_cut(s, i, s.len), &size);

		if (c == UTF8_BAD || utf8_is_control(c))
			return true;
	}
	return false;
}

/* In place of numbers and words there are double quotes: it may be JSON. */
static enum node_style
style_for(const struct node *old, struct str s)
{
	bool awkward = str_find_byte(s, '"', 0) != STR_NONE ||
	    str_find_byte(s, '\\', 0) != STR_NONE;

	if (old->style == STYLE_PLAIN && old->type == TYPE_STR &&
	    scalar_plain_safe(s) &&
	    (!has_bracket(s) || has_bracket(old->text)))
		return STYLE_PLAIN;
	if (old->style == STYLE_DOUBLE || old->type != TYPE_STR ||
	    has_control(s))
		return STYLE_DOUBLE;
	return old->style == STYLE_SINGLE || awkward ? STYLE_SINGLE :
	    STYLE_DOUBLE;
}

static void
put_single(struct buf *out, struct str s)
{
	buf_putc(out, '\'');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\'')
			buf_putc(out, '\'');
		buf_putc(out, s.at[i]);
	}
	buf_putc(out, '\'');
}

struct str
scalar_written(struct arena *arena, const struct node *old, struct str s)
{
	enum node_style style = style_for(old, s);
	struct buf out;

	if (style == STYLE_PLAIN)
		return s;
	buf_init(&out);
	if (style == STYLE_DOUBLE)
		json_string(&out, s);
	else
		put_single(&out, s);
	s = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return s;
}
