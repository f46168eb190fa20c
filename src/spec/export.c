/*
 * The table as JSON Schema. What relates fields to each other is left to
 * `greenlight render`, but for the choices an editor can offer, and what the
 * built-in strategies take and have.
 */
#include <assert.h>

#include "spec/schema.h"
#include "yaml/emit.h"

/* A mapping that is being made. */
struct maker {
	struct arena *arena;
	struct strategies *strategies;
	VEC(struct entry) entries;
};

static const struct node *
text(struct arena *arena, const char *s)
{
	return node_str(arena, SPAN_NONE, str_from(s));
}

static void
put(struct maker *m, const char *key, const struct node *value)
{
	*vec_add(m->arena, &m->entries) = (struct entry){
		text(m->arena, key), value
	};
}

static const struct node *
made(struct maker *m)
{
	return node_map(m->arena, SPAN_NONE, m->entries.at, m->entries.n);
}

static const struct node *
texts(struct arena *arena, const char *const *words)
{
	VEC(const struct node *) items = { NULL, 0, 0 };

	for (; *words != NULL; words++)
		if (**words != '\0')
			*vec_add(arena, &items) = text(arena, *words);
	return node_seq(arena, SPAN_NONE, items.at, items.n);
}

/* A default of the table; JSON is YAML. */
static const struct node *
from_json(struct arena *arena, const char *json)
{
	struct stream stream = { .broken = false };
	struct sources sources;
	struct diags diags;

	sources_init(&sources, arena);
	diags_init(&diags, arena);
	stream_parse(arena, &diags, &sources,
	    source_add(&sources, "default", str_from(json)), &stream);
	assert(stream.documents.n == 1);
	return stream.documents.at[0].root;
}

static void put_shape(struct maker *, const struct shape *);

/* An empty one, for a part of the other. */
static struct maker
part_of(const struct maker *m)
{
	return (struct maker){ .arena = m->arena,
		.strategies = m->strategies };
}

static const struct node *
of_shape(const struct maker *whole, const struct shape *s)
{
	struct maker m = part_of(whole);

	put_shape(&m, s);
	return made(&m);
}

static void
put_str(struct maker *m, const struct shape *s)
{
	put(m, "type", text(m->arena, "string"));
	if (s->words != NULL)
		put(m, "enum", texts(m->arena, s->words));
	if (s->format != NULL)
		put(m, "pattern", text(m->arena, s->format->pattern));
	if (s->least > 0)
		put(m, "minLength", node_int(m->arena, SPAN_NONE, s->least));
}

static void
put_int(struct maker *m, const struct shape *s)
{
	put(m, "type", text(m->arena, "integer"));
	put(m, "minimum", node_int(m->arena, SPAN_NONE, s->min));
	put(m, "maximum", node_int(m->arena, SPAN_NONE, s->max));
}

static void
put_bool(struct maker *m, const struct shape *s)
{
	(void)s;
	put(m, "type", text(m->arena, "boolean"));
}

static void
put_any_of(struct maker *m, const struct node *one, const struct node *other)
{
	const struct node **items = arena_array(m->arena,
	    const struct node *, 2);

	items[0] = one;
	items[1] = other;
	put(m, "anyOf", node_seq(m->arena, SPAN_NONE, items, 2));
}

static void
put_int_or_str(struct maker *m, const struct shape *s)
{
	struct maker number = part_of(m), string = number;

	put_int(&number, s);
	put_str(&string, s);
	put_any_of(m, made(&number), made(&string));
}

static void
put_choice(struct maker *m, const struct shape *s)
{
	put_any_of(m, of_shape(m, s->of), of_shape(m, s->alt));
}

static void
put_list(struct maker *m, const struct shape *s)
{
	put(m, "type", text(m->arena, "array"));
	put(m, "items", of_shape(m, s->of));
	if (s->least > 0)
		put(m, "minItems", node_int(m->arena, SPAN_NONE, s->least));
}

static void
put_dict(struct maker *m, const struct shape *s)
{
	struct maker keys = part_of(m);

	put(m, "type", text(m->arena, "object"));
	put(&keys, "pattern", text(m->arena, s->format->pattern));
	put(m, "propertyNames", made(&keys));
	put(m, "additionalProperties", of_shape(m, s->of));
}

/* One or at least one of some fields must be given. */
static const struct group {
	const struct shape *shape;
	const char *keyword;
	const char *const *words;
} groups[] = {
	{ &preview_shape, "oneOf", preview_words + 1 },
	{ &expect_shape, "anyOf", expect_words },
};

