/*
 * The shape of an HTTPRoute, as far as it names Services. The rest of it is
 * let pass unseen: the Gateway API grows with each release.
 */
#include "k8s/shapes.h"

static const struct shape port_number = {
	.kind = SHAPE_INT, .min = 1, .max = 65535,
};

static const struct field backend_fields[] = {
	{ .name = "name", .shape = &shape_text, .required = true },
	{ .name = "port", .shape = &port_number },
	{ .name = "namespace", .shape = &shape_text },
	{ .name = "kind", .shape = &shape_text },
	{ .name = "group", .shape = &shape_text },
	{ .name = NULL }
};
static const struct shape backend = {
	.kind = SHAPE_STRUCT, .what = "a backendRef", .open = true,
	.fields = backend_fields,
};
static const struct shape backends = { .kind = SHAPE_LIST, .of = &backend };

static const struct field rule_fields[] = {
	{ .name = "backendRefs", .shape = &backends },
	{ .name = NULL }
};
static const struct shape rule = {
	.kind = SHAPE_STRUCT, .what = "a rule", .open = true,
	.fields = rule_fields,
};
static const struct shape rules = { .kind = SHAPE_LIST, .of = &rule };

static const struct field spec_fields[] = {
	{ .name = "hostnames", .shape = &shape_texts },
	{ .name = "rules", .shape = &rules },
	{ .name = NULL }
};
static const struct shape spec = {
	.kind = SHAPE_STRUCT, .what = "the spec of an HTTPRoute",
	.open = true, .fields = spec_fields,
};

static const struct field http_route_fields[] = {
	SHAPE_OBJECT_FIELDS,
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "spec", .shape = &spec },
	{ .name = "status", .shape = &shape_any },
	{ .name = NULL }
};
const struct shape shape_http_route = {
	.kind = SHAPE_STRUCT, .what = "an HTTPRoute",
	.fields = http_route_fields,
};
