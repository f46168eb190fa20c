/*
 * A table says of each function how many arguments it takes and of which
 * types; they are checked before it is called.
 */
#include "jsone/builtin.h"

#include <math.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "jsone/letter.h"
#include "jsone/number.h"
#include "jsone/value.h"

/* A call whose arguments have been checked against the table. */
struct call {
	const struct expr *e;
	struct jsone *j;
	const char *name;
	const struct operand *args;
	size_t n;
};

struct builtin {
	const char *name;
	unsigned least, most;	/* arguments; MANY: no end */
	unsigned takes[2];	/* types; the second of all that follow */
	const struct node *(*call)(const struct call *);
};

enum { MANY = 1000000000 };

/* The place for what is made from the first argument. */
static struct span
origin(const struct call *c)
{
	return value_origin(c->j, c->args[0].value, NULL);
}

static bool
number(const struct call *c, size_t i, double *value)
{
	return value_number(c->args[i].value, value) ||
	    expr_number(c->e, &c->args[i], arena_printf(c->j->arena, "%s()",
	    c->name).at, value);
}

/* min() and max(): the argument itself, with its place. */
static const struct node *
extreme(const struct call *c, int sign)
{
	const struct node *best = NULL;
	double most = 0, x;

	for (size_t i = 0; i < c->n; i++) {
		if (!number(c, i, &x))
			return NULL;
		if (best == NULL || sign * x > sign * most) {
			best = c->args[i].value;
			most = x;
		}
	}
	return best;
}

static const struct node *
call_min(const struct call *c)
{
	return extreme(c, -1);
}

static const struct node *
call_max(const struct call *c)
{
	return extreme(c, 1);
}

static const struct node *
math(const struct call *c, double (*function)(double))
{
	double x;

	if (!number(c, 0, &x))
		return NULL;
	return value_make_number(c->j, origin(c), function(x));
}

static const struct node *
call_sqrt(const struct call *c)
{
	double x;

	if (!value_number(c->args[0].value, &x) || x >= 0)
		return math(c, sqrt);
	eval_fail(c->j, expr_where(c->e, &c->args[0]),
	    "a negative number has no square root");
	return NULL;
}

static const struct node *
call_ceil(const struct call *c)
{
	return math(c, ceil);
}

static const struct node *
call_floor(const struct call *c)
{
	return math(c, floor);
}

static const struct node *
call_abs(const struct call *c)
{
	return math(c, fabs);
}

static const struct node *
call_range(const struct call *c)
{
	double from, to, step = 1, n;
	const struct node **items;
	size_t count;

	if (!number(c, 0, &from) || !number(c, 1, &to) ||
	    (c->n > 2 && !number(c, 2, &step)))
		return NULL;
	if (step == 0) {
		eval_fail(c->j, expr_where(c->e, &c->args[2]),
		    "range() cannot go on by steps of 0");
		return NULL;
	}
	n = ceil((to - from) / step);
	count = n < 0 ? 0 : n > LIMIT_TEMPLATE_STEPS ? SIZE_MAX : (size_t)n;
	if (!eval_spend(c->j, count, 0) ||
	    !eval_spend(c->j, 0, count * sizeof(*items)))
		return NULL;
	items = arena_array(c->j->arena, const struct node *, count);
	for (size_t i = 0; i < count; i++) {
		items[i] = value_make_number(c->j, c->j->at,
		    from + (double)i * step);
		if (items[i] == NULL)
			return NULL;
	}
	return value_make_list(c->j, c->j->at, items, count);
}

static void
add_char(struct buf *out, uint32_t c)
{
	static const unsigned char first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	unsigned n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (n == 1) {
		buf_putc(out, (char)c);
		return;
	}
	buf_putc(out, (char)(first[n] | c >> 6 * (n - 1)));
	while (--n > 0)
		buf_putc(out, (char)(0x80 | (c >> 6 * (n - 1) & 0x3F)));
}

static const struct node *
change_case(const struct call *c, uint32_t (*change)(uint32_t))
{
	struct str s = c->args[0].value->text, changed;
	struct buf out;
	size_t size;

	/* A letter may take one byte more in its other case. */
	if (!eval_spend(c->j, s.len / 16, s.len + s.len / 2))
		return NULL;
	buf_init(&out);
	for (size_t i = 0; i < s.len; i += size) {
		uint32_t one = utf8_next(str_cut(s, i, s.len), &size);

		if (one == UTF8_BAD)
			buf_putc(&out, s.at[i]);
		else
			add_char(&out, change(one));
	}
	changed = arena_str(c->j->arena, buf_str(&out));
	buf_release(&out);
	return value_make_str(c->j, origin(c), changed);
}

static const struct node *
call_uppercase(const struct call *c)
{
	return change_case(c, letter_upper);
}

static const struct node *
call_lowercase(const struct call *c)
{
	return change_case(c, letter_lower);
}

