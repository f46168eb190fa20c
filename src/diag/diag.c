#include "diag/diag.h"

#include <stdarg.h>
#include <stdlib.h>

#include "diag/allow.h"

void
diags_init(struct diags *ds, struct arena *arena)
{
	*ds = (struct diags){ .arena = arena };
	for (unsigned i = 0; i < RULE_COUNT; i++)
		ds->level[i] = rule_get(i)->level;
}

void
diags_init_like(struct diags *ds, struct arena *arena,
    const struct diags *like)
{
	*ds = *like;
	ds->arena = arena;
	memset(&ds->list, 0, sizeof(ds->list));
	memset(&ds->allows, 0, sizeof(ds->allows));
	ds->hints = 0;
}

void
diags_set_level(struct diags *ds, enum rule_id rule, enum level level)
{
	ds->level[rule] = level;
	ds->fixed[rule] = true;
}

struct diag *
diag_report(struct diags *ds, enum rule_id rule, struct span where,
    const char *fmt, ...)
{
	struct diag *d = arena_new(ds->arena, struct diag);
	va_list args;

	d->rule = rule;
	d->level = ds->level[rule];
	d->fixed = ds->fixed[rule];
	d->where = where;
	va_start(args, fmt);
	d->text = arena_vprintf(ds->arena, fmt, args);
	va_end(args);
	*vec_add(ds->arena, &ds->list) = d;
	return d;
}

void
diag_level(struct diag *d, enum level level)
{
	if (!d->fixed)
		d->level = level;
}

void
diag_note(struct diags *ds, struct diag *d, struct span where,
    const char *fmt, ...)
{
	struct note *note = vec_add(ds->arena, &d->notes);
	va_list args;

	va_start(args, fmt);
	note->text = arena_vprintf(ds->arena, fmt, args);
	va_end(args);
	note->where = where;
}

void
diag_say_fix(struct diags *ds, struct diag *d, const char *fmt, ...)
{
	struct fix *fix = vec_add(ds->arena, &d->fixes);
	va_list args;

	va_start(args, fmt);
	fix->say = arena_vprintf(ds->arena, fmt, args);
	va_end(args);
}

void
diag_edit_fix(struct diags *ds, struct diag *d, struct span where,
    struct str text, bool safe, const char *fmt, ...)
{
	struct fix *fix = vec_add(ds->arena, &d->fixes);
	va_list args;

	va_start(args, fmt);
	fix->say = arena_vprintf(ds->arena, fmt, args);
	va_end(args);
	fix->where = where;
	fix->text = arena_str(ds->arena, text);
	fix->safe = safe;
}

bool
diag_has(const struct diags *ds, enum rule_id rule, uint32_t file)
{
	for (size_t i = 0; i < ds->list.n; i++)
		if (ds->list.at[i]->rule == rule &&
		    ds->list.at[i]->where.file == file)
			return true;
	return false;
}

static int
compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare(const void *pa, const void *pb)
{
	const struct diag *a = *(struct diag *const *)pa;
	const struct diag *b = *(struct diag *const *)pb;
	int order = compare_numbers(a->where.file, b->where.file);

	if (order == 0)
		order = compare_numbers(a->where.start, b->where.start);
	if (order == 0)
		order = compare_numbers(a->rule, b->rule);
	if (order == 0)
		order = compare_numbers(a->where.end, b->where.end);
	return order != 0 ? order : str_cmp(a->text, b->text);
}

void
diags_finish(struct diags *ds)
{
	size_t kept = 0;

	allow_apply(ds);
	for (size_t i = 0; i < ds->list.n; i++)
		if (ds->list.at[i]->level != LEVEL_OFF &&
		    !ds->list.at[i]->silenced)
			ds->list.at[kept++] = ds->list.at[i];
	ds->list.n = kept;
	if (kept == 0)
		return;
	qsort(ds->list.at, kept, sizeof(*ds->list.at), compare);
	kept = 1;
	for (size_t i = 1; i < ds->list.n; i++)
		if (compare(&ds->list.at[kept - 1], &ds->list.at[i]) != 0)
			ds->list.at[kept++] = ds->list.at[i];
	ds->list.n = kept;
}

size_t
diags_count(const struct diags *ds, enum level at_least)
{
	size_t n = 0;

	for (size_t i = 0; i < ds->list.n; i++)
		n += ds->list.at[i]->level >= at_least &&
		    !ds->list.at[i]->silenced;
	return n;
}
