/*
 * A node is evaluated by what it is: an operator (a mapping with a "$" key),
 * another mapping or a list by its parts, a string by what is in its ${}.
 * Everything is copied into the result but scalars without ${}.
 */
#include "jsone/eval.h"

#include "base/limits.h"
#include "jsone/expr.h"
#include "jsone/operator.h"
#include "jsone/value.h"

bool
eval_spend(struct jsone *j, size_t steps, size_t bytes)
{
	bool slow = steps > j->steps;

	if (!slow && bytes <= j->bytes) {
		j->steps -= steps;
		j->bytes -= bytes;
		return true;
	}
	if (!j->spent && slow)
		eval_fail(j, j->at, "the template takes more than %d steps",
		    LIMIT_TEMPLATE_STEPS);
	else if (!j->spent)
		eval_fail(j, j->at, "the template makes more than %d MiB of "
		    "values", LIMIT_TEMPLATE_BYTES >> 20);
	j->spent = true;
	j->steps = j->bytes = 0;
	return false;
}

/* Where the next "${" or "$${" begins, or STR_NONE. */
static size_t
find_opening(struct str text, size_t from)
{
	size_t at = str_find(text, STR("${"), from);

	return at != STR_NONE && at > from && text.at[at - 1] == '$' ?
	    at - 1 : at;
}

static bool
add_text(struct jsone *j, struct buf *out, struct str text)
{
	if (!eval_spend(j, text.len / BYTES_PER_STEP, text.len))
		return false;
	buf_add(out, text);
	return true;
}

/* The value of the ${} at `at`, whose end `*end` gets, as text. */
static const struct node *
add_value(struct jsone *j, const struct scope *scope,
    const struct node *scalar, size_t at, size_t *end, struct buf *out)
{
	const struct node *value = expr_eval(j, scope, scalar, at + 2, end);

	if (value == NULL)
		return NULL;
	if (value->kind != NODE_SCALAR || value_is_function(value)) {
		eval_fail(j, node_part(j->sources, scalar, at, *end),
		    "%s cannot be put into a string",
		    value_type_name(value));
		return NULL;
	}
	return add_text(j, out, value_text(j->arena, value)) ? value : NULL;
}

/*
 * `*origin` gets the value that was put in, NULL if there are more than one.
 */
static bool
add_pieces(struct jsone *j, const struct scope *scope,
    const struct node *scalar, const struct node **origin, struct buf *out)
{
	struct str text = scalar->text;
	size_t from = 0, at, count = 0;

	while ((at = find_opening(text, from)) != STR_NONE) {
		if (!add_text(j, out, str_cut(text, from, at)))
			return false;
		if (text.at[at + 1] == '$') {
			buf_puts(out, "${");
			from = at + 3;
			continue;
		}
		*origin = add_value(j, scope, scalar, at, &from, out);
		if (*origin == NULL)
			return false;
		count++;
	}
	if (count != 1)
		*origin = NULL;
	return add_text(j, out, str_cut(text, from, text.len));
}

static bool
interpolate(struct jsone *j, const struct scope *scope,
    const struct node *scalar, const struct node **out)
{
	const struct node *origin = NULL;
	struct buf text;
	bool ok;

	*out = scalar;
	if (!eval_spend(j, scalar->text.len / BYTES_PER_STEP, 0))
		return false;
	if (find_opening(scalar->text, 0) == STR_NONE)
		return true;
	buf_init(&text);
	ok = add_pieces(j, scope, scalar, &origin, &text);
	if (ok) {
		*out = value_make_str(j, value_origin(j, origin, NULL),
		    arena_str(j->arena, buf_str(&text)));
		ok = *out != NULL;
	}
	buf_release(&text);
	return ok;
}

static bool
eval_list(struct jsone *j, const struct scope *scope,
    const struct node *tmpl, const struct node **out)
{
	const struct node **items = arena_array(j->arena,
	    const struct node *, tmpl->count);
	size_t n = 0;

	for (uint32_t i = 0; i < tmpl->count; i++) {
		if (!eval_template(j, scope, tmpl->items[i], &items[n]))
			return false;
		if (items[n] != NULL)
			n++;
	}
	*out = value_make_list(j, tmpl->span, items, n);
	return *out != NULL;
}