static const struct node *
strip(const struct call *c, bool left, bool right)
{
	struct str s = c->args[0].value->text;
	size_t from = STR_NONE, to = 0, size;

	if (!eval_spend(c->j, s.len / BYTES_PER_STEP, 0))
		return NULL;
	for (size_t i = 0; i < s.len; i += size) {
		if (token_is_space(utf8_next(str_cut(s, i, s.len), &size)))
			continue;
		if (from == STR_NONE)
			from = i;
		to = i + size;
	}
	if (from == STR_NONE)
		from = to = left ? s.len : 0;
	return value_make_str(c->j, origin(c), str_cut(s, left ? from : 0,
	    right ? to : s.len));
}

static const struct node *
call_strip(const struct call *c)
{
	return strip(c, true, true);
}

static const struct node *
call_lstrip(const struct call *c)
{
	return strip(c, true, false);
}

static const struct node *
call_rstrip(const struct call *c)
{
	return strip(c, false, true);
}

static const struct node *
call_str(const struct call *c)
{
	const struct node *n = c->args[0].value;

	if (n->type == TYPE_STR)
		return n;
	return value_make_str(c->j, origin(c), n->type == TYPE_NULL ?
	    STR("null") : value_text(c->j->arena, n));
}

static const struct node *
call_number(const struct call *c)
{
	struct str s = c->args[0].value->text;
	double value;

	if (!eval_spend(c->j, s.len / BYTES_PER_STEP, s.len))
		return NULL;
	if (number_parse(c->j->arena, s, &value) && isfinite(value))
		return value_make_number(c->j, origin(c), value);
	eval_fail(c->j, expr_where(c->e, &c->args[0]),
	    "number() takes a string of digits, with a sign, a point or an "
	    "exponent at most, but this is \"%.*s\"", STR_ARG(s));
	return NULL;
}

static const struct node *
call_len(const struct call *c)
{
	const struct node *n = c->args[0].value;

	if (!eval_spend(c->j, node_text(n).len / 16, 0))
		return NULL;
	return value_make_number(c->j, c->j->at, n->kind == NODE_SEQ ?
	    (double)n->count : (double)utf8_count(n->text));
}

/* The length of the next part and of the separator after it. */
static size_t
next_part(struct str rest, struct str by, size_t *skip)
{
	size_t end;

	*skip = by.len;
	if (by.len > 0) {
		end = str_find(rest, by, 0);
		return end != STR_NONE ? end : rest.len;
	}
	utf8_next(rest, &end);
	return end;
}

/* By an empty string: into characters, and "" into none. */
static const struct node *
call_split(const struct call *c)
{
	VEC(const struct node *) parts = { NULL, 0, 0 };
	struct str rest = c->args[0].value->text;
	struct str by = value_text(c->j->arena, c->args[1].value);
	bool more = by.len > 0 || rest.len > 0;
	size_t len, skip = 0;

	if (!eval_spend(c->j, rest.len / BYTES_PER_STEP +
	    (rest.len / BYTES_PER_STEP) * (by.len / BYTES_PER_STEP), 0))
		return NULL;
	while (more) {
		len = rest.len == 0 ? 0 : next_part(rest, by, &skip);
		if (!eval_spend(c->j, 1, 2 * sizeof(*parts.at)))
			return NULL;
		*vec_add(c->j->arena, &parts) = value_make_str(c->j,
		    origin(c), str_cut(rest, 0, len));
		if (parts.at[parts.n - 1] == NULL)
			return NULL;
		more = len < rest.len;
		if (more)
			rest = str_cut(rest, len + skip, rest.len);
	}
	return value_make_list(c->j, c->j->at, parts.at, parts.n);
}

static bool
join_part(const struct call *c, struct buf *out, const struct node *part)
{
	unsigned joins = VALUE_STR | VALUE_NUMBER | VALUE_BOOL;
	struct str text;

	if ((value_type(part) & joins) == 0) {
		eval_fail(c->j, expr_where(c->e, &c->args[0]), "join() takes "
		    "a list of strings, numbers and booleans, but there is "
		    "%s in this one", value_type_name(part));
		return false;
	}
	text = value_text(c->j->arena, part);
	if (!eval_spend(c->j, 1 + text.len / BYTES_PER_STEP, 32 + text.len))
		return false;
	buf_add(out, text);
	return true;
}

static const struct node *
call_join(const struct call *c)
{
	const struct node *list = c->args[0].value, *joined = NULL;
	struct buf out;
	bool ok = true;

	buf_init(&out);
	for (uint32_t i = 0; ok && i < list->count; i++)
		ok = (i == 0 || join_part(c, &out, c->args[1].value)) &&
		    join_part(c, &out, list->items[i]);
	if (ok)
		joined = value_make_str(c->j, c->j->at,
		    arena_str(c->j->arena, buf_str(&out)));
	buf_release(&out);
	return joined;
}

