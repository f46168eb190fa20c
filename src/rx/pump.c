/*
 * A text multiplies the ways when a place comes back to itself over it in
 * two of them, and adds to them when two places come back to themselves and
 * one leads to the other, all over the same text (Weber and Seidl, "On the
 * degree of ambiguity of finite automata"). The first is a walk of two
 * places at a time, the second one of three; breadth first, so that texts
 * are short.
 */
#include "rx/pump.h"

#include "base/limits.h"

enum {
	MULTIPLIERS_MAX = 8,
	PUMPS_MAX = 24,
	WALK_STATES = 1 << 20
};

struct search {
	struct arena *arena;
	const struct ast_tree *tree;
	const struct ways *ways;
	uint32_t n;
	struct byteset *takes;		/* by place: what it can take */
	uint32_t **after;		/* by place: those that come next */
	uint32_t *nafter;
	uint64_t *reach;		/* n rows of bits */
	uint32_t words;			/* of a row */
	unsigned long steps;		/* left */
	struct pumps *out;
};

int
pump_byte(const struct byteset *set)
{
	static const char liked[] =
	    "axbcdefghijklmnopqrstuvwyz10ABC-_~!$&'*+,;=:@.";

	for (const char *c = liked; *c != 0; c++)
		if (byteset_has(set, (unsigned char)*c))
			return (unsigned char)*c;
	for (int c = 0x7F; c-- > ' ' + 1;)
		if (byteset_has(set, (unsigned char)c))
			return c;
	for (int c = 0; c < 256; c++)
		if (byteset_has(set, (unsigned char)c))
			return c;
	return -1;
}

static bool
is_slash(const struct byteset *set)
{
	struct byteset slash = BYTESET_NONE;

	byteset_add(&slash, '/');
	return byteset_within(set, &slash);
}

/* What takes a step from `a` to `b`; a slash does not follow a slash. */
static struct byteset
step_bytes(const struct search *s, uint32_t a, uint32_t b)
{
	struct byteset set = s->takes[b];

	if (a != 0 && is_slash(&s->takes[a]))
		set.bits[0] &= ~((uint64_t)1 << '/');
	return set;
}

static bool
reaches(const struct search *s, uint32_t a, uint32_t b)
{
	return (s->reach[a * s->words + b / 64] >> b % 64 & 1) != 0;
}

static bool
is_loop(const struct search *s, uint32_t a)
{
	return reaches(s, a, a);
}

static bool
is_same_loop(const struct search *s, uint32_t a, uint32_t b)
{
	return reaches(s, a, b) && reaches(s, b, a);
}

/* Every place reaches what those it reaches do (Warshall). */
static void
find_reach(struct search *s)
{
	s->words = (s->n + 63) / 64;
	s->reach = arena_array(s->arena, uint64_t,
	    (size_t)s->n * s->words);
	for (uint32_t a = 0; a < s->n; a++)
		for (uint32_t i = 0; i < s->nafter[a]; i++) {
			uint32_t b = s->after[a][i];

			s->reach[a * s->words + b / 64] |=
			    (uint64_t)1 << b % 64;
		}
	for (uint32_t via = 0; via < s->n; via++)
		for (uint32_t a = 0; a < s->n; a++)
			for (uint32_t w = 0; reaches(s, a, via) &&
			    w < s->words; w++)
				s->reach[a * s->words + w] |=
				    s->reach[via * s->words + w];
}

static void
find_steps(struct search *s)
{
	s->after = arena_array(s->arena, uint32_t *, s->n);
	s->nafter = arena_array(s->arena, uint32_t, s->n);
	for (uint32_t a = 0; a < s->n; a++) {
		s->after[a] = arena_array(s->arena, uint32_t, s->n);
		for (uint32_t b = 0; b < s->n; b++) {
			struct byteset set = step_bytes(s, a, b);

			if (s->ways->next[a * s->n + b] != 0 &&
			    !byteset_is_empty(&set))
				s->after[a][s->nafter[a]++] = b;
		}
	}
}

/*
 * A walk, breadth first. `came` has for each state the one before it plus 1,
 * and `over` the byte between them.
 */
struct walk {
	uint32_t nstates;
	uint32_t *came, *queue;
	unsigned char *over;
	uint32_t first, last;
};

