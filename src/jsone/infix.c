#include "jsone/infix.h"

#include <math.h>

#include "jsone/value.h"

static const struct node *
make_bool(const struct expr *e, bool value)
{
	return value_make_bool(e->j, e->j->at, value);
}

/* The one of two operands to blame when they do not go together. */
static const struct node *
pair_error(const struct expr *e, const struct infix *op,
    const struct operand *a, const struct operand *b)
{
	unsigned fits = VALUE_STR | VALUE_NUMBER;
	const struct operand *culprit =
	    (value_type(a->value) & fits) == 0 ? a : b;
	struct diag *d;

	d = eval_fail(e->j, expr_where(e, culprit), "%s takes two numbers or "
	    "two strings, but this is %s", op->sign,
	    value_type_name(culprit->value));
	if ((value_type(a->value) & fits) != 0 &&
	    (value_type(b->value) & fits) != 0)
		diag_say_fix(e->j->diags, d, "str(%.*s)", STR_ARG(expr_text(e,
		    value_type(b->value) & VALUE_NUMBER ? b : a)));
	return NULL;
}

static bool
are_both(const struct operand *a, const struct operand *b, unsigned type)
{
	return (value_type(a->value) & value_type(b->value) & type) != 0;
}

/* What came from the context keeps its place. */
static const struct node *
join(const struct expr *e, const struct node *a, const struct node *b)
{
	size_t len = a->text.len + b->text.len;
	char *text;

	if (!eval_spend(e->j, len / BYTES_PER_STEP, len))
		return NULL;
	text = arena_alloc(e->j->arena, len + 1);
	if (a->text.len > 0)
		memcpy(text, a->text.at, a->text.len);
	if (b->text.len > 0)
		memcpy(text + a->text.len, b->text.at, b->text.len);
	return value_make_str(e->j, value_origin(e->j, a, b),
	    (struct str){ text, len });
}

static double
compute(enum token_kind op, double x, double y)
{
	switch (op) {
	case TOKEN_PLUS:
		return x + y;
	case TOKEN_MINUS:
		return x - y;
	case TOKEN_TIMES:
		return x * y;
	case TOKEN_OVER:
		return x / y;
	default:
		return pow(x, y);
	}
}

static const struct node *
apply_arithmetic(const struct expr *e, const struct infix *op,
    const struct operand *a, const struct operand *b)
{
	double x, y, result;

	if (!expr_number(e, a, op->sign, &x) ||
	    !expr_number(e, b, op->sign, &y))
		return NULL;
	result = compute(op->token, x, y);
	if (op->token == TOKEN_OVER && y == 0)
		eval_fail(e->j, expr_where(e, b), "this divides by zero");
	else if (!isfinite(result))
		eval_fail(e->j, expr_part(e, a->from, b->to),
		    "the result is not a number, or too large for one");
	else
		return value_make_number(e->j, value_origin(e->j, a->value,
		    b->value), result);
	return NULL;
}

static const struct node *
apply_plus(const struct expr *e, const struct infix *op,
    const struct operand *a, const struct operand *b)
{
	if (are_both(a, b, VALUE_STR))
		return join(e, a->value, b->value);
	if (are_both(a, b, VALUE_NUMBER))
		return apply_arithmetic(e, op, a, b);
	return pair_error(e, op, a, b);
}

static const struct node *
apply_order(const struct expr *e, const struct infix *op,
    const struct operand *a, const struct operand *b)
{
	double x, y;
	int order;

	if (are_both(a, b, VALUE_STR)) {
		if (!eval_spend(e->j, a->value->text.len / BYTES_PER_STEP, 0))
			return NULL;
		order = str_cmp(a->value->text, b->value->text);
	} else if (are_both(a, b, VALUE_NUMBER)) {
		if (!expr_number(e, a, op->sign, &x) ||
		    !expr_number(e, b, op->sign, &y))
			return NULL;
		order = (x > y) - (x < y);
	} else
		return pair_error(e, op, a, b);
	return make_bool(e, op->token == TOKEN_LT ? order < 0 :
	    op->token == TOKEN_LE ? order <= 0 :
	    op->token == TOKEN_GT ? order > 0 : order >= 0);
}

static const struct node *
apply_equal(const struct expr *e, const struct infix *op,
    const struct operand *a, const struct operand *b)
{
	bool equal;

	if (!value_equal(e->j, a->value, b->value, &equal))
		return NULL;
	return make_bool(e, equal == (op->token == TOKEN_EQ));
}

static const struct node *
in_list(const struct expr *e, const struct node *a, const struct node *list)
{
	bool equal = false;

	for (uint32_t i = 0; !equal && i < list->count; i++)
		if (!value_equal(e->j, a, list->items[i], &equal))
			return NULL;
	return make_bool(e, equal);
}

static const struct node *
in_string(const struct expr *e, struct str a, struct str s)
{
	/* str_find() may compare all of `a` at every byte of `s`. */
	if (!eval_spend(e->j, s.len / BYTES_PER_STEP +
	    (s.len / BYTES_PER_STEP) * (a.len / BYTES_PER_STEP), 0))
		return NULL;
	return make_bool(e, str_find(s, a, 0) != STR_NONE);
}

static const struct node *
apply_in(const struct expr *e, const struct infix *op,
    const struct operand *a, const struct operand *b)
{
	const struct node *in = b->value;
	unsigned type = value_type(in);

	(void)op;
	if (type == VALUE_LIST)
		return in_list(e, a->value, in);
	if ((type & (VALUE_STR | VALUE_MAP)) == 0) {
		eval_fail(e->j, expr_where(e, b), "\"in\" looks into a list, "
		    "a mapping or a string, but this is %s",
		    value_type_name(in));
		return NULL;
	}
	if (value_type(a->value) != VALUE_STR) {
		eval_fail(e->j, expr_where(e, a), "only a string can be in "
		    "%s, but this is %s", value_type_name(in),
		    value_type_name(a->value));
		return NULL;
	}
	if (type == VALUE_STR)
		return in_string(e, a->value->text, in->text);
	if (!eval_spend(e->j, in->count / 16, 0))
		return NULL;
	return make_bool(e, node_entry(in, a->value->text) != NULL);
}

/* "typical associativity and precedence"; "in" binds weaker than "==". */
static const struct infix table[] = {
	{ TOKEN_OR, "||", 0, false, NULL },
	{ TOKEN_AND, "&&", 1, false, NULL },
	{ TOKEN_IN, "in", 2, false, apply_in },
	{ TOKEN_EQ, "==", 3, false, apply_equal },
	{ TOKEN_NE, "!=", 3, false, apply_equal },
	{ TOKEN_LT, "<", 4, false, apply_order },
	{ TOKEN_LE, "<=", 4, false, apply_order },
	{ TOKEN_GT, ">", 4, false, apply_order },
	{ TOKEN_GE, ">=", 4, false, apply_order },
	{ TOKEN_PLUS, "+", 5, false, apply_plus },
	{ TOKEN_MINUS, "-", 5, false, apply_arithmetic },
	{ TOKEN_TIMES, "*", 6, false, apply_arithmetic },
	{ TOKEN_OVER, "/", 6, false, apply_arithmetic },
	{ TOKEN_POWER, "**", 7, true, apply_arithmetic },
};

const struct infix *
infix_find(enum token_kind token)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].token == token)
			return &table[i];
	return NULL;
}
