/*
 * The patterns are those of .gitignore, without `!`: `*` and `?` stop at a
 * slash, [a-z] is one of these characters, [!a-z] none of them, `\` takes the
 * next character as it is; `**` is any number of folders. A pattern with a
 * slash before its end starts from the root, any other one is the name of
 * something at any depth; with a slash at its end it is that of a folder.
 *
 * A name and a path are matched in the same way: behind a star everything is
 * tried from one place after the other, and only the last star is gone back
 * to, so that the time is at worst the product of the two lengths.
 */
#include "cli/ignore.h"

#include "base/utf8.h"

static uint32_t
next_char(struct str s, size_t *at)
{
	size_t size;
	uint32_t c = utf8_next(str_cut(s, *at, s.len), &size);

	if (c == UTF8_BAD)
		c = 0x110000 + (unsigned char)s.at[*at];
	*at += size;
	return c;
}

/* The set behind '[' at `*at`: true when it ends and holds the character. */
static bool
match_set(struct str pattern, size_t *at, uint32_t c)
{
	size_t i = *at + 1, first;
	bool negated = false, found = false;

	if (i < pattern.len && (pattern.at[i] == '!' || pattern.at[i] == '^'))
		negated = true, i++;
	first = i;
	while (i < pattern.len && (pattern.at[i] != ']' || i == first)) {
		uint32_t low = next_char(pattern, &i), high = low;

		if (i + 1 < pattern.len && pattern.at[i] == '-' &&
		    pattern.at[i + 1] != ']') {
			i++;
			high = next_char(pattern, &i);
		}
		found = found || (low <= c && c <= high);
	}
	*at = i + 1;
	return i < pattern.len && found != negated;
}

/* One character of the name by what stands in the pattern, no star. */
static bool
match_char(struct str pattern, size_t *p, struct str name, size_t *n)
{
	uint32_t c = next_char(name, n);

	if (pattern.at[*p] == '?') {
		++*p;
		return true;
	}
	if (pattern.at[*p] == '[')
		return match_set(pattern, p, c);
	if (pattern.at[*p] == '\\' && *p + 1 < pattern.len)
		++*p;
	return next_char(pattern, p) == c;
}

static bool
match_name(struct str pattern, struct str name)
{
	size_t p = 0, n = 0, star = STR_NONE, again = 0;

	while (n < name.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = ++p;
			again = n;
			continue;
		}
		if (p < pattern.len && match_char(pattern, &p, name, &n))
			continue;
		if (star == STR_NONE)
			return false;
		p = star;
		next_char(name, &again);
		n = again;
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}

/* The same for paths, whose characters are names and whose star is `**`. */
static bool
match_path(struct str pattern, struct str path)
{
	struct str star = { NULL, 0 }, again = { NULL, 0 };

	while (path.at != NULL) {
		struct str p = pattern, n = path, name;

		if (p.at != NULL && str_is(str_next(&p, '/'), "**")) {
			star = pattern = p;
			again = path;
			if (star.at == NULL)
				return true;
			continue;
		}
		p = pattern;
		name = str_next(&n, '/');
		if (p.at != NULL && match_name(str_next(&p, '/'), name)) {
			pattern = p;
			path = n;
			continue;
		}
		if (star.at == NULL)
			return false;
		str_next(&again, '/');
		pattern = star;
		path = again;
	}
	return pattern.at == NULL;
}

static bool
match(struct str pattern, struct str path, bool folder)
{
	bool whole = false;

	if (str_ends(pattern, STR("/"))) {
		if (!folder)
			return false;
		pattern.len--;
	}
	while (str_starts(pattern, STR("./"))) {
		pattern = str_cut(pattern, 2, pattern.len);
		whole = true;
	}
	if (str_starts(pattern, STR("/"))) {
		pattern = str_cut(pattern, 1, pattern.len);
		whole = true;
	}
	if (whole || str_find_byte(pattern, '/', 0) != STR_NONE)
		return match_path(pattern, path);
	while (str_find_byte(path, '/', 0) != STR_NONE)
		str_next(&path, '/');
	return match_name(pattern, path);
}

/* What is left of a path that is below the root. */
static bool
is_below(const struct ignore *ignore, struct str *path)
{
	size_t root = ignore->root.len;

	if (str_is(ignore->root, "/"))
		root = 0;
	if (!str_starts(*path, ignore->root) || path->len <= root + 1 ||
	    path->at[root] != '/')
		return false;
	*path = str_cut(*path, root + 1, path->len);
	return true;
}

static bool
has(const struct ignore *ignore, struct str path, bool folder)
{
	for (size_t i = 0; i < ignore->patterns.n; i++)
		if (match(ignore->patterns.at[i], path, folder))
			return true;
	return false;
}

bool
ignore_has(const struct ignore *ignore, struct str path, bool folder)
{
	return is_below(ignore, &path) && has(ignore, path, folder);
}

bool
ignore_within(const struct ignore *ignore, struct str path, bool folder)
{
	if (!is_below(ignore, &path))
		return false;
	for (size_t i = 0; i < path.len; i++)
		if (path.at[i] == '/' &&
		    has(ignore, str_cut(path, 0, i), true))
			return true;
	return has(ignore, path, folder);
}
