/*
 * plan.yaml is evaluated with what templates see, and with what differs
 * between the two phases; what it makes is read as steps. A step whose list
 * of objects comes out empty is none: so plan.yaml need not ask what there
 * is to do.
 */
#include "plan/plan.h"

#include "plan/kubectl.h"
#include "plan/usual.h"
#include "render/context.h"
#include "shape/shape.h"
#include "yaml/scalar.h"

const char *const step_words[] = { "apply", "delete", "patch", "wait", "run",
	"look", NULL };

struct str
difference_title(struct arena *arena, const struct difference *d)
{
	return arena_printf(arena, "%.*s %.*s/%.*s", STR_ARG(d->kind),
	    STR_ARG(d->ns), STR_ARG(d->name));
}

/* what plan.yaml sees */

struct view {
	struct arena *arena;
	VEC(struct entry) entries;
};

static void
put(struct view *v, const char *key, const struct node *value)
{
	struct entry *e = vec_add(v->arena, &v->entries);

	e->key = node_str(v->arena, SPAN_NONE, str_from(key));
	e->value = value;
}

static void
put_text(struct view *v, const char *key, struct str text)
{
	if (text.len > 0)
		put(v, key, node_str(v->arena, SPAN_NONE, text));
}

static const struct node *
view_map(struct view *v)
{
	return node_map(v->arena, SPAN_NONE, v->entries.at, v->entries.n);
}

static const struct node *
paths_node(struct arena *arena, const struct difference *d)
{
	VEC(const struct node *) items = { NULL, 0, 0 };

	for (size_t i = 0; i < d->paths.n; i++)
		*vec_add(arena, &items) = node_str(arena, SPAN_NONE,
		    d->paths.at[i]);
	return node_seq(arena, SPAN_NONE, items.at, items.n);
}

static const struct node *
difference_node(struct arena *arena, const struct difference *d)
{
	struct view v = { .arena = arena };

	put_text(&v, "apiVersion", d->api_version);
	put_text(&v, "kind", d->kind);
	put_text(&v, "namespace", d->ns);
	put_text(&v, "name", d->name);
	put_text(&v, "file", d->file);
	put_text(&v, "was", d->was);
	put(&v, "paths", paths_node(arena, d));
	put(&v, "before", d->before != NULL ? d->before :
	    node_null(arena, SPAN_NONE));
	put(&v, "after", d->after != NULL ? d->after :
	    node_null(arena, SPAN_NONE));
	return view_map(&v);
}

static const struct node *
list_node(struct arena *arena, const struct plan *plan, enum fate fate,
    enum duty duty)
{
	VEC(const struct node *) items = { NULL, 0, 0 };

	for (size_t i = 0; i < plan->differences.all.n; i++) {
		const struct difference *d = &plan->differences.all.at[i];

		if (d->fate == fate && (duty == DUTY_COUNT ||
		    d->duty == duty))
			*vec_add(arena, &items) = difference_node(arena, d);
	}
	return node_seq(arena, SPAN_NONE, items.at, items.n);
}

/* The objects of one fate: all, and by what they are for. */
static const struct node *
fate_node(struct arena *arena, const struct plan *plan, enum fate fate)
{
	static const char *const names[] = {
		[DUTY_OTHER] = "others", [DUTY_WORKLOAD] = "workloads",
		[DUTY_SERVICE] = "services", [DUTY_ROUTE] = "routes",
		[DUTY_COUNT] = "all"
	};
	struct view v = { .arena = arena };

	for (int duty = 0; duty <= DUTY_COUNT; duty++)
		put(&v, names[duty], list_node(arena, plan, fate,
		    (enum duty)duty));
	return view_map(&v);
}

static const struct node *
view_build(struct arena *arena, const struct plan *plan)
{
	static const char *const names[] = {
		[FATE_SAME] = "same", [FATE_MADE] = "made",
		[FATE_CHANGED] = "changed", [FATE_DELETED] = "deleted"
	};
	const struct node *context = context_build(arena, plan->release,
	    plan->to);
	struct view v = { .arena = arena };

	for (uint32_t i = 0; i < context->count; i++)
		*vec_add(arena, &v.entries) = context->entries[i];
	put_text(&v, "from", str_from(phase_name(plan->from)));
	put_text(&v, "to", str_from(phase_name(plan->to)));
	for (int fate = 0; fate < FATE_COUNT; fate++)
		put(&v, names[fate], fate_node(arena, plan,
		    (enum fate)fate));
	return view_map(&v);
}

