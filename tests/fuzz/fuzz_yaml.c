/*
 * Any bytes are read as YAML; what was read, written out and read again,
 * has the same values; and so has the text without its comments.
 */
#include "fuzz.h"
#include "yaml/comment.h"
#include "yaml/edit.h"
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

static void
check_comments(struct fuzz *f)
{
	struct str old = source_get(&f->sources, f->file)->text, text;
	struct span all = { f->file, 0, (uint32_t)old.len };
	comments found = { NULL, 0, 0 };
	struct edit *edits;
	struct fuzz without;

	comments_find(&f->arena, &f->sources, all, STR(""), &found);
	edits = arena_array(&f->arena, struct edit, found.n);
	for (size_t i = 0; i < found.n; i++)
		edits[i].where = found.at[i].whole;
	/* behind a "|+" the blank lines below a comment would be text */
	if (found.n == 0 || f->diags.list.n > 0 ||
	    str_find_byte(old, '+', 0) != STR_NONE)
		return;
	assert(edit_apply(&f->arena, old, edits, found.n, &text));
	fuzz_begin(&without, (const uint8_t *)text.at, text.len);
	assert(without.stream.documents.n == f->stream.documents.n);
	for (size_t i = 0; i < f->stream.documents.n; i++)
		assert(node_eq(without.stream.documents.at[i].root,
		    f->stream.documents.at[i].root));
	fuzz_end(&without);
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
	check_comments(&first);
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
