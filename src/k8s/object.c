/*
 * From a mapping to an object. What an object is worth to later checks is
 * decided here, in this order: it is of another API version, it is template
 * text, its shape is wrong.
 */
#include "k8s/object.h"

#include "k8s/kind.h"
#include "k8s/placeholder.h"
#include "k8s/scan.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

const struct node *
object_annotation(const struct object *object, struct str key)
{
	const struct node *value = node_get(object->annotations, key);

	return node_is(value, NODE_SCALAR) && !node_is_null(value) ?
	    value : NULL;
}

struct str
object_title(struct arena *arena, const struct object *object)
{
	if (object->about != NULL && object->about->no_namespace)
		return arena_printf(arena, "%.*s %.*s",
		    STR_ARG(object->kind), STR_ARG(object->name));
	return arena_printf(arena, "%.*s %.*s/%.*s", STR_ARG(object->kind),
	    STR_ARG(object->ns), STR_ARG(object->name));
}

void
object_refused(struct diags *diags, const struct object *object,
    size_t from)
{
	const char *effect = "it is not made, and nothing of it changes";

	if (object->type == OBJECT_INGRESS ||
	    object->type == OBJECT_HTTP_ROUTE)
		effect = "requests to its hosts go where they went before";
	else if (object->type == OBJECT_SERVICE)
		effect = "Ingresses that name it answer 503, or keep "
		    "sending requests where they did";
	for (size_t i = from; i < diags->list.n; i++)
		diag_note(diags, diags->list.at[i], SPAN_NONE,
		    "the API server refuses the whole %.*s: %s",
		    STR_ARG(object->kind), effect);
}

static void
report_removed(struct diags *diags, struct object *o,
    const char *since)
{
	const struct node *version = node_get(o->root, STR("apiVersion"));
	struct str right = str_from(o->about->api_version);
	const char *effect = o->type == OBJECT_INGRESS ?
	    "none of its routes exists" : "it does not exist";
	struct diag *d;

	d = diag_report(diags, RULE_API_VERSION_REMOVED, version->span,
	    "%s in %.*s is not served since Kubernetes %s: kubectl apply "
	    "refuses it (no matches for kind), and %s",
	    o->about->name, STR_ARG(o->api_version), since, effect);
	if (o->about->migration != NULL)
		diag_note(diags, d, SPAN_NONE, "besides the apiVersion: %s",
		    o->about->migration);
	if (o->type == OBJECT_INGRESS)
		o->outdated = d;
	else
		edit_offer(diags, d, version, scalar_written(diags->arena,
		    version, right), o->about->migration == NULL,
		    "apiVersion: %.*s", STR_ARG(right));
}

static void
report_elsewhere(struct diags *diags, const struct object *o)
{
	const struct node *version = node_get(o->root, STR("apiVersion"));
	struct str right = str_from(o->about->api_version);
	struct diag *d;

	if (o->about->shape == NULL)
		return;
	d = diag_report(diags, RULE_FIELD_INVALID, version->span,
	    "there is no %s in apiVersion %.*s: kubectl apply refuses this "
	    "object (no matches for kind)", o->about->name,
	    STR_ARG(o->api_version));
	edit_offer(diags, d, version, scalar_written(diags->arena, version,
	    right), false, "apiVersion: %.*s", STR_ARG(right));
}

/* Once per file: its other objects will look the same. */
static void
report_template(struct diags *diags, const struct scan *scan)
{
	struct diag *d;

	if (diag_has(diags, RULE_YAML_TEMPLATE, scan->template.file))
		return;
	d = diag_report(diags, RULE_YAML_TEMPLATE, scan->template,
	    "\"%.*s\" is template text: this is no manifest yet, and objects "
	    "that hold such text are not checked",
	    STR_ARG(scan->template_text));
	diag_say_fix(diags, d, "render it first (helm template) and lint "
	    "what comes out");
}

static void
report_placeholder(struct diags *diags, const struct scan *scan)
{
	size_t others = scan->nplaceholders - 1;
	struct diag *d;

	d = diag_report(diags, RULE_PLACEHOLDER, scan->placeholder,
	    "\"%.*s\" is a placeholder: what this value will be is not "
	    "known, so it is not checked", STR_ARG(scan->placeholder_text));
	if (others > 0)
		diag_note(diags, d, SPAN_NONE, "%zu other value%s of this "
		    "object hold%s placeholders too", others,
		    others == 1 ? "" : "s", others == 1 ? "s" : "");
}

static bool
is_inside(struct span where, const struct node *n)
{
	return n != NULL && where.file == n->span.file &&
	    where.start >= n->span.start && where.start <= n->span.end;
}

