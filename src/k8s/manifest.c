#include "k8s/manifest.h"

#include "k8s/http_route.h"
#include "k8s/ingress.h"
#include "k8s/kind.h"
#include "k8s/service.h"
#include "k8s/workload.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

struct reading {
	struct arena *arena;
	struct diags *diags;
	const struct origin *origin;
	struct manifest *manifest;
};

/* Kinds are case-sensitive: kubectl knows no "ingress". */
static void
report_case(const struct reading *r, const struct node *root,
    const struct node *kind)
{
	const struct kind *right = kind_in_other_case(kind->text,
	    node_text(node_get(root, STR("apiVersion"))));
	struct diag *d;

	if (right == NULL || !r->origin->linted)
		return;
	d = diag_report(r->diags, RULE_FIELD_INVALID, kind->span,
	    "there is no kind \"%.*s\": kinds are case-sensitive, and "
	    "kubectl apply refuses this object", STR_ARG(kind->text));
	edit_offer(r->diags, d, kind, scalar_written(r->diags->arena, kind,
	    str_from(right->name)), true, "kind: %s", right->name);
}

static void
read_fields(struct arena *arena, struct object *o)
{
	o->shaped = o->sound;
	if (o->type == OBJECT_INGRESS) {
		o->ingress = ingress_read(arena, o);
		o->sound = o->sound && ingress_has_types(o->ingress);
	} else if (o->type == OBJECT_SERVICE)
		o->service = service_read(arena, o);
	else if (o->type == OBJECT_WORKLOAD)
		o->workload = workload_read(arena, o);
	else if (o->type == OBJECT_HTTP_ROUTE)
		o->http_route = http_route_read(arena, o);
}

static void
read_object(const struct reading *r, const struct node *root,
    struct str implied)
{
	const struct node *kind = node_get(root, STR("kind"));
	struct str name = node_is_str(kind) ? kind->text : implied;
	const struct kind *known = kind_find(name);
	struct object *o = NULL;

	r->manifest->n++;
	if (known != NULL)
		o = object_read(r->arena, r->diags, root, known,
		    r->origin);
	else if (node_is_str(kind))
		report_case(r, root, kind);
	if (o == NULL)
		return;
	read_fields(r->arena, o);
	*vec_add(r->arena, &r->manifest->objects) = o;
}

/*
 * The items of a list, or the one object that a mapping is. Items of
 * "IngressList" and the like need no kind of their own: `implied` is it.
 */
static void
read_node(const struct reading *r, const struct node *node,
    struct str implied)
{
	const struct node *kind = node_get(node, STR("kind"));
	const struct node *items = node_get(node, STR("items"));
	struct str name = node_is_str(kind) ? kind->text : implied;

	if (!node_is(node, NODE_MAP) || name.len == 0)
		return;
	if (!str_ends(name, STR("List")) || !node_is(items, NODE_SEQ)) {
		read_object(r, node, implied);
		return;
	}
	for (uint32_t i = 0; i < items->count; i++)
		read_node(r, items->items[i],
		    str_cut(name, 0, name.len - 4));
}

void
manifest_read(struct arena *arena, struct diags *diags,
    const struct origin *origin, const struct node *root,
    struct manifest *manifest)
{
	struct reading r = { arena, diags, origin, manifest };

	read_node(&r, root, STR(""));
}
