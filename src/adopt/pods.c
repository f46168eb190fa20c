#include "adopt/pods.h"

#include "adopt/write.h"
#include "model/lookup.h"
#include "shape/format.h"
#include "shape/format_release.h"
#include "yaml/scalar.h"

/* Larger documents are not read again for each Deployment in them. */
enum { MOST_BYTES = 1 << 20 };

/* A copy that lives without the tree it is of. */
static const struct node *
copy(struct arena *arena, const struct node *n)
{
	const struct node **items;
	struct entry *entries;

	if (n->kind == NODE_SCALAR)
		return node_scalar(arena, SPAN_NONE, n->type,
		    arena_str(arena, n->text));
	if (n->kind == NODE_SEQ) {
		items = arena_array(arena, const struct node *, n->count);
		for (uint32_t i = 0; i < n->count; i++)
			items[i] = copy(arena, n->items[i]);
		return node_seq(arena, SPAN_NONE, items, n->count);
	}
	entries = arena_array(arena, struct entry, n->count);
	for (uint32_t i = 0; i < n->count; i++) {
		entries[i].key = copy(arena, n->entries[i].key);
		entries[i].value = copy(arena, n->entries[i].value);
	}
	return node_map(arena, SPAN_NONE, entries, n->count);
}

static bool
is_one_of(struct str key, const char *const *keys)
{
	for (; *keys != NULL; keys++)
		if (str_is(key, *keys))
			return true;
	return false;
}

const struct node *
pods_rest(struct arena *arena, const struct node *map,
    const char *const *keys)
{
	struct maker m = { .arena = arena };

	for (uint32_t i = 0; node_is(map, NODE_MAP) && i < map->count; i++)
		if (!is_one_of(map->entries[i].key->text, keys) &&
		    !node_is_null(map->entries[i].value))
			*vec_add(arena, &m.entries) = (struct entry){
				copy(arena, map->entries[i].key),
				copy(arena, map->entries[i].value) };
	return maker_map(&m);
}

static void
read_labels(struct arena *arena, const struct node *labels,
    struct pods *pods)
{
	for (uint32_t i = 0; node_is(labels, NODE_MAP) && i < labels->count;
	    i++) {
		struct str key = labels->entries[i].key->text;
		struct str value = node_text(labels->entries[i].value);

		value = arena_str(arena, value);
		if (str_is(key, "app"))
			pods->app = value;
		else if (str_is(key, "version"))
			pods->version = value;
		else
			*vec_add(arena, &pods->labels) = (struct pair){
				arena_str(arena, key), value };
	}
}

static long long
number(const struct node *n, long long otherwise)
{
	long long value;

	return node_is(n, NODE_SCALAR) && n->type == TYPE_INT &&
	    scalar_int(n, &value) ? value : otherwise;
}

bool
pods_read(struct drafts *d, const struct object *o, struct pods *pods)
{
	static const char *const said_of_container[] = { "name", "image",
		"ports", NULL };
	static const char *const said_of_pod[] = { "containers", NULL };
	struct arena *arena = d->adopt->arena;
	const struct node *spec, *template, *container;

	*pods = (struct pods){ .object = o };
	if (o->document.end - o->document.start > MOST_BYTES)
		return false;
	spec = node_get(trees_get(&d->trees, o), STR("spec"));
	template = node_get(spec, STR("template"));
	container = node_item(node_at(template, "spec.containers"), 0);
	if (!node_is(container, NODE_MAP) ||
	    !node_is(node_get(template, STR("spec")), NODE_MAP))
		return false;
	pods->image = arena_str(arena, node_text(node_get(container,
	    STR("image"))));
	pods->replicas = number(node_get(spec, STR("replicas")), 1);
	pods->port = number(node_get(node_item(node_get(container,
	    STR("ports")), 0), STR("containerPort")), 0);
	read_labels(arena, node_at(template, "metadata.labels"), pods);
	pods->container = pods_rest(arena, container, said_of_container);
	pods->pod = pods_rest(arena, node_get(template, STR("spec")),
	    said_of_pod);
	return pods->app.len > 0 && pods->version.len > 0 &&
	    format_label_value.valid(pods->version) &&
	    format_image.valid(pods->image);
}

const struct object *
pods_of_service(struct drafts *d, struct str ns, struct str service)
{
	const struct service *s = lookup_service(d->adopt->cluster, ns,
	    service);
	const struct space *space = cluster_space(d->adopt->cluster, ns);
	const struct workload *found[2];

	if (s == NULL || s->selector == NULL || !s->object->linted ||
	    space_select(space, s->selector, found, 2) != 1 ||
	    !str_is(found[0]->object->kind, "Deployment") ||
	    !found[0]->object->linted)
		return NULL;
	return found[0]->object;
}

static const struct node *
labels_node(struct arena *arena, const struct pods *pods, struct str release,
    struct str version)
{
	struct maker m = { .arena = arena };

	if (!str_eq(pods->app, release))
		maker_put_key(&m, STR("app"), pods->app);
	if (!str_eq(pods->version, version))
		maker_put_key(&m, STR("version"), pods->version);
	for (size_t i = 0; i < pods->labels.n; i++)
		maker_put_key(&m, pods->labels.at[i].key,
		    pods->labels.at[i].value);
	return maker_map(&m);
}

const struct node *
pods_node(struct arena *arena, const struct pods *pods, struct str release,
    struct str version, long long port)
{
	const struct node *labels = labels_node(arena, pods, release,
	    version);
	struct maker m = { .arena = arena };

	maker_put_text(&m, "image", pods->image);
	if (pods->replicas != 1)
		maker_put(&m, "replicas", node_int(arena, SPAN_NONE,
		    pods->replicas));
	if (pods->port > 0 && pods->port != port)
		maker_put(&m, "containerPort", node_int(arena, SPAN_NONE,
		    pods->port));
	if (labels != NULL)
		maker_put(&m, "labels", node_flow(arena, labels));
	return maker_map(&m);
}
