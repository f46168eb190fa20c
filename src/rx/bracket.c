/*
 * Classes:
 *
 *	class	= "[" ["^"] ["]"] { member } "]"
 *	member	= single [ "-" single ] | set | "[:" ["^"] name ":]"
 *	single	= character | escape of one
 *	set	= \d \w \s … and their opposites
 *
 * \Q…\E quotes in here too. A "-" after a set or a named class stands for
 * itself in PCRE 8.45; PCRE2 refuses it unless the class ends there.
 */
#include "rx/parser.h"

struct bracket {
	struct byteset set;
	bool unknown;		/* holds a Unicode property */
	bool nocase;
};

struct named {
	const char *name;
	const char *ranges;	/* pairs of first and last */
};

static const struct named named_classes[] = {
	{ "alpha", "azAZ" },
	{ "lower", "az" },
	{ "upper", "AZ" },
	{ "alnum", "azAZ09" },
	{ "ascii", "\x01\x7F" },
	{ "blank", "\t\t  " },
	{ "cntrl", "\x01\x1F\x7F\x7F" },
	{ "digit", "09" },
	{ "graph", "!~" },
	{ "print", " ~" },
	{ "punct", "!/:@[`{~" },
	{ "space", "\t\r  " },
	{ "word", "azAZ09__" },
	{ "xdigit", "afAF09" },
};

static void
add_named(struct bracket *b, const struct named *class, bool negated)
{
	struct byteset set = BYTESET_NONE;

	for (const char *r = class->ranges; *r != 0; r += 2)
		byteset_add_range(&set, (unsigned char)r[0],
		    (unsigned char)r[1]);
	/* NUL ends the text of the ranges, so it is added here. */
	if (str_is(STR("ascii"), class->name) ||
	    str_is(STR("cntrl"), class->name))
		byteset_add(&set, 0);
	if (b->nocase)
		byteset_fold(&set);
	if (negated)
		byteset_invert(&set);
	byteset_join(&b->set, &set);
}

/*
 * The end of what looks like "[:name:]" at `at`, or 0: as PCRE has it, two
 * equal signs of : . = with no "]", "\" or such an opening in between.
 */
static uint32_t
named_end(const struct parser *p)
{
	char sign = parser_peek(p, 1);

	if (sign != ':' && sign != '.' && sign != '=')
		return 0;
	for (size_t i = p->at + 2; i + 1 < p->text.len; i++) {
		char c = p->text.at[i], next = p->text.at[i + 1];

		if (c == sign && next == ']')
			return (uint32_t)i + 2;
		if (c == '\\' && (next == ']' || next == '\\'))
			i++;
		else if (c == ']' || (c == '[' && next == sign))
			return 0;
	}
	return 0;
}

static bool
read_named(struct parser *p, struct bracket *b, uint32_t end)
{
	bool negated = parser_peek(p, 2) == '^';
	struct str name = str_cut(p->text, p->at + 2 + negated, end - 2);

	if (parser_peek(p, 1) != ':')
		return parser_fail(p, "POSIX collating elements are not "
		    "supported", p->at, end) != NULL;
	for (size_t i = 0; i < sizeof(named_classes) /
	    sizeof(*named_classes); i++)
		if (str_is(name, named_classes[i].name)) {
			add_named(b, &named_classes[i], negated);
			p->at = end;
			return true;
		}
	return parser_fail(p, "unknown POSIX class name", p->at, end) != NULL;
}

/* Passes \E, and \Q, which turns quoting on. */
static void
pass_quotes(struct parser *p)
{
	for (;;) {
		if (parser_sees(p, "\\E"))
			p->quoting = false;
		else if (!p->quoting && parser_sees(p, "\\Q"))
			p->quoting = true;
		else
			return;
		p->at += 2;
	}
}

/* A character, escape or set; false when it is wrong. */
static bool
read_single(struct parser *p, struct escape_in_class *e)
{
	*e = (struct escape_in_class){ 0 };
	if (!p->quoting && parser_peek(p, 0) == '\\')
		return escape_read_in_class(p, e);
	e->byte = (unsigned char)p->text.at[p->at++];
	return true;
}

