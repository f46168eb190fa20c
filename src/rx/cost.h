/*
 * cost: texts at which a pattern takes long to find that it does not match.
 */
#ifndef RX_COST_H
#define RX_COST_H

#include "rx/rx.h"

/* What is matched, and so what can be sent. */
enum cost_text {
	COST_PATH,	/* the decoded path of a request; RX_LOCATION */
	COST_HOST,	/* its host; RX_NAME */
	COST_HEADER,	/* the value of a header; RX_NAME */
	COST_KINDS
};

struct cost_sample {
	uint32_t times, steps;
};

struct cost {
	/*
	 * Each repetition multiplies the steps; else they grow with a power
	 * of their number.
	 */
	bool exponential;
	/* `head`, `pump` any number of times, and `tail`. */
	struct str head, pump, tail;
	uint32_t from, to;		/* bytes of the pattern: the loops */
	/* As PCRE counts them; equal when there is but one to show. */
	struct cost_sample few, more;
	uint32_t enough;	/* so often, and PCRE gives up */
};

/* What of that text the request line or the header line has room for. */
enum { COST_TEXT_BYTES = 8000 };

/*
 * NULL when PCRE has not given up on any text that was tried. It takes off
 * `*left` the steps that it takes to find out, and does with what is left.
 */
const struct cost *cost_measure(struct arena *, struct rx *, enum cost_text,
    unsigned long *left);

/*
 * A glance at the text of a pattern; false when there is nothing that could
 * be slow in it, as in most.
 */
bool cost_may_be_slow(struct str pattern);

/* The text with so many repetitions. */
struct str cost_example(struct arena *, const struct cost *, uint32_t times);

#endif
