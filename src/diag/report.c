#include "diag/report.h"

#include "base/utf8.h"

enum { MESSAGE = 2000 };	/* bytes; more of it nobody reads */

static const struct {
	const char *name;
	report_printer *print;
} formats[] = {
#define FORMAT(name) { #name, report_##name },
#include "diag/formats.def"
#undef FORMAT
};

report_printer *
report_find(struct str name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (str_is(name, formats[i].name))
			return formats[i].print;
	return NULL;
}

struct extent
report_extent(const struct report *r, struct span where)
{
	struct extent p = { "<stdin>", { 1, 1 }, { 1, 1 } };

	if (where.file == 0 && r->nfiles > 0)
		p.file = source_get(r->sources, r->files[0])->name;
	if (where.file == 0)
		return p;
	p.file = source_get(r->sources, where.file)->name;
	p.from = source_position(r->sources, where.file, where.start);
	p.to = source_position(r->sources, where.file,
	    where.end < where.start ? where.start : where.end);
	return p;
}

struct str
report_path(struct arena *arena, const char *file)
{
	struct str rest = str_from(file), part, path;
	struct buf out;

	buf_init(&out);
	while (rest.at != NULL) {
		part = str_next(&rest, '/');
		if (part.len == 0 || str_is(part, "."))
			continue;
		if (out.len > 0 || file[0] == '/')
			buf_putc(&out, '/');
		buf_add(&out, part);
	}
	path = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return path;
}

void
report_say(struct buf *out, struct str message)
{
	size_t end = message.len;

	if (end > MESSAGE)
		for (end = MESSAGE; end > MESSAGE - 4 &&
		    ((unsigned char)message.at[end] & 0xC0) == 0x80; )
			end--;
	utf8_show(out, str_cut(message, 0, end));
	if (end < message.len)
		buf_puts(out, "...");
}
