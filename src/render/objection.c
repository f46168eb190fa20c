#include "render/objection.h"

#include "shape/shape.h"

static const char *const level_words[] = { "error", "warning", "note", NULL };

static const struct shape any_shape = { .kind = SHAPE_ANY };
static const struct shape text_shape = { .kind = SHAPE_STR, .least = 1 };
static const struct shape texts_shape = {
	.kind = SHAPE_LIST, .of = &text_shape
};
static const struct shape level_shape = {
	.kind = SHAPE_STR, .words = level_words
};
static const struct field objection_fields[] = {
	{ .name = "message", .shape = &text_shape, .required = true,
	  .hint = "message: what becomes of requests" },
	{ .name = "level", .shape = &level_shape },
	{ .name = "at", .shape = &any_shape },
	{ .name = "notes", .shape = &texts_shape },
	{ .name = "fix", .shape = &text_shape },
	{ .name = NULL }
};
static const struct shape objection_shape = {
	.kind = SHAPE_STRUCT, .what = "the objection",
	.fields = objection_fields
};
static const struct shape_rules rules = {
	.unknown = RULE_TEMPLATE_INVALID, .type = RULE_TEMPLATE_INVALID,
	.required = RULE_TEMPLATE_INVALID, .invalid = RULE_TEMPLATE_INVALID,
};

static bool
report(struct diags *diags, const struct node *made, struct span otherwise)
{
	const struct node *at = node_get(made, STR("at"));
	const struct node *level = node_get(made, STR("level"));
	const struct node *notes = node_get(made, STR("notes"));
	const struct node *fix = node_get(made, STR("fix"));
	enum level severity;
	struct diag *d;

	if (!shape_check(diags, &rules, &objection_shape, made))
		return false;
	d = diag_report(diags, RULE_STRATEGY_OBJECTION,
	    at != NULL && node_span(at).file != 0 ? at->span : otherwise,
	    "%.*s", STR_ARG(node_text(node_get(made, STR("message")))));
	if (level_parse(node_text(level), &severity))
		diag_level(d, severity);
	for (uint32_t i = 0; node_is(notes, NODE_SEQ) && i < notes->count;
	    i++)
		diag_note(diags, d, SPAN_NONE, "%.*s",
		    STR_ARG(node_text(notes->items[i])));
	if (!node_is_null(fix))
		diag_say_fix(diags, d, "%.*s", STR_ARG(fix->text));
	return d->level != LEVEL_ERROR;
}

bool
objections_report(struct diags *diags, const struct node *made,
    struct span otherwise)
{
	bool ok = true;

	if (node_is_null(made))
		return true;
	if (!node_is(made, NODE_SEQ))
		return report(diags, made, otherwise);
	for (uint32_t i = 0; i < made->count; i++)
		if (!node_is_null(made->items[i]))
			ok = report(diags, made->items[i], otherwise) && ok;
	return ok;
}
