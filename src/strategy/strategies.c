#include "strategy/strategies.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "embed/embed.h"
#include "shape/format.h"

static const char description[] = "strategy.yaml";

void
strategies_init(struct strategies *s, struct arena *arena,
    struct diags *diags, struct sources *sources, const char *dir)
{
	*s = (struct strategies){ .arena = arena, .diags = diags,
		.sources = sources, .dir = dir };
}

static const struct embedded *
find_embedded(struct str name)
{
	for (const struct embedded *e = embedded_files; e->path != NULL; e++)
		if (str_is(name, e->path))
			return e;
	return NULL;
}

/* Finds "<strategy>/<file>": *path stays NULL when it is not there. */
static bool
find(struct strategies *s, struct str name, struct span asked,
    const char **path, struct str *text)
{
	const struct embedded *builtin;
	const char *own, *wrong;
	struct stat st;

	*path = NULL;
	own = s->dir == NULL ? NULL : arena_printf(s->arena, "%s/%.*s",
	    s->dir, STR_ARG(name)).at;
	if (own != NULL && stat(own, &st) == 0) {
		*path = own;
		wrong = file_read(s->arena, own, LIMIT_FILE_BYTES, text);
		if (wrong == NULL)
			return true;
		diag_report(s->diags, RULE_TEMPLATE_INVALID, asked,
		    "the template %s cannot be read: %s", own, wrong);
		return false;
	}
	builtin = find_embedded(name);
	if (builtin == NULL)
		return true;
	*path = arena_printf(s->arena, "<builtin>/%.*s", STR_ARG(name)).at;
	*text = builtin->text;
	return true;
}

static void
parse(struct strategies *s, struct strategy_file *f, const char *path,
    struct str text)
{
	size_t errors = diags_count(s->diags, LEVEL_ERROR);

	stream_parse(s->arena, s->diags, s->sources,
	    source_add(s->sources, path, text), &f->stream);
	f->failed = diags_count(s->diags, LEVEL_ERROR) > errors;
}

bool
strategies_file(struct strategies *s, struct str strategy, const char *file,
    struct span asked, const struct stream **stream)
{
	struct str name = arena_printf(s->arena, "%.*s/%s",
	    STR_ARG(strategy), file), text;
	struct strategy_file *f = NULL;
	const char *path;
	bool found;

	*stream = NULL;
	for (size_t i = 0; i < s->files.n && f == NULL; i++)
		if (str_eq(s->files.at[i]->name, name))
			f = s->files.at[i];
	if (f == NULL) {
		found = find(s, name, asked, &path, &text);
		if (found && path == NULL)
			return true;
		f = arena_new(s->arena, struct strategy_file);
		*f = (struct strategy_file){ .name = name, .failed = !found };
		*vec_add(s->arena, &s->files) = f;
		if (found)
			parse(s, f, path, text);
	}
	*stream = &f->stream;
	return !f->failed;
}

/* the names there are */

struct names {
	struct arena *arena;
	VEC(struct str) list;
};

static void
add_name(struct names *names, struct str name)
{
	for (size_t i = 0; i < names->list.n; i++)
		if (str_eq(names->list.at[i], name))
			return;
	*vec_add(names->arena, &names->list) = arena_str(names->arena, name);
}

static void
add_embedded(struct names *names)
{
	for (const struct embedded *e = embedded_files; e->path != NULL;
	    e++) {
		struct str rest = str_from(e->path);
		struct str folder = str_next(&rest, '/');

		if (str_is(rest, description))
			add_name(names, folder);
	}
}

static void
add_own(struct names *names, const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *e;
	struct stat st;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		if (format_dns_label.valid(str_from(e->d_name)) &&
		    stat(arena_printf(names->arena, "%s/%s/%s", path,
		    e->d_name, description).at, &st) == 0)
			add_name(names, str_from(e->d_name));
	if (dir != NULL)
		closedir(dir);
}

