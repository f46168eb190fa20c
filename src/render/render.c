#include "render/render.h"

#include "jsone/jsone.h"
#include "render/context.h"
#include "render/objection.h"

static bool
add_object(struct strategies *t, const struct node *made,
    const struct node *from, struct stream *objects)
{
	struct document *d;

	if (node_is_null(made))
		return true;
	if (made->kind != NODE_MAP) {
		diag_report(t->diags, RULE_TEMPLATE_INVALID, from->span,
		    "a template makes objects, a list of objects, or null; "
		    "this one made %s", node_type_name(made));
		return false;
	}
	d = vec_add(t->arena, &objects->documents);
	d->root = made;
	d->span = made->span;
	return true;
}

static bool
add_objects(struct strategies *t, const struct node *made,
    const struct node *from, struct stream *objects)
{
	bool ok = true;

	if (!node_is(made, NODE_SEQ))
		return add_object(t, made, from, objects);
	for (uint32_t i = 0; i < made->count; i++)
		ok = add_object(t, made->items[i], from, objects) && ok;
	return ok;
}

static struct span
place_of_strategy(const struct release *release)
{
	const struct node *written = node_at(release->written,
	    "spec.strategy");

	return node_is_null(written) ? node_span(release->metadata->node) :
	    written->span;
}

/* A file of the release's strategy; stream is NULL when it has none. */
struct evaluation {
	struct strategies *strategies;
	struct jsone jsone;
	const struct stream *stream;
	struct span asked;
};

static bool
open_file(struct evaluation *e, const struct release *release,
    const struct node *context, const char *file)
{
	struct strategies *t = e->strategies;

	e->asked = place_of_strategy(release);
	if (!strategies_file(t, release->spec->strategy, file, e->asked,
	    &e->stream))
		return false;
	if (e->stream != NULL)
		jsone_init(&e->jsone, t->arena, t->diags, t->sources,
		    context);
	return true;
}

bool
render_file(struct strategies *t, const struct release *release,
    const struct node *context, const char *file, struct made *made)
{
	struct evaluation e = { .strategies = t };
	const struct node *value;
	bool ok = true;

	*made = (struct made){ .there = false };
	if (!open_file(&e, release, context, file))
		return false;
	made->there = e.stream != NULL;
	for (size_t i = 0; made->there && i < e.stream->documents.n; i++) {
		if (!jsone_eval(&e.jsone, e.stream->documents.at[i].root,
		    &value))
			ok = false;
		else if (!node_is_null(value))
			*vec_add(t->arena, &made->values) = value;
	}
	return ok;
}

/* What checks.yaml has to say; it may be missing. */
static bool
check_phase(struct strategies *t, const struct release *release,
    const struct node *context)
{
	struct made made;
	bool ok = render_file(t, release, context, "checks.yaml", &made);

	for (size_t i = 0; i < made.values.n; i++)
		ok = objections_report(t->diags, made.values.at[i],
		    place_of_strategy(release)) && ok;
	return ok;
}

bool
render_phase(struct strategies *t, const struct release *release,
    enum phase phase, struct stream *objects)
{
	struct evaluation e = { .strategies = t };
	struct str file = arena_printf(t->arena, "%s.yaml",
	    phase_name(phase));
	const struct node *context = context_build(t->arena, release, phase);
	const struct node *made;
	bool ok = true;

	if (!check_phase(t, release, context) ||
	    !open_file(&e, release, context, file.at))
		return false;
	if (e.stream == NULL) {
		diag_report(t->diags, RULE_RELEASE_INVALID, e.asked,
		    "the strategy \"%.*s\" has no template for the phase "
		    "%s, so nothing can be rendered",
		    STR_ARG(release->spec->strategy), phase_name(phase));
		return false;
	}
	for (size_t i = 0; i < e.stream->documents.n; i++) {
		const struct node *from = e.stream->documents.at[i].root;

		ok = jsone_eval(&e.jsone, from, &made) &&
		    add_objects(t, made, from, objects) && ok;
	}
	return ok;
}
