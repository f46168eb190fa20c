/*
 * controller: how the controller is set up, as far as it decides about
 * requests: its release, the flags of its command line and its ConfigMap.
 */
#ifndef MODEL_CONTROLLER_H
#define MODEL_CONTROLLER_H

#include "model/annotation.h"
#include "model/change.h"
#include "model/codes.h"
#include "model/lookup.h"

struct controller {
	unsigned version;		/* model/change.h */

	/* Flags. */
	struct str controller_class, ingress_class;
	bool class_by_name, without_class;
	struct str watch_namespace;	/* empty: all */
	struct str default_backend;	/* "namespace/service", or empty */
	bool disable_catch_all, disable_external_name;
	struct str prefix;		/* of annotations, without slash */
	bool validate_annotations, deep_inspect;
	struct str health_path;
	long long http_port, https_port;
	bool ssl_passthrough;

	/* ConfigMap. */
	bool ssl_redirect, force_ssl_redirect, preserve_trailing_slash;
	bool use_port_in_redirects, relative_redirects;
	long long redirect_code;
	struct str no_tls_redirect;	/* a comma list of path prefixes */
	struct str no_auth;		/* the same */
	bool service_upstream;
	struct codes custom_errors;
	bool forwarded_headers;
	bool underscores_in_headers, ignore_invalid_headers;
	bool http2;
	struct str allow_list, deny_list;
	struct str global_auth_url;
	bool allow_snippets, cross_namespace, strict_paths;
	enum annotation_risk risk;	/* the highest let pass */
	struct str blocked_words;	/* a comma list, or empty */
	struct str allowed_response_headers;

	/* What is missing among the manifests is taken to exist. */
	bool assume_references;
};

/* With the defaults of that release. */
void controller_init(struct controller *, unsigned version);
static inline bool
controller_has(const struct controller *c, enum change_id id)
{
	return change_applies(id, c->version);
}

/*
 * What became of a value. UNKNOWN: there may be such a setting, but it does
 * not decide about requests. The value must outlive the controller.
 */
enum setting_result { SETTING_TAKEN, SETTING_REFUSED, SETTING_UNKNOWN };
enum setting_result controller_set_flag(struct controller *, struct str name,
    struct str value);
enum setting_result controller_set_config(struct controller *,
    struct str key, struct str value);
/* The flag or key that a wrong name is a slip of, or NULL. */
const char *controller_near_flag(struct str wrong);
const char *controller_near_config(struct str wrong);
/* The ConfigMap may have such a key, which no annotation is called. */
bool controller_has_key(struct str name);
/*
 * Reads its ConfigMap ("namespace/name") if it is among the manifests.
 * Values that the controller refuses are passed over.
 */
#define CONTROLLER_CONFIG_MAP "ingress-nginx/ingress-nginx-controller"
void controller_read(struct controller *, const struct cluster *,
    struct str config_map);

#endif
