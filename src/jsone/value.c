#include "jsone/value.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "jsone/eval.h"
#include "jsone/number.h"
#include "yaml/scalar.h"

enum { MAP_BYTES = 160 };	/* what a key in a base/map takes */

#define BYTES_MAX (SIZE_MAX / 16)	/* a few of them do not overflow */

bool
value_is_function(const struct node *n)
{
	return node_is(n, NODE_SCALAR) && n->count != 0;
}

static bool
is_number(const struct node *n)
{
	return n->kind == NODE_SCALAR &&
	    (n->type == TYPE_INT || n->type == TYPE_FLOAT);
}

bool
value_number(const struct node *n, double *number)
{
	return n != NULL && is_number(n) && scalar_float(n, number) &&
	    isfinite(*number);
}

unsigned
value_type(const struct node *n)
{
	double number;

	if (n->kind != NODE_SCALAR)
		return n->kind == NODE_SEQ ? VALUE_LIST : VALUE_MAP;
	if (value_is_function(n))
		return VALUE_FUNCTION;
	if (is_number(n))
		return value_number(n, &number) && number == floor(number) ?
		    VALUE_NUMBER | VALUE_INTEGER : VALUE_NUMBER;
	return n->type == TYPE_STR ? VALUE_STR :
	    n->type == TYPE_BOOL ? VALUE_BOOL : VALUE_NULL;
}

const char *
value_type_name(const struct node *n)
{
	if (n == NULL)
		return "nothing";
	return value_is_function(n) ? "a function" : node_type_name(n);
}

struct str
value_name(struct arena *arena, const struct node *n)
{
	double number;

	if (!value_number(n, &number))
		return str_from(value_type_name(n));
	return arena_printf(arena, "the number %.*s",
	    STR_ARG(number_text(arena, number)));
}

struct str
value_set_name(struct arena *arena, unsigned set)
{
	static const char *const names[] = {
		"a string", "a number", "a whole number", "a boolean", "null",
		"a list", "a mapping", "a function"
	};
	struct str all = { NULL, 0 };
	unsigned left = set;

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if ((left & 1u << i) == 0)
			continue;
		left &= ~(1u << i);
		all = arena_printf(arena, "%.*s%s%s", STR_ARG(all),
		    all.len == 0 ? "" : left == 0 ? " or " : ", ", names[i]);
	}
	return all;
}

bool
value_is_truthy(const struct node *n)
{
	double number;

	if (n->kind != NODE_SCALAR)
		return n->count > 0;
	if (value_is_function(n))
		return true;
	switch (n->type) {
	case TYPE_STR:
		return n->text.len > 0;
	case TYPE_BOOL:
		return scalar_bool(n);
	case TYPE_NULL:
		return false;
	default:
		return !value_number(n, &number) || number != 0;
	}
}

struct str
value_text(struct arena *arena, const struct node *n)
{
	double number;

	if (n->type == TYPE_NULL)
		return STR("");
	if (n->type == TYPE_BOOL)
		return scalar_bool(n) ? STR("true") : STR("false");
	if (n->type != TYPE_STR && value_number(n, &number))
		return number_text(arena, number);
	return n->text;
}

static bool
scalar_equal(const struct node *a, const struct node *b)
{
	double x, y;

	if (value_number(a, &x) && value_number(b, &y))
		return x == y;
	if (a->count != b->count || a->type != b->type)
		return false;
	if (a->type == TYPE_BOOL)
		return scalar_bool(a) == scalar_bool(b);
	if (a->type == TYPE_NULL && !value_is_function(a))
		return true;
	return str_eq(a->text, b->text);
}

static bool
map_equal(struct jsone *j, const struct node *a, const struct node *b,
    bool *equal)
{
	for (uint32_t i = 0; *equal && i < a->count; i++) {
		const struct entry *other = &b->entries[i];

		if (!str_eq(other->key->text, a->entries[i].key->text)) {
			if (!eval_spend(j, b->count / 16, 0))
				return false;
			other = node_entry(b, a->entries[i].key->text);
		}
		if (other == NULL)
			*equal = false;
		else if (!value_equal(j, a->entries[i].value, other->value,
		    equal))
			return false;
	}
	return true;
}

bool
value_equal(struct jsone *j, const struct node *a, const struct node *b,
    bool *equal)
{
	*equal = a->kind == b->kind;
	if (!*equal)
		return true;
	if (a->kind == NODE_SCALAR) {
		*equal = scalar_equal(a, b);
		return eval_spend(j, 1 + a->text.len / BYTES_PER_STEP, 0);
	}
	*equal = a->count == b->count;
	if (!*equal)
		return true;
	if (!eval_spend(j, 1 + a->count, 0))
		return false;
	if (a->kind == NODE_MAP)
		return map_equal(j, a, b, equal);
	for (uint32_t i = 0; *equal && i < a->count; i++)
		if (!value_equal(j, a->items[i], b->items[i], equal))
			return false;
	return true;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;

	return str_cmp((*x)->key->text, (*y)->key->text);
}

