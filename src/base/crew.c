#define _GNU_SOURCE		/* sched_getaffinity() */

#include "base/crew.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

enum { CREW_MAX = 64 };

unsigned
crew_size(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef CPU_COUNT
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
#endif
	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (unsigned)n;
}

void
crew_run(void *(*work)(void *), void *workers, size_t size, unsigned n)
{
	pthread_t threads[CREW_MAX];
	char *at = workers;
	unsigned started = 1;

	while (started < n && started < CREW_MAX &&
	    pthread_create(&threads[started], NULL, work,
	    at + started * size) == 0)
		started++;
	work(at);
	for (unsigned i = 1; i < started; i++)
		pthread_join(threads[i], NULL);
}
