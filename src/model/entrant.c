/*
 * store.go: what becomes of an Ingress when the controller hears of it, and
 * in which order it works through those it has.
 */
#include "model/entrant.h"

#include <stdlib.h>

#include "model/inspector.h"
#include "model/timestamp.h"

/* The class is in the controller's store of them. */
static bool
is_own_class(const struct entrants *in, struct str name)
{
	const struct controller *c = in->controller;
	const struct object *class = lookup_object(in->cluster,
	    OBJECT_INGRESS_CLASS, in->cluster->default_ns, name);

	/* Nothing is known of it: the one of the default set-up. */
	if (in->cluster->count[OBJECT_INGRESS_CLASS] == 0 ||
	    (class == NULL && c->assume_references))
		return str_eq(name, c->ingress_class);
	return class != NULL && ((c->class_by_name &&
	    str_eq(name, c->ingress_class)) || str_eq(node_text(node_at(
	    class->root, "spec.controller")), c->controller_class));
}

static bool
passes_class(struct arena *arena, const struct entrants *in,
    const struct ingress *ingress, struct refusal *r)
{
	const struct controller *c = in->controller;
	const struct node *old = object_annotation(ingress->object,
	    STR("kubernetes.io/ingress.class"));

	if (ingress->class_name != NULL) {
		if (is_own_class(in, node_text(ingress->class_name)))
			return true;
		r->why = arena_printf(arena, "IngressClass \"%.*s\" is not "
		    "one of this controller",
		    STR_ARG(node_text(ingress->class_name)));
		r->where = ingress->class_name->span;
	} else if (old != NULL) {
		if (str_eq(old->text, c->ingress_class))
			return true;
		r->why = arena_printf(arena, "class \"%.*s\" is not \"%.*s\"",
		    STR_ARG(old->text), STR_ARG(c->ingress_class));
		r->where = old->span;
	} else {
		if (c->without_class)
			return true;
		r->why = STR("it has no class, and the controller runs "
		    "without --watch-ingress-without-class");
		r->where = ingress->object->where;
	}
	return false;
}

static bool
holds_word(struct str text, struct str words, bool trimmed, struct str *word)
{
	words = str_trim(words);
	while (words.at != NULL) {
		*word = str_next(&words, ',');
		if (trimmed)
			*word = str_trim(*word);
		if (word->len == 0 || str_find(text, *word, 0) != STR_NONE)
			return true;
	}
	return false;
}

bool
entrant_has_blocked_word(struct arena *arena, const struct controller *c,
    const struct ingress *ingress, bool trimmed, struct refusal *r)
{
	const struct node *all = ingress->annotations;
	struct str prefix, word;

	if (c->blocked_words.len == 0)
		return false;
	prefix = arena_join(arena, c->prefix, STR("/"));
	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		const struct entry *e = &all->entries[i];

		if (!str_starts(e->key->text, prefix) || !holds_word(
		    node_text(e->value), c->blocked_words, trimmed, &word))
			continue;
		r->why = arena_printf(arena, "annotation %.*s holds "
		    "\"%.*s\", a word of annotation-value-word-blocklist",
		    STR_ARG(e->key->text), STR_ARG(word));
		r->where = e->value->span;
		return true;
	}
	return false;
}

static void
refuse(struct entrant *e, enum drop drop, struct str why, struct span where)
{
	e->drop = drop;
	e->dropped = (struct refusal){ why, where };
}

/* store.go: New(), AddFunc, then syncIngress(); in their order */
static void
judge(struct arena *arena, const struct entrants *in, struct entrant *e)
{
	const struct controller *c = in->controller;
	const struct ingress *ingress = e->ingress;
	const struct object *o = ingress->object;

	if (c->watch_namespace.len > 0 &&
	    !str_eq(c->watch_namespace, o->ns))
		refuse(e, DROP_NAMESPACE, arena_printf(arena, "the "
		    "controller watches namespace %.*s only",
		    STR_ARG(c->watch_namespace)), o->where);
	else if (!passes_class(arena, in, ingress, &e->dropped))
		e->drop = DROP_CLASS;
	if (e->drop != DROP_NOT)
		return;
	extract_read(arena, in->cluster, c, ingress, &e->extract);
	if (c->deep_inspect && !inspector_passes(arena, ingress, &e->dropped))
		e->drop = DROP_INSPECTION;
	else if (c->disable_catch_all &&
	    ingress->default_backend.node != NULL)
		refuse(e, DROP_CATCH_ALL, STR("it has a defaultBackend, and "
		    "the controller runs with --disable-catch-all"),
		    ingress->default_backend.node->span);
	else if (entrant_has_blocked_word(arena, c, ingress, false,
	    &e->dropped))
		e->drop = DROP_WORD;
	else if (e->extract.dropped.why.len > 0)
		refuse(e, DROP_ANNOTATION, e->extract.dropped.why,
		    e->extract.dropped.where);
}

/*
 * store.go: sortIngressSlice(). Older ones first; at the same second, which
 * is what manifests without a timestamp look like, greater names first.
 */
static int
compare(const void *a, const void *b)
{
	const struct entrant *x = *(struct entrant *const *)a;
	const struct entrant *y = *(struct entrant *const *)b;

	if (x->created != y->created)
		return x->created < y->created ? -1 : 1;
	return str_cmp(y->key, x->key);
}

void
entrant_read(struct arena *arena, const struct entrants *in,
    const struct ingress *ingress, struct entrant *e)
{
	const struct object *o = ingress->object;

	*e = (struct entrant){ .ingress = ingress };
	e->key = arena_join(arena, o->ns, STR("/"), o->name);
	e->created = timestamp_read(o->created);
	judge(arena, in, e);
}

void
entrants_read(struct arena *arena, const struct cluster *cluster,
    const struct controller *controller, struct entrants *in)
{
	*in = (struct entrants){ cluster, controller, { NULL, 0, 0 },
		{ NULL, 0, 0 } };
	for (size_t i = 0; i < cluster->ingresses.n; i++) {
		const struct ingress *ingress = cluster->ingresses.at[i];
		struct entrant *e;

		if (!lookup_in_force(ingress->object))
			continue;
		e = arena_new(arena, struct entrant);
		entrant_read(arena, in, ingress, e);
		*vec_add(arena, &in->all) = e;
		if (e->drop == DROP_NOT)
			*vec_add(arena, &in->served) = e;
	}
	if (in->served.n > 0)
		qsort(in->served.at, in->served.n, sizeof(*in->served.at),
		    compare);
	for (size_t i = 0; i < in->served.n; i++)
		in->served.at[i]->rank = i;
}
