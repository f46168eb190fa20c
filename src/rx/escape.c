/*
 * Escapes. What a letter means is looked up in tables; the rest are numbers,
 * references, and characters that stand for themselves.
 *
 * PCRE 8.45 takes a letter without a meaning for the letter itself, where
 * PCRE2 refuses it, so the parser notes an edit that drops the backslash.
 */
#include "rx/parser.h"

#include "base/limits.h"

struct letter_byte {
	char letter;
	unsigned char byte;
};

static const struct letter_byte letter_bytes[] = {
	{ 'a', 0x07 }, { 'e', 0x1B }, { 'f', 0x0C }, { 'n', 0x0A },
	{ 'r', 0x0D }, { 't', 0x09 },
};

/* The sets of the C locale, as ranges; the capital letter is the rest. */
struct letter_set {
	char letter;
	unsigned char ranges[4][2];
	unsigned n;
};

static const struct letter_set letter_sets[] = {
	{ 'd', { { '0', '9' } }, 1 },
	{ 'h', { { '\t', '\t' }, { ' ', ' ' }, { 0xA0, 0xA0 } }, 3 },
	{ 's', { { 0x09, 0x0D }, { ' ', ' ' } }, 2 },
	{ 'v', { { 0x0A, 0x0D }, { 0x85, 0x85 } }, 2 },
	{ 'w', { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } }, 4 },
};

static bool
find_byte(char letter, unsigned char *byte)
{
	for (size_t i = 0; i < sizeof(letter_bytes) / sizeof(*letter_bytes);
	    i++)
		if (letter_bytes[i].letter == letter) {
			*byte = letter_bytes[i].byte;
			return true;
		}
	return false;
}

static bool
find_set(char letter, struct byteset *set)
{
	for (size_t i = 0; i < sizeof(letter_sets) / sizeof(*letter_sets);
	    i++) {
		const struct letter_set *s = &letter_sets[i];

		if (s->letter != letter && s->letter - 'a' + 'A' != letter)
			continue;
		*set = BYTESET_NONE;
		for (unsigned k = 0; k < s->n; k++)
			byteset_add_range(set, s->ranges[k][0],
			    s->ranges[k][1]);
		if (s->letter != letter)
			byteset_invert(set);
		return true;
	}
	return false;
}

