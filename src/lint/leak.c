#include "lint/leak.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Past a text in quotes that begins at `at`, or behind the end. */
static size_t
skip_quoted(struct str text, size_t at)
{
	char quote = text.at[at++];

	while (at < text.len && text.at[at] != quote)
		at += text.at[at] == '\\' ? 2 : 1;
	return at + 1;
}

static size_t
skip_comment(struct str text, size_t at)
{
	size_t end = str_find_byte(text, '\n', at);

	return end == STR_NONE ? text.len : end;
}

/* The byte at which a directive ends, or its block begins. */
static size_t
find_end(struct str text, bool middle)
{
	bool start = !middle, variable = false;
	size_t i = 0;

	while (i < text.len) {
		char c = text.at[i];

		if (start && (c == '"' || c == '\'')) {
			i = skip_quoted(text, i);
			start = false;
			continue;
		}
		if (start && c == '#') {
			i = skip_comment(text, i);
			continue;
		}
		if (c == ';' || (c == '{' && !variable) ||
		    (c == '}' && start))
			return i;
		start = is_blank(c);
		variable = c == '$';
		i += c == '\\' ? 2 : 1;
	}
	return STR_NONE;
}

/* Behind a quote there must be a blank, or the end of something. */
static size_t
find_quote(struct str text, char quote)
{
	size_t at = 0;

	while (at < text.len && text.at[at] != quote)
		at += text.at[at] == '\\' ? 2 : 1;
	return at + 1 < text.len && (is_blank(text.at[at + 1]) ||
	    str_find_byte(STR(";{)"), text.at[at + 1], 0) != STR_NONE) ?
	    at : STR_NONE;
}

/*
 * A directive that has no block ends at ";", one that has goes on with it;
 * nothing else is loaded.
 */
static bool
is_ended(struct str text, size_t end, bool block)
{
	struct str rest;

	if (end == STR_NONE || text.at[end] != (block ? '{' : ';'))
		return false;
	rest = str_trim(str_cut(text, end + 1, text.len));
	if (!block)
		return rest.len > 0;
	return str_find_byte(rest, ';', 0) != STR_NONE ||
	    (str_starts(rest, STR("}")) && rest.len > 1);
}

static size_t
find_in_quotes(struct str text, char quote, bool block)
{
	size_t at = find_quote(text, quote);
	struct str tail;

	if (at == STR_NONE)
		return STR_NONE;
	tail = str_cut(text, at + 1, text.len);
	return is_ended(tail, find_end(tail, true), block) ? at : STR_NONE;
}

static size_t
find_in_words(struct str text, bool middle, bool block)
{
	size_t at = find_end(text, middle);

	return is_ended(text, at, block) ? at : STR_NONE;
}

size_t
leak_find(struct str text, enum leak_seat seat)
{
	size_t at;

	switch (seat) {
	case SEAT_WORD:
	case SEAT_MIDDLE:
		return find_in_words(text, seat == SEAT_MIDDLE, false);
	case SEAT_BLOCK:
		return find_in_words(text, false, true);
	case SEAT_DOUBLE:
	case SEAT_DOUBLE_BLOCK:
		return find_in_quotes(text, '"', seat == SEAT_DOUBLE_BLOCK);
	case SEAT_SINGLE:
		return find_in_quotes(text, '\'', false);
	case SEAT_COMMENT:
		break;
	}
	at = str_find_byte(text, '\n', 0);
	return at != STR_NONE &&
	    str_trim(str_cut(text, at, text.len)).len > 0 ? at : STR_NONE;
}

struct str
leak_directive(struct str text, size_t at)
{
	struct str rest = str_cut(text, at, text.len);
	size_t end;

	while (rest.len > 0 && (is_blank(rest.at[0]) || str_find_byte(
	    STR(";{}\"')"), rest.at[0], 0) != STR_NONE))
		rest = str_cut(rest, 1, rest.len);
	end = find_end(rest, false);
	return str_trim(str_cut(rest, 0, end == STR_NONE ? rest.len : end));
}
