/*
 * The text form. An excerpt is the line as it stands, made safe for a
 * terminal, cut to a window around the caret when it is long.
 */
#include "base/utf8.h"
#include "diag/report.h"

enum {
	WINDOW = 160,		/* columns of an excerpt */
	WINDOW_BEFORE = 60,	/* of them before the caret, when cut */
};

enum { INK_PLAIN, INK_BOLD, INK_ERROR, INK_WARNING, INK_NOTE, INK_CARET };

static const char *const inks[] = {
	"\033[0m", "\033[1m", "\033[1;31m", "\033[1;35m", "\033[1;36m",
	"\033[1;32m",
};

struct printer {
	struct buf *out;
	struct sources *sources;
	bool colour;
	int gutter;		/* width of line numbers */
};

static void
ink(struct printer *p, unsigned colour)
{
	if (p->colour)
		buf_puts(p->out, inks[colour]);
}

static unsigned
level_ink(enum level level)
{
	return level == LEVEL_ERROR ? INK_ERROR :
	    level == LEVEL_WARNING ? INK_WARNING : INK_NOTE;
}

static void
put_place(struct printer *p, struct span where)
{
	struct position at;

	ink(p, INK_BOLD);
	if (where.file == 0) {
		buf_puts(p->out, "greenlight: ");
		return;
	}
	at = source_position(p->sources, where.file, where.start);
	utf8_show(p->out,
	    str_from(source_get(p->sources, where.file)->name));
	buf_printf(p->out, ":%u:%u: ", (unsigned)at.line,
	    (unsigned)at.column);
}

static void
put_head(struct printer *p, struct span where, enum level level,
    struct str text)
{
	put_place(p, where);
	ink(p, level_ink(level));
	buf_printf(p->out, "%s: ", level_name(level));
	ink(p, INK_PLAIN);
	report_say(p->out, text);
}

/* Where the window on a long line begins: WINDOW_BEFORE before the caret. */
static size_t
window_start(struct str line, size_t caret)
{
	size_t at = caret;

	if (line.len <= WINDOW || caret <= WINDOW_BEFORE)
		return 0;
	at = caret - WINDOW_BEFORE;
	while (at < caret && ((unsigned char)line.at[at] & 0xC0) == 0x80)
		at++;
	return at;
}

/*
 * Prints the window and gives the columns at which [from, to) begins and
 * ends in it.
 */
static void
put_window(struct printer *p, struct str line, size_t from, size_t to,
    size_t *left, size_t *right)
{
	size_t at = window_start(line, from), columns = 0, size;

	if (at > 0) {
		buf_puts(p->out, "...");
		columns = 3;
	}
	*left = *right = columns;
	for (; at < line.len && columns < WINDOW; at += size) {
		if (at == from)
			*left = *right = columns;
		columns += utf8_show_next(p->out,
		    str_cut(line, at, line.len), &size);
		if (at < to)
			*right = columns;
	}
	if (at == from)
		*left = *right = columns;
	if (at < line.len)
		buf_puts(p->out, "...");
}

static void
put_excerpt(struct printer *p, struct span where)
{
	struct position at;
	uint32_t start;
	struct str line;
	size_t left, right;

	if (where.file == 0)
		return;
	at = source_position(p->sources, where.file, where.start);
	line = source_line(p->sources, where.file, at.line, &start);
	if (where.start < start)
		where.start = start;
	if (where.end < where.start)
		where.end = where.start;
	buf_printf(p->out, "%*u | ", p->gutter, (unsigned)at.line);
	put_window(p, line, where.start - start, where.end - start,
	    &left, &right);
	buf_printf(p->out, "\n%*s | ", p->gutter, "");
	buf_fill(p->out, ' ', left);
	ink(p, INK_CARET);
	buf_putc(p->out, '^');
	if (right > left + 1)
		buf_fill(p->out, '~', right - left - 1);
	ink(p, INK_PLAIN);
	buf_putc(p->out, '\n');
}

static void
put_more(struct printer *p, const char *label, struct str text)
{
	buf_printf(p->out, "%*s = %s", p->gutter, "", label);
	report_say(p->out, text);
	buf_putc(p->out, '\n');
}

static int
digits(uint32_t n)
{
	int count = 1;

	for (; n >= 10; n /= 10)
		count++;
	return count;
}

static int
gutter_of(struct sources *sources, const struct diag *d)
{
	int width = 4;

	for (size_t i = 0; i <= d->notes.n; i++) {
		struct span where = i == 0 ? d->where :
		    d->notes.at[i - 1].where;
		int need;

		if (where.file == 0)
			continue;
		need = digits(source_position(sources, where.file,
		    where.start).line);
		width = need > width ? need : width;
	}
	return width;
}

static void
put_diag(struct printer *p, const struct diag *d)
{
	p->gutter = gutter_of(p->sources, d);
	put_head(p, d->where, d->level, d->text);
	buf_printf(p->out, " [%s]\n", rule_get(d->rule)->name);
	put_excerpt(p, d->where);
	for (size_t i = 0; i < d->notes.n; i++) {
		const struct note *note = &d->notes.at[i];

		if (note->where.file == 0)
			continue;
		put_head(p, note->where, LEVEL_NOTE, note->text);
		buf_putc(p->out, '\n');
		put_excerpt(p, note->where);
	}
	for (size_t i = 0; i < d->notes.n; i++)
		if (d->notes.at[i].where.file == 0)
			put_more(p, "", d->notes.at[i].text);
	for (size_t i = 0; i < d->fixes.n; i++)
		if (d->fixes.at[i].say.len > 0)
			put_more(p, "fix: ", d->fixes.at[i].say);
}

static void
put_count(struct buf *out, size_t n, const char *what, bool *first)
{
	if (n == 0)
		return;
	buf_printf(out, "%s%zu %s%s", *first ? "" : ", ", n, what,
	    n == 1 ? "" : "s");
	*first = false;
}

static void
put_counts(struct buf *out, const struct diags *ds)
{
	size_t errors = diags_count(ds, LEVEL_ERROR);
	size_t warnings = diags_count(ds, LEVEL_WARNING) - errors;
	size_t notes = ds->list.n - errors - warnings;
	bool first = true;

	put_count(out, errors, "error", &first);
	put_count(out, warnings, "warning", &first);
	put_count(out, notes, "note", &first);
	if (!first)
		buf_putc(out, '\n');
}

void
report_tell(struct buf *out, const struct report *r, const struct diag *d)
{
	struct printer p = { out, r->sources, false, 4 };

	put_diag(&p, d);
}

void
report_text(struct buf *out, const struct report *r)
{
	struct printer p = { out, r->sources, r->colour, 4 };

	for (size_t i = 0; i < r->diags->list.n; i++)
		put_diag(&p, r->diags->list.at[i]);
	put_counts(out, r->diags);
}
