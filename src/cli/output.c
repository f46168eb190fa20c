#include "cli/output.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"

static bool
is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value != NULL && value[0] != '\0';
}

bool
output_colour(const struct options *options, FILE *file)
{
	const char *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");

	if (options->colour != NULL && strcmp(options->colour, "auto") != 0)
		return strcmp(options->colour, "always") == 0;
	if (is_set("NO_COLOR"))
		return false;
	if (is_set("CLICOLOR_FORCE") && strcmp(force, "0") != 0)
		return true;
	return isatty(fileno(file)) && term != NULL &&
	    strcmp(term, "dumb") != 0;
}

static void
put_count(struct buf *out, size_t n, const char *what, bool *first)
{
	if (n == 0)
		return;
	buf_printf(out, "%s%zu %s%s", *first ? "" : ", ", n, what,
	    n == 1 ? "" : "s");
	*first = false;
}

static void
put_counts(struct buf *out, const struct diags *diags)
{
	size_t errors = diags_count(diags, LEVEL_ERROR);
	size_t warnings = diags_count(diags, LEVEL_WARNING) - errors;
	size_t notes = diags->list.n - errors - warnings;
	bool first = true;

	put_count(out, errors, "error", &first);
	put_count(out, warnings, "warning", &first);
	put_count(out, notes, "note", &first);
	if (!first)
		buf_putc(out, '\n');
}

static void
put(FILE *file, const struct buf *out)
{
	if (out->len > 0 && fwrite(out->at, 1, out->len, file) != out->len)
		die("write findings:");
}

void
output_findings(const struct options *options, FILE *file,
    const struct diags *diags, struct sources *sources)
{
	struct diag_style style = { output_colour(options, file) };
	struct buf out;

	buf_init(&out);
	diags_print_text(&out, diags, sources, style);
	put_counts(&out, diags);
	put(file, &out);
	buf_release(&out);
}
