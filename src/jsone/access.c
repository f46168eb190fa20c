#include "jsone/access.h"

#include "base/utf8.h"
#include "jsone/value.h"

const struct node *
access_property(const struct expr *e, const struct operand *a,
    const struct operand *name)
{
	struct str key = expr_text(e, name);
	const struct node *found;
	struct span where = expr_where(e, name);
	struct near near;
	struct diag *d;

	if (!node_is(a->value, NODE_MAP)) {
		eval_fail(e->j, where, "only a mapping has properties; "
		    "\"%.*s\" is %s", STR_ARG(expr_text(e, a)),
		    value_type_name(a->value));
		return NULL;
	}
	if (!eval_spend(e->j, a->value->count / 16, 0))
		return NULL;
	found = node_get(a->value, key);
	if (found == NULL) {
		near_init(&near, key);
		near_try_keys(&near, a->value->entries, a->value->count);
		d = eval_fail(e->j, where, "\"%.*s\" has no property "
		    "\"%.*s\"", STR_ARG(expr_text(e, a)), STR_ARG(key));
		near_say(e->j, &near, where, d);
		if (near.best.len == 0)
			diag_say_fix(e->j->diags, d, "%.*s['%.*s'] where it "
			    "may be missing: that is null",
			    STR_ARG(expr_text(e, a)), STR_ARG(key));
	}
	return found;
}

static size_t
length(const struct node *n)
{
	return n->kind == NODE_SEQ ? n->count : utf8_count(n->text);
}

/* Characters [from, to) of a string; its bytes are looked through once. */
static struct str
cut_chars(struct str s, size_t from, size_t to)
{
	size_t at = 0, start = 0, size;

	for (size_t i = 0; i < to; i++) {
		if (i == from)
			start = at;
		utf8_next(str_cut(s, at, s.len), &size);
		at += size;
	}
	return str_cut(s, from < to ? start : at, at);
}

static const struct node *
cut(const struct expr *e, const struct node *n, size_t from, size_t to)
{
	if (n->kind == NODE_SCALAR)
		return value_make_str(e->j, value_origin(e->j, n, NULL),
		    cut_chars(n->text, from, to));
	return value_make_list(e->j, n->span, n->items + from, to - from);
}

/*
 * The index, counted from the end if it is negative. False, with a report,
 * when it is no whole number.
 */
static bool
get_index(const struct expr *e, const struct operand *index, size_t n,
    double *result)
{
	if ((value_type(index->value) & VALUE_INTEGER) == 0) {
		eval_fail(e->j, expr_where(e, index), "lists and strings are "
		    "indexed by whole numbers, but this is %.*s",
		    STR_ARG(value_name(e->j->arena, index->value)));
		return false;
	}
	value_number(index->value, result);
	if (*result < 0)
		*result += (double)n;
	return true;
}

static const struct node *
get_key(const struct expr *e, const struct node *map,
    const struct operand *key)
{
	const struct node *found;

	if (!node_is_str(key->value)) {
		eval_fail(e->j, expr_where(e, key), "the keys of a mapping "
		    "are strings, but this is %s",
		    value_type_name(key->value));
		return NULL;
	}
	if (!eval_spend(e->j, map->count / 16, 0))
		return NULL;
	found = node_get(map, key->value->text);
	return found != NULL ? found : value_make_null(e->j, e->j->at);
}

/* A list or a string; false, with a report, when it is neither. */
static bool
check_indexed(const struct expr *e, const struct operand *a,
    const char *what)
{
	if (node_is(a->value, NODE_SEQ))
		return true;
	if (node_is_str(a->value))
		return eval_spend(e->j, a->value->text.len / 16, 0);
	eval_fail(e->j, expr_where(e, a), "only %s can stand before [], but "
	    "this is %s", what, value_type_name(a->value));
	return false;
}

const struct node *
access_index(const struct expr *e, const struct operand *a,
    const struct operand *index)
{
	const struct node *n = a->value;
	double i;

	if (node_is(n, NODE_MAP))
		return get_key(e, n, index);
	if (!check_indexed(e, a, "a list, a mapping or a string") ||
	    !get_index(e, index, length(n), &i))
		return NULL;
	if (i < 0 || i >= (double)length(n)) {
		eval_fail(e->j, expr_where(e, index), "there is no such "
		    "index: \"%.*s\" has %zu %s", STR_ARG(expr_text(e, a)),
		    length(n), n->kind == NODE_SEQ ? "items" : "characters");
		return NULL;
	}
	if (n->kind == NODE_SEQ)
		return n->items[(size_t)i];
	return cut(e, n, (size_t)i, (size_t)i + 1);
}

/* The end of a slice, moved to where the value ends if it is beyond. */
static bool
get_end(const struct expr *e, const struct operand *index, size_t n,
    size_t *end)
{
	double i;

	if (index->value == NULL)
		return true;
	if (!get_index(e, index, n, &i))
		return false;
	*end = i < 0 ? 0 : i > (double)n ? n : (size_t)i;
	return true;
}

const struct node *
access_slice(const struct expr *e, const struct operand *a,
    const struct operand *begin, const struct operand *end)
{
	size_t from = 0, to, n;

	if (!check_indexed(e, a, "a list or a string"))
		return NULL;
	n = to = length(a->value);
	if (!get_end(e, begin, n, &from) || !get_end(e, end, n, &to))
		return NULL;
	return cut(e, a->value, from < to ? from : to, to);
}
