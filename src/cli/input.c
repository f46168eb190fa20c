#include "cli/input.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"

enum { FOLDERS_DEEP = 64 };	/* links are not followed: no real tree is */

void
input_init(struct input *in, struct arena *arena, struct diags *diags,
    struct sources *sources)
{
	*in = (struct input){ .arena = arena, .diags = diags,
		.sources = sources };
}

static void
complain(struct input *in, const char *path, const char *what)
{
	struct buf line;

	buf_init(&line);
	buf_puts(&line, "greenlight: ");
	utf8_show(&line, str_from(path));
	buf_printf(&line, ": %s\n", what);
	if (!in->told)
		fwrite(line.at, 1, line.len, stderr);
	buf_release(&line);
	in->failed = true;
}

/* The same file under the same or another name is read once. */
static bool
is_known(struct input *in, const char *path, const struct stat *st)
{
	struct str id = STR("-");
	void **slot;
	bool known;

	if (strcmp(path, "-") != 0)
		id = arena_printf(in->arena, "%llx %llx",
		    (unsigned long long)st->st_dev,
		    (unsigned long long)st->st_ino);
	slot = map_put(in->arena, &in->known, id);
	known = *slot != NULL;
	*slot = in;
	return known;
}

static void
add_file(struct input *in, const char *path, const struct stat *st)
{
	if (is_known(in, path, st))
		return;
	*vec_add(in->arena, &in->files) = source_add(in->sources,
	    strcmp(path, "-") == 0 ? "<stdin>" : path,
	    (struct str){ NULL, 0 });
	*vec_add(in->arena, &in->sizes) = (size_t)st->st_size;
}

static bool
is_manifest(struct str name)
{
	return str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml")) ||
	    str_ends(name, STR(".json"));
}

/* A link to a file counts when the file is inside the folder walked. */
static bool
stays_inside(struct input *in, const char *root, const char *path)
{
	struct str real = file_real(in->arena, path);
	struct str top = file_real(in->arena, root);

	return top.len > 0 && str_starts(real, top) && real.len > top.len &&
	    (real.at[top.len] == '/' || str_is(top, "/"));
}

static const char *
join(struct input *in, const char *folder, const char *name)
{
	return arena_printf(in->arena, "%s%s%s", folder,
	    str_ends(str_from(folder), STR("/")) ? "" : "/", name).at;
}

/*
 * The path with its folders as they are: what a link is called counts, and
 * not where it leads. Empty where that cannot be found out.
 */
static struct str
real_path(struct input *in, const char *path, bool folder)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	struct str above = slash == NULL ? STR(".") :
	    (struct str){ path, (size_t)(name - path) }, real;

	if (folder)
		return file_real(in->arena, path);
	real = file_real(in->arena, arena_str(in->arena, above).at);
	if (real.len == 0)
		return real;
	return str_from(join(in, real.at, name));
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

typedef VEC(const char *) names;

static bool
list_folder(struct input *in, const char *path, names *list)
{
	DIR *dir = opendir(path);
	const struct dirent *e;

	if (dir == NULL) {
		complain(in, path, strerror(errno));
		return false;
	}
	while ((e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.')
			*vec_add(in->arena, list) = arena_str(in->arena,
			    str_from(e->d_name)).at;
	closedir(dir);
	if (list->n > 0)
		qsort(list->at, list->n, sizeof(*list->at), compare_names);
	return true;
}

/* `real` is the path by which it is ignored, or NULL. */
static void
add_folder(struct input *in, const char *root, const char *path,
    const char *real, unsigned depth)
{
	names list = { NULL, 0, 0 };
	struct stat st;

	if (depth == FOLDERS_DEEP || !list_folder(in, path, &list))
		return;
	for (size_t i = 0; i < list.n; i++) {
		const char *child = join(in, path, list.at[i]);
		const char *name = real == NULL ? NULL :
		    join(in, real, list.at[i]);

		if (lstat(child, &st) != 0 || (name != NULL &&
		    ignore_has(in->ignore, str_from(name),
		    S_ISDIR(st.st_mode))))
			continue;
		if (S_ISDIR(st.st_mode))
			add_folder(in, root, child, name, depth + 1);
		else if (!is_manifest(str_from(child)))
			continue;
		else if (S_ISREG(st.st_mode) || (S_ISLNK(st.st_mode) &&
		    stays_inside(in, root, child) && stat(child, &st) == 0 &&
		    S_ISREG(st.st_mode)))
			add_file(in, child, &st);
	}
}

void
input_add(struct input *in, const char *path)
{
	struct stat st = { .st_size = 0 };
	struct str real = STR("");
	bool stdin_asked = strcmp(path, "-") == 0;
	int wrong = !stdin_asked && stat(path, &st) != 0 ? errno : 0;
	bool folder = !stdin_asked && wrong == 0 && S_ISDIR(st.st_mode);

	if (in->ignore != NULL && !stdin_asked)
		real = real_path(in, path, folder);
	if (real.len > 0 && in->skip_named &&
	    ignore_within(in->ignore, real, folder))
		return;
	in->whole = in->whole || folder || stdin_asked;
	if (folder)
		add_folder(in, path, path, real.len > 0 ? real.at : NULL, 0);
	else if (wrong != 0)
		complain(in, path, strerror(wrong));
	else
		add_file(in, path, &st);
}

bool
input_glob(struct input *in, const char *pattern)
{
	glob_t found;

	switch (glob(pattern, 0, NULL, &found)) {
	case 0:
		for (size_t i = 0; i < found.gl_pathc; i++)
			input_add(in, arena_str(in->arena,
			    str_from(found.gl_pathv[i])).at);
		globfree(&found);
		return true;
	case GLOB_NOMATCH:
		return false;
	default:
		die("cannot look for %s", pattern);
	}
}

const char *
input_load(struct input *in, size_t i, struct arena *arena)
{
	struct source *source = &in->sources->list.at[in->files.at[i] - 1];
	bool standard = strcmp(source->name, "<stdin>") == 0;

	if (source->text.at != NULL)
		return NULL;
	return file_read(arena, standard ? "-" : source->name,
	    LIMIT_FILE_BYTES, &source->text);
}

void
input_drop(struct input *in, uint32_t file)
{
	in->sources->list.at[file - 1].text = (struct str){ NULL, 0 };
}

void
input_complain(struct input *in, size_t i, const char *what)
{
	complain(in, source_get(in->sources, in->files.at[i])->name, what);
}

bool
input_read(struct input *in, size_t i)
{
	const char *wrong = input_load(in, i, in->arena);

	if (wrong != NULL)
		input_complain(in, i, wrong);
	return wrong == NULL;
}