static struct walk
walk_new(struct search *s, uint32_t nstates)
{
	return (struct walk){
		.nstates = nstates,
		.came = arena_array(s->arena, uint32_t, nstates),
		.queue = arena_array(s->arena, uint32_t, nstates),
		.over = arena_array(s->arena, unsigned char, nstates)
	};
}

/* Only what was visited has to be cleared. */
static void
walk_clear(struct walk *w)
{
	for (uint32_t i = 0; i < w->last; i++)
		w->came[w->queue[i]] = 0;
	w->first = w->last = 0;
}

static void
walk_start(struct walk *w, uint32_t state)
{
	w->came[state] = state + 1;
	w->queue[w->last++] = state;
}

/* Over one of these bytes, if there are any. */
static void
walk_visit(struct walk *w, uint32_t state, uint32_t from,
    const struct byteset *set)
{
	if (w->came[state] != 0 || byteset_is_empty(set))
		return;
	w->came[state] = from + 1;
	w->over[state] = (unsigned char)pump_byte(set);
	w->queue[w->last++] = state;
}

/* The bytes from where the walk started to that state. */
static struct str
walk_text(struct search *s, const struct walk *w, uint32_t state)
{
	size_t len = 0;
	char *text;

	for (uint32_t at = state; w->came[at] != at + 1; at = w->came[at] - 1)
		len++;
	text = arena_alloc(s->arena, len + 1);
	for (size_t i = len; i-- > 0; state = w->came[state] - 1)
		text[i] = (char)w->over[state];
	return (struct str){ text, len };
}

/* The shortest text that leads from `a` to `b`, at least one byte. */
static bool
find_text(struct search *s, uint32_t a, uint32_t b, struct str *text)
{
	struct walk w = walk_new(s, s->n + 1);

	/* `a` goes by the number n, as it may be come back to. */
	walk_start(&w, s->n);
	while (w.first < w.last && w.came[b] == 0) {
		uint32_t state = w.queue[w.first++];
		uint32_t at = state == s->n ? a : state;

		for (uint32_t i = 0; i < s->nafter[at]; i++) {
			struct byteset set = step_bytes(s, at,
			    s->after[at][i]);

			walk_visit(&w, s->after[at][i], state, &set);
		}
	}
	if (w.came[b] == 0)
		return false;
	*text = walk_text(s, &w, b);
	return true;
}

/* A repetition of more than one byte at a time. */
static bool
is_group_loop(const struct ast *n)
{
	return n->kind == AST_REPEAT && n->most > 1 &&
	    n->parts[0]->kind != AST_BYTE && n->parts[0]->kind != AST_SET;
}

/*
 * The smallest repetition that holds those bytes of the pattern, and with
 * `group` also has more in it than one place.
 */
static void
find_loop(const struct ast *n, uint32_t from, uint32_t to, bool group,
    struct pump *pump)
{
	if (n->from > from || n->to < to)
		return;
	if (is_group_loop(n) ||
	    (!group && n->kind == AST_REPEAT && n->most > 1)) {
		pump->from = n->from;
		pump->to = n->to;
	}
	for (uint32_t i = 0; i < n->nparts; i++)
		find_loop(n->parts[i], from, to, group, pump);
}

static uint32_t
min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t
max(uint32_t a, uint32_t b)
{
	return a < b ? b : a;
}

/* The loop that both places are in. */
static void
mark_loop(const struct search *s, uint32_t a, uint32_t b, struct pump *pump)
{
	const struct way_place *one = &s->ways->places[a];
	const struct way_place *two = &s->ways->places[b];

	pump->from = min(one->from, two->from);
	pump->to = max(one->to, two->to);
	find_loop(s->tree->root, pump->from, pump->to, true, pump);
}

/* From the loop of the one to that of the other. */
static void
mark_loops(const struct search *s, uint32_t a, uint32_t b, struct pump *pump)
{
	const struct way_place *one = &s->ways->places[a];
	const struct way_place *two = &s->ways->places[b];
	struct pump other = { .from = two->from, .to = two->to };

	pump->from = one->from;
	pump->to = one->to;
	find_loop(s->tree->root, one->from, one->to, false, pump);
	find_loop(s->tree->root, two->from, two->to, false, &other);
	pump->from = min(pump->from, other.from);
	pump->to = max(pump->to, other.to);
}

static struct str
joined(struct search *s, struct str a, struct str b)
{
	return arena_printf(s->arena, "%.*s%.*s", STR_ARG(a), STR_ARG(b));
}

