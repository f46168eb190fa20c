#include "render/context.h"

#include "render/pattern.h"

/* A mapping or list that is being made. */
struct maker {
	struct arena *arena;
	struct span origin;
	VEC(struct entry) entries;
	VEC(const struct node *) items;
};

static struct maker
make(struct arena *arena, const struct node *from)
{
	return (struct maker){ .arena = arena, .origin = node_span(from) };
}

/* NULL is left out. */
static void
put(struct maker *m, const char *key, const struct node *value)
{
	struct entry *e;

	if (value == NULL)
		return;
	e = vec_add(m->arena, &m->entries);
	e->key = node_str(m->arena, m->origin, str_from(key));
	e->value = value;
}

static void
put_str(struct maker *m, const char *key, struct span origin,
    struct str value)
{
	put(m, key, node_str(m->arena, origin, value));
}

static void
add(struct maker *m, const struct node *item)
{
	*vec_add(m->arena, &m->items) = item;
}

static const struct node *
made_map(struct maker *m)
{
	return node_map(m->arena, m->origin, m->entries.at, m->entries.n);
}

static const struct node *
made_list(struct maker *m)
{
	return node_seq(m->arena, m->origin, m->items.at, m->items.n);
}

static const struct node *
empty_map(struct arena *arena)
{
	return node_map(arena, SPAN_NONE, NULL, 0);
}

static const struct node *
or_empty(struct arena *arena, const struct node *map)
{
	return map == NULL ? empty_map(arena) : map;
}

static const struct node *
pattern_node(struct arena *arena, const struct release_route *r,
    struct route_pattern pattern)
{
	const struct node *path = node_get(r->node, STR("path"));
	struct maker m = make(arena, path == NULL ? r->node : path);

	put_str(&m, "path", m.origin, pattern.text);
	put_str(&m, "pathType", m.origin, str_from(pattern.type));
	return made_map(&m);
}

static const struct node *
route_node(struct arena *arena, const struct release *release,
    const struct release_route *r)
{
	struct maker m = make(arena, r->node);

	put_str(&m, "path", m.origin, r->path);
	put_str(&m, "pathType", m.origin,
	    r->type == ROUTE_EXACT ? STR("Exact") : STR("Prefix"));
	put(&m, "live", pattern_node(arena, r,
	    pattern_live(arena, release, r)));
	put(&m, "preview", pattern_node(arena, r,
	    pattern_preview(arena, release, r)));
	if (r->blue != NULL)
		put(&m, "blue", r->blue->node);
	if (r->green != NULL)
		put(&m, "green", r->green->node);
	return made_map(&m);
}

static const struct node *
routes_node(struct arena *arena, const struct release *release)
{
	struct maker m = make(arena, release->spec->node);

	for (size_t i = 0; i < release->spec->routes.n; i++)
		add(&m, route_node(arena, release,
		    &release->spec->routes.at[i]));
	return made_list(&m);
}

static const struct node *
hosts_node(struct arena *arena, const struct release *release, bool preview)
{
	const struct release_spec *spec = release->spec;
	struct maker m = make(arena, spec->node);

	if (preview && spec->preview != NULL &&
	    spec->preview->kind == PREVIEW_HOST) {
		add(&m, node_get(spec->preview->node, STR("host")));
		return made_list(&m);
	}
	for (size_t i = 0; i < spec->hosts.n; i++)
		add(&m, spec->hosts.at[i].node);
	return made_list(&m);
}

/* A certificate for `name` serves `host`: equal, or *. for one label. */
static bool
serves(struct str name, struct str host)
{
	size_t dot = str_find_byte(host, '.', 0);

	return str_eq_nocase(name, host) || (str_starts(name, STR("*.")) &&
	    dot != STR_NONE && str_eq_nocase(str_cut(name, 1, name.len),
	    str_cut(host, dot, host.len)));
}

static bool
serves_any(struct str name, const struct node *hosts)
{
	for (uint32_t i = 0; i < hosts->count; i++)
		if (serves(name, hosts->items[i]->text))
			return true;
	return false;
}

/* The entries of spec.tls, cut to the hosts that the Ingress has. */
static const struct node *
tls_node(struct arena *arena, const struct release *release,
    const struct node *hosts)
{
	const struct release_spec *spec = release->spec;
	struct maker list = make(arena, spec->node);

	for (size_t i = 0; i < spec->tls.n; i++) {
		struct maker names = make(arena, spec->tls.at[i].node);
		struct maker entry = names;

		for (size_t k = 0; k < spec->tls.at[i].hosts.n; k++)
			if (serves_any(spec->tls.at[i].hosts.at[k].text,
			    hosts))
				add(&names, spec->tls.at[i].hosts.at[k].node);
		if (names.items.n == 0)
			continue;
		put(&entry, "hosts", made_list(&names));
		put(&entry, "secretName", node_get(spec->tls.at[i].node,
		    STR("secretName")));
		add(&list, made_map(&entry));
	}
	return made_list(&list);
}

