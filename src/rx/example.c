/*
 * One walk over the tree writes a text that may match: every choice is made
 * as the fill says. Anchors and look-arounds are passed over, so PCRE has
 * the last word.
 */
#include "rx/example.h"

enum { EXAMPLE_BYTES = 256 };

struct writer {
	const struct ast_tree *tree;
	enum example_fill fill;
	struct buf *out;
	struct part { size_t from, to; } *groups;	/* by number */
	bool filled;		/* a word stands for some rest of a path */
	bool dots;		/* "." before a word is a dot */
};

struct fill {
	const char *word;	/* for what takes the rest of a path */
	const char *tail;	/* after what leaves a rest */
};

static const struct fill fills[EXAMPLE_COUNT] = {
	[EXAMPLE_USUAL] = { "/cart", "/cart" },
	[EXAMPLE_SHORT] = { "", "" },
	[EXAMPLE_SIBLING] = { "-old", "-old" },
};

static bool write_ast(struct writer *, const struct ast *);

static bool
has_all(const struct byteset *set, struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!byteset_has(set, (unsigned char)word.at[i]))
			return false;
	return true;
}

/* One byte of a set, a plain one if there is one. */
static bool
write_one_of(struct writer *w, const struct byteset *set)
{
	static const char liked[] = "x1a-_.~/:@!$&'()*+,;= ";

	for (const char *c = liked; *c != 0; c++)
		if (byteset_has(set, (unsigned char)*c)) {
			buf_putc(w->out, *c);
			return true;
		}
	for (unsigned c = '!'; c < 256; c++)
		if (c != 0x7F && byteset_has(set, (unsigned char)c)) {
			buf_putc(w->out, (char)c);
			return true;
		}
	return false;
}

/* The "." of v1.0 or .(js|css) */
static bool
is_dot(const struct ast_tree *tree, const struct ast *n)
{
	struct str text = tree->pattern;
	char next = n->to < text.len ? text.at[n->to] : 0;

	return n->to == n->from + 1 && text.at[n->from] == '.' &&
	    (str_is_alnum(next) || next == '(');
}

/* The word of the fill; without its slash after one or where none fits. */
static bool
write_word(struct writer *w, const struct byteset *set)
{
	struct str word = str_from(fills[w->fill].word);

	if (str_starts(word, STR("/")) && (str_ends(buf_str(w->out), STR("/"))
	    || !byteset_has(set, '/')))
		word = str_cut(word, 1, word.len);
	if (word.len == 0 || !has_all(set, word))
		return false;
	buf_add(w->out, word);
	w->filled = true;
	return true;
}

static bool
write_repeat(struct writer *w, const struct ast *n)
{
	const struct ast *part = n->parts[0];
	uint32_t times = n->least;

	if (w->fill != EXAMPLE_SHORT && times == 0 && n->most > 0)
		times = 1;
	if (part->kind == AST_SET && n->most == AST_ENDLESS &&
	    n->least <= 3 && write_word(w, &part->set))
		return true;
	for (uint32_t i = 0; i < times; i++) {
		size_t before = w->out->len;

		if (!write_ast(w, part))
			return false;
		if (w->out->len == before)
			break;		/* nor will the next time */
	}
	return true;
}

/* The first branch that consumes something, or for a short one does not. */
static bool
write_choice(struct writer *w, const struct ast *n)
{
	bool empty = w->fill == EXAMPLE_SHORT;

	for (uint32_t i = 0; i < n->nparts; i++)
		if (ast_can_be_empty(n->parts[i]) == empty)
			return write_ast(w, n->parts[i]);
	return write_ast(w, n->parts[0]);
}

static bool
write_parts(struct writer *w, const struct ast *n)
{
	for (uint32_t i = 0; i < n->nparts; i++)
		if (!write_ast(w, n->parts[i]))
			return false;
	return true;
}

static bool
write_backref(struct writer *w, uint32_t number)
{
	struct str text;

	if (number > w->tree->groups)
		return false;
	text = str_cut(buf_str(w->out), w->groups[number].from,
	    w->groups[number].to);
	for (size_t i = 0; i < text.len; i++)
		buf_putc(w->out, w->out->at[w->groups[number].from + i]);
	return true;
}

static bool
write_group(struct writer *w, const struct ast *n)
{
	size_t from = w->out->len;

	if (!write_ast(w, n->parts[0]))
		return false;
	w->groups[n->number] = (struct part){ from, w->out->len };
	return true;
}

static bool
write_ast(struct writer *w, const struct ast *n)
{
	if (w->out->len > EXAMPLE_BYTES)
		return false;
	switch (n->kind) {
	case AST_EMPTY:
	case AST_ANCHOR:
	case AST_LOOK:
		return true;
	case AST_BYTE:
		buf_putc(w->out, (char)n->byte);
		return true;
	case AST_SET:
		if (!w->dots || !is_dot(w->tree, n))
			return write_one_of(w, &n->set);
		buf_putc(w->out, '.');
		return true;
	case AST_CONCAT:
		return write_parts(w, n);
	case AST_ALT:
		return write_choice(w, n);
	case AST_REPEAT:
		return write_repeat(w, n);
	case AST_GROUP:
		return write_group(w, n);
	case AST_BACKREF:
		return write_backref(w, n->number);
	case AST_OTHER:
		break;
	}
	return false;
}

/* nginx hands such a path on as it is: it has nothing to normalise. */
static bool
is_normal(struct str uri)
{
	struct str rest = uri;

	if (!str_starts(uri, STR("/")) || uri.len > EXAMPLE_BYTES)
		return false;
	for (size_t i = 0; i < uri.len; i++)
		if ((unsigned char)uri.at[i] < ' ' || uri.at[i] == 0x7F)
			return false;
	str_next(&rest, '/');
	while (rest.at != NULL) {
		struct str segment = str_next(&rest, '/');

		if (str_is(segment, ".") || str_is(segment, "..") ||
		    (segment.len == 0 && rest.at != NULL))
			return false;
	}
	return true;
}

static bool
accept(struct arena *arena, struct rx *x, struct str text, const char *tail,
    struct str *uri)
{
	struct str end = str_from(tail);

	if ((text.len == 0 || str_ends(text, STR("/"))) &&
	    str_starts(end, STR("/")))
		end = str_cut(end, 1, end.len);
	*uri = arena_printf(arena, "%s%.*s%.*s", str_starts(text, STR("/")) ?
	    "" : "/", STR_ARG(text), STR_ARG(end));
	return is_normal(*uri) && rx_takes(x, *uri);
}

static bool
write_example(struct arena *arena, struct rx *x, enum example_fill fill,
    bool dots, struct str *uri)
{
	struct writer w = { .tree = x->tree, .fill = fill, .dots = dots };
	const char *tail = fills[fill].tail;
	bool done = false;
	struct buf out;

	buf_init(&out);
	w.out = &out;
	w.groups = arena_array(arena, struct part, x->tree->groups + 1);
	if (write_ast(&w, x->tree->root)) {
		if (!w.filled)
			done = accept(arena, x, buf_str(&out), tail, uri);
		done = done || accept(arena, x, buf_str(&out), "", uri);
	}
	buf_release(&out);
	return done;
}

bool
example_of(struct arena *arena, struct rx *x, enum example_fill fill,
    struct str *uri)
{
	if (!rx_compiles(x) || x->tree->root == NULL)
		return false;
	return write_example(arena, x, fill, true, uri) ||
	    write_example(arena, x, fill, false, uri);
}
