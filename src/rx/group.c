/*
 * What parentheses can be. The two characters after "(?" tell; everything
 * that calls a group or depends on one is kept as AST_OTHER.
 */
#include "rx/parser.h"

enum { DEPTH_MAX = 250 };	/* of groups; PCRE has the same limit */

/* The choice inside of a group that began at `from`, and its ")". */
static const struct ast *
inside(struct parser *p, uint32_t from, bool reset)
{
	unsigned options = p->options;
	const struct ast *n;

	if (p->depth++ == DEPTH_MAX)
		return parser_fail(p, "parentheses are too deeply nested",
		    from, p->at);
	n = choice_read(p, reset);
	if (n != NULL && parser_peek(p, 0) != ')')
		n = parser_fail(p, "missing closing parenthesis", from,
		    from + 1);
	p->at++;
	p->depth--;
	p->options = options;
	return n;
}

static struct ast *
group(struct parser *p, uint32_t from, bool reset)
{
	const struct ast *part = inside(p, from, reset);

	return part == NULL ? NULL : parser_around(p, AST_GROUP, from, part);
}

static const struct ast *
capture(struct parser *p, uint32_t from)
{
	uint32_t number = ++p->groups;
	struct ast *n;

	if (p->groups > p->tree->groups)
		p->tree->groups = p->groups;
	n = group(p, from, false);
	if (n != NULL)
		n->number = number;
	return n;
}

/* "(?<name>", "(?'name'" and "(?P<name>"; `at` is at the name. */
static const struct ast *
named_capture(struct parser *p, uint32_t from, char end)
{
	struct str name;
	struct ast_name *entry;

	if (!parser_name(p, end, &name))
		return parser_fail(p, "subpattern name expected", from, p->at);
	entry = vec_add(p->arena, &p->tree->names);
	entry->name = name;
	entry->number = p->groups + 1;
	return capture(p, from);
}

static const struct ast *
look(struct parser *p, uint32_t from, bool behind, bool negative)
{
	const struct ast *part = inside(p, from, false);
	struct ast *n;

	if (part == NULL)
		return NULL;
	n = parser_around(p, AST_LOOK, from, part);
	n->behind = behind;
	n->negative = negative;
	return n;
}

/* A call of a group, which ends at the next ")". */
static const struct ast *
call(struct parser *p, uint32_t from)
{
	size_t end = str_find_byte(p->text, ')', p->at);

	if (end == STR_NONE)
		return parser_fail(p, "missing closing parenthesis", from,
		    from + 1);
	p->at = (uint32_t)end + 1;
	return parser_node(p, AST_OTHER, from);
}

static const struct ast *
callout(struct parser *p, uint32_t from)
{
	p->at++;
	while (is_ascii_digit(parser_peek(p, 0)))
		p->at++;
	if (parser_peek(p, 0) != ')')
		return parser_fail_newer(p, "callouts with text are not "
		    "known", from, p->at);
	p->at++;
	return parser_node(p, AST_EMPTY, from);
}

/* "(?P": of a name, to a name, or a call by name. */
static const struct ast *
python(struct parser *p, uint32_t from)
{
	struct str name;

	p->at++;
	switch (parser_peek(p, 0)) {
	case '<':
		p->at++;
		return named_capture(p, from, '>');
	case '=':
		p->at++;
		if (!parser_name(p, ')', &name))
			return parser_fail(p, "subpattern name expected",
			    from, p->at);
		return parser_backref_named(p, from, name);
	case '>':
		return call(p, from);
	default:
		return parser_fail(p, "unrecognized character after (?P",
		    from, p->at);
	}
}

/*
 * "(?(condition)yes|no)" at the second "(". The whole is not understood,
 * but its groups count.
 */
static const struct ast *
condition(struct parser *p, uint32_t from)
{
	VEC(const struct ast *) parts = { 0 };
	const struct ast *part;
	struct ast *n;

	if (parser_sees(p, "(VERSION"))
		return parser_fail_newer(p, "(?(VERSION is not known", from,
		    p->at);
	if (parser_sees(p, "(?")) {
		uint32_t inner = p->at;
		bool behind = parser_sees(p, "(?<");

		p->at += behind ? 4 : 3;
		part = look(p, inner, behind, false);
		if (part == NULL)
			return NULL;
		*vec_add(p->arena, &parts) = part;
	} else {
		size_t end = str_find_byte(p->text, ')', p->at);

		p->at = (uint32_t)(end == STR_NONE ? p->text.len : end + 1);
	}
	part = inside(p, from, false);
	if (part == NULL)
		return NULL;
	*vec_add(p->arena, &parts) = part;
	n = parser_node(p, AST_OTHER, from);
	n->parts = parts.at;
	n->nparts = (uint32_t)parts.n;
	return n;
}

