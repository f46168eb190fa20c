/*
 * libcyaml gets its schema from the table of spec/schema.c and the tree as
 * text. It knows neither free keys nor places, so the tree is made flat for
 * it first: every item of a list becomes a mapping, with the key "text" if
 * it was one, and a mapping with free keys becomes a list of key and value.
 * Afterwards one walk beside the tree gives every struct its node and every
 * text its length.
 */
#include "spec/fill.h"

#include <assert.h>
#include <cyaml/cyaml.h>

#include "spec/schema.h"
#include "yaml/emit.h"

/* Any RELEASE_LIST. */
struct list {
	void *at;
	size_t n;
};

static const struct shape text_shape = { .kind = SHAPE_STR };
static const struct field text_fields[] = {
	{ .name = "text", .shape = &text_shape, .required = true,
	  .offset = offsetof(struct release_text, text) },
	{ .name = NULL }
};
static const struct shape item_shape = {
	.kind = SHAPE_STRUCT, .fields = text_fields,
	.size = sizeof(struct release_text)
};
static const struct field pair_fields[] = {
	{ .name = "key", .shape = &text_shape, .required = true,
	  .offset = offsetof(struct release_pair, key) },
	{ .name = "value", .shape = &text_shape, .required = true,
	  .offset = offsetof(struct release_pair, value) },
	{ .name = NULL }
};
static const struct shape pair_shape = {
	.kind = SHAPE_STRUCT, .fields = pair_fields,
	.size = sizeof(struct release_pair)
};

/* What libcyaml sees as the items of a list or dict. */
static const struct shape *
flat_item(const struct shape *s)
{
	if (s->kind == SHAPE_DICT)
		return &pair_shape;
	return s->of->kind == SHAPE_STRUCT ? s->of : &item_shape;
}

/* the tree, made flat */

static const struct node *flat(struct arena *, const struct shape *,
    const struct node *);

static struct entry
flat_entry(struct arena *arena, const struct field *f,
    const struct node *value)
{
	return (struct entry){
		node_str(arena, SPAN_NONE, str_from(f->name)),
		flat(arena, f->shape, value)
	};
}

static const struct node *
flat_struct(struct arena *arena, const struct shape *s, const struct node *n)
{
	VEC(struct entry) entries = { NULL, 0, 0 };

	for (const struct field *f = s->fields; f->name != NULL; f++) {
		const struct node *value = node_get(n, str_from(f->name));

		if (value != NULL)
			*vec_add(arena, &entries) =
			    flat_entry(arena, f, value);
	}
	return node_map(arena, SPAN_NONE, entries.at, entries.n);
}

static const struct node *
flat_list(struct arena *arena, const struct shape *s, const struct node *n)
{
	const struct node **items = arena_array(arena, const struct node *,
	    n->count);

	for (uint32_t i = 0; i < n->count; i++) {
		struct entry *e;

		if (s->of->kind == SHAPE_STRUCT) {
			items[i] = flat(arena, s->of, n->items[i]);
			continue;
		}
		e = arena_array(arena, struct entry, 1);
		e[0] = flat_entry(arena, &text_fields[0], n->items[i]);
		items[i] = node_map(arena, SPAN_NONE, e, 1);
	}
	return node_seq(arena, SPAN_NONE, items, n->count);
}

static const struct node *
flat_dict(struct arena *arena, const struct node *n)
{
	const struct node **items = arena_array(arena, const struct node *,
	    n->count);

	for (uint32_t i = 0; i < n->count; i++) {
		struct entry *e = arena_array(arena, struct entry, 2);

		e[0] = flat_entry(arena, &pair_fields[0], n->entries[i].key);
		e[1] = flat_entry(arena, &pair_fields[1],
		    n->entries[i].value);
		items[i] = node_map(arena, SPAN_NONE, e, 2);
	}
	return node_seq(arena, SPAN_NONE, items, n->count);
}

