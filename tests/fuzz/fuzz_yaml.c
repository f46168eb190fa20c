/*
 * Any bytes are read as YAML; what was read, written out and read again,
 * has the same values. Findings are printed in both formats.
 */
#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "yaml/emit.h"
#include "yaml/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_text(struct arena *arena, struct sources *sources, struct diags *diags,
    struct str text, struct stream *stream)
{
	uint32_t file = source_add(sources, "fuzz.yaml", text);

	stream_parse(arena, diags, sources, file, stream);
}

static void
print(const struct diags *diags, struct sources *sources)
{
	struct diag_style style = { .colour = true };
	struct diag_summary summary = { 1, 0 };
	struct buf out;

	buf_init(&out);
	diags_print_text(&out, diags, sources, style);
	diags_print_json(&out, diags, sources, &summary);
	assert(utf8_invalid(buf_str(&out)) == STR_NONE);
	buf_release(&out);
}

/* Adds all documents as YAML to one text and as JSON to the other. */
static void
emit(struct buf *yaml, struct buf *json, const struct stream *stream)
{
	for (size_t i = 0; i < stream->documents.n; i++) {
		const struct node *root = stream->documents.at[i].root;

		/* Aliases are written out in full, which may be much. */
		if (root->weight > 10000)
			break;
		buf_puts(yaml, "---\n");
		emit_yaml(yaml, root);
		emit_json_line(json, root);
		buf_putc(json, '\n');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	struct sources sources;
	struct diags diags, none;
	struct stream first = { 0 }, again = { 0 };
	struct buf yaml[2], json[2];

	arena_init(&arena);
	sources_init(&sources, &arena);
	diags_init(&diags, &arena);
	diags_init(&none, &arena);
	for (int i = 0; i < 2; i++) {
		buf_init(&yaml[i]);
		buf_init(&json[i]);
	}
	read_text(&arena, &sources, &diags,
	    (struct str){ (const char *)data, size }, &first);
	emit(&yaml[0], &json[0], &first);
	read_text(&arena, &sources, &none, buf_str(&yaml[0]), &again);
	emit(&yaml[1], &json[1], &again);
	assert(none.list.n == 0);
	assert(str_eq(buf_str(&yaml[0]), buf_str(&yaml[1])));
	assert(str_eq(buf_str(&json[0]), buf_str(&json[1])));
	diags_finish(&diags);
	print(&diags, &sources);
	for (int i = 0; i < 2; i++) {
		buf_release(&yaml[i]);
		buf_release(&json[i]);
	}
	arena_release(&arena);
	return 0;
}
