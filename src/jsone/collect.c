#include "jsone/collect.h"

#include <limits.h>
#include <stdlib.h>

#include "jsone/value.h"

/*
 * A scope with the operator's variables. The last one stands first: when
 * each(x, x) names two alike, the later counts.
 */
struct round {
	struct scope scope;
	struct entry vars[OPERATOR_VARS];
};

static const struct scope *
bind(struct round *r, const struct operation *op,
    const struct node *const *values)
{
	for (size_t i = 0; i < op->nvars; i++) {
		r->vars[op->nvars - 1 - i].key = op->vars[i];
		r->vars[op->nvars - 1 - i].value = values[i];
	}
	r->scope = (struct scope){ op->scope, r->vars, op->nvars };
	return &r->scope;
}

static const struct node *
make_index(const struct operation *op, uint32_t i)
{
	return value_make_number(op->j, op->tmpl->span, i);
}

/* Evaluates each(value) or each(value, index) for item `i` of a list. */
static bool
each_item(const struct operation *op, const struct node *list, uint32_t i,
    const struct node **out)
{
	struct round r;
	const struct node *values[OPERATOR_VARS] = { list->items[i] };

	if (op->nvars > 1 && (values[1] = make_index(op, i)) == NULL)
		return false;
	return eval_template(op->j, bind(&r, op, values),
	    op->args[0]->value, out);
}

static bool
map_list(const struct operation *op, const struct node *list,
    const struct node **out)
{
	const struct node **items;
	size_t n = 0;

	if (!eval_spend(op->j, list->count, list->count * sizeof(*items)))
		return false;
	items = arena_array(op->j->arena, const struct node *, list->count);
	for (uint32_t i = 0; i < list->count; i++) {
		if (!each_item(op, list, i, &items[n]))
			return false;
		n += items[n] != NULL;
	}
	*out = value_make_list(op->j, op->tmpl->span, items, n);
	return *out != NULL;
}

/* What each(pair) gets for an entry: {key: ..., val: ...}. */
static const struct node *
make_pair(const struct operation *op, const struct entry *entry)
{
	struct entry *pair;

	if (!eval_spend(op->j, 0, 2 * sizeof(*pair)))
		return NULL;
	pair = arena_array(op->j->arena, struct entry, 2);
	pair[0].key = value_make_str(op->j, op->tmpl->span, STR("key"));
	pair[0].value = entry->key;
	pair[1].key = value_make_str(op->j, op->tmpl->span, STR("val"));
	pair[1].value = entry->value;
	if (pair[0].key == NULL || pair[1].key == NULL)
		return NULL;
	return value_make_map(op->j, op->tmpl->span, pair, 2, NULL);
}

static bool
each_entry(const struct operation *op, const struct entry *entry,
    const struct node **out)
{
	struct round r;
	const struct node *values[OPERATOR_VARS] = { entry->value, entry->key };

	if (op->nvars == 1 && (values[0] = make_pair(op, entry)) == NULL)
		return false;
	if (!eval_template(op->j, bind(&r, op, values),
	    op->args[0]->value, out))
		return false;
	if (*out == NULL || node_is(*out, NODE_MAP))
		return true;
	eval_fail(op->j, op->args[0]->value->span, "$map over a mapping makes "
	    "a mapping of mappings, but this evaluates to %s",
	    value_type_name(*out));
	return false;
}

struct entries {
	VEC(struct entry) list;
};

static bool
add_entries(const struct operation *op, struct entries *all,
    const struct node *map)
{
	if (!eval_spend(op->j, map->count, map->count * 2 *
	    sizeof(struct entry)))
		return false;
	for (uint32_t i = 0; i < map->count; i++)
		*vec_add(op->j->arena, &all->list) = map->entries[i];
	return true;
}

static bool
map_entries(const struct operation *op, const struct node *map,
    const struct node **out)
{
	struct entries all = { { NULL, 0, 0 } };
	const struct node *made;

	for (uint32_t i = 0; i < map->count; i++) {
		if (!each_entry(op, &map->entries[i], &made))
			return false;
		if (made != NULL && !add_entries(op, &all, made))
			return false;
	}
	*out = value_make_map(op->j, op->tmpl->span, all.list.at, all.list.n,
	    value_merge_later);
	return *out != NULL;
}

