/*
 * Any bytes are read as YAML; what was read, written out and read again,
 * has the same values.
 */
#include "fuzz.h"
#include "yaml/emit.h"

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
	struct fuzz first, again;
	struct buf yaml[2], json[2];

	for (int i = 0; i < 2; i++) {
		buf_init(&yaml[i]);
		buf_init(&json[i]);
	}
	fuzz_begin(&first, data, size);
	emit(&yaml[0], &json[0], &first.stream);
	fuzz_begin(&again, (const uint8_t *)yaml[0].at, yaml[0].len);
	emit(&yaml[1], &json[1], &again.stream);
	assert(again.diags.list.n == 0);
	assert(str_eq(buf_str(&yaml[0]), buf_str(&yaml[1])));
	assert(str_eq(buf_str(&json[0]), buf_str(&json[1])));
	fuzz_end(&first);
	fuzz_end(&again);
	for (int i = 0; i < 2; i++) {
		buf_release(&yaml[i]);
		buf_release(&json[i]);
	}
	return 0;
}
