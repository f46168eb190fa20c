/*
 * What rules about several objects ask of one is a small part of its tree:
 * the values that its fields name, and of mappings only where they stand.
 * Aliases let a small text stand for a large tree whose parts are shared;
 * a copy would not share them, so such a document stays as it is.
 */
#include "k8s/manifest.h"

#include "k8s/ingress.h"
#include "k8s/service.h"
#include "k8s/workload.h"

struct keeper {
	struct arena *arena;
	struct str source;
};

/* What is in the source stays there; what was unescaped is copied. */
static struct str
keep_text(const struct keeper *k, struct str s)
{
	uintptr_t from = (uintptr_t)k->source.at, at = (uintptr_t)s.at;

	if (s.len == 0 || (at >= from && at < from + k->source.len))
		return s;
	return arena_str(k->arena, s);
}

/* A scalar, or of a collection only where it is. */
static struct node *
keep_place(const struct keeper *k, const struct node *from)
{
	struct node *n;

	if (from == NULL)
		return NULL;
	n = arena_new(k->arena, struct node);
	*n = *from;
	if (n->kind == NODE_SCALAR) {
		n->text = keep_text(k, from->text);
		return n;
	}
	n->count = 0;
	n->weight = n->depth = 1;
	n->items = NULL;
	return n;
}

/* The same with what stands in it, each by keep_place(). */
static struct node *
keep_values(const struct keeper *k, const struct node *from)
{
	struct node *n = keep_place(k, from);
	const struct node **items;
	struct entry *entries;

	if (n == NULL || n->kind == NODE_SCALAR)
		return n;
	n->count = from->count;
	if (n->kind == NODE_SEQ) {
		n->items = items = arena_array(k->arena, const struct node *,
		    n->count);
		for (uint32_t i = 0; i < n->count; i++)
			items[i] = keep_place(k, from->items[i]);
		return n;
	}
	n->entries = entries = arena_array(k->arena, struct entry, n->count);
	for (uint32_t i = 0; i < n->count; i++)
		entries[i] = (struct entry){
			keep_place(k, from->entries[i].key),
			keep_place(k, from->entries[i].value) };
	return n;
}

static struct backend
keep_backend(const struct keeper *k, struct backend b)
{
	return (struct backend){ keep_place(k, b.node),
		keep_place(k, b.service), keep_place(k, b.port),
		keep_place(k, b.resource) };
}

static struct path
keep_path(const struct keeper *k, struct path p)
{
	p.node = keep_place(k, p.node);
	p.text = keep_place(k, p.text);
	p.type_node = keep_place(k, p.type_node);
	p.backend = keep_backend(k, p.backend);
	return p;
}

static struct host_rule
keep_rule(const struct keeper *k, struct host_rule rule)
{
	const struct path *from = rule.paths;

	rule.node = keep_place(k, rule.node);
	rule.host = keep_place(k, rule.host);
	rule.paths = arena_array(k->arena, struct path, rule.npaths);
	for (size_t i = 0; i < rule.npaths; i++)
		rule.paths[i] = keep_path(k, from[i]);
	return rule;
}

static const struct ingress *
keep_ingress(const struct keeper *k, const struct ingress *from,
    const struct object *o)
{
	struct ingress *in = arena_new(k->arena, struct ingress);

	*in = *from;
	in->object = o;
	in->annotations = o->annotations;
	in->class_name = keep_place(k, from->class_name);
	in->default_backend = keep_backend(k, from->default_backend);
	in->rules = arena_array(k->arena, struct host_rule, in->nrules);
	for (size_t i = 0; i < in->nrules; i++)
		in->rules[i] = keep_rule(k, from->rules[i]);
	in->tls = arena_array(k->arena, struct tls, in->ntls);
	for (size_t i = 0; i < in->ntls; i++)
		in->tls[i] = (struct tls){
			keep_place(k, from->tls[i].node),
			keep_place(k, from->tls[i].secret),
			keep_values(k, from->tls[i].hosts) };
	return in;
}

