#include "k8s/cluster.h"

#include "k8s/manifest.h"
#include "k8s/placeholder.h"

void
cluster_init(struct cluster *cluster, struct arena *arena,
    struct str default_ns)
{
	*cluster = (struct cluster){
		.arena = arena, .default_ns = default_ns
	};
}

static struct space *
make_space(struct cluster *cluster, struct str ns)
{
	void **at = map_put(cluster->arena, &cluster->space_names, ns);

	if (*at == NULL) {
		struct space *space = arena_new(cluster->arena, struct space);

		space->name = ns;
		*at = space;
		*vec_add(cluster->arena, &cluster->spaces) = space;
	}
	return *at;
}

/* It is in the place of an earlier one of its kind, if it is taken. */
static void
let_stand(struct object *first, struct object *o)
{
	struct object **at = &first->standing;

	if (!object_exists(o))
		return;
	while (*at != NULL && (*at)->about != o->about)
		at = &(*at)->beside;
	if (*at != NULL) {
		(*at)->replaced = true;
		*at = (*at)->beside;
	}
	o->beside = first->standing;
	first->standing = o;
}

/* Objects without a name (generateName) are in the lists only. */
static void
add_name(struct cluster *cluster, struct space *space, struct object *o)
{
	struct object *first;
	void **at;

	o->next = o->last = o->standing = o->beside = NULL;
	o->replaced = false;
	space->count[o->type]++;
	if (o->name.len == 0)
		return;
	at = map_put(cluster->arena, &space->names[o->type], o->name);
	first = *at;
	if (first == NULL)
		*at = first = o;
	else
		first->last->next = o;
	first->last = o;
	let_stand(first, o);
}

/* Labels that a tool still fills in can be anything. */
static bool
is_clear(const struct node *label)
{
	size_t from, to;

	return node_is(label, NODE_SCALAR) &&
	    !placeholder_in(label->text) &&
	    !template_find(label->text, &from, &to);
}

/* Adds it to the list of that key, once. */
static void
add_to(struct arena *arena, struct map *lists, struct str key,
    const struct workload *w)
{
	void **at = map_put(arena, lists, key);
	struct labelled *list;

	if (*at == NULL)
		*at = arena_new(arena, struct labelled);
	list = *at;
	if (list->workloads.n == 0 ||
	    list->workloads.at[list->workloads.n - 1] != w)
		*vec_add(arena, &list->workloads) = w;
}

static void
add_labels(struct arena *arena, struct space *space,
    const struct workload *w)
{
	const struct node *labels = w->pod_labels;

	if (labels == NULL)
		space->unclear = true;
	for (uint32_t i = 0; labels != NULL && i < labels->count; i++) {
		const struct node *value = labels->entries[i].value;

		if (is_clear(value))
			add_to(arena, &space->labelled, value->text, w);
		else
			space->unclear = true;
	}
}

/*
 * '["service web", "service web-canary"]': Spinnaker, when it deploys or
 * enables a ReplicaSet, gives its pods the labels these Services ask for.
 */
static void
add_attached(struct arena *arena, struct space *space,
    const struct workload *w)
{
	struct str rest = node_text(object_annotation(w->object,
	    STR("traffic.spinnaker.io/load-balancers")));

	while (rest.at != NULL) {
		struct str name, kind;

		str_next(&rest, '"');
		name = str_next(&rest, '"');
		kind = str_next(&name, ' ');
		if (name.len > 0 && str_eq_nocase(kind, STR("service")))
			add_to(arena, &space->attached, name, w);
	}
}

void
cluster_take(struct cluster *cluster, struct object *o)
{
	struct arena *arena = cluster->arena;
	struct space *space = make_space(cluster, o->ns);

	add_name(cluster, space, o);
	cluster->count[o->type]++;
	if (o->type == OBJECT_ENDPOINT_SLICE)
		*vec_add(arena, &cluster->slices) = o;
	*vec_add(arena, &cluster->objects) = o;
	if (o->ingress != NULL)
		*vec_add(arena, &cluster->ingresses) = o->ingress;
	if (o->service != NULL) {
		*vec_add(arena, &cluster->services) = o->service;
		*vec_add(arena, &space->services) = o->service;
	}
	if (o->workload != NULL) {
		*vec_add(arena, &cluster->workloads) = o->workload;
		*vec_add(arena, &space->workloads) = o->workload;
		add_labels(arena, space, o->workload);
		add_attached(arena, space, o->workload);
	}
	if (o->http_route != NULL)
		*vec_add(arena, &cluster->http_routes) = o->http_route;
}

void
cluster_add(struct cluster *cluster, struct diags *diags,
    const struct document *document, bool linted)
{
	struct origin origin = { cluster->default_ns, document->span, linted,
		false };
	struct manifest manifest = { .n = 0 };

	if (!linted)
		cluster->has_references = true;
	manifest_read(cluster->arena, diags, &origin, document->root,
	    &manifest);
	for (size_t i = 0; i < manifest.objects.n; i++)
		cluster_take(cluster, manifest.objects.at[i]);
	cluster->nobjects += manifest.n;
}

const struct space *
cluster_space(const struct cluster *cluster, struct str ns)
{
	return map_get(&cluster->space_names, ns);
}

const struct object *
cluster_object(const struct cluster *cluster, enum object_kind type,
    struct str ns, struct str name)
{
	const struct space *space = cluster_space(cluster, ns);

	return space == NULL ? NULL : map_get(&space->names[type], name);
}

const struct service *
cluster_service(const struct cluster *cluster, struct str ns,
    struct str name)
{
	const struct object *o = cluster_object(cluster, OBJECT_SERVICE, ns,
	    name);

	return o == NULL ? NULL : o->service;
}

/* The shortest of the lists in which all that is selected must stand. */
static const struct labelled *
candidates(const struct space *space, const struct node *selector)
{
	const struct labelled *best = NULL;

	for (uint32_t i = 0; i < selector->count; i++) {
		const struct labelled *list = map_get(&space->labelled,
		    node_text(selector->entries[i].value));

		if (list == NULL)
			return NULL;
		if (best == NULL || list->workloads.n < best->workloads.n)
			best = list;
	}
	return best;
}

size_t
space_select(const struct space *space, const struct node *selector,
    const struct workload **found, size_t limit)
{
	const struct labelled *list = candidates(space, selector);
	size_t n = 0;

	for (size_t i = 0; list != NULL && i < list->workloads.n && n < limit;
	    i++)
		if (workload_selected(list->workloads.at[i], selector))
			found[n++] = list->workloads.at[i];
	return n;
}

static bool
is_among(const struct workload *w, const struct workload *const *found,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (found[i] == w)
			return true;
	return false;
}

size_t
space_serve(const struct space *space, const struct service *s,
    const struct workload **found, size_t limit)
{
	size_t n = space_select(space, s->selector, found, limit);
	size_t selected = n;
	const struct labelled *list = map_get(&space->attached,
	    s->object->name);

	for (size_t i = 0; list != NULL && i < list->workloads.n && n < limit;
	    i++)
		if (!is_among(list->workloads.at[i], found, selected))
			found[n++] = list->workloads.at[i];
	return n;
}
