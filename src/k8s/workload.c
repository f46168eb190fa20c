#include "k8s/workload.h"

#include "base/limits.h"
#include "yaml/scalar.h"

static const struct node *
get_map(const struct node *map, struct str key)
{
	const struct node *value = node_get(map, key);

	return node_is(value, NODE_MAP) ? value : NULL;
}

static const struct node *
get_list(const struct node *map, struct str key)
{
	const struct node *value = node_get(map, key);

	return node_is(value, NODE_SEQ) ? value : NULL;
}

/* What holds the metadata and the spec of the pods. */
static const struct node *
find_template(const struct object *object)
{
	const struct node *spec = get_map(object->root, STR("spec"));

	if (str_is(object->kind, "Pod"))
		return object->root;
	if (str_is(object->kind, "CronJob"))
		spec = get_map(get_map(spec, STR("jobTemplate")),
		    STR("spec"));
	return get_map(spec, STR("template"));
}

/* More than anybody compares are as good as unknown. */
static const struct node *
get_labels(const struct node *template)
{
	const struct node *labels = get_map(get_map(template,
	    STR("metadata")), STR("labels"));

	return labels != NULL && labels->count > LIMIT_LABELS ? NULL : labels;
}

static const struct node *
get_containers(const struct node *pods, struct str key)
{
	const struct node *all = get_list(pods, key);
	size_t n = 0;

	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		const struct node *ports = get_list(all->items[i],
		    STR("ports"));

		n += 1 + (ports == NULL ? 0 : ports->count);
	}
	return n > LIMIT_CONTAINER_PORTS ? NULL : all;
}

const struct workload *
workload_read(struct arena *arena, const struct object *object)
{
	struct workload *workload = arena_new(arena, struct workload);
	const struct node *template = find_template(object);
	const struct node *pods = get_map(template, STR("spec"));

	workload->object = object;
	workload->pod_labels = get_labels(template);
	workload->containers = get_containers(pods, STR("containers"));
	workload->init_containers = get_containers(pods,
	    STR("initContainers"));
	return workload;
}

bool
workload_selected(const struct workload *workload,
    const struct node *selector)
{
	for (uint32_t i = 0; i < selector->count; i++) {
		const struct node *label = node_get(workload->pod_labels,
		    selector->entries[i].key->text);

		if (label == NULL || !str_eq(node_text(label),
		    node_text(selector->entries[i].value)))
			return false;
	}
	return true;
}

static bool
is_port(const struct node *port, struct str text, long long number)
{
	long long given;

	if (scalar_int(node_get(port, STR("containerPort")), &given) &&
	    given == number)
		return true;
	return text.len > 0 &&
	    str_eq(node_text(node_get(port, STR("name"))), text);
}

/* -1 when the text is no number. */
static long long
number_of(struct str text)
{
	unsigned long number;

	return str_to_uint(text, 65535, &number) ? (long long)number : -1;
}

static unsigned
count_ports(const struct node *all, struct str text, bool *found)
{
	long long number = number_of(text);
	unsigned n = 0;

	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		const struct node *ports = node_get(all->items[i],
		    STR("ports"));

		if (!node_is(ports, NODE_SEQ))
			continue;
		for (uint32_t k = 0; k < ports->count; k++, n++)
			*found = *found || is_port(ports->items[k], text,
			    number);
	}
	return n;
}

bool
workload_has_port(const struct workload *workload, struct str port)
{
	bool found = false;

	count_ports(workload->containers, port, &found);
	count_ports(workload->init_containers, port, &found);
	return found;
}

bool
workload_names_ports(const struct workload *workload)
{
	bool found = false;

	return count_ports(workload->containers, STR(""), &found) > 0;
}