static const struct node *
flat(struct arena *arena, const struct shape *s, const struct node *n)
{
	switch (s->kind) {
	case SHAPE_STRUCT:
		return flat_struct(arena, s, n);
	case SHAPE_CHOICE:
		return flat_struct(arena, s->alt, n);
	case SHAPE_LIST:
		return flat_list(arena, s, n);
	case SHAPE_DICT:
		return flat_dict(arena, n);
	default:
		return n;
	}
}

/* the schema for libcyaml */

static struct cyaml_schema_value value_of(struct arena *,
    const struct shape *);

static bool
is_constant(const struct shape *s)
{
	return s->kind == SHAPE_STR && s->words != NULL &&
	    s->words[0] != NULL && s->words[1] == NULL;
}

static const struct cyaml_schema_field *
fields_of(struct arena *arena, const struct shape *s)
{
	struct cyaml_schema_field *fields;
	size_t n = 0;

	while (s->fields[n].name != NULL)
		n++;
	fields = arena_array(arena, struct cyaml_schema_field, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &s->fields[i];

		fields[i].key = f->name;
		fields[i].value = value_of(arena, f->shape);
		if (!f->required)
			fields[i].value.flags |= CYAML_FLAG_OPTIONAL;
		fields[i].data_offset = (uint32_t)f->offset;
		fields[i].count_offset = (uint32_t)(f->offset +
		    offsetof(struct list, n));
		fields[i].count_size = sizeof(size_t);
	}
	return fields;
}

static void
set_words(struct arena *arena, struct cyaml_schema_value *v,
    const char *const *words)
{
	struct cyaml_strval *strings;
	uint32_t n = 0;

	while (words[n] != NULL)
		n++;
	strings = arena_array(arena, struct cyaml_strval, n);
	for (uint32_t i = 0; i < n; i++)
		strings[i] = (struct cyaml_strval){ words[i], i };
	v->type = CYAML_ENUM;
	v->flags = CYAML_FLAG_STRICT;
	v->data_size = sizeof(enum phase);
	v->enumeration.strings = strings;
	v->enumeration.count = n;
}

static void
set_list(struct arena *arena, struct cyaml_schema_value *v,
    const struct shape *item)
{
	struct cyaml_schema_value *entry = arena_new(arena,
	    struct cyaml_schema_value);

	*entry = value_of(arena, item);
	entry->flags = CYAML_FLAG_DEFAULT;	/* the structs themselves */
	v->type = CYAML_SEQUENCE;
	v->flags = CYAML_FLAG_POINTER;
	v->data_size = entry->data_size;
	v->sequence.entry = entry;
	v->sequence.max = CYAML_UNLIMITED;
}

static struct cyaml_schema_value
value_of(struct arena *arena, const struct shape *s)
{
	struct cyaml_schema_value v = { .type = CYAML_IGNORE };

	switch (s->kind) {
	case SHAPE_STR:
		if (is_constant(s))
			break;
		if (s->words != NULL) {
			set_words(arena, &v, s->words);
			break;
		}
		/* FALLTHROUGH */
	case SHAPE_INT_OR_STR:
		v.type = CYAML_STRING;
		v.flags = CYAML_FLAG_POINTER;
		v.data_size = sizeof(char);
		v.string.max = CYAML_UNLIMITED;
		break;
	case SHAPE_INT:
		v.type = CYAML_INT;
		v.data_size = sizeof(long long);
		break;
	case SHAPE_BOOL:
		v.type = CYAML_BOOL;
		v.data_size = sizeof(bool);
		break;
	case SHAPE_CHOICE:
		return value_of(arena, s->alt);
	case SHAPE_STRUCT:
		v.type = CYAML_MAPPING;
		v.flags = CYAML_FLAG_POINTER;
		v.data_size = (uint32_t)s->size;
		v.mapping.fields = fields_of(arena, s);
		break;
	case SHAPE_LIST:
	case SHAPE_DICT:
		set_list(arena, &v, flat_item(s));
		break;
	case SHAPE_ANY:
		break;
	}
	return v;
}

/* libcyaml's memory and log */

/*
 * realloc on an arena: nothing is freed, and blocks double, since libcyaml
 * makes an array longer by one item at a time. The size of a block stands
 * before it; pointers and long long are the largest that libcyaml stores.
 */
