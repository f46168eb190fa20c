/*
 * The phase of a release, set in its text. A new line goes where a reader
 * looks for it: after `strategy`, else first under `spec`.
 */
#include "spec/revision.h"

#include "spec/normal.h"
#include "spec/schema.h"

static const struct node *
phase_node(struct revision *r, enum phase phase)
{
	return node_str(r->arena, SPAN_NONE, str_from(phase_name(phase)));
}

/* The mapping with an entry put in before index `at`. */
static const struct node *
with_entry(struct arena *arena, const struct node *map, uint32_t at,
    struct entry added)
{
	struct entry *entries = arena_array(arena, struct entry,
	    (size_t)map->count + 1);

	for (uint32_t i = 0; i < map->count; i++)
		entries[i < at ? i : i + 1] = map->entries[i];
	entries[at] = added;
	return node_map(arena, map->span, entries, (size_t)map->count + 1);
}

static void
want_spec(struct revision *r, size_t i, const struct node *spec)
{
	r->wanted.at[i] = revision_with(r->arena, r->wanted.at[i], "spec",
	    spec);
}

static void
replace_phase(struct revision *r, size_t i, const struct node *spec,
    const struct entry *e, enum phase phase)
{
	struct span where = e->value->span;
	bool quoted = e->value->style == STYLE_DOUBLE ||
	    e->value->style == STYLE_SINGLE;
	struct str word = revision_word(r, quoted ? e->value : e->key,
	    phase_name(phase));

	if (where.start == where.end)	/* "phase:" and nothing */
		word = arena_printf(r->arena, " %.*s", STR_ARG(word));
	revision_edit(r, where.start, where.end, word);
	want_spec(r, i, revision_with(r->arena, spec, "phase",
	    phase_node(r, phase)));
}

/* What stands between the brace and the first key, if that is blank. */
static struct str
flow_gap(const struct revision *r, const struct node *spec, uint32_t key)
{
	struct str gap = str_cut(r->text, spec->span.start + 1, key);

	return gap.len > 0 && str_trim(gap).len == 0 ? gap : STR(" ");
}

static void
insert_flow(struct revision *r, const struct node *spec, enum phase phase)
{
	const struct node *key = spec->entries[0].key;
	struct str name = revision_word(r, key, "phase");
	struct str word = revision_word(r, key, phase_name(phase));
	struct str gap = flow_gap(r, spec, key->span.start);

	revision_edit(r, key->span.start, key->span.start,
	    arena_printf(r->arena, "%.*s: %.*s,%.*s", STR_ARG(name),
	    STR_ARG(word), STR_ARG(gap)));
}

/* Everything of the line before the offset. */
static struct str
indent_of(const struct revision *r, uint32_t at)
{
	uint32_t start = at;

	while (start > 0 && r->text.at[start - 1] != '\n')
		start--;
	return str_cut(r->text, start, at);
}

/* After the line that holds the offset `above`. */
static void
insert_line(struct revision *r, const struct node *spec, uint32_t above,
    enum phase phase)
{
	struct str indent = indent_of(r, spec->entries[0].key->span.start);
	uint32_t at = revision_line_end(r, above);
	bool crlf = at < r->text.len && r->text.at[at] == '\r';

	revision_edit(r, at, at, arena_printf(r->arena, "%s%.*sphase: %s",
	    crlf ? "\r\n" : "\n", STR_ARG(indent), phase_name(phase)));
}

static void
insert_phase(struct revision *r, size_t i, const struct node *spec,
    enum phase phase)
{
	const struct entry *parent = node_entry(r->wanted.at[i],
	    STR("spec"));
	const struct entry *strategy = node_entry(spec, STR("strategy"));
	const struct entry added = {
		node_str(r->arena, SPAN_NONE, STR("phase")),
		phase_node(r, phase)
	};
	uint32_t index = 0;

	if (revision_is_flow(r, spec)) {
		insert_flow(r, spec, phase);
	} else if (strategy != NULL) {
		insert_line(r, spec, strategy->value->span.end, phase);
		index = (uint32_t)(strategy - spec->entries) + 1;
	} else
		insert_line(r, spec, revision_after_colon(r, parent), phase);
	want_spec(r, i, with_entry(r->arena, spec, index, added));
}

void
revision_set_phase(struct revision *r, size_t i, enum phase phase,
    bool insert)
{
	const struct node *spec = normal_get(r->wanted.at[i], "spec");
	const struct entry *e = node_entry(spec, STR("phase"));

	if (e == NULL && insert)
		insert_phase(r, i, spec, phase);
	if (e == NULL || str_is(node_text(e->value), phase_name(phase)))
		return;
	if (insert || !node_is_null(e->value))
		replace_phase(r, i, spec, e, phase);
}

static bool
can_have(struct revision *r, size_t i, enum phase phase)
{
	const struct release *release = r->releases.at[i];
	const char *lacks = release->has_green ? "preview" : "green";
	struct diag *d;

	if (release_has_phase(release, phase))
		return true;
	d = diag_report(r->diags, RULE_RELEASE_INVALID,
	    node_entry(release->written, STR("spec"))->key->span,
	    "the release \"%.*s\" cannot be in phase %s: it has no spec.%s",
	    STR_ARG(release->metadata->name), phase_name(phase), lacks);
	if (release->has_green)
		diag_say_fix(r->diags, d, "preview: %s",
		    schema_preview_hint(release->strategy));
	else
		diag_say_fix(r->diags, d, "green: %s",
		    schema_colour_hint(release->strategy));
	return false;
}

bool
release_set_phase(struct arena *arena, struct diags *diags,
    const struct sources *sources, struct strategies *strategies,
    uint32_t file, const struct stream *stream, enum phase phase,
    struct str *text)
{
	struct revision r;
	bool ok;

	ok = revision_begin(&r, arena, diags, sources, strategies, file,
	    stream);
	for (size_t i = 0; ok && i < r.releases.n; i++) {
		ok = can_have(&r, i, phase);
		if (ok)
			revision_set_phase(&r, i, phase, true);
	}
	return ok && revision_end(&r, text);
}
