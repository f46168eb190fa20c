#include "cli/folder.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/option.h"
#include "yaml/emit.h"

/* What the first line of every list of ours ends in. */
static const char mark[] = "; written by greenlight render";

/* What says which files are ours; of an earlier call it may be either. */
static const char *const lists[] = { "files.txt", "kustomization.yaml" };
enum { NLISTS = sizeof(lists) / sizeof(*lists) };

struct folder {
	struct arena *arena;
	const char *dir;
	struct str header;
	bool json;
	VEC(struct file_new) files;
	struct str old[NLISTS];		/* lists of an earlier call */
};

void
folder_make(const char *dir)
{
	struct stat st;

	if (mkdir(dir, 0777) == 0)
		return;
	if (errno != EEXIST)
		die("make the folder %s:", dir);
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		usage_error("render", "%s is not a folder", dir);
}

static const char *
path_in(struct folder *f, struct str name)
{
	return arena_printf(f->arena, "%s/%.*s", f->dir, STR_ARG(name)).at;
}

static struct str
lower(struct arena *arena, struct str s)
{
	char *out = arena_alloc(arena, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		out[i] = s.at[i] >= 'A' && s.at[i] <= 'Z' ?
		    (char)(s.at[i] - 'A' + 'a') : s.at[i];
	return (struct str){ out, s.len };
}

/* Names of objects are file names, but a template may make anything. */
static struct str
as_file_name(struct arena *arena, struct str s)
{
	char *out = (char *)arena_str(arena, s).at;

	for (size_t i = 0; i < s.len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_",
		    out[i]) == NULL || out[i] == '\0')
			out[i] = '-';
	return (struct str){ out, s.len };
}

static bool
is_taken(const struct folder *f, const char *path)
{
	for (size_t i = 0; i < f->files.n; i++)
		if (strcmp(f->files.at[i].name, path) == 0)
			return true;
	return false;
}

/* ingress-shop.yaml; a number is added for the second of that name. */
static struct str
file_name(struct folder *f, const struct node *object)
{
	struct str kind = node_text(node_get(object, STR("kind")));
	struct str name = node_text(node_at(object, "metadata.name"));
	struct str base = as_file_name(f->arena, lower(f->arena,
	    arena_printf(f->arena, "%.*s-%.*s", STR_ARG(kind),
	    STR_ARG(name)))), full;
	const char *ending = f->json ? "json" : "yaml";
	unsigned again = 1;

	full = arena_printf(f->arena, "%.*s.%s", STR_ARG(base), ending);
	while (is_taken(f, path_in(f, full)))
		full = arena_printf(f->arena, "%.*s-%u.%s", STR_ARG(base),
		    ++again, ending);
	return full;
}

static void
add_file(struct folder *f, struct str name, struct buf *text)
{
	struct file_new *file = vec_add(f->arena, &f->files);

	file->name = path_in(f, name);
	file->text = arena_str(f->arena, buf_str(text));
	buf_reset(text);
}

/* The next file of a list; false at its end. */
static bool
next_listed(struct str *rest, struct str *name)
{
	while (rest->at != NULL) {
		struct str line = str_next(rest, '\n');

		*name = str_cut(line, 2, line.len);
		if (str_starts(line, STR("- ")) &&
		    str_find_byte(*name, '/', 0) == STR_NONE)
			return true;
	}
	return false;
}

static bool
was_listed(struct folder *f, const char *path)
{
	struct str name;

	for (size_t i = 0; i < NLISTS; i++) {
		struct str rest = f->old[i];

		while (rest.at != NULL && next_listed(&rest, &name))
			if (strcmp(path_in(f, name), path) == 0)
				return true;
	}
	return false;
}

/* False when there is such a file and it is not ours. */
static bool
read_old(struct folder *f, size_t list)
{
	const char *path = path_in(f, str_from(lists[list]));
	struct str text, rest;
	struct stat st;

	if (lstat(path, &st) != 0)
		return true;
	if (file_read(f->arena, path, LIMIT_FILE_BYTES, &text) != NULL)
		return false;
	rest = text;
	if (!str_ends(str_next(&rest, '\n'), str_from(mark)))
		return false;
	f->old[list] = text;
	return true;
}

static void
read_lists(struct folder *f, const char *ours)
{
	for (size_t i = 0; i < NLISTS; i++)
		if (!read_old(f, i) && strcmp(lists[i], ours) == 0)
			usage_error("render", "%s/%s was not written by "
			    "greenlight; give -o a folder of its own",
			    f->dir, ours);
}

/* Refuses to replace what somebody else put there. */
static void
check_targets(struct folder *f)
{
	struct stat st;

	for (size_t i = 0; i < f->files.n; i++)
		if (lstat(f->files.at[i].name, &st) == 0 &&
		    !was_listed(f, f->files.at[i].name))
			usage_error("render", "%s is there already and was "
			    "not written by greenlight; give -o a folder of "
			    "its own", f->files.at[i].name);
}

static void
remove_stale(struct folder *f)
{
	struct str name;

	for (size_t i = 0; i < NLISTS; i++) {
		struct str rest = f->old[i];

		while (rest.at != NULL && next_listed(&rest, &name))
			if (!is_taken(f, path_in(f, name)))
				unlink(path_in(f, name));
		if (f->old[i].at != NULL &&
		    !is_taken(f, path_in(f, str_from(lists[i]))))
			unlink(path_in(f, str_from(lists[i])));
	}
}

static void
add_object(struct folder *f, struct buf *list, const struct node *object)
{
	struct str name = file_name(f, object);
	struct buf text;

	buf_init(&text);
	if (f->json) {
		emit_json(&text, object, 0);
		buf_putc(&text, '\n');
	} else {
		buf_add(&text, f->header);
		emit_yaml(&text, object);
	}
	add_file(f, name, &text);
	buf_printf(list, "- %.*s\n", STR_ARG(name));
	buf_release(&text);
}

void
folder_write(struct arena *arena, const char *dir, struct str header,
    const struct stream *objects, bool json, bool kubernetes)
{
	struct folder f = { .arena = arena, .dir = dir, .header = header,
		.json = json };
	struct file_new list = { path_in(&f, str_from(lists[kubernetes])),
		{ NULL, 0 } };
	struct buf text;

	folder_make(dir);
	read_lists(&f, lists[kubernetes]);
	buf_init(&text);
	buf_add(&text, header);
	if (kubernetes) {
		buf_puts(&text, "apiVersion: kustomize.config.k8s.io/v1beta1\n"
		    "kind: Kustomization\nresources:");
		buf_puts(&text, objects->documents.n == 0 ? " []\n" : "\n");
	}
	for (size_t i = 0; i < objects->documents.n; i++)
		add_object(&f, &text, objects->documents.at[i].root);
	check_targets(&f);
	list.text = arena_str(arena, buf_str(&text));
	*vec_add(arena, &f.files) = list;
	file_replace_all(arena, f.files.at, f.files.n);
	remove_stale(&f);
	buf_release(&text);
}

const struct str *
folder_names(struct arena *arena, const char *dir,
    const struct stream *objects, bool json)
{
	struct folder f = { .arena = arena, .dir = dir, .json = json };
	struct str *names = arena_array(arena, struct str,
	    objects->documents.n);

	for (size_t i = 0; i < objects->documents.n; i++) {
		struct file_new *file;
		struct str name = file_name(&f,
		    objects->documents.at[i].root);

		file = vec_add(arena, &f.files);
		file->name = path_in(&f, name);
		names[i] = str_from(file->name);
	}
	return names;
}
