#include "lint/served.h"

#include "model/intake.h"

/* It has the class that the controller is told to serve. */
static bool
has_flagged_class(const struct controller *c, const struct ingress *in)
{
	const struct node *old = object_annotation(in->object,
	    STR("kubernetes.io/ingress.class"));

	return in->class_name != NULL ?
	    str_eq(node_text(in->class_name), c->ingress_class) :
	    old != NULL && str_eq(old->text, c->ingress_class);
}

void
served_init(struct arena *arena, const struct cluster *cluster,
    const struct controller *given, struct served *served)
{
	served->given = given;
	served->controller = *given;
	served->controller.without_class = true;
	served->controller.assume_references = true;
	endpoints_init(arena, cluster, &served->controller,
	    &served->endpoints);
}

struct model *
served_build(struct arena *arena, const struct served *served,
    const struct cluster *part)
{
	struct cluster *cluster = arena_new(arena, struct cluster);
	struct model *model = arena_new(arena, struct model);

	*cluster = *part;
	cluster->ingresses.at = arena_array(arena, const struct ingress *,
	    part->ingresses.n);
	cluster->ingresses.n = 0;
	for (size_t i = 0; i < part->ingresses.n; i++) {
		const struct ingress *in = part->ingresses.at[i];

		if (intake_accepts(part, in) ||
		    has_flagged_class(served->given, in))
			cluster->ingresses.at[cluster->ingresses.n++] = in;
	}
	model_build_some(arena, cluster, &served->controller,
	    &served->endpoints, model);
	return model;
}