static void
add_pump(struct search *s, const struct pump *pump, uint32_t at)
{
	struct str head = { NULL, 0 };

	if (s->out->list.n == PUMPS_MAX || !find_text(s, 0, at, &head))
		return;
	*vec_add(s->arena, &s->out->list) = *pump;
	s->out->list.at[s->out->list.n - 1].head = head;
}

/* `at` comes to `end` over `text` in two ways, and back to itself. */
static void
add_multiplier(struct search *s, uint32_t at, struct str text, uint32_t end,
    uint32_t other)
{
	struct str back = { NULL, 0 };
	struct pump pump;

	if (s->out->list.n == MULTIPLIERS_MAX)
		return;
	if (at != end && !find_text(s, end, at, &back))
		return;
	pump = (struct pump){ .multiplies = true };
	pump.text = joined(s, text, back);
	mark_loop(s, at, other, &pump);
	add_pump(s, &pump, at);
}

/* One place follows another in two ways, as in (a*)*. */
static void
find_double_steps(struct search *s)
{
	for (uint32_t a = 1; a < s->n; a++)
		for (uint32_t i = 0; i < s->nafter[a]; i++) {
			uint32_t b = s->after[a][i];
			struct byteset set = step_bytes(s, a, b);
			char byte = (char)pump_byte(&set);

			if (s->ways->next[a * s->n + b] > 1 &&
			    is_same_loop(s, a, b))
				add_multiplier(s, a, joined(s,
				    (struct str){ &byte, 1 },
				    (struct str){ NULL, 0 }), b, b);
		}
}

/* Both step on over one byte, within the loop of `loop`. */
static void
step_pair(struct search *s, struct walk *w, uint32_t state, uint32_t a,
    uint32_t b, uint32_t loop)
{
	for (uint32_t i = 0; i < s->nafter[a]; i++)
		for (uint32_t k = 0; k < s->nafter[b]; k++) {
			uint32_t x = s->after[a][i], y = s->after[b][k];
			struct byteset set = step_bytes(s, a, x);
			struct byteset other = step_bytes(s, b, y);

			if (s->steps == 0)
				return;
			s->steps--;
			if (!is_same_loop(s, loop, x) ||
			    !is_same_loop(s, loop, y) ||
			    (a == b && x == y))
				continue;
			set = byteset_common(&set, &other);
			walk_visit(w, x * s->n + y, state, &set);
		}
}

/*
 * From `start`, in two ways, to a place where they meet again. The start is
 * a state of its own, as it may be come back to.
 */
static void
find_split(struct search *s, struct walk *w, uint32_t start)
{
	uint32_t first = s->n * s->n;

	walk_clear(w);
	walk_start(w, first);
	while (w->first < w->last) {
		uint32_t state = w->queue[w->first++];
		uint32_t a = state == first ? start : state / s->n;
		uint32_t b = state == first ? start : state % s->n;
		uint32_t before = w->came[state] - 1;

		if (a == b && state != first) {
			add_multiplier(s, start, walk_text(s, w, state), a,
			    before == first ? a : before % s->n);
			return;
		}
		step_pair(s, w, state, a, b, start);
	}
}

static void
find_splits(struct search *s)
{
	struct walk w = walk_new(s, s->n * s->n + 1);

	for (uint32_t a = 1; a < s->n; a++)
		if (is_loop(s, a))
			find_split(s, &w, a);
}

/* Places in loops, or on a way from one to another; renumbered. */
struct inner {
	uint32_t n;
	uint32_t *places;	/* by number */
	uint32_t *numbers;	/* by place */
};

static bool
is_inner(const struct search *s, uint32_t place)
{
	bool before = is_loop(s, place), after = before;

	for (uint32_t i = 1; i < s->n && !(before && after); i++) {
		before = before || (is_loop(s, i) && reaches(s, i, place));
		after = after || (is_loop(s, i) && reaches(s, place, i));
	}
	return before && after;
}

static void
find_inner(struct search *s, struct inner *in)
{
	in->n = 0;
	in->places = arena_array(s->arena, uint32_t, s->n);
	in->numbers = arena_array(s->arena, uint32_t, s->n);
	for (uint32_t i = 1; i < s->n; i++)
		if (is_inner(s, i)) {
			in->numbers[i] = in->n;
			in->places[in->n++] = i;
		}
}

