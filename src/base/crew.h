/*
 * crew: threads that work side by side on what one of them begins.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stddef.h>

/* As many as there are processors for us; at least 1. */
unsigned crew_size(void);

/*
 * Calls work(&workers[i]) for each of the n workers, which are `size` bytes
 * apart, at the same time, and returns when all have. Where fewer threads
 * are to be had, fewer calls are made, but always the first: workers take
 * what they do from a common store until nothing is left.
 */
void crew_run(void *(*work)(void *), void *workers, size_t size, unsigned n);

#endif
