/*
 * Shapes of everything that makes pods, as far as Services refer to them:
 * labels, selectors, and the names and ports of containers. The rest of a
 * pod spec is let pass unseen, and nothing is required in it, because
 * kustomize patches hold parts of workloads.
 */
#include "k8s/shapes.h"

static const char *const protocols[] = { "", "TCP", "UDP", "SCTP", NULL };
static const struct shape protocol = {
	.kind = SHAPE_STR, .words = protocols,
};
static const struct shape port_number = {
	.kind = SHAPE_INT, .min = 1, .max = 65535,
};
static const struct shape port_name = {
	.kind = SHAPE_STR, .what = "port name", .format = &format_port_name,
};
static const struct field container_port_fields[] = {
	{ .name = "containerPort", .shape = &port_number, .required = true },
	{ .name = "name", .shape = &port_name },
	{ .name = "protocol", .shape = &protocol },
	{ .name = NULL }
};
static const struct shape container_port = {
	.kind = SHAPE_STRUCT, .what = "a container port", .open = true,
	.fields = container_port_fields,
};
static const struct shape container_ports = {
	.kind = SHAPE_LIST, .of = &container_port,
};

static const struct field container_fields[] = {
	{ .name = "name", .shape = &shape_text },
	{ .name = "image", .shape = &shape_text },
	{ .name = "ports", .shape = &container_ports },
	{ .name = NULL }
};
static const struct shape container = {
	.kind = SHAPE_STRUCT, .what = "a container", .open = true,
	.fields = container_fields,
};
static const struct shape containers = {
	.kind = SHAPE_LIST, .of = &container,
};

static const struct field pod_spec_fields[] = {
	{ .name = "containers", .shape = &containers },
	{ .name = "initContainers", .shape = &containers },
	{ .name = NULL }
};
static const struct shape pod_spec = {
	.kind = SHAPE_STRUCT, .what = "the spec of a pod", .open = true,
	.fields = pod_spec_fields,
};

static const struct field template_fields[] = {
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "spec", .shape = &pod_spec },
	{ .name = NULL }
};
static const struct shape template = {
	.kind = SHAPE_STRUCT, .what = "a pod template",
	.fields = template_fields,
};

static const char *const operators[] = {
	"In", "NotIn", "Exists", "DoesNotExist", NULL
};
static const struct shape operator = {
	.kind = SHAPE_STR, .words = operators,
};
static const struct field expression_fields[] = {
	{ .name = "key", .shape = &shape_text, .required = true },
	{ .name = "operator", .shape = &operator, .required = true },
	{ .name = "values", .shape = &shape_texts },
	{ .name = NULL }
};
static const struct shape expression = {
	.kind = SHAPE_STRUCT, .what = "a match expression",
	.fields = expression_fields,
};
static const struct shape expressions = {
	.kind = SHAPE_LIST, .of = &expression,
};
static const struct field selector_fields[] = {
	{ .name = "matchLabels", .shape = &shape_labels },
	{ .name = "matchExpressions", .shape = &expressions },
	{ .name = NULL }
};
static const struct shape selector = {
	.kind = SHAPE_STRUCT, .what = "a label selector",
	.fields = selector_fields,
};

/* A workload: its spec has these fields. */
#define WORKLOAD(id, title, ...) \
	static const struct field id ## _spec_fields[] = { \
		__VA_ARGS__, { .name = NULL } \
	}; \
	static const struct shape id ## _spec = { \
		.kind = SHAPE_STRUCT, .what = "the spec of a " title, \
		.fields = id ## _spec_fields, \
	}; \
	WORKLOAD_ROOT(id, "a " title, id ## _spec)
#define WORKLOAD_ROOT(id, title, spec_shape) \
	static const struct field id ## _fields[] = { \
		SHAPE_OBJECT_FIELDS, \
		{ .name = "metadata", .shape = &shape_metadata }, \
		{ .name = "spec", .shape = &spec_shape }, \
		{ .name = "status", .shape = &shape_any }, \
		{ .name = NULL } \
	}; \
	const struct shape shape_ ## id = { \
		.kind = SHAPE_STRUCT, .what = title, .fields = id ## _fields, \
	};
#define ANY(field) { .name = field, .shape = &shape_any }
#define INT(field) { .name = field, .shape = &shape_int }
#define SELECTOR { .name = "selector", .shape = &selector }
#define TEMPLATE { .name = "template", .shape = &template }

WORKLOAD(deployment, "Deployment", INT("replicas"), SELECTOR, TEMPLATE,
    ANY("strategy"), INT("minReadySeconds"), INT("revisionHistoryLimit"),
    ANY("paused"), INT("progressDeadlineSeconds"))
WORKLOAD(replica_set, "ReplicaSet", INT("replicas"), SELECTOR, TEMPLATE,
    INT("minReadySeconds"))
WORKLOAD(stateful_set, "StatefulSet", INT("replicas"), SELECTOR, TEMPLATE,
    ANY("volumeClaimTemplates"), ANY("serviceName"),
    ANY("podManagementPolicy"), ANY("updateStrategy"),
    INT("revisionHistoryLimit"), INT("minReadySeconds"),
    ANY("persistentVolumeClaimRetentionPolicy"), ANY("ordinals"))
WORKLOAD(daemon_set, "DaemonSet", SELECTOR, TEMPLATE, ANY("updateStrategy"),
    INT("minReadySeconds"), INT("revisionHistoryLimit"))
WORKLOAD(replication_controller, "ReplicationController", INT("replicas"),
    INT("minReadySeconds"), { .name = "selector", .shape = &shape_labels },
    TEMPLATE)
WORKLOAD(job, "Job", INT("parallelism"), INT("completions"),
    INT("activeDeadlineSeconds"), ANY("podFailurePolicy"),
    ANY("successPolicy"), INT("backoffLimit"), INT("backoffLimitPerIndex"),
    INT("maxFailedIndexes"), SELECTOR, ANY("manualSelector"), TEMPLATE,
    INT("ttlSecondsAfterFinished"), ANY("completionMode"), ANY("suspend"),
    ANY("podReplacementPolicy"), ANY("managedBy"))

static const struct field job_template_fields[] = {
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "spec", .shape = &job_spec },
	{ .name = NULL }
};
static const struct shape job_template = {
	.kind = SHAPE_STRUCT, .what = "a job template",
	.fields = job_template_fields,
};
WORKLOAD(cron_job, "CronJob", ANY("schedule"), ANY("timeZone"),
    INT("startingDeadlineSeconds"), ANY("concurrencyPolicy"), ANY("suspend"),
    { .name = "jobTemplate", .shape = &job_template },
    INT("successfulJobsHistoryLimit"), INT("failedJobsHistoryLimit"))

WORKLOAD_ROOT(pod, "a Pod", pod_spec)

/* A custom resource, of whose fields we know only what a Deployment has. */
static const struct field rollout_spec_fields[] = {
	SELECTOR, TEMPLATE, { .name = NULL }
};
static const struct shape rollout_spec = {
	.kind = SHAPE_STRUCT, .what = "the spec of a Rollout", .open = true,
	.fields = rollout_spec_fields,
};
static const struct field rollout_fields[] = {
	SHAPE_OBJECT_FIELDS,
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "spec", .shape = &rollout_spec },
	{ .name = NULL }
};
const struct shape shape_rollout = {
	.kind = SHAPE_STRUCT, .what = "a Rollout", .open = true,
	.fields = rollout_fields,
};
