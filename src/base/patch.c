/*
 * The two texts are walked side by side. Where lines differ, the nearest
 * place is looked for at which both go on alike: after as few lines as
 * possible, and rather after as many in the one as in the other. The result
 * need not be the smallest difference, but it always is one.
 */
#include "base/patch.h"

#include "base/arena.h"

enum {
	CONTEXT = 3,
	/* Lines looked at for such a place; past them, all is different. */
	REACH = 2000,
};

struct lines {
	struct str *at;		/* each with its LF */
	size_t n;
};

/* Lines [from, to) of one text stand for [new_from, new_to) of the other. */
struct block {
	size_t from, to, new_from, new_to;
};

struct comparison {
	struct arena arena;
	struct lines old, new;
	VEC(struct block) blocks;
};

static struct lines
split(struct arena *arena, struct str text)
{
	struct lines lines = { NULL, 0 };
	size_t n = 0, at = 0, end;

	for (size_t i = 0; i < text.len; i++)
		n += text.at[i] == '\n' || i + 1 == text.len;
	lines.at = arena_array(arena, struct str, n);
	for (; at < text.len; at = end) {
		end = str_find_byte(text, '\n', at);
		end = end == STR_NONE ? text.len : end + 1;
		lines.at[lines.n++] = str_cut(text, at, end);
	}
	return lines;
}

/* Line i of the old text and line k of the new one, or both ends. */
static bool
alike(const struct comparison *c, size_t i, size_t k)
{
	if (i >= c->old.n || k >= c->new.n)
		return i == c->old.n && k == c->new.n;
	return str_eq(c->old.at[i], c->new.at[k]);
}

/* A brace that happens to be the same is no place to shift lines at. */
static bool
goes_on(const struct comparison *c, size_t i, size_t k, bool shifted)
{
	return alike(c, i, k) && (!shifted || i == c->old.n ||
	    alike(c, i + 1, k + 1));
}

/* How far the block that begins there goes: until both go on alike. */
static void
find_end(const struct comparison *c, struct block *b)
{
	for (size_t sum = 1; sum <= REACH; sum++)
		for (size_t turn = 0; turn <= sum + 1; turn++) {
			/* the middle first, then to both sides of it */
			size_t half = (turn + 1) / 2, i;

			i = turn % 2 == 0 ? sum / 2 + half : sum / 2 - half;
			if (i > sum || !goes_on(c, b->from + i,
			    b->new_from + sum - i, i != sum - i))
				continue;
			b->to = b->from + i;
			b->new_to = b->new_from + sum - i;
			return;
		}
	b->to = c->old.n;
	b->new_to = c->new.n;
}

static void
compare(struct comparison *c)
{
	size_t i = 0, k = 0;

	while (i < c->old.n || k < c->new.n) {
		struct block b = { i, i, k, k };

		if (i < c->old.n && k < c->new.n && alike(c, i, k)) {
			i++;
			k++;
			continue;
		}
		find_end(c, &b);
		*vec_add(&c->arena, &c->blocks) = b;
		i = b.to;
		k = b.new_to;
	}
}

static void
put_lines(struct buf *out, char sign, const struct lines *lines, size_t from,
    size_t to)
{
	for (size_t i = from; i < to; i++) {
		buf_putc(out, sign);
		buf_add(out, lines->at[i]);
		if (!str_ends(lines->at[i], STR("\n")))
			buf_puts(out, "\n\\ No newline at end of file\n");
	}
}

/* diff -u: "2,3"; one line has no length; none begins at the one before. */
static void
put_range(struct buf *out, char sign, size_t from, size_t to)
{
	buf_printf(out, "%c%zu", sign, to > from ? from + 1 : from);
	if (to - from != 1)
		buf_printf(out, ",%zu", to - from);
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The hunk of blocks [first, last], which are near each other. */
static void
put_hunk(struct buf *out, const struct comparison *c, size_t first,
    size_t last)
{
	const struct block *b = &c->blocks.at[first];
	const struct block *end = &c->blocks.at[last];
	size_t before = least(b->from, CONTEXT), at = b->from - before;
	size_t after = least(c->old.n - end->to, CONTEXT);

	buf_puts(out, "@@ ");
	put_range(out, '-', at, end->to + after);
	buf_putc(out, ' ');
	put_range(out, '+', b->new_from - before, end->new_to + after);
	buf_puts(out, " @@\n");
	for (; b <= end; b++) {
		put_lines(out, ' ', &c->old, at, b->from);
		put_lines(out, '-', &c->old, b->from, b->to);
		put_lines(out, '+', &c->new, b->new_from, b->new_to);
		at = b->to;
	}
	put_lines(out, ' ', &c->old, at, at + after);
}

/* Names that hold what a line cannot are quoted as git does it. */
static void
put_label(struct buf *out, const char *sign, char side, struct str name)
{
	bool quoted = false, blank = false;

	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];

		quoted = quoted || c < ' ' || c == 0x7F || c == '"' ||
		    c == '\\';
		blank = blank || c == ' ';
	}
	buf_printf(out, "%s %s%c/", sign, quoted ? "\"" : "", side);
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];

		if (c < ' ' || c == 0x7F)
			buf_printf(out, "\\%03o", c);
		else if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else
			buf_putc(out, (char)c);
	}
	/* patch takes a blank for the end of the name, unless a tab is */
	buf_puts(out, quoted ? "\"\n" : blank ? "\t\n" : "\n");
}

static struct str
relative(struct str name)
{
	for (;;) {
		if (str_starts(name, STR("./")))
			name = str_cut(name, 2, name.len);
		else if (str_starts(name, STR("/")))
			name = str_cut(name, 1, name.len);
		else
			return name;
	}
}

void
patch_print(struct buf *out, struct str name, struct str old, struct str new)
{
	struct comparison c = { .blocks = { NULL, 0, 0 } };
	size_t first = 0;

	if (str_eq(old, new))
		return;
	arena_init(&c.arena);
	c.old = split(&c.arena, old);
	c.new = split(&c.arena, new);
	compare(&c);
	put_label(out, "---", 'a', relative(name));
	put_label(out, "+++", 'b', relative(name));
	for (size_t i = 0; i < c.blocks.n; i++) {
		const struct block *b = &c.blocks.at[i];

		if (i + 1 < c.blocks.n && b[1].from - b->to <= 2 * CONTEXT)
			continue;
		put_hunk(out, &c, first, i);
		first = i + 1;
	}
	arena_release(&c.arena);
}