/*
 * Unknown fields change nothing for those who read the known ones, and what
 * is wrong in the metadata can still be read as the text that it is.
 */
static bool
is_readable(const struct diags *diags, const struct object *o, size_t from)
{
	const struct node *metadata = node_get(o->root, STR("metadata"));

	for (size_t i = from; i < diags->list.n; i++) {
		const struct diag *d = diags->list.at[i];

		if (d->rule != RULE_FIELD_UNKNOWN &&
		    !is_inside(d->where, metadata))
			return false;
	}
	return true;
}

/* Items of an IngressList and the like need neither kind nor version. */
static void
check_version_given(struct diags *diags, const struct object *o)
{
	const struct node *kind = node_get(o->root, STR("kind"));
	struct diag *d;

	if (o->api_version.len > 0 || kind == NULL)
		return;
	d = diag_report(diags, RULE_FIELD_REQUIRED, kind->span,
	    "this %s has no apiVersion", o->about->name);
	diag_say_fix(diags, d, "apiVersion: %s", o->about->api_version);
}

static void
check_shape(struct diags *diags, struct object *o, bool settled)
{
	const struct shape_rules rules = {
		.unknown = RULE_FIELD_UNKNOWN, .type = RULE_FIELD_TYPE,
		.required = RULE_FIELD_REQUIRED,
		.invalid = RULE_FIELD_INVALID,
		.skip = settled ? NULL : placeholder_in,
	};
	size_t before = diags->list.n;

	o->checkable = true;
	o->sound = shape_check(diags, &rules, o->about->shape, o->root) ||
	    is_readable(diags, o, before);
	check_version_given(diags, o);
	object_refused(diags, o, before);
}

static void
check_values(struct diags *diags, struct object *o, bool settled)
{
	struct scan scan = { .nplaceholders = 0 };
	const char *since;
	enum served served = kind_served(o->about, o->api_version, &since);

	if (!settled)
		object_scan(o, &scan);
	if (scan.template.file != 0)
		report_template(diags, &scan);
	else if (placeholder_in(o->api_version) || o->api_version.len == 0 ||
	    served == SERVED)
		check_shape(diags, o, settled);
	else if (served == SERVED_NO_MORE)
		report_removed(diags, o, since);
	else
		report_elsewhere(diags, o);
	if (scan.template.file == 0 && scan.nplaceholders > 0)
		report_placeholder(diags, &scan);
}

/* Some file that happens to have a field called kind. */
static bool
is_manifest(const struct object *o)
{
	const char *since;

	if (o->api_version.len > 0)
		return kind_served(o->about, o->api_version, &since) !=
		    SERVED_OTHER;
	return node_is(node_get(o->root, STR("metadata")), NODE_MAP);
}

struct object *
object_read(struct arena *arena, struct diags *diags,
    const struct node *root, const struct kind *kind,
    const struct origin *origin)
{
	const struct node *meta = node_get(root, STR("metadata"));
	const struct node *name = node_get(meta, STR("name"));
	const struct node *ns = node_get(meta, STR("namespace"));
	const struct node *annotations = node_get(meta, STR("annotations"));
	const struct node *created = node_get(meta,
	    STR("creationTimestamp"));
	struct object *o = arena_new(arena, struct object);
	struct diags quiet;

	*o = (struct object){ .type = kind->type, .root = root,
		.kind = str_from(kind->name), .about = kind,
		.ns = origin->default_ns,
		.document = origin->document,
		.linted = origin->linted, .span = root->span,
		.where = root->span,
		.api_version = node_text(node_get(root, STR("apiVersion"))) };
	if (node_is(name, NODE_SCALAR) && !node_is_null(name)) {
		o->name = name->text;
		o->where = name->span;
	} else if (node_get(root, STR("kind")) != NULL)
		o->where = node_get(root, STR("kind"))->span;
	if (!node_is_null(created))
		o->created = node_text(created);
	if (node_is(annotations, NODE_MAP))
		o->annotations = annotations;
	if (node_text(ns).len > 0 && !node_is_null(ns) &&
	    !kind->no_namespace) {
		o->ns = ns->text;
		o->ns_given = true;
	}
	if (!is_manifest(o))
		return NULL;
	if (!origin->linted) {
		diags_init(&quiet, arena);
		diags = &quiet;
	}
	if (kind->shape != NULL)
		check_values(diags, o, origin->settled);
	return o;
}

bool
object_exists(const struct object *o)
{
	return o->name.len > 0 && (o->about->shape == NULL || o->shaped);
}
