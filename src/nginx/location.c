/*
 * The search is that of ngx_http_core_find_location(). Names stand in byte
 * order, each with a link to the longest other name that begins it and has
 * a prefix location: so the longest prefix of a path is the greatest name
 * not above it, or one that its links lead to.
 */
#include "nginx/location.h"

#include <stdlib.h>

struct name {
	struct str text;
	const struct location *exact, *prefix;
	uint32_t up;	/* 1 + index of the prefix that begins it, or 0 */
};

struct location_index {
	const struct location *all;
	size_t n;
	VEC(struct name) names;
	VEC(const struct location *) regexes;	/* in file order */
};

static int
compare(const void *a, const void *b)
{
	const struct location *x = *(const struct location *const *)a;
	const struct location *y = *(const struct location *const *)b;
	int order = str_cmp(x->text, y->text);

	if (order == 0)
		return x->number < y->number ? -1 : 1;
	return order;
}

static void
add_name(struct arena *arena, struct location_index *index,
    const struct location *l, struct location_twices *twice)
{
	struct name *last = index->names.n == 0 ? NULL :
	    &index->names.at[index->names.n - 1];
	struct location_twice *pair;
	const struct location **place;

	if (last == NULL || !str_eq(last->text, l->text)) {
		last = vec_add(arena, &index->names);
		last->text = l->text;
	}
	place = l->kind == LOCATION_EXACT ? &last->exact : &last->prefix;
	if (*place == NULL) {
		*place = l;
		return;
	}
	pair = vec_add(arena, &twice->pairs);
	pair->first = *place;
	pair->again = l;
}

static const struct name *
up(const struct location_index *index, const struct name *name)
{
	return name->up == 0 ? NULL : &index->names.at[name->up - 1];
}

static void
link_names(struct location_index *index)
{
	for (size_t i = 1; i < index->names.n; i++) {
		struct name *name = &index->names.at[i];
		const struct name *n = &index->names.at[i - 1];

		while (n != NULL && (n->prefix == NULL ||
		    !str_starts(name->text, n->text)))
			n = up(index, n);
		name->up = n == NULL ? 0 :
		    (uint32_t)(n - index->names.at) + 1;
	}
}

struct location_index *
location_index(struct arena *arena, const struct location *all, size_t n,
    struct location_twices *twice)
{
	struct location_index *index = arena_new(arena,
	    struct location_index);
	const struct location **sorted = arena_array(arena,
	    const struct location *, n);
	size_t nsorted = 0;

	index->all = all;
	index->n = n;
	for (size_t i = 0; i < n; i++) {
		if (all[i].kind == LOCATION_REGEX)
			*vec_add(arena, &index->regexes) = &all[i];
		else
			sorted[nsorted++] = &all[i];
	}
	if (nsorted > 0)
		qsort(sorted, nsorted, sizeof(*sorted), compare);
	for (size_t i = 0; i < nsorted; i++)
		add_name(arena, index, sorted[i], twice);
	link_names(index);
	return index;
}

/* Orders a name against the path, or the path and a slash. */
static int
compare_path(struct str name, struct str path, bool slash)
{
	int order = str_cmp(str_cut(name, 0, path.len), path);

	if (order != 0)
		return order;
	name = str_cut(name, path.len, name.len);
	return str_cmp(name, slash ? STR("/") : STR(""));
}

/* The greatest name that is not above, or NULL. */
static const struct name *
search(const struct location_index *index, struct str path, bool slash)
{
	size_t low = 0, high = index->names.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_path(index->names.at[middle].text, path,
		    slash) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? NULL : &index->names.at[low - 1];
}

static bool
proxies(const struct location *l)
{
	return l != NULL && l->upstream != NULL;
}

/* The location of the path and a slash, if it asks for the slash. */
static const struct location *
find_slash(const struct location_index *index, struct str path)
{
	const struct name *name = search(index, path, true);

	if (name == NULL || name->text.len != path.len + 1 ||
	    !str_starts(name->text, path) ||
	    name->text.at[path.len] != '/' ||
	    (!proxies(name->exact) && !proxies(name->prefix)))
		return NULL;
	return name->exact != NULL ? name->exact : name->prefix;
}

/* Without regular expressions; `*sure` when those are not to be tried. */
static enum found
find_by_name(const struct location_index *index, struct str path,
    const struct location **location, bool *sure)
{
	const struct name *name = search(index, path, false);

	*sure = true;
	*location = NULL;
	if (name != NULL && str_eq(name->text, path)) {
		*sure = name->exact != NULL;
		*location = *sure ? name->exact : name->prefix;
		return FOUND_LOCATION;
	}
	*location = find_slash(index, path);
	if (*location != NULL)
		return FOUND_SLASH;
	*sure = false;
	while (name != NULL && (name->prefix == NULL ||
	    !str_starts(path, name->text)))
		name = up(index, name);
	if (name == NULL)
		return FOUND_NOTHING;
	*location = name->prefix;
	return FOUND_LOCATION;
}

enum found
location_find(struct arena *arena, const struct location_index *index,
    struct str path, const struct location **location,
    struct captures *captures)
{
	struct rx_captures captured;
	enum found found;
	bool sure;

	found = find_by_name(index, path, location, &sure);
	if (sure)
		return found;
	for (size_t i = 0; i < index->regexes.n; i++) {
		const struct location *l = index->regexes.at[i];
		enum rx_verdict verdict = rx_match(arena, l->rx, RX_LOCATION,
		    path, &captured);

		if (verdict == RX_NO)
			continue;
		*location = l;
		if (verdict == RX_GAVE_UP)
			return FOUND_TROUBLE;
		script_capture(arena, l->rx, &captured, captures);
		return FOUND_LOCATION;
	}
	return found;
}

static bool
name_matches(const struct location *l, struct str path)
{
	return l->kind == LOCATION_EXACT ? str_eq(path, l->text) :
	    str_starts(path, l->text);
}

/* Of a location that is not the one found. */
static enum trial
explain_other(struct arena *arena, const struct location *l, struct str path,
    const struct location *taken, const struct location *by_name, bool sure)
{
	if (l->kind != LOCATION_REGEX) {
		if (!name_matches(l, path))
			return TRIAL_DIFFERS;
		return l == by_name ? TRIAL_BEFORE_REGEX : TRIAL_SHORTER;
	}
	if (sure)
		return TRIAL_NOT_TRIED;
	/* What comes before the regex that is taken has not matched. */
	if (taken == NULL || taken->kind != LOCATION_REGEX ||
	    l->number < taken->number)
		return TRIAL_DIFFERS;
	return rx_match(arena, l->rx, RX_LOCATION, path, NULL) == RX_YES ?
	    TRIAL_LATER : TRIAL_NOT_TRIED;
}

void
location_explain(struct arena *arena, const struct location_index *index,
    struct str path, enum trial *trials)
{
	const struct location *taken, *by_name;
	struct captures captures = { .n = 0 };
	enum found found;
	bool sure;

	find_by_name(index, path, &by_name, &sure);
	found = location_find(arena, index, path, &taken, &captures);
	for (size_t i = 0; i < index->n; i++) {
		const struct location *l = &index->all[i];

		if (l != taken)
			trials[i] = explain_other(arena, l, path, taken,
			    by_name, sure);
		else if (found == FOUND_SLASH)
			trials[i] = TRIAL_REDIRECTS;
		else
			trials[i] = found == FOUND_TROUBLE ? TRIAL_TROUBLE :
			    TRIAL_TAKES;
	}
}
