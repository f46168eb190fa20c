/*
 * answers: what becomes of a request, for people and for programs.
 */
#ifndef CLI_ANSWERS_H
#define CLI_ANSWERS_H

#include "base/buf.h"
#include "model/answer.h"

/* One JSON object on a line: greenlight(1), FORMATS. */
void answer_json(struct buf *, struct str url, struct str method,
    const struct answer *);

/*
 * The same as a story: the server, the locations that were tried and why
 * each lost, captures, the rewritten URI, who gets it.
 */
void answer_story(struct arena *, struct buf *, struct str url,
    struct str method, const struct answer *);

#endif
