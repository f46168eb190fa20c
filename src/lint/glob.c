#include "lint/glob.h"

#include "base/buf.h"

static char
byte_at(struct str s, size_t i)
{
	return i < s.len ? s.at[i] : 0;
}

static bool
is_in(char c, const char *set)
{
	return c != 0 && strchr(set, c) != NULL;
}

/* {2}, {2,} or {2,3} */
static bool
is_count(struct str s, size_t i)
{
	if (byte_at(s, i) != '{' || byte_at(s, i + 1) < '0' ||
	    byte_at(s, i + 1) > '9')
		return false;
	for (i++; (byte_at(s, i) >= '0' && byte_at(s, i) <= '9') ||
	    byte_at(s, i) == ',';)
		i++;
	return byte_at(s, i) == '}';
}

/*
 * Syntax at byte i. Characters that stand in URIs, as in /wiki/C_(language)
 * or /c++, count only where a regular expression would have them.
 */
static bool
is_syntax(struct str s, size_t i)
{
	char before = i == 0 ? 0 : s.at[i - 1], after = byte_at(s, i + 1);

	switch (s.at[i]) {
	case '\\': case '[': case ']': case '|': case '^':
		return true;
	case '$':
		return after == 0 || is_in(after, ")|");
	case '?':
		return before == '(' || after == 0 || is_in(after, "()/$|.[");
	case '+': case '*':
		return is_in(before, ".)]");
	case '{':
		return is_count(s, i);
	default:
		return false;
	}
}

bool
looks_like_regex(struct str path)
{
	for (size_t i = 0; i < path.len; i++)
		if (is_syntax(path, i))
			return true;
	return false;
}

/* Syntax besides stars; "*.*" is a glob still. */
static bool
has_other_syntax(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		bool star = i >= 2 && s.at[i - 2] == '*' &&
		    s.at[i - 1] == '.' && s.at[i] == '*';

		if (is_in(s.at[i], "()") || (!star && is_syntax(s, i)))
			return true;
	}
	return false;
}

static size_t
stars_end(struct str s, size_t i)
{
	while (byte_at(s, i) == '*')
		i++;
	return i;
}

/* Past a class or an escape, whose stars mean themselves. */
static size_t
pass_quoted(struct str s, size_t i)
{
	size_t end;

	if (s.at[i] == '\\')
		return i + 2;
	end = str_find_byte(s, ']', i + 2);
	return s.at[i] != '[' || end == STR_NONE ? i + 1 : end + 1;
}

bool
glob_find(struct str path, size_t *from, size_t *to)
{
	bool other = has_other_syntax(path);

	for (size_t i = 0; i < path.len; i = pass_quoted(path, i)) {
		char before = i == 0 ? 0 : path.at[i - 1];

		if (path.at[i] != '*')
			continue;
		*from = i;
		*to = stars_end(path, i);
		if (before != '/' && before != '-' && before != '_' &&
		    before != '.' && !str_is_alnum(before))
			continue;
		if (!other || (before != '.' && *to - i > 1) ||
		    (before == '/' && byte_at(path, *to) == '/'))
			return true;
	}
	return false;
}

struct str
glob_base(struct str path)
{
	struct str base = path;

	while (str_ends(base, STR("*")))
		base.len--;
	if (base.len == path.len || !str_ends(base, STR("/")) ||
	    str_find_byte(base, '*', 0) != STR_NONE)
		return (struct str){ NULL, 0 };
	if (base.len > 1)
		base.len--;
	return base;
}

/* A segment that is nothing but one star needs one character at least. */
static void
put_stars(struct buf *out, struct str path, size_t from, size_t to)
{
	if (to - from > 1)
		buf_puts(out, ".*");
	else if (from > 0 && path.at[from - 1] == '/' &&
	    (to == path.len || path.at[to] == '/'))
		buf_puts(out, "[^/]+");
	else
		buf_puts(out, "[^/]*");
}

struct str
glob_to_regex(struct arena *arena, struct str path)
{
	struct str base = glob_base(path), text;
	size_t dot = STR_NONE;
	struct buf out;

	if (has_other_syntax(path))
		return (struct str){ NULL, 0 };
	if (base.len > 0)
		path = base;
	buf_init(&out);
	for (size_t i = 0; i < path.len; i++) {
		if (path.at[i] == '*') {
			put_stars(&out, path, i, stars_end(path, i));
			i = stars_end(path, i) - 1;
			continue;
		}
		if (path.at[i] == '.')
			dot = i;
		else if (path.at[i] == '/')
			dot = STR_NONE;
		if (is_in(path.at[i], ".+{"))
			buf_putc(&out, '\\');
		buf_putc(&out, path.at[i]);
	}
	if (base.len > 1)
		buf_puts(&out, "(/|$)");
	else if (base.len == 0 && dot != STR_NONE)
		buf_putc(&out, '$');
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

struct str
glob_fill(struct arena *arena, struct str path, const char *word)
{
	struct str text;
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < path.len; i++) {
		if (path.at[i] != '*') {
			buf_putc(&out, path.at[i]);
			continue;
		}
		buf_puts(&out, word);
		i = stars_end(path, i) - 1;
	}
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}
