#include "k8s/ingress.h"

/* The value of a field; null is absent, as the API server has it. */
static const struct node *
get(const struct node *map, struct str key)
{
	const struct node *value = node_get(map, key);

	return node_is_null(value) ? NULL : value;
}

static const struct node *
get_scalar(const struct node *map, struct str key)
{
	const struct node *value = get(map, key);

	return node_is(value, NODE_SCALAR) ? value : NULL;
}

static const struct node *
get_list(const struct node *map, struct str key)
{
	const struct node *value = get(map, key);

	return node_is(value, NODE_SEQ) ? value : NULL;
}

static bool
is_set(const struct node *value)
{
	struct str text = node_text(value);

	return text.len > 0 && !str_is(text, "0");
}

/* Number or name; NULL unless it is exactly one of them. */
static const struct node *
read_port(const struct node *port)
{
	const struct node *number = get_scalar(port, STR("number"));
	const struct node *name = get_scalar(port, STR("name"));

	if (is_set(number) == is_set(name))
		return NULL;
	return is_set(number) ? number : name;
}

static struct backend
read_backend(const struct node *node)
{
	const struct node *service = get(node, STR("service"));
	struct backend backend = { .node = node };

	if (!node_is(node, NODE_MAP))
		return (struct backend){ 0 };
	backend.resource = get(node, STR("resource"));
	backend.service = get_scalar(service, STR("name"));
	backend.port = read_port(get(service, STR("port")));
	return backend;
}

static struct path
read_path(const struct node *node)
{
	struct path path = {
		.node = node,
		.text = get_scalar(node, STR("path")),
		.type_node = get_scalar(node, STR("pathType")),
		.backend = read_backend(get(node, STR("backend"))),
	};
	struct str type = node_text(path.type_node);

	if (str_is(type, "Exact"))
		path.type = PATH_EXACT;
	else if (str_is(type, "ImplementationSpecific"))
		path.type = PATH_IMPLEMENTATION_SPECIFIC;
	return path;
}

static struct host_rule
read_rule(struct arena *arena, const struct node *node)
{
	const struct node *paths = get_list(get(node, STR("http")),
	    STR("paths"));
	struct host_rule rule = {
		.node = node, .host = get_scalar(node, STR("host")),
		.has_http = get(node, STR("http")) != NULL
	};

	if (paths == NULL)
		return rule;
	rule.npaths = paths->count;
	rule.paths = arena_array(arena, struct path, paths->count);
	for (uint32_t i = 0; i < paths->count; i++)
		rule.paths[i] = read_path(paths->items[i]);
	return rule;
}

static void
read_rules(struct arena *arena, struct ingress *ingress,
    const struct node *rules)
{
	if (rules == NULL)
		return;
	ingress->nrules = rules->count;
	ingress->rules = arena_array(arena, struct host_rule, rules->count);
	for (uint32_t i = 0; i < rules->count; i++)
		ingress->rules[i] = read_rule(arena, rules->items[i]);
}

static void
read_tls(struct arena *arena, struct ingress *ingress,
    const struct node *list)
{
	if (list == NULL)
		return;
	ingress->ntls = list->count;
	ingress->tls = arena_array(arena, struct tls, list->count);
	for (uint32_t i = 0; i < list->count; i++) {
		const struct node *item = list->items[i];

		ingress->tls[i] = (struct tls){ .node = item,
			.secret = get_scalar(item, STR("secretName")),
			.hosts = get_list(item, STR("hosts")) };
	}
}

const struct ingress *
ingress_read(struct arena *arena, const struct object *object)
{
	struct ingress *ingress = arena_new(arena, struct ingress);
	const struct node *spec = get(object->root, STR("spec"));

	ingress->object = object;
	ingress->annotations = object->annotations;
	ingress->class_name = get_scalar(spec, STR("ingressClassName"));
	ingress->default_backend = read_backend(get(spec,
	    STR("defaultBackend")));
	read_rules(arena, ingress, get_list(spec, STR("rules")));
	read_tls(arena, ingress, get_list(spec, STR("tls")));
	return ingress;
}

bool
ingress_has_types(const struct ingress *ingress)
{
	for (size_t i = 0; i < ingress->nrules; i++)
		for (size_t k = 0; k < ingress->rules[i].npaths; k++)
			if (ingress->rules[i].paths[k].type_node == NULL)
				return false;
	return true;
}

const struct node *
ingress_annotation(const struct ingress *ingress, const char *name)
{
	const struct node *all = ingress->annotations;
	struct str prefix = STR(INGRESS_PREFIX);

	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		struct str key = all->entries[i].key->text;
		const struct node *value = all->entries[i].value;

		if (str_starts(key, prefix) &&
		    str_is(str_cut(key, prefix.len, key.len), name))
			return node_is(value, NODE_SCALAR) &&
			    !node_is_null(value) ? value : NULL;
	}
	return NULL;
}

struct str
path_text(const struct path *path)
{
	struct str text = node_text(path->text);

	return text.len > 0 ? text : STR("/");
}

struct str
host_text(const struct host_rule *rule)
{
	struct str text = node_text(rule->host);

	return text.len > 0 ? text : STR("_");
}

/* What no Exact or Prefix path may hold: networking/v1 validation. */
static const char *const path_sequences[] = {
	"//", "/./", "/../", "%2f", "%2F",
};
static const char *const path_endings[] = { "/..", "/." };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

bool
path_refused(const struct path *path, struct path_fault *fault)
{
	struct str text = node_text(path->text);

	*fault = (struct path_fault){ 0 };
	fault->no_slash = !str_starts(text, STR("/"));
	if (path->type == PATH_IMPLEMENTATION_SPECIFIC)
		return text.len > 0 && fault->no_slash;
	if (fault->no_slash)
		return true;
	for (size_t i = 0; i < COUNT(path_sequences); i++) {
		fault->what = str_from(path_sequences[i]);
		fault->from = str_find(text, fault->what, 0);
		if (fault->from != STR_NONE)
			return true;
	}
	for (size_t i = 0; i < COUNT(path_endings); i++) {
		fault->what = str_from(path_endings[i]);
		fault->from = text.len - fault->what.len;
		fault->at_end = true;
		if (str_ends(text, fault->what))
			return true;
	}
	return false;
}
