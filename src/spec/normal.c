/*
 * Two steps. First the values that depend on other values are put in, such
 * as the services of a route; then one walk over the table brings the tree
 * into its order and fills in the fixed defaults.
 *
 * A value that nobody wrote has the place of the key under which it is put
 * in, so that a finding about it shows one line and not a whole mapping.
 */
#include "spec/normal.h"

#include "spec/schema.h"
#include "yaml/scalar.h"

struct normal {
	struct arena *arena;
	struct diags *diags;
	const struct strategy *strategy;	/* NULL: not known */
	bool sound;
};

struct span
normal_place(const struct node *n)
{
	if (node_is(n, NODE_MAP) && n->count > 0)
		return n->entries[0].key->span;
	return node_span(n);
}

const struct node *
normal_get(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, str_from(key));

	return node_is_null(n) ? NULL : n;
}

static struct span
key_place(const struct node *map, const char *key)
{
	const struct entry *e = node_entry(map, str_from(key));

	return e == NULL ? node_span(map) : e->key->span;
}

/* The mapping with one more value, or another one, under the key. */
static const struct node *
with(struct normal *m, const struct node *map, const char *key,
    const struct node *value)
{
	struct entry *entries = arena_array(m->arena, struct entry,
	    (size_t)map->count + 1);
	size_t n = map->count;
	bool found = false;

	for (uint32_t i = 0; i < map->count; i++) {
		entries[i] = map->entries[i];
		if (str_is(entries[i].key->text, key)) {
			entries[i].value = value;
			found = true;
		}
	}
	if (!found) {
		entries[n].key = node_str(m->arena, value->span,
		    str_from(key));
		entries[n++].value = value;
	}
	return node_map(m->arena, map->span, entries, n);
}

static const struct node *
with_default(struct normal *m, const struct node *map, const char *key,
    const struct node *value)
{
	if (value == NULL || normal_get(map, key) != NULL)
		return map;
	return with(m, map, key, value);
}

/* "/api/" as "/api"; "/" stays. */
static const struct node *
without_slash(struct normal *m, const struct node *map, const char *key)
{
	const struct node *path = normal_get(map, key);
	struct str text = node_text(path);
	struct node *cut;

	if (!node_is_str(path) || text.len < 2 ||
	    text.at[text.len - 1] != '/' || text.at[text.len - 2] == '/')
		return map;
	cut = arena_new(m->arena, struct node);
	*cut = *path;
	cut->text = str_cut(text, 0, text.len - 1);
	return with(m, map, key, cut);
}

typedef const struct node *completer(struct normal *,
    const struct node *spec, const struct node *item);

static const struct node *
each_item(struct normal *m, completer *complete, const struct node *spec,
    const struct node *list)
{
	const struct node **items;

	if (!node_is(list, NODE_SEQ))
		return list;
	items = arena_array(m->arena, const struct node *, list->count);
	for (uint32_t i = 0; i < list->count; i++)
		items[i] = node_is(list->items[i], NODE_MAP) ?
		    complete(m, spec, list->items[i]) : list->items[i];
	return node_seq(m->arena, list->span, items, list->count);
}

/* A Service port given as a number is what the container listens on too. */
static const struct node *
complete_colour(struct normal *m, const struct node *colour)
{
	const struct node *load = normal_get(colour, "workload");
	const struct node *port = normal_get(normal_get(colour, "service"),
	    "port");

	if (!node_is(load, NODE_MAP) || !node_is(port, NODE_SCALAR) ||
	    port->type != TYPE_INT)
		return colour;
	return with(m, colour, "workload",
	    with_default(m, load, "containerPort", port));
}

static const struct node *
complete_route(struct normal *m, const struct node *spec,
    const struct node *route)
{
	const struct node *type = normal_get(route, "pathType");

	/* Kubernetes: a trailing slash is ignored under Prefix */
	if (type == NULL || str_is(node_text(type), "Prefix"))
		route = without_slash(m, route, "path");
	for (const char *const *c = colour_words; *c != NULL; c++)
		route = with_default(m, route, *c,
		    normal_get(normal_get(spec, *c), "service"));
	return route;
}

static const struct node *
one_route(struct normal *m, struct span where)
{
	const struct node **items = arena_array(m->arena,
	    const struct node *, 1);
	struct entry *path = arena_array(m->arena, struct entry, 1);

	path->key = node_str(m->arena, where, STR("path"));
	path->value = node_str(m->arena, where, STR("/"));
	items[0] = node_map(m->arena, where, path, 1);
	return node_seq(m->arena, where, items, 1);
}

