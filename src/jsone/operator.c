/*
 * A table says of each operator which keys stand beside it; they are checked
 * and sorted out before it runs.
 */
#include "jsone/operator.h"

#include <stdlib.h>

#include "jsone/collect.h"
#include "jsone/token.h"
#include "jsone/value.h"

struct operator {
	const char *name;
	/* Keys that may stand beside it; "each(" is followed by variables. */
	const char *args[OPERATOR_ARGS];
	unsigned needs;			/* bits of those that must */
	unsigned least, most;		/* variables */
	const char *takes;		/* the same in words; NULL: nothing */
	operator_run *run;
};

bool
operator_value(const struct operation *op, const struct node **out)
{
	return eval_template(op->j, op->scope, op->self->value, out);
}

bool
operator_takes(const struct operation *op, const char *what,
    const struct node *value)
{
	eval_fail(op->j, op->self->value->span, "%.*s takes %s, but this %s%s",
	    STR_ARG(op->self->key->text), what,
	    value == op->self->value ? "is " : "evaluates to ",
	    value_type_name(value));
	return false;
}

bool
operator_takes_item(const struct operation *op, const char *what, size_t i,
    const struct node *item, const struct node *is, const struct node *by)
{
	bool written = item->span.file == op->tmpl->span.file;
	struct span where = by != NULL ? by->span :
	    written ? item->span : op->self->value->span;
	struct diag *d = eval_fail(op->j, where, "%.*s takes %s, but %sitem "
	    "[%zu] is %.*s", STR_ARG(op->self->key->text), what,
	    by != NULL ? "what it gets for " : "", i,
	    STR_ARG(value_name(op->j->arena, is)));

	if (by != NULL || !written)
		diag_note(op->j->diags, d, item->span, "this item");
	return false;
}

bool
operator_list(const struct operation *op, const struct node **out)
{
	if (!operator_value(op, out))
		return false;
	return node_is(*out, NODE_SEQ) || operator_takes(op, "a list", *out);
}

static bool
run_eval(const struct operation *op, const struct node **out)
{
	*out = eval_expr(op->j, op->scope, op->self->value, "$eval");
	return *out != NULL;
}

static bool
run_if(const struct operation *op, const struct node **out)
{
	const struct node *condition = eval_expr(op->j, op->scope,
	    op->self->value, "$if");
	const struct entry *branch;

	*out = NULL;
	if (condition == NULL)
		return false;
	branch = op->args[value_is_truthy(condition) ? 0 : 1];
	return branch == NULL ||
	    eval_template(op->j, op->scope, branch->value, out);
}

static bool
run_json(const struct operation *op, const struct node **out)
{
	const struct node *value, *function;
	struct str json;

	if (!operator_value(op, &value))
		return false;
	if (value == NULL)
		return operator_takes(op, "a value", value);
	if (!eval_spend(op->j, value->weight, 0))
		return false;
	function = value_find_function(value);
	if (function != NULL) {
		eval_fail(op->j, function->span, "the function \"%.*s\" "
		    "cannot be written as JSON", STR_ARG(function->text));
		return false;
	}
	if (!value_json(op->j, value, &json))
		return false;
	*out = value_make_str(op->j, value_origin(op->j, value, NULL), json);
	return *out != NULL;
}

/* The place of a key, unless that came from the context. */
static struct span
key_place(const struct operation *op, const struct node *key)
{
	return key->span.file == op->tmpl->span.file ? key->span :
	    op->self->key->span;
}

static bool
run_let(const struct operation *op, const struct node **out)
{
	const struct node *vars;
	struct scope scope = { op->scope, NULL, 0 };

	if (!node_is(op->self->value, NODE_MAP))
		return operator_takes(op, "a mapping", op->self->value);
	if (!operator_value(op, &vars))
		return false;
	if (!node_is(vars, NODE_MAP))
		return operator_takes(op, "a mapping", vars);
	for (uint32_t i = 0; i < vars->count; i++) {
		const struct node *key = vars->entries[i].key;

		if (scope_is_name(key->text))
			continue;
		eval_fail(op->j, key_place(op, key), "\"%.*s\" cannot be the "
		    "name of a variable: it takes letters, digits and _, no "
		    "digit first", STR_ARG(key->text));
		return false;
	}
	scope.vars = vars->entries;
	scope.n = vars->count;
	return eval_template(op->j, &scope, op->args[0]->value, out);
}

/* The condition that is the key of an entry of $match or $switch. */
static bool
is_true(const struct operation *op, const struct entry *branch, bool *truth)
{
	const struct node *value = eval_expr(op->j, op->scope, branch->key,
	    "a condition");

	if (value == NULL)
		return false;
	*truth = value_is_truthy(value);
	return true;
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;

	return str_cmp((*x)->key->text, (*y)->key->text);
}

