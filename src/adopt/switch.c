/*
 * Services that say by one label who is live, over two Deployments: what
 * strategy service-selector makes. It is taken for that only when the
 * strategy would make the very objects that are there.
 */
#include "adopt/carry.h"
#include "adopt/label.h"
#include "adopt/pods.h"
#include "adopt/same.h"
#include "adopt/write.h"
#include "model/lookup.h"
#include "shape/format.h"
#include "yaml/emit.h"
#include "yaml/scalar.h"

struct switching {
	struct drafts *drafts;
	struct arena *arena;
	const struct service *service, *preview;
	struct pods blue, green;
	enum phase phase;	/* that it is in */
};

static struct maker
make(const struct switching *s)
{
	return (struct maker){ .arena = s->arena };
}

/* The Deployments of one app: two, and the Service selects just one. */
static bool
find_pods(struct switching *s)
{
	const struct object *o = s->service->object;
	const struct cluster *cluster = s->drafts->adopt->cluster;
	const struct node *app = node_get(s->service->selector, STR("app"));
	struct maker m = make(s);
	const struct workload *found[3];
	const struct object *live = pods_of_service(s->drafts, o->ns,
	    o->name);

	if (!node_is(app, NODE_SCALAR) || live == NULL)
		return false;
	maker_put_text(&m, "app", app->text);
	if (space_select(cluster_space(cluster, o->ns), maker_map(&m), found,
	    3) != 2)
		return false;
	for (size_t i = 0; i < 2; i++)
		if (!str_is(found[i]->object->kind, "Deployment") ||
		    !found[i]->object->linted ||
		    !pods_read(s->drafts, found[i]->object,
		    found[i]->object == live ? &s->blue : &s->green))
			return false;
	return s->blue.object != NULL && s->green.object != NULL;
}

/* It has no version itself, and its selector has app and version. */
static bool
is_switch(struct switching *s)
{
	const struct object *o = s->service->object;
	const struct node *selector = s->service->selector;
	struct label label;

	label_read(s->arena, o->name, &label);
	return o->linted && lookup_in_force(o) && !label.told &&
	    selector != NULL && selector->count == 2 &&
	    node_get(selector, STR("version")) != NULL && find_pods(s);
}

/* settings */

static const struct node *
scalar(const struct switching *s, const struct node *n)
{
	long long number;

	if (n == NULL)
		return NULL;
	return n->type == TYPE_INT && scalar_int(n, &number) ?
	    node_int(s->arena, SPAN_NONE, number) :
	    node_str(s->arena, SPAN_NONE, arena_str(s->arena, n->text));
}

static void
put_port(const struct switching *s, struct maker *m)
{
	const struct service_port *p = &s->service->ports[0];
	const struct node *target = p->target != NULL ? p->target : p->port;
	const struct node *node_port = node_at(trees_get(
	    &s->drafts->trees, s->service->object),
	    "spec.ports.0.nodePort");
	long long port = 0;

	if (p->port == NULL)
		return;
	if (p->port->type != TYPE_INT || !scalar_int(p->port, &port) ||
	    port != 80)
		maker_put(m, "port", scalar(s, p->port));
	maker_put(m, "portName", scalar(s, p->name));
	if (target->type != TYPE_INT || !scalar_int(target, &port) ||
	    port != s->blue.port)
		maker_put(m, "targetPort", scalar(s, target));
	if (node_is(node_port, NODE_SCALAR))
		maker_put(m, "nodePort", scalar(s, node_port));
}

static const struct node *
annotations_node(const struct switching *s)
{
	const struct node *all = s->service->object->annotations;
	struct maker m = make(s);

	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		if (!carry_is_note(all->entries[i].key->text))
			maker_put_key(&m, all->entries[i].key->text,
			    node_text(all->entries[i].value));
	return maker_map(&m);
}

static const struct node *
settings_node(const struct switching *s)
{
	static const char *const said[] = { "type", "selector", "ports",
		NULL };
	struct maker m = make(s);

	if (s->service->type != NULL &&
	    !str_is(s->service->type->text, "ClusterIP"))
		maker_put_text(&m, "type", s->service->type->text);
	if (s->service->nports == 1)
		put_port(s, &m);
	maker_put(&m, "annotations", annotations_node(s));
	maker_put(&m, "service", pods_rest(s->arena, node_get(trees_get(
	    &s->drafts->trees, s->service->object), STR("spec")), said));
	if (s->preview != NULL)
		maker_put(&m, "previewService", node_bool(s->arena,
		    SPAN_NONE, true));
	maker_put(&m, "pod", s->blue.pod);
	maker_put(&m, "container", s->blue.container);
	return maker_map(&m);
}

/* the whole */