static void
put_groups(struct maker *m, const struct shape *s)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		VEC(const struct node *) items = { NULL, 0, 0 };

		if (groups[i].shape != s)
			continue;
		for (const char *const *w = groups[i].words; *w; w++) {
			struct maker one = part_of(m);
			const char *const names[] = { *w, NULL };

			put(&one, "required", texts(m->arena, names));
			*vec_add(m->arena, &items) = made(&one);
		}
		put(m, groups[i].keyword,
		    node_seq(m->arena, SPAN_NONE, items.at, items.n));
	}
}

/* what follows from the strategy */

/* Leaves out a schema that says nothing. */
static void
put_some(struct maker *m, const char *key, const struct node *schema)
{
	if (!node_is(schema, NODE_MAP) || schema->count > 0)
		put(m, key, schema);
}

static const struct node *
constant(const struct maker *whole, struct str value)
{
	struct maker m = part_of(whole);

	put(&m, "const", node_str(m.arena, SPAN_NONE, value));
	return made(&m);
}

/* The name of a built-in strategy, or that of a folder of one's own. */
static void
put_strategy_names(struct maker *m, const struct shape *s)
{
	struct strategy_names names = strategies_names(m->strategies);
	VEC(const struct node *) items = { NULL, 0, 0 };

	for (size_t i = 0; i < names.n; i++) {
		struct maker one = part_of(m);

		put(&one, "const", node_str(m->arena, SPAN_NONE,
		    names.at[i]));
		put(&one, "description", node_str(m->arena, SPAN_NONE,
		    strategies_get(m->strategies, names.at[i],
		    SPAN_NONE)->summary));
		*vec_add(m->arena, &items) = made(&one);
	}
	*vec_add(m->arena, &items) = of_shape(m, s);
	put(m, "anyOf", node_seq(m->arena, SPAN_NONE, items.at, items.n));
}

static const struct node *
of_setting(const struct maker *whole, const struct node *standard)
{
	struct maker m = part_of(whole);
	const char *type = NULL;

	if (node_is(standard, NODE_SEQ))
		type = "array";
	else if (node_is(standard, NODE_MAP))
		type = "object";
	else if (standard->type == TYPE_BOOL)
		type = "boolean";
	else if (node_is_str(standard))
		type = "string";
	else if (standard->type != TYPE_NULL)
		type = "number";
	if (type != NULL)
		put(&m, "type", text(m.arena, type));
	put(&m, "default", standard);
	return made(&m);
}

static const struct node *
of_settings(const struct maker *whole, const struct strategy *strategy)
{
	struct maker m = part_of(whole), properties = m;
	const struct node *known = strategy->settings;

	for (uint32_t i = 0; i < known->count; i++)
		*vec_add(m.arena, &properties.entries) = (struct entry){
			known->entries[i].key,
			of_setting(&m, known->entries[i].value)
		};
	put(&m, "properties", made(&properties));
	put(&m, "additionalProperties",
	    node_bool(m.arena, SPAN_NONE, false));
	return made(&m);
}

/* Which kinds there are not; false when there is none. */
static const struct node *
of_previews(const struct maker *whole, const struct strategy *strategy)
{
	struct maker m = part_of(whole), properties = m;
	const struct node *no = node_bool(m.arena, SPAN_NONE, false);

	for (unsigned i = PREVIEW_PATH; i < PREVIEW_COUNT; i++)
		if (!strategy->previews[i])
			put(&properties, preview_words[i], no);
	if (properties.entries.n == PREVIEW_COUNT - PREVIEW_PATH)
		return no;
	if (properties.entries.n > 0)
		put(&m, "properties", made(&properties));
	return made(&m);
}

static const struct node *
of_colour(const struct maker *whole, const struct strategy *strategy)
{
	static const enum spec_part parts[] = { PART_SERVICE, PART_WORKLOAD };
	struct maker m = part_of(whole), properties = m;
	const char *required[] = { NULL, NULL };

	for (unsigned i = 0; i < 2; i++)
		if (strategy->uses[parts[i]] == PART_UNUSED)
			put(&properties, part_name(parts[i]),
			    node_bool(m.arena, SPAN_NONE, false));
	if (properties.entries.n > 0)
		put(&m, "properties", made(&properties));
	if (strategy->uses[PART_WORKLOAD] == PART_REQUIRED) {
		required[0] = part_name(PART_WORKLOAD);
		put(&m, "required", texts(m.arena, required));
	}
	return made(&m);
}