static int
digit_value(char c)
{
	if (is_ascii_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* Up to `most` digits of that base; how many there were. */
static unsigned
read_digits(struct parser *p, int base, unsigned most, unsigned *value)
{
	unsigned n = 0;

	*value = 0;
	while (n < most && p->at < p->text.len &&
	    digit_value(p->text.at[p->at]) < base) {
		if (*value <= 0xFFFF)
			*value = *value * (unsigned)base +
			    (unsigned)digit_value(p->text.at[p->at]);
		p->at++, n++;
	}
	return n;
}

static bool
byte_of(struct parser *p, uint32_t from, unsigned value, unsigned char *byte)
{
	if (value > 0xFF)
		return parser_fail(p, "character code point value is too "
		    "large", from, p->at) != NULL;
	*byte = (unsigned char)value;
	return true;
}

/* "{…}" of \x and \o, at the brace. */
static bool
read_braced(struct parser *p, uint32_t from, int base, unsigned char *byte)
{
	unsigned value;

	p->at++;
	if (read_digits(p, base, LIMIT_PATTERN_BYTES, &value) == 0 ||
	    parser_peek(p, 0) != '}')
		return parser_fail(p, "bad digit or missing closing brace",
		    from, p->at) != NULL;
	p->at++;
	return byte_of(p, from, value, byte);
}

/*
 * \x, \o, \c and octal numbers: a byte by its code. `at` is at the letter
 * or first digit. False also when it is none of them, without an error.
 */
static bool
read_code(struct parser *p, uint32_t from, unsigned char *byte)
{
	char c = p->text.at[p->at];
	unsigned value;

	if (c >= '0' && c <= '7') {
		read_digits(p, 8, 3, &value);
		return byte_of(p, from, value, byte);
	}
	p->at++;
	if (c == 'x' && parser_peek(p, 0) == '{')
		return read_braced(p, from, 16, byte);
	if (c == 'o' && parser_peek(p, 0) == '{')
		return read_braced(p, from, 8, byte);
	if (c == 'x') {
		read_digits(p, 16, 2, &value);
		return byte_of(p, from, value, byte);
	}
	c = c == 'c' ? parser_peek(p, 0) : 0;
	if (c < ' ' || c > '~')
		return parser_fail(p, "\\c or \\o is not followed by what it "
		    "needs", from, p->at) != NULL;
	p->at++;
	*byte = (unsigned char)((c >= 'a' && c <= 'z' ? c - 32 : c) ^ 0x40);
	return true;
}

/*
 * \p and \P, whose names PCRE2 takes in more forms: "greek" for "Greek",
 * "Script=Greek".
 */
static bool
read_property(struct parser *p, uint32_t from)
{
	struct str name = str_cut(p->text, p->at + 1, p->at + 2);

	p->at++;
	if (str_is(name, "{")) {
		p->at++;
		if (parser_peek(p, 0) == '^')
			p->at++;
		if (!parser_name(p, '}', &name) && !parser_sees(p, "L&}"))
			return parser_fail_newer(p, "unknown property after "
			    "\\P or \\p", from, p->at) != NULL;
		if (parser_sees(p, "L&}")) {
			p->at += 3;
			return true;
		}
	} else {
		p->at += (uint32_t)name.len;
	}
	if (name.len == 0 || name.at[0] < 'A' || name.at[0] > 'Z')
		return parser_fail_newer(p, "unknown property after \\P or "
		    "\\p", from, p->at) != NULL;
	return true;
}

static const struct ast *
backref(struct parser *p, uint32_t from, uint32_t number)
{
	struct ast *n = parser_node(p, AST_BACKREF, from);

	n->number = number;
	n->other_case = (p->options & OPTION_NOCASE) != 0;
	return n;
}

/* \g: a reference back, or a call of a group. `at` is after the letter. */
static const struct ast *
read_g(struct parser *p, uint32_t from)
{
	bool braced = parser_peek(p, 0) == '{', relative;
	struct str name;
	unsigned n;

	if (parser_peek(p, 0) == '<' || parser_peek(p, 0) == '\'') {
		char end = parser_peek(p, 0) == '<' ? '>' : '\'';
		size_t close = str_find_byte(p->text, end, p->at + 1);

		if (close == STR_NONE)
			return parser_fail(p, "missing terminator of \\g",
			    from, p->at + 1);
		p->at = (uint32_t)close + 1;
		return parser_node(p, AST_OTHER, from);
	}
	p->at += braced;
	if (parser_peek(p, 0) == '+')
		return parser_fail_newer(p, "\\g+ is not known", from, p->at);
	relative = parser_peek(p, 0) == '-';
	p->at += relative;
	if (read_digits(p, 10, 5, &n) == 0) {
		if (braced && !relative && parser_name(p, '}', &name))
			return parser_backref_named(p, from, name);
		return parser_fail(p, "a number or name must follow \\g",
		    from, p->at);
	}
	if (braced && parser_peek(p, 0) != '}')
		return parser_fail(p, "missing closing brace of \\g", from,
		    p->at);
	p->at += braced;
	if (n == 0 || (relative && n > p->groups))
		return parser_fail(p, "reference to non-existent subpattern",
		    from, p->at);
	return backref(p, from, relative ? p->groups - n + 1 : n);
}

static const struct ast *
read_k(struct parser *p, uint32_t from)
{
	char open = parser_peek(p, 0);
	char end = open == '<' ? '>' : open == '{' ? '}' :
	    open == '\'' ? '\'' : 0;
	struct str name;

	p->at += end != 0;
	if (end == 0 || !parser_name(p, end, &name))
		return parser_fail(p, "\\k is not followed by a name", from,
		    p->at);
	return parser_backref_named(p, from, name);
}

static const struct ast *
literal(struct parser *p, uint32_t from, unsigned char byte)
{
	struct ast *n = parser_node(p, AST_BYTE, from);

	n->byte = byte;
	n->nocase = (p->options & OPTION_NOCASE) != 0;
	return n;
}

/*
 * A number is a reference back when it is below 8 or so many groups have
 * begun; else \8 and \9 are the digits (PCRE2 refuses them), and the others
 * are octal.
 */
static const struct ast *
read_number(struct parser *p, uint32_t from)
{
	uint32_t first = p->at;
	unsigned char byte;
	unsigned n;

	if (p->text.at[p->at] != '0') {
		read_digits(p, 10, LIMIT_PATTERN_BYTES, &n);
		if (n < 8 || n <= p->groups)
			return backref(p, from, n);
		p->at = first;
	}
	if (p->text.at[p->at] >= '8') {
		parser_edit(p, from, 1, false);
		p->at++;
		return literal(p, from, (unsigned char)p->text.at[first]);
	}
	return read_code(p, from, &byte) ? literal(p, from, byte) : NULL;
}

static const struct ast *
read_anchor(struct parser *p, uint32_t from, char c)
{
	struct ast *n;

	p->at++;
	n = parser_node(p, AST_ANCHOR, from);
	n->anchor = c;
	return n;
}

static const struct ast *
read_kind(struct parser *p, uint32_t from, enum ast_kind kind)
{
	p->at++;
	return parser_node(p, kind, from);
}

/* \N, which is no character but a newline; \N{2} repeats it. */
static const struct ast *
read_not_newline(struct parser *p, uint32_t from)
{
	struct byteset set = BYTESET_NONE;

	p->at++;
	if (parser_peek(p, 0) == '{' && !is_ascii_digit(parser_peek(p, 1)))
		return parser_fail(p, "\\N{name} is not supported", from,
		    p->at);
	byteset_add(&set, '\n');
	byteset_invert(&set);
	return parser_set(p, from, set);
}

/* Letters that are neither a byte nor a set; NULL is an error or "no". */
static const struct ast *
read_letter(struct parser *p, uint32_t from, char c, bool *known)
{
	*known = true;
	switch (c) {
	case 'A': case 'Z': case 'z': case 'G': case 'b': case 'B':
		return read_anchor(p, from, c);
	case 'C':
		p->at++;
		return parser_set(p, from, BYTESET_ALL);
	case 'K':
		return read_kind(p, from, AST_EMPTY);
	case 'N':
		return read_not_newline(p, from);
	case 'R': case 'X':
		return read_kind(p, from, AST_OTHER);
	case 'g':
		p->at++;
		return read_g(p, from);
	case 'k':
		p->at++;
		return read_k(p, from);
	case 'p': case 'P':
		return read_property(p, from) ?
		    parser_node(p, AST_OTHER, from) : NULL;
	case 'L': case 'l': case 'U': case 'u':
		return parser_fail(p, "\\L, \\l, \\U and \\u are not "
		    "supported", from, p->at + 1);
	default:
		*known = false;
		return NULL;
	}
}

static bool
is_code(char c)
{
	return c == 'x' || c == 'o' || c == 'c';
}

const struct ast *
escape_read(struct parser *p)
{
	uint32_t from = p->at;
	const struct ast *n;
	struct byteset set;
	unsigned char byte;
	bool known;
	char c;

	p->at++;
	if (p->at >= p->text.len)
		return parser_fail(p, "\\ at end of pattern", from, p->at);
	c = p->text.at[p->at];
	if (is_ascii_digit(c))
		return read_number(p, from);
	if (is_code(c))
		return read_code(p, from, &byte) ? literal(p, from, byte) :
		    NULL;
	if (is_ascii_letter(c)) {
		n = read_letter(p, from, c, &known);
		if (known)
			return n;
	}
	p->at++;
	if (find_set(c, &set))
		return parser_set(p, from, set);
	if (find_byte(c, &byte))
		return literal(p, from, byte);
	if (is_ascii_letter(c))
		parser_edit(p, from, 1, false);
	return literal(p, from, (unsigned char)c);
}

bool
escape_read_in_class(struct parser *p, struct escape_in_class *e)
{
	uint32_t from = p->at;
	char c;

	*e = (struct escape_in_class){ 0 };
	p->at++;
	if (p->at >= p->text.len)
		return parser_fail(p, "\\ at end of pattern", from, p->at) !=
		    NULL;
	c = p->text.at[p->at];
	if ((c >= '0' && c <= '7') || is_code(c))
		return read_code(p, from, &e->byte);
	if (c == 'p' || c == 'P') {
		e->is_set = e->unknown = true;
		return read_property(p, from);
	}
	p->at++;
	if (c == 'N' || c == 'L' || c == 'l' || c == 'U' || c == 'u')
		return parser_fail(p, "escape sequence is invalid in "
		    "character class", from, p->at) != NULL;
	e->is_set = find_set(c, &e->set);
	if (e->is_set || find_byte(c, &e->byte))
		return true;
	if (is_ascii_letter(c) && c != 'b')
		parser_edit(p, from, 1, false);
	e->byte = c == 'b' ? '\b' : (unsigned char)c;
	return true;
}
