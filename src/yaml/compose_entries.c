/*
 * The entries of a mapping: keys given twice, and merge keys.
 */
#include "yaml/composer.h"

#include "base/limits.h"

/* Adds the entries of `from` whose keys are not yet among `seen`. */
static bool
merge_one(struct composer *r, struct map *seen, const struct node *from)
{
	if (!node_is(from, NODE_MAP) ||
	    !composer_weigh(r, from->weight, from->span.start - r->base))
		return false;
	for (uint32_t i = 0; i < from->count; i++) {
		void **slot = map_put(&r->scratch, seen,
		    from->entries[i].key->text);

		if (*slot == NULL) {
			*slot = r;
			*vec_add(&r->stack, &r->open) = from->entries[i];
		}
	}
	return true;
}

bool
composer_merge(struct composer *r, size_t first, const struct node *value)
{
	struct map seen = { NULL };
	bool ok = true;

	for (size_t i = first; i < r->open.n; i++)
		*map_put(&r->scratch, &seen, r->open.at[i].key->text) = r;
	if (value->kind == NODE_SEQ)
		for (uint32_t i = 0; i < value->count; i++)
			ok = ok && merge_one(r, &seen, value->items[i]);
	else
		ok = merge_one(r, &seen, value);
	if (!ok && r->stopped == 0)
		composer_syntax(r, value->span.start - r->base, "a merge key "
		    "(<<) takes a mapping or a list of mappings", NULL);
	return ok;
}

static void
report_duplicate(struct composer *r, const struct node *first,
    const struct node *again)
{
	struct diag *d;

	if (r->duplicates++ >= LIMIT_DUPLICATE_KEYS)
		return;
	d = diag_report(r->diags, RULE_YAML_DUPLICATE_KEY, again->span,
	    "the key \"%.*s\" is given twice: kubectl refuses the file or "
	    "keeps the second value only, other tools keep either",
	    STR_ARG(again->text));
	diag_note(r->diags, d, first->span, "first given here");
	diag_say_fix(r->diags, d, "remove one of the two");
}

enum { FEW_KEYS = 16 };		/* up to here comparing all pairs is best */

/* Where the key is kept among [first, kept) already, or NULL. */
static struct entry *
find_pair(struct composer *r, size_t first, size_t kept, struct str key)
{
	for (size_t i = first; i < kept; i++)
		if (str_eq(r->open.at[i].key->text, key))
			return &r->open.at[i];
	return NULL;
}

/* The same with a map from keys to places, for large mappings. */
static struct entry *
find_mapped(struct composer *r, struct map *seen, size_t kept,
    struct str key)
{
	void **slot = map_put(&r->scratch, seen, key);
	size_t *index = *slot;

	if (index != NULL)
		return &r->open.at[*index];
	index = arena_new(&r->scratch, size_t);
	*index = kept;
	*slot = index;
	return NULL;
}

void
composer_drop_duplicates(struct composer *r, size_t first)
{
	bool few = r->open.n - first <= FEW_KEYS;
	struct map seen = { NULL };
	size_t kept = first;

	for (size_t i = first; i < r->open.n; i++) {
		struct entry e = r->open.at[i];
		struct entry *before = few ?
		    find_pair(r, first, kept, e.key->text) :
		    find_mapped(r, &seen, kept, e.key->text);

		if (before != NULL) {
			report_duplicate(r, before->key, e.key);
			*before = e;
		} else
			r->open.at[kept++] = e;
	}
	r->open.n = kept;
}
