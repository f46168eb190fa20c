/*
 * JUnit XML: a suite for each file and in it a test case for each finding,
 * or one that has passed. A finding that does not count for the exit status
 * has passed too, with its text as output. Readers tell cases apart by their
 * names, also from run to run, so a name has no line number in it.
 */
#include "base/map.h"
#include "base/utf8.h"
#include "diag/report.h"

struct printer {
	struct buf *out;
	const struct report *report;
	struct arena *arena;
};

/* Half open: the findings of one file. */
struct stretch {
	size_t from, to, failures;
};

/*
 * XML 1.0 has no way to write control characters, U+FFFE and U+FFFF. The
 * blanks of an attribute are read as spaces unless they are references.
 */
static void
put_xml(struct buf *out, struct str s, const char *blanks)
{
	static const char *const names[] = {
		['&'] = "amp", ['<'] = "lt", ['>'] = "gt", ['"'] = "quot",
	};
	size_t size;

	for (size_t i = 0; i < s.len; i += size) {
		struct str rest = str_cut(s, i, s.len);
		uint32_t c = utf8_next(rest, &size);

		if (c == '\0' || c == UTF8_BAD || c == 0xFFFE || c == 0xFFFF ||
		    (c < 0x20 && strchr("\t\n\r", (int)c) == NULL))
			buf_puts(out, "\xEF\xBF\xBD");
		else if (c < sizeof(names) / sizeof(*names) &&
		    names[c] != NULL)
			buf_printf(out, "&%s;", names[c]);
		else if (c < 0x20 && strchr(blanks, (int)c) != NULL)
			buf_printf(out, "&#%u;", (unsigned)c);
		else
			buf_add(out, str_cut(rest, 0, size));
	}
}

static void
put_attribute(struct buf *out, const char *name, struct str value)
{
	buf_printf(out, " %s=\"", name);
	put_xml(out, value, "\t\n\r");
	buf_putc(out, '"');
}

/* Nothing here looks at a clock, but readers want a time. */
static void
put_totals(struct buf *out, size_t tests, size_t failures)
{
	buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" "
	    "skipped=\"0\" time=\"0\"", tests, failures);
}

static bool
fails(const struct report *r, const struct diag *d)
{
	return d->level >= r->fail_on;
}

/* "capture-group-missing: Ingress default/shop, spec.rules[0]" */
static struct str
describe(struct printer *p, const struct diag *d)
{
	struct str text = str_from(rule_get(d->rule)->name);
	struct buf shown;

	if (d->kind.len > 0)
		text = arena_printf(p->arena, "%.*s: %.*s %.*s/%.*s",
		    STR_ARG(text), STR_ARG(d->kind), STR_ARG(d->ns),
		    STR_ARG(d->name));
	if (d->path.len > 0)
		text = arena_printf(p->arena, "%.*s, %.*s", STR_ARG(text),
		    STR_ARG(d->path));
	buf_init(&shown);
	report_say(&shown, text);
	text = arena_str(p->arena, buf_str(&shown));
	buf_release(&shown);
	return text;
}

/* The same with "#2" for the second one in the file, and so on. */
static struct str
name_of(struct printer *p, const struct diag *d, struct map *names)
{
	struct str name = describe(p, d);
	void **slot = map_put(p->arena, names, name);
	unsigned *count;

	if (*slot == NULL)
		*slot = arena_new(p->arena, unsigned);
	count = *slot;
	if (++*count == 1)
		return name;
	return arena_printf(p->arena, "%.*s #%u", STR_ARG(name), *count);
}

static void
put_finding(struct printer *p, const struct diag *d, struct str path,
    struct str name)
{
	struct buf text, message;
	bool failure = fails(p->report, d);

	buf_init(&text);
	buf_init(&message);
	report_say(&message, d->text);
	report_tell(&text, p->report, d);
	buf_puts(p->out, "<testcase");
	put_attribute(p->out, "name", name);
	put_attribute(p->out, "classname", path);
	put_attribute(p->out, "file", path);
	buf_printf(p->out, " line=\"%u\" time=\"0\">\n", (unsigned)
	    report_extent(p->report, d->where).from.line);
	if (failure) {
		buf_puts(p->out, "<failure");
		put_attribute(p->out, "message", buf_str(&message));
		put_attribute(p->out, "type",
		    str_from(level_name(d->level)));
	} else
		buf_puts(p->out, "<system-out");
	buf_putc(p->out, '>');
	put_xml(p->out, buf_str(&text), "\r");
	buf_puts(p->out, failure ? "</failure>" : "</system-out>");
	buf_puts(p->out, "\n</testcase>\n");
	buf_release(&message);
	buf_release(&text);
}

static void
put_suite(struct printer *p, const char *file, const struct stretch *s)
{
	const struct diags *ds = p->report->diags;
	struct map names = { NULL };
	struct buf shown;
	struct str path;

	buf_init(&shown);
	utf8_show(&shown, report_path(p->arena, file));
	path = buf_str(&shown);
	buf_puts(p->out, "<testsuite");
	put_attribute(p->out, "name", path);
	put_totals(p->out, s->from == s->to ? 1 : s->to - s->from,
	    s->failures);
	buf_puts(p->out, ">\n");
	if (s->from == s->to) {
		buf_puts(p->out, "<testcase name=\"nothing found\"");
		put_attribute(p->out, "classname", path);
		put_attribute(p->out, "file", path);
		buf_puts(p->out, " time=\"0\"/>\n");
	}
	for (size_t i = s->from; i < s->to; i++)
		put_finding(p, ds->list.at[i], path,
		    name_of(p, ds->list.at[i], &names));
	buf_puts(p->out, "</testsuite>\n");
	buf_release(&shown);
}

/* The findings from `from` on that are in the file. */
static struct stretch
next_stretch(const struct report *r, size_t from, uint32_t file)
{
	const struct diags *ds = r->diags;
	struct stretch s = { from, from, 0 };

	while (s.to < ds->list.n && ds->list.at[s.to]->where.file == file)
		s.failures += fails(r, ds->list.at[s.to++]);
	return s;
}

/* A suite for every file that was checked or has findings; 0 is none. */
static void
put_suites(struct printer *p, size_t *tests, size_t *failures)
{
	const struct report *r = p->report;
	struct stretch s = { 0, 0, 0 };
	size_t checked = 0;

	for (uint32_t file = 0; file <= r->sources->list.n; file++) {
		while (checked < r->nchecked && r->files[checked] < file)
			checked++;
		s = next_stretch(r, s.to, file);
		if (s.from == s.to && (checked == r->nchecked ||
		    r->files[checked] != file))
			continue;
		*tests += s.from == s.to ? 1 : s.to - s.from;
		*failures += s.failures;
		put_suite(p, file == 0 ? "greenlight" :
		    source_get(r->sources, file)->name, &s);
	}
}

void
report_junit(struct buf *out, const struct report *r)
{
	size_t tests = 0, failures = 0;
	struct arena arena;
	struct buf suites;
	struct printer p = { &suites, r, &arena };

	arena_init(&arena);
	buf_init(&suites);
	put_suites(&p, &tests, &failures);
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuites name=\"greenlight\"");
	put_totals(out, tests, failures);
	buf_puts(out, ">\n");
	buf_add(out, buf_str(&suites));
	buf_puts(out, "</testsuites>\n");
	buf_release(&suites);
	arena_release(&arena);
}