bool
collect_map(const struct operation *op, const struct node **out)
{
	const struct node *value;

	if (!operator_value(op, &value))
		return false;
	if (node_is(value, NODE_MAP))
		return map_entries(op, value, out);
	if (node_is(value, NODE_SEQ))
		return map_list(op, value, out);
	return operator_takes(op, "a list or a mapping", value);
}

/* The first item for which each(...), an expression, is true. */
bool
collect_find(const struct operation *op, const struct node **out)
{
	const struct node *list, *test;
	const struct node *values[OPERATOR_VARS] = { NULL };
	struct round r;

	*out = NULL;
	if (!operator_list(op, &list))
		return false;
	for (uint32_t i = 0; i < list->count; i++) {
		values[0] = list->items[i];
		if (op->nvars > 1 && (values[1] = make_index(op, i)) == NULL)
			return false;
		test = eval_expr(op->j, bind(&r, op, values),
		    op->args[0]->value, "each(...) of $find");
		if (test == NULL)
			return false;
		if (value_is_truthy(test)) {
			*out = list->items[i];
			return true;
		}
	}
	return true;
}

/* The first place in a value that would be evaluated, were it a template. */
static const struct node *
find_template(const struct node *n)
{
	const struct node *found = NULL;

	if (n->kind == NODE_SCALAR)
		return node_is_str(n) &&
		    str_find(n->text, STR("${"), 0) != STR_NONE ? n : NULL;
	for (uint32_t i = 0; found == NULL && i < n->count; i++) {
		if (n->kind == NODE_SEQ) {
			found = find_template(n->items[i]);
			continue;
		}
		if (str_starts(n->entries[i].key->text, STR("$")))
			return n->entries[i].key;
		found = find_template(n->entries[i].key);
		if (found == NULL)
			found = find_template(n->entries[i].value);
	}
	return found;
}

/*
 * JSON-e takes "initial" as it is written. Who writes an expression there
 * does not mean that, and it would end up in a manifest.
 */
static bool
check_initial(const struct operation *op)
{
	const struct node *found = find_template(op->args[1]->value);

	if (found == NULL)
		return true;
	eval_fail(op->j, found->span, "\"initial\" of $reduce is taken as it "
	    "is written, so this would not be evaluated");
	return false;
}

bool
collect_reduce(const struct operation *op, const struct node **out)
{
	const struct node *list, *next;
	const struct node *values[OPERATOR_VARS] = { NULL };
	struct round r;

	if (!operator_list(op, &list) || !check_initial(op))
		return false;
	*out = op->args[1]->value;
	for (uint32_t i = 0; i < list->count; i++) {
		values[0] = *out;
		values[1] = list->items[i];
		if (op->nvars > 2 && (values[2] = make_index(op, i)) == NULL)
			return false;
		if (!eval_template(op->j, bind(&r, op, values),
		    op->args[0]->value, &next))
			return false;
		if (next != NULL)
			*out = next;
	}
	return true;
}

struct sorted {
	const struct node *item, *by;
	double number;
	uint32_t index;
};

/* Strings by their characters; what is equal stays in its order. */
static int
compare_sorted(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order;

	if (node_is_str(x->by))
		order = str_cmp(x->by->text, y->by->text);
	else
		order = (x->number > y->number) - (x->number < y->number);
	return order != 0 ? order :
	    (x->index > y->index) - (x->index < y->index);
}

static bool
sort_by(const struct operation *op, struct sorted *s)
{
	struct round r;

	s->by = s->item;
	if (op->args[0] != NULL)
		s->by = eval_expr(op->j, bind(&r, op, &s->item),
		    op->args[0]->value, "by(...) of $sort");
	return s->by != NULL;
}

