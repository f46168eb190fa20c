#include "jsone/jsone.h"

#include "base/limits.h"
#include "jsone/eval.h"
#include "jsone/value.h"

void
jsone_init(struct jsone *j, struct arena *arena, struct diags *diags,
    const struct sources *sources, const struct node *context)
{
	*j = (struct jsone){ .arena = arena, .diags = diags,
		.sources = sources, .context = context,
		.steps = LIMIT_TEMPLATE_STEPS, .bytes = LIMIT_TEMPLATE_BYTES };
}

/* JSON-e refuses a context with a name that no expression could use. */
static bool
check_context(struct jsone *j)
{
	const struct node *context = j->context;

	if (!node_is(context, NODE_MAP)) {
		eval_fail(j, node_span(context), "the context of a template "
		    "is a mapping, but this is %s", node_type_name(context));
		return false;
	}
	for (uint32_t i = 0; i < context->count; i++) {
		const struct node *key = context->entries[i].key;

		if (scope_is_name(key->text))
			continue;
		eval_fail(j, key->span, "\"%.*s\" cannot be the name of a "
		    "variable", STR_ARG(key->text));
		return false;
	}
	return true;
}

/* Functions are no data, and text can grow far by being shared. */
static bool
check_result(struct jsone *j, const struct node *result)
{
	const struct node *function = value_find_function(result);

	if (function == NULL)
		return eval_spend(j, result->weight, value_bytes(result));
	eval_fail(j, function->span, "the function \"%.*s\" is not called "
	    "here, and is no value for a manifest", STR_ARG(function->text));
	return false;
}

bool
jsone_eval(struct jsone *j, const struct node *tmpl,
    const struct node **result)
{
	struct scope scope = { NULL, NULL, 0 };

	*result = NULL;
	if (j->spent || !check_context(j))
		return false;
	scope.vars = j->context->entries;
	scope.n = j->context->count;
	j->at = tmpl->span;
	if (!eval_template(j, &scope, tmpl, result))
		return false;
	j->at = tmpl->span;
	return *result == NULL || check_result(j, *result);
}
