/*
 * expr	: unit { infix expr }		by precedence, see infix.c
 * unit	: { "-" | "+" | "!" } primary
 *	| unit "." name | unit "[" expr "]" | unit "(" [ list ] ")"
 *	| unit "[" [ expr ] ":" [ expr ] "]"
 * primary : number | string | "true" | "false" | "null" | name
 *	| "(" expr ")" | "[" [ list ] "]" | "{" [ pairs ] "}"
 * list	: expr { "," expr }
 * pairs : key ":" expr { "," key ":" expr } [ "," ]
 * key	: name | string
 *
 * A sign binds to the primary alone, before what follows it: !a(b) calls
 * the boolean !a. That is an error whatever a is, and is reported as such.
 *
 * Every function reads a part of the text. Unless e->skip is set it also
 * computes it; then false is a failure of either kind, reported.
 */
#include "jsone/expr.h"

#include "base/limits.h"
#include "jsone/access.h"
#include "jsone/builtin.h"
#include "jsone/infix.h"
#include "jsone/term.h"
#include "jsone/value.h"

enum { TEXT_PER_STEP = 4 };	/* bytes of an expression */

static bool parse_expr(struct expr *, unsigned level, struct operand *);

struct span
expr_part(const struct expr *e, size_t from, size_t to)
{
	return node_part(e->j->sources, e->scalar, from, to);
}

struct span
expr_where(const struct expr *e, const struct operand *o)
{
	return expr_part(e, o->from, o->to);
}

struct str
expr_text(const struct expr *e, const struct operand *o)
{
	return str_cut(e->scalar->text, o->from, o->to);
}

bool
expr_number(const struct expr *e, const struct operand *o, const char *taker,
    double *number)
{
	if (value_number(o->value, number))
		return true;
	eval_fail(e->j, expr_where(e, o), "%s takes a number, but this is %s",
	    taker, value_type(o->value) == VALUE_NUMBER ?
	    "not a finite one" : value_type_name(o->value));
	return false;
}

static void
next(struct expr *e)
{
	e->last = e->token.to;
	e->token = token_next(e->scalar->text, e->token.to);
}

static struct str
token_text(const struct expr *e)
{
	return str_cut(e->scalar->text, e->token.from, e->token.to);
}

static bool
bad_token(struct expr *e)
{
	static const struct {
		const char *wrong, *right;
	} hints[] = {
		{ "=", "==" }, { "&", "&&" }, { "|", "||" },
		{ "?", "$if, with then and else" }, { "`", "'" },
	};
	struct span where = expr_part(e, e->token.from, e->token.to);
	struct str text = token_text(e);
	struct diag *d;

	if (text.at[0] == '"' || text.at[0] == '\'') {
		eval_fail(e->j, where, "this string has no closing %c; there "
		    "are no escapes, but one kind of quote can stand in the "
		    "other", text.at[0]);
		return false;
	}
	d = eval_fail(e->j, where, "\"%.*s\" is no part of an expression",
	    STR_ARG(text));
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (str_is(text, hints[i].wrong))
			diag_say_fix(e->j->diags, d, "%s", hints[i].right);
	return false;
}

static bool
unexpected(struct expr *e, const char *expected)
{
	if (e->token.kind == TOKEN_BAD)
		return bad_token(e);
	if (e->token.kind == TOKEN_END)
		eval_fail(e->j, expr_part(e, e->last, e->last),
		    "the expression ends where %s is expected", expected);
	else
		eval_fail(e->j, expr_part(e, e->token.from, e->token.to),
		    "%s is expected here, not \"%.*s\"", expected,
		    STR_ARG(token_text(e)));
	return false;
}

static bool
take(struct expr *e, enum token_kind kind, const char *what)
{
	if (e->token.kind != kind)
		return unexpected(e, what);
	next(e);
	return true;
}

/* Ends an operand at the last byte that was read for it. */
static bool
finish(struct expr *e, struct operand *out, size_t to,
    const struct node *value)
{
	out->to = to;
	out->value = value;
	return e->skip > 0 || value != NULL;
}

