/*
 * check: the tables that lint_run goes through. Each check file offers one
 * table per scope, ended by NULL.
 */
#ifndef LINT_CHECK_H
#define LINT_CHECK_H

#include "lint/lint.h"

typedef void cluster_check(struct lint *);
typedef void object_check(struct lint *, const struct object *);
typedef void ingress_check(struct lint *, const struct ingress *);
typedef void service_check(struct lint *, const struct service *);
struct subject;
typedef void subject_check(struct lint *, struct subject *);

/*
 * What the API server refuses beyond shapes; for every checkable object.
 * What they report gets the consequence of that as a note.
 */
extern object_check *const object_checks[];		/* check_object.c */
extern object_check *const ingress_object_checks[];	/* check_ingress.c */
extern object_check *const backend_object_checks[];	/* check_backend.c */
extern object_check *const service_object_checks[];	/* check_service.c */
/* For an Ingress of an API version that is gone; in check_backend.c. */
void check_outdated(struct lint *, const struct object *);
/* check_duplicate.c: over all objects */
extern cluster_check *const object_set_checks[];

/* Names that one object has of another; for sound objects. */
extern service_check *const selector_checks[];		/* check_selector.c */
extern ingress_check *const secret_checks[];		/* check_secret.c */
extern cluster_check *const reference_set_checks[];	/* check_reference.c */
/* check_http_route.c */
extern cluster_check *const http_route_set_checks[];

/* Regular expressions and rewriting, in the order of cause and effect. */
extern ingress_check *const regex_checks[];		/* check_regex.c */
extern subject_check *const path_checks[];		/* check_path.c */
extern subject_check *const slow_checks[];		/* check_slow.c */
extern cluster_check *const slow_set_checks[];
extern cluster_check *const slow_value_checks[];
extern subject_check *const rewrite_checks[];		/* check_rewrite.c */
extern subject_check *const branch_checks[];		/* check_branch.c */
extern subject_check *const bound_checks[];		/* check_bound.c */
extern subject_check *const dot_checks[];		/* check_dot.c */

/* What several Ingresses come to together, as the model has it. */
extern cluster_check *const contest_set_checks[];	/* check_routing.c */
extern cluster_check *const alias_set_checks[];		/* check_alias.c */
extern cluster_check *const host_set_checks[];		/* check_host.c */
extern cluster_check *const slash_set_checks[];		/* check_slash.c */
extern ingress_check *const resource_checks[];		/* check_resource.c */
extern ingress_check *const class_checks[];		/* check_class.c */
extern cluster_check *const intake_set_checks[];
/* check_injection.c: values that become configuration */
extern cluster_check *const injection_set_checks[];
/* check_reload.c: comes last, for what nothing else speaks about */
extern cluster_check *const reload_set_checks[];
/* check_upgrade.c: after all of these */
extern cluster_check *const upgrade_set_checks[];

/* check_canary.c: canaries and what they go with */
extern cluster_check *const canary_set_checks[];
extern cluster_check *const sticky_set_checks[];	/* check_sticky.c */
/* canary-disabled speaks of it: of what else it does, too. */
bool check_is_disabled_canary(const struct ingress *);

/* check_annotation.c: one by one, but with the controller at hand */
extern cluster_check *const annotation_set_checks[];
extern cluster_check *const redirect_set_checks[];	/* check_redirect.c */

/* A value that holds a placeholder, which value rules stay silent about. */
bool check_is_placeholder(struct str);

/* A backend in the form of v1beta1 (serviceName, servicePort). */
bool check_is_old_backend(const struct node *);

/* In decimal, as all readers of YAML and JSON take it. */
bool check_is_port_number(struct str);

/*
 * A slip of the pen ("web-gren"), and not the next one of a series (web-v1
 * and web-v2, api-eu and api-us).
 */
bool check_is_slip(struct arena *, struct str, struct str);
/* "web" and "web-service" */
bool check_is_ending(struct str, struct str);

/* A name that is allowed for a Service, and near this one. */
struct str check_suggest_name(struct arena *, struct str wrong);

/*
 * "GET http://shop.example.com/cart": a request that comes to this path,
 * for messages. A NULL path is any one, a NULL rule any host.
 */
struct str check_request(struct arena *, const struct host_rule *,
    const struct path *);

#endif
