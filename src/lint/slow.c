#include "lint/slow.h"

#include "base/limits.h"
#include "rx/example.h"

struct measuring {
	struct arena *arena;
	struct slow *slow;
	struct map seen[COST_KINDS];
	unsigned long left;	/* steps */
};

/* The repetition of exactly these bytes. */
static const struct ast *
find_repeat(const struct ast *n, uint32_t from, uint32_t to)
{
	const struct ast *hit = NULL;

	if (n->kind == AST_REPEAT && n->from == from && n->to == to)
		return n;
	for (uint32_t i = 0; i < n->nparts && hit == NULL; i++)
		hit = find_repeat(n->parts[i], from, to);
	return hit;
}

static bool
is_star_or_plus(const struct ast *n)
{
	return n->kind == AST_REPEAT && n->most == AST_ENDLESS &&
	    n->least <= 1 && !n->lazy && !n->possessive;
}

/* (a+)* is (a*): one repetition of the same bytes, and the same group. */
static struct str
simplify(struct arena *arena, const struct rx *x, const struct cost *cost)
{
	const struct ast *outer = find_repeat(x->tree->root, cost->from,
	    cost->to), *group, *inner;
	struct str none = { NULL, 0 };

	if (outer == NULL || !is_star_or_plus(outer) ||
	    outer->parts[0]->kind != AST_GROUP)
		return none;
	group = outer->parts[0];
	inner = group->parts[0];
	if (!is_star_or_plus(inner) || (inner->parts[0]->kind != AST_SET &&
	    inner->parts[0]->kind != AST_BYTE))
		return none;
	return arena_printf(arena, "%.*s%s%.*s%.*s",
	    STR_ARG(str_cut(x->pattern, 0, inner->parts[0]->to)),
	    outer->least + inner->least == 2 ? "+" : "*",
	    STR_ARG(str_cut(x->pattern, inner->to, group->to)),
	    STR_ARG(str_cut(x->pattern, outer->to, x->pattern.len)));
}

/* It takes the same, as an example says, and takes no longer. */
static bool
is_better(struct measuring *m, struct arena *own, struct rx *x,
    struct str text)
{
	struct rx_set set = { .by_text = { NULL } };
	struct rx *simple = rx_get(own, &set, text);
	struct str uri;

	return text.len > 0 && rx_compiles(simple) &&
	    simple->groups == x->groups &&
	    (!example_of(own, simple, EXAMPLE_USUAL, &uri) ||
	    rx_takes(x, uri)) &&
	    cost_measure(m->arena, simple, COST_PATH, &m->left) == NULL;
}

#define MINDS_CASE "(?-i)"

/* As ngx.re.match() has the pattern of a header. */
static struct rx *
compile(struct arena *own, struct rx_set *set, enum cost_text kind,
    struct str text)
{
	if (kind == COST_PATH)
		return rx_get(own, set, text);
	if (kind == COST_HEADER)
		text = arena_printf(own, MINDS_CASE "%.*s", STR_ARG(text));
	return rx_get_name(own, set, text);
}

static void
measure(struct measuring *m, enum cost_text kind, struct str text)
{
	struct rx_set set = { .by_text = { NULL } };
	const struct cost *cost;
	struct slow_entry *entry;
	struct arena own;
	struct rx *x;
	void **seen;

	if (!cost_may_be_slow(text))
		return;
	seen = map_put(m->arena, &m->seen[kind], text);
	if (*seen != NULL)
		return;
	*seen = m;
	arena_init(&own);
	x = compile(&own, &set, kind, text);
	cost = cost_measure(m->arena, x, kind, &m->left);
	if (cost != NULL) {
		entry = arena_new(m->arena, struct slow_entry);
		entry->cost = *cost;
		if (kind == COST_PATH)
			entry->simpler = simplify(m->arena, x, cost);
		if (!is_better(m, &own, x, entry->simpler))
			entry->simpler.len = 0;
		if (kind == COST_HEADER) {
			entry->cost.from -= sizeof(MINDS_CASE) - 1;
			entry->cost.to -= sizeof(MINDS_CASE) - 1;
		}
		*map_put(m->arena, &m->slow->by_text[kind], text) = entry;
	}
	arena_release(&own);
}

static void
measure_aliases(struct measuring *m, struct str list)
{
	while (list.at != NULL) {
		struct str alias = str_trim(str_next(&list, ','));

		if (str_starts(alias, STR("~")))
			measure(m, COST_HOST, str_cut(alias, 1, alias.len));
	}
}

static void
measure_ingress(struct measuring *m, const struct ingress *ingress)
{
	const struct node *all = ingress->annotations;

	for (size_t i = 0; i < ingress->nrules; i++)
		for (size_t k = 0; k < ingress->rules[i].npaths; k++)
			measure(m, COST_PATH,
			    path_text(&ingress->rules[i].paths[k]));
	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		struct str key = all->entries[i].key->text;
		struct str text = node_text(all->entries[i].value);

		if (str_ends(key, STR("/server-alias")))
			measure_aliases(m, text);
		else if (str_ends(key, STR("/canary-by-header-pattern")))
			measure(m, COST_HEADER, str_trim(text));
	}
}

const struct slow *
slow_measure(struct arena *arena, const struct cluster *cluster)
{
	struct measuring m = {
		.arena = arena, .slow = arena_new(arena, struct slow),
		.left = LIMIT_SLOW_STEPS
	};

	for (size_t i = 0; i < cluster->ingresses.n; i++) {
		const struct ingress *ingress = cluster->ingresses.at[i];

		if (ingress->object->linted && ingress->object->sound)
			measure_ingress(&m, ingress);
	}
	return m.slow;
}

const struct slow_entry *
slow_get(const struct slow *slow, enum cost_text kind, struct str text)
{
	return map_get(&slow->by_text[kind], text);
}
