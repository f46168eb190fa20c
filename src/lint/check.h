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

/* check_object.c: what the API server refuses beyond shapes */
extern object_check *const object_checks[];
extern cluster_check *const object_set_checks[];
/* check_reference.c: names that one object has of another */
extern ingress_check *const reference_ingress_checks[];
extern service_check *const reference_service_checks[];
extern cluster_check *const reference_set_checks[];
/* check_path.c, check_rewrite.c: regular expressions and rewriting */
extern ingress_check *const path_checks[];
extern ingress_check *const rewrite_checks[];

/* A value that holds a placeholder, which value rules stay silent about. */
bool check_is_placeholder(struct str);

#endif
