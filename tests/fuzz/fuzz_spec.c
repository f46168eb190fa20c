/*
 * Any bytes are read as releases. What loads can be edited: promoting twice
 * gives the same bytes again, setting a phase twice is setting it once, and
 * nothing that was edited fails to load.
 */
#include "fuzz.h"
#include "spec/spec.h"

/*
 * All documents load. They are plain when blue-live is the phase of each,
 * and each has a blue, which promoting makes green.
 */
static bool
load(struct fuzz *f, bool *plain)
{
	bool ok = !f->stream.broken && f->stream.documents.n > 0;
	struct strategies strategies;

	strategies_init(&strategies, &f->arena, &f->diags, &f->sources,
	    NULL);
	*plain = true;
	for (size_t i = 0; i < f->stream.documents.n; i++) {
		const struct document *d = &f->stream.documents.at[i];
		struct release *release;

		if (!spec_load(&f->arena, &f->diags, &f->sources, &strategies,
		    d, &release)) {
			ok = false;
			continue;
		}
		for (int p = 0; p < PHASE_COUNT; p++)
			release_has_phase(release, (enum phase)p);
		*plain = *plain && release->spec->blue != NULL &&
		    release->spec->phase == PHASE_BLUE_LIVE;
	}
	return ok && diags_count(&f->diags, LEVEL_ERROR) == 0;
}

static bool
promote(struct fuzz *f, struct str *text)
{
	struct strategies strategies;

	strategies_init(&strategies, &f->arena, &f->diags, &f->sources,
	    NULL);
	return release_promote(&f->arena, &f->diags, &f->sources, &strategies,
	    f->file, &f->stream, text);
}

static void
check_promote(struct fuzz *f, bool plain)
{
	struct str once, twice;
	struct fuzz again;
	bool ignored;

	if (!promote(f, &once))
		return;
	fuzz_begin(&again, (const uint8_t *)once.at, once.len);
	assert(load(&again, &ignored));
	if (plain) {
		assert(promote(&again, &twice));
		assert(str_eq(source_get(&f->sources, f->file)->text, twice));
	}
	fuzz_end(&again);
}

static bool
set_phase(struct fuzz *f, enum phase phase, struct str *text)
{
	struct strategies strategies;

	strategies_init(&strategies, &f->arena, &f->diags, &f->sources,
	    NULL);
	return release_set_phase(&f->arena, &f->diags, &f->sources,
	    &strategies, f->file, &f->stream, phase, text);
}

static void
check_phase(struct fuzz *f, enum phase phase)
{
	struct str once, twice;
	struct fuzz again;
	bool ignored;

	if (!set_phase(f, phase, &once))
		return;
	fuzz_begin(&again, (const uint8_t *)once.at, once.len);
	assert(load(&again, &ignored));
	assert(set_phase(&again, phase, &twice));
	assert(str_eq(once, twice));
	fuzz_end(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz f;
	bool plain;

	fuzz_begin(&f, data, size);
	if (load(&f, &plain)) {
		check_promote(&f, plain);
		for (int p = 0; p < PHASE_COUNT; p++)
			check_phase(&f, (enum phase)p);
	}
	fuzz_end(&f);
	return 0;
}
