/*
 * The release spec as one table. The texts are read by people who hover
 * over a key in an editor; greenlight-release(5) says more.
 */
#include "spec/schema.h"

#include <stddef.h>

#include "shape/format_release.h"

#define END { .name = NULL }
#define AT(type, member) .offset = offsetof(struct type, member)

const char *const phase_words[] = {
	"blue-live", "green-preview", "cutover", "rollback", NULL
};
const char *const expect_words[] = {
	"service", "uri", "status", "location", NULL
};
const char *const route_words[] = { "Prefix", "Exact", NULL };
const char *const colour_words[] = { "blue", "green", NULL };

static const char *const api_version_words[] = { RELEASE_API_VERSION, NULL };
static const char *const kind_words[] = { RELEASE_KIND, NULL };

/*
 * spec/faults.c looks at paths, with a caret under the part that is wrong;
 * editors get the pattern.
 */
static bool
checked_later(struct str s)
{
	(void)s;
	return true;
}

static const struct format format_route_path = {
	"a path", "^/[^%?#\\u0000-\\u001f\\u007f]*$", checked_later
};
static const struct format format_preview_path = {
	"a path", "^/[0-9A-Za-z._~/-]+$", checked_later
};

static const struct shape api_version_shape = {
	.kind = SHAPE_STR, .words = api_version_words
};
static const struct shape kind_shape = {
	.kind = SHAPE_STR, .words = kind_words
};
static const struct shape phase_shape = {
	.kind = SHAPE_STR, .words = phase_words
};
static const struct shape label_shape = {
	.kind = SHAPE_STR, .format = &format_dns_label
};
static const struct shape subdomain_shape = {
	.kind = SHAPE_STR, .format = &format_dns_subdomain
};
static const struct shape service_name_shape = {
	.kind = SHAPE_STR, .format = &format_service_name
};
static const struct shape host_shape = {
	.kind = SHAPE_STR, .what = "the host", .format = &format_ingress_host
};
static const struct shape label_value_shape = {
	.kind = SHAPE_STR, .format = &format_label_value
};
static const struct shape version_shape = {
	.kind = SHAPE_STR, .format = &format_label_value, .least = 1
};
static const struct shape service_port_shape = {
	.kind = SHAPE_INT_OR_STR, .format = &format_port_name, .min = 1,
	.max = 65535
};
static const struct shape port_shape = {
	.kind = SHAPE_INT, .min = 1, .max = 65535
};
static const struct shape flag_shape = { .kind = SHAPE_BOOL };

static const struct shape labels_shape = {
	.kind = SHAPE_DICT, .format = &format_label_key,
	.of = &label_value_shape
};
static const struct shape text_shape = {
	.kind = SHAPE_STR, .format = &format_text
};
static const struct shape annotations_shape = {
	.kind = SHAPE_DICT, .format = &format_annotation_key, .of = &text_shape
};
static const struct shape hosts_shape = {
	.kind = SHAPE_LIST, .of = &host_shape, .least = 1
};

/* metadata */

static const struct field metadata_fields[] = {
	{ .name = "name", .shape = &label_shape, .required = true,
	  .hint = "name: NAME",
	  .doc = "Names the release and the objects made from it.",
	  AT(release_metadata, name) },
	{ .name = "namespace", .shape = &label_shape,
	  .doc = "The namespace of the generated objects and of the Services "
	  "they send requests to.",
	  .standard = "\"default\"", AT(release_metadata, ns) },
	{ .name = "labels", .shape = &labels_shape,
	  .doc = "Labels on every generated object.",
	  AT(release_metadata, labels) },
	END
};
static const struct shape metadata_shape = {
	.kind = SHAPE_STRUCT, .fields = metadata_fields,
	.size = sizeof(struct release_metadata)
};

/* spec.blue, spec.green */

static const struct field target_fields[] = {
	{ .name = "name", .shape = &service_name_shape, .required = true,
	  .hint = "name: SERVICE",
	  .doc = "The name of a Service in the namespace of the release.",
	  AT(release_target, name) },
	{ .name = "port", .shape = &service_port_shape, .required = true,
	  .hint = "port: PORT",
	  .doc = "A port of that Service: its number or its name.",
	  AT(release_target, port) },
	END
};
static const struct shape target_shape = {
	.kind = SHAPE_STRUCT, .fields = target_fields,
	.size = sizeof(struct release_target)
};

