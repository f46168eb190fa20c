/*
 * The ways through a pattern raise a suspicion, and PCRE decides. It counts
 * its steps up to a limit, so the number it takes is found by trying limits.
 * How a text has to be repeated for four times the steps, and for four times
 * as many again, tells how they grow, and how many repetitions make it give
 * up: so many are tried.
 */
#include "rx/cost.h"

#include "base/limits.h"
#include "rx/pump.h"

enum {
	PROBE_TIMES = 128,	/* that must take more steps a byte than */
	PROBE_STEPS = 8,	/* a pattern without a fault takes */
	TRIAL_STEPS = 1 << 18,
	FACTOR = 4,		/* of steps, from one measure to the next */
	SAMPLE_STEPS = 100000,	/* that are counted, to be shown */
	FIRST_STEPS = 1000,	/* of the first of three measures */
	WALK_STEPS = 1 << 18,	/* in search of one text to repeat */
	KINDS_MAX = 20,		/* of bytes that a text may end in */
	TAILS_MAX = 3,		/* of one text that are measured */
	TRIES = 3		/* of how many repetitions make it give up */
};

struct meter {
	struct arena *arena;	/* for what is not kept */
	struct rx *x;
	enum cost_text kind;
	enum rx_use use;
	struct byteset allowed;
	struct buf text;
	const struct pump *pump;
	struct str tail;
	unsigned long *left;	/* steps of the run */
};

/* nginx: ngx_http_validate_host(), ngx_http_parse_complex_uri() */
static struct byteset
allowed_bytes(enum cost_text kind)
{
	struct byteset set = BYTESET_NONE;

	byteset_add_range(&set, ' ', '~');
	if (kind == COST_HOST) {
		set = BYTESET_NONE;
		byteset_add_range(&set, 'a', 'z');
		byteset_add_range(&set, '0', '9');
		byteset_add(&set, '-');
		byteset_add(&set, '_');
		byteset_add(&set, '.');
	}
	if (kind != COST_HOST)
		byteset_add_range(&set, 0x80, 0xFF);
	if (kind == COST_PATH)
		byteset_add(&set, '\n');
	return set;
}

/* Between slashes, or the ends of the path. */
static bool
is_dots(struct str segment)
{
	return str_is(segment, ".") || str_is(segment, "..");
}

/* nginx matches the text as it is, with nothing to normalise in it. */
static bool
is_normal(enum cost_text kind, struct str text)
{
	struct str rest = text;

	if (kind == COST_HOST)
		return text.len > 0 && !str_starts(text, STR(".")) &&
		    !str_ends(text, STR(".")) &&
		    str_find(text, STR(".."), 0) == STR_NONE;
	if (kind == COST_HEADER)
		return !str_starts(text, STR(" ")) &&
		    !str_ends(text, STR(" "));
	str_next(&rest, '/');
	while (rest.at != NULL) {
		struct str segment = str_next(&rest, '/');

		if (is_dots(segment) || (segment.len == 0 && rest.at != NULL))
			return false;
	}
	return str_starts(text, STR("/"));
}

/* Bytes of a request line; what is no letter may have to be escaped. */
static size_t
sent_bytes(enum cost_text kind, struct str text)
{
	size_t n = text.len;

	for (size_t i = 0; i < text.len && kind == COST_PATH; i++)
		if (!str_is_alnum(text.at[i]) &&
		    strchr("-._~!$&'()*+,;=:@/", text.at[i]) == NULL)
			n += 2;
	return n;
}

static struct str
fill(struct meter *m, uint32_t times)
{
	buf_reset(&m->text);
	buf_add(&m->text, m->pump->head);
	for (uint32_t i = 0; i < times; i++)
		buf_add(&m->text, m->pump->text);
	buf_add(&m->text, m->tail);
	return buf_str(&m->text);
}

static void
spend(struct meter *m, unsigned long steps)
{
	*m->left -= *m->left < steps ? *m->left : steps;
}

/*
 * It takes more than that many steps to find that there is no match. False
 * when there are not that many left.
 */
static bool
takes_more(struct meter *m, uint32_t times, uint32_t steps)
{
	struct str text = fill(m, times);
	bool more;

	if (*m->left < steps)
		return false;
	more = rx_match_within(m->x, m->use, text, steps) == RX_GAVE_UP;
	/* Else they are not known; there were few for each byte, or less. */
	spend(m, more || text.len > steps ? steps : text.len);
	return more;
}

/* As many repetitions as there is room for. */
static uint32_t
most_times(const struct meter *m)
{
	size_t ends = sent_bytes(m->kind, m->pump->head) +
	    sent_bytes(m->kind, m->tail);

	return ends > COST_TEXT_BYTES ? 0 : (uint32_t)((COST_TEXT_BYTES -
	    ends) / sent_bytes(m->kind, m->pump->text));
}

/*
 * The fewest repetitions, more than `from`, that take more than that many
 * steps; 0 when there is no room for them.
 */
