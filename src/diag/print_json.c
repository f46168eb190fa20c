/*
 * The JSON form, version 1: greenlight(1), FORMATS.
 */
#include "base/json.h"
#include "diag/report.h"

static void
put_file(struct buf *out, const struct sources *sources, uint32_t file)
{
	json_key(out, "file");
	if (file == 0)
		buf_puts(out, "null");
	else
		json_string(out, str_from(source_get(sources, file)->name));
}

static struct position
position_of(struct sources *sources, uint32_t file, uint32_t offset)
{
	if (file == 0)
		return (struct position){ 1, 1 };
	return source_position(sources, file, offset);
}

static void
put_range(struct buf *out, struct sources *sources, struct span where,
    const char *const keys[4])
{
	struct position from = position_of(sources, where.file, where.start);
	struct position to = position_of(sources, where.file, where.end);

	json_number(out, keys[0], from.line);
	json_number(out, keys[1], from.column);
	json_number(out, keys[2], to.line);
	json_number(out, keys[3], to.column);
}

static void
put_object(struct buf *out, const struct diag *d)
{
	json_key(out, "object");
	if (d->kind.len == 0) {
		buf_puts(out, "null");
		return;
	}
	buf_putc(out, '{');
	json_text(out, "apiVersion", d->api_version);
	json_text(out, "kind", d->kind);
	json_text(out, "namespace", d->ns);
	json_text(out, "name", d->name);
	buf_putc(out, '}');
}

static void
put_note(struct buf *out, struct sources *sources, const struct diag *d,
    const struct note *note)
{
	struct span where = note->where.file == 0 ? d->where : note->where;
	struct position at = position_of(sources, where.file, where.start);

	json_comma(out);
	buf_putc(out, '{');
	put_file(out, sources, where.file);
	json_number(out, "line", at.line);
	json_number(out, "column", at.column);
	json_text(out, "message", note->text);
	buf_putc(out, '}');
}

static void
put_fix(struct buf *out, struct sources *sources, const struct fix *fix)
{
	static const char *const keys[] = {
		"startLine", "startColumn", "endLine", "endColumn",
	};

	json_comma(out);
	buf_putc(out, '{');
	put_file(out, sources, fix->where.file);
	put_range(out, sources, fix->where, keys);
	json_text(out, "text", fix->text);
	json_bool(out, "safe", fix->safe);
	buf_putc(out, '}');
}

static void
put_diag(struct buf *out, struct sources *sources, const struct diag *d)
{
	static const char *const keys[] = {
		"line", "column", "endLine", "endColumn",
	};

	json_comma(out);
	buf_puts(out, "{");
	json_text(out, "rule", str_from(rule_get(d->rule)->name));
	json_text(out, "severity", str_from(level_name(d->level)));
	put_file(out, sources, d->where.file);
	put_range(out, sources, d->where, keys);
	json_text(out, "message", d->text);
	put_object(out, d);
	json_key(out, "path");
	if (d->path.len == 0)
		buf_puts(out, "null");
	else
		json_string(out, d->path);
	json_key(out, "notes");
	buf_putc(out, '[');
	for (size_t i = 0; i < d->notes.n; i++)
		put_note(out, sources, d, &d->notes.at[i]);
	buf_putc(out, ']');
	json_key(out, "fixes");
	buf_putc(out, '[');
	for (size_t i = 0; i < d->fixes.n; i++)
		if (d->fixes.at[i].where.file != 0)
			put_fix(out, sources, &d->fixes.at[i]);
	buf_puts(out, "]}");
}

static size_t
count(const struct diags *ds, enum level level)
{
	return diags_count(ds, level) - (level == LEVEL_ERROR ? 0 :
	    diags_count(ds, level + 1));
}

void
report_json(struct buf *out, const struct report *r)
{
	const struct diags *ds = r->diags;

	buf_puts(out, "{\"version\":1,\"diagnostics\":[");
	for (size_t i = 0; i < ds->list.n; i++)
		put_diag(out, r->sources, ds->list.at[i]);
	buf_puts(out, "],\"summary\":{");
	json_number(out, "errors", count(ds, LEVEL_ERROR));
	json_number(out, "warnings", count(ds, LEVEL_WARNING));
	json_number(out, "notes", count(ds, LEVEL_NOTE));
	json_number(out, "files", r->nfiles);
	json_number(out, "objects", r->nobjects);
	buf_puts(out, "}}\n");
}
