/*
 * The shape of a Service. Words that the API server puts itself where they
 * are empty may be "".
 */
#include "k8s/shapes.h"

static const char *const protocols[] = { "", "TCP", "UDP", "SCTP", NULL };
static const struct shape protocol = {
	.kind = SHAPE_STR, .words = protocols,
};
static const struct shape port_number = {
	.kind = SHAPE_INT, .min = 1, .max = 65535,
};
/* 0: one is allotted. Which others are free is up to the cluster. */
static const struct shape node_port = {
	.kind = SHAPE_INT, .min = 0, .max = 65535,
};
static const struct shape port_name = {
	.kind = SHAPE_STR,
};
static const struct shape target_port = {
	.kind = SHAPE_INT_OR_STR,
};
static const struct field port_fields[] = {
	{ .name = "name", .shape = &port_name },
	{ .name = "port", .shape = &port_number, .required = true },
	{ .name = "targetPort", .shape = &target_port },
	{ .name = "protocol", .shape = &protocol },
	{ .name = "nodePort", .shape = &node_port },
	{ .name = "appProtocol", .shape = &shape_text },
	{ .name = NULL }
};
static const struct shape port = {
	.kind = SHAPE_STRUCT, .what = "a port of a Service",
	.fields = port_fields,
};
static const struct shape ports = { .kind = SHAPE_LIST, .of = &port };

static const char *const types[] = {
	"", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName", NULL
};
static const struct shape type = {
	.kind = SHAPE_STR, .words = types,
};
static const char *const affinities[] = { "", "None", "ClientIP", NULL };
static const struct shape affinity = {
	.kind = SHAPE_STR, .words = affinities,
};
static const char *const policies[] = { "", "Cluster", "Local", NULL };
static const struct shape policy = {
	.kind = SHAPE_STR, .words = policies,
};
static const char *const families[] = { "IPv4", "IPv6", NULL };
static const struct shape family = {
	.kind = SHAPE_STR, .words = families,
};
static const struct shape family_list = { .kind = SHAPE_LIST, .of = &family };
static const char *const family_policies[] = {
	"SingleStack", "PreferDualStack", "RequireDualStack", NULL
};
static const struct shape family_policy = {
	.kind = SHAPE_STR,
	.words = family_policies,
};

static const struct field client_ip_fields[] = {
	{ .name = "timeoutSeconds", .shape = &shape_int },
	{ .name = NULL }
};
static const struct shape client_ip = {
	.kind = SHAPE_STRUCT, .what = "clientIP", .fields = client_ip_fields,
};
static const struct field affinity_config_fields[] = {
	{ .name = "clientIP", .shape = &client_ip },
	{ .name = NULL }
};
static const struct shape affinity_config = {
	.kind = SHAPE_STRUCT, .what = "a sessionAffinityConfig",
	.fields = affinity_config_fields,
};

static const struct field spec_fields[] = {
	{ .name = "type", .shape = &type },
	{ .name = "selector", .shape = &shape_labels },
	{ .name = "ports", .shape = &ports },
	{ .name = "clusterIP", .shape = &shape_text },
	{ .name = "clusterIPs", .shape = &shape_texts },
	{ .name = "externalName", .shape = &shape_text },
	{ .name = "externalIPs", .shape = &shape_texts },
	{ .name = "sessionAffinity", .shape = &affinity },
	{ .name = "sessionAffinityConfig", .shape = &affinity_config },
	{ .name = "externalTrafficPolicy", .shape = &policy },
	{ .name = "internalTrafficPolicy", .shape = &policy },
	{ .name = "healthCheckNodePort", .shape = &shape_int },
	{ .name = "publishNotReadyAddresses", .shape = &shape_bool },
	{ .name = "loadBalancerIP", .shape = &shape_text },
	{ .name = "loadBalancerSourceRanges", .shape = &shape_texts },
	{ .name = "loadBalancerClass", .shape = &shape_text },
	{ .name = "allocateLoadBalancerNodePorts", .shape = &shape_bool },
	{ .name = "ipFamilies", .shape = &family_list },
	{ .name = "ipFamilyPolicy", .shape = &family_policy },
	{ .name = "trafficDistribution", .shape = &shape_text },
	{ .name = NULL }
};
static const struct shape spec = {
	.kind = SHAPE_STRUCT, .what = "the spec of a Service",
	.fields = spec_fields,
};

static const struct field service_fields[] = {
	SHAPE_OBJECT_FIELDS,
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "spec", .shape = &spec },
	{ .name = "status", .shape = &shape_any },
	{ .name = NULL }
};
const struct shape shape_service = {
	.kind = SHAPE_STRUCT, .what = "a Service", .fields = service_fields,
};
