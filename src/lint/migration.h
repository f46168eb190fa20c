/*
 * migration: an Ingress of v1beta1 written as one of v1, by edits that leave
 * its names, ports, comments and layout.
 */
#ifndef LINT_MIGRATION_H
#define LINT_MIGRATION_H

#include "lint/lint.h"

/*
 * Adds a safe fix: the whole Ingress as the API server converted it. False
 * when something in it is written in a way that this cannot be done.
 */
bool migration_ingress(struct lint *, struct diag *, const struct node *root);

/*
 * The same for one backend, "serviceName: web, servicePort: 80". `say` is
 * what it becomes, in words.
 */
bool migration_backend(struct lint *, struct diag *,
    const struct node *backend, struct str say);

/* Adds an unsafe fix: the path gets that pathType. */
bool migration_type(struct lint *, struct diag *, const struct node *path,
    const char *type, struct str say);

#endif
