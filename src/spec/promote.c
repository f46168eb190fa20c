/*
 * Green becomes blue, in the text. What changes places is everything from
 * the colon of `blue` and `green` to the end of the value, so the comments
 * in it come along; those on the line of a key are about the key and stay.
 * Where a colour has no key its counterpart is renamed.
 *
 * Which bytes belong to a part must not depend on which colour they are
 * under, so that promoting twice gives the same file again. Hence what is
 * decided about comments is decided for both parts together.
 */
#include "spec/revision.h"

#include "spec/normal.h"
#include "spec/schema.h"

struct part {
	uint32_t start, end;
};

static struct str
part_text(const struct revision *r, struct part p)
{
	return str_cut(r->text, p.start, p.end);
}

/* Nothing but blanks and a comment. */
static bool
is_comment(struct str s)
{
	s = str_trim(s);
	return s.len == 0 || s.at[0] == '#';
}

/* The end of the first line of the part, where the value begins below it. */
static bool
begins_below(const struct revision *r, struct part p, uint32_t *end)
{
	*end = revision_line_end(r, p.start);
	return *end < p.end && is_comment(str_cut(r->text, p.start, *end));
}

static bool
has_lines(const struct revision *r, struct part p)
{
	return str_find_byte(part_text(r, p), '\n', 0) != STR_NONE;
}

/*
 * In block style: `blue: # live` keeps its comment, and one behind the last
 * of several lines of a value goes with it.
 */
static void
share_comments(const struct revision *r, struct part parts[2])
{
	bool lines = has_lines(r, parts[0]) || has_lines(r, parts[1]);
	uint32_t first[2], last;
	bool below = begins_below(r, parts[0], &first[0]) &&
	    begins_below(r, parts[1], &first[1]);

	for (int i = 0; i < 2; i++) {
		last = revision_line_end(r, parts[i].end);
		if (below)
			parts[i].start = first[i];
		if (lines && is_comment(str_cut(r->text, parts[i].end, last)))
			parts[i].end = last;
	}
}

static void
swap_values(struct revision *r, const struct node *map,
    const struct entry *const pair[2])
{
	struct part parts[2];

	for (int i = 0; i < 2; i++) {
		parts[i].start = revision_after_colon(r, pair[i]);
		parts[i].end = pair[i]->value->span.end;
		if (parts[i].end < parts[i].start)
			parts[i].end = parts[i].start;
	}
	if (!revision_is_flow(r, map))
		share_comments(r, parts);
	for (int i = 0; i < 2; i++)
		revision_edit(r, parts[i].start, parts[i].end,
		    part_text(r, parts[1 - i]));
}

/* Exchanges blue and green in spec or in a route; gives the new mapping. */
static const struct node *
swap_in(struct revision *r, const struct node *map)
{
	const struct entry *pair[2];
	struct entry *entries;

	for (int i = 0; i < 2; i++)
		pair[i] = node_entry(map, str_from(colour_words[i]));
	entries = arena_array(r->arena, struct entry, map->count);
	for (uint32_t i = 0; i < map->count; i++)
		entries[i] = map->entries[i];
	for (int i = 0; i < 2; i++) {
		const char *other = colour_words[1 - i];
		struct entry *e;

		if (pair[i] == NULL)
			continue;
		e = &entries[pair[i] - map->entries];
		if (pair[1 - i] != NULL) {
			e->value = pair[1 - i]->value;
			continue;
		}
		e->key = node_str(r->arena, SPAN_NONE, str_from(other));
		revision_edit(r, pair[i]->key->span.start,
		    pair[i]->key->span.end,
		    revision_word(r, pair[i]->key, other));
	}
	if (pair[0] != NULL && pair[1] != NULL)
		swap_values(r, map, pair);
	return node_map(r->arena, map->span, entries, map->count);
}

static void
promote(struct revision *r, size_t i)
{
	const struct node *spec = normal_get(r->wanted.at[i], "spec");
	const struct node *routes = normal_get(spec, "routes");

	spec = swap_in(r, spec);
	if (routes != NULL) {
		const struct node **items = arena_array(r->arena,
		    const struct node *, routes->count);

		for (uint32_t k = 0; k < routes->count; k++)
			items[k] = swap_in(r, routes->items[k]);
		spec = revision_with(r->arena, spec, "routes",
		    node_seq(r->arena, routes->span, items, routes->count));
	}
	r->wanted.at[i] = revision_with(r->arena, r->wanted.at[i], "spec",
	    spec);
	revision_set_phase(r, i, PHASE_BLUE_LIVE, false);
}

bool
release_promote(struct arena *arena, struct diags *diags,
    const struct sources *sources, struct strategies *strategies,
    uint32_t file, const struct stream *stream, struct str *text)
{
	struct revision r;
	bool ok;

	ok = revision_begin(&r, arena, diags, sources, strategies, file,
	    stream);
	for (size_t i = 0; ok && i < r.releases.n; i++) {
		const struct release *release = r.releases.at[i];

		if (release->has_green) {
			promote(&r, i);
			continue;
		}
		diag_report(diags, RULE_RELEASE_INVALID,
		    node_entry(release->written, STR("spec"))->key->span,
		    "the release \"%.*s\" has no spec.green that could "
		    "become blue", STR_ARG(release->metadata->name));
		ok = false;
	}
	return ok && revision_end(&r, text);
}
