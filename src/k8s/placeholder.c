/*
 * What shells, kustomize, pipelines and tutorials put where a value belongs.
 * A text is searched for the characters that may begin one; a table says
 * how each form goes on.
 */
#include "k8s/placeholder.h"

static bool
is_alpha(char c)
{
	return str_is_upper(c) || (c >= 'a' && c <= 'z') || c == '_';
}

static bool
is_word(char c)
{
	return is_alpha(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

static size_t
skip_word(struct str s, size_t at)
{
	while (at < s.len && is_word(s.at[at]))
		at++;
	return at;
}

static bool
has(struct str s, size_t at, char c)
{
	return at < s.len && s.at[at] == c;
}

/*
 * The end of "${NAME}", "${NAME:-default}", "$(NAME)" or "$(a command)" at
 * `at`, or 0.
 */
static size_t
end_of_variable(struct str s, size_t at)
{
	char close = has(s, at + 1, '{') ? '}' : ')';
	size_t end = at + 2;

	if (!has(s, at + 1, '{') && !has(s, at + 1, '('))
		return 0;
	if (end >= s.len || !is_alpha(s.at[end]))
		return 0;
	end = skip_word(s, end);
	while (close == ')' && has(s, end, ' '))
		end = skip_word(s, end + 1);
	if (close == '}' && has(s, end, ':'))
		end = str_find_byte(s, close, end);
	return end != STR_NONE && has(s, end, close) ? end + 1 : 0;
}

/*
 * The end of "$NAME" at `at`, or 0: in a name or a host, not in a path, where
 * the variables of nginx may be.
 */
static size_t
end_of_plain_variable(struct str s, size_t at)
{
	size_t end = at + 1;

	if (at > 0 && s.at[at - 1] != '.' && s.at[at - 1] != '-')
		return 0;
	if (end >= s.len || !str_is_upper(s.at[end]))
		return 0;
	while (end < s.len && (str_is_upper(s.at[end]) || s.at[end] == '_' ||
	    (s.at[end] >= '0' && s.at[end] <= '9')))
		end++;
	return end - at > 2 ? end : 0;
}

/* (?<name>, (?P<name>, \k<name> and \g<name> belong to expressions. */
static bool
is_in_regex(struct str s, size_t at)
{
	struct str before = str_cut(s, 0, at);

	return str_ends(before, STR("?")) || str_ends(before, STR("?P")) ||
	    str_ends(before, STR("\\k")) || str_ends(before, STR("\\g"));
}

/* The end of "<name>" or "<your name>" at `at`, or 0. */
static size_t
end_of_bracket(struct str s, size_t at)
{
	size_t end = at + 1;

	if (end >= s.len || !is_alpha(s.at[end]) || is_in_regex(s, at))
		return 0;
	while (end < s.len && (is_word(s.at[end]) || s.at[end] == ' ' ||
	    s.at[end] == '/' || s.at[end] == ':'))
		end++;
	return has(s, end, '>') ? end + 1 : 0;
}

/* The end of a word that asks to be replaced, at `at`, or 0. */
static size_t
end_of_request(struct str s, size_t at)
{
	static const char *const words[] = {
		"REPLACEME", "REPLACE_ME", "REPLACE-ME",
		"CHANGEME", "CHANGE_ME", "CHANGE-ME", NULL
	};
	struct str rest = str_cut(s, at, s.len);

	for (size_t i = 0; words[i] != NULL; i++)
		if (str_starts(rest, str_from(words[i])))
			return at + strlen(words[i]);
	return 0;
}

/* The end of "__NAME__" at `at`, or 0. */
static size_t
end_of_underscores(struct str s, size_t at)
{
	size_t end = at + 2;

	if (!has(s, at + 1, '_') || end >= s.len || !str_is_upper(s.at[end]))
		return 0;
	while (end < s.len && (str_is_upper(s.at[end]) ||
	    (s.at[end] >= '0' && s.at[end] <= '9') ||
	    (s.at[end] == '_' && !has(s, end + 1, '_'))))
		end++;
	return has(s, end, '_') && has(s, end + 1, '_') ? end + 2 : 0;
}

bool
placeholder_find(struct str s, size_t *from, size_t *to)
{
	static const bool begins[256] = {
		['$'] = true, ['<'] = true, ['_'] = true, ['R'] = true,
		['C'] = true,
	};

	for (size_t i = 0; i < s.len; i++) {
		/* every text of every object comes by here */
		if (!begins[(unsigned char)s.at[i]])
			continue;
		switch (s.at[i]) {
		case '$':
			*to = end_of_variable(s, i);
			if (*to == 0)
				*to = end_of_plain_variable(s, i);
			break;
		case '<':
			*to = end_of_bracket(s, i);
			break;
		case '_':
			*to = end_of_underscores(s, i);
			break;
		case 'R':
		case 'C':
			*to = end_of_request(s, i);
			break;
		}
		*from = i;
		if (*to != 0)
			return true;
	}
	return false;
}

bool
placeholder_in(struct str s)
{
	size_t from, to;

	return placeholder_find(s, &from, &to);
}

bool
placeholder_possible(struct str text)
{
	static const char *const pairs[256] = {
		['$'] = "{(ABCDEFGHIJKLMNOPQRSTUVWXYZ", ['{'] = "{",
		['_'] = "_", ['R'] = "E", ['C'] = "H",
	};
	static const bool begins[256] = {
		['$'] = true, ['{'] = true, ['_'] = true, ['R'] = true,
		['C'] = true, ['<'] = true, ['\\'] = true,
	};
	const unsigned char *at = (const unsigned char *)text.at;

	for (size_t i = 0; i < text.len; i++) {
		const char *next;

		/* four at a time, as most of them begin nothing */
		while (i + 4 < text.len && !(begins[at[i]] |
		    begins[at[i + 1]] | begins[at[i + 2]] |
		    begins[at[i + 3]]))
			i += 4;
		if (!begins[at[i]])
			continue;
		next = pairs[at[i]];
		if (next == NULL || (i + 1 < text.len &&
		    strchr(next, text.at[i + 1]) != NULL))
			return true;
	}
	return false;
}

bool
template_find(struct str s, size_t *from, size_t *to)
{
	size_t end;

	*from = str_find(s, STR("{{"), 0);
	if (*from == STR_NONE)
		return false;
	end = str_find(s, STR("}}"), *from);
	*to = end + 2;
	return end != STR_NONE;
}
