/*
 * Workflow commands of GitHub Actions, which become annotations of a change:
 * a line for each finding. A command has %, CR and LF escaped, its
 * properties also colon and comma (actions/toolkit: escapeData() and
 * escapeProperty()); nothing else is, so what is no text is replaced.
 */
#include "base/utf8.h"
#include "diag/report.h"

static void
put_data(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '%')
			buf_puts(out, "%25");
		else if (s.at[i] == '\n')
			buf_puts(out, "%0A");
		else
			buf_putc(out, s.at[i]);
}

static void
put_file(struct buf *out, struct str path)
{
	size_t size;

	for (size_t i = 0; i < path.len; i += size) {
		struct str rest = str_cut(path, i, path.len);
		uint32_t c = utf8_next(rest, &size);

		if (c < 0x80 && strchr("%\r\n:,", (int)c) != NULL)
			buf_printf(out, "%%%02X", (unsigned)c);
		else if (c == UTF8_BAD || utf8_is_control(c))
			buf_puts(out, "\xEF\xBF\xBD");
		else
			buf_add(out, str_cut(rest, 0, size));
	}
}

/* Standard input is no file of the change: places stand in the message. */
static bool
is_stdin(const struct extent *e)
{
	return strcmp(e->file, "<stdin>") == 0;
}

/* Columns are taken for one line only. */
static void
put_place(struct buf *out, struct arena *arena, const struct extent *e)
{
	buf_puts(out, "file=");
	put_file(out, report_path(arena, e->file));
	buf_printf(out, ",line=%u,endLine=%u,", (unsigned)e->from.line,
	    (unsigned)e->to.line);
	if (e->from.line == e->to.line)
		buf_printf(out, "col=%u,endColumn=%u,",
		    (unsigned)e->from.column, (unsigned)e->to.column);
}

static void
say_place(struct buf *out, const struct extent *e)
{
	utf8_show(out, str_from(e->file));
	buf_printf(out, ":%u:%u: ", (unsigned)e->from.line,
	    (unsigned)e->from.column);
}

/* The message, then what else is known in the order of the text format. */
static void
put_message(struct buf *out, const struct report *r, const struct diag *d,
    const struct extent *e)
{
	struct buf text;

	buf_init(&text);
	if (d->where.file != 0 && is_stdin(e))
		say_place(&text, e);
	report_say(&text, d->text);
	for (size_t i = 0; i < d->notes.n; i++)
		if (d->notes.at[i].where.file != 0) {
			struct extent at = report_extent(r,
			    d->notes.at[i].where);

			buf_putc(&text, '\n');
			say_place(&text, &at);
			report_say(&text, d->notes.at[i].text);
		}
	for (size_t i = 0; i < d->notes.n; i++)
		if (d->notes.at[i].where.file == 0) {
			buf_putc(&text, '\n');
			report_say(&text, d->notes.at[i].text);
		}
	for (size_t i = 0; i < d->fixes.n; i++) {
		if (d->fixes.at[i].say.len == 0)
			continue;
		buf_puts(&text, "\nfix: ");
		report_say(&text, d->fixes.at[i].say);
	}
	put_data(out, buf_str(&text));
	buf_release(&text);
}

void
report_github(struct buf *out, const struct report *r)
{
	static const char *const commands[] = {
		[LEVEL_OFF] = "debug", [LEVEL_NOTE] = "notice",
		[LEVEL_WARNING] = "warning", [LEVEL_ERROR] = "error",
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < r->diags->list.n; i++) {
		const struct diag *d = r->diags->list.at[i];
		struct extent e = report_extent(r, d->where);

		buf_printf(out, "::%s ", commands[d->level]);
		if (d->where.file != 0 && !is_stdin(&e))
			put_place(out, &arena, &e);
		buf_printf(out, "title=%s::", rule_get(d->rule)->name);
		put_message(out, r, d, &e);
		buf_putc(out, '\n');
	}
	arena_release(&arena);
}
