/*
 * host: which hosts the controller serves with regular expressions.
 *
 * As soon as one location of a host has use-regex, or a rewrite target that
 * differs from its path, every location of that host becomes a
 * case-insensitive regular expression that is anchored at its start only
 * (semantics 3.4, 3.5).
 */
#ifndef MODEL_HOST_H
#define MODEL_HOST_H

#include "k8s/cluster.h"

struct hosts;

/* Over all sound Ingresses that an ingress-nginx controller may accept. */
const struct hosts *hosts_build(struct arena *, const struct cluster *);

/*
 * The Ingress that makes this host ("_" for the default one) a regex host,
 * or NULL when it is none.
 */
const struct ingress *hosts_regex_cause(const struct hosts *,
    struct str host);
/*
 * Nothing makes it a regex host, but a placeholder stands in an annotation
 * that may.
 */
bool hosts_unsettled(const struct hosts *, struct str host);

#endif
