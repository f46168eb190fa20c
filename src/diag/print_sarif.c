/*
 * SARIF 2.1.0, of it what code scanning on GitHub reads. All that is known
 * of a finding is in its message as well, as most viewers show nothing else;
 * other places are links in it, without which GitHub leaves them out.
 */
#include "base/json.h"
#include "base/utf8.h"
#include "diag/fingerprint.h"

enum {
	/* What GitHub takes: more of it, and it refuses the file. */
	RESULTS = 25000,
	PLACES = 99,		/* of a result, besides its own; it shows 100 */
	DESCRIPTION = 1000,	/* bytes; it takes 1024 characters */
};

struct printer {
	struct buf *out;
	const struct report *report;
	struct arena *arena;
	const struct str *fingerprints;
	size_t index[RULE_COUNT];	/* from 1, of rules that are there */
	size_t room[LEVEL_ERROR + 1];	/* for so many results of a level */
	size_t left_out;
};

/*
 * Text of a message: braces are doubled (3.11.5). A link is written only
 * where one is meant (3.11.6): "](" before a number or a URI is none.
 */
static void
put_text(struct buf *out, struct str s, bool in_link)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '{' || c == '}')
			buf_putc(out, c);
		else if (in_link && strchr("[]\\", c) != NULL && c != '\0')
			buf_putc(out, '\\');
		else if (c == ']' && i + 2 < s.len && s.at[i + 1] == '(' &&
		    str_is_alnum(s.at[i + 2]))
			buf_putc(out, '\\');
		buf_putc(out, c);
	}
}

static void
say(struct buf *out, struct str message, bool in_link)
{
	struct buf shown;

	buf_init(&shown);
	report_say(&shown, message);
	put_text(out, buf_str(&shown), in_link);
	buf_release(&shown);
}

static bool
has_place(const struct note *note)
{
	return note->where.file != 0;
}

static void
put_message(struct printer *p, const struct diag *d)
{
	struct buf text;
	unsigned id = 0;

	buf_init(&text);
	say(&text, d->text, false);
	for (size_t i = 0; i < d->notes.n && id < PLACES; i++)
		if (has_place(&d->notes.at[i])) {
			buf_puts(&text, "\n[");
			say(&text, d->notes.at[i].text, true);
			buf_printf(&text, "](%u)", ++id);
		}
	for (size_t i = 0; i < d->notes.n; i++)
		if (!has_place(&d->notes.at[i])) {
			buf_putc(&text, '\n');
			say(&text, d->notes.at[i].text, false);
		}
	for (size_t i = 0; i < d->fixes.n; i++) {
		if (d->fixes.at[i].say.len == 0)
			continue;
		buf_puts(&text, "\nfix: ");
		say(&text, d->fixes.at[i].say, false);
	}
	json_text(p->out, "text", buf_str(&text));
	buf_release(&text);
}

/* A path as a relative reference, or a file URI: RFC 3986. */
static void
put_uri(struct printer *p, const char *file)
{
	struct str path = report_path(p->arena, file);
	struct buf uri;

	buf_init(&uri);
	if (str_starts(path, STR("/")))
		buf_puts(&uri, "file://");
	for (size_t i = 0; i < path.len; i++) {
		char c = path.at[i];

		if (str_is_alnum(c) || strchr("/-._~", c) != NULL)
			buf_putc(&uri, c);
		else
			buf_printf(&uri, "%%%02X", (unsigned char)c);
	}
	json_key(p->out, "artifactLocation");
	buf_putc(p->out, '{');
	json_text(p->out, "uri", buf_str(&uri));
	buf_putc(p->out, '}');
	buf_release(&uri);
}

static void
put_region(struct printer *p, const char *key, const struct extent *e)
{
	json_key(p->out, key);
	buf_putc(p->out, '{');
	json_number(p->out, "startLine", e->from.line);
	json_number(p->out, "startColumn", e->from.column);
	json_number(p->out, "endLine", e->to.line);
	json_number(p->out, "endColumn", e->to.column);
	buf_putc(p->out, '}');
}

static void
put_location(struct printer *p, struct span where)
{
	struct extent e = report_extent(p->report, where);

	json_key(p->out, "physicalLocation");
	buf_putc(p->out, '{');
	put_uri(p, e.file);
	put_region(p, "region", &e);
	buf_putc(p->out, '}');
}

