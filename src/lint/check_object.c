/*
 * What the API server refuses in any object: names, and selectors of
 * workloads that do not match their own pods. Validation of Kubernetes:
 * apimachinery api/validation/objectmeta.go, apps/validation.
 */
#include "k8s/kind.h"
#include "lint/check.h"
#include "lint/subject.h"
#include "shape/format.h"

struct name_rule {
	const char *kind;
	const struct format *format;
	size_t longest;		/* when the format allows more */
};

/* All others: a DNS subdomain. */
static const struct name_rule name_rules[] = {
	{ "Service", &format_service_name, 63 },
	{ "CronJob", &format_dns_subdomain, 52 },
};

static struct name_rule
name_rule_of(const struct object *o)
{
	for (size_t i = 0; i < 2; i++)
		if (str_is(o->kind, name_rules[i].kind))
			return name_rules[i];
	return (struct name_rule){ NULL, &format_dns_subdomain, 253 };
}

static void
report_name(struct lint *lint, const struct object *o,
    const struct node *name, const struct name_rule *rule)
{
	struct str better = check_suggest_name(lint->arena, name->text);
	struct diag *d;

	if (o->type == OBJECT_SERVICE &&
	    format_dns_subdomain.valid(name->text) &&
	    str_find_byte(name->text, '.', 0) != STR_NONE)
		d = diag_report(lint->diags, RULE_FIELD_INVALID, name->span,
		    "Service name \"%.*s\" is not valid: it becomes one DNS "
		    "label, which has no dots", STR_ARG(name->text));
	else if (name->text.len > rule->longest)
		d = diag_report(lint->diags, RULE_FIELD_INVALID, name->span,
		    "%s name \"%.*s\" has %zu characters: %zu are allowed",
		    o->about->name, STR_ARG(name->text), name->text.len,
		    rule->longest);
	else
		d = diag_report(lint->diags, RULE_FIELD_INVALID, name->span,
		    "%s name \"%.*s\" is not valid: it must be %s",
		    o->about->name, STR_ARG(name->text),
		    rule->format->what);
	subject_fix(lint, d, name, better, false, "name");
}

/* "web-" and a random end must make a name. */
static void
check_generate_name(struct lint *lint, const struct object *o,
    const struct node *given)
{
	struct name_rule rule = name_rule_of(o);
	struct str text = node_text(given);

	if (!node_is_str(given) || text.len == 0 ||
	    check_is_placeholder(text))
		return;
	if (str_ends(text, STR("-")))
		text.len--;
	if (!rule.format->valid(text))
		report_name(lint, o, given, &rule);
}

static void
check_name(struct lint *lint, const struct object *o)
{
	const struct node *meta = node_get(o->root, STR("metadata"));
	const struct node *given = node_get(meta, STR("generateName"));
	const struct node *name = node_get(meta, STR("name"));
	struct name_rule rule = name_rule_of(o);
	struct diag *d;

	check_generate_name(lint, o, given);
	if (!node_is_null(name) && !node_is_str(name))
		return;
	if (node_is_null(name) || name->text.len == 0) {
		if ((node_text(given).len > 0 && !node_is_null(given)) ||
		    node_get(o->root, STR("name")) != NULL)
			return;		/* that is told: misplaced */
		d = diag_report(lint->diags, RULE_FIELD_REQUIRED, o->where,
		    "this %s has no name", o->about->name);
		diag_say_fix(lint->diags, d, "metadata: {name: …}");
	} else if (!check_is_placeholder(name->text) &&
	    (!rule.format->valid(name->text) ||
	    name->text.len > rule.longest))
		report_name(lint, o, name, &rule);
}

/* In, NotIn, Exists or DoesNotExist of spec.selector.matchExpressions. */
static bool
expression_holds(const struct node *expression, const struct node *labels)
{
	struct str operator = node_text(node_get(expression,
	    STR("operator")));
	const struct node *label = node_get(labels,
	    node_text(node_get(expression, STR("key"))));
	const struct node *values = node_get(expression, STR("values"));
	bool in = false;

	if (str_is(operator, "Exists") || str_is(operator, "DoesNotExist"))
		return (label != NULL) == str_is(operator, "Exists");
	for (uint32_t i = 0; node_is(values, NODE_SEQ) &&
	    i < values->count; i++)
		in = in || (label != NULL && str_eq(node_text(label),
		    node_text(values->items[i])));
	if (str_is(operator, "NotIn"))
		return label == NULL || !in;
	return !str_is(operator, "In") || in;
}

static bool
is_unsettled(const struct node *map)
{
	for (uint32_t i = 0; node_is(map, NODE_MAP) && i < map->count; i++)
		if (check_is_placeholder(map->entries[i].key->text) ||
		    check_is_placeholder(node_text(map->entries[i].value)))
			return true;
	return false;
}

