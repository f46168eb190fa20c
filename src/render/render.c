#include "render/render.h"

#include "jsone/jsone.h"
#include "render/context.h"

static bool
add_object(struct templates *t, const struct node *made,
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
add_objects(struct templates *t, const struct node *made,
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

	return written != NULL ? written->span :
	    node_span(release->metadata->node);
}

bool
render_phase(struct templates *t, const struct release *release,
    enum phase phase, struct stream *objects)
{
	const struct stream *s = template_get(t, release->spec->strategy,
	    phase, place_of_strategy(release));
	const struct node *made;
	struct jsone jsone;
	bool ok = true;

	if (s == NULL)
		return false;
	jsone_init(&jsone, t->arena, t->diags, t->sources,
	    context_build(t->arena, release, phase));
	for (size_t i = 0; i < s->documents.n; i++) {
		const struct node *from = s->documents.at[i].root;

		ok = jsone_eval(&jsone, from, &made) &&
		    add_objects(t, made, from, objects) && ok;
	}
	return ok;
}
