/*
 * Glushkov's automaton, counted: each place of the pattern that takes a byte
 * is a state, and it is kept in how many ways one comes after another, as a
 * matcher that goes back tries all of them. (a*)* has one place, which comes
 * after itself in two ways: within the group, and in its next round.
 *
 * Counts need not be exact: what the ways promise is measured afterwards.
 */
#include "rx/ways.h"

#include "base/limits.h"

enum {
	OPTIONAL_MAX = 4,	/* of {n,m}: more are as good as endless */
	MANY = 2
};

struct end {
	uint32_t place;
	unsigned char ways;
};

/* A part of the pattern. */
struct piece {
	VEC(struct end) first, last;
	unsigned char empty;	/* ways to match nothing */
};

struct link {
	uint32_t from, to;
	unsigned char ways;
};

struct builder {
	struct arena *arena;
	VEC(struct way_place) places;
	VEC(struct link) links;
	bool failed;
};

static struct piece build(struct builder *, const struct ast *, bool final);

static unsigned char
many(unsigned ways)
{
	return ways < MANY ? (unsigned char)ways : MANY;
}

/* It is repeated without end, or often enough. */
static bool
is_loop(const struct ast *n)
{
	return n->kind == AST_REPEAT && (n->most == AST_ENDLESS ||
	    n->most - n->least > OPTIONAL_MAX);
}

/* `final`: nothing comes after it that makes the matcher go back. */
static bool
never_fails(const struct ast *n)
{
	bool any = false, all = true;

	for (uint32_t i = 0; i < n->nparts; i++) {
		bool one = never_fails(n->parts[i]);

		any = any || one;
		all = all && one;
	}
	switch (n->kind) {
	case AST_EMPTY:
		return true;
	case AST_REPEAT:
		return n->least == 0 || all;
	case AST_ALT:
		return any;
	case AST_GROUP:
	case AST_CONCAT:
		return all;
	default:
		return false;
	}
}

/* Loops a matcher comes back to, and what gives a choice in one. */
static unsigned
count_choices(const struct ast *n, bool final, bool inside)
{
	unsigned count = 0;

	if (n->kind == AST_LOOK ||
	    (n->kind == AST_GROUP && n->atomic) ||
	    (n->kind == AST_REPEAT && n->possessive))
		final = true;
	if (n->kind == AST_REPEAT && !final && n->most > n->least) {
		if (is_loop(n) || inside)
			count++;
		inside = inside || is_loop(n);
	}
	if (n->kind == AST_ALT && inside)
		count++;
	for (uint32_t i = n->nparts; i-- > 0 && count < 2;) {
		count += count_choices(n->parts[i], final, inside);
		if (n->kind == AST_CONCAT)
			final = final && never_fails(n->parts[i]);
	}
	return count;
}

bool
ways_cross(const struct ast_tree *tree)
{
	return tree->root != NULL && count_choices(tree->root, true,
	    false) >= 2;
}

static void
add_end(struct builder *b, struct piece *p, bool last, struct end end,
    unsigned ways)
{
	if (ways == 0)
		return;
	end.ways = many(end.ways * ways);
	if (last)
		*vec_add(b->arena, &p->last) = end;
	else
		*vec_add(b->arena, &p->first) = end;
}

/* Adds the ends of `from`, `ways` times each. */
static void
add_ends(struct builder *b, struct piece *to, bool last,
    const struct piece *from, unsigned ways)
{
	size_t n = last ? from->last.n : from->first.n;

	for (size_t i = 0; i < n; i++)
		add_end(b, to, last, last ? from->last.at[i] :
		    from->first.at[i], ways);
}

/* What ends `a` can be followed by what begins `c`. */
static void
link_ends(struct builder *b, const struct piece *a, const struct piece *c)
{
	if (a->last.n * c->first.n + b->links.n >
	    LIMIT_WAY_PLACES * LIMIT_WAY_PLACES)
		b->failed = true;
	for (size_t i = 0; i < a->last.n && !b->failed; i++)
		for (size_t k = 0; k < c->first.n; k++) {
			struct link *l = vec_add(b->arena, &b->links);

			l->from = a->last.at[i].place;
			l->to = c->first.at[k].place;
			l->ways = many(a->last.at[i].ways *
			    c->first.at[k].ways);
		}
}

static struct piece
build_nothing(void)
{
	return (struct piece){ .empty = 1 };
}

static struct piece
build_place(struct builder *b, const struct ast *n)
{
	struct end end = { (uint32_t)b->places.n, 1 };
	struct piece out = { .empty = 0 };
	struct way_place *place;

	if (b->places.n >= LIMIT_WAY_PLACES) {
		b->failed = true;
		return out;
	}
	place = vec_add(b->arena, &b->places);
	place->bytes = ast_first(n);
	place->from = n->from;
	place->to = n->to;
	add_end(b, &out, false, end, 1);
	add_end(b, &out, true, end, 1);
	return out;
}