static int
compare_names(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct strategy_names
strategies_names(struct strategies *s)
{
	struct names names = { .arena = s->arena };

	add_embedded(&names);
	if (s->dir != NULL)
		add_own(&names, s->dir);
	if (names.list.n > 0)
		qsort(names.list.at, names.list.n, sizeof(*names.list.at),
		    compare_names);
	return (struct strategy_names){ names.list.at, names.list.n };
}

/* one of them */

static void
offer_nearest(struct strategies *s, struct diag *d, struct str name)
{
	struct strategy_names names = strategies_names(s);
	struct str list = STR(""), best = { NULL, 0 };
	unsigned least = name.len < 4 ? 2 : 4;

	for (size_t i = 0; i < names.n; i++) {
		unsigned distance = str_distance(name, names.at[i], 4);

		list = arena_printf(s->arena, "%.*s%s%.*s", STR_ARG(list),
		    i == 0 ? "" : ", ", STR_ARG(names.at[i]));
		if (distance < least) {
			least = distance;
			best = names.at[i];
		}
	}
	diag_note(s->diags, d, SPAN_NONE, "there are: %.*s; others come from "
	    "a folder of yours given with --templates", STR_ARG(list));
	if (best.len > 0)
		diag_edit_fix(s->diags, d, d->where, best, false,
		    "strategy: %.*s", STR_ARG(best));
}

static void
report_none(struct strategies *s, struct str name, struct span asked)
{
	const char *own = s->dir == NULL ? NULL : arena_printf(s->arena,
	    "%s/%.*s", s->dir, STR_ARG(name)).at;
	struct diag *d;
	struct stat st;

	if (own != NULL && stat(own, &st) == 0) {
		d = diag_report(s->diags, RULE_RELEASE_INVALID, asked,
		    "the folder %s is no strategy: it has no %s, which says "
		    "what of a release its templates take", own,
		    description);
		diag_say_fix(s->diags, d, "write one, with a line such as "
		    "\"summary: what switches the traffic\"");
		return;
	}
	d = diag_report(s->diags, RULE_RELEASE_INVALID, asked,
	    "there is no strategy \"%.*s\"", STR_ARG(name));
	offer_nearest(s, d, name);
}

static const struct node *
root_of(struct strategies *s, const struct stream *stream,
    struct span asked)
{
	const struct node *root = stream->documents.n != 1 ? NULL :
	    stream->documents.at[0].root;

	if (root != NULL && root->weight <= LIMIT_RELEASE_WEIGHT)
		return root;
	if (root != NULL)
		diag_report(s->diags, RULE_YAML_LIMIT, asked,
		    "%s of this strategy holds more than %d values and is "
		    "not read", description, LIMIT_RELEASE_WEIGHT);
	else
		diag_report(s->diags, RULE_TEMPLATE_INVALID,
		    stream->documents.n == 0 ? asked :
		    stream->documents.at[1].span, "%s of a strategy is one "
		    "document, not %zu", description, stream->documents.n);
	return NULL;
}

const struct strategy *
strategies_get(struct strategies *s, struct str name, struct span asked)
{
	const struct stream *stream;
	const struct node *root;
	struct strategy *strategy;

	for (size_t i = 0; i < s->read.n; i++)
		if (str_eq(s->read.at[i]->name, name))
			return s->read.at[i];
	if (!strategies_file(s, name, description, asked, &stream))
		return NULL;
	if (stream == NULL) {
		report_none(s, name, asked);
		return NULL;
	}
	strategy = arena_new(s->arena, struct strategy);
	*strategy = (struct strategy){ .name = arena_str(s->arena, name) };
	root = root_of(s, stream, asked);
	if (root == NULL ||
	    !strategy_read(s->arena, s->diags, root, strategy))
		return NULL;
	*vec_add(s->arena, &s->read) = strategy;
	return strategy;
}

void
strategies_load(struct strategies *s)
{
	struct strategy_names names = strategies_names(s);

	for (size_t i = 0; i < names.n; i++)
		strategies_get(s, names.at[i], SPAN_NONE);
}