static void
put_related(struct printer *p, const struct diag *d)
{
	unsigned id = 0;

	json_key(p->out, "relatedLocations");
	buf_putc(p->out, '[');
	for (size_t i = 0; i < d->notes.n && id < PLACES; i++) {
		struct buf text;

		if (!has_place(&d->notes.at[i]))
			continue;
		json_comma(p->out);
		buf_putc(p->out, '{');
		json_number(p->out, "id", ++id);
		put_location(p, d->notes.at[i].where);
		json_key(p->out, "message");
		buf_putc(p->out, '{');
		buf_init(&text);
		say(&text, d->notes.at[i].text, false);
		json_text(p->out, "text", buf_str(&text));
		buf_release(&text);
		buf_puts(p->out, "}}");
	}
	buf_putc(p->out, ']');
}

/* JSON has no way to say other bytes than UTF-8. */
static bool
is_edit(const struct fix *fix)
{
	return fix->where.file != 0 && utf8_invalid(fix->text) == STR_NONE;
}

/* The edits of a finding from one on that are in the same file. */
static void
put_change(struct printer *p, const struct diag *d, size_t from)
{
	uint32_t file = d->fixes.at[from].where.file;
	struct extent e = report_extent(p->report, d->fixes.at[from].where);

	json_comma(p->out);
	buf_putc(p->out, '{');
	put_uri(p, e.file);
	buf_puts(p->out, ",\"replacements\":[");
	for (size_t i = from; i < d->fixes.n; i++) {
		const struct fix *fix = &d->fixes.at[i];

		if (!is_edit(fix) || fix->where.file != file)
			continue;
		e = report_extent(p->report, fix->where);
		json_comma(p->out);
		buf_putc(p->out, '{');
		put_region(p, "deletedRegion", &e);
		buf_puts(p->out, ",\"insertedContent\":{");
		json_text(p->out, "text", fix->text);
		buf_puts(p->out, "}}");
	}
	buf_puts(p->out, "]}");
}

/* No edit before it is in the same file. */
static bool
is_first(const struct diag *d, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_edit(&d->fixes.at[k]) &&
		    d->fixes.at[k].where.file == d->fixes.at[i].where.file)
			return false;
	return is_edit(&d->fixes.at[i]);
}

/* All edits of a finding belong together: they are one fix. */
static void
put_fixes(struct printer *p, const struct diag *d)
{
	struct buf text;
	size_t first = 0;

	json_key(p->out, "fixes");
	buf_putc(p->out, '[');
	while (first < d->fixes.n && !is_edit(&d->fixes.at[first]))
		first++;
	if (first < d->fixes.n) {
		buf_init(&text);
		say(&text, d->fixes.at[first].say, false);
		buf_puts(p->out, "{\"description\":{");
		json_text(p->out, "text", buf_str(&text));
		buf_puts(p->out, "},\"artifactChanges\":[");
		for (size_t i = first; i < d->fixes.n; i++)
			if (is_first(d, i))
				put_change(p, d, i);
		buf_puts(p->out, "]}");
		buf_release(&text);
	}
	buf_putc(p->out, ']');
}

static const char *
sarif_level(enum level level)
{
	return level == LEVEL_OFF ? "none" : level_name(level);
}

static void
put_result(struct printer *p, size_t i)
{
	const struct diag *d = p->report->diags->list.at[i];

	json_comma(p->out);
	buf_puts(p->out, "\n{");
	json_text(p->out, "ruleId", str_from(rule_get(d->rule)->name));
	json_number(p->out, "ruleIndex", p->index[d->rule] - 1);
	json_text(p->out, "level", str_from(sarif_level(d->level)));
	json_key(p->out, "message");
	buf_putc(p->out, '{');
	put_message(p, d);
	buf_puts(p->out, "},\"locations\":[{");
	put_location(p, d->where);
	buf_puts(p->out, "}]");
	put_related(p, d);
	put_fixes(p, d);
	json_key(p->out, "partialFingerprints");
	buf_putc(p->out, '{');
	/* the one name by which GitHub knows an alert again */
	json_text(p->out, "primaryLocationLineHash", p->fingerprints[i]);
	buf_puts(p->out, "}}");
}

/* The worst ones stay, as many as GitHub takes, in their order. */
static void
put_results(struct printer *p)
{
	const struct diags *ds = p->report->diags;

	json_key(p->out, "results");
	buf_putc(p->out, '[');
	for (size_t i = 0; i < ds->list.n; i++) {
		size_t *room = &p->room[ds->list.at[i]->level];

		if (*room == 0)
			continue;
		--*room;
		put_result(p, i);
	}
	buf_putc(p->out, ']');
}

static void
plan_results(struct printer *p)
{
	const struct diags *ds = p->report->diags;
	size_t room = RESULTS, above = 0;

	for (int level = LEVEL_ERROR; level > LEVEL_OFF; level--) {
		size_t there = diags_count(ds, level) - above;

		p->room[level] = there < room ? there : room;
		room -= p->room[level];
		above += there;
	}
	p->left_out = above - (RESULTS - room);
}