/* All that hold, in the order of the text of the conditions. */
static bool
run_match(const struct operation *op, const struct node **out)
{
	const struct node *map = op->self->value, **items;
	const struct entry **sorted;
	size_t n = 0;
	bool truth;

	if (!node_is(map, NODE_MAP))
		return operator_takes(op, "a mapping", map);
	if (!eval_spend(op->j, map->count, map->count * 2 * sizeof(*items)))
		return false;
	sorted = arena_array(op->j->arena, const struct entry *, map->count);
	items = arena_array(op->j->arena, const struct node *, map->count);
	for (uint32_t i = 0; i < map->count; i++)
		sorted[i] = &map->entries[i];
	qsort(sorted, map->count, sizeof(*sorted), compare_entries);
	for (uint32_t i = 0; i < map->count; i++) {
		if (!is_true(op, sorted[i], &truth))
			return false;
		if (!truth)
			continue;
		if (!eval_template(op->j, op->scope, sorted[i]->value,
		    &items[n]))
			return false;
		n += items[n] != NULL;
	}
	*out = value_make_list(op->j, op->tmpl->span, items, n);
	return *out != NULL;
}

static bool
two_cases(const struct operation *op, const struct entry *first,
    const struct entry *second)
{
	struct diag *d = eval_fail(op->j, second->key->span, "two conditions "
	    "of this $switch are true, where only one may be");

	diag_note(op->j->diags, d, first->key->span, "this is the other one");
	return false;
}

static bool
run_switch(const struct operation *op, const struct node **out)
{
	const struct node *map = op->self->value;
	const struct entry *chosen = NULL, *fallback = NULL;
	bool truth;

	*out = NULL;
	if (!node_is(map, NODE_MAP))
		return operator_takes(op, "a mapping", map);
	for (uint32_t i = 0; i < map->count; i++) {
		const struct entry *branch = &map->entries[i];

		if (str_is(branch->key->text, "$default")) {
			fallback = branch;
			continue;
		}
		if (!is_true(op, branch, &truth))
			return false;
		if (truth && chosen != NULL)
			return two_cases(op, chosen, branch);
		if (truth)
			chosen = branch;
	}
	if (chosen == NULL)
		chosen = fallback;
	return chosen == NULL ||
	    eval_template(op->j, op->scope, chosen->value, out);
}

static bool
run_clock(const struct operation *op, const struct node **out)
{
	*out = NULL;
	eval_fail(op->j, op->self->key->span, "%.*s needs a clock, and the "
	    "same template must give the same manifests at any time",
	    STR_ARG(op->self->key->text));
	return false;
}

static const struct operator table[] = {
	{ "$eval", { NULL }, 0, 0, 0, NULL, run_eval },
	{ "$find", { "each(" }, 1, 1, 2,
	    "each(value) or each(value, index)", collect_find },
	{ "$flatten", { NULL }, 0, 0, 0, NULL, collect_flatten },
	{ "$flattenDeep", { NULL }, 0, 0, 0, NULL, collect_flatten_deep },
	{ "$fromNow", { "from" }, 0, 0, 0, "\"from\"", run_clock },
	{ "$if", { "then", "else" }, 0, 0, 0, "\"then\" and \"else\"", run_if },
	{ "$json", { NULL }, 0, 0, 0, NULL, run_json },
	{ "$let", { "in" }, 1, 0, 0, "\"in\"", run_let },
	{ "$map", { "each(" }, 1, 1, 2,
	    "each(value) or each(value, index)", collect_map },
	{ "$match", { NULL }, 0, 0, 0, NULL, run_match },
	{ "$merge", { NULL }, 0, 0, 0, NULL, collect_merge },
	{ "$mergeDeep", { NULL }, 0, 0, 0, NULL, collect_merge_deep },
	{ "$reduce", { "each(", "initial" }, 3, 2, 3,
	    "\"initial\" and each(result, value) or each(result, value, "
	    "index)", collect_reduce },
	{ "$reverse", { NULL }, 0, 0, 0, NULL, collect_reverse },
	{ "$sort", { "by(" }, 0, 1, 1, "by(value)", collect_sort },
	{ "$switch", { NULL }, 0, 0, 0, NULL, run_switch },
};

static const struct operator *
find(struct str name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (str_is(name, table[i].name))
			return &table[i];
	return NULL;
}

static bool
unknown_operator(struct jsone *j, const struct node *key)
{
	struct near near;
	struct diag *d = eval_fail(j, key->span, "there is no operator "
	    "\"%.*s\"", STR_ARG(key->text));

	near_init(&near, str_cut(key->text, 1, key->text.len));
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		near_try(&near, str_from(table[i].name + 1));
	if (near.best.len == 0) {
		diag_say_fix(j->diags, d, "$%.*s if the key shall begin "
		    "with $", STR_ARG(key->text));
		return false;
	}
	near.best = arena_printf(j->arena, "$%.*s", STR_ARG(near.best));
	near_say(j, &near, key->span, d);
	return false;
}