static const struct node *
complete_tls(struct normal *m, const struct node *spec,
    const struct node *tls)
{
	const struct node *hosts = normal_get(spec, "hosts");
	const struct node *host = normal_get(normal_get(spec, "preview"),
	    "host");
	const struct node **items;

	if (!node_is(hosts, NODE_SEQ))
		return tls;
	/* only for a single certificate: see spec/faults.c */
	items = arena_array(m->arena, const struct node *,
	    (size_t)hosts->count + 1);
	for (uint32_t i = 0; i < hosts->count; i++)
		items[i] = hosts->items[i];
	items[hosts->count] = host;
	return with_default(m, tls, "hosts", node_seq(m->arena, hosts->span,
	    items, hosts->count + (host != NULL)));
}

static const struct node *
complete_preview(struct normal *m, const struct node *preview)
{
	struct span where = key_place(preview, "path");

	if (!node_is(preview, NODE_MAP) ||
	    normal_get(preview, "path") == NULL)
		return preview;
	return with_default(m, without_slash(m, preview, "path"),
	    "forwardedPrefix", node_bool(m->arena, where, true));
}

/* Those that are given, in the order of the strategy, and all others. */
static const struct node *
complete_settings(struct normal *m, const struct node *given)
{
	const struct node *known = m->strategy->settings;
	struct entry *entries = arena_array(m->arena, struct entry,
	    known->count);

	for (uint32_t i = 0; i < known->count; i++) {
		const struct entry *e = node_entry(given,
		    known->entries[i].key->text);

		entries[i] = e == NULL || node_is_null(e->value) ?
		    known->entries[i] : *e;
	}
	return node_map(m->arena, given == NULL ? known->span : given->span,
	    entries, known->count);
}

static const struct node *
complete_spec(struct normal *m, const struct node *spec, struct span where)
{
	const struct node *n;

	for (const char *const *c = colour_words; *c != NULL; c++)
		if ((n = normal_get(spec, *c)) != NULL)
			spec = with(m, spec, *c, complete_colour(m, n));
	spec = with_default(m, spec, "routes", one_route(m, where));
	spec = with(m, spec, "routes", each_item(m, complete_route, spec,
	    normal_get(spec, "routes")));
	n = normal_get(spec, "tls");
	if (node_is(n, NODE_SEQ) && n->count == 1)
		spec = with(m, spec, "tls",
		    each_item(m, complete_tls, spec, n));
	if ((n = normal_get(spec, "preview")) != NULL)
		spec = with(m, spec, "preview", complete_preview(m, n));
	n = normal_get(spec, "settings");
	if (m->strategy != NULL && (n == NULL || node_is(n, NODE_MAP)))
		spec = with(m, spec, "settings", complete_settings(m, n));
	return spec;
}

/* A default of the table: a string, number or boolean in JSON, or NULL. */
static const struct node *
standard(struct normal *m, const struct field *f, struct span where)
{
	struct str json = str_from(f->standard);

	switch (f->shape->kind) {
	case SHAPE_STR:
		return json.len == 0 ? NULL : node_str(m->arena, where,
		    str_cut(json, 1, json.len - 1));
	case SHAPE_INT:
		return json.len == 0 ? NULL : node_scalar(m->arena, where,
		    TYPE_INT, json);
	default:
		return NULL;
	}
}

static const struct node *normal(struct normal *, const struct shape *,
    const struct node *, struct span where);

/* 0x50, 0o120 and 80 are one number, and the port of one Service. */
static const struct node *
normal_scalar(struct normal *m, const struct node *n)
{
	long long number;

	if (node_is(n, NODE_SCALAR) && n->type == TYPE_INT &&
	    scalar_int(n, &number))
		return node_int(m->arena, n->span, number);
	if (node_is(n, NODE_SCALAR) && n->type == TYPE_BOOL)
		return node_bool(m->arena, n->span, scalar_bool(n));
	return n;
}