/* All must be numbers, or all strings. */
static bool
check_sorted(const struct operation *op, struct sorted *s,
    const struct sorted *first)
{
	unsigned type = value_type(s->by) & (VALUE_STR | VALUE_NUMBER);
	bool same = (value_type(first->by) & type) != 0;

	if (type == VALUE_NUMBER && !value_number(s->by, &s->number))
		type = 0;
	if (type != 0 && same)
		return true;
	return operator_takes_item(op, "only numbers or only strings",
	    s->index, s->item, s->by,
	    op->args[0] == NULL ? NULL : op->args[0]->value);
}

bool
collect_sort(const struct operation *op, const struct node **out)
{
	const struct node *list, **items;
	struct sorted *sorted;

	if (!operator_list(op, &list))
		return false;
	if (!eval_spend(op->j, list->count, list->count *
	    (sizeof(*sorted) + sizeof(*items))))
		return false;
	sorted = arena_array(op->j->arena, struct sorted, list->count);
	items = arena_array(op->j->arena, const struct node *, list->count);
	for (uint32_t i = 0; i < list->count; i++) {
		sorted[i].item = list->items[i];
		sorted[i].index = i;
		if (!sort_by(op, &sorted[i]) ||
		    !check_sorted(op, &sorted[i], &sorted[0]))
			return false;
	}
	qsort(sorted, list->count, sizeof(*sorted), compare_sorted);
	for (uint32_t i = 0; i < list->count; i++)
		items[i] = sorted[i].item;
	*out = value_make_list(op->j, list->span, items, list->count);
	return *out != NULL;
}

bool
collect_reverse(const struct operation *op, const struct node **out)
{
	const struct node *list, **items;

	if (!operator_list(op, &list) || !eval_spend(op->j, list->count,
	    list->count * sizeof(*items)))
		return false;
	items = arena_array(op->j->arena, const struct node *, list->count);
	for (uint32_t i = 0; i < list->count; i++)
		items[list->count - 1 - i] = list->items[i];
	*out = value_make_list(op->j, list->span, items, list->count);
	return *out != NULL;
}

struct items {
	VEC(const struct node *) list;
};

/* Adds the items of a list, and those of lists in it `levels` further down. */
static bool
add_items(struct jsone *j, struct items *all, const struct node *list,
    unsigned levels)
{
	if (!eval_spend(j, 1 + list->count, list->count * 2 *
	    sizeof(struct node *)))
		return false;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct node *item = list->items[i];

		if (levels == 0 || item->kind != NODE_SEQ)
			*vec_add(j->arena, &all->list) = item;
		else if (!add_items(j, all, item, levels - 1))
			return false;
	}
	return true;
}

static bool
flatten(const struct operation *op, unsigned levels, const struct node **out)
{
	struct items all = { { NULL, 0, 0 } };
	const struct node *list;

	if (!operator_list(op, &list) ||
	    !add_items(op->j, &all, list, levels))
		return false;
	*out = value_make_list(op->j, list->span, all.list.at, all.list.n);
	return *out != NULL;
}

bool
collect_flatten(const struct operation *op, const struct node **out)
{
	return flatten(op, 1, out);
}

bool
collect_flatten_deep(const struct operation *op, const struct node **out)
{
	return flatten(op, UINT_MAX, out);
}

static bool
merge(const struct operation *op, value_merge *how, const struct node **out)
{
	struct entries all = { { NULL, 0, 0 } };
	const struct node *list;

	if (!operator_value(op, &list))
		return false;
	if (!node_is(list, NODE_SEQ))
		return operator_takes(op, "a list of mappings", list);
	for (uint32_t i = 0; i < list->count; i++) {
		const struct node *item = list->items[i];

		if (!node_is(item, NODE_MAP))
			return operator_takes_item(op, "a list of mappings",
			    i, item, item, NULL);
		if (!add_entries(op, &all, item))
			return false;
	}
	*out = value_make_map(op->j, op->tmpl->span, all.list.at, all.list.n,
	    how);
	return *out != NULL;
}

bool
collect_merge(const struct operation *op, const struct node **out)
{
	return merge(op, value_merge_later, out);
}

bool
collect_merge_deep(const struct operation *op, const struct node **out)
{
	return merge(op, value_merge_deep, out);
}
