#include "k8s/kind.h"

#include "k8s/shapes.h"

#define REMOVED(...) ((const struct removed[]){ __VA_ARGS__, { NULL, NULL } })
#define APPS_MIGRATION "apps/v1 demands spec.selector, which must match " \
	"the labels of spec.template"
#define INGRESS_MIGRATION "every path needs a pathType " \
	"(ImplementationSpecific keeps the old meaning), \"serviceName: web, " \
	"servicePort: 80\" becomes \"service: {name: web, port: {number: " \
	"80}}\", and spec.backend is called spec.defaultBackend"

/* kubernetes.io/docs/reference/using-api/deprecation-guide */
static const struct kind kinds[] = {
	{ .name = "Ingress", .type = OBJECT_INGRESS,
	    .api_version = "networking.k8s.io/v1", .shape = &shape_ingress,
	    .removed = REMOVED({ "extensions/v1beta1", "1.22" },
	    { "networking.k8s.io/v1beta1", "1.22" }),
	    .migration = INGRESS_MIGRATION },
	{ .name = "IngressClass", .type = OBJECT_INGRESS_CLASS,
	    .api_version = "networking.k8s.io/v1", .no_namespace = true,
	    .shape = &shape_ingress_class,
	    .removed = REMOVED({ "networking.k8s.io/v1beta1", "1.22" }) },
	{ .name = "Service", .type = OBJECT_SERVICE,
	    .api_version = "v1", .shape = &shape_service },
	{ .name = "Deployment", .type = OBJECT_WORKLOAD,
	    .api_version = "apps/v1", .shape = &shape_deployment,
	    .removed = REMOVED({ "extensions/v1beta1", "1.16" },
	    { "apps/v1beta1", "1.16" }, { "apps/v1beta2", "1.16" }),
	    .migration = APPS_MIGRATION },
	{ .name = "ReplicaSet", .type = OBJECT_WORKLOAD,
	    .api_version = "apps/v1", .shape = &shape_replica_set,
	    .removed = REMOVED({ "extensions/v1beta1", "1.16" },
	    { "apps/v1beta2", "1.16" }), .migration = APPS_MIGRATION },
	{ .name = "StatefulSet", .type = OBJECT_WORKLOAD,
	    .api_version = "apps/v1", .shape = &shape_stateful_set,
	    .removed = REMOVED({ "apps/v1beta1", "1.16" },
	    { "apps/v1beta2", "1.16" }), .migration = APPS_MIGRATION },
	{ .name = "DaemonSet", .type = OBJECT_WORKLOAD,
	    .api_version = "apps/v1", .shape = &shape_daemon_set,
	    .removed = REMOVED({ "extensions/v1beta1", "1.16" },
	    { "apps/v1beta2", "1.16" }), .migration = APPS_MIGRATION },
	{ .name = "Job", .type = OBJECT_WORKLOAD,
	    .api_version = "batch/v1", .shape = &shape_job },
	{ .name = "CronJob", .type = OBJECT_WORKLOAD,
	    .api_version = "batch/v1", .shape = &shape_cron_job,
	    .removed = REMOVED({ "batch/v1beta1", "1.25" },
	    { "batch/v2alpha1", "1.21" }) },
	{ .name = "ReplicationController", .type = OBJECT_WORKLOAD,
	    .api_version = "v1", .shape = &shape_replication_controller },
	{ .name = "Pod", .type = OBJECT_WORKLOAD,
	    .api_version = "v1", .shape = &shape_pod },
	{ .name = "Rollout", .type = OBJECT_WORKLOAD,
	    .api_version = "argoproj.io/v1alpha1", .shape = &shape_rollout },
	{ .name = "HTTPRoute", .type = OBJECT_HTTP_ROUTE,
	    .api_version = "gateway.networking.k8s.io/v1",
	    .also = "gateway.networking.k8s.io/v1beta1",
	    .shape = &shape_http_route },
	{ .name = "EndpointSlice", .type = OBJECT_ENDPOINT_SLICE,
	    .api_version = "discovery.k8s.io/v1",
	    .removed = REMOVED({ "discovery.k8s.io/v1beta1", "1.25" }),
	    .migration = "the topology of an endpoint becomes nodeName and "
	    "zone" },
	{ .name = "Secret", .type = OBJECT_SECRET,
	    .api_version = "v1", .shape = &shape_secret },
	{ .name = "ConfigMap", .type = OBJECT_CONFIG_MAP,
	    .api_version = "v1", .shape = &shape_config_map },
	{ .name = "Release", .type = OBJECT_RELEASE,
	    .api_version = "greenlight.dev/v1" },
};

#define NKINDS (sizeof(kinds) / sizeof(*kinds))

const struct kind *
kind_find(struct str name)
{
	for (size_t i = 0; i < NKINDS; i++)
		if (str_is(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

const struct kind *
kind_in_other_case(struct str name, struct str api_version)
{
	for (size_t i = 0; i < NKINDS; i++)
		if (str_eq_nocase(name, str_from(kinds[i].name)) &&
		    str_is(api_version, kinds[i].api_version) &&
		    !str_is(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

/* The part before '/'; empty for the core group ("v1"). */
static struct str
group_of(struct str api_version)
{
	size_t slash = str_find_byte(api_version, '/', 0);

	return str_cut(api_version, 0, slash == STR_NONE ? 0 : slash);
}

/*
 * Groups of custom resources have a dot in them, so a group without one can
 * only be a group of Kubernetes itself, or a slip.
 */
static bool
is_custom(struct str group)
{
	return str_find_byte(group, '.', 0) != STR_NONE &&
	    !str_eq(group, STR("networking.k8s.io"));
}

enum served
kind_served(const struct kind *kind, struct str api_version,
    const char **since)
{
	struct str group = group_of(api_version);
	struct str ours = group_of(str_from(kind->api_version));

	if (str_is(api_version, kind->api_version) ||
	    (kind->also != NULL && str_is(api_version, kind->also)))
		return SERVED;
	for (const struct removed *r = kind->removed;
	    r != NULL && r->api_version != NULL; r++)
		if (str_is(api_version, r->api_version)) {
			*since = r->since;
			return SERVED_NO_MORE;
		}
	if (str_eq(group, ours))
		return SERVED_ELSEWHERE;
	return is_custom(group) || is_custom(ours) ?
	    SERVED_OTHER : SERVED_ELSEWHERE;
}