static const struct service *
keep_service(const struct keeper *k, const struct service *from,
    const struct object *o)
{
	struct service *s = arena_new(k->arena, struct service);

	*s = *from;
	s->object = o;
	s->type = keep_place(k, from->type);
	s->external_name = keep_place(k, from->external_name);
	s->cluster_ip = keep_place(k, from->cluster_ip);
	s->selector = keep_values(k, from->selector);
	s->ports = arena_array(k->arena, struct service_port, s->nports);
	for (size_t i = 0; i < s->nports; i++) {
		const struct service_port *p = &from->ports[i];

		s->ports[i] = (struct service_port){
			keep_place(k, p->node), keep_place(k, p->name),
			keep_place(k, p->port), keep_place(k, p->target),
			keep_place(k, p->protocol) };
	}
	service_index(k->arena, s);
	return s;
}

static const struct node *
keep_ports(const struct keeper *k, const struct node *from)
{
	struct node *list = keep_place(k, from);
	const struct node **items;

	if (list->kind != NODE_SEQ)
		return list;
	list->count = from->count;
	list->items = items = arena_array(k->arena, const struct node *,
	    from->count);
	for (uint32_t i = 0; i < from->count; i++)
		items[i] = keep_values(k, from->items[i]);
	return list;
}

static const struct node *
keep_container(const struct keeper *k, const struct node *from)
{
	const struct entry *ports = node_entry(from, STR("ports"));
	struct node *container = keep_place(k, from);
	struct entry *kept;

	if (ports == NULL)
		return container;
	container->count = 1;
	container->entries = kept = arena_new(k->arena, struct entry);
	kept->key = keep_place(k, ports->key);
	kept->value = keep_ports(k, ports->value);
	return container;
}

/* "ports" of each container, which is all that is looked up in it. */
static struct node *
keep_containers(const struct keeper *k, const struct node *from)
{
	struct node *list = keep_place(k, from);
	const struct node **items;

	if (list == NULL)
		return NULL;
	list->count = from->count;
	list->items = items = arena_array(k->arena, const struct node *,
	    from->count);
	for (uint32_t i = 0; i < from->count; i++)
		items[i] = keep_container(k, from->items[i]);
	return list;
}

static const struct workload *
keep_workload(const struct keeper *k, const struct workload *from,
    const struct object *o)
{
	struct workload *w = arena_new(k->arena, struct workload);

	*w = *from;
	w->object = o;
	w->pod_labels = keep_values(k, from->pod_labels);
	w->containers = keep_containers(k, from->containers);
	w->init_containers = keep_containers(k, from->init_containers);
	return w;
}

static bool
has_fields(const struct object *o)
{
	return o->ingress != NULL || o->service != NULL ||
	    o->workload != NULL;
}

static struct object *
keep_object(const struct keeper *k, const struct object *from)
{
	struct object *o = arena_new(k->arena, struct object);

	*o = *from;
	o->root = NULL;
	o->api_version = keep_text(k, from->api_version);
	o->ns = keep_text(k, from->ns);
	o->name = keep_text(k, from->name);
	o->created = keep_text(k, from->created);
	o->annotations = keep_values(k, from->annotations);
	if (from->ingress != NULL)
		o->ingress = keep_ingress(k, from->ingress, o);
	if (from->service != NULL)
		o->service = keep_service(k, from->service, o);
	if (from->workload != NULL)
		o->workload = keep_workload(k, from->workload, o);
	return o;
}

bool
manifest_keep(struct arena *arena, struct str source,
    const struct document *document, struct manifest *manifest)
{
	struct keeper k = { arena, source };
	struct object **at = manifest->objects.at;

	for (size_t i = 0; i < manifest->objects.n; i++)
		if (document->aliases || !has_fields(at[i]))
			return false;
	for (size_t i = 0; i < manifest->objects.n; i++)
		at[i] = keep_object(&k, at[i]);
	return true;
}