/* "$$name" stands for the key "$name"; other keys may have ${} in them. */
static bool
eval_key(struct jsone *j, const struct scope *scope, const struct node *key,
    const struct node **out)
{
	if (str_starts(key->text, STR("$$"))) {
		*out = value_make_str(j, key->span,
		    str_cut(key->text, 1, key->text.len));
		return *out != NULL;
	}
	return interpolate(j, scope, key, out);
}

static bool
eval_map(struct jsone *j, const struct scope *scope,
    const struct node *tmpl, const struct node **out)
{
	struct entry *entries = arena_array(j->arena, struct entry,
	    tmpl->count);
	value_merge *merge = NULL;
	size_t n = 0;

	for (uint32_t i = 0; i < tmpl->count; i++) {
		const struct entry *from = &tmpl->entries[i];

		if (!eval_key(j, scope, from->key, &entries[n].key) ||
		    !eval_template(j, scope, from->value, &entries[n].value))
			return false;
		if (entries[n].key != from->key)
			merge = value_merge_later;
		if (entries[n].value != NULL)
			n++;
	}
	*out = value_make_map(j, tmpl->span, entries, n, merge);
	return *out != NULL;
}

static bool
eval_node(struct jsone *j, const struct scope *scope,
    const struct node *tmpl, const struct node **out)
{
	const struct entry *named;

	*out = tmpl;
	if (tmpl->kind == NODE_SCALAR)
		return tmpl->type != TYPE_STR ||
		    interpolate(j, scope, tmpl, out);
	if (!eval_spend(j, tmpl->count, tmpl->count * sizeof(struct entry)))
		return false;
	if (tmpl->kind == NODE_SEQ)
		return eval_list(j, scope, tmpl, out);
	if (!operator_find(j, tmpl, &named))
		return false;
	if (named != NULL)
		return operator_eval(j, scope, tmpl, named, out);
	return eval_map(j, scope, tmpl, out);
}

bool
eval_template(struct jsone *j, const struct scope *scope,
    const struct node *tmpl, const struct node **out)
{
	struct span outer = j->at;
	bool ok;

	j->at = tmpl->span;
	ok = eval_spend(j, 1, 0) && eval_node(j, scope, tmpl, out);
	j->at = outer;
	return ok;
}

const struct node *
eval_expr(struct jsone *j, const struct scope *scope,
    const struct node *text, const char *what)
{
	const struct node *value;
	struct span outer = j->at;

	if (!node_is_str(text)) {
		struct diag *d = eval_fail(j, text->span,
		    "%s takes an expression, which is a string; this is %s",
		    what, node_type_name(text));

		if (text->kind == NODE_SCALAR)
			diag_say_fix(j->diags, d, "\"%.*s\"",
			    STR_ARG(text->text));
		return NULL;
	}
	j->at = text->span;
	value = expr_eval(j, scope, text, 0, NULL);
	j->at = outer;
	return value;
}

void
near_init(struct near *near, struct str word)
{
	*near = (struct near){ .word = word,
		.distance = word.len < 4 ? 2 : 3 };
}

void
near_try(struct near *near, struct str known)
{
	unsigned distance = str_distance(near->word, known, 3);

	/* "upper" for uppercase, "length" for len */
	if (distance > 1 && near->word.len >= 3 && known.len >= 3 &&
	    (str_starts(known, near->word) || str_starts(near->word, known)))
		distance = 1;
	if (distance < near->distance) {
		near->distance = distance;
		near->best = known;
	}
}

void
near_try_keys(struct near *near, const struct entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		near_try(near, entries[i].key->text);
}

void
near_say(struct jsone *j, const struct near *near, struct span where,
    struct diag *d)
{
	if (near->best.len > 0)
		diag_edit_fix(j->diags, d, where, near->best, false, "%.*s",
		    STR_ARG(near->best));
}
