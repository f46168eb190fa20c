#include "cli/option.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/die.h"
#include "base/utf8.h"

_Noreturn void
usage_error(const char *command, const char *fmt, ...)
{
	struct arena arena;
	struct buf message;
	va_list args;

	arena_init(&arena);
	buf_init(&message);
	va_start(args, fmt);
	utf8_show(&message, arena_vprintf(&arena, fmt, args));
	va_end(args);
	fprintf(stderr, "greenlight%s%s: %.*s\n"
	    "see greenlight help%s%s\n", command == NULL ? "" : " ",
	    command == NULL ? "" : command, STR_ARG(buf_str(&message)),
	    command == NULL ? "" : " ", command == NULL ? "" : command);
	buf_release(&message);
	arena_release(&arena);
	exit(STATUS_USAGE);
}

_Noreturn void
usage_end(struct buf *text)
{
	fprintf(stderr, "%.*s", STR_ARG(buf_str(text)));
	buf_release(text);
	exit(STATUS_USAGE);
}

struct parse {
	struct arena *arena;
	const struct command *command;
	struct options *options;
	int argc, next;
	char **argv;
};

static void
check_word(const struct parse *p, const struct option *o, const char *value)
{
	struct str list = { NULL, 0 };

	for (size_t i = 0; o->words != NULL && o->words[i] != NULL; i++) {
		if (strcmp(value, o->words[i]) == 0)
			return;
		list = arena_printf(p->arena, "%.*s%s%s", STR_ARG(list),
		    i == 0 ? "" : ", ", o->words[i]);
	}
	if (o->words != NULL)
		usage_error(p->command->name, "--%s is one of %.*s, not "
		    "\"%s\"", o->name, STR_ARG(list), value);
}

static void
set(const struct parse *p, const struct option *o, const char *value)
{
	char *field = (char *)p->options + o->offset;

	if (o->kind == OPTION_FLAG) {
		*(bool *)field = true;
		return;
	}
	check_word(p, o, value);
	if (o->kind == OPTION_LIST)
		*vec_add(p->arena, (struct words *)field) = value;
	else
		*(const char **)field = value;
}

/* The value behind the option's name, else the next word. */
static const char *
value_of(struct parse *p, const struct option *o, const char *attached)
{
	if (o->kind == OPTION_FLAG && attached != NULL)
		usage_error(p->command->name, "--%s takes no value", o->name);
	if (o->kind == OPTION_FLAG || attached != NULL)
		return attached;
	if (p->next == p->argc)
		usage_error(p->command->name, "--%s needs a value: %s",
		    o->name, o->arg);
	return p->argv[p->next++];
}

static void
parse_long(struct parse *p, const char *word)
{
	const char *equals = strchr(word, '=');
	struct str name = { word, equals == NULL ? strlen(word) :
		(size_t)(equals - word) };

	if (str_is(name, "help")) {
		p->options->help = true;
		return;
	}
	for (const struct option *const *o = p->command->options;
	    *o != NULL; o++)
		if (str_is(name, (*o)->name)) {
			set(p, *o, value_of(p, *o,
			    equals == NULL ? NULL : equals + 1));
			return;
		}
	usage_error(p->command->name, "there is no option --%.*s",
	    STR_ARG(name));
}

static void
parse_short(struct parse *p, const char *word)
{
	if (word[0] == 'h' && word[1] == '\0') {
		p->options->help = true;
		return;
	}
	for (const struct option *const *o = p->command->options;
	    *o != NULL; o++)
		if ((*o)->letter == word[0]) {
			set(p, *o, value_of(p, *o,
			    word[1] == '\0' ? NULL : word + 1));
			return;
		}
	usage_error(p->command->name, "there is no option -%c", word[0]);
}

void
options_parse(struct arena *arena, const struct command *command, int argc,
    char **argv, struct options *options)
{
	struct parse p = { arena, command, options, argc, 1, argv };
	bool ended = false;

	options->command = command->name;

	while (p.next < argc) {
		const char *word = argv[p.next++];

		if (ended || word[0] != '-' || word[1] == '\0')
			*vec_add(arena, &options->operands) = word;
		else if (strcmp(word, "--") == 0)
			ended = true;
		else if (word[1] == '-')
			parse_long(&p, word + 2);
		else
			parse_short(&p, word + 1);
	}
	if (options->help)
		return;
	if (options->operands.n < command->least)
		usage_error(command->name, "something is missing: %s",
		    command->operands);
	if (options->operands.n > command->most)
		usage_error(command->name, "\"%s\" is one word too many",
		    options->operands.at[command->most]);
}

const char *
options_templates(const struct options *options)
{
	const char *dir = options->templates;
	struct stat st;

	if (dir != NULL && (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)))
		usage_error(options->command, "--templates %s: there is no "
		    "such folder", dir);
	return dir;
}