static const struct node *
then(const struct maker *whole, const struct strategy *strategy)
{
	struct maker m = part_of(whole), properties = m;
	const char *required[PART_COUNT + 1] = { NULL };
	size_t n = 0;

	for (unsigned i = 0; i < PART_SERVICE; i++) {
		const char *name = part_name((enum spec_part)i);

		if (strategy->uses[i] == PART_REQUIRED)
			required[n++] = name;
		if (strategy->uses[i] == PART_UNUSED)
			put(&properties, name,
			    node_bool(m.arena, SPAN_NONE, false));
	}
	for (unsigned i = 0; colour_words[i] != NULL; i++)
		put_some(&properties, colour_words[i],
		    of_colour(&m, strategy));
	put_some(&properties, "preview", of_previews(&m, strategy));
	put(&properties, "settings", of_settings(&m, strategy));
	put(&m, "properties", made(&properties));
	if (n > 0)
		put(&m, "required", texts(m.arena, required));
	return made(&m);
}

/* The strategy of that name; without a name it is the default. */
static const struct node *
condition(const struct maker *whole, struct str name)
{
	struct maker m = part_of(whole), properties = m;
	static const char *const required[] = { "strategy", NULL };

	put(&properties, "strategy", constant(&m, name));
	put(&m, "properties", made(&properties));
	if (!str_is(name, "ingress"))
		put(&m, "required", texts(m.arena, required));
	return made(&m);
}

static void
put_strategies(struct maker *m)
{
	struct strategy_names names = strategies_names(m->strategies);
	VEC(const struct node *) items = { NULL, 0, 0 };

	for (size_t i = 0; i < names.n; i++) {
		struct maker one = part_of(m);

		put(&one, "if", condition(m, names.at[i]));
		put(&one, "then", then(m, strategies_get(m->strategies,
		    names.at[i], SPAN_NONE)));
		*vec_add(m->arena, &items) = made(&one);
	}
	put(m, "allOf", node_seq(m->arena, SPAN_NONE, items.at, items.n));
}

static const struct node *
of_field(const struct maker *whole, const struct field *f)
{
	struct maker m = part_of(whole);

	put(&m, "description", text(m.arena, f->doc));
	if (strcmp(f->name, "strategy") == 0)
		put_strategy_names(&m, f->shape);
	else
		put_shape(&m, f->shape);
	if (f->standard != NULL)
		put(&m, "default", from_json(m.arena, f->standard));
	return made(&m);
}

static void
put_struct(struct maker *m, const struct shape *s)
{
	struct maker properties = part_of(m);
	VEC(const struct node *) required = { NULL, 0, 0 };

	put(m, "type", text(m->arena, "object"));
	if (s->open)
		return;
	for (const struct field *f = s->fields; f->name != NULL; f++) {
		put(&properties, f->name, of_field(m, f));
		if (f->required)
			*vec_add(m->arena, &required) =
			    text(m->arena, f->name);
	}
	put(m, "properties", made(&properties));
	if (required.n > 0)
		put(m, "required", node_seq(m->arena, SPAN_NONE,
		    required.at, required.n));
	put_groups(m, s);
	if (s == &spec_shape)
		put_strategies(m);
	put(m, "additionalProperties", node_bool(m->arena, SPAN_NONE, false));
}

static void
put_shape(struct maker *m, const struct shape *s)
{
	static void (*const puts[])(struct maker *, const struct shape *) = {
		[SHAPE_STR] = put_str, [SHAPE_INT] = put_int,
		[SHAPE_BOOL] = put_bool, [SHAPE_INT_OR_STR] = put_int_or_str,
		[SHAPE_STRUCT] = put_struct, [SHAPE_DICT] = put_dict,
		[SHAPE_LIST] = put_list, [SHAPE_CHOICE] = put_choice,
	};

	assert(puts[s->kind] != NULL);
	puts[s->kind](m, s);
}

void
schema_print(struct buf *out)
{
	struct strategies strategies;
	struct maker m = { .strategies = &strategies };
	struct sources sources;
	struct diags diags;
	struct arena arena;

	arena_init(&arena);
	sources_init(&sources, &arena);
	diags_init(&diags, &arena);
	strategies_init(&strategies, &arena, &diags, &sources, NULL);
	m.arena = &arena;
	put(&m, "$schema",
	    text(&arena, "https://json-schema.org/draft/2020-12/schema"));
	put(&m, "$id", text(&arena,
	    "https://greenlight.dev/schemas/release.schema.json"));
	put(&m, "title", text(&arena, "greenlight release"));
	put(&m, "description", text(&arena, "A blue/green release behind "
	    "ingress-nginx; see greenlight-release(5)."));
	put_shape(&m, &release_shape);
	emit_json(out, made(&m), 0);
	if (out->len > 0 && out->at[out->len - 1] != '\n')
		buf_putc(out, '\n');
	arena_release(&arena);
}
