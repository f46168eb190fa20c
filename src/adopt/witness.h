/*
 * witness: requests that tell two routings of a host apart, if any do.
 */
#ifndef ADOPT_WITNESS_H
#define ADOPT_WITNESS_H

#include "model/site.h"
#include "rx/rx.h"

typedef VEC(struct str) witnesses;

/*
 * Adds request targets around every path that either site has: the path,
 * what is below and beside it, in other letters. Each is there once.
 */
void witness_find(struct arena *, struct rx_set *, const struct site *,
    const struct site *, witnesses *);

/* A name that reaches the site: "w.example.com" for "*.example.com". */
struct str witness_host(struct arena *, struct str host);

#endif
