/*
 * Shapes that every object has, and those of Secrets and ConfigMaps.
 */
#include "k8s/shapes.h"

const struct shape shape_any = { .kind = SHAPE_ANY };
const struct shape shape_text = { .kind = SHAPE_STR };
const struct shape shape_bool = { .kind = SHAPE_BOOL };
const struct shape shape_int = { .kind = SHAPE_INT };
const struct shape shape_texts = { .kind = SHAPE_LIST, .of = &shape_text };

static const struct shape label_value = {
	.kind = SHAPE_STR,
	.format = &format_label_value,
};
const struct shape shape_labels = {
	.kind = SHAPE_DICT, .of = &label_value,
	.format = &format_label_key,
};

static const struct shape annotation_value = {
	.kind = SHAPE_STR,
};
static const struct shape annotations = {
	.kind = SHAPE_DICT, .of = &annotation_value,
	.format = &format_annotation_key,
};

static const struct shape namespace_name = {
	.kind = SHAPE_STR, .format = &format_dns_label,
};

static const struct field owner_fields[] = {
	{ .name = "apiVersion", .shape = &shape_text, .required = true },
	{ .name = "kind", .shape = &shape_text, .required = true },
	{ .name = "name", .shape = &shape_text, .required = true },
	{ .name = "uid", .shape = &shape_text, .required = true },
	{ .name = "controller", .shape = &shape_bool },
	{ .name = "blockOwnerDeletion", .shape = &shape_bool },
	{ .name = NULL }
};
static const struct shape owner = {
	.kind = SHAPE_STRUCT, .what = "an owner reference",
	.fields = owner_fields,
};
static const struct shape owners = { .kind = SHAPE_LIST, .of = &owner };

/* The name itself depends on the kind; see lint/check_object.c. */
static const struct field metadata_fields[] = {
	{ .name = "name", .shape = &shape_text },
	{ .name = "namespace", .shape = &namespace_name },
	{ .name = "labels", .shape = &shape_labels },
	{ .name = "annotations", .shape = &annotations },
	{ .name = "generateName", .shape = &shape_text },
	{ .name = "creationTimestamp", .shape = &shape_any },
	{ .name = "deletionTimestamp", .shape = &shape_any },
	{ .name = "deletionGracePeriodSeconds", .shape = &shape_int },
	{ .name = "finalizers", .shape = &shape_texts },
	{ .name = "generation", .shape = &shape_int },
	{ .name = "managedFields", .shape = &shape_any },
	{ .name = "ownerReferences", .shape = &owners },
	{ .name = "resourceVersion", .shape = &shape_text },
	{ .name = "selfLink", .shape = &shape_text },
	{ .name = "uid", .shape = &shape_text },
	{ .name = NULL }
};
const struct shape shape_metadata = {
	.kind = SHAPE_STRUCT, .what = "metadata", .fields = metadata_fields,
};

static const struct shape texts_by_key = {
	.kind = SHAPE_DICT, .of = &shape_text,
};

static const struct field secret_fields[] = {
	SHAPE_OBJECT_FIELDS,
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "type", .shape = &shape_text },
	{ .name = "data", .shape = &texts_by_key },
	{ .name = "stringData", .shape = &texts_by_key },
	{ .name = "immutable", .shape = &shape_bool },
	{ .name = NULL }
};
const struct shape shape_secret = {
	.kind = SHAPE_STRUCT, .what = "a Secret", .fields = secret_fields,
};

static const struct field config_map_fields[] = {
	SHAPE_OBJECT_FIELDS,
	{ .name = "metadata", .shape = &shape_metadata },
	{ .name = "data", .shape = &texts_by_key },
	{ .name = "binaryData", .shape = &texts_by_key },
	{ .name = "immutable", .shape = &shape_bool },
	{ .name = NULL }
};
const struct shape shape_config_map = {
	.kind = SHAPE_STRUCT, .what = "a ConfigMap",
	.fields = config_map_fields,
};