static const struct node *
colour_node(const struct switching *s, const struct pods *pods)
{
	struct maker m = make(s);

	maker_put_text(&m, "version", pods->version);
	maker_put(&m, "workload", pods_node(s->arena, pods,
	    s->service->object->name, pods->version, 0));
	return maker_map(&m);
}

static const struct node *
labels_node(const struct switching *s)
{
	const struct node *all = node_at(trees_get(&s->drafts->trees,
	    s->service->object), "metadata.labels");
	struct maker m = make(s);

	for (uint32_t i = 0; node_is(all, NODE_MAP) && i < all->count; i++)
		if (!carry_is_note(all->entries[i].key->text))
			maker_put_key(&m, arena_str(s->arena,
			    all->entries[i].key->text), arena_str(s->arena,
			    node_text(all->entries[i].value)));
	return maker_map(&m);
}

static const struct node *
release_node(const struct switching *s)
{
	const struct object *o = s->service->object;
	struct maker m = make(s), metadata = m, spec = m;

	maker_put_text(&metadata, "name", o->name);
	if (!str_is(o->ns, "default"))
		maker_put_text(&metadata, "namespace", o->ns);
	maker_put(&metadata, "labels", labels_node(s));
	maker_put_text(&spec, "strategy", STR("service-selector"));
	maker_put(&spec, "settings", settings_node(s));
	maker_put_text(&spec, "phase",
	    str_from(phase_name(s->phase)));
	maker_put(&spec, "blue", colour_node(s, &s->blue));
	maker_put(&spec, "green", colour_node(s, &s->green));
	maker_put_text(&m, "apiVersion", STR(RELEASE_API_VERSION));
	maker_put_text(&m, "kind", STR(RELEASE_KIND));
	maker_put(&m, "metadata", maker_map(&metadata));
	maker_put(&m, "spec", maker_map(&spec));
	return maker_map(&m);
}

static struct draft *
write_release(const struct switching *s)
{
	const struct object *o = s->service->object;
	struct draft *draft = arena_new(s->arena, struct draft);
	struct buf out;

	draft->ns = o->ns;
	draft->name = o->name;
	draft->title = arena_printf(s->arena, "Adopted by greenlight from "
	    "Service %.*s in %s.", STR_ARG(o->name),
	    source_get(s->drafts->adopt->sources, o->span.file)->name);
	buf_init(&out);
	emit_yaml(&out, release_node(s));
	draft->text = arena_str(s->arena, buf_str(&out));
	buf_release(&out);
	return draft;
}

/*
 * The Service for green alone, if it is there. When it selects what is live,
 * green is live: that is the cutover.
 */
static void
find_preview(struct switching *s)
{
	const struct object *o = s->service->object;
	const struct service *other = lookup_service(
	    s->drafts->adopt->cluster, o->ns, arena_printf(s->arena,
	    "%.*s-preview", STR_ARG(o->name)));
	struct pods live = s->blue;

	s->phase = PHASE_GREEN_PREVIEW;
	if (other == NULL || !other->object->linted)
		return;
	s->preview = other;
	if (!str_eq(node_text(node_get(other->selector, STR("version"))),
	    live.version))
		return;
	s->phase = PHASE_CUTOVER;
	s->blue = s->green;
	s->green = live;
}

static void
take(struct switching *s)
{
	struct drafts *d = s->drafts;
	const struct object *o = s->service->object;
	struct draft *draft;
	struct diags quiet;
	struct str why;

	find_preview(s);
	draft = write_release(s);
	diags_init(&quiet, s->arena);
	draft_load(d, draft, &quiet);
	if (draft->release == NULL)
		why = quiet.list.n == 0 ? STR("it would be refused") :
		    quiet.list.at[0]->text;
	else if (same_objects(d, draft->release, s->phase, &why)) {
		*vec_add(s->arena, &d->switched) = draft;
		*map_put(s->arena, &d->switches, draft_key(d, o->ns,
		    o->name)) = draft;
		if (s->preview != NULL)
			*map_put(s->arena, &d->switches, draft_key(d, o->ns,
			    s->preview->object->name)) = draft;
		return;
	}
	draft_leave(d, NULL, o->where, "Service %.*s/%.*s switches between "
	    "Deployments by its selector, but no release of strategy "
	    "service-selector is made of it: %.*s", STR_ARG(o->ns),
	    STR_ARG(o->name), STR_ARG(why));
}

void
drafts_switch(struct drafts *d)
{
	const struct cluster *cluster = d->adopt->cluster;

	for (size_t i = 0; i < cluster->services.n; i++) {
		struct switching s = { .drafts = d,
			.arena = d->adopt->arena,
			.service = cluster->services.at[i] };

		if (is_switch(&s))
			take(&s);
	}
}