static struct str
on_one_line(struct arena *arena, struct str text)
{
	struct str copy = arena_str(arena, text);
	char *at = (char *)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if (at[i] == '\n')
			at[i] = ' ';
	return copy;
}

/*
 * What the manual says of a rule, and its first paragraph. Other than in
 * messages, braces are left alone: no viewer looks for arguments here.
 */
static void
put_help(struct printer *p, enum rule_id id)
{
	struct buf text, markdown;
	struct str first;
	size_t end;

	buf_init(&text);
	buf_init(&markdown);
	p->report->explain(&text, id, false);
	p->report->explain(&markdown, id, true);
	first = buf_str(&text);
	end = str_find(first, STR("\n\n"), 0);
	first = str_trim(str_cut(first, 0, end < DESCRIPTION ? end :
	    DESCRIPTION));
	first = on_one_line(p->arena, first);
	json_key(p->out, "fullDescription");
	buf_putc(p->out, '{');
	json_text(p->out, "text", first);
	buf_putc(p->out, '}');
	json_key(p->out, "help");
	buf_putc(p->out, '{');
	json_text(p->out, "text", buf_str(&text));
	json_text(p->out, "markdown", buf_str(&markdown));
	buf_putc(p->out, '}');
	buf_release(&text);
	buf_release(&markdown);
}

static void
put_rule(struct printer *p, enum rule_id id)
{
	static const char *const severities[] = {
		[LEVEL_OFF] = "recommendation",
		[LEVEL_NOTE] = "recommendation",
		[LEVEL_WARNING] = "warning", [LEVEL_ERROR] = "error",
	};
	const struct rule *rule = rule_get(id);

	json_comma(p->out);
	buf_puts(p->out, "\n{");
	json_text(p->out, "id", str_from(rule->name));
	json_key(p->out, "shortDescription");
	buf_putc(p->out, '{');
	json_text(p->out, "text", str_from(rule->title));
	buf_putc(p->out, '}');
	if (p->report->explain != NULL)
		put_help(p, id);
	json_key(p->out, "defaultConfiguration");
	buf_putc(p->out, '{');
	json_text(p->out, "level", str_from(sarif_level(rule->level)));
	buf_putc(p->out, '}');
	json_key(p->out, "properties");
	buf_puts(p->out, "{\"tags\":[");
	json_string(p->out, str_from(family_name(rule->family)));
	buf_putc(p->out, ']');
	json_text(p->out, "problem.severity",
	    str_from(severities[rule->level]));
	buf_puts(p->out, "}}");
}

/* Of the rules those that have findings, in the order of the catalogue. */
static void
put_rules(struct printer *p)
{
	const struct diags *ds = p->report->diags;
	size_t n = 0;

	for (size_t i = 0; i < ds->list.n; i++)
		p->index[ds->list.at[i]->rule] = 1;
	json_key(p->out, "rules");
	buf_putc(p->out, '[');
	for (unsigned id = 0; id < RULE_COUNT; id++)
		if (p->index[id] != 0) {
			p->index[id] = ++n;
			put_rule(p, id);
		}
	buf_putc(p->out, ']');
}

static void
put_invocation(struct printer *p)
{
	json_key(p->out, "invocations");
	buf_puts(p->out, "[{");
	json_bool(p->out, "executionSuccessful", !p->report->failed);
	if (p->left_out > 0)
		buf_printf(p->out, ",\"toolExecutionNotifications\":"
		    "[{\"level\":\"warning\",\"message\":{\"text\":"
		    "\"%zu further findings, the least severe ones, are "
		    "left out: GitHub takes %d\"}}]", p->left_out, RESULTS);
	buf_puts(p->out, "}]");
}

void
report_sarif(struct buf *out, const struct report *r)
{
	struct arena arena;
	struct printer p = { .out = out, .report = r, .arena = &arena };

	arena_init(&arena);
	p.fingerprints = fingerprints(&arena, r, FINGERPRINT_FILE);
	plan_results(&p);
	buf_puts(out, "{\"$schema\":"
	    "\"https://json.schemastore.org/sarif-2.1.0.json\","
	    "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{"
	    "\"name\":\"greenlight\",\"version\":\"" VERSION "\"");
	put_rules(&p);
	buf_puts(out, "}}");
	put_invocation(&p);
	json_text(out, "columnKind", STR("unicodeCodePoints"));
	put_results(&p);
	buf_puts(out, "}]}\n");
	arena_release(&arena);
}
