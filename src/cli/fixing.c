#include "cli/fixing.h"

#include "yaml/edit.h"
#include "yaml/stream.h"

/*
 * A finding that hides others may itself come to light by a fix: three or
 * four rounds are the most there are. A fix that calls for another one,
 * which calls for the first, is a mistake of ours.
 */
enum { ROUNDS_MAX = 20 };

/* The edits of one round in one file, in order and apart from each other. */
struct edits {
	struct fixed_file *file;
	VEC(struct edit) list;
	size_t count;		/* findings they are of */
};

void
fixing_init(struct fixing *f, struct arena *arena)
{
	*f = (struct fixing){ .arena = arena };
}

static struct fixed_file *
find_file(const struct fixing *f, uint32_t file)
{
	for (size_t i = 0; i < f->files.n; i++)
		if (f->files.at[i]->file == file)
			return f->files.at[i];
	return NULL;
}

/*
 * The file that all edits of the finding are in, when all of them are safe;
 * 0 when it has none, or others.
 */
static uint32_t
file_of(const struct diag *d)
{
	uint32_t file = 0;

	for (size_t i = 0; i < d->fixes.n; i++) {
		const struct fix *fix = &d->fixes.at[i];

		if (fix->where.file == 0)
			continue;
		if (!fix->safe || (file != 0 && fix->where.file != file))
			return 0;
		file = fix->where.file;
	}
	return file;
}

/* Where the edit belongs in the list: behind those that begin before it. */
static size_t
place_of(const struct edits *edits, struct span where)
{
	size_t at = edits->list.n;

	while (at > 0 && edits->list.at[at - 1].where.start >= where.start)
		at--;
	return at;
}

enum fit { FITS, IS_THERE, CLASHES };

/* Edits that only meet are left for the next round, too. */
static enum fit
fit_of(const struct edits *edits, const struct fix *fix)
{
	size_t at = place_of(edits, fix->where);
	const struct edit *next = edits->list.at;

	if (at > 0 && next[at - 1].where.end >= fix->where.start)
		return CLASHES;
	if (at == edits->list.n)
		return FITS;
	next += at;
	if (next->where.start == fix->where.start &&
	    next->where.end == fix->where.end && str_eq(next->text, fix->text))
		return IS_THERE;
	return next->where.start <= fix->where.end ? CLASHES : FITS;
}

static void
insert(struct arena *arena, struct edits *edits, const struct fix *fix)
{
	size_t at = place_of(edits, fix->where), n = edits->list.n;

	vec_add(arena, &edits->list);
	memmove(&edits->list.at[at + 1], &edits->list.at[at],
	    (n - at) * sizeof(*edits->list.at));
	edits->list.at[at] = (struct edit){ fix->where, fix->text };
}

/* All edits of the finding, or none of them. */
static void
add_finding(struct arena *arena, struct edits *edits, const struct diag *d)
{
	for (size_t i = 0; i < d->fixes.n; i++)
		if (d->fixes.at[i].where.file != 0 &&
		    fit_of(edits, &d->fixes.at[i]) == CLASHES)
			return;
	for (size_t i = 0; i < d->fixes.n; i++)
		if (d->fixes.at[i].where.file != 0 &&
		    fit_of(edits, &d->fixes.at[i]) == FITS)
			insert(arena, edits, &d->fixes.at[i]);
	edits->count++;
}

/* Why the new text must not take the place of the old one, or NULL. */
static const char *
compare(struct arena *arena, struct str old, struct str text,
    const struct edits *edits)
{
	struct stream before, after;
	struct sources sources;
	struct diags was, is;

	sources_init(&sources, arena);
	diags_init(&was, arena);
	diags_init(&is, arena);
	stream_parse(arena, &was, &sources, source_add(&sources, "", old),
	    &before);
	stream_parse(arena, &is, &sources, source_add(&sources, "", text),
	    &after);
	if (is.list.n > was.list.n || after.documents.n != before.documents.n)
		return "it could not be read any more";
	for (size_t i = 0; i < before.documents.n; i++)
		if (!edit_kept(before.documents.at[i].root,
		    after.documents.at[i].root, edits->list.at,
		    edits->list.n))
			return "an anchor, alias or merge key (& * <<) makes "
			    "other values change as well";
	return NULL;
}

static void
give_up(struct fixed_file *file, const char *why)
{
	file->text = file->old;
	file->count = 0;
	file->refused = why;
}

static void
apply(struct fixing *f, const struct edits *edits)
{
	struct fixed_file *file = edits->file;
	struct arena scratch;
	struct str text = { NULL, 0 };
	const char *why;

	arena_init(&scratch);
	if (!edit_apply(f->arena, file->text, edits->list.at, edits->list.n,
	    &text))
		why = "parts that must change overlap";
	else
		why = compare(&scratch, file->text, text, edits);
	if (f->rounds > ROUNDS_MAX)
		why = "every fix calls for another one";
	if (why == NULL) {
		file->text = text;
		file->count += edits->count;
	} else
		give_up(file, why);
	arena_release(&scratch);
}

static struct fixed_file *
need_file(struct fixing *f, const struct sources *sources, uint32_t file)
{
	struct fixed_file *fixed = find_file(f, file);
	size_t at = f->files.n;

	if (fixed != NULL)
		return fixed;
	fixed = arena_new(f->arena, struct fixed_file);
	vec_add(f->arena, &f->files);
	for (; at > 0 && f->files.at[at - 1]->file > file; at--)
		f->files.at[at] = f->files.at[at - 1];
	f->files.at[at] = fixed;
	fixed->file = file;
	fixed->old = fixed->text = arena_str(f->arena,
	    source_get(sources, file)->text);
	return fixed;
}

/* The edits of this round: of file number i at [i], which may be NULL. */
static struct edits **
collect(struct fixing *f, struct arena *arena, const struct diags *diags,
    const struct sources *sources, const bool *wanted)
{
	struct edits **edits = arena_array(arena, struct edits *,
	    sources->list.n + 1);

	for (size_t i = 0; i < diags->list.n; i++) {
		const struct diag *d = diags->list.at[i];
		uint32_t file = file_of(d);

		if (!wanted[file])
			continue;
		if (edits[file] == NULL) {
			edits[file] = arena_new(arena, struct edits);
			edits[file]->file = need_file(f, sources, file);
		}
		if (edits[file]->file->refused == NULL)
			add_finding(arena, edits[file], d);
	}
	return edits;
}

bool
fixing_take(struct fixing *f, const struct diags *diags,
    const struct sources *sources, const uint32_t *files, size_t n)
{
	struct arena scratch;
	struct edits **edits;
	bool *wanted, changed = false;

	f->rounds++;
	arena_init(&scratch);
	wanted = arena_array(&scratch, bool, sources->list.n + 1);
	for (size_t i = 0; i < n; i++)
		wanted[files[i]] = true;
	edits = collect(f, &scratch, diags, sources, wanted);
	for (size_t i = 1; i <= sources->list.n; i++)
		if (edits[i] != NULL && edits[i]->list.n > 0) {
			struct fixed_file *file = edits[i]->file;
			struct str before = file->text;

			apply(f, edits[i]);
			changed = changed || !str_eq(before, file->text);
		}
	arena_release(&scratch);
	return changed;
}

const struct fixed_file *
fixing_find(const struct fixing *f, uint32_t file)
{
	return find_file(f, file);
}
