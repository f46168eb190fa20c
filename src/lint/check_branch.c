/*
 * "|" splits what is not in parentheses: of /a|/b the "^" of the location is
 * before /a only, and /b may stand anywhere in a request.
 */
#include "lint/check.h"

#include "lint/bound.h"
#include "lint/use.h"

enum { BRANCHES_TRIED = 20 };	/* of one path */

/* An alternative that is not tied to the start. */
struct loose {
	const struct ast *branch;
	struct str uri;		/* a request that it takes there, and */
	struct str far;		/* one that it takes elsewhere */
};

static struct str
branch_text(const struct subject_path *p, const struct ast *branch)
{
	return str_cut(p->text, branch->from, branch->to);
}

/* As an expression of its own, for requests, which begin with a slash. */
static struct rx *
branch_rx(struct lint *lint, const struct subject_path *p,
    const struct ast *branch)
{
	struct str text = branch_text(p, branch);

	if (text.len > 0 && !str_starts(text, STR("/")))
		text = arena_printf(lint->arena, "/%.*s", STR_ARG(text));
	return rx_get(lint->arena, lint->patterns, text);
}

static bool
is_loose(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct loose *loose)
{
	/* With groups, there may be something of the rest to show. */
	static const enum example_fill orders[2][2] = {
		{ EXAMPLE_SHORT, EXAMPLE_USUAL },
		{ EXAMPLE_USUAL, EXAMPLE_SHORT },
	};
	const struct rx *x = subject_rx(lint, p);
	struct rx *first = branch_rx(lint, p, x->tree->root->parts[0]);
	struct rx *branch = branch_rx(lint, p, loose->branch);
	/* The first alternative may begin like one of them. */
	static const char *const before[] = { "/x", "/cart" };

	for (size_t i = 0; i < 4; i++) {
		if (!example_of(lint->arena, branch,
		    orders[x->groups > 0][i / 2], &loose->uri))
			continue;
		loose->far = arena_printf(lint->arena, "%s%.*s",
		    before[i % 2], STR_ARG(loose->uri));
		if (!rx_takes(first, loose->far) &&
		    subject_takes(lint, s, p, loose->far))
			return true;
	}
	return false;
}

static bool
find_loose(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct loose *loose)
{
	const struct ast *root = subject_rx(lint, p)->tree->root;

	if (root->kind != AST_ALT)
		return false;
	for (uint32_t i = 1; i < root->nparts && i < BRANCHES_TRIED; i++) {
		loose->branch = root->parts[i];
		if (is_loose(lint, s, p, loose))
			return true;
	}
	return false;
}

/* The branch is open at its end, as a path of its own. */
static bool
is_open(struct lint *lint, const struct subject *s,
    const struct subject_path *p, const struct ast *branch)
{
	struct subject alone = { .ingress = s->ingress };
	struct subject_path q = *p;
	struct beyond b;

	q.text = branch_rx(lint, p, branch)->pattern;
	return bound_find(lint, &alone, &q, &b);
}

/* "/(?:a|b)" of "/a|/b"; with each branch bounded, if it is open. */
static struct str
tie(struct lint *lint, const struct subject *s, const struct subject_path *p,
    bool bounded)
{
	const struct ast *root = subject_rx(lint, p)->tree->root;
	struct str all;
	struct buf out;

	buf_init(&out);
	buf_puts(&out, "/(?:");
	for (uint32_t i = 0; i < root->nparts; i++) {
		struct str text = branch_text(p, root->parts[i]);

		if (str_starts(text, STR("^")))
			text = str_cut(text, 1, text.len);
		if (str_starts(text, STR("/")))
			text = str_cut(text, 1, text.len);
		if (i > 0)
			buf_putc(&out, '|');
		buf_add(&out, text);
		if (bounded && is_open(lint, s, p, root->parts[i]))
			buf_puts(&out, "(?:/|$)");
	}
	buf_putc(&out, ')');
	all = arena_str(lint->arena, buf_str(&out));
	buf_release(&out);
	return all;
}