static bool
enter(struct expr *e)
{
	if (++e->depth <= LIMIT_YAML_DEPTH)
		return true;
	eval_fail(e->j, expr_part(e, e->token.from, e->token.to),
	    "the expression nests more than %d levels deep",
	    LIMIT_YAML_DEPTH);
	return false;
}

/* The values of a list, up to the token that closes it. */
struct operands {
	VEC(struct operand) list;
};

static bool
parse_list(struct expr *e, enum token_kind close, const char *what,
    struct operands *out)
{
	if (e->token.kind == close)
		return true;
	for (;;) {
		struct operand item;

		if (!parse_expr(e, 0, &item))
			return false;
		if (e->skip == 0) {
			if (!eval_spend(e->j, 0, 2 * sizeof(item)))
				return false;
			*vec_add(e->j->arena, &out->list) = item;
		}
		if (e->token.kind == close)
			return true;
		if (e->token.kind != TOKEN_COMMA)
			return unexpected(e, what);
		next(e);
	}
}

static bool
parse_list_literal(struct expr *e, struct operand *out)
{
	struct operands items = { { NULL, 0, 0 } };
	const struct node **values;
	size_t to;

	next(e);
	if (!parse_list(e, TOKEN_RBRACKET, "\",\" or \"]\"", &items))
		return false;
	to = e->token.to;
	next(e);
	if (e->skip > 0)
		return finish(e, out, to, NULL);
	values = arena_array(e->j->arena, const struct node *, items.list.n);
	for (size_t i = 0; i < items.list.n; i++)
		values[i] = items.list.at[i].value;
	return finish(e, out, to, value_make_list(e->j, e->j->at, values,
	    items.list.n));
}

static bool
parse_pair(struct expr *e, struct entry *pair)
{
	struct operand value;

	if (e->token.kind != TOKEN_NAME && e->token.kind != TOKEN_STRING)
		return unexpected(e, "a key (a name or a string) or \"}\"");
	if (e->skip == 0) {
		bool quoted = e->token.kind == TOKEN_STRING;

		pair->key = value_make_str(e->j, e->j->at,
		    str_cut(e->scalar->text, e->token.from + quoted,
		    e->token.to - quoted));
		if (pair->key == NULL)
			return false;
	}
	next(e);
	if (!take(e, TOKEN_COLON, "\":\"") || !parse_expr(e, 0, &value))
		return false;
	pair->value = value.value;
	return true;
}

static bool
parse_map_literal(struct expr *e, struct operand *out)
{
	VEC(struct entry) pairs = { NULL, 0, 0 };
	struct entry pair = { NULL, NULL };
	size_t to;

	next(e);
	while (e->token.kind != TOKEN_RBRACE) {
		if (!parse_pair(e, &pair))
			return false;
		if (e->skip == 0) {
			if (!eval_spend(e->j, 0, 2 * sizeof(pair)))
				return false;
			*vec_add(e->j->arena, &pairs) = pair;
		}
		if (e->token.kind == TOKEN_COMMA)
			next(e);
		else if (e->token.kind != TOKEN_RBRACE)
			return unexpected(e, "\",\" or \"}\"");
	}
	to = e->token.to;
	next(e);
	return finish(e, out, to, e->skip > 0 ? NULL : value_make_map(e->j,
	    e->j->at, pairs.at, pairs.n, value_merge_later));
}

static bool
parse_parentheses(struct expr *e, struct operand *out)
{
	struct operand inner;
	size_t to;

	next(e);
	if (!parse_expr(e, 0, &inner))
		return false;
	to = e->token.to;
	return take(e, TOKEN_RPAREN, "\")\"") &&
	    finish(e, out, to, inner.value);
}