static uint32_t
three(const struct inner *in, uint32_t a, uint32_t b, uint32_t c)
{
	return (in->numbers[a] * in->n + in->numbers[b]) * in->n +
	    in->numbers[c];
}

/* Over what `set` has, from one of three places on to `y`. */
static void
step_middle(struct search *s, struct walk *w, uint32_t b, uint32_t to,
    const struct inner *in, uint32_t state, uint32_t x, uint32_t z,
    const struct byteset *set)
{
	for (uint32_t i = 0; i < s->nafter[b] && s->steps > 0; i++) {
		uint32_t y = s->after[b][i];
		struct byteset both = step_bytes(s, b, y);

		s->steps--;
		if (y != to && !reaches(s, y, to))
			continue;
		both = byteset_common(&both, set);
		walk_visit(w, three(in, x, y, z), state, &both);
	}
}

/* Three places step on: the first stays in its loop, the last in another. */
static void
step_three(struct search *s, struct walk *w, const struct inner *in,
    uint32_t state, uint32_t from, uint32_t to)
{
	uint32_t a = in->places[state / in->n / in->n];
	uint32_t b = in->places[state / in->n % in->n];
	uint32_t c = in->places[state % in->n];

	for (uint32_t i = 0; i < s->nafter[a]; i++)
		for (uint32_t k = 0; k < s->nafter[c] && s->steps > 0; k++) {
			uint32_t x = s->after[a][i], z = s->after[c][k];
			struct byteset set = step_bytes(s, a, x);
			struct byteset other = step_bytes(s, c, z);

			s->steps--;
			set = byteset_common(&set, &other);
			if (is_same_loop(s, from, x) &&
			    is_same_loop(s, to, z) && !byteset_is_empty(&set))
				step_middle(s, w, b, to, in, state, x, z,
				    &set);
		}
}

/* A text over which `a` and `b` come back, and `a` comes to `b`. */
static bool
find_shared(struct search *s, struct walk *w, const struct inner *in,
    uint32_t a, uint32_t b)
{
	uint32_t start = three(in, a, a, b), end = three(in, a, b, b);
	struct pump pump = { .multiplies = false };

	walk_clear(w);
	walk_start(w, start);
	while (w->first < w->last && w->came[end] == 0)
		step_three(s, w, in, w->queue[w->first++], a, b);
	if (w->came[end] == 0)
		return false;
	mark_loops(s, a, b, &pump);
	pump.text = walk_text(s, w, end);
	add_pump(s, &pump, a);
	return true;
}

/* Two loops, one before the other. */
static bool
are_loops(const struct search *s, uint32_t a, uint32_t b)
{
	return is_loop(s, a) && is_loop(s, b) && reaches(s, a, b) &&
	    !reaches(s, b, a);
}

/* Once for each two loops. */
static void
find_all_shared(struct search *s)
{
	unsigned char *done = arena_array(s->arena, unsigned char,
	    (size_t)s->n * s->n);
	struct inner in;
	struct walk w;

	find_inner(s, &in);
	if (in.n == 0 || in.n > WALK_STATES / in.n / in.n)
		return;
	w = walk_new(s, in.n * in.n * in.n);
	for (uint32_t a = 1; a < s->n; a++)
		for (uint32_t b = 1; b < s->n && s->steps > 0; b++) {
			if (!are_loops(s, a, b) || done[a * s->n + b] != 0 ||
			    !find_shared(s, &w, &in, a, b))
				continue;
			for (uint32_t x = 1; x < s->n; x++)
				for (uint32_t y = 1; y < s->n; y++)
					if (is_same_loop(s, a, x) &&
					    is_same_loop(s, b, y))
						done[x * s->n + y] = 1;
		}
}

void
pumps_find(struct arena *arena, const struct ast_tree *tree,
    const struct ways *ways, const struct byteset *allowed,
    unsigned long *left, struct pumps *out)
{
	struct search s = {
		.arena = arena, .tree = tree, .ways = ways, .n = ways->n,
		.steps = *left, .out = out
	};

	s.takes = arena_array(arena, struct byteset, s.n);
	for (uint32_t i = 1; i < s.n; i++)
		s.takes[i] = byteset_common(&ways->places[i].bytes,
		    allowed);
	find_steps(&s);
	find_reach(&s);
	find_double_steps(&s);
	find_splits(&s);
	find_all_shared(&s);
	*left = s.steps;
}