static uint32_t
times_for(struct meter *m, uint32_t from, uint32_t steps)
{
	uint32_t most = most_times(m), low = from, high, by = 1;

	do {
		if (low >= most)
			return 0;
		high = most - low < by ? most : low + by;
		if (takes_more(m, high, steps))
			break;
		low = high;
		by *= 2;
	} while (true);
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (takes_more(m, middle, steps))
			high = middle;
		else
			low = middle;
	}
	return high;
}

/*
 * How many steps so many repetitions take, or a few less if those are too
 * many to be counted; 0 times when all are.
 */
static struct cost_sample
count_steps(struct meter *m, uint32_t times)
{
	uint32_t low = 0, high = SAMPLE_STEPS;

	while (times > 0 && takes_more(m, times, high))
		times--;
	while (times > 0 && high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (takes_more(m, times, middle))
			low = middle;
		else
			high = middle;
	}
	return (struct cost_sample){ times, high };
}

/* Three measures, and by them one that is enough. */
struct growth {
	uint32_t steps, at[3];
	bool steady;		/* each repetition multiplies the steps */
};

static bool
measure_growth(struct meter *m, struct growth *g)
{
	uint32_t steps = g->steps;

	for (unsigned i = 0; i < 3; i++, steps *= FACTOR) {
		g->at[i] = times_for(m, i == 0 ? 0 : g->at[i - 1], steps);
		if (g->at[i] == 0)
			return false;
	}
	g->steady = m->pump->multiplies &&
	    (g->at[2] - g->at[1]) * 4 <= (g->at[1] - g->at[0]) * 5 + 4;
	return true;
}

/* For so many steps, if they go on to grow like that. */
static uint32_t
expect_times(const struct growth *g, uint32_t target)
{
	double times = g->at[2], steps = g->steps * (double)FACTOR * FACTOR;

	for (; steps < target; steps *= FACTOR)
		times = g->steady ? times + (g->at[2] - g->at[1]) :
		    times * g->at[2] / g->at[1] + 1;
	return times < UINT32_MAX / 2 ? (uint32_t)times : UINT32_MAX / 2;
}

/*
 * It is tried: PCRE gives up. A longer text may match after all, so it has to
 * hold for fewer steps first.
 */
static bool
find_enough(struct meter *m, const struct growth *g, uint32_t *enough)
{
	uint32_t most = most_times(m), last = 0;
	uint32_t times = expect_times(g, LIMIT_MATCH_STEPS);

	if (times - times / 8 > most || !takes_more(m,
	    expect_times(g, TRIAL_STEPS), TRIAL_STEPS / FACTOR))
		return false;
	for (unsigned i = 0; i < TRIES; i++) {
		if (times > most)
			times = most;
		if (times == last)
			return false;
		if (takes_more(m, times, LIMIT_MATCH_STEPS)) {
			*enough = times;
			return is_normal(m->kind, fill(m, times));
		}
		last = times;
		times += g->steady ? 2 * (g->at[2] - g->at[1]) : times / 4;
	}
	return false;
}

/* Bytes that are one to the pattern. */
struct kind {
	struct byteset set;
	unsigned char shown;	/* one of them */
};
struct kinds {
	struct kind at[KINDS_MAX];
	size_t n;
};

static void
find_kinds(const struct ways *ways, const struct byteset *allowed,
    struct kinds *out)
{
	struct byteset rest = *allowed, others;
	int byte;

	out->n = 0;
	while (out->n < KINDS_MAX && (byte = pump_byte(&rest)) >= 0) {
		struct kind *kind = &out->at[out->n++];

		*kind = (struct kind){ BYTESET_ALL, (unsigned char)byte };
		for (uint32_t i = 1; i < ways->n; i++) {
			struct byteset set = ways->places[i].bytes;

			if (!byteset_has(&set, kind->shown))
				byteset_invert(&set);
			kind->set = byteset_common(&kind->set, &set);
		}
		others = kind->set;
		byteset_invert(&others);
		rest = byteset_common(&rest, &others);
	}
}

struct tails {
	VEC(struct str) list;
};

static void
add_tail(struct meter *m, struct tails *out, const char *bytes, size_t n)
{
	*vec_add(m->arena, &out->list) = arena_str(m->arena,
	    (struct str){ bytes, n });
}

/*
 * What may keep the text from matching: one byte, or none. PCRE does not
 * even begin where a byte is missing that every match has near its end, and
 * it takes a newline at the end of the text for no part of it.
 */
static void
find_tails(struct meter *m, const struct kinds *kinds, struct tails *out)
{
	unsigned char last;
	bool has_last = rx_last_byte(m->x, m->use, &last) &&
	    byteset_has(&m->allowed, last);
	char text[2] = { 0, has_last ? (char)last : 'a' };

	for (size_t i = 0; i < kinds->n; i++) {
		text[0] = (char)kinds->at[i].shown;
		add_tail(m, out, text, 1);
		if (has_last || text[0] == '\n')
			add_tail(m, out, text, 2);
	}
	add_tail(m, out, text + 1, has_last);
}