static void
report_selector(struct lint *lint, const struct object *o,
    const struct node *pair, struct str key, const struct node *label)
{
	const struct node *labels = o->workload->pod_labels;
	struct diag *d;

	d = diag_report(lint->diags, RULE_FIELD_INVALID, pair->span,
	    "the selector asks for the label %.*s, which the pods of this "
	    "%s do not have like that", STR_ARG(key), o->about->name);
	if (label != NULL)
		diag_note(lint->diags, d, label->span,
		    "here it is \"%.*s\"", STR_ARG(node_text(label)));
	else if (labels != NULL && labels->count > 0)
		diag_note(lint->diags, d, labels->entries[0].key->span,
		    "these are the labels of its pods");
	diag_say_fix(lint->diags, d, "the same pairs under spec.selector"
	    "%s and spec.template.metadata.labels",
	    str_is(o->kind, "ReplicationController") ? "" : ".matchLabels");
}

static void
match_labels(struct lint *lint, const struct object *o,
    const struct node *wanted)
{
	const struct node *labels = o->workload->pod_labels;

	for (uint32_t i = 0; node_is(wanted, NODE_MAP) &&
	    i < wanted->count; i++) {
		const struct entry *e = &wanted->entries[i];
		const struct node *label = node_get(labels, e->key->text);

		if (node_is(e->value, NODE_SCALAR) && (label == NULL ||
		    !str_eq(node_text(label), node_text(e->value))))
			report_selector(lint, o, e->value, e->key->text,
			    label);
	}
}

static void
match_expressions(struct lint *lint, const struct object *o,
    const struct node *list)
{
	const struct node *labels = o->workload->pod_labels;

	for (uint32_t i = 0; node_is(list, NODE_SEQ) && i < list->count;
	    i++) {
		const struct node *key = node_get(list->items[i],
		    STR("key"));

		if (node_is_str(key) &&
		    !expression_holds(list->items[i], labels))
			report_selector(lint, o, key, key->text,
			    node_get(labels, key->text));
	}
}

/* All that makes it a whole workload and not a patch of one. */
static bool
is_whole(const struct workload *w)
{
	const struct node *image = node_get(node_item(w->containers, 0),
	    STR("image"));

	return w->pod_labels != NULL && w->pod_labels->count > 0 &&
	    !node_is_null(image);
}

static void
report_no_selector(struct lint *lint, const struct object *o)
{
	const struct node *first = o->workload->pod_labels->entries[0].key;
	const struct node *value = o->workload->pod_labels->entries[0].value;
	struct diag *d;

	d = diag_report(lint->diags, RULE_FIELD_REQUIRED, o->where,
	    "this %s has no spec.selector, which says which pods are its "
	    "own", o->about->name);
	diag_say_fix(lint->diags, d, "selector: {matchLabels: {%.*s: "
	    "%.*s}}", STR_ARG(first->text), STR_ARG(node_text(value)));
}

/* Kinds whose selector the API server holds against their pod template. */
static bool
has_selector(const struct object *o)
{
	static const char *const kinds[] = {
		"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet",
		"ReplicationController", NULL
	};

	for (size_t i = 0; kinds[i] != NULL; i++)
		if (str_is(o->kind, kinds[i]))
			return true;
	return false;
}

static void
check_workload_selector(struct lint *lint, const struct object *o)
{
	const struct node *selector = node_at(o->root, "spec.selector");
	bool old = str_is(o->kind, "ReplicationController");

	if (o->workload == NULL || !has_selector(o) ||
	    !is_whole(o->workload) || is_unsettled(o->workload->pod_labels))
		return;
	if (node_is_null(selector) && !old)
		report_no_selector(lint, o);
	if (old && !is_unsettled(selector))
		match_labels(lint, o, selector);
	if (old || is_unsettled(node_get(selector, STR("matchLabels"))))
		return;
	match_labels(lint, o, node_get(selector, STR("matchLabels")));
	match_expressions(lint, o, node_get(selector,
	    STR("matchExpressions")));
}

/* "example.com/controller": util/validation, IsDomainPrefixedPath. */
static void
check_class_controller(struct lint *lint, const struct object *o)
{
	const struct node *name = node_at(o->root, "spec.controller");
	struct str text = node_text(name);
	size_t slash = str_find_byte(text, '/', 0);
	struct diag *d;

	if (o->type != OBJECT_INGRESS_CLASS || !node_is_str(name) ||
	    check_is_placeholder(text))
		return;
	if (slash != STR_NONE && slash + 1 < text.len && text.len <= 250 &&
	    format_dns_subdomain.valid(str_cut(text, 0, slash)))
		return;
	d = diag_report(lint->diags, RULE_FIELD_INVALID, name->span,
	    "controller \"%.*s\" is not valid: it must be a domain and a "
	    "path, of at most 250 characters", STR_ARG(text));
	if (str_find(text, STR("nginx"), 0) != STR_NONE)
		subject_fix(lint, d, name, STR("k8s.io/ingress-nginx"),
		    false, "controller");
}

object_check *const object_checks[] = {
	check_name, check_workload_selector, check_class_controller, NULL
};