/* Of every branch both take what it takes at the start, and below that. */
static bool
takes_the_same(struct lint *lint, const struct subject_path *p, struct rx *a,
    struct rx *b)
{
	const struct ast *root = subject_rx(lint, p)->tree->root;

	for (uint32_t i = 0; i < root->nparts && i < BRANCHES_TRIED; i++) {
		struct str uri, below;

		if (!example_of(lint->arena, branch_rx(lint, p,
		    root->parts[i]), EXAMPLE_SHORT, &uri))
			return false;
		below = arena_printf(lint->arena, "%.*s%scart", STR_ARG(uri),
		    str_ends(uri, STR("/")) ? "" : "/");
		if (rx_takes(a, uri) != rx_takes(b, uri) ||
		    rx_takes(a, below) != rx_takes(b, below))
			return false;
	}
	return true;
}

/* It does what the path is meant to do. */
static bool
is_tied(struct lint *lint, const struct subject_path *p,
    const struct loose *loose, struct str text)
{
	struct rx *x = subject_rx(lint, p);
	struct rx *y = rx_get(lint->arena, lint->patterns, text);

	return rx_compiles(y) && y->groups == x->groups &&
	    !rx_takes(y, loose->far) && takes_the_same(lint, p, x, y);
}

/* The path with its alternatives in a group, and bounded if need be. */
static bool
find_tied(struct lint *lint, const struct subject *s,
    const struct subject_path *p, const struct loose *loose,
    struct str *text)
{
	struct subject_path tied = *p;
	struct str each = tie(lint, s, p, true);
	struct beyond b;

	*text = tied.text = tie(lint, s, p, false);
	if (!is_tied(lint, p, loose, tied.text))
		return false;
	if (!bound_find(lint, s, &tied, &b) ||
	    (bound_mend(lint, s, &tied, &b, text) &&
	    is_tied(lint, p, loose, *text)))
		return true;
	*text = is_tied(lint, p, loose, each) ? each : tied.text;
	return true;
}

static void
report_loose(struct lint *lint, const struct use *use,
    const struct subject_path *p, const struct loose *loose)
{
	size_t bar = loose->branch->from - 1;
	struct str text = branch_text(p, loose->branch), what, tied;
	struct diag *d;

	/* Something that is no part of the branch may stand between. */
	while (bar > 0 && p->text.at[bar] != '|')
		bar--;
	what = use_say(lint, use, p, loose->far);
	d = diag_report(lint->diags, RULE_PATH_ALTERNATION,
	    node_part(lint->sources, p->path->text, bar, bar + 1),
	    "\"|\" splits the whole of path \"%.*s\", and only what is "
	    "before it is tied to the start: %s%.*s%s anywhere",
	    STR_ARG(p->text), text.len > 0 ? "\"" : "", STR_ARG(text),
	    text.len > 0 ? "\" matches" : "the empty rest matches");
	diag_note(lint->diags, d, SPAN_NONE, "e.g. %.*s", STR_ARG(what));
	if (text.len > 0 && find_tied(lint, use->subject, p, loose, &tied))
		subject_fix_path(lint, d, p->path, tied);
	else if (text.len == 0)
		diag_say_fix(lint->diags, d, "leave the \"|\" out");
	else
		diag_say_fix(lint->diags, d, "put the alternatives into a "
		    "group: /(?:a|b)");
}

static void
check_branches(struct lint *lint, struct subject *s)
{
	struct use use;
	struct loose loose;

	if (s->canary || s->answered || s->rewrite.unsettled)
		return;
	use = use_read(lint, s);
	for (size_t i = 0; i < subject_tried(s); i++) {
		struct subject_path *p = &s->paths.at[i];

		if (!subject_is_expression(lint, s, p) ||
		    !find_loose(lint, s, p, &loose))
			continue;
		report_loose(lint, &use, p, &loose);
		p->told = true;
	}
}

subject_check *const branch_checks[] = {
	check_branches, NULL
};
