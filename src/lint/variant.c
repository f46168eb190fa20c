/*
 * Only objects that are there several times count. They get numbers, and
 * each file an ascending list of those it holds; of two files the shorter
 * list is looked up in the longer one, once.
 */
#include "lint/variant.h"

struct variant_file {
	VEC(uint32_t) objects;
};

/* The first of several; each knows the next one. */
static bool
is_repeated(const struct object *o)
{
	return o->last != NULL && o->next != NULL;
}

static void
collect(struct arena *arena, struct variants *v,
    const struct cluster *cluster)
{
	uint32_t number = 0;

	for (size_t i = 0; i < cluster->objects.n; i++)
		if (cluster->objects.at[i]->span.file >= v->n)
			v->n = cluster->objects.at[i]->span.file + 1;
	v->files = arena_array(arena, struct variant_file, v->n);
	for (size_t i = 0; i < cluster->objects.n; i++) {
		const struct object *o = cluster->objects.at[i];

		if (!is_repeated(o))
			continue;
		number++;
		for (; o != NULL; o = o->next) {
			struct variant_file *f = &v->files[o->span.file];

			if (f->objects.n == 0 ||
			    f->objects.at[f->objects.n - 1] != number)
				*vec_add(arena, &f->objects) = number;
		}
	}
}

static bool
holds(const struct variant_file *f, uint32_t number)
{
	size_t low = 0, high = f->objects.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->objects.at[mid] < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < f->objects.n && f->objects.at[low] == number;
}

static bool
share(const struct variant_file *a, const struct variant_file *b)
{
	if (a->objects.n > b->objects.n)
		return share(b, a);
	for (size_t i = 0; i < a->objects.n; i++)
		if (holds(b, a->objects.at[i]))
			return true;
	return false;
}

bool
variants_share(struct arena *arena, struct variants *v,
    const struct cluster *cluster, uint32_t a, uint32_t b)
{
	static const char yes[] = "yes", no[] = "no";
	void **at;

	if (v->files == NULL)
		collect(arena, v, cluster);
	at = map_put(arena, &v->pairs, a < b ?
	    arena_printf(arena, "%u %u", (unsigned)a, (unsigned)b) :
	    arena_printf(arena, "%u %u", (unsigned)b, (unsigned)a));
	if (*at == NULL)
		*at = (void *)(share(&v->files[a], &v->files[b]) ? yes : no);
	return *at == (const void *)yes;
}
