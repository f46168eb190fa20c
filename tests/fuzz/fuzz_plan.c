/*
 * Any bytes are read as releases and, where a document is none, as the
 * plan.yaml of their strategies. Between any two phases a plan is made,
 * checked and printed.
 */
#include "cli/planning.h"
#include "fuzz.h"
#include "plan/safety.h"

enum { MANY_OBJECTS = 64 };

struct run {
	struct fuzz fuzz;
	struct strategies strategies;
	struct stream plan;		/* the other documents */
	struct str files[MANY_OBJECTS];
};

/* What the strategy finds when it looks for its plan.yaml. */
static void
give_plan(struct run *r, struct str strategy)
{
	struct strategy_file *f;

	if (r->plan.documents.n == 0)
		return;
	f = arena_new(&r->fuzz.arena, struct strategy_file);
	f->name = arena_join(&r->fuzz.arena, strategy, STR("/plan.yaml"));
	f->stream = r->plan;
	*vec_add(&r->fuzz.arena, &r->strategies.files) = f;
}

static void
print(struct run *r, const struct plan *plan)
{
	struct buf out;

	buf_init(&out);
	planning_text(&r->fuzz.arena, &out, plan);
	planning_json(&out, "fuzz.yaml", plan);
	assert(utf8_invalid(buf_str(&out)) == STR_NONE);
	buf_release(&out);
}

static bool
render(struct run *r, const struct release *release, enum phase phase,
    struct stream *objects)
{
	return release_has_phase(release, phase) &&
	    render_phase(&r->strategies, release, phase, objects) &&
	    objects->documents.n <= MANY_OBJECTS;
}

static void
check(struct run *r, const struct release *release, enum phase from,
    enum phase to)
{
	struct arena *arena = &r->fuzz.arena;
	struct stream before = { .broken = false }, after = before;
	struct plan plan = { .release = release, .from = from, .to = to };
	struct controller controller;
	struct cluster cluster;

	if (!render(r, release, from, &before) ||
	    !render(r, release, to, &after))
		return;
	differences_find(arena, &(struct object_set){ &before, r->files },
	    &(struct object_set){ &after, r->files }, release->metadata->ns,
	    &plan.differences);
	if (!plan_make(&r->strategies, &plan))
		return;
	cluster_init(&cluster, arena, STR("default"));
	controller_init(&controller, VERSION_NEWEST);
	safety_check(arena, &r->fuzz.diags, &(struct surroundings){ &cluster,
	    &controller }, &plan);
	print(r, &plan);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run r;
	struct release *release;
	struct fuzz *f = &r.fuzz;

	r = (struct run){ .plan = { .broken = false } };
	fuzz_begin(f, data, size);
	for (int i = 0; i < MANY_OBJECTS; i++)
		r.files[i] = STR("a file.yaml");
	strategies_init(&r.strategies, &f->arena, &f->diags, &f->sources,
	    NULL);
	for (size_t i = 0; i < f->stream.documents.n; i++)
		if (!spec_is_release(f->stream.documents.at[i].root))
			*vec_add(&f->arena, &r.plan.documents) =
			    f->stream.documents.at[i];
	for (size_t i = 0; i < f->stream.documents.n; i++) {
		if (!spec_load(&f->arena, &f->diags, &f->sources,
		    &r.strategies, &f->stream.documents.at[i], &release))
			continue;
		give_plan(&r, release->spec->strategy);
		for (int p = 0; p < PHASE_COUNT * PHASE_COUNT; p++)
			check(&r, release, (enum phase)(p / PHASE_COUNT),
			    (enum phase)(p % PHASE_COUNT));
	}
	fuzz_end(f);
	return 0;
}
