/*
 * service: a Service as fields with places, and how the controller finds a
 * port in it.
 */
#ifndef K8S_SERVICE_H
#define K8S_SERVICE_H

#include "base/map.h"
#include "k8s/object.h"

/* Each NULL where it is absent, empty or null; target also where it is 0. */
struct service_port {
	const struct node *node, *name, *port, *target, *protocol;
};

struct service {
	const struct object *object;
	const struct node *type, *external_name, *cluster_ip;
	const struct node *selector;	/* a mapping with pairs, or NULL */
	struct service_port *ports;
	size_t nports;
	const struct map *index;	/* of many ports; else NULL */
};

/* For who fills the ports: makes the index, if they are many. */
void service_index(struct arena *, struct service *);

const struct service *service_read(struct arena *, const struct object *);
/* Its type is ExternalName. */
bool service_is_external(const struct service *);

enum port_match { PORT_NONE, PORT_BY_NUMBER, PORT_BY_NAME, PORT_BY_TARGET };

/*
 * Finds the entry of spec.ports that an Ingress backend port (as text)
 * resolves to: the first one, in list order, whose port, targetPort or name
 * is that text (semantics 5.2). `*index` gets its index.
 */
enum port_match service_find_port(const struct service *, struct str port,
    size_t *index);

#endif
