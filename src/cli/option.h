/*
 * option: what was asked on the command line. Each command lists the options
 * it takes; parser, help and the test of the manual read the same tables.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* A list of words of the command line. */
struct words {
	const char **at;
	size_t n, room;
};

struct options {
	const char *command;	/* its name, for messages */
	const char *phase, *output, *format, *templates, *ns, *fail_on,
	    *colour, *method, *requests, *upgrade_to, *from, *to;
	struct words references, files, headers, upstreams;
	struct words operands;
	bool help, assume_services, fix, diff;
};

enum option_kind {
	OPTION_VALUE,		/* a const char * */
	OPTION_LIST,		/* struct words: may be repeated */
	OPTION_FLAG		/* a bool, without a value */
};

struct option {
	char letter;		/* 0: none */
	const char *name;
	const char *arg;	/* what stands for its value in help */
	const char *about;
	const char *const *words;	/* the only values, or NULL */
	size_t offset;		/* in struct options */
	enum option_kind kind;
};

struct command {
	const char *name;
	const char *operands;	/* "RELEASE...", for help */
	const char *about;	/* one line */
	const struct option *const *options;	/* ends at NULL */
	size_t least, most;	/* operands */
	int (*run)(struct arena *, const struct options *);
};

/* Reads argv[1..] of a command; ends the program with status 2 if wrong. */
void options_parse(struct arena *, const struct command *, int argc,
    char **argv, struct options *);

/* The folder of --templates, or NULL; ends the program if there is none. */
const char *options_templates(const struct options *);

/* "greenlight NAME: MESSAGE" and how to get help; ends with status 2. */
_Noreturn void usage_error(const char *command, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints what was found on stderr; ends with status 2. */
_Noreturn void usage_end(struct buf *text);

#endif
