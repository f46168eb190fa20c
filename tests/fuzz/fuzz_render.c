/*
 * Any bytes are read as releases. One that loads renders in all its phases,
 * and what is written reads back as the same values.
 */
#include "fuzz.h"
#include "render/render.h"
#include "yaml/emit.h"

static void
put_all(const struct stream *stream, struct buf *yaml, struct buf *json)
{
	for (size_t i = 0; i < stream->documents.n; i++) {
		buf_puts(yaml, "---\n");
		emit_yaml(yaml, stream->documents.at[i].root);
		emit_json_line(json, stream->documents.at[i].root);
	}
}

static void
check_objects(const struct stream *objects)
{
	struct buf yaml, json, unused, back;
	struct fuzz again;

	buf_init(&yaml);
	buf_init(&json);
	buf_init(&unused);
	buf_init(&back);
	put_all(objects, &yaml, &json);
	fuzz_begin(&again, (const uint8_t *)yaml.at, yaml.len);
	assert(again.diags.list.n == 0);
	put_all(&again.stream, &unused, &back);
	assert(str_eq(buf_str(&json), buf_str(&back)));
	fuzz_end(&again);
	buf_release(&yaml);
	buf_release(&json);
	buf_release(&unused);
	buf_release(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz f;
	struct strategies strategies;
	struct release *release;

	fuzz_begin(&f, data, size);
	strategies_init(&strategies, &f.arena, &f.diags, &f.sources, NULL);
	for (size_t i = 0; i < f.stream.documents.n; i++) {
		if (!spec_load(&f.arena, &f.diags, &f.sources, &strategies,
		    &f.stream.documents.at[i], &release))
			continue;
		for (int p = 0; p < PHASE_COUNT; p++) {
			struct stream objects = { .broken = false };

			if (release_has_phase(release, (enum phase)p) &&
			    render_phase(&strategies, release, (enum phase)p,
			    &objects))
				check_objects(&objects);
		}
	}
	fuzz_end(&f);
	return 0;
}
