/*
 * random: configurations and requests as a hostile cluster would have them.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

#include "nginx/route.h"

/* The same seed gives the same sequence. */
extern uint64_t random_seed;
unsigned random_below(unsigned n);
static inline bool
random_percent(unsigned percent)
{
	return random_below(100) < percent;
}

/* Settings that all servers share. */
void random_settings(struct arena *, struct http *);
/*
 * Adds one to three servers that have to do with each other; their names
 * hold `number`, so that no other group has them. With `faulty`, things come
 * in that nginx may refuse.
 */
void random_group(struct arena *, struct http *, unsigned number,
    const struct upstream *, bool faulty);
/* A request that has to do with the server. */
void random_request(struct arena *, const struct server *,
    struct request *);

#endif