/* What is of no shape. */
static const struct node *
normal_any(struct normal *m, const struct node *n)
{
	const struct node **items;
	struct entry *entries;

	if (node_is(n, NODE_SEQ)) {
		items = arena_array(m->arena, const struct node *, n->count);
		for (uint32_t i = 0; i < n->count; i++)
			items[i] = normal_any(m, n->items[i]);
		return node_seq(m->arena, n->span, items, n->count);
	}
	if (!node_is(n, NODE_MAP))
		return normal_scalar(m, n);
	entries = arena_array(m->arena, struct entry, n->count);
	for (uint32_t i = 0; i < n->count; i++) {
		entries[i].key = n->entries[i].key;
		entries[i].value = normal_any(m, n->entries[i].value);
	}
	return node_map(m->arena, n->span, entries, n->count);
}

static const struct node *
normal_struct(struct normal *m, const struct shape *s, const struct node *n,
    struct span where)
{
	VEC(struct entry) entries = { NULL, 0, 0 };

	if (!node_is(n, NODE_MAP))
		return n;
	if (s->open)
		return normal_any(m, n);
	for (const struct field *f = s->fields; f->name != NULL; f++) {
		const struct entry *written = node_entry(n,
		    str_from(f->name));
		struct entry e = { NULL, NULL };

		if (written != NULL && !node_is_null(written->value)) {
			e.key = written->key;
			e.value = normal(m, f->shape, written->value,
			    e.key->span);
		} else if ((e.value = standard(m, f, where)) != NULL)
			e.key = node_str(m->arena, where, str_from(f->name));
		if (e.value != NULL)
			*vec_add(m->arena, &entries) = e;
	}
	return node_map(m->arena, n->span, entries.at, entries.n);
}

static const struct node *
normal_choice(struct normal *m, const struct shape *s, const struct node *n,
    struct span where)
{
	struct entry *e;

	if (!node_is(n, NODE_SCALAR))
		return normal(m, s->alt, n, where);
	e = arena_new(m->arena, struct entry);
	e->key = node_str(m->arena, n->span,
	    str_from(s->alt->fields[0].name));
	e->value = n;
	return node_map(m->arena, n->span, e, 1);
}

static const struct node *
normal_list(struct normal *m, const struct shape *s, const struct node *n)
{
	const struct node **items;
	size_t count = 0;

	if (!node_is(n, NODE_SEQ))
		return n;
	items = arena_array(m->arena, const struct node *, n->count);
	for (uint32_t i = 0; i < n->count; i++) {
		if (!node_is_null(n->items[i])) {
			items[count++] = normal(m, s->of, n->items[i],
			    normal_place(n->items[i]));
			continue;
		}
		diag_report(m->diags, RULE_RELEASE_INVALID,
		    n->items[i]->span, "an item of the list is empty: give "
		    "its value or remove it");
		m->sound = false;
	}
	return node_seq(m->arena, n->span, items, count);
}

/* "key:" without a value is an empty text, as Kubernetes reads it. */
static const struct node *
normal_dict(struct normal *m, const struct shape *s, const struct node *n)
{
	struct entry *entries;

	if (!node_is(n, NODE_MAP))
		return n;
	entries = arena_array(m->arena, struct entry, n->count);
	for (uint32_t i = 0; i < n->count; i++) {
		entries[i] = n->entries[i];
		entries[i].value = node_is_null(entries[i].value) ?
		    node_str(m->arena, entries[i].key->span, STR("")) :
		    normal(m, s->of, entries[i].value, entries[i].key->span);
	}
	return node_map(m->arena, n->span, entries, n->count);
}

static const struct node *
normal(struct normal *m, const struct shape *s, const struct node *n,
    struct span where)
{
	switch (s->kind) {
	case SHAPE_STRUCT:
		return normal_struct(m, s, n, where);
	case SHAPE_CHOICE:
		return normal_choice(m, s, n, where);
	case SHAPE_LIST:
		return normal_list(m, s, n);
	case SHAPE_DICT:
		return normal_dict(m, s, n);
	default:
		return normal_scalar(m, n);
	}
}

const struct node *
normal_release(struct arena *arena, struct diags *diags,
    const struct strategy *strategy, const struct node *written, bool *sound)
{
	struct normal m = { arena, diags, strategy, true };
	const struct node *spec = normal_get(written, "spec");
	const struct node *root = written;

	if (node_is(spec, NODE_MAP))
		root = with(&m, root, "spec", complete_spec(&m, spec,
		    key_place(written, "spec")));
	root = normal(&m, &release_shape, root, normal_place(written));
	*sound = m.sound;
	return root;
}
