#include "plan/force.h"

/* the merge of two mappings */

static const struct node *
merge_value(struct arena *arena, const struct node *old,
    const struct node *patch)
{
	return patch->kind == NODE_MAP ? node_merge(arena, old, patch) :
	    patch;
}

const struct node *
node_merge(struct arena *arena, const struct node *old,
    const struct node *patch)
{
	VEC(struct entry) entries = { NULL, 0, 0 };
	bool is_map = node_is(old, NODE_MAP);

	for (uint32_t i = 0; is_map && i < old->count; i++) {
		const struct node *new = node_get(patch,
		    old->entries[i].key->text);
		struct entry e = old->entries[i];

		if (new != NULL && node_is_null(new))
			continue;
		if (new != NULL)
			e.value = merge_value(arena, e.value, new);
		*vec_add(arena, &entries) = e;
	}
	for (uint32_t i = 0; i < patch->count; i++) {
		struct entry e = patch->entries[i];

		if (node_is_null(e.value) ||
		    (is_map && node_get(old, e.key->text) != NULL))
			continue;
		e.value = merge_value(arena, NULL, e.value);
		*vec_add(arena, &entries) = e;
	}
	return node_map(arena, is_map ? old->span : patch->span, entries.at,
	    entries.n);
}

/* the pieces */

void
force_init(struct arena *arena, const struct differences *differences,
    enum ages ages, struct force *f)
{
	size_t n = differences->all.n;

	*f = (struct force){ .arena = arena, .clock = (unsigned)n };
	for (size_t i = 0; i < n; i++) {
		struct piece *p = vec_add(arena, &f->pieces);

		p->about = &differences->all.at[i];
		p->now = p->about->before;
		p->ready = p->now != NULL;
		p->born = (unsigned)(ages == AGES_LATER_YOUNGER ? i :
		    n - 1 - i);
	}
}

/* A workload without pods has none that are ready when it gets some. */
static bool
has_pods(const struct node *object)
{
	return object != NULL && !str_is(node_text(node_at(object,
	    "spec.replicas")), "0");
}

static void
become(struct force *f, struct piece *p, const struct node *now)
{
	if (p->now == NULL)
		p->born = ++f->clock;
	if (!has_pods(p->now))
		p->ready = false;
	p->now = now;
}

bool
force_step(struct force *f, const struct step *s, const struct difference *d)
{
	struct piece *p = f->pieces.at;
	bool there;

	while (p->about != d)
		p++;
	there = p->now != NULL;
	switch (s->kind) {
	case STEP_APPLY:
	case STEP_RUN:
		become(f, p, d->after);
		p->ready = p->ready || s->kind == STEP_RUN;
		return true;
	case STEP_DELETE:
		become(f, p, NULL);
		return there;
	case STEP_PATCH:
		if (there)
			become(f, p, node_merge(f->arena, p->now, s->patch));
		return there;
	case STEP_WAIT:
		p->ready = there;
		return there;
	case STEP_LOOK:
		break;
	}
	return true;
}

void
force_finish(struct force *f)
{
	for (size_t i = 0; i < f->pieces.n; i++) {
		struct piece *p = &f->pieces.at[i];

		become(f, p, p->about->after);
		p->ready = p->now != NULL;
	}
}

/* into a cluster */

/* The object with the second of its birth, in the year 2000. */
static const struct node *
with_age(struct arena *arena, const struct piece *p)
{
	struct entry time = { node_str(arena, SPAN_NONE,
	    STR("creationTimestamp")), node_str(arena, SPAN_NONE,
	    arena_printf(arena, "2000-01-%02u" "T%02u:%02u:%02uZ",
	    1 + p->born / 86400 % 28, p->born / 3600 % 24,
	    p->born / 60 % 60, p->born % 60)) };
	struct entry *times = arena_new(arena, struct entry);
	struct entry *metadata = arena_new(arena, struct entry);

	*times = time;
	metadata->key = node_str(arena, SPAN_NONE, STR("metadata"));
	metadata->value = node_map(arena, SPAN_NONE, times, 1);
	return node_merge(arena, p->now, node_map(arena, SPAN_NONE, metadata,
	    1));
}

void
force_gather(const struct force *f, struct diags *diags,
    struct cluster *cluster)
{
	for (size_t i = 0; i < f->pieces.n; i++) {
		const struct piece *p = &f->pieces.at[i];
		struct document d = { .root = p->now };

		if (p->now == NULL)
			continue;
		d.root = with_age(cluster->arena, p);
		d.span = d.root->span;
		cluster_add(cluster, diags, &d, true);
	}
}

const struct piece *
force_find(const struct force *f, const struct object *o)
{
	for (size_t i = 0; i < f->pieces.n; i++) {
		const struct difference *d = f->pieces.at[i].about;

		if (str_eq(d->kind, o->kind) && str_eq(d->name, o->name) &&
		    str_eq(d->ns, o->ns))
			return &f->pieces.at[i];
	}
	return NULL;
}
