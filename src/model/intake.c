#include "model/intake.h"

#include "model/annotation.h"

/* The defaults of --controller-class and --ingress-class. */
#define CONTROLLER_CLASS "k8s.io/ingress-nginx"
#define INGRESS_CLASS "nginx"

/* store.go: GetIngressClass() */
bool
intake_accepts(const struct cluster *cluster, const struct ingress *ingress)
{
	struct str name = node_text(ingress->class_name);
	const struct object *class;
	const struct node *old;

	if (name.len > 0) {
		class = cluster_object(cluster, OBJECT_INGRESS_CLASS,
		    cluster->default_ns, name);
		if (class != NULL)
			return str_is(node_text(node_at(class->root,
			    "spec.controller")), CONTROLLER_CLASS);
		return str_is(name, INGRESS_CLASS);
	}
	old = object_annotation(ingress->object,
	    STR("kubernetes.io/ingress.class"));
	return old == NULL || str_is(old->text, INGRESS_CLASS);
}

bool
intake_is_canary(const struct ingress *ingress)
{
	return annotation_is_true(ingress_annotation(ingress, "canary"));
}
