/*
 * A Code Quality report of GitLab: a list of issues, which a merge request
 * shows as one line each.
 */
#include "base/json.h"
#include "diag/fingerprint.h"

static void
put_description(struct buf *out, const struct diag *d)
{
	struct buf text;

	buf_init(&text);
	report_say(&text, d->text);
	for (size_t i = 0; i < d->fixes.n; i++) {
		if (d->fixes.at[i].say.len == 0)
			continue;
		buf_puts(&text, i == 0 ? "; fix: " : "; or: ");
		report_say(&text, d->fixes.at[i].say);
	}
	json_text(out, "description", buf_str(&text));
	buf_release(&text);
}

static void
put_issue(struct buf *out, struct arena *arena, const struct report *r,
    const struct diag *d, struct str fingerprint)
{
	static const char *const severities[] = {
		[LEVEL_OFF] = "info", [LEVEL_NOTE] = "info",
		[LEVEL_WARNING] = "minor", [LEVEL_ERROR] = "major",
	};
	struct extent e = report_extent(r, d->where);

	json_comma(out);
	buf_puts(out, "\n{");
	put_description(out, d);
	json_text(out, "check_name", str_from(rule_get(d->rule)->name));
	json_text(out, "fingerprint", fingerprint);
	json_text(out, "severity", str_from(severities[d->level]));
	json_key(out, "location");
	buf_putc(out, '{');
	json_text(out, "path", report_path(arena, e.file));
	json_key(out, "lines");
	buf_putc(out, '{');
	json_number(out, "begin", e.from.line);
	json_number(out, "end", e.to.line);
	buf_puts(out, "}}}");
}

void
report_gitlab(struct buf *out, const struct report *r)
{
	const struct str *words;
	struct arena arena;

	arena_init(&arena);
	words = fingerprints(&arena, r, FINGERPRINT_REPORT);
	buf_putc(out, '[');
	for (size_t i = 0; i < r->diags->list.n; i++)
		put_issue(out, &arena, r, r->diags->list.at[i], words[i]);
	buf_puts(out, "]\n");
	arena_release(&arena);
}
