#include "cli/output.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "cli/manual.h"
#include "embed/embed.h"

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
put(FILE *file, const struct buf *out)
{
	if (out->len > 0 && fwrite(out->at, 1, out->len, file) != out->len)
		die("write findings:");
}

/* --format auto is github where GitHub Actions runs us. */
static struct str
format_of(const struct options *options)
{
	const char *actions = getenv("GITHUB_ACTIONS");

	if (options->format == NULL)
		return STR("text");
	if (strcmp(options->format, "auto") != 0)
		return str_from(options->format);
	return actions != NULL && strcmp(actions, "true") == 0 ?
	    STR("github") : STR("text");
}

static void
explain(struct buf *out, enum rule_id rule, bool markdown)
{
	manual_section(out, embedded_manual, str_from(rule_get(rule)->name),
	    markdown ? MANUAL_MARKDOWN : MANUAL_TEXT);
}

bool
output_is_text(const struct options *options)
{
	return str_is(format_of(options), "text");
}

void
output_report(const struct options *options, struct report *report)
{
	struct buf out;

	report->colour = output_colour(options, stdout);
	report->explain = explain;
	buf_init(&out);
	report_find(format_of(options))(&out, report);
	put(stdout, &out);
	buf_release(&out);
}

void
output_findings(const struct options *options, FILE *file,
    const struct diags *diags, struct sources *sources)
{
	struct report report = { .diags = diags, .sources = sources,
		.colour = output_colour(options, file) };
	struct buf out;

	buf_init(&out);
	report_text(&out, &report);
	put(file, &out);
	buf_release(&out);
}