static struct piece
build_both(struct builder *b, const struct piece *one,
    const struct piece *two)
{
	struct piece out = { .empty = many(one->empty * two->empty) };

	link_ends(b, one, two);
	add_ends(b, &out, false, one, 1);
	add_ends(b, &out, false, two, one->empty);
	add_ends(b, &out, true, two, 1);
	add_ends(b, &out, true, one, two->empty);
	return out;
}

static struct piece
build_concat(struct builder *b, const struct ast *n, bool final)
{
	struct piece out = build_nothing(), part;
	uint32_t end = n->nparts;	/* of parts that can be gone back to */

	while (final && end > 0 && never_fails(n->parts[end - 1]))
		end--;
	for (uint32_t i = 0; i < n->nparts && !b->failed; i++) {
		part = build(b, n->parts[i], final && i + 1 >= end);
		out = build_both(b, &out, &part);
	}
	return out;
}

static struct piece
build_choice(struct builder *b, const struct ast *n, bool final)
{
	struct piece out = { .empty = 0 }, part;

	for (uint32_t i = 0; i < n->nparts && !b->failed; i++) {
		part = build(b, n->parts[i], final);
		out.empty = many(out.empty + part.empty);
		add_ends(b, &out, false, &part, 1);
		add_ends(b, &out, true, &part, 1);
	}
	return out;
}

/* Up to `most` times. */
static struct piece
build_optional(struct builder *b, const struct ast *n, uint32_t most,
    bool final)
{
	struct piece out, more;

	if (most == 0 || b->failed)
		return build_nothing();
	out = build(b, n->parts[0], final);
	if (is_loop(n) && !final)
		link_ends(b, &out, &out);
	if (!is_loop(n) && most > 1) {
		more = build_optional(b, n, most - 1, final);
		out = build_both(b, &out, &more);
	}
	out.empty = many(out.empty + 1);
	return out;
}

/* Final ones go another round without coming back: once will do. */
static struct piece
build_repeat(struct builder *b, const struct ast *n, bool final)
{
	struct piece out = build_nothing(), part;

	final = final || n->possessive;
	for (uint32_t i = 0; i < n->least && !b->failed; i++) {
		bool is_last = i + 1 == n->least;

		part = build(b, n->parts[0], final && is_last);
		if (is_last && is_loop(n) && !final)
			link_ends(b, &part, &part);
		out = build_both(b, &out, &part);
		if (part.first.n == 0)
			break;		/* nor will the next time */
	}
	if (n->least > 0 && (is_loop(n) || final))
		return out;
	part = build_optional(b, n, final && n->most > 0 ? 1 :
	    n->most - n->least, final);
	return build_both(b, &out, &part);
}

/* Nothing follows its end: what comes next goes on from before it. */
static struct piece
build_look(struct builder *b, const struct ast *n)
{
	struct piece out;

	if (n->behind)
		return build_nothing();
	out = build(b, n->parts[0], true);
	out.last.n = 0;
	out.empty = 1;
	return out;
}

static struct piece
build(struct builder *b, const struct ast *n, bool final)
{
	switch (n->kind) {
	case AST_BYTE:
	case AST_SET:
		return build_place(b, n);
	case AST_CONCAT:
		return build_concat(b, n, final);
	case AST_ALT:
		return build_choice(b, n, final);
	case AST_REPEAT:
		return build_repeat(b, n, final);
	case AST_GROUP:
		return build(b, n->parts[0], final || n->atomic);
	case AST_LOOK:
		return build_look(b, n);
	case AST_OTHER:
		b->failed = true;
		break;
	case AST_EMPTY:
	case AST_ANCHOR:
	case AST_BACKREF:
		break;
	}
	return build_nothing();
}

const struct ways *
ways_read(struct arena *arena, const struct ast_tree *tree)
{
	struct builder b = { .arena = arena };
	struct ways *ways = arena_new(arena, struct ways);
	struct piece start = build_nothing(), all;

	vec_add(arena, &b.places);
	add_end(&b, &start, true, (struct end){ 0, 1 }, 1);
	all = build(&b, tree->root, true);
	link_ends(&b, &start, &all);
	if (b.failed)
		return NULL;
	ways->n = (uint32_t)b.places.n;
	ways->places = b.places.at;
	ways->next = arena_array(arena, unsigned char,
	    (size_t)ways->n * ways->n);
	for (size_t i = 0; i < b.links.n; i++) {
		const struct link *l = &b.links.at[i];
		unsigned char *next = &ways->next[l->from * ways->n + l->to];

		*next = many(*next + l->ways);
	}
	return ways;
}