/* Worth to be measured: it takes many steps for each byte. */
static bool
is_suspicious(struct meter *m)
{
	uint32_t most = most_times(m);
	struct str text;

	if (most > PROBE_TIMES)
		most = PROBE_TIMES;
	text = fill(m, most);
	return is_normal(m->kind, text) &&
	    takes_more(m, most, (uint32_t)text.len * PROBE_STEPS);
}

static struct cost *
keep(struct arena *arena, struct meter *m, const struct growth *g,
    uint32_t enough)
{
	struct cost *cost = arena_new(arena, struct cost);

	cost->exponential = g->steady;
	cost->head = arena_str(arena, m->pump->head);
	cost->pump = arena_str(arena, m->pump->text);
	cost->tail = arena_str(arena, m->tail);
	cost->from = m->pump->from;
	cost->to = m->pump->to;
	cost->few = count_steps(m, g->at[0]);
	cost->more = count_steps(m, g->at[2]);
	cost->enough = enough;
	return cost;
}

static const struct cost *
try_pump(struct arena *arena, struct meter *m, const struct tails *tails)
{
	unsigned measured = 0;
	uint32_t enough;

	for (size_t i = 0; i < tails->list.n && measured < TAILS_MAX; i++) {
		struct growth g = { .steps = FIRST_STEPS };

		m->tail = tails->list.at[i];
		if (!is_suspicious(m))
			continue;
		measured++;
		if (measure_growth(m, &g) && find_enough(m, &g, &enough))
			return keep(arena, m, &g, enough);
	}
	return NULL;
}

/* What leads to it begins with a slash, as a path does. */
static struct pump
sendable(struct meter *m, struct pump pump)
{
	if (m->kind == COST_PATH && !str_starts(pump.head, STR("/")))
		pump.head = arena_printf(m->arena, "/%.*s",
		    STR_ARG(pump.head));
	return pump;
}

/* With texts of bytes that are allowed; `*any`: there are some. */
static const struct cost *
try_pumps(struct arena *arena, struct meter *m, const struct ways *ways,
    const struct byteset *allowed, const struct tails *tails, bool *any)
{
	const struct cost *cost = NULL;
	unsigned long steps = *m->left < WALK_STEPS ? *m->left : WALK_STEPS;
	unsigned long before = steps;
	struct pumps pumps = { 0 };

	pumps_find(m->arena, m->x->tree, ways, allowed, &steps, &pumps);
	spend(m, before - steps + (unsigned long)ways->n * ways->n);
	*any = pumps.list.n > 0;
	for (size_t i = 0; i < pumps.list.n && cost == NULL; i++) {
		struct pump pump = sendable(m, pumps.list.at[i]);

		m->pump = &pump;
		cost = try_pump(arena, m, tails);
	}
	return cost;
}

/*
 * Where the text itself completes a match there is nothing to go back for,
 * so those without one kind of bytes are tried, too.
 */
static const struct cost *
measure(struct arena *arena, struct meter *m)
{
	const struct ways *ways = ways_read(m->arena, m->x->tree);
	const struct cost *cost = NULL;
	struct tails tails = { 0 };
	struct kinds kinds;
	bool any;

	if (ways == NULL)
		return NULL;
	find_kinds(ways, &m->allowed, &kinds);
	find_tails(m, &kinds, &tails);
	cost = try_pumps(arena, m, ways, &m->allowed, &tails, &any);
	for (size_t i = 0; i < kinds.n && any && cost == NULL &&
	    *m->left > 0; i++) {
		struct byteset rest = kinds.at[i].set;
		bool some;

		byteset_invert(&rest);
		rest = byteset_common(&rest, &m->allowed);
		cost = try_pumps(arena, m, ways, &rest, &tails, &some);
	}
	return cost;
}

const struct cost *
cost_measure(struct arena *arena, struct rx *x, enum cost_text kind,
    unsigned long *left)
{
	struct meter m = {
		.x = x, .kind = kind, .left = left,
		.use = kind == COST_PATH ? RX_LOCATION : RX_NAME
	};
	const struct cost *cost;
	struct arena own;

	if (*left == 0 || !rx_compiles(x) || !ways_cross(x->tree))
		return NULL;
	m.allowed = allowed_bytes(kind);
	arena_init(&own);
	buf_init(&m.text);
	m.arena = &own;
	cost = measure(arena, &m);
	buf_release(&m.text);
	arena_release(&own);
	return cost;
}

/* Two loops, or one of more than a byte. */
bool
cost_may_be_slow(struct str pattern)
{
	unsigned loops = 0;

	for (size_t i = 1; i < pattern.len; i++)
		if (strchr("*+{", pattern.at[i]) != NULL)
			loops += pattern.at[i - 1] == ')' ? 2 : 1;
	return loops > 1;
}

struct str
cost_example(struct arena *arena, const struct cost *cost, uint32_t times)
{
	struct str text;
	struct buf out;

	buf_init(&out);
	buf_add(&out, cost->head);
	for (uint32_t i = 0; i < times; i++)
		buf_add(&out, cost->pump);
	buf_add(&out, cost->tail);
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}