static const struct shape image_shape = {
	.kind = SHAPE_STR, .format = &format_image
};
static const struct shape replicas_shape = {
	.kind = SHAPE_INT, .min = 0, .max = 1000000
};
static const struct field workload_fields[] = {
	{ .name = "image", .shape = &image_shape, .required = true,
	  .hint = "image: IMAGE",
	  .doc = "The image of the container.",
	  AT(release_workload, image) },
	{ .name = "replicas", .shape = &replicas_shape,
	  .doc = "How many pods run.", .standard = "1",
	  AT(release_workload, replicas) },
	{ .name = "containerPort", .shape = &port_shape,
	  .doc = "The port the container listens on. The port of the service "
	  "when that is a number.",
	  AT(release_workload, container_port) },
	{ .name = "labels", .shape = &labels_shape,
	  .doc = "Labels on the pods, besides app and version, by which the "
	  "Service selects them.",
	  AT(release_workload, labels) },
	END
};
static const struct shape workload_shape = {
	.kind = SHAPE_STRUCT, .fields = workload_fields,
	.size = sizeof(struct release_workload)
};

static const struct field colour_fields[] = {
	{ .name = "version", .shape = &version_shape,
	  .doc = "What runs there, as a label value. Needed with a workload.",
	  AT(release_colour, version) },
	{ .name = "service", .shape = &target_shape,
	  .doc = "Who gets the requests of every route that names no service "
	  "of its own.",
	  AT(release_colour, service) },
	{ .name = "workload", .shape = &workload_shape,
	  .doc = "When given, the Deployment and the Service are generated "
	  "too.",
	  AT(release_colour, workload) },
	END
};
static const struct shape colour_shape = {
	.kind = SHAPE_STRUCT, .fields = colour_fields,
	.size = sizeof(struct release_colour)
};

/* spec.routes */

static const struct shape route_path_shape = {
	.kind = SHAPE_STR, .format = &format_route_path
};
static const struct shape route_type_shape = {
	.kind = SHAPE_STR, .words = route_words
};
static const struct field route_fields[] = {
	{ .name = "path", .shape = &route_path_shape, .required = true,
	  .hint = "path: /PATH",
	  .doc = "The path of the requests that the route takes. Case and "
	  "segments count: /api takes /api and /api/x, not /apis or /API.",
	  AT(release_route, path) },
	{ .name = "pathType", .shape = &route_type_shape,
	  .doc = "Prefix takes the path and everything below it, Exact the "
	  "path alone.",
	  .standard = "\"Prefix\"", AT(release_route, type) },
	{ .name = "blue", .shape = &target_shape,
	  .doc = "Who serves the route while blue is live. "
	  "spec.blue.service when it is not given.",
	  AT(release_route, blue) },
	{ .name = "green", .shape = &target_shape,
	  .doc = "Who serves the route in the preview and after the cutover. "
	  "spec.green.service when it is not given.",
	  AT(release_route, green) },
	END
};
static const struct shape route_shape = {
	.kind = SHAPE_STRUCT, .fields = route_fields,
	.size = sizeof(struct release_route)
};
static const struct shape routes_shape = {
	.kind = SHAPE_LIST, .of = &route_shape, .least = 1
};

/* spec.tls */

static const struct field tls_fields[] = {
	{ .name = "secretName", .shape = &subdomain_shape,
	  .doc = "The Secret with the certificate. Without it the controller "
	  "answers with its own default certificate.",
	  AT(release_tls, secret) },
	{ .name = "hosts", .shape = &hosts_shape,
	  .doc = "The hosts it is for: all hosts of the release, that of the "
	  "preview included, when not given.",
	  AT(release_tls, hosts) },
	END
};
static const struct shape tls_shape = {
	.kind = SHAPE_STRUCT, .fields = tls_fields,
	.size = sizeof(struct release_tls)
};
static const struct shape tls_list_shape = {
	.kind = SHAPE_LIST, .of = &tls_shape
};

/* spec.preview */