static void *
arena_realloc(void *ctx, void *old, size_t size)
{
	unsigned long long *block = old;
	size_t had = block == NULL ? 0 : (size_t)block[-1];

	if (size == 0)
		return NULL;
	if (size <= had)
		return old;
	if (size < 2 * had)
		size = 2 * had;
	block = arena_alloc(ctx, sizeof(*block) + size);
	*block++ = size;
	if (had > 0)
		memcpy(block, old, had);
	return block;
}

struct log {
	struct arena *arena;
	struct str text;
};

static void
keep_log(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
	struct log *log = ctx;
	struct str line = str_trim(arena_vprintf(log->arena, fmt, args));

	(void)level;
	log->text = arena_printf(log->arena, "%.*s%s%.*s",
	    STR_ARG(log->text), log->text.len == 0 ? "" : "; ",
	    STR_ARG(line));
}

/* nodes and lengths */

static void bind_struct(const struct shape *, void *at, const struct node *);

static void
bind_list(const struct shape *s, const struct list *list,
    const struct node *n)
{
	const struct shape *item = flat_item(s);

	assert(list->n == n->count);
	for (uint32_t i = 0; i < n->count; i++) {
		void *at = (char *)list->at + i * item->size;

		if (s->kind == SHAPE_DICT) {
			struct release_pair *pair = at;

			pair->node = n->entries[i].value;
			pair->key.len = n->entries[i].key->text.len;
			pair->value.len = pair->node->text.len;
		} else if (item == &item_shape) {
			struct release_text *text = at;

			text->node = n->items[i];
			text->text.len = text->node->text.len;
		} else
			bind_struct(item, at, n->items[i]);
	}
}

static void
bind_value(const struct shape *s, void *at, const struct node *n)
{
	switch (s->kind) {
	case SHAPE_STR:
	case SHAPE_INT_OR_STR:
		if (s->words == NULL) {
			struct str *text = at;

			assert(strlen(text->at) == n->text.len);
			text->len = n->text.len;
		}
		break;
	case SHAPE_STRUCT:
		bind_struct(s, *(void **)at, n);
		break;
	case SHAPE_CHOICE:
		bind_struct(s->alt, *(void **)at, n);
		break;
	case SHAPE_LIST:
	case SHAPE_DICT:
		bind_list(s, at, n);
		break;
	default:
		break;
	}
}

static void
bind_struct(const struct shape *s, void *at, const struct node *n)
{
	*(const struct node **)at = n;
	for (const struct field *f = s->fields; f->name != NULL; f++) {
		const struct node *value = node_get(n, str_from(f->name));

		if (value != NULL)
			bind_value(f->shape, (char *)at + f->offset, value);
	}
}

struct release *
fill_release(struct arena *arena, struct diags *diags,
    const struct node *root)
{
	struct log log = { arena, { NULL, 0 } };
	const struct cyaml_config config = {
		.log_fn = keep_log, .log_ctx = &log,
		.mem_fn = arena_realloc, .mem_ctx = arena,
		.log_level = CYAML_LOG_ERROR, .flags = CYAML_CFG_NO_ALIAS,
	};
	struct cyaml_schema_value schema = value_of(arena, &release_shape);
	struct release *release = NULL;
	cyaml_err_t err;
	struct diag *d;
	struct buf text;

	buf_init(&text);
	emit_yaml(&text, flat(arena, &release_shape, root));
	err = cyaml_load_data((const uint8_t *)text.at, text.len, &config,
	    &schema, (cyaml_data_t **)&release, NULL);
	buf_release(&text);
	if (err == CYAML_OK && release != NULL) {
		bind_struct(&release_shape, release, root);
		return release;
	}
	d = diag_report(diags, RULE_RELEASE_INVALID, root->span,
	    "the release cannot be loaded: %s", cyaml_strerror(err));
	if (log.text.len > 0)
		diag_note(diags, d, SPAN_NONE, "%.*s", STR_ARG(log.text));
	return NULL;
}
