/*
 * same: whether an object that is rendered is the one that is there.
 */
#ifndef ADOPT_SAME_H
#define ADOPT_SAME_H

#include "adopt/draft.h"

/*
 * The spec of the original is the one that was made, in any order of keys,
 * and what the API server puts in by itself is not counted; nothing of its
 * labels and annotations would get lost. Else `*where` gets a field that
 * differs: "spec.template.spec.volumes".
 */
bool same_object(struct arena *, const struct node *made,
    const struct node *original, struct str *where);

/*
 * Every object that is rendered in the phase and is among the manifests is
 * the same as there, but for Ingresses, which are compared by their routing.
 */
bool same_objects(struct drafts *, const struct release *, enum phase,
    struct str *where);

#endif
