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

static bool
has_bom(struct str text)
{
	return str_starts(text, STR("\xEF\xBB\xBF"));
}

struct position
source_position(struct sources *all, uint32_t file, uint32_t offset)
{
	struct source *s = &all->list.at[file - 1];
	struct str before;
	uint32_t line;

	index_lines(all->arena, s);
	if (offset > s->text.len)
		offset = (uint32_t)s->text.len;
	line = line_of(s, offset);
	before = str_cut(s->text, s->lines[line], offset);
	if (line == 0 && has_bom(before))
		before = str_cut(before, 3, before.len);
	return (struct position){ line + 1, (uint32_t)utf8_count(before) + 1 };
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