static const struct shape header_name_shape = {
	.kind = SHAPE_STR, .format = &format_header_name
};
static const struct shape header_value_shape = {
	.kind = SHAPE_STR, .format = &format_canary_value
};
static const struct shape header_pattern_shape = {
	.kind = SHAPE_STR, .format = &format_canary_pattern
};
static const struct field header_fields[] = {
	{ .name = "name", .shape = &header_name_shape, .required = true,
	  .hint = "name: X-Preview",
	  .doc = "The name of the header.", AT(release_header, name) },
	{ .name = "value", .shape = &header_value_shape,
	  .doc = "The value, case and all, with which a request goes to "
	  "green.",
	  AT(release_header, value) },
	{ .name = "pattern", .shape = &header_pattern_shape,
	  .doc = "A regular expression: a request whose value matches it "
	  "somewhere, case and all, goes to green.",
	  AT(release_header, pattern) },
	END
};
static const struct shape header_map_shape = {
	.kind = SHAPE_STRUCT, .fields = header_fields,
	.size = sizeof(struct release_header)
};
static const struct shape header_shape = {
	.kind = SHAPE_CHOICE, .of = &header_name_shape, .alt = &header_map_shape
};
static const struct shape preview_path_shape = {
	.kind = SHAPE_STR, .format = &format_preview_path
};
static const struct shape cookie_shape = {
	.kind = SHAPE_STR, .format = &format_cookie_name
};
static const struct shape weight_shape = {
	.kind = SHAPE_INT, .min = 0, .max = 100
};
static const struct shape cidr_shape = {
	.kind = SHAPE_STR, .what = "the network", .format = &format_cidr
};
static const struct shape cidrs_shape = {
	.kind = SHAPE_LIST, .of = &cidr_shape, .least = 1
};
static const struct field preview_fields[] = {
	{ .name = "path", .shape = &preview_path_shape,
	  .doc = "Green answers under this path of every host: with /green, "
	  "GET /green/cart reaches green as GET /cart.",
	  AT(release_preview, path) },
	{ .name = "host", .shape = &host_shape,
	  .doc = "Green answers on this host.", AT(release_preview, host) },
	{ .name = "header", .shape = &header_shape,
	  .doc = "Requests with this header go to green: with the value "
	  "always when only a name is given.",
	  AT(release_preview, header) },
	{ .name = "cookie", .shape = &cookie_shape,
	  .doc = "Requests with this cookie, set to always, go to green.",
	  AT(release_preview, cookie) },
	{ .name = "weight", .shape = &weight_shape,
	  .doc = "This many of a hundred requests go to green, chosen by "
	  "chance.",
	  AT(release_preview, weight) },
	{ .name = "allowFrom", .shape = &cidrs_shape,
	  .doc = "Only clients of these addresses and networks see the "
	  "preview, others get 403. With path and host.",
	  AT(release_preview, allow_from) },
	{ .name = "forwardedPrefix", .shape = &flag_shape,
	  .doc = "Whether green is told the path that was cut off, in the "
	  "header X-Forwarded-Prefix. With path, where it is true by "
	  "default.",
	  AT(release_preview, forwarded_prefix) },
	END
};
const struct shape preview_shape = {
	.kind = SHAPE_STRUCT, .fields = preview_fields,
	.size = sizeof(struct release_preview)
};

/* spec.expect */

static const struct shape url_shape = {
	.kind = SHAPE_STR, .format = &format_http_url
};
static const struct shape method_shape = {
	.kind = SHAPE_STR, .format = &format_method
};
static const struct shape header_text_shape = {
	.kind = SHAPE_STR, .format = &format_header_text
};
static const struct shape headers_shape = {
	.kind = SHAPE_DICT, .format = &format_header_token,
	.of = &header_text_shape
};
static const struct shape uri_shape = {
	.kind = SHAPE_STR, .format = &format_request_target
};
static const struct shape status_shape = {
	.kind = SHAPE_INT, .min = 100, .max = 599
};
static const struct shape location_shape = {
	.kind = SHAPE_STR, .format = &format_header_text, .least = 1
};
static const struct field expect_fields[] = {
	{ .name = "phase", .shape = &phase_shape, .required = true,
	  .hint = "phase: green-preview",
	  .doc = "The phase in which it must hold.",
	  AT(release_expect, phase) },
	{ .name = "url", .shape = &url_shape, .required = true,
	  .hint = "url: http://shop.example.com/",
	  .doc = "The request: everything after the host is sent as it is.",
	  AT(release_expect, url) },
	{ .name = "method", .shape = &method_shape,
	  .doc = "The method of the request.", .standard = "\"GET\"",
	  AT(release_expect, method) },
	{ .name = "headers", .shape = &headers_shape,
	  .doc = "Headers of the request.", AT(release_expect, headers) },
	{ .name = "service", .shape = &service_name_shape,
	  .doc = "The Service that gets the request.",
	  AT(release_expect, service) },
	{ .name = "uri", .shape = &uri_shape,
	  .doc = "Path and query as that Service receives them, byte for "
	  "byte.",
	  AT(release_expect, uri) },
	{ .name = "status", .shape = &status_shape,
	  .doc = "The status with which the controller answers by itself, "
	  "without asking a Service: 308, 403, 404, 503.",
	  AT(release_expect, status) },
	{ .name = "location", .shape = &location_shape,
	  .doc = "Where a redirect leads.", AT(release_expect, location) },
	END
};
const struct shape expect_shape = {
	.kind = SHAPE_STRUCT, .fields = expect_fields,
	.size = sizeof(struct release_expect)
};
static const struct shape expects_shape = {
	.kind = SHAPE_LIST, .of = &expect_shape
};

/* spec */

