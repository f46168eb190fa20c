#include "diag/source.h"

#include "base/utf8.h"

void
sources_init(struct sources *all, struct arena *arena)
{
	*all = (struct sources){ .arena = arena };
}

uint32_t
source_add(struct sources *all, const char *name, struct str text)
{
	struct source *s = vec_add(all->arena, &all->list);

	s->name = name;
	s->text = text;
	return (uint32_t)all->list.n;
}

const struct source *
source_get(const struct sources *all, uint32_t file)
{
	return &all->list.at[file - 1];
}

struct str
source_text(const struct sources *all, struct span span)
{
	return str_cut(source_get(all, span.file)->text, span.start, span.end);
}

/* The offsets of all lines, found once. */
static void
index_lines(struct arena *arena, struct source *s)
{
	uint32_t n = 1;
	size_t at = 0;

	if (s->lines != NULL)
		return;
	while ((at = str_find_byte(s->text, '\n', at)) != STR_NONE)
		n++, at++;
	s->lines = arena_array(arena, uint32_t, n);
	s->nlines = n;
	n = 1;
	at = 0;
	while ((at = str_find_byte(s->text, '\n', at)) != STR_NONE)
		s->lines[n++] = (uint32_t)++at;
}

static uint32_t
line_of(const struct source *s, uint32_t offset)
{
	uint32_t low = 0, high = s->nlines;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (s->lines[mid] <= offset)
			low = mid;
		else
			high = mid;
	}
	return low;
}

enum { STRIDE = 256 };

/* The first byte at or behind `at` that begins a character. */
static size_t
character_start(struct str text, size_t at)
{
	for (int i = 0; i < 3 && at < text.len &&
	    ((unsigned char)text.at[at] & 0xC0) == 0x80; i++)
		at++;
	return at < text.len ? at : text.len;
}

static void
index_characters(struct arena *arena, struct source *s)
{
	size_t n = s->text.len / STRIDE + 1, from = 0, to;

	if (s->characters != NULL)
		return;
	s->characters = arena_array(arena, uint32_t, n);
	for (size_t i = 1; i < n; i++, from = to) {
		to = character_start(s->text, i * STRIDE);
		s->characters[i] = s->characters[i - 1] +
		    (uint32_t)utf8_count(str_cut(s->text, from, to));
	}
}

/* Characters before the offset, from the start of the text. */
static uint32_t
characters_before(const struct source *s, uint32_t offset)
{
	size_t i = offset / STRIDE;
	size_t from = i == 0 ? 0 : character_start(s->text, i * STRIDE);

	return s->characters[i] +
	    (uint32_t)utf8_count(str_cut(s->text, from, offset));
}

/* Characters of [from, to), which is within one line. */
static uint32_t
count_characters(struct arena *arena, struct source *s, uint32_t from,
    uint32_t to)
{
	if (to - from <= STRIDE)
		return (uint32_t)utf8_count(str_cut(s->text, from, to));
	index_characters(arena, s);
	return characters_before(s, to) - characters_before(s, from);
}

static bool
has_bom(struct str text)
{
	return str_starts(text, STR("\xEF\xBB\xBF"));
}

struct position
source_position(struct sources *all, uint32_t file, uint32_t offset)
{
	struct source *s = &all->list.at[file - 1];
	uint32_t line, start;

	index_lines(all->arena, s);
	if (offset > s->text.len)
		offset = (uint32_t)s->text.len;
	line = line_of(s, offset);
	start = s->lines[line];
	if (line == 0 && offset >= 3 && has_bom(s->text))
		start = 3;
	return (struct position){ line + 1,
		count_characters(all->arena, s, start, offset) + 1 };
}

struct str
source_line(struct sources *all, uint32_t file, uint32_t line,
    uint32_t *start)
{
	struct source *s = &all->list.at[file - 1];
	struct str text;

	index_lines(all->arena, s);
	*start = s->lines[line - 1];
	text = str_cut(s->text, *start,
	    line < s->nlines ? s->lines[line] : s->text.len);
	if (line == 1 && has_bom(text)) {
		text = str_cut(text, 3, text.len);
		*start += 3;
	}
	if (str_ends(text, STR("\n")))
		text.len--;
	if (str_ends(text, STR("\r")))
		text.len--;
	return text;
}
