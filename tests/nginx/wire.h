/*
 * wire: a running nginx, a backend behind it, and raw requests to it.
 */
#ifndef WIRE_H
#define WIRE_H

#include "base/arena.h"
#include "base/str.h"

/* Where its files and sockets are: in a new folder under TMPDIR. */
const char *wire_folder(void);
struct str wire_backend_address(struct arena *);
struct str wire_listen_address(struct arena *);

/*
 * The backend answers every request, in a thread of its own, with the
 * request target that it got.
 */
void wire_start_backend(void);

/* Starts nginx with that configuration, in the foreground of a child. */
void wire_start(struct str conf);
void wire_stop(void);
/* Runs nginx -t; false when it refuses. What it says goes to `said`. */
bool wire_test(struct arena *, struct str conf, struct str *said);
/* Removes the folder. */
void wire_end(void);

struct exchange {
	struct str request;	/* with its headers, as it is sent */
	bool alone;		/* on a connection of its own, read to its end */
	struct str answer;	/* headers and body; empty: it was closed */
	size_t body;		/* where the body begins */
};

/* Sends all of them, many at a time, and fills in the answers. */
void wire_send(struct arena *, struct exchange *, size_t n);

#endif
