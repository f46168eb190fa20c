#include "cli/fixed.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/file.h"
#include "base/patch.h"
#include "base/utf8.h"

static bool
reads_stdin(const struct options *options)
{
	for (size_t i = 0; i < options->operands.n; i++)
		if (strcmp(options->operands.at[i], "-") == 0)
			return true;
	return false;
}

bool
fixed_takes_stdout(const struct options *options)
{
	return options->fix && (options->diff || reads_stdin(options));
}

void
fixed_check(const struct options *options)
{
	const char *format = options->format;

	if (options->diff && !options->fix)
		usage_error(options->command, "--diff shows what --fix would "
		    "change: it goes with --fix only");
	if (fixed_takes_stdout(options) && format != NULL &&
	    strcmp(format, "text") != 0 && strcmp(format, "auto") != 0)
		usage_error(options->command, options->diff ?
		    "--diff takes standard output, so --format %s cannot be" :
		    "with --fix the fixed text of - goes to standard output, "
		    "so --format %s cannot be", format);
}

static void
say(const char *name, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
say(const char *name, const char *fmt, ...)
{
	struct buf line;
	va_list args;

	buf_init(&line);
	utf8_show(&line, str_from(name));
	fprintf(stderr, "greenlight: %.*s: ", STR_ARG(buf_str(&line)));
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	buf_release(&line);
}

static void
print_patch(const char *name, const struct fixed_file *file)
{
	struct buf out;

	buf_init(&out);
	patch_print(&out, str_from(name), file->old, file->text);
	file_print(buf_str(&out));
	buf_release(&out);
}

/* What went wrong, or NULL. */
static const char *
put_file(const struct options *options, const char *name,
    const struct fixed_file *file)
{
	if (options->diff)
		print_patch(name, file);
	else if (strcmp(name, "<stdin>") != 0)
		return file_change(name, file->old, file->text);
	return NULL;
}

/* The text of standard input, which is printed in any case. */
static void
put_stdin(const struct fixing *f, const struct sources *sources,
    struct str text)
{
	for (size_t i = 0; i < f->files.n; i++) {
		const struct fixed_file *file = f->files.at[i];

		if (strcmp(source_get(sources, file->file)->name,
		    "<stdin>") == 0)
			text = file->text;
	}
	file_print(text);
}

bool
fixed_put(const struct options *options, const struct fixing *f,
    const struct sources *sources, struct str standard, bool *any)
{
	bool ok = true;

	*any = false;
	if (!options->diff && reads_stdin(options))
		put_stdin(f, sources, standard);
	for (size_t i = 0; i < f->files.n; i++) {
		const struct fixed_file *file = f->files.at[i];
		const char *name = source_get(sources, file->file)->name;
		const char *wrong;

		if (file->refused != NULL) {
			say(name, "left alone: %s", file->refused);
			continue;
		}
		if (file->count == 0)
			continue;
		*any = true;
		wrong = put_file(options, name, file);
		if (wrong != NULL)
			say(name, "not written: %s", wrong);
		else
			say(name, "%zu finding%s %s", file->count,
			    file->count == 1 ? "" : "s", options->diff ?
			    "would be fixed" : "fixed");
		ok = ok && wrong == NULL;
	}
	return ok;
}
