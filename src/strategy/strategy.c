#include "strategy/strategy.h"

#include "shape/shape.h"
#include "yaml/scalar.h"

const char *const preview_words[] = {
	"none", "path", "host", "header", "cookie", "weight", NULL
};

/* In the order of enum part_use, without the first. */
static const char *const use_words[] = { "optional", "required", NULL };

static const struct shape text_shape = { .kind = SHAPE_STR, .least = 1 };
static const struct shape flag_shape = { .kind = SHAPE_BOOL };
static const struct shape use_shape = {
	.kind = SHAPE_STR, .words = use_words
};
static const struct shape kind_shape = {
	.kind = SHAPE_STR, .what = "the kind of preview",
	.words = preview_words
};
static const struct shape kinds_shape = {
	.kind = SHAPE_LIST, .of = &kind_shape, .least = 1
};

/* In the order of enum spec_part. */
static const struct field part_fields[] = {
	{ .name = "hosts", .shape = &use_shape },
	{ .name = "tls", .shape = &use_shape },
	{ .name = "routes", .shape = &use_shape },
	{ .name = "ingressClassName", .shape = &use_shape },
	{ .name = "annotations", .shape = &use_shape },
	{ .name = "service", .shape = &use_shape },
	{ .name = "workload", .shape = &use_shape },
	{ .name = NULL }
};
static const struct shape parts_shape = {
	.kind = SHAPE_STRUCT, .fields = part_fields
};
static const struct field no_fields[] = { { .name = NULL } };
static const struct shape settings_shape = {
	.kind = SHAPE_STRUCT, .fields = no_fields, .open = true
};
static const struct field strategy_fields[] = {
	{ .name = "summary", .shape = &text_shape, .required = true,
	  .hint = "summary: what switches the traffic" },
	{ .name = "ingress", .shape = &flag_shape },
	{ .name = "kubernetes", .shape = &flag_shape },
	{ .name = "spec", .shape = &parts_shape },
	{ .name = "previews", .shape = &kinds_shape },
	{ .name = "settings", .shape = &settings_shape },
	{ .name = NULL }
};
static const struct shape strategy_shape = {
	.kind = SHAPE_STRUCT, .what = "the strategy",
	.fields = strategy_fields
};

static const struct shape_rules rules = {
	.unknown = RULE_TEMPLATE_INVALID, .type = RULE_TEMPLATE_INVALID,
	.required = RULE_TEMPLATE_INVALID, .invalid = RULE_TEMPLATE_INVALID,
};

const char *
part_name(enum spec_part part)
{
	return part_fields[part].name;
}

/* The index of a word; of none when there is no value. */
static unsigned
index_of(const char *const *words, const struct node *value)
{
	unsigned i = 0;

	while (words[i] != NULL && !str_is(node_text(value), words[i]))
		i++;
	return i;
}

static void
read_previews(const struct node *list, struct strategy *s)
{
	s->previews[PREVIEW_NONE] = node_is_null(list);
	for (uint32_t i = 0; node_is(list, NODE_SEQ) && i < list->count; i++)
		if (!node_is_null(list->items[i]))
			s->previews[index_of(preview_words,
			    list->items[i])] = true;
}

static enum part_use
use_of(const struct node *value)
{
	return node_is_null(value) ? PART_UNUSED : (enum part_use)
	    (PART_OPTIONAL + index_of(use_words, value));
}

bool
strategy_read(struct arena *arena, struct diags *diags,
    const struct node *root, struct strategy *s)
{
	const struct node *ingress = node_get(root, STR("ingress"));
	const struct node *kubernetes = node_get(root, STR("kubernetes"));
	const struct node *parts = node_get(root, STR("spec"));

	if (!shape_check(diags, &rules, &strategy_shape, root))
		return false;
	s->summary = node_text(node_get(root, STR("summary")));
	s->ingress = !node_is_null(ingress) && scalar_bool(ingress);
	s->kubernetes = node_is_null(kubernetes) || scalar_bool(kubernetes);
	for (unsigned i = 0; i < PART_COUNT; i++)
		s->uses[i] = use_of(node_get(parts,
		    str_from(part_fields[i].name)));
	read_previews(node_get(root, STR("previews")), s);
	s->settings = node_get(root, STR("settings"));
	if (node_is_null(s->settings))
		s->settings = node_map(arena, node_span(root), NULL, 0);
	return true;
}
