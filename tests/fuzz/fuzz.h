/*
 * fuzz: what the targets share: any bytes read as the documents of a file,
 * and the printing of what was found.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "diag/report.h"
#include "yaml/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	uint32_t file;
	struct stream stream;
};

static inline void
fuzz_begin(struct fuzz *f, const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };

	*f = (struct fuzz){ .file = 0 };
	arena_init(&f->arena);
	sources_init(&f->sources, &f->arena);
	diags_init(&f->diags, &f->arena);
	f->file = source_add(&f->sources, "fuzz.yaml",
	    arena_str(&f->arena, text));
	stream_parse(&f->arena, &f->diags, &f->sources, f->file, &f->stream);
}

/* Every finding can be printed, and that as valid text. */
static inline void
fuzz_end(struct fuzz *f)
{
	struct report report = { .diags = &f->diags, .sources = &f->sources,
		.files = &f->file, .nfiles = 1, .nchecked = 1,
		.colour = true };
	struct buf out;

	diags_finish(&f->diags);
	buf_init(&out);
#define FORMAT(name) report_##name(&out, &report);
#include "diag/formats.def"
#undef FORMAT
	assert(utf8_invalid(buf_str(&out)) == STR_NONE);
	buf_release(&out);
	arena_release(&f->arena);
}

#endif