static const struct node *
call_typeof(const struct call *c)
{
	static const struct {
		unsigned type;
		const char *name;
	} names[] = {
		{ VALUE_STR, "string" }, { VALUE_NUMBER, "number" },
		{ VALUE_BOOL, "boolean" }, { VALUE_NULL, "null" },
		{ VALUE_LIST, "array" }, { VALUE_MAP, "object" },
		{ VALUE_FUNCTION, "function" },
	};
	unsigned type = value_type(c->args[0].value);
	size_t i = 0;

	while ((names[i].type & type) == 0)
		i++;
	return value_make_str(c->j, c->j->at, str_from(names[i].name));
}

static const struct node *
call_defined(const struct call *c)
{
	struct str name = c->args[0].value->text;

	return value_make_bool(c->j, c->j->at,
	    scope_find(c->e->scope, name) != NULL ||
	    builtin_find(name) != NULL);
}

#define NUMBER { VALUE_NUMBER, VALUE_NUMBER }
#define STRING { VALUE_STR, VALUE_STR }
#define ATOM (VALUE_STR | VALUE_NUMBER | VALUE_BOOL | VALUE_NULL)

static const struct builtin table[] = {
	{ "abs", 1, 1, NUMBER, call_abs },
	{ "ceil", 1, 1, NUMBER, call_ceil },
	{ "defined", 1, 1, STRING, call_defined },
	{ "floor", 1, 1, NUMBER, call_floor },
	{ "join", 2, 2, { VALUE_LIST, VALUE_STR | VALUE_NUMBER }, call_join },
	{ "len", 1, 1, { VALUE_STR | VALUE_LIST, 0 }, call_len },
	{ "lowercase", 1, 1, STRING, call_lowercase },
	{ "lstrip", 1, 1, STRING, call_lstrip },
	{ "max", 1, MANY, NUMBER, call_max },
	{ "min", 1, MANY, NUMBER, call_min },
	{ "number", 1, 1, STRING, call_number },
	{ "range", 2, 3, { VALUE_INTEGER, VALUE_INTEGER }, call_range },
	{ "rstrip", 1, 1, STRING, call_rstrip },
	{ "split", 2, 2, { VALUE_STR, VALUE_STR | VALUE_NUMBER }, call_split },
	{ "sqrt", 1, 1, NUMBER, call_sqrt },
	{ "str", 1, 1, { ATOM, 0 }, call_str },
	{ "strip", 1, 1, STRING, call_strip },
	{ "typeof", 1, 1, { VALUE_ANY, 0 }, call_typeof },
	{ "uppercase", 1, 1, STRING, call_uppercase },
};

/* What JSON-e has besides. */
static const char *const clocks[] = { "fromNow", "now" };

static const struct builtin *
find(struct str name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (str_is(name, table[i].name))
			return &table[i];
	return NULL;
}

const char *
builtin_find(struct str name)
{
	const struct builtin *b = find(name);

	return b == NULL ? NULL : b->name;
}

bool
builtin_is_clock(struct str name)
{
	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++)
		if (str_is(name, clocks[i]))
			return true;
	return false;
}

void
builtin_try_names(struct near *near)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		near_try(near, str_from(table[i].name));
}

static bool
check_count(const struct expr *e, const struct builtin *b,
    const struct operand *function, size_t n)
{
	struct str takes;

	if (n >= b->least && n <= b->most)
		return true;
	takes = b->most == MANY ?
	    arena_printf(e->j->arena, "at least %u", b->least) :
	    b->most == b->least ?
	    arena_printf(e->j->arena, "%u", b->least) :
	    arena_printf(e->j->arena, "%u or %u", b->least, b->most);
	eval_fail(e->j, expr_where(e, function), "%s() takes %.*s argument%s, "
	    "but gets %zu", b->name, STR_ARG(takes),
	    b->most == 1 || b->most == MANY ? "" : "s", n);
	return false;
}

static bool
check_type(const struct expr *e, const struct builtin *b,
    const struct operand *arg, unsigned takes)
{
	if ((value_type(arg->value) & takes) != 0)
		return true;
	eval_fail(e->j, expr_where(e, arg), "%s() takes %.*s here, but this "
	    "is %.*s", b->name, STR_ARG(value_set_name(e->j->arena, takes)),
	    STR_ARG(value_name(e->j->arena, arg->value)));
	return false;
}

const struct node *
builtin_call(const struct expr *e, const struct operand *function,
    const struct operand *args, size_t n)
{
	const struct builtin *b = find(function->value->text);
	struct call call = { e, e->j, b->name, args, n };

	if (!check_count(e, b, function, n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!check_type(e, b, &args[i], b->takes[i > 0]))
			return NULL;
	return b->call(&call);
}