static bool
two_operators(struct jsone *j, const struct node *first,
    const struct node *second)
{
	struct diag *d = eval_fail(j, second->span, "a mapping can be one "
	    "operator only, and this one already is %.*s",
	    STR_ARG(first->text));

	diag_note(j->diags, d, first->span, "the other operator");
	return false;
}

/* All keys that begin with $ are reserved, but "$$" escapes one. */
static bool
is_reserved(struct str key)
{
	return str_starts(key, STR("$")) && !str_starts(key, STR("$$")) &&
	    !str_starts(key, STR("${"));
}

bool
operator_find(struct jsone *j, const struct node *map,
    const struct entry **found)
{
	const struct node *unknown = NULL;

	*found = NULL;
	for (uint32_t i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entries[i];

		if (!is_reserved(entry->key->text))
			continue;
		if (find(entry->key->text) == NULL) {
			if (unknown == NULL)
				unknown = entry->key;
			continue;
		}
		if (*found != NULL)
			return two_operators(j, (*found)->key, entry->key);
		*found = entry;
	}
	return *found != NULL || unknown == NULL ||
	    unknown_operator(j, unknown);
}

static bool
stray_key(const struct operation *op, const struct operator *def,
    const struct node *key)
{
	struct str word = key->text;
	struct near near;
	struct diag *d = eval_fail(op->j, key->span, "\"%.*s\" does not belong "
	    "to %s, which %s%s", STR_ARG(key->text), def->name,
	    def->takes == NULL ? "stands alone" : "takes ",
	    def->takes == NULL ? "" : def->takes);

	if (str_starts(word, STR("$")))		/* "$then" */
		word = str_cut(word, 1, word.len);
	near_init(&near, word);
	for (size_t i = 0; i < OPERATOR_ARGS; i++)
		if (def->args[i] != NULL)
			near_try(&near, str_from(def->args[i]));
	if (!str_ends(near.best, STR("(")))
		near_say(op->j, &near, key->span, d);
	return false;
}

/* "each(v, k)": white space only after the commas. */
static bool
read_vars(struct operation *op, const struct operator *def,
    const struct node *key, const char *arg)
{
	struct str rest = str_cut(key->text, strlen(arg), key->text.len), name;
	bool ok = str_ends(rest, STR(")"));

	rest = str_cut(rest, 0, rest.len - ok);
	op->nvars = 0;
	while (ok && rest.at != NULL) {
		name = str_next(&rest, ',');
		if (op->nvars > 0)
			while (name.len > 0 && token_is_space(
			    (unsigned char)name.at[0]))
				name = str_cut(name, 1, name.len);
		ok = scope_is_name(name) && op->nvars < def->most;
		if (!ok)
			break;
		op->vars[op->nvars] = value_make_str(op->j, key->span, name);
		if (op->vars[op->nvars++] == NULL)
			return false;
	}
	if (ok && op->nvars >= def->least)
		return true;
	eval_fail(op->j, key->span, "\"%.*s\" is not right: %s takes %s",
	    STR_ARG(key->text), def->name, def->takes);
	return false;
}

/* Which argument of the operator a key is; OPERATOR_ARGS if none. */
static size_t
find_arg(const struct operator *def, struct str key)
{
	size_t i;

	for (i = 0; i < OPERATOR_ARGS; i++) {
		struct str arg = str_from(def->args[i]);

		if (str_ends(arg, STR("(")) ? str_starts(key, arg) :
		    arg.len > 0 && str_eq(key, arg))
			break;
	}
	return i;
}

static bool
read_args(struct operation *op, const struct operator *def)
{
	struct diag *d;

	for (uint32_t i = 0; i < op->tmpl->count; i++) {
		const struct entry *entry = &op->tmpl->entries[i];
		size_t arg = find_arg(def, entry->key->text);

		if (entry == op->self)
			continue;
		if (arg == OPERATOR_ARGS || op->args[arg] != NULL)
			return stray_key(op, def, entry->key);
		op->args[arg] = entry;
		if (str_ends(str_from(def->args[arg]), STR("(")) &&
		    !read_vars(op, def, entry->key, def->args[arg]))
			return false;
	}
	for (size_t i = 0; i < OPERATOR_ARGS; i++) {
		if ((def->needs & 1u << i) == 0 || op->args[i] != NULL)
			continue;
		d = eval_fail(op->j, op->self->key->span, "\"%s%s\" is missing "
		    "beside %s", def->args[i],
		    def->least > 0 && i == 0 ? "...)" : "", def->name);
		diag_say_fix(op->j->diags, d, "%s", def->takes);
		return false;
	}
	return true;
}

bool
operator_eval(struct jsone *j, const struct scope *scope,
    const struct node *tmpl, const struct entry *self,
    const struct node **out)
{
	const struct operator *def = find(self->key->text);
	struct operation op = { .j = j, .scope = scope, .tmpl = tmpl,
		.self = self };

	return read_args(&op, def) && def->run(&op, out);
}
