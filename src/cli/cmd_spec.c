/*
 * The commands that change a spec in place, and the one that prints its
 * schema.
 */
#include <stdio.h>

#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "spec/spec.h"

typedef bool edit_spec(struct arena *, struct diags *,
    const struct sources *, struct strategies *, uint32_t file,
    const struct stream *, const void *, struct str *);

/* Reads the spec, edits its text, and replaces the file if it changed. */
static int
edit_file(struct arena *arena, const struct options *options,
    edit_spec *edit, const void *with)
{
	const char *path = options->operands.at[0], *wrong;
	struct strategies strategies;
	struct sources sources;
	struct diags diags;
	struct input input;
	struct stream stream;
	struct str text, old;
	uint32_t file;
	bool ok;

	sources_init(&sources, arena);
	diags_init(&diags, arena);
	input_init(&input, arena, &diags, &sources);
	strategies_init(&strategies, arena, &diags, &sources,
	    options_templates(options));
	if (strcmp(path, "-") == 0)
		usage_error(options->command, "a file is edited in place, "
		    "so it cannot be standard input");
	input_add(&input, path);
	if (input.files.n != 1 || !input_read(&input, 0))
		return STATUS_USAGE;
	file = input.files.at[0];
	stream_parse(arena, &diags, &sources, file, &stream);
	ok = edit(arena, &diags, &sources, &strategies, file, &stream, with,
	    &text);
	diags_finish(&diags);
	output_findings(options, stderr, &diags, &sources);
	if (!ok || diags_count(&diags, LEVEL_ERROR) > 0)
		return STATUS_FINDINGS;
	old = source_get(&sources, file)->text;
	wrong = str_eq(old, text) ? NULL : file_replace(path, text);
	if (wrong != NULL)
		die("write %s: %s", path, wrong);
	return STATUS_OK;
}

static bool
edit_phase(struct arena *arena, struct diags *diags,
    const struct sources *sources, struct strategies *strategies,
    uint32_t file, const struct stream *stream, const void *with,
    struct str *text)
{
	return release_set_phase(arena, diags, sources, strategies, file,
	    stream, *(const enum phase *)with, text);
}

static bool
edit_promote(struct arena *arena, struct diags *diags,
    const struct sources *sources, struct strategies *strategies,
    uint32_t file, const struct stream *stream, const void *with,
    struct str *text)
{
	(void)with;
	return release_promote(arena, diags, sources, strategies, file,
	    stream, text);
}

int
cmd_phase(struct arena *arena, const struct options *options)
{
	const char *word = options->operands.at[1];
	enum phase phase;

	if (!phase_parse(str_from(word), &phase))
		usage_error(options->command, "\"%s\" is no phase; the "
		    "phases are blue-live, green-preview, cutover and "
		    "rollback", word);
	return edit_file(arena, options, edit_phase, &phase);
}

int
cmd_promote(struct arena *arena, const struct options *options)
{
	return edit_file(arena, options, edit_promote, NULL);
}

int
cmd_schema(struct arena *arena, const struct options *options)
{
	struct buf out;

	(void)arena;
	(void)options;
	buf_init(&out);
	schema_print(&out);
	file_print(buf_str(&out));
	buf_release(&out);
	return STATUS_OK;
}