static bool
parse_primary(struct expr *e, struct operand *out)
{
	size_t to = e->token.to;

	out->from = e->token.from;
	switch (e->token.kind) {
	case TOKEN_NUMBER: case TOKEN_STRING: case TOKEN_NAME:
	case TOKEN_TRUE: case TOKEN_FALSE: case TOKEN_NULL:
		if (!finish(e, out, to, e->skip > 0 ? NULL : term_value(e)))
			return false;
		next(e);
		return true;
	case TOKEN_LPAREN:
		return parse_parentheses(e, out);
	case TOKEN_LBRACKET:
		return parse_list_literal(e, out);
	case TOKEN_LBRACE:
		return parse_map_literal(e, out);
	default:
		return unexpected(e, "a value");
	}
}

static bool
is_sign(enum token_kind kind)
{
	return kind == TOKEN_MINUS || kind == TOKEN_PLUS || kind == TOKEN_NOT;
}

static bool
is_suffix(enum token_kind kind)
{
	return kind == TOKEN_DOT || kind == TOKEN_LBRACKET ||
	    kind == TOKEN_LPAREN;
}

/* !f(x) and -a.b: nothing that a sign makes has parts or can be called. */
static const struct node *
sign_too_near(struct expr *e, size_t sign, const struct operand *a)
{
	struct str s = str_cut(e->scalar->text, sign, sign + 1);
	const char *suffix = e->token.kind == TOKEN_LPAREN ? "(...)" :
	    e->token.kind == TOKEN_LBRACKET ? "[...]" : "...";
	struct diag *d;

	d = eval_fail(e->j, expr_part(e, sign, a->to), "%.*s is applied to "
	    "\"%.*s\" alone, before what follows that", STR_ARG(s),
	    STR_ARG(expr_text(e, a)));
	diag_say_fix(e->j->diags, d, "%.*s(%.*s%s)", STR_ARG(s),
	    STR_ARG(expr_text(e, a)), suffix);
	return NULL;
}

static const struct node *
apply_sign(struct expr *e, size_t at, const struct operand *a)
{
	char sign[] = { e->scalar->text.at[at], '\0' };
	double number;

	if (is_suffix(e->token.kind))
		return sign_too_near(e, at, a);
	if (sign[0] == '!')
		return value_make_bool(e->j, e->j->at,
		    !value_is_truthy(a->value));
	if (!expr_number(e, a, sign, &number))
		return NULL;
	return sign[0] == '+' ? a->value : value_make_number(e->j,
	    value_origin(e->j, a->value, NULL), -number);
}

static bool
parse_signed(struct expr *e, struct operand *out)
{
	size_t sign = e->token.from;
	struct operand a;

	if (!is_sign(e->token.kind))
		return parse_primary(e, out);
	next(e);
	if (!enter(e) || !parse_signed(e, &a))
		return false;
	e->depth--;
	out->from = sign;
	return finish(e, out, a.to,
	    e->skip > 0 ? NULL : apply_sign(e, sign, &a));
}

static bool
parse_property(struct expr *e, const struct operand *a, struct operand *out)
{
	struct operand name = { NULL, 0, 0 };

	next(e);
	name.from = e->token.from;
	name.to = e->token.to;
	return take(e, TOKEN_NAME, "the name of a property") &&
	    finish(e, out, name.to,
	    e->skip > 0 ? NULL : access_property(e, a, &name));
}

static bool
parse_access(struct expr *e, const struct operand *a, struct operand *out)
{
	struct operand begin = { NULL, 0, 0 }, end = { NULL, 0, 0 };
	bool slice = false;
	size_t to;

	next(e);
	if (e->token.kind != TOKEN_COLON && !parse_expr(e, 0, &begin))
		return false;
	if (e->token.kind == TOKEN_COLON) {
		slice = true;
		next(e);
		if (e->token.kind != TOKEN_RBRACKET && !parse_expr(e, 0, &end))
			return false;
	}
	to = e->token.to;
	if (!take(e, TOKEN_RBRACKET, slice ? "\"]\"" : "\"]\" or \":\""))
		return false;
	return finish(e, out, to, e->skip > 0 ? NULL :
	    slice ? access_slice(e, a, &begin, &end) :
	    access_index(e, a, &begin));
}