static unsigned
option_of(char c)
{
	switch (c) {
	case 'i': return OPTION_NOCASE;
	case 'm': return OPTION_LINES;
	case 's': return OPTION_DOT_ALL;
	case 'x': return OPTION_SPACED;
	case 'U': return OPTION_LAZY;
	default: return 0;
	}
}

/* Sets the options up to ")" or ":"; false when there is another letter. */
static bool
set_options(struct parser *p, uint32_t from)
{
	bool off = false;
	char c;

	for (; (c = parser_peek(p, 0)) != ')' && c != ':'; p->at++) {
		if (c == '-')
			off = true;
		else if (c == '^' || c == 'n' || c == '*')
			return parser_fail_newer(p, "unrecognized character "
			    "after (? or (?-", from, p->at + 1) != NULL;
		else if (c != 'J' && c != 'X' && option_of(c) == 0)
			return parser_fail(p, "unrecognized character after "
			    "(? or (?-", from, p->at + (c != 0)) != NULL;
		else if (off)
			p->options &= ~option_of(c);
		else
			p->options |= option_of(c);
	}
	return true;
}

/* "(?i-s)" or "(?i-s:…)"; J has no meaning here, X is gone in PCRE2. */
static const struct ast *
options(struct parser *p, uint32_t from)
{
	uint32_t first = p->at;
	unsigned before = p->options;
	struct ast *n;

	if (!set_options(p, from))
		return NULL;
	for (uint32_t i = first; i < p->at; i++)
		if (p->text.at[i] == 'X')
			parser_edit(p, i, 1, false);
	if (p->text.at[p->at++] == ')')
		return parser_node(p, AST_EMPTY, from);
	n = group(p, from, false);
	p->options = before;
	return n;
}

/* "(?<": look behind, or a named group. */
static const struct ast *
less(struct parser *p, uint32_t from)
{
	char c = parser_peek(p, 1);

	if (c == '=' || c == '!') {
		p->at += 2;
		return look(p, from, true, c == '!');
	}
	if (c == '*')
		return parser_fail_newer(p, "(?<* is not known", from, p->at);
	p->at++;
	return named_capture(p, from, '>');
}

/* A group whose "(?" has been passed. */
static const struct ast *
special(struct parser *p, uint32_t from)
{
	char c = parser_peek(p, 0);
	struct ast *n;

	if (c == 'R' || c == '&' || c == '+' || is_ascii_digit(c) ||
	    (c == '-' && is_ascii_digit(parser_peek(p, 1))))
		return call(p, from);
	switch (c) {
	case ':':
	case '|':
		p->at++;
		return group(p, from, c == '|');
	case '>':
		p->at++;
		n = group(p, from, false);
		if (n != NULL)
			n->atomic = true;
		return n;
	case '=':
	case '!':
		p->at++;
		return look(p, from, false, c == '!');
	case '<':
		return less(p, from);
	case '\'':
		p->at++;
		return named_capture(p, from, '\'');
	case 'P':
		return python(p, from);
	case 'C':
		return callout(p, from);
	case '(':
		return condition(p, from);
	default:
		return options(p, from);
	}
}

/* "(*VERB)" and "(*VERB:NAME)"; in lower case they came with PCRE2. */
static const struct ast *
verb(struct parser *p, uint32_t from)
{
	if (parser_peek(p, 2) >= 'a')
		return parser_fail_newer(p, "(*VERB) not recognized or "
		    "malformed", from, from + 2);
	if (parser_sees(p, "(*ACCEPT"))
		p->tree->accepts = true;
	return call(p, from);
}

const struct ast *
group_read(struct parser *p)
{
	uint32_t from = p->at;

	if (parser_peek(p, 1) == '*' && (parser_peek(p, 2) == ':' ||
	    is_ascii_letter(parser_peek(p, 2))))
		return verb(p, from);
	p->at++;
	if (parser_peek(p, 0) != '?')
		return capture(p, from);
	p->at++;
	return special(p, from);
}
