/*
 * example: requests that a pattern takes, for people to read.
 */
#ifndef RX_EXAMPLE_H
#define RX_EXAMPLE_H

#include "rx/rx.h"

/* How the parts that leave a choice are filled. */
enum example_fill {
	EXAMPLE_USUAL,		/* /app/cart */
	EXAMPLE_SHORT,		/* /app */
	EXAMPLE_SIBLING,	/* /app-old */
	EXAMPLE_COUNT
};

/*
 * A normalised path of that fill which the pattern takes as a location, as
 * PCRE agrees; false when none was found. It is never longer than 256 bytes
 * and has no control characters.
 */
bool example_of(struct arena *, struct rx *, enum example_fill,
    struct str *uri);

#endif
