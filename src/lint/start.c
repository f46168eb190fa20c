/*
 * A doubt comes from the tree of the path: what the first captures of the
 * target can begin with, and whether they can be empty. A finding needs a
 * request that PCRE agrees with.
 */
#include "lint/start.h"

enum {
	PATHS_TRIED = 20,	/* in search of a request that goes wrong */
	NOTES_MAX = 5		/* paths that one finding names */
};

/* What the start of a target can be, in one path. */
enum start { START_SLASH, START_DOUBTFUL, START_UNKNOWN };

static enum start
start_of_capture(const struct rx *x, uint32_t number, bool *empty)
{
	struct ast_capture c = ast_capture(x->tree, number);
	struct byteset slash = BYTESET_NONE;

	byteset_add(&slash, '/');
	*empty = c.can_be_empty;
	return byteset_within(&c.first, &slash) ? START_SLASH :
	    START_DOUBTFUL;
}

static bool
is_path_variable(struct str name)
{
	return str_eq_nocase(name, STR("uri")) ||
	    str_eq_nocase(name, STR("request_uri")) ||
	    str_eq_nocase(name, STR("document_uri"));
}

static enum start
start_of(const struct use *use, const struct rx *x)
{
	const struct target *t = &use->target;

	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct piece *p = &t->pieces.at[i];
		uint32_t number = p->number;
		bool empty;

		if (p->kind == PIECE_TEXT)
			return t->text.at[p->from] == '/' ? START_SLASH :
			    START_DOUBTFUL;
		if (p->kind == PIECE_VARIABLE && is_path_variable(p->name))
			return START_SLASH;
		if (p->kind == PIECE_VARIABLE)
			number = rx_group_named(x, p->name);
		/* Of a missing group capture-group-missing speaks. */
		if (number == 0 || number > x->groups)
			return START_UNKNOWN;
		if (start_of_capture(x, number, &empty) == START_DOUBTFUL)
			return START_DOUBTFUL;
		if (!empty)
			return START_SLASH;
	}
	return START_DOUBTFUL;
}

/* Requests of one path that go wrong; PCRE has matched them. */
struct slashless {
	struct example none;	/* nothing is left; or no request */
	struct example bare;	/* no slash; or no request */
};

static bool
find_slashless(struct lint *lint, const struct use *use,
    const struct subject_path *p, struct slashless *found)
{
	static const enum example_fill order[] = {
		EXAMPLE_SHORT, EXAMPLE_USUAL, EXAMPLE_SIBLING
	};
	struct example e;

	*found = (struct slashless){ 0 };
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		if (!use_example(lint, use, p, order[i], &e) ||
		    str_starts(e.result, STR("/")))
			continue;
		if (e.result.len == 0)
			found->none = e;
		else if (found->bare.request.len == 0)
			found->bare = e;
	}
	return found->none.request.len + found->bare.request.len > 0;
}

static void
note_slashless(struct lint *lint, struct diag *d,
    const struct subject_path *p, const struct slashless *s)
{
	struct str none = { NULL, 0 }, bare = { NULL, 0 };
	const char *and;

	if (s->none.request.len > 0)
		none = arena_printf(lint->arena, "GET %.*s is answered 500, "
		    "as nothing is left of the target",
		    STR_ARG(s->none.request));
	if (s->bare.request.len > 0)
		bare = arena_printf(lint->arena, "GET %.*s reaches the "
		    "service as \"%.*s\", which most answer 400",
		    STR_ARG(s->bare.request), STR_ARG(s->bare.result));
	and = none.len > 0 && bare.len > 0 ? ", and " : "";
	diag_note(lint->diags, d, node_span(p->path->text),
	    "in this path: %.*s%s%.*s", STR_ARG(none), and, STR_ARG(bare));
}

/* The slash is missing always, or the path is to be bounded, too. */
static void
fix_slashless(struct lint *lint, struct diag *d, const struct use *use,
    const struct subject_path *p)
{
	uint32_t number = use->target.pieces.at[0].number;
	struct str text, target;
	struct example usual;
	bool root;

	target = arena_printf(lint->arena, "/%.*s",
	    STR_ARG(use->target.text));
	text = subject_with_tail(lint, p, number, &root);
	if (!use_example(lint, use, p, EXAMPLE_USUAL, &usual) ||
	    !str_starts(usual.result, STR("/")))
		subject_fix(lint, d, use->node, target, false,
		    "rewrite-target");
	else if (number > 0 && text.len > 0 && !root)
		diag_say_fix(lint->diags, d, "path: %.*s with "
		    "rewrite-target: %.*s", STR_ARG(text), STR_ARG(target));
	else
		diag_say_fix(lint->diags, d, "write the slash in "
		    "rewrite-target, and leave it out of the group");
}

static void
check_doubtful_start(struct lint *lint, const struct use *use)
{
	const struct piece *piece = &use->target.pieces.at[0];
	struct str text = str_cut(use->target.text, piece->from, piece->to);
	unsigned tried = 0, noted = 0;
	struct slashless found;
	struct diag *d = NULL;

	for (size_t i = 0; i < use->subject->paths.n && noted < NOTES_MAX &&
	    tried < PATHS_TRIED; i++) {
		struct subject_path *p = &use->subject->paths.at[i];
		const struct rx *x;

		if (!use_applies(use, p))
			continue;
		x = subject_rx(lint, p);
		if (!rx_compiles(x) || x->tree->root == NULL ||
		    start_of(use, x) != START_DOUBTFUL)
			continue;
		tried++;
		if (!find_slashless(lint, use, p, &found))
			continue;
		if (d == NULL)
			d = diag_report(lint->diags, RULE_REWRITE_NO_SLASH,
			    use_place(lint, use, piece->from, piece->to),
			    "rewrite-target begins with %.*s, which does not "
			    "begin with \"/\" in all requests",
			    STR_ARG(text));
		note_slashless(lint, d, p, &found);
		p->told = true;
		if (noted++ == 0)
			fix_slashless(lint, d, use, p);
	}
}

/*
 * "app/$1" lacks its slash. ".", "^/app", "~/x", "host.example.com/x" and
 * "ftp://x" may lack something else.
 */
static bool
lacks_a_slash(struct str target)
{
	size_t i = 0;

	while (i < target.len && (str_is_alnum(target.at[i]) ||
	    target.at[i] == '-' || target.at[i] == '_'))
		i++;
	return i > 0 && (i == target.len || target.at[i] == '/' ||
	    target.at[i] == '$');
}

bool
start_check(struct lint *lint, const struct use *use)
{
	struct str text = use->target.text, right;
	struct diag *d;

	if (str_starts(text, STR("/")))
		return true;
	if (use->target.pieces.at[0].kind != PIECE_TEXT) {
		check_doubtful_start(lint, use);
		return true;
	}
	right = arena_printf(lint->arena, "/%.*s", STR_ARG(text));
	d = diag_report(lint->diags, RULE_REWRITE_NO_SLASH,
	    use_place(lint, use, 0, use->target.pieces.at[0].to),
	    "rewrite-target \"%.*s\" does not begin with \"/\": requests "
	    "reach the service without a slash, which most answer 400",
	    STR_ARG(text));
	subject_fix(lint, d, use->node, right, lacks_a_slash(text),
	    "rewrite-target");
	return false;
}