static const struct shape glob_shape = {
	.kind = SHAPE_STR, .format = &format_glob
};
static const struct shape globs_shape = {
	.kind = SHAPE_LIST, .of = &glob_shape
};
static const struct field no_fields[] = { END };
static const struct shape settings_shape = {
	.kind = SHAPE_STRUCT, .fields = no_fields, .open = true,
	.size = sizeof(struct release_settings)
};
static const struct field spec_fields[] = {
	{ .name = "strategy", .shape = &label_shape,
	  .doc = "What switches the traffic: the folder of templates that is "
	  "used.",
	  .standard = "\"ingress\"", AT(release_spec, strategy) },
	{ .name = "settings", .shape = &settings_shape,
	  .doc = "Settings of the strategy, by its names.",
	  AT(release_spec, settings) },
	{ .name = "phase", .shape = &phase_shape,
	  .doc = "The phase that is rendered when none is asked for.",
	  .standard = "\"blue-live\"", AT(release_spec, phase) },
	{ .name = "ingressClassName", .shape = &subdomain_shape,
	  .doc = "The IngressClass of every Ingress.",
	  .standard = "\"nginx\"", AT(release_spec, ingress_class) },
	{ .name = "hosts", .shape = &hosts_shape,
	  .hint = "hosts: [shop.example.com]",
	  .doc = "The hosts whose requests the release serves.",
	  AT(release_spec, hosts) },
	{ .name = "tls", .shape = &tls_list_shape,
	  .doc = "Certificates. When there is one, plain HTTP is redirected "
	  "to HTTPS.",
	  AT(release_spec, tls) },
	{ .name = "blue", .shape = &colour_shape,
	  .doc = "What serves users now.", AT(release_spec, blue) },
	{ .name = "green", .shape = &colour_shape,
	  .doc = "What will serve them. Without it there is nothing to "
	  "preview or to cut over to.",
	  AT(release_spec, green) },
	{ .name = "routes", .shape = &routes_shape,
	  .doc = "Which paths are served, and by whom.",
	  .standard = "[{\"path\": \"/\", \"pathType\": \"Prefix\"}]",
	  AT(release_spec, routes) },
	{ .name = "preview", .shape = &preview_shape,
	  .doc = "How green is reached while blue is live: exactly one of "
	  "path, host, header, cookie and weight, as the strategy has it.",
	  AT(release_spec, preview) },
	{ .name = "annotations", .shape = &annotations_shape,
	  .doc = "Annotations on every Ingress.",
	  AT(release_spec, annotations) },
	{ .name = "references", .shape = &globs_shape,
	  .doc = "Manifests in which the Services must exist: files, folders "
	  "and globs, relative to this file.",
	  AT(release_spec, references) },
	{ .name = "expect", .shape = &expects_shape,
	  .doc = "What must become of single requests.",
	  AT(release_spec, expect) },
	END
};
const struct shape spec_shape = {
	.kind = SHAPE_STRUCT, .fields = spec_fields,
	.size = sizeof(struct release_spec)
};

static const struct field release_fields[] = {
	{ .name = "apiVersion", .shape = &api_version_shape,
	  .required = true, .hint = "apiVersion: " RELEASE_API_VERSION,
	  .doc = "The version of this format." },
	{ .name = "kind", .shape = &kind_shape, .required = true,
	  .hint = "kind: " RELEASE_KIND,
	  .doc = "What this document is." },
	{ .name = "metadata", .shape = &metadata_shape, .required = true,
	  .hint = "metadata: {name: NAME}",
	  .doc = "How the release is called.", AT(release, metadata) },
	{ .name = "spec", .shape = &spec_shape, .required = true,
	  .doc = "What the release is.", AT(release, spec) },
	END
};
const struct shape release_shape = {
	.kind = SHAPE_STRUCT, .what = "the release", .fields = release_fields,
	.size = sizeof(struct release)
};
const struct shape_rules release_rules = {
	.unknown = RULE_RELEASE_INVALID, .type = RULE_RELEASE_INVALID,
	.required = RULE_RELEASE_INVALID, .invalid = RULE_RELEASE_INVALID,
};

const char *
schema_preview_hint(const struct strategy *strategy)
{
	static const char *const hints[] = {
		[PREVIEW_PATH] = "{path: /green}",
		[PREVIEW_HOST] = "{host: next.shop.example.com}",
		[PREVIEW_HEADER] = "{header: X-Preview}",
		[PREVIEW_COOKIE] = "{cookie: preview}",
		[PREVIEW_WEIGHT] = "{weight: 10}",
	};

	for (unsigned i = PREVIEW_PATH; i < PREVIEW_COUNT; i++)
		if (strategy->previews[i])
			return hints[i];
	return hints[PREVIEW_PATH];
}

const char *
schema_colour_hint(const struct strategy *strategy)
{
	if (strategy != NULL && strategy->uses[PART_SERVICE] == PART_UNUSED)
		return "{version: VERSION, workload: {image: IMAGE, "
		    "containerPort: PORT}}";
	return "{service: {name: SERVICE, port: PORT}}";
}
