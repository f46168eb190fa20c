/*
 * The grammar, with the blanks that (?x) allows left out:
 *
 *	pattern	= choice
 *	choice	= branch { "|" branch }
 *	branch	= { item }
 *	item	= atom [ quantity ]
 *	quantity = ( "*" | "+" | "?" | "{" n [ "," [ n ] ] "}" ) [ "?" | "+" ]
 *	atom	= character | "." | "^" | "$" | escape | class | group
 *	group	= "(" [ "?" kind ] choice ")"
 *		| "(?" options ")" | "(?" options ":" choice ")"
 *		| "(?#" … ")" | "(*" verb ")" | call of a group
 *		| "(?(" condition ")" choice ")"
 *
 * A "{" that begins no quantity is a character. Options hold to the end of
 * the group they stand in, in later branches too.
 *
 * The parser is for telling what a pattern is; that it compiles is for PCRE
 * to say. So it may let pass what PCRE refuses, but not the reverse.
 */
#include "rx/parser.h"

enum { REPEAT_MAX = 65535 };

typedef VEC(const struct ast *) ast_list;

void *
parser_fail(struct parser *p, const char *error, uint32_t from, uint32_t to)
{
	if (p->tree->error == NULL) {
		p->tree->error = error;
		p->tree->error_from = from;
		p->tree->error_to = to;
	}
	return NULL;
}

void *
parser_fail_newer(struct parser *p, const char *error, uint32_t from,
    uint32_t to)
{
	if (p->tree->error == NULL)
		p->tree->newer = true;
	return parser_fail(p, error, from, to);
}

void
parser_edit(struct parser *p, uint32_t at, uint32_t drop, bool escape)
{
	*vec_add(p->arena, &p->tree->edits) =
	    (struct ast_edit){ at, drop, escape };
}

struct ast *
parser_node(struct parser *p, enum ast_kind kind, uint32_t from)
{
	struct ast *n = arena_new(p->arena, struct ast);

	n->kind = kind;
	n->from = from;
	n->to = p->at;
	return n;
}

struct ast *
parser_set(struct parser *p, uint32_t from, struct byteset set)
{
	struct ast *n = parser_node(p, AST_SET, from);

	n->set = set;
	return n;
}

static struct ast *
parent(struct parser *p, enum ast_kind kind, uint32_t from,
    const ast_list *parts)
{
	struct ast *n = parser_node(p, kind, from);

	n->parts = parts->at;
	n->nparts = (uint32_t)parts->n;
	return n;
}

struct ast *
parser_around(struct parser *p, enum ast_kind kind, uint32_t from,
    const struct ast *part)
{
	ast_list parts = { 0 };

	*vec_add(p->arena, &parts) = part;
	return parent(p, kind, from, &parts);
}

bool
parser_name(struct parser *p, char end, struct str *name)
{
	uint32_t from = p->at;
	char c;

	while ((c = parser_peek(p, 0)) == '_' || is_ascii_letter(c) ||
	    is_ascii_digit(c))
		p->at++;
	*name = str_cut(p->text, from, p->at);
	if (name->len == 0 || is_ascii_digit(name->at[0]) || c != end) {
		p->at = from;
		return false;
	}
	p->at++;
	return true;
}

const struct ast *
parser_backref_named(struct parser *p, uint32_t from, struct str name)
{
	for (size_t i = 0; i < p->tree->names.n; i++)
		if (str_eq(p->tree->names.at[i].name, name)) {
			struct ast *n = parser_node(p, AST_BACKREF, from);

			n->number = p->tree->names.at[i].number;
			n->other_case = (p->options & OPTION_NOCASE) != 0;
			return n;
		}
	return parser_node(p, AST_OTHER, from);
}

/* "(?#" … ")" */
static bool
pass_comment(struct parser *p)
{
	size_t end = str_find_byte(p->text, ')', p->at + 3);

	if (end == STR_NONE)
		return parser_fail(p, "missing ) after (?# comment", p->at,
		    p->at + 3) != NULL;
	p->at = (uint32_t)end + 1;
	return true;
}

/* Blanks and the comments of (?x), up to a newline. */
static bool
pass_blank(struct parser *p)
{
	char c = parser_peek(p, 0);

	if ((p->options & OPTION_SPACED) == 0 || p->at >= p->text.len)
		return false;
	if (c == '#') {
		size_t end = str_find_byte(p->text, '\n', p->at);

		p->at = (uint32_t)(end == STR_NONE ? p->text.len : end + 1);
		return true;
	}
	if (c != ' ' && (c < '\t' || c > '\r'))
		return false;
	p->at++;
	return true;
}

/* Passes what stands for nothing, also between an item and its quantity. */
static bool
pass_nothing(struct parser *p)
{
	for (;;) {
		if (p->quoting && parser_sees(p, "\\E"))
			p->quoting = false, p->at += 2;
		else if (p->quoting)
			return true;
		else if (parser_sees(p, "\\E"))
			p->at += 2;
		else if (parser_sees(p, "\\Q"))
			p->quoting = true, p->at += 2;
		else if (parser_sees(p, "(?#")) {
			if (!pass_comment(p))
				return false;
		} else if (!pass_blank(p))
			return true;
	}
}

/* Digits as a count; past REPEAT_MAX it stays there. */
static uint32_t
read_count(struct parser *p)
{
	uint32_t n = 0;

	while (is_ascii_digit(parser_peek(p, 0))) {
		n = n * 10 + (uint32_t)(parser_peek(p, 0) - '0');
		if (n > REPEAT_MAX)
			n = REPEAT_MAX + 1;
		p->at++;
	}
	return n;
}

