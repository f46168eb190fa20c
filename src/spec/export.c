/*
 * The table as JSON Schema. What relates fields to each other is left to
 * `greenlight render`, but for the choices an editor can offer.
 */
#include <assert.h>

#include "spec/schema.h"
#include "yaml/emit.h"

/* A mapping that is being made. */
struct maker {
	struct arena *arena;
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

static const struct node *
of_shape(struct arena *arena, const struct shape *s)
{
	struct maker m = { arena, { NULL, 0, 0 } };

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
	struct maker number = { m->arena, { NULL, 0, 0 } };
	struct maker string = number;

	put_int(&number, s);
	put_str(&string, s);
	put_any_of(m, made(&number), made(&string));
}

static void
put_choice(struct maker *m, const struct shape *s)
{
	put_any_of(m, of_shape(m->arena, s->of), of_shape(m->arena, s->alt));
}

static void
put_list(struct maker *m, const struct shape *s)
{
	put(m, "type", text(m->arena, "array"));
	put(m, "items", of_shape(m->arena, s->of));
	if (s->least > 0)
		put(m, "minItems", node_int(m->arena, SPAN_NONE, s->least));
}

static void
put_dict(struct maker *m, const struct shape *s)
{
	struct maker keys = { m->arena, { NULL, 0, 0 } };

	put(m, "type", text(m->arena, "object"));
	put(&keys, "pattern", text(m->arena, s->format->pattern));
	put(m, "propertyNames", made(&keys));
	put(m, "additionalProperties", of_shape(m->arena, s->of));
}

/* One or at least one of some fields must be given. */
static const struct group {
	const struct shape *shape;
	const char *keyword;
	const char *const *words;
} groups[] = {
	{ &preview_shape, "oneOf", preview_words },
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
			struct maker one = { m->arena, { NULL, 0, 0 } };
			const char *const names[] = { *w, NULL };

			if (**w == '\0')
				continue;
			put(&one, "required", texts(m->arena, names));
			*vec_add(m->arena, &items) = made(&one);
		}
		put(m, groups[i].keyword,
		    node_seq(m->arena, SPAN_NONE, items.at, items.n));
	}
}

static const struct node *
of_field(struct arena *arena, const struct field *f)
{
	struct maker m = { arena, { NULL, 0, 0 } };

	put(&m, "description", text(arena, f->doc));
	put_shape(&m, f->shape);
	if (f->standard != NULL)
		put(&m, "default", from_json(arena, f->standard));
	return made(&m);
}

static void
put_struct(struct maker *m, const struct shape *s)
{
	struct maker properties = { m->arena, { NULL, 0, 0 } };
	VEC(const struct node *) required = { NULL, 0, 0 };

	put(m, "type", text(m->arena, "object"));
	for (const struct field *f = s->fields; f->name != NULL; f++) {
		put(&properties, f->name, of_field(m->arena, f));
		if (f->required)
			*vec_add(m->arena, &required) =
			    text(m->arena, f->name);
	}
	put(m, "properties", made(&properties));
	if (required.n > 0)
		put(m, "required", node_seq(m->arena, SPAN_NONE,
		    required.at, required.n));
	put_groups(m, s);
	put(m, "additionalProperties",
	    node_bool(m->arena, SPAN_NONE, false));
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
	struct maker m = { NULL, { NULL, 0, 0 } };
	struct arena arena;

	arena_init(&arena);
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
