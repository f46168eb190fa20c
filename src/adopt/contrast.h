/*
 * contrast: whether two models of the controller do the same with requests.
 */
#ifndef ADOPT_CONTRAST_H
#define ADOPT_CONTRAST_H

#include "model/answer.h"

/* The server of a host, or NULL. */
const struct server *contrast_server(const struct model *, struct str host);

/*
 * Every location of the two servers is the same, in the same order, and so
 * is what the controller does there.
 */
bool contrast_servers(const struct server *, const struct server *);
/* The same is done with a request, and by the same Service. */
bool contrast_answers(const struct answer *, const struct answer *);

/* "goes to Service shop/api, port 80, as /x" and the like. */
struct str contrast_tell(struct arena *, const struct request *,
    const struct answer *);

#endif
