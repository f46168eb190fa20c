/*
 * libyaml has no events for comments, so they are looked for in what is
 * between its tokens; only the head of a block scalar has one within its
 * token. Each document is scanned for itself and only if the word is there.
 */
#include "yaml/comment.h"

#include <yaml.h>

#include "base/die.h"
#include "yaml/mark.h"

struct scan {
	struct arena *arena;
	uint32_t file;
	struct str text;	/* of the source */
	size_t base, to;	/* the document in it */
	struct str word;
	comments *found;

	size_t line, feed;	/* the line last looked at: start, and LF */
	size_t done;		/* the end of the last token */
	size_t waiting;		/* comments from here on wait for a line */
	size_t waiting_end;	/* where the line must begin */
	/* Whole lines that a scalar makes one; in order, and apart. */
	VEC(struct span) joined;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* "# word", at a '#' */
static bool
has_word(struct str text, size_t at, struct str word)
{
	do
		at++;
	while (at < text.len && is_blank(text.at[at]));
	return str_starts(str_cut(text, at, text.len), word);
}

/* The first '#' before the word in [from, to), or STR_NONE. */
static size_t
find_word(struct str text, size_t from, size_t to, struct str word)
{
	text = str_cut(text, 0, to);
	while ((from = str_find_byte(text, '#', from)) != STR_NONE &&
	    !has_word(text, from, word))
		from++;
	return from;
}

/* Goes forward to the line that `at` is on; it is never behind. */
static void
go_to(struct scan *s, size_t at)
{
	while (at > s->feed) {
		s->line = s->feed + 1;
		s->feed = str_find_byte(s->text, '\n', s->line);
		if (s->feed == STR_NONE)
			s->feed = s->text.len;
	}
}

/* The line that `at` is on, without its end. */
static struct span
line_of(struct scan *s, size_t at)
{
	size_t end;

	go_to(s, at);
	end = s->feed;
	if (end > at && s->text.at[end - 1] == '\r')
		end--;
	return (struct span){ s->file, (uint32_t)s->line, (uint32_t)end };
}

static struct span
span_of(const struct scan *s, size_t from, size_t to)
{
	return (struct span){ s->file, (uint32_t)from, (uint32_t)to };
}

/* Nothing is before `at` on its line, but for a byte order mark. */
static bool
begins_line(const struct scan *s, size_t at)
{
	size_t start = s->line;

	if (start == 0 && str_starts(s->text, STR("\xEF\xBB\xBF")))
		start = 3;
	while (at > start && is_blank(s->text.at[at - 1]))
		at--;
	return at == start;
}

/*
 * The line of `at` has something else than a comment: those that waited for
 * one are about it, if it is the next one.
 */
static void
end_waiting(struct scan *s, size_t at)
{
	struct span line;

	if (s->waiting == s->found->n)
		return;
	line = line_of(s, at);
	if (line.start <= s->waiting_end)
		for (size_t i = s->waiting; i < s->found->n; i++)
			s->found->at[i].about = line;
	s->waiting = s->found->n;
}

static void
add_own(struct scan *s, size_t at, size_t end, bool alone)
{
	struct comment *c = vec_add(s->arena, s->found);

	c->alone = alone;
	c->about = line_of(s, at);
	c->where = c->whole = span_of(s, at, end);
	/* behind another line break of YAML the line may go on */
	if (alone && end == c->about.end)
		c->whole = span_of(s, s->line, s->feed < s->text.len ?
		    s->feed + 1 : s->feed);
	else
		while (c->whole.start > s->line &&
		    is_blank(s->text.at[c->whole.start - 1]))
			c->whole.start--;
}

static void
add_comment(struct scan *s, size_t at, size_t end)
{
	size_t own = find_word(s->text, at, end, s->word);
	bool alone;

	go_to(s, at);
	alone = begins_line(s, at);
	if (!alone || s->line > s->waiting_end)
		s->waiting = s->found->n;
	if (own != STR_NONE)
		add_own(s, own, end, alone && own == at);
	if (alone)
		s->waiting_end = s->feed + 1;
	else
		s->waiting = s->found->n;
}

/* Where the comment at `at` ends: at any of YAML's line breaks. */
static size_t
comment_end(const struct scan *s, size_t at, size_t to)
{
	for (; at < to; at++) {
		struct str rest = str_cut(s->text, at, to);

		if (rest.at[0] == '\n' || rest.at[0] == '\r' ||
		    str_starts(rest, STR("\xC2\x85")) ||
		    str_starts(rest, STR("\xE2\x80\xA8")) ||
		    str_starts(rest, STR("\xE2\x80\xA9")))
			break;
	}
	return at;
}

/* All comments between two tokens. */
static void
look_between(struct scan *s, size_t from, size_t to)
{
	struct str text = str_cut(s->text, 0, to);

	while ((from = str_find_byte(text, '#', from)) != STR_NONE) {
		size_t end = comment_end(s, from, to);

		add_comment(s, from, end);
		from = end;
	}
}

/* "|2- # comment": only this one is inside a token. */
static void
look_at_head(struct scan *s, size_t from, size_t to)
{
	size_t at = from + 1;

	while (at < to && strchr("+-0123456789 \t", s->text.at[at]) != NULL)
		at++;
	if (at < to && s->text.at[at] == '#')
		add_comment(s, at, comment_end(s, at, to));
}

/* A scalar of several lines: they, and what else is on them, are one. */
static void
join_lines(struct scan *s, size_t from, size_t to)
{
	struct str text = str_cut(s->text, from, to);
	struct span *last = s->joined.n == 0 ? NULL :
	    &s->joined.at[s->joined.n - 1];
	size_t start;

	while (text.len > 0 && strchr(" \t\r\n", text.at[text.len - 1]))
		text.len--;
	if (str_find_byte(text, '\n', 0) == STR_NONE)
		return;
	go_to(s, from);
	start = s->line;
	to = line_of(s, from + text.len).end;
	if (last != NULL && last->end >= start)
		last->end = (uint32_t)to;
	else
		*vec_add(s->arena, &s->joined) = span_of(s, start, to);
}

static void
take_token(struct scan *s, struct mark_cursor *cursor,
    const yaml_token_t *token)
{
	size_t from = s->base + mark_byte(cursor, token->start_mark.index);
	size_t to = s->base + mark_byte(cursor, token->end_mark.index);
	yaml_scalar_style_t style;

	if (from > s->done)
		look_between(s, s->done, from);
	if (to > s->done)
		s->done = to;
	if (to == from)
		return;
	end_waiting(s, from);
	if (token->type != YAML_SCALAR_TOKEN)
		return;
	style = token->data.scalar.style;
	if (style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE)
		look_at_head(s, from, to);
	join_lines(s, from, to);
}

/* The lines that the one of this comment is joined with. */
static void
extend(const struct scan *s, struct comment *c)
{
	size_t low = 0, high = s->joined.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->joined.at[mid].start <= c->about.start)
			low = mid + 1;
		else
			high = mid;
	}
	if (low > 0 && s->joined.at[low - 1].end >= c->about.start)
		c->about = s->joined.at[low - 1];
}