/* The live Ingress: what all phases have in common. */
static const struct node *
live_node(struct arena *arena, const struct release *release)
{
	const struct node *hosts = hosts_node(arena, release, false);
	struct maker m = make(arena, release->spec->node);

	put(&m, "hosts", hosts);
	put(&m, "tls", tls_node(arena, release, hosts));
	put(&m, "regex", node_bool(arena, m.origin,
	    release_is_regex(release)));
	return made_map(&m);
}

/* spec.preview with its kind, hosts and certificates. */
static const struct node *
preview_node(struct arena *arena, const struct release *release)
{
	const struct release_preview *preview = release->spec->preview;
	const struct node *hosts = hosts_node(arena, release, true);
	struct maker m;

	if (preview == NULL)
		return node_null(arena, SPAN_NONE);
	m = make(arena, preview->node);
	put_str(&m, "kind", m.origin,
	    str_from(preview_words[preview->kind]));
	put(&m, "hosts", hosts);
	put(&m, "tls", tls_node(arena, release, hosts));
	for (uint32_t i = 0; i < preview->node->count; i++)
		*vec_add(arena, &m.entries) = preview->node->entries[i];
	return made_map(&m);
}

/*
 * What the pods of a colour carry: app and version, under which its Service
 * and Deployment find them, and the workload's own labels, which win.
 */
static const struct node *
pod_labels(struct arena *arena, const struct release *release,
    const struct release_colour *colour)
{
	const struct release_workload *w = colour->workload;
	struct maker m = make(arena, w->node);
	const struct node *own = or_empty(arena,
	    node_get(w->node, STR("labels")));

	if (node_get(own, STR("app")) == NULL)
		put_str(&m, "app", m.origin, release->metadata->name);
	if (node_get(own, STR("version")) == NULL)
		put_str(&m, "version", m.origin, colour->version);
	for (uint32_t i = 0; i < own->count; i++)
		*vec_add(arena, &m.entries) = own->entries[i];
	return made_map(&m);
}

static const struct node *
selector_node(struct arena *arena, const struct node *labels)
{
	struct maker m = make(arena, labels);

	put(&m, "app", node_get(labels, STR("app")));
	put(&m, "version", node_get(labels, STR("version")));
	return made_map(&m);
}

/* A number of a workload, at the place where it was given. */
static const struct node *
number(struct arena *arena, const struct release_workload *w,
    const char *key, long long value)
{
	const struct node *given = node_get(w->node, str_from(key));

	return node_int(arena, node_span(given == NULL ? w->node : given),
	    value);
}

static void
add_workload(struct maker *list, const struct release *release,
    const char *name, const struct release_colour *colour)
{
	struct arena *arena = list->arena;
	const struct node *labels;
	struct maker m;

	if (colour == NULL || colour->workload == NULL)
		return;
	labels = pod_labels(arena, release, colour);
	m = make(arena, colour->workload->node);
	put_str(&m, "colour", m.origin, str_from(name));
	put_str(&m, "name", node_span(node_get(colour->node,
	    STR("version"))), release_workload_name(arena, release, colour));
	if (colour->service != NULL)
		put(&m, "service", colour->service->node);
	put(&m, "image", node_get(colour->workload->node, STR("image")));
	put(&m, "replicas", number(arena, colour->workload, "replicas",
	    colour->workload->replicas));
	put(&m, "containerPort", number(arena, colour->workload,
	    "containerPort", colour->workload->container_port));
	put(&m, "labels", labels);
	put(&m, "selector", selector_node(arena, labels));
	add(list, made_map(&m));
}

static const struct node *
workloads_node(struct arena *arena, const struct release *release)
{
	struct maker m = make(arena, release->spec->node);

	add_workload(&m, release, "blue", release->spec->blue);
	add_workload(&m, release, "green", release->spec->green);
	return made_list(&m);
}

static const struct node *
workload_of(struct arena *arena, const struct node *workloads,
    const char *colour)
{
	for (uint32_t i = 0; i < workloads->count; i++)
		if (str_is(node_text(node_get(workloads->items[i],
		    STR("colour"))), colour))
			return workloads->items[i];
	return node_null(arena, SPAN_NONE);
}

const struct node *
context_build(struct arena *arena, const struct release *release,
    enum phase phase)
{
	const struct release_spec *spec = release->spec;
	struct maker m = make(arena, release->root);
	const struct node *metadata = release->metadata->node;
	const struct node *workloads = workloads_node(arena, release);

	put(&m, "release", release->root);
	put_str(&m, "phase", node_span(spec->node),
	    str_from(phase_name(phase)));
	put(&m, "name", node_get(metadata, STR("name")));
	put_str(&m, "namespace", node_span(metadata), release->metadata->ns);
	put(&m, "labels", or_empty(arena,
	    node_get(metadata, STR("labels"))));
	put_str(&m, "ingressClassName", node_span(spec->node),
	    spec->ingress_class);
	put(&m, "annotations", or_empty(arena,
	    node_get(spec->node, STR("annotations"))));
	put(&m, "routes", routes_node(arena, release));
	put(&m, "live", live_node(arena, release));
	put(&m, "preview", preview_node(arena, release));
	put(&m, "workloads", workloads);
	put(&m, "blue", workload_of(arena, workloads, "blue"));
	put(&m, "green", workload_of(arena, workloads, "green"));
	put(&m, "settings", spec->settings->node);
	return made_map(&m);
}
