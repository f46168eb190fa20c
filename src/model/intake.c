#include "model/intake.h"

#include "model/annotation.h"

/* The defaults of --controller-class and --ingress-class. */
#define CONTROLLER_CLASS "k8s.io/ingress-nginx"
#define INGRESS_CLASS "nginx"

/* Controllers that serve Ingresses without a class where they run. */
static const char *const foreign_prefixes[] = {
	"alb.ingress.kubernetes.io/", "appgw.ingress.kubernetes.io/",
	"ingress.gcp.kubernetes.io/", "networking.gke.io/",
	"kubernetes.io/ingress.global-static-ip-name",
	"kubernetes.io/ingress.regional-static-ip-name",
	"traefik.ingress.kubernetes.io/", "ingress.bluemix.net/",
	"haproxy.org/", "haproxy-ingress.github.io/", "konghq.com/",
	"nginx.org/", "projectcontour.io/", "getambassador.io/",
};

static bool
has_annotation(const struct ingress *ingress, struct str prefix)
{
	const struct node *all = ingress->annotations;

	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		if (str_starts(all->entries[i].key->text, prefix))
			return true;
	return false;
}

static bool
is_foreign(const struct ingress *ingress)
{
	if (has_annotation(ingress, STR(INGRESS_PREFIX)))
		return false;
	for (size_t i = 0; i < sizeof(foreign_prefixes) /
	    sizeof(*foreign_prefixes); i++)
		if (has_annotation(ingress, str_from(foreign_prefixes[i])))
			return true;
	return false;
}

static const struct node *
class_annotation(const struct ingress *ingress)
{
	return object_annotation(ingress->object,
	    STR("kubernetes.io/ingress.class"));
}

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
	old = class_annotation(ingress);
	if (old != NULL)
		return str_is(old->text, INGRESS_CLASS);
	return !is_foreign(ingress);
}

bool
intake_is_unclaimed(const struct ingress *ingress)
{
	return node_text(ingress->class_name).len == 0 &&
	    class_annotation(ingress) == NULL &&
	    !has_annotation(ingress, STR(INGRESS_PREFIX));
}

bool
intake_is_canary(const struct ingress *ingress)
{
	return annotation_is_true(ingress_annotation(ingress, "canary"));
}
