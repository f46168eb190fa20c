/*
 * A context, a line "---" and the documents of a template. Whatever they
 * are, evaluating ends, reports a failure once, and makes no value that is
 * too deep or too large to be written.
 */
#include "base/limits.h"
#include "fuzz.h"
#include "jsone/jsone.h"
#include "yaml/emit.h"

static void
evaluate(struct fuzz *f, struct jsone *j, const struct node *tmpl)
{
	size_t reported = f->diags.list.n;
	bool spent = j->spent;
	const struct node *result;
	struct buf out;

	if (!jsone_eval(j, tmpl, &result)) {
		assert(f->diags.list.n == reported + !spent);
		return;
	}
	assert(f->diags.list.n == reported);
	if (result == NULL)
		return;
	assert(result->depth <= LIMIT_YAML_DEPTH);
	assert(result->weight <= LIMIT_YAML_WEIGHT);
	buf_init(&out);
	emit_json_line(&out, result);
	assert(utf8_invalid(buf_str(&out)) == STR_NONE);
	assert(out.len <= 10 * (size_t)LIMIT_TEMPLATE_BYTES);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	size_t cut = str_find(text, STR("\n---\n"), 0);
	struct stream context = { .broken = false };
	struct jsone j;
	struct fuzz f;

	if (cut == STR_NONE)
		return 0;
	fuzz_begin(&f, data + cut + 1, size - cut - 1);
	stream_parse(&f.arena, &f.diags, &f.sources,
	    source_add(&f.sources, "context.yaml",
	    arena_str(&f.arena, str_cut(text, 0, cut + 1))), &context);
	if (context.documents.n > 0) {
		jsone_init(&j, &f.arena, &f.diags, &f.sources,
		    context.documents.at[0].root);
		for (size_t i = 0; i < f.stream.documents.n; i++)
			evaluate(&f, &j, f.stream.documents.at[i].root);
	}
	fuzz_end(&f);
	return 0;
}
