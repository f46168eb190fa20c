/*
 * time RUNS COMMAND [--- COMMAND]...: starts the commands in turn, RUNS times
 * each, and prints for each the least and the median time from start to exit
 * in milliseconds and its last status. Their output is dropped.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_COMMANDS = 8, MAX_RUNS = 10000 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
run(char **command, int *status)
{
	double start = now();
	pid_t child = fork();

	if (child == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(null, 1);
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	if (child < 0 || waitpid(child, status, 0) < 0) {
		perror("time");
		exit(1);
	}
	return now() - start;
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	static double times[MAX_COMMANDS][MAX_RUNS];
	char **commands[MAX_COMMANDS];
	int status[MAX_COMMANDS];
	int runs = argc > 2 ? (int)strtol(argv[1], NULL, 10) : 0, n = 1;

	if (runs < 1 || runs > MAX_RUNS)
		return 2;
	commands[0] = argv + 2;
	for (char **word = argv + 2; *word != NULL; word++) {
		if (strcmp(*word, "---") == 0 && n < MAX_COMMANDS) {
			*word = NULL;
			commands[n++] = word + 1;
		}
	}
	for (int r = 0; r < runs; r++)
		for (int i = 0; i < n; i++)
			times[i][r] = run(commands[i], &status[i]);
	for (int i = 0; i < n; i++) {
		qsort(times[i], (size_t)runs, sizeof(double), by_time);
		printf("%.3f %.3f %d\n", times[i][0], times[i][runs / 2],
		    WIFEXITED(status[i]) ? WEXITSTATUS(status[i]) : -1);
	}
	return 0;
}
