/*
 * Findings are sorted once by rule and place, so that those in a range are
 * neighbours. Ranges may lie one in another: a finding that is silenced is
 * not walked over again, but skipped together with its silenced neighbours.
 */
#include "diag/allow.h"

#include <stdlib.h>

struct allow *
allow_new(struct diags *diags, const char *what)
{
	struct allow *a = arena_new(diags->arena, struct allow);

	a->what = what;
	*vec_add(diags->arena, &diags->allows) = a;
	return a;
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

bool
allow_next(struct str list, size_t *at, struct str *name)
{
	size_t from = *at, end;

	while (from < list.len && is_one_of(list.at[from], " \t\r,"))
		from++;
	end = from;
	while (end < list.len && !is_one_of(list.at[end], " \t\r,:#"))
		end++;
	*name = str_cut(list, from, end);
	while (end < list.len && is_one_of(list.at[end], " \t"))
		end++;
	/* behind anything but a comma the reason begins */
	*at = end < list.len && list.at[end] == ',' ? end + 1 : list.len;
	return name->len > 0;
}

/* Whoever misses that many names is beyond hints. */
enum { HINTS = 100 };

static void
report_unknown(struct diags *diags, const struct allow *a, struct str name,
    struct span where, bool exact)
{
	enum rule_id near = diags->hints++ < HINTS ? rule_near(name) :
	    RULE_COUNT;
	struct diag *d;

	d = diag_report(diags, RULE_ALLOW_UNUSED, where, "there is no rule "
	    "\"%.*s\": the %s allows nothing by that name", STR_ARG(name),
	    a->what);
	if (near == RULE_COUNT)
		diag_say_fix(diags, d, "greenlight explain lists the rules");
	else if (exact)
		diag_edit_fix(diags, d, where, str_from(rule_get(near)->name),
		    false, "%s", rule_get(near)->name);
	else
		diag_say_fix(diags, d, "%s", rule_get(near)->name);
}

void
allow_add(struct diags *diags, struct allow *a, struct str name,
    struct span where, bool exact)
{
	enum rule_id rule = rule_find(name);

	if (rule != RULE_COUNT && !rule_is_firm(rule)) {
		*vec_add(diags->arena, &a->rules) = (struct allowed){
			.rule = rule, .where = where };
		return;
	}
	a->faulty = true;
	if (rule == RULE_COUNT)
		report_unknown(diags, a, name, where, exact);
	else
		diag_report(diags, RULE_ALLOW_UNUSED, where, "%.*s cannot be "
		    "allowed: nothing can be made of what it reports",
		    STR_ARG(name));
}

static int
compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

/* A finding against the first place of a rule. */
static int
compare_place(const struct diag *d, enum rule_id rule, uint32_t file,
    uint32_t start)
{
	int order = compare_numbers(d->rule, rule);

	if (order == 0)
		order = compare_numbers(d->where.file, file);
	return order != 0 ? order : compare_numbers(d->where.start, start);
}

static int
compare(const void *pa, const void *pb)
{
	const struct diag *a = *(struct diag *const *)pa;
	const struct diag *b = *(struct diag *const *)pb;

	return compare_place(a, b->rule, b->where.file, b->where.start);
}

struct silence {
	struct diag **sorted;
	uint32_t *next;		/* itself, or where to look on */
	uint32_t n;
};

/* The first finding from `i` on that is not silenced. */
static uint32_t
skip(const struct silence *s, uint32_t i)
{
	while (s->next[i] != i)
		i = s->next[i] = s->next[s->next[i]];
	return i;
}

static bool
is_about(const struct silence *s, uint32_t i, enum rule_id rule,
    struct span about)
{
	return i < s->n && s->sorted[i]->rule == rule &&
	    s->sorted[i]->where.file == about.file &&
	    s->sorted[i]->where.start <= about.end;
}

static void
apply(const struct silence *s, struct span about, struct allowed *allowed)
{
	uint32_t low = 0, high = s->n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (compare_place(s->sorted[mid], allowed->rule, about.file,
		    about.start) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (!is_about(s, low, allowed->rule, about))
		return;
	allowed->used = true;
	for (uint32_t i = skip(s, low); is_about(s, i, allowed->rule, about);
	    i = skip(s, i)) {
		s->sorted[i]->silenced = true;
		s->next[i] = i + 1;
	}
}

void
allow_apply(struct diags *diags)
{
	struct silence s = { .n = (uint32_t)diags->list.n };

	if (diags->allows.n == 0 || s.n == 0)
		return;
	s.sorted = arena_array(diags->arena, struct diag *, s.n);
	s.next = arena_array(diags->arena, uint32_t, (size_t)s.n + 1);
	for (uint32_t i = 0; i < s.n; i++)
		s.sorted[i] = diags->list.at[i];
	for (uint32_t i = 0; i <= s.n; i++)
		s.next[i] = i;
	qsort(s.sorted, s.n, sizeof(*s.sorted), compare);
	for (size_t i = 0; i < diags->allows.n; i++) {
		struct allow *a = diags->allows.at[i];

		for (size_t k = 0; k < a->rules.n; k++)
			apply(&s, a->about, &a->rules.at[k]);
	}
}
