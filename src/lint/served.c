/*
 * A cluster is an Ingress of another controller less, and the controller
 * less strict about classes: manifests are often linted without the
 * IngressClass, or the flag, that gives them to it.
 */
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

const struct model *
served_build(struct arena *arena, const struct cluster *all,
    const struct controller *given)
{
	struct cluster *cluster = arena_new(arena, struct cluster);
	struct controller controller = *given;
	struct model *model = arena_new(arena, struct model);

	*cluster = *all;
	cluster->ingresses.at = NULL;
	cluster->ingresses.n = cluster->ingresses.room = 0;
	for (size_t i = 0; i < all->ingresses.n; i++) {
		const struct ingress *in = all->ingresses.at[i];

		if (intake_accepts(all, in) || has_flagged_class(given, in))
			*vec_add(arena, &cluster->ingresses) = in;
	}
	controller.without_class = true;
	controller.assume_references = true;
	model_build(arena, cluster, &controller, model);
	return model;
}