/* "{n}", "{n,}" or "{n,m}"; anything else is no quantity. */
static bool
read_braces(struct parser *p, uint32_t *least, uint32_t *most)
{
	uint32_t from = p->at;

	p->at++;
	if (!is_ascii_digit(parser_peek(p, 0))) {
		p->at = from;
		return false;
	}
	*least = *most = read_count(p);
	if (parser_peek(p, 0) == ',') {
		p->at++;
		*most = is_ascii_digit(parser_peek(p, 0)) ? read_count(p) :
		    AST_ENDLESS;
	}
	if (parser_peek(p, 0) != '}') {
		p->at = from;
		return false;
	}
	p->at++;
	return true;
}

static bool
read_quantity(struct parser *p, uint32_t *least, uint32_t *most)
{
	switch (parser_peek(p, 0)) {
	case '*':
		*least = 0, *most = AST_ENDLESS;
		break;
	case '+':
		*least = 1, *most = AST_ENDLESS;
		break;
	case '?':
		*least = 0, *most = 1;
		break;
	case '{':
		return read_braces(p, least, most);
	default:
		return false;
	}
	p->at++;
	return true;
}

/* The item with its quantity, if it has one. */
static const struct ast *
quantified(struct parser *p, const struct ast *item)
{
	uint32_t least, most, from;
	struct ast *n;

	if (!pass_nothing(p))
		return NULL;
	from = p->at;
	if (p->quoting || !read_quantity(p, &least, &most))
		return item;
	if (item->kind == AST_EMPTY || item->kind == AST_ANCHOR)
		return parser_fail(p, "quantifier does not follow a "
		    "repeatable item", from, p->at);
	if (least > REPEAT_MAX || (most != AST_ENDLESS && most > REPEAT_MAX))
		return parser_fail(p, "number too big in {} quantifier",
		    from, p->at);
	if (least > most)
		return parser_fail(p, "numbers out of order in {} "
		    "quantifier", from, p->at);
	n = parser_around(p, AST_REPEAT, item->from, item);
	n->least = least;
	n->most = most;
	n->lazy = (p->options & OPTION_LAZY) != 0;
	n->to = p->at;
	if (!pass_nothing(p))
		return NULL;
	if (p->quoting)
		return n;
	if (parser_peek(p, 0) == '?')
		n->lazy = !n->lazy;
	else if (parser_peek(p, 0) == '+')
		n->possessive = true;
	else
		return n;
	n->to = ++p->at;
	return n;
}

static const struct ast *
dot(struct parser *p)
{
	struct byteset set = BYTESET_NONE;

	if ((p->options & OPTION_DOT_ALL) == 0)
		byteset_add(&set, '\n');
	byteset_invert(&set);
	p->at++;
	return parser_set(p, p->at - 1, set);
}

static const struct ast *
anchor(struct parser *p)
{
	struct ast *n;

	p->at++;
	n = parser_node(p, AST_ANCHOR, p->at - 1);
	n->anchor = p->text.at[p->at - 1];
	n->lines = (p->options & OPTION_LINES) != 0;
	return n;
}

static const struct ast *
character(struct parser *p)
{
	struct ast *n;

	p->at++;
	n = parser_node(p, AST_BYTE, p->at - 1);
	n->byte = (unsigned char)p->text.at[p->at - 1];
	n->nocase = (p->options & OPTION_NOCASE) != 0;
	return n;
}

static const struct ast *
atom(struct parser *p)
{
	uint32_t least, most, from = p->at;

	if (p->quoting)
		return character(p);
	switch (p->text.at[p->at]) {
	case '(':
		return group_read(p);
	case '[':
		return bracket_read(p);
	case '\\':
		return escape_read(p);
	case '.':
		return dot(p);
	case '^':
	case '$':
		return anchor(p);
	default:
		if (read_quantity(p, &least, &most))
			return parser_fail(p, "quantifier does not follow a "
			    "repeatable item", from, p->at);
		return character(p);
	}
}

static const struct ast *
branch(struct parser *p)
{
	uint32_t from = p->at;
	ast_list items = { 0 };

	for (;;) {
		const struct ast *item;
		char c;

		if (!pass_nothing(p))
			return NULL;
		c = parser_peek(p, 0);
		if (p->at >= p->text.len || (!p->quoting && (c == '|' ||
		    c == ')')))
			break;
		item = atom(p);
		if (item != NULL)
			item = quantified(p, item);
		if (item == NULL)
			return NULL;
		*vec_add(p->arena, &items) = item;
	}
	if (items.n == 0)
		return parser_node(p, AST_EMPTY, from);
	return items.n == 1 ? items.at[0] :
	    parent(p, AST_CONCAT, from, &items);
}

const struct ast *
choice_read(struct parser *p, bool reset)
{
	uint32_t from = p->at, first = p->groups, most = p->groups;
	ast_list branches = { 0 };

	for (;;) {
		const struct ast *b = branch(p);

		if (b == NULL)
			return NULL;
		*vec_add(p->arena, &branches) = b;
		if (p->groups > most)
			most = p->groups;
		if (p->at >= p->text.len || p->text.at[p->at] != '|')
			break;
		p->at++;
		if (reset)
			p->groups = first;
	}
	p->groups = most;
	return branches.n == 1 ? branches.at[0] :
	    parent(p, AST_ALT, from, &branches);
}

const struct ast_tree *
ast_parse(struct arena *arena, struct str pattern)
{
	struct ast_tree *tree = arena_new(arena, struct ast_tree);
	struct parser p = {
		.arena = arena, .tree = tree, .text = pattern,
		.options = OPTION_NOCASE
	};
	const struct ast *root;

	tree->pattern = pattern;
	root = choice_read(&p, false);
	if (root != NULL && p.at < pattern.len)
		root = parser_fail(&p, "unmatched closing parenthesis", p.at,
		    p.at + 1);
	tree->root = root;
	return tree;
}
