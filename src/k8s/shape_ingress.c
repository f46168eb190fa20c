/*
 * Shapes of networking.k8s.io/v1. The fields of v1beta1 that have another
 * name now are let pass here, and pathType, which it did not have, may be
 * missing: the checks of lint speak of them, because they can say what to
 * write for them.
 */
#include "k8s/shapes.h"

static const struct shape port_number = {
	.kind = SHAPE_INT, .what = "port number", .min = 1, .max = 65535,
};
static const struct shape port_name = {
	.kind = SHAPE_STR,
};
static const struct field port_fields[] = {
	{ .name = "number", .shape = &port_number },
	{ .name = "name", .shape = &port_name },
	{ .name = NULL }
};
static const struct shape port = {
	.kind = SHAPE_STRUCT, .what = "the port of a backend",
	.fields = port_fields,
};

static const struct field service_fields[] = {
	{ .name = "name", .shape = &shape_text, .required = true },
	{ .name = "port", .shape = &port },
	{ .name = NULL }
};
static const struct shape service = {
	.kind = SHAPE_STRUCT, .what = "the service of a backend",
	.fields = service_fields,
};

static const struct field resource_fields[] = {
	{ .name = "apiGroup", .shape = &shape_text },
	{ .name = "kind", .shape = &shape_text, .required = true },
	{ .name = "name", .shape = &shape_text, .required = true },
	{ .name = NULL }
};
static const struct shape resource = {
	.kind = SHAPE_STRUCT, .what = "the resource of a backend",
	.fields = resource_fields,
};

static const struct field backend_fields[] = {
	{ .name = "service", .shape = &service },
	{ .name = "resource", .shape = &resource },
	{ .name = "serviceName", .shape = &shape_any, .hidden = true },
	{ .name = "servicePort", .shape = &shape_any, .hidden = true },
	{ .name = NULL }
};
static const struct shape backend = {
	.kind = SHAPE_STRUCT, .what = "a backend", .fields = backend_fields,
};

static const char *const path_types[] = {
	"Prefix", "Exact", "ImplementationSpecific", NULL
};
static const struct shape path_type = {
	.kind = SHAPE_STR, .words = path_types,
};
static const struct field path_fields[] = {
	{ .name = "path", .shape = &shape_text },
	{ .name = "pathType", .shape = &path_type },
	{ .name = "backend", .shape = &backend, .required = true },
	{ .name = NULL }
};
static const struct shape path = {
	.kind = SHAPE_STRUCT, .what = "a path", .fields = path_fields,
};
static const struct shape paths = {
	.kind = SHAPE_LIST, .of = &path, .least = 1,
};

static const struct field http_fields[] = {
	{ .name = "paths", .shape = &paths, .required = true },
	{ .name = NULL }
};
static const struct shape http = {
	.kind = SHAPE_STRUCT, .what = "http", .fields = http_fields,
};

static const struct field rule_fields[] = {
	{ .name = "host", .shape = &shape_text },
	{ .name = "http", .shape = &http },
	{ .name = NULL }
};
static const struct shape rule = {
	.kind = SHAPE_STRUCT, .what = "a rule", .fields = rule_fields,
};
static const struct shape rules = { .kind = SHAPE_LIST, .of = &rule };

static const struct field tls_fields[] = {
	{ .name = "hosts", .shape = &shape_texts },
	{ .name = "secretName", .shape = &shape_text },
	{ .name = NULL }
};
static const struct shape tls = {
	.kind = SHAPE_STRUCT, .what = "a tls entry", .fields = tls_fields,
};
static const struct shape tls_list = { .kind = SHAPE_LIST, .of = &tls };

static const struct field spec_fields[] = {
	{ .name = "ingressClassName", .shape = &shape_text },
	{ .name = "rules", .shape = &rules },
	{ .name = "tls", .shape = &tls_list },
	{ .name = "defaultBackend", .shape = &backend },
	{ .name = "backend", .shape = &shape_any, .hidden = true },
	{ .name = NULL }
};
static const struct shape spec = {
	.kind = SHAPE_STRUCT, .what = "the spec of an Ingress",
	.fields = spec_fields,
};

static const struct field ingress_fields[] = {
	SHAPE_OBJECT_FIELDS,
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "spec", .shape = &spec },
	{ .name = "status", .shape = &shape_any },
	{ .name = NULL }
};
const struct shape shape_ingress = {
	.kind = SHAPE_STRUCT, .what = "an Ingress", .fields = ingress_fields,
};

static const char *const scopes[] = { "Cluster", "Namespace", NULL };
static const struct shape scope = {
	.kind = SHAPE_STR, .words = scopes,
};
static const struct field parameters_fields[] = {
	{ .name = "apiGroup", .shape = &shape_text },
	{ .name = "kind", .shape = &shape_text, .required = true },
	{ .name = "name", .shape = &shape_text, .required = true },
	{ .name = "scope", .shape = &scope },
	{ .name = "namespace", .shape = &shape_text },
	{ .name = NULL }
};
static const struct shape parameters = {
	.kind = SHAPE_STRUCT, .what = "the parameters of an IngressClass",
	.fields = parameters_fields,
};
static const struct field class_spec_fields[] = {
	{ .name = "controller", .shape = &shape_text, .required = true },
	{ .name = "parameters", .shape = &parameters },
	{ .name = NULL }
};
static const struct shape class_spec = {
	.kind = SHAPE_STRUCT, .what = "the spec of an IngressClass",
	.fields = class_spec_fields,
};
static const struct field class_fields[] = {
	SHAPE_OBJECT_FIELDS,
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "spec", .shape = &class_spec, .required = true },
	{ .name = NULL }
};
const struct shape shape_ingress_class = {
	.kind = SHAPE_STRUCT, .what = "an IngressClass",
	.fields = class_fields,
};
