#include "adopt/same.h"

#include "adopt/carry.h"
#include "model/lookup.h"
#include "render/render.h"
#include "yaml/scalar.h"

/* What the API server fills in, or says of an object by itself. */
static const struct {
	const char *key, *value;	/* value: NULL for any */
} implied[] = {
	{ "protocol", "TCP" }, { "type", "ClusterIP" },
	{ "sessionAffinity", "None" }, { "replicas", "1" },
	{ "creationTimestamp", NULL },
};

static bool
is_implied(const struct entry *e)
{
	if (node_is_null(e->value))
		return true;
	for (size_t i = 0; i < sizeof(implied) / sizeof(*implied); i++)
		if (str_is(e->key->text, implied[i].key) &&
		    (implied[i].value == NULL ||
		    str_is(node_text(e->value), implied[i].value)))
			return true;
	return false;
}

static bool
same_scalar(const struct node *a, const struct node *b)
{
	long long x, y;

	if (a->type == TYPE_INT && b->type == TYPE_INT &&
	    scalar_int(a, &x) && scalar_int(b, &y))
		return x == y;
	return a->type == b->type && str_eq(a->text, b->text);
}

struct comparing {
	struct arena *arena;
	struct str where;	/* the first difference */
};

static bool same(struct comparing *, const struct node *,
    const struct node *, struct str at);

static struct str
below(struct comparing *c, struct str at, struct str key)
{
	return arena_printf(c->arena, "%.*s.%.*s", STR_ARG(at), STR_ARG(key));
}

static bool
differ(struct comparing *c, struct str at)
{
	c->where = at;
	return false;
}

/* Without a targetPort a port of a Service goes to the same number. */
static const struct node *
get(const struct node *map, struct str key)
{
	const struct node *n = node_get(map, key);

	return node_is_null(n) && str_is(key, "targetPort") ?
	    node_get(map, STR("port")) : n;
}

static bool
same_map(struct comparing *c, const struct node *a, const struct node *b,
    struct str at)
{
	for (uint32_t i = 0; i < a->count; i++) {
		const struct entry *e = &a->entries[i];
		struct str key = e->key->text;
		const struct node *other = get(b, key);

		if (node_is_null(other) ? !is_implied(e) :
		    !same(c, e->value, other, below(c, at, key)))
			return c->where.len > 0 ? false :
			    differ(c, below(c, at, key));
	}
	for (uint32_t i = 0; i < b->count; i++)
		if (node_is_null(node_get(a, b->entries[i].key->text)) &&
		    !is_implied(&b->entries[i]))
			return differ(c, below(c, at,
			    b->entries[i].key->text));
	return true;
}

static bool
same(struct comparing *c, const struct node *a, const struct node *b,
    struct str at)
{
	if (a->kind != b->kind)
		return differ(c, at);
	if (a->kind == NODE_SCALAR)
		return same_scalar(a, b) || differ(c, at);
	if (a->kind == NODE_MAP)
		return same_map(c, a, b, at);
	if (a->count != b->count)
		return differ(c, at);
	for (uint32_t i = 0; i < a->count; i++)
		if (!same(c, a->items[i], b->items[i], arena_printf(c->arena,
		    "%.*s[%u]", STR_ARG(at), (unsigned)i)))
			return false;
	return true;
}

/* Everything of the second that is worth keeping is in the first. */
static bool
keeps(struct comparing *c, const struct node *made,
    const struct node *original, const char *at)
{
	const struct node *is = node_at(made, at), *was = node_at(original,
	    at);

	for (uint32_t i = 0; node_is(was, NODE_MAP) && i < was->count; i++) {
		struct str key = was->entries[i].key->text;
		const struct node *kept = node_get(is, key);

		if (!carry_is_note(key) && (kept == NULL ||
		    !str_eq(node_text(kept),
		    node_text(was->entries[i].value))))
			return differ(c, below(c, str_from(at), key));
	}
	return true;
}

bool
same_object(struct arena *arena, const struct node *made,
    const struct node *original, struct str *where)
{
	struct comparing c = { .arena = arena };
	const struct node *is = node_get(made, STR("spec"));
	const struct node *was = node_get(original, STR("spec"));
	bool ok;

	ok = is != NULL && was != NULL && same(&c, is, was, STR("spec")) &&
	    keeps(&c, made, original, "metadata.labels") &&
	    keeps(&c, made, original, "metadata.annotations");
	*where = c.where;
	return ok;
}

static bool
same_as_there(struct drafts *d, const struct node *made, struct str *where)
{
	struct arena *arena = d->adopt->arena;
	struct str kind = node_text(node_get(made, STR("kind")));
	struct str ns = node_text(node_at(made, "metadata.namespace"));
	struct str name = node_text(node_at(made, "metadata.name")), field;
	enum object_kind type = str_is(kind, "Service") ? OBJECT_SERVICE :
	    OBJECT_WORKLOAD;
	const struct object *o = lookup_object(d->adopt->cluster, type, ns,
	    name);

	if (o != NULL && str_eq(o->kind, kind) && same_object(arena, made,
	    trees_get(&d->trees, o), &field))
		return true;
	*where = o == NULL || !str_eq(o->kind, kind) ?
	    arena_printf(arena, "it would make %.*s %.*s, which is not "
	    "there", STR_ARG(kind), STR_ARG(name)) :
	    arena_printf(arena, "%.*s %.*s would have another %.*s",
	    STR_ARG(kind), STR_ARG(name), STR_ARG(field));
	return false;
}

bool
same_objects(struct drafts *d, const struct release *release,
    enum phase phase, struct str *where)
{
	struct stream objects = { .broken = false };
	struct diags quiet;

	diags_init(&quiet, d->adopt->arena);
	d->strategies.diags = &quiet;
	if (!render_phase(&d->strategies, release, phase, &objects)) {
		*where = STR("it cannot be rendered");
		return false;
	}
	for (size_t i = 0; i < objects.documents.n; i++) {
		const struct node *made = objects.documents.at[i].root;

		if (!str_is(node_text(node_get(made, STR("kind"))),
		    "Ingress") && !same_as_there(d, made, where))
			return false;
	}
	return true;
}