/* what it makes of that */

static const struct shape any_shape = { .kind = SHAPE_ANY };
static const struct shape text_shape = { .kind = SHAPE_STR, .least = 1 };
static const struct shape texts_shape = {
	.kind = SHAPE_LIST, .of = &text_shape
};
static const struct shape flag_shape = { .kind = SHAPE_BOOL };
static const struct shape kind_shape = {
	.kind = SHAPE_STR, .words = step_words
};
static const struct shape patch_shape = {
	.kind = SHAPE_DICT, .of = &any_shape, .least = 1
};
static const struct field object_fields[] = {
	{ .name = "kind", .shape = &text_shape, .required = true,
	  .hint = "kind: Ingress" },
	{ .name = "name", .shape = &text_shape, .required = true,
	  .hint = "name: ${name}" },
	{ .name = "namespace", .shape = &text_shape },
	{ .name = NULL }
};
static const struct shape object_shape = {
	.kind = SHAPE_STRUCT, .what = "the object", .fields = object_fields,
	.open = true
};
static const struct shape objects_shape = {
	.kind = SHAPE_LIST, .of = &object_shape
};
static const struct field step_fields[] = {
	{ .name = "do", .shape = &kind_shape, .required = true,
	  .hint = "do: apply" },
	{ .name = "title", .shape = &text_shape, .required = true,
	  .hint = "title: Send every route to green" },
	{ .name = "objects", .shape = &objects_shape },
	{ .name = "patch", .shape = &patch_shape },
	{ .name = "commands", .shape = &texts_shape },
	{ .name = "why", .shape = &text_shape },
	{ .name = "meanwhile", .shape = &text_shape },
	{ .name = "back", .shape = &text_shape },
	{ .name = "undo", .shape = &texts_shape },
	{ .name = "switches", .shape = &flag_shape },
	{ .name = NULL }
};
static const struct shape step_shape = {
	.kind = SHAPE_STRUCT, .what = "the step", .fields = step_fields
};
static const struct shape_rules rules = {
	.unknown = RULE_TEMPLATE_INVALID, .type = RULE_TEMPLATE_INVALID,
	.required = RULE_TEMPLATE_INVALID, .invalid = RULE_TEMPLATE_INVALID,
};

struct reader {
	struct arena *arena;
	struct diags *diags;
	struct plan *plan;
	const struct node *made;	/* the step that is read */
};

static struct str
text_of(const struct reader *r, const char *key)
{
	return node_text(node_get(r->made, str_from(key)));
}

static const struct difference *
find_object(const struct reader *r, const struct node *item)
{
	struct str kind = node_text(node_get(item, STR("kind")));
	struct str name = node_text(node_get(item, STR("name")));
	const struct node *given = node_get(item, STR("namespace"));
	struct str ns = node_is_null(given) ?
	    r->plan->release->metadata->ns : given->text;

	for (size_t i = 0; i < r->plan->differences.all.n; i++) {
		const struct difference *d =
		    &r->plan->differences.all.at[i];

		if (str_eq(d->kind, kind) && str_eq(d->name, name) &&
		    str_eq(d->ns, ns))
			return d;
	}
	diag_report(r->diags, RULE_TEMPLATE_INVALID, r->made->span,
	    "the step \"%.*s\" is about %.*s %.*s/%.*s, which is an object "
	    "of neither phase", STR_ARG(text_of(r, "title")), STR_ARG(kind),
	    STR_ARG(ns), STR_ARG(name));
	return NULL;
}

/* What is asked of an object cannot be done. */
static bool
suits(const struct reader *r, const struct step *s,
    const struct difference *d)
{
	const char *wrong = NULL;

	if (s->kind == STEP_APPLY && d->after == NULL)
		wrong = "applies %.*s, which the phase %s does not have";
	if (s->kind == STEP_DELETE && d->after != NULL)
		wrong = "deletes %.*s, which the phase %s has";
	if (wrong == NULL)
		return true;
	diag_report(r->diags, RULE_TEMPLATE_INVALID, r->made->span,
	    "the step \"%.*s\" %.*s", STR_ARG(s->title),
	    STR_ARG(arena_printf(r->arena, wrong,
	    STR_ARG(difference_title(r->arena, d)),
	    phase_name(r->plan->to))));
	return false;
}