static void put_json(struct buf *, const struct node *);

/* Keys in the order of their characters, which is that of their bytes. */
static void
put_sorted(struct buf *out, const struct node *map)
{
	struct arena scratch;
	const struct entry **sorted;

	arena_init(&scratch);
	sorted = arena_array(&scratch, const struct entry *, map->count);
	for (uint32_t i = 0; i < map->count; i++)
		sorted[i] = &map->entries[i];
	qsort(sorted, map->count, sizeof(*sorted), compare_keys);
	buf_putc(out, '{');
	for (uint32_t i = 0; i < map->count; i++) {
		if (i > 0)
			buf_putc(out, ',');
		json_string(out, sorted[i]->key->text);
		buf_putc(out, ':');
		put_json(out, sorted[i]->value);
	}
	buf_putc(out, '}');
	arena_release(&scratch);
}

static void
put_scalar(struct buf *out, const struct node *n)
{
	struct arena scratch;
	double number;

	arena_init(&scratch);
	if (n->type == TYPE_STR)
		json_string(out, n->text);
	else if (n->type == TYPE_NULL ||
	    (is_number(n) && !value_number(n, &number)))
		buf_puts(out, "null");
	else
		buf_add(out, value_text(&scratch, n));
	arena_release(&scratch);
}

static void
put_json(struct buf *out, const struct node *n)
{
	if (n->kind == NODE_SCALAR) {
		put_scalar(out, n);
		return;
	}
	if (n->kind == NODE_MAP) {
		put_sorted(out, n);
		return;
	}
	buf_putc(out, '[');
	for (uint32_t i = 0; i < n->count; i++) {
		if (i > 0)
			buf_putc(out, ',');
		put_json(out, n->items[i]);
	}
	buf_putc(out, ']');
}

bool
value_json(struct jsone *j, const struct node *n, struct str *json)
{
	/* A byte can become \u0000, a number or an end some more. */
	size_t most = 6 * value_bytes(n) + 32 * (size_t)n->weight;
	struct buf out;

	if (!eval_spend(j, n->weight, most))
		return false;
	buf_init(&out);
	put_json(&out, n);
	assert(out.len <= most);
	j->bytes += most - out.len;
	*json = arena_str(j->arena, buf_str(&out));
	buf_release(&out);
	return true;
}

const struct node *
value_find_function(const struct node *n)
{
	const struct node *found = NULL;

	if (n->kind == NODE_SCALAR)
		return value_is_function(n) ? n : NULL;
	for (uint32_t i = 0; found == NULL && i < n->count; i++)
		found = value_find_function(n->kind == NODE_SEQ ?
		    n->items[i] : n->entries[i].value);
	return found;
}

size_t
value_bytes(const struct node *n)
{
	size_t sum = 0;

	if (n->kind == NODE_SCALAR)
		return n->text.len;
	for (uint32_t i = 0; i < n->count; i++) {
		size_t more;

		if (n->kind == NODE_MAP)
			more = n->entries[i].key->text.len +
			    value_bytes(n->entries[i].value);
		else
			more = value_bytes(n->items[i]);
		sum = more > BYTES_MAX - sum ? BYTES_MAX : sum + more;
	}
	return sum;
}

/* The context is another file than the template. */
static bool
is_given(const struct jsone *j, const struct node *n)
{
	return n != NULL && n->span.file != 0 &&
	    n->span.file != j->at.file;
}

struct span
value_origin(const struct jsone *j, const struct node *a,
    const struct node *b)
{
	if (is_given(j, a) && !is_given(j, b))
		return a->span;
	if (is_given(j, b) && !is_given(j, a))
		return b->span;
	return j->at;
}

/*
 * In plain style, also when the place is a quoted scalar: node_part() then
 * compares the text with what stands there, which may be another.
 */
static struct node *
make_scalar(struct jsone *j, struct span origin, enum node_type type,
    struct str text)
{
	struct node *n;

	if (!eval_spend(j, 0, sizeof(*n)))
		return NULL;
	n = arena_new(j->arena, struct node);
	n->kind = NODE_SCALAR;
	n->type = type;
	n->style = STYLE_PLAIN;
	n->weight = 1;
	n->span = origin;
	n->text = text;
	return n;
}

