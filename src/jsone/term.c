#include "jsone/term.h"

#include <math.h>

#include "jsone/builtin.h"
#include "jsone/number.h"
#include "jsone/value.h"

static struct str
token_text(const struct expr *e)
{
	return str_cut(e->scalar->text, e->token.from, e->token.to);
}

static const struct node *
number_value(struct expr *e)
{
	struct str text = token_text(e);
	double number;

	if (!eval_spend(e->j, 0, text.len))
		return NULL;
	number_parse(e->j->arena, text, &number);
	if (isfinite(number))
		return value_make_number(e->j, e->j->at, number);
	eval_fail(e->j, expr_part(e, e->token.from, e->token.to),
	    "this number is too large");
	return NULL;
}

/* Says which name may be meant. */
static const struct node *
unknown_name(struct expr *e, struct str name)
{
	struct span where = expr_part(e, e->token.from, e->token.to);
	struct near near;
	struct diag *d;

	if (builtin_is_clock(name)) {
		d = eval_fail(e->j, where, "\"%.*s\" needs a clock, and the "
		    "same template must give the same manifests at any time",
		    STR_ARG(name));
		return NULL;
	}
	near_init(&near, name);
	for (const struct scope *s = e->scope; s != NULL; s = s->up)
		near_try_keys(&near, s->vars, s->n);
	builtin_try_names(&near);
	d = eval_fail(e->j, where, "there is no variable or function "
	    "\"%.*s\"", STR_ARG(name));
	near_say(e->j, &near, where, d);
	if (near.best.len == 0)
		diag_say_fix(e->j->diags, d, "'%.*s' if it is meant as a "
		    "string", STR_ARG(name));
	return NULL;
}

static const struct node *
name_value(struct expr *e)
{
	struct str name = token_text(e);
	const struct node *found;
	const char *function;

	if (!eval_spend(e->j, scope_size(e->scope) / 16, 0))
		return NULL;
	found = scope_find(e->scope, name);
	if (found != NULL)
		return found;
	function = builtin_find(name);
	if (function == NULL)
		return unknown_name(e, name);
	return value_make_function(e->j,
	    expr_part(e, e->token.from, e->token.to), function);
}

const struct node *
term_value(struct expr *e)
{
	struct jsone *j = e->j;

	switch (e->token.kind) {
	case TOKEN_NUMBER:
		return number_value(e);
	case TOKEN_STRING:
		return value_make_str(j, j->at, str_cut(e->scalar->text,
		    e->token.from + 1, e->token.to - 1));
	case TOKEN_NAME:
		return name_value(e);
	case TOKEN_TRUE:
	case TOKEN_FALSE:
		return value_make_bool(j, j->at, e->token.kind == TOKEN_TRUE);
	default:
		return value_make_null(j, j->at);
	}
}
