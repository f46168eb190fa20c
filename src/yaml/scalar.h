/*
 * scalar: what a plain scalar means, and when a string must be quoted.
 *
 * kubectl, kustomize and helm read YAML 1.1 with the resolution rules of
 * goyaml v2; yq, editors and newer libraries read 1.2. What we read we read
 * as kubectl; what we write has the same values for both.
 */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "yaml/node.h"

/* The type of a plain, untagged scalar. */
enum node_type scalar_type(struct str plain);

/* Numbers of the node's text; false when it is not one or out of range. */
bool scalar_int(const struct node *, long long *);
bool scalar_float(const struct node *, double *);
bool scalar_bool(const struct node *);

/* True when `s` read as a plain scalar is the string `s` for any reader. */
bool scalar_plain_safe(struct str s);

/*
 * The string `s` as it can be written in place of the scalar `old`: in the
 * quotes that one has, or in such as `s` needs. Right in JSON, too.
 */
struct str scalar_written(struct arena *, const struct node *old,
    struct str s);

#endif
