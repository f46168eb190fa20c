/*
 * common: what the vicinities of one run share. The controller is read only;
 * the rest is made by whoever needs it first, under the lock.
 */
#ifndef LINT_COMMON_H
#define LINT_COMMON_H

#include <pthread.h>

#include "base/map.h"
#include "lint/served.h"
#include "lint/variant.h"

struct common {
	struct served served;
	struct served before;	/* if there is a lint->present */
	pthread_mutex_t lock;
	struct arena *arena;
	struct map *variables;	/* that manifests add to nginx's */
	struct variants variants;
};

#endif
