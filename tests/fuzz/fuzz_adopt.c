/*
 * Any bytes are read as manifests and adopted, as cmd_adopt does it. What is
 * written is YAML, and each document of it a release that can be rendered.
 */
#include "adopt/adopt.h"
#include "fuzz.h"
#include "render/render.h"

static void
check_release(struct fuzz *f, struct strategies *strategies,
    const struct document *document)
{
	struct stream objects = { .broken = false };
	struct release *release;
	bool ok;

	ok = spec_load(&f->arena, &f->diags, &f->sources, strategies,
	    document, &release);
	assert(ok);
	ok = render_phase(strategies, release, release->spec->phase,
	    &objects);
	assert(ok);
}

static void
check_specs(struct str text, size_t nreleases)
{
	struct strategies strategies;
	struct fuzz again;

	fuzz_begin(&again, (const uint8_t *)(text.len == 0 ? "" : text.at),
	    text.len);
	assert(again.diags.list.n == 0);
	assert(again.stream.documents.n == nreleases);
	strategies_init(&strategies, &again.arena, &again.diags,
	    &again.sources, NULL);
	for (size_t i = 0; i < nreleases; i++)
		check_release(&again, &strategies,
		    &again.stream.documents.at[i]);
	fuzz_end(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz f;
	struct cluster cluster;
	struct controller controller;
	struct adopt adopt;
	struct buf out;

	fuzz_begin(&f, data, size);
	cluster_init(&cluster, &f.arena, STR("default"));
	for (size_t i = 0; i < f.stream.documents.n; i++)
		cluster_add(&cluster, &f.diags,
		    &f.stream.documents.at[i], true);
	controller_init(&controller, VERSION_NEWEST);
	adopt = (struct adopt){ .arena = &f.arena, .diags = &f.diags,
		.sources = &f.sources, .cluster = &cluster,
		.controller = &controller };
	buf_init(&out);
	adopt_run(&adopt, &out);
	check_specs(buf_str(&out), adopt.nreleases);
	buf_release(&out);
	fuzz_end(&f);
	return 0;
}
