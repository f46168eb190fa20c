#include "k8s/cluster.h"

#include "k8s/kind.h"
#include "k8s/placeholder.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

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

/* Objects without a name (generateName) are in the lists only. */
static void
add_name(struct cluster *cluster, struct space *space, struct object *o)
{
	struct object *first;
	void **at;

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

static void
add_object(struct cluster *cluster, struct object *o)
{
	struct arena *arena = cluster->arena;
	struct space *space = make_space(cluster, o->ns);

	add_name(cluster, space, o);
	*vec_add(arena, &cluster->objects) = o;
	o->shaped = o->sound;
	if (o->type == OBJECT_INGRESS) {
		o->ingress = ingress_read(arena, o);
		o->sound = o->sound && ingress_has_types(o->ingress);
		*vec_add(arena, &cluster->ingresses) = o->ingress;
	} else if (o->type == OBJECT_SERVICE) {
		o->service = service_read(arena, o);
		*vec_add(arena, &cluster->services) = o->service;
		*vec_add(arena, &space->services) = o->service;
	} else if (o->type == OBJECT_WORKLOAD) {
		o->workload = workload_read(arena, o);
		*vec_add(arena, &cluster->workloads) = o->workload;
		*vec_add(arena, &space->workloads) = o->workload;
		add_labels(arena, space, o->workload);
		add_attached(arena, space, o->workload);
	} else if (o->type == OBJECT_HTTP_ROUTE) {
		o->http_route = http_route_read(arena, o);
		*vec_add(arena, &cluster->http_routes) = o->http_route;
	}
}

struct intake {
	struct cluster *cluster;
	struct diags *diags;
	bool linted;
};

/* Kinds are case-sensitive: kubectl knows no "ingress". */
static void
report_case(struct intake *in, const struct node *root,
    const struct node *kind)
{
	const struct kind *right = kind_in_other_case(kind->text,
	    node_text(node_get(root, STR("apiVersion"))));
	struct diag *d;

	if (right == NULL || !in->linted)
		return;
	d = diag_report(in->diags, RULE_FIELD_INVALID, kind->span,
	    "there is no kind \"%.*s\": kinds are case-sensitive, and "
	    "kubectl apply refuses this object", STR_ARG(kind->text));
	edit_offer(in->diags, d, kind, scalar_written(in->diags->arena, kind,
	    str_from(right->name)), true, "kind: %s", right->name);
}

static void
add_root(struct intake *in, const struct node *root, struct str implied)
{
	const struct node *kind = node_get(root, STR("kind"));
	struct str name = node_is_str(kind) ? kind->text : implied;
	const struct kind *known = kind_find(name);
	struct object *o = NULL;

	in->cluster->nobjects++;
	if (known != NULL)
		o = object_read(in->cluster->arena, in->diags, root, known,
		    in->cluster->default_ns, in->linted);
	else if (node_is_str(kind))
		report_case(in, root, kind);
	if (o != NULL)
		add_object(in->cluster, o);
}

/*
 * The items of a list, or the one object that a mapping is. Items of
 * "IngressList" and the like need no kind of their own: `implied` is it.
 */
static void
add_node(struct intake *in, const struct node *node, struct str implied)
{
	const struct node *kind = node_get(node, STR("kind"));
	const struct node *items = node_get(node, STR("items"));
	struct str name = node_is_str(kind) ? kind->text : implied;

	if (!node_is(node, NODE_MAP) || name.len == 0)
		return;
	if (!str_ends(name, STR("List")) || !node_is(items, NODE_SEQ)) {
		add_root(in, node, implied);
		return;
	}
	for (uint32_t i = 0; i < items->count; i++)
		add_node(in, items->items[i],
		    str_cut(name, 0, name.len - 4));
}

bool
cluster_add(struct cluster *cluster, struct diags *diags,
    const struct node *root, bool linted)
{
	struct intake in = { cluster, diags, linted };
	size_t before = cluster->objects.n;

	if (!linted)
		cluster->has_references = true;
	add_node(&in, root, STR(""));
	return cluster->objects.n > before;
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