static bool
read_objects(const struct reader *r, struct step *s)
{
	const struct node *list = node_get(r->made, STR("objects"));

	for (uint32_t i = 0; node_is(list, NODE_SEQ) && i < list->count;
	    i++) {
		const struct difference *d;

		if (node_is_null(list->items[i]))
			continue;
		d = find_object(r, list->items[i]);
		if (d == NULL || !suits(r, s, d))
			return false;
		*vec_add(r->arena, &s->objects) = d;
	}
	return true;
}

static bool
has_what_it_takes(const struct reader *r, const struct step *s)
{
	const char *lacks = NULL;

	if (s->kind == STEP_PATCH && s->patch == NULL)
		lacks = "a patch";
	else if (s->kind == STEP_PATCH && s->objects.n != 1)
		lacks = "one object to patch";
	else if ((s->kind == STEP_APPLY || s->kind == STEP_DELETE ||
	    s->kind == STEP_WAIT) && s->objects.n == 0 &&
	    s->commands.n == 0)
		lacks = "objects";
	if (lacks != NULL)
		diag_report(r->diags, RULE_TEMPLATE_INVALID, r->made->span,
		    "the step \"%.*s\" lacks %s", STR_ARG(s->title), lacks);
	return lacks == NULL;
}

static void
read_lines(const struct reader *r, const char *key, struct lines *lines)
{
	const struct node *list = node_get(r->made, str_from(key));

	for (uint32_t i = 0; node_is(list, NODE_SEQ) && i < list->count; i++)
		if (!node_is_null(list->items[i]))
			*vec_add(r->arena, lines) = node_text(list->items[i]);
}

static enum step_kind
kind_of(struct str word)
{
	unsigned kind = 0;

	while (!str_is(word, step_words[kind]))
		kind++;
	return (enum step_kind)kind;
}

static bool
read_step(struct reader *r, const struct node *made)
{
	const struct node *objects = node_get(made, STR("objects"));
	const struct node *switches = node_get(made, STR("switches"));
	struct step *s;

	r->made = made;
	if (!shape_check(r->diags, &rules, &step_shape, made))
		return false;
	if (node_is(objects, NODE_SEQ) && objects->count == 0)
		return true;
	s = arena_new(r->arena, struct step);
	s->kind = kind_of(text_of(r, "do"));
	s->where = made->span;
	s->title = text_of(r, "title");
	s->why = text_of(r, "why");
	s->meanwhile = text_of(r, "meanwhile");
	s->back = text_of(r, "back");
	s->switches = !node_is_null(switches) && scalar_bool(switches);
	s->patch = node_get(made, STR("patch"));
	if (node_is_null(s->patch))
		s->patch = NULL;
	read_lines(r, "commands", &s->commands);
	read_lines(r, "undo", &s->undo);
	if (!read_objects(r, s) || !has_what_it_takes(r, s))
		return false;
	*vec_add(r->arena, &r->plan->steps) = s;
	return true;
}

static bool
read_steps(struct reader *r, const struct node *made)
{
	bool ok = true;

	if (!node_is(made, NODE_SEQ))
		return node_is_null(made) || read_step(r, made);
	for (uint32_t i = 0; i < made->count; i++)
		ok = (node_is_null(made->items[i]) ||
		    read_step(r, made->items[i])) && ok;
	return ok;
}

bool
plan_make(struct strategies *t, struct plan *plan)
{
	struct reader r = { t->arena, t->diags, plan, NULL };
	struct made made;
	bool ok;

	ok = render_file(t, plan->release, view_build(t->arena, plan),
	    "plan.yaml", &made);
	for (size_t i = 0; i < made.values.n; i++)
		ok = read_steps(&r, made.values.at[i]) && ok;
	if (ok && !made.there)
		usual_steps(t->arena, plan);
	for (size_t i = 0; plan->release->strategy->kubernetes &&
	    i < plan->steps.n; i++)
		kubectl_complete(t->arena, plan->steps.at[i]);
	return ok;
}
