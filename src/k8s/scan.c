#include "k8s/scan.h"

#include "k8s/ingress.h"
#include "k8s/placeholder.h"

/* The place of [from, to) of a scalar, or all of it where that is unsure. */
static struct span
part(const struct node *n, size_t from, size_t to)
{
	size_t shown = n->span.end - n->span.start;
	struct span where = n->span;

	if (shown == n->text.len || (shown == n->text.len + 2 &&
	    (n->style == STYLE_SINGLE || n->style == STYLE_DOUBLE))) {
		size_t quote = (shown - n->text.len) / 2;

		where.start = (uint32_t)(n->span.start + quote + from);
		where.end = (uint32_t)(n->span.start + quote + to);
	}
	return where;
}

static void
found_placeholder(struct scan *scan, const struct node *n, size_t from,
    size_t to)
{
	if (scan->nplaceholders++ > 0)
		return;
	scan->placeholder = part(n, from, to);
	scan->placeholder_text = str_cut(n->text, from, to);
}

static void
scan_text(struct scan *scan, const struct node *n)
{
	size_t from, to;

	if (scan->template.file == 0 && template_find(n->text, &from, &to)) {
		scan->template = part(n, from, to);
		scan->template_text = str_cut(n->text, from, to);
	}
	if (n->type == TYPE_STR && placeholder_find(n->text, &from, &to))
		found_placeholder(scan, n, from, to);
}

static void
scan_node(struct scan *scan, const struct node *n)
{
	if (n == NULL)
		return;
	if (n->kind == NODE_SCALAR) {
		scan_text(scan, n);
		return;
	}
	for (uint32_t i = 0; i < n->count; i++) {
		if (n->kind == NODE_SEQ) {
			scan_node(scan, n->items[i]);
			continue;
		}
		scan_text(scan, n->entries[i].key);
		scan_node(scan, n->entries[i].value);
	}
}

/* nginx has variables of the form ${name}, all in lower case. */
static bool
is_nginx_variable(struct str s)
{
	if (!str_starts(s, STR("${")))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] >= 'A' && s.at[i] <= 'Z')
			return false;
	return true;
}

static void
scan_annotation(struct scan *scan, const struct node *value)
{
	size_t from, to;

	if (!node_is(value, NODE_SCALAR))
		return;
	if (placeholder_find(value->text, &from, &to) &&
	    is_nginx_variable(str_cut(value->text, from, to)))
		return;
	scan_text(scan, value);
}

/* Those the controller reads, but for code in snippets. */
static void
scan_annotations(struct scan *scan, const struct node *all)
{
	if (!node_is(all, NODE_MAP))
		return;
	for (uint32_t i = 0; i < all->count; i++) {
		struct str key = all->entries[i].key->text;

		if ((str_starts(key, STR(INGRESS_PREFIX)) &&
		    !str_ends(key, STR("-snippet"))) ||
		    str_eq(key, STR("kubernetes.io/ingress.class")))
			scan_annotation(scan, all->entries[i].value);
	}
}

static void
scan_workload(struct scan *scan, const struct object *object)
{
	const struct node *containers = node_at(object->root,
	    "spec.template.spec.containers");

	scan_node(scan, node_at(object->root, "spec.selector"));
	scan_node(scan, node_at(object->root, "spec.replicas"));
	scan_node(scan, node_at(object->root,
	    "spec.template.metadata.labels"));
	if (!node_is(containers, NODE_SEQ))
		return;
	for (uint32_t i = 0; i < containers->count; i++)
		scan_node(scan, node_get(containers->items[i],
		    STR("ports")));
}

void
object_scan(const struct object *object, struct scan *scan)
{
	const struct node *meta = node_get(object->root, STR("metadata"));

	*scan = (struct scan){ 0 };
	scan_node(scan, node_get(object->root, STR("apiVersion")));
	scan_node(scan, node_get(meta, STR("name")));
	scan_node(scan, node_get(meta, STR("generateName")));
	scan_node(scan, node_get(meta, STR("namespace")));
	scan_node(scan, node_get(meta, STR("labels")));
	if (object->type == OBJECT_INGRESS)
		scan_annotations(scan, node_get(meta, STR("annotations")));
	if (object->type == OBJECT_WORKLOAD)
		scan_workload(scan, object);
	if (object->type == OBJECT_INGRESS || object->type == OBJECT_SERVICE ||
	    object->type == OBJECT_INGRESS_CLASS ||
	    object->type == OBJECT_HTTP_ROUTE)
		scan_node(scan, node_get(object->root, STR("spec")));
}
