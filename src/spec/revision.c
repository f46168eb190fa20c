#include "spec/revision.h"

bool
revision_begin(struct revision *r, struct arena *arena, struct diags *diags,
    const struct sources *sources, struct strategies *strategies,
    uint32_t file, const struct stream *stream)
{
	bool ok = !stream->broken;

	*r = (struct revision){
		.arena = arena, .diags = diags, .sources = sources,
		.strategies = strategies, .stream = stream, .file = file,
		.text = source_get(sources, file)->text,
	};
	for (size_t i = 0; i < stream->documents.n; i++) {
		struct release **release = vec_add(arena, &r->releases);

		ok = spec_load(arena, diags, sources, strategies,
		    &stream->documents.at[i], release) && ok;
		*vec_add(arena, &r->wanted) = stream->documents.at[i].root;
	}
	if (ok && stream->documents.n == 0) {
		diag_report(diags, RULE_RELEASE_INVALID,
		    (struct span){ file, 0, 0 },
		    "there is no release in this file");
		return false;
	}
	return ok;
}

void
revision_edit(struct revision *r, uint32_t start, uint32_t end,
    struct str text)
{
	struct str place = arena_printf(r->arena, "%u", (unsigned)start);
	void **slot = map_put(r->arena, &r->places, place);

	if (*slot != NULL)
		return;
	*slot = r;
	*vec_add(r->arena, &r->edits) = (struct edit){
		{ r->file, start, end }, text
	};
}

/* What became wrong with the new text, as a reason; NULL when nothing. */
static const char *
compare(struct revision *r, struct str text, struct diags *diags)
{
	struct sources sources;
	struct stream stream = { .broken = false };
	uint32_t file;

	sources_init(&sources, r->arena);
	diags_init(diags, r->arena);
	file = source_add(&sources, source_get(r->sources, r->file)->name,
	    text);
	stream_parse(r->arena, diags, &sources, file, &stream);
	if (stream.broken || diags_count(diags, LEVEL_ERROR) > 0)
		return "the file could not be read any more";
	if (stream.documents.n != r->wanted.n)
		return "it would have other documents";
	for (size_t i = 0; i < stream.documents.n; i++)
		if (!node_eq(stream.documents.at[i].root, r->wanted.at[i]))
			return "an anchor, alias or merge key (& * <<) makes "
			    "other values change as well";
	for (size_t i = 0; i < stream.documents.n; i++) {
		struct release *release;

		if (!spec_load(r->arena, diags, &sources, r->strategies,
		    &stream.documents.at[i], &release))
			return "the release would not be valid any more";
	}
	return NULL;
}

bool
revision_end(struct revision *r, struct str *text)
{
	struct span where = { r->file, 0, 0 };
	struct diags found;
	const char *why;
	struct diag *d;

	diags_init(&found, r->arena);
	if (!edit_apply(r->arena, r->text, r->edits.at, r->edits.n, text))
		why = "parts that must change overlap";
	else
		why = compare(r, *text, &found);
	if (why == NULL)
		return true;
	if (r->edits.n > 0)
		where = r->edits.at[0].where;
	d = diag_report(r->diags, RULE_RELEASE_INVALID, where,
	    "the file cannot be changed here and is left as it is: %s", why);
	for (size_t i = 0; i < found.list.n && i < 1; i++)
		diag_note(r->diags, d, SPAN_NONE, "%.*s",
		    STR_ARG(found.list.at[i]->text));
	diag_say_fix(r->diags, d, "change it by hand");
	return false;
}

uint32_t
revision_after_colon(const struct revision *r, const struct entry *e)
{
	uint32_t at = e->key->span.end;

	while (at < r->text.len && strchr(" \t\r\n", r->text.at[at]) != NULL &&
	    r->text.at[at] != '\0')
		at++;
	return at < r->text.len && r->text.at[at] == ':' ? at + 1 : 0;
}

uint32_t
revision_line_end(const struct revision *r, uint32_t at)
{
	size_t end = str_find_byte(r->text, '\n', at);

	if (end == STR_NONE)
		end = r->text.len;
	while (end > at && r->text.at[end - 1] == '\r')
		end--;
	return (uint32_t)end;
}

bool
revision_is_flow(const struct revision *r, const struct node *map)
{
	return map->span.start < r->text.len &&
	    r->text.at[map->span.start] == '{';
}

struct str
revision_word(struct revision *r, const struct node *like, const char *word)
{
	const char *quote = "";

	if (like->style == STYLE_DOUBLE)
		quote = "\"";
	else if (like->style == STYLE_SINGLE)
		quote = "'";
	return arena_printf(r->arena, "%s%s%s", quote, word, quote);
}

const struct node *
revision_with(struct arena *arena, const struct node *map, const char *key,
    const struct node *value)
{
	struct entry *entries = arena_array(arena, struct entry, map->count);

	for (uint32_t i = 0; i < map->count; i++) {
		entries[i] = map->entries[i];
		if (str_is(entries[i].key->text, key))
			entries[i].value = value;
	}
	return node_map(arena, map->span, entries, map->count);
}