/* After a set: a "-" that does not end the class stands for itself. */
static void
pass_hyphen(struct parser *p, struct bracket *b)
{
	if (p->quoting || parser_peek(p, 0) != '-' || parser_peek(p, 1) == ']')
		return;
	parser_edit(p, p->at, 0, true);
	if (parser_peek(p, 1) == '-')
		return;		/* it begins a range, as any character */
	byteset_add(&b->set, '-');
	p->at++;
}

/* The other end of a range whose "-" has been passed. */
static bool
read_range(struct parser *p, struct bracket *b, uint32_t from,
    unsigned char first)
{
	struct escape_in_class last;

	if (!p->quoting && parser_peek(p, 0) == '[' && named_end(p) != 0)
		return parser_fail(p, "invalid range in character class",
		    from, p->at) != NULL;
	if (!read_single(p, &last))
		return false;
	if (last.is_set)
		return parser_fail(p, "invalid range in character class",
		    from, p->at) != NULL;
	if (last.byte < first)
		return parser_fail(p, "range out of order in character "
		    "class", from, p->at) != NULL;
	byteset_add_range(&b->set, first, last.byte);
	return true;
}

/* A "-" follows that is followed by the end of a range. */
static bool
at_range(struct parser *p)
{
	struct parser look;

	pass_quotes(p);
	look = *p;
	if (p->quoting || parser_peek(p, 0) != '-')
		return false;
	look.at++;
	pass_quotes(&look);
	if (look.at >= look.text.len ||
	    (!look.quoting && look.text.at[look.at] == ']'))
		return false;
	p->at = look.at;
	p->quoting = look.quoting;
	return true;
}

static bool
read_member(struct parser *p, struct bracket *b)
{
	uint32_t from = p->at, end = 0;
	struct escape_in_class e;

	if (!p->quoting && parser_peek(p, 0) == '[')
		end = named_end(p);
	if (end != 0) {
		if (!read_named(p, b, end))
			return false;
		pass_hyphen(p, b);
		return true;
	}
	if (!read_single(p, &e))
		return false;
	if (e.is_set) {
		b->unknown = b->unknown || e.unknown;
		byteset_join(&b->set, &e.set);
		pass_hyphen(p, b);
		return true;
	}
	if (at_range(p))
		return read_range(p, b, from, e.byte);
	byteset_add(&b->set, e.byte);
	return true;
}

/* [[:<:]] and [[:>:]] are look-arounds for the edges of words. */
static const struct ast *
read_word_edge(struct parser *p)
{
	uint32_t from = p->at;

	if (!parser_sees(p, "[[:<:]]") && !parser_sees(p, "[[:>:]]"))
		return NULL;
	p->at += 7;
	return parser_node(p, AST_OTHER, from);
}

const struct ast *
bracket_read(struct parser *p)
{
	struct bracket b = {
		.nocase = (p->options & OPTION_NOCASE) != 0
	};
	uint32_t from = p->at;
	const struct ast *edge = read_word_edge(p);
	bool negated, first = true;

	if (edge != NULL)
		return edge;
	p->at++;
	/* Only before the first member may \E stand around the "^". */
	while (parser_sees(p, "\\E"))
		p->at += 2;
	negated = parser_peek(p, 0) == '^';
	p->at += negated;
	for (;; first = false) {
		pass_quotes(p);
		if (p->at >= p->text.len)
			return parser_fail(p, "missing terminating ] for "
			    "character class", from, from + 1);
		if (!p->quoting && !first && p->text.at[p->at] == ']')
			break;
		if (!read_member(p, &b))
			return NULL;
	}
	p->at++;
	if (b.unknown)
		return parser_node(p, AST_OTHER, from);
	if (b.nocase)
		byteset_fold(&b.set);
	if (negated)
		byteset_invert(&b.set);
	return parser_set(p, from, b.set);
}
