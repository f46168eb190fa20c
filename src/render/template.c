#include "render/template.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "embed/embed.h"

static const struct embedded *
find_embedded(struct str name)
{
	for (const struct embedded *e = embedded_files; e->path != NULL; e++)
		if (str_is(name, e->path))
			return e;
	return NULL;
}

/* "ingress, canary" */
static struct str
strategy_names(struct arena *arena)
{
	struct str list = { NULL, 0 }, last = { NULL, 0 };

	for (const struct embedded *e = embedded_files; e->path != NULL;
	    e++) {
		struct str rest = str_from(e->path);
		struct str folder = str_next(&rest, '/');

		if (rest.at == NULL || str_eq(folder, last))
			continue;
		list = arena_printf(arena, "%.*s%s%.*s", STR_ARG(list),
		    list.len == 0 ? "" : ", ", STR_ARG(folder));
		last = folder;
	}
	return list;
}

static void
report_none(struct templates *t, struct str strategy, enum phase phase,
    struct span asked)
{
	struct str names = strategy_names(t->arena);
	struct diag *d = diag_report(t->diags, RULE_RELEASE_INVALID, asked,
	    "the strategy \"%.*s\" has no template for the phase %s, so "
	    "nothing can be rendered", STR_ARG(strategy), phase_name(phase));

	diag_note(t->diags, d, SPAN_NONE, "built in: %.*s; others come from "
	    "a folder of yours given with --templates", STR_ARG(names));
}

/* The text of DIR/<name>; NULL in `*path` when there is no such file. */
static bool
read_own(struct templates *t, struct str name, struct span asked,
    const char **path, struct str *text)
{
	const char *wrong;
	struct stat st;

	*path = NULL;
	if (t->dir == NULL)
		return true;
	*path = arena_printf(t->arena, "%s/%.*s", t->dir,
	    STR_ARG(name)).at;
	if (stat(*path, &st) != 0) {
		*path = NULL;
		return true;
	}
	wrong = file_read(t->arena, *path, LIMIT_FILE_BYTES, text);
	if (wrong == NULL)
		return true;
	diag_report(t->diags, RULE_TEMPLATE_INVALID, asked,
	    "the template %s cannot be read: %s", *path, wrong);
	return false;
}

static const struct stream *
read_template(struct templates *t, struct str name, const char *path,
    struct str text)
{
	size_t errors = diags_count(t->diags, LEVEL_ERROR);
	struct template *file = vec_add(t->arena, &t->read);

	file->name = name;
	stream_parse(t->arena, t->diags, t->sources,
	    source_add(t->sources, path, text), &file->stream);
	return diags_count(t->diags, LEVEL_ERROR) > errors ? NULL :
	    &file->stream;
}

const struct stream *
template_get(struct templates *t, struct str strategy, enum phase phase,
    struct span asked)
{
	struct str name = arena_printf(t->arena, "%.*s/%s.yaml",
	    STR_ARG(strategy), phase_name(phase)), text;
	const struct embedded *builtin;
	const char *path;

	for (size_t i = 0; i < t->read.n; i++)
		if (str_eq(t->read.at[i].name, name))
			return &t->read.at[i].stream;
	if (!read_own(t, name, asked, &path, &text))
		return NULL;
	if (path != NULL)
		return read_template(t, name, path, text);
	builtin = find_embedded(name);
	if (builtin == NULL) {
		report_none(t, strategy, phase, asked);
		return NULL;
	}
	path = arena_printf(t->arena, "<builtin>/%.*s", STR_ARG(name)).at;
	return read_template(t, name, path, builtin->text);
}