const struct node *
value_make_str(struct jsone *j, struct span origin, struct str text)
{
	return make_scalar(j, origin, TYPE_STR, text);
}

const struct node *
value_make_bool(struct jsone *j, struct span origin, bool value)
{
	return make_scalar(j, origin, TYPE_BOOL,
	    value ? STR("true") : STR("false"));
}

const struct node *
value_make_null(struct jsone *j, struct span origin)
{
	return make_scalar(j, origin, TYPE_NULL, STR("null"));
}

const struct node *
value_make_number(struct jsone *j, struct span origin, double number)
{
	struct str text;

	assert(isfinite(number));
	if (!eval_spend(j, 0, 32))
		return NULL;
	text = number_text(j->arena, number);
	return make_scalar(j, origin, scalar_type(text), text);
}

const struct node *
value_make_function(struct jsone *j, struct span origin, const char *name)
{
	struct node *n = make_scalar(j, origin, TYPE_NULL, str_from(name));

	if (n != NULL)
		n->count = 1;	/* which no scalar has; value_is_function() */
	return n;
}

static const struct node *
check_size(struct jsone *j, const struct node *n)
{
	if (n->depth > LIMIT_YAML_DEPTH) {
		eval_fail(j, j->at, "a value nests more than %d levels deep",
		    LIMIT_YAML_DEPTH);
		return NULL;
	}
	if (n->weight > LIMIT_TEMPLATE_NODES) {
		eval_fail(j, j->at, "a value has more than %d parts",
		    LIMIT_TEMPLATE_NODES);
		return NULL;
	}
	return n;
}

const struct node *
value_make_list(struct jsone *j, struct span origin,
    const struct node *const *items, size_t n)
{
	if (!eval_spend(j, n, sizeof(struct node) + n * sizeof(*items)))
		return NULL;
	return check_size(j, node_seq(j->arena, origin, items, n));
}

/* Joins entries of equal keys; gives the number left, 0 when it failed. */
static size_t
join_entries(struct jsone *j, struct entry *entries, size_t n,
    value_merge *merge)
{
	struct map seen = { NULL };
	size_t kept = 0;

	if (!eval_spend(j, n, n * MAP_BYTES))
		return 0;
	for (size_t i = 0; i < n; i++) {
		void **slot = map_put(j->arena, &seen, entries[i].key->text);
		struct entry *first = *slot;

		if (first == NULL) {
			*slot = &entries[kept];
			entries[kept++] = entries[i];
			continue;
		}
		first->value = merge(j, first->value, entries[i].value);
		if (first->value == NULL)
			return 0;
	}
	return kept;
}

const struct node *
value_make_map(struct jsone *j, struct span origin, struct entry *entries,
    size_t n, value_merge *merge)
{
	size_t kept = n;

	if (!eval_spend(j, n, sizeof(struct node) + n * sizeof(*entries)))
		return NULL;
	if (merge != NULL && n > 1) {
		kept = join_entries(j, entries, n, merge);
		if (kept == 0)
			return NULL;
	}
	return check_size(j, node_map(j->arena, origin, entries, kept));
}

const struct node *
value_merge_later(struct jsone *j, const struct node *earlier,
    const struct node *later)
{
	(void)j;
	(void)earlier;
	return later;
}

static const struct node *
join_lists(struct jsone *j, const struct node *a, const struct node *b)
{
	size_t n = (size_t)a->count + b->count;
	const struct node **items;

	if (!eval_spend(j, n, n * sizeof(*items)))
		return NULL;
	items = arena_array(j->arena, const struct node *, n);
	for (uint32_t i = 0; i < a->count; i++)
		items[i] = a->items[i];
	for (uint32_t i = 0; i < b->count; i++)
		items[a->count + i] = b->items[i];
	return value_make_list(j, value_origin(j, a, b), items, n);
}

const struct node *
value_merge_deep(struct jsone *j, const struct node *a, const struct node *b)
{
	size_t n = (size_t)a->count + b->count;
	struct entry *entries;

	if (a->kind != b->kind || a->kind == NODE_SCALAR)
		return b;
	if (a->kind == NODE_SEQ)
		return join_lists(j, a, b);
	if (!eval_spend(j, n, n * sizeof(*entries)))
		return NULL;
	entries = arena_array(j->arena, struct entry, n);
	for (uint32_t i = 0; i < a->count; i++)
		entries[i] = a->entries[i];
	for (uint32_t i = 0; i < b->count; i++)
		entries[a->count + i] = b->entries[i];
	return value_make_map(j, value_origin(j, a, b), entries, n,
	    value_merge_deep);
}
