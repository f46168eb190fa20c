/*
 * A dot between letters of an expression: written for itself, it stands for
 * any character. Once for an Ingress, because little comes of it.
 */
#include "lint/check.h"

#include "lint/subject.h"

enum { NOTES_MAX = 5 };	/* paths that one finding names */

/* Places of dots in one path. */
struct dots {
	VEC(uint32_t) at;
};

static bool
is_dot(const struct ast_tree *tree, const struct ast *n)
{
	return n->kind == AST_SET && n->to == n->from + 1 &&
	    tree->pattern.at[n->from] == '.';
}

/* What follows can only begin with a letter or digit. */
static bool
begins_a_word(const struct ast *n)
{
	struct byteset words = BYTESET_NONE, first = ast_first(n);

	byteset_add_range(&words, '0', '9');
	byteset_add_range(&words, 'A', 'Z');
	byteset_add_range(&words, 'a', 'z');
	return !ast_can_be_empty(n) && byteset_within(&first, &words);
}

/*
 * Dots that no quantity follows, with a word behind them. A dot beside
 * another one is for counting.
 */
static void
add_dots(struct arena *arena, const struct ast_tree *tree,
    const struct ast *n, struct dots *dots)
{
	for (uint32_t i = 0; i < n->nparts; i++) {
		const struct ast *part = n->parts[i];

		if (n->kind == AST_CONCAT && i + 1 < n->nparts &&
		    is_dot(tree, part) && (i == 0 ||
		    !is_dot(tree, n->parts[i - 1])) &&
		    begins_a_word(n->parts[i + 1]))
			*vec_add(arena, &dots->at) = part->from;
		add_dots(arena, tree, part, dots);
	}
}

static struct dots
find_dots(struct lint *lint, struct str pattern)
{
	const struct rx *x = rx_get(lint->arena, lint->patterns, pattern);
	struct dots dots = { 0 };

	if (rx_compiles(x) && x->tree->root != NULL)
		add_dots(lint->arena, x->tree, x->tree->root, &dots);
	return dots;
}

static struct str
escaped(struct arena *arena, struct str text, const struct dots *dots)
{
	struct str all;
	struct buf out;
	size_t at = 0;

	buf_init(&out);
	for (size_t i = 0; i < dots->at.n; i++) {
		buf_add(&out, str_cut(text, at, dots->at.at[i]));
		buf_putc(&out, '\\');
		at = dots->at.at[i];
	}
	buf_add(&out, str_cut(text, at, text.len));
	all = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return all;
}

/* The request with another character for one of its dots. */
static struct str
without_dot(struct arena *arena, struct str uri, size_t dot)
{
	return arena_printf(arena, "%.*sx%.*s", STR_ARG(str_cut(uri, 0, dot)),
	    STR_ARG(str_cut(uri, dot + 1, uri.len)));
}

/* A request that is taken for want of backslashes. */
static bool
find_example(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct str mended, struct str *uri)
{
	struct rx *x = rx_get(lint->arena, lint->patterns, mended);
	struct str plain;
	size_t dot;

	if (!rx_compiles(x) ||
	    !example_of(lint->arena, x, EXAMPLE_SHORT, &plain))
		return false;
	for (dot = str_find_byte(plain, '.', 0); dot != STR_NONE;
	    dot = str_find_byte(plain, '.', dot + 1)) {
		*uri = without_dot(lint->arena, plain, dot);
		if (!rx_takes(x, *uri) && subject_takes(lint, s, p, *uri))
			return true;
	}
	return false;
}

/* What is said of an Ingress. */
struct said {
	struct diag *diag;
	size_t paths;
};

static void
report_dots(struct lint *lint, const struct subject_path *p, uint32_t dot,
    struct str uri, struct said *said)
{
	struct span where = node_part(lint->sources, p->path->text, dot,
	    dot + 1);
	struct str request = subject_request(lint->arena, uri);

	if (said->paths == 1)
		said->diag = diag_report(lint->diags,
		    RULE_PATH_UNESCAPED_DOT, where, "\".\" in path \"%.*s\" "
		    "stands for any character: GET %.*s comes here too",
		    STR_ARG(p->text), STR_ARG(request));
	else
		diag_note(lint->diags, said->diag, where, "so does this: "
		    "GET %.*s comes here too", STR_ARG(request));
}

/*
 * Under the types that are made for plain paths a backslash is refused, and
 * whoever uses them has no expression in mind.
 */
static bool
is_meant(struct lint *lint, const struct subject_path *p)
{
	return p->path->type == PATH_IMPLEMENTATION_SPECIFIC ||
	    !subject_is_plain(lint, p);
}

static void
check_path(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct said *said)
{
	struct dots dots = find_dots(lint, p->text);
	struct str text = escaped(lint->arena, p->text, &dots), uri;

	if (dots.at.n == 0 || !find_example(lint, s, p, text, &uri) ||
	    said->paths++ >= NOTES_MAX)
		return;
	report_dots(lint, p, dots.at.at[0], uri, said);
	if (p->mended.len > 0) {
		dots = find_dots(lint, p->mended);
		text = escaped(lint->arena, p->mended, &dots);
	}
	subject_fix_path(lint, said->diag, p->path, text);
}

static void
check_dots(struct lint *lint, struct subject *s)
{
	struct said said = { 0 };

	for (size_t i = 0; i < subject_tried(s); i++) {
		const struct subject_path *p = &s->paths.at[i];

		if (!s->canary && subject_is_expression(lint, s, p) &&
		    is_meant(lint, p))
			check_path(lint, s, p, &said);
	}
	if (said.paths > NOTES_MAX)
		diag_note(lint->diags, said.diag, SPAN_NONE, "and %zu paths "
		    "more", said.paths - NOTES_MAX);
}

subject_check *const dot_checks[] = {
	check_dots, NULL
};