static bool
parse_call(struct expr *e, const struct operand *a, struct operand *out)
{
	struct operands args = { { NULL, 0, 0 } };
	size_t to;

	if (e->skip == 0 && !value_is_function(a->value)) {
		eval_fail(e->j, expr_where(e, a), "only a function can be "
		    "called, but this is %s", value_type_name(a->value));
		return false;
	}
	next(e);
	if (!parse_list(e, TOKEN_RPAREN, "\",\" or \")\"", &args))
		return false;
	to = e->token.to;
	next(e);
	return finish(e, out, to, e->skip > 0 ? NULL :
	    builtin_call(e, a, args.list.at, args.list.n));
}

static bool
parse_unit(struct expr *e, struct operand *out)
{
	if (!enter(e) || !parse_signed(e, out))
		return false;
	while (is_suffix(e->token.kind)) {
		struct operand a = *out;
		bool ok;

		if (e->skip == 0 && !eval_spend(e->j, 1, 0))
			return false;
		ok = e->token.kind == TOKEN_DOT ? parse_property(e, &a, out) :
		    e->token.kind == TOKEN_LPAREN ? parse_call(e, &a, out) :
		    parse_access(e, &a, out);
		if (!ok)
			return false;
	}
	e->depth--;
	return true;
}

/* The right side of an operator, not computed when `decided`. */
static bool
parse_right(struct expr *e, const struct infix *op, bool decided,
    struct operand *right)
{
	bool ok;

	e->skip += decided;
	ok = enter(e) && parse_expr(e, op->level + !op->right, right);
	e->skip -= decided;
	e->depth--;
	return ok;
}

static bool
parse_infix(struct expr *e, const struct infix *op, struct operand *out)
{
	struct operand left = *out, right = { NULL, 0, 0 };
	bool truth = false, decided = false;
	const struct node *value = NULL;

	next(e);
	if (e->skip == 0 && op->apply == NULL) {
		truth = value_is_truthy(left.value);
		decided = truth == (op->token == TOKEN_OR);
	}
	if (!parse_right(e, op, decided, &right))
		return false;
	if (e->skip > 0)
		return finish(e, out, right.to, NULL);
	if (op->apply != NULL)
		value = op->apply(e, op, &left, &right);
	else
		value = value_make_bool(e->j, e->j->at,
		    decided ? truth : value_is_truthy(right.value));
	return finish(e, out, right.to, value);
}

static bool
parse_expr(struct expr *e, unsigned level, struct operand *out)
{
	const struct infix *op;

	if (!parse_unit(e, out))
		return false;
	while ((op = infix_find(e->token.kind)) != NULL &&
	    op->level >= level) {
		if (e->skip == 0 && !eval_spend(e->j, 1, 0))
			return false;
		if (!parse_infix(e, op, out))
			return false;
	}
	return true;
}

/* What follows the expression: nothing, or the '}' that closes "${". */
static bool
parse_end(struct expr *e, size_t from, size_t *end)
{
	if (end == NULL)
		return e->token.kind == TOKEN_END ||
		    unexpected(e, "an operator or the end");
	if (e->token.kind == TOKEN_END) {
		eval_fail(e->j, expr_part(e, from - 2, from),
		    "this ${ has no }");
		return false;
	}
	*end = e->token.to;
	return e->token.kind == TOKEN_RBRACE ||
	    unexpected(e, "an operator or \"}\"");
}

const struct node *
expr_eval(struct jsone *j, const struct scope *scope,
    const struct node *scalar, size_t from, size_t *end)
{
	struct expr e = { .j = j, .scope = scope, .scalar = scalar };
	struct operand result = { NULL, 0, 0 };

	for (e.skip = 1;; e.skip = 0) {
		e.depth = 0;
		e.last = from;
		e.token = token_next(scalar->text, from);
		if (!parse_expr(&e, 0, &result))
			return NULL;
		if (e.skip == 0)
			return result.value;
		if (!parse_end(&e, from, end) || !eval_spend(j,
		    1 + (e.token.to - from) / TEXT_PER_STEP, 0))
			return NULL;
	}
}