static void
scan_document(struct scan *s)
{
	struct str text = str_cut(s->text, s->base, s->to);
	size_t first = s->found->n;
	struct mark_cursor cursor;
	yaml_parser_t parser;
	yaml_token_t token;
	bool ended = false;

	s->done = s->base;
	s->waiting = first;
	s->joined.n = 0;
	mark_start(&cursor, text, false);
	if (!yaml_parser_initialize(&parser))
		die("out of memory");
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser,
	    (const unsigned char *)text.at, text.len);
	while (!ended && yaml_parser_scan(&parser, &token)) {
		ended = token.type == YAML_STREAM_END_TOKEN;
		take_token(s, &cursor, &token);
		yaml_token_delete(&token);
	}
	if (!ended && parser.error == YAML_MEMORY_ERROR)
		die("out of memory");
	yaml_parser_delete(&parser);
	for (size_t i = first; i < s->found->n; i++)
		extend(s, &s->found->at[i]);
}

/* Where the document behind `from` begins: at a line with `---`. */
static size_t
next_document(struct str text, size_t from, size_t to)
{
	text = str_cut(text, 0, to);
	while ((from = str_find(text, STR("\n---"), from)) != STR_NONE) {
		from++;
		if (from + 3 == to ||
		    strchr(" \t\r\n", text.at[from + 3]) != NULL)
			return from;
	}
	return to;
}

void
comments_find(struct arena *arena, const struct sources *sources,
    struct span part, struct str word, comments *found)
{
	struct scan s = { .arena = arena, .file = part.file,
		.text = source_get(sources, part.file)->text, .word = word,
		.found = found, .base = part.start, .line = part.start };
	size_t hash = part.start;

	s.feed = str_find_byte(s.text, '\n', s.line);
	if (s.feed == STR_NONE)
		s.feed = s.text.len;
	if (part.start == 0 && str_starts(s.text, STR("\xEF\xBB\xBF")))
		s.base = 3;
	for (; s.base < part.end; s.base = s.to) {
		if (hash < s.base)
			hash = s.base;
		hash = find_word(s.text, hash, part.end, word);
		if (hash == STR_NONE)
			return;
		s.to = next_document(s.text, s.base, part.end);
		if (hash < s.to)
			scan_document(&s);
	}
}
