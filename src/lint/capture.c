#include "lint/capture.h"

enum {
	NOTES_MAX = 5	/* paths that one finding names */
};

/* "$12": the digit after a capture stands for itself. */
static bool
is_too_large(const struct target *t, size_t i)
{
	const struct piece *p = &t->pieces.at[i];

	return p->kind == PIECE_CAPTURE && p->to < t->text.len &&
	    t->text.at[p->to] >= '0' && t->text.at[p->to] <= '9';
}

/* The example that shows most, whatever fill it takes. */
static bool
any_example(struct lint *lint, const struct use *use,
    const struct subject_path *p, struct example *e)
{
	return use_example(lint, use, p, EXAMPLE_USUAL, e) ||
	    use_example(lint, use, p, EXAMPLE_SHORT, e) ||
	    use_example(lint, use, p, EXAMPLE_SIBLING, e);
}

/* What one of the first paths makes of it. */
static void
note_example(struct lint *lint, struct diag *d, const struct use *use)
{
	unsigned tried = 0;
	struct example e;

	for (size_t i = 0; i < use->subject->paths.n && tried < NOTES_MAX;
	    i++) {
		const struct subject_path *p = &use->subject->paths.at[i];

		if (!use_applies(use, p))
			continue;
		tried++;
		if (!any_example(lint, use, p, &e))
			continue;
		diag_note(lint->diags, d, SPAN_NONE, "e.g. %.*s",
		    STR_ARG(use_outcome(lint->arena, use, &e)));
		return;
	}
}

static void
report_index(struct lint *lint, const struct use *use,
    const struct piece *piece)
{
	struct str text = use->target.text, digits;
	size_t end = piece->to;
	struct diag *d;

	while (end < text.len && text.at[end] >= '0' && text.at[end] <= '9')
		end++;
	digits = str_cut(text, piece->to, end);
	d = diag_report(lint->diags, RULE_CAPTURE_INDEX_TOO_LARGE,
	    use_place(lint, use, piece->from, end), "%s uses $%u%.*s, but "
	    "nginx knows $1 to $9 only: it puts in group %u, and \"%.*s\" "
	    "after it", use->name, piece->number, STR_ARG(digits),
	    piece->number, STR_ARG(digits));
	note_example(lint, d, use);
	diag_say_fix(lint->diags, d, "name the group, (?<tail>...), and "
	    "write $tail");
}

/* One finding for each digit, however often it is used. */
static void
check_indices(struct lint *lint, struct use *use)
{
	for (size_t i = 0; i < use->target.pieces.n; i++) {
		const struct piece *p = &use->target.pieces.at[i];

		if (!is_too_large(&use->target, i) ||
		    (use->told & 1u << p->number) != 0)
			continue;
		use->told |= 1u << p->number;
		report_index(lint, use, p);
	}
}

/* A reference that some paths have no group for. */
struct missing {
	const struct use *use;
	const struct piece *piece;	/* the highest one */
	bool others;		/* some other path has the group */
	VEC(struct subject_path *) paths;
};

/* The path is rewritten, by this regular expression; or NULL. */
static const struct rx *
rx_in_use(struct lint *lint, const struct use *use,
    const struct subject_path *p)
{
	const struct rx *x;

	if (!use_applies(use, p))
		return NULL;
	x = subject_rx(lint, p);
	return rx_compiles(x) ? x : NULL;
}

static bool
find_missing(struct lint *lint, const struct use *use, struct missing *m)
{
	const struct target *t = &use->target;

	*m = (struct missing){ .use = use };
	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct piece *p = &t->pieces.at[i];

		if (p->kind == PIECE_CAPTURE && !is_too_large(t, i) &&
		    (m->piece == NULL || m->piece->number < p->number))
			m->piece = p;
	}
	if (m->piece == NULL)
		return false;
	for (size_t i = 0; i < use->subject->paths.n; i++) {
		struct subject_path *p = &use->subject->paths.at[i];
		const struct rx *x = rx_in_use(lint, use, p);

		if (x == NULL)
			continue;
		if (x->groups < m->piece->number)
			*vec_add(lint->arena, &m->paths) = p;
		else
			m->others = true;
	}
	return m->paths.n > 0;
}

/* Every capture of the target is empty in that path. */
static bool
is_constant(const struct target *t, const struct rx *x)
{
	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct piece *p = &t->pieces.at[i];

		if (p->kind == PIECE_VARIABLE || p->kind == PIECE_DOLLAR ||
		    (p->kind == PIECE_CAPTURE && p->number <= x->groups))
			return false;
	}
	return true;
}

/* What becomes of requests to the path, as a sentence on "it". */
static struct str
consequence(struct lint *lint, const struct missing *m,
    const struct subject_path *p)
{
	const struct use *use = m->use;
	bool all = is_constant(&use->target, subject_rx(lint, p));
	const char *every = all ? "every request to it" : "a request to it";
	struct arena *arena = lint->arena;
	struct example e;

	if (!any_example(lint, use, p, &e))
		return arena_printf(arena, "$%u is empty in every request to "
		    "it", m->piece->number);
	if (use->header)
		return arena_printf(arena, "the service is told \"%.*s\" in "
		    "the header; e.g. by GET %.*s", STR_ARG(e.result),
		    STR_ARG(e.request));
	if (e.result.len == 0)
		return arena_printf(arena, "%s is answered 500, as nothing "
		    "is left of the target; e.g. GET %.*s", every,
		    STR_ARG(e.request));
	if (target_redirects(use->target.text))
		return arena_printf(arena, "%s is redirected to \"%.*s\"; "
		    "e.g. GET %.*s", every, STR_ARG(e.result),
		    STR_ARG(e.request));
	if (all)
		return arena_printf(arena, "every request to it reaches the "
		    "service as \"%.*s\"; e.g. GET %.*s -> \"%.*s\"",
		    STR_ARG(e.result), STR_ARG(e.request), STR_ARG(e.result));
	return arena_printf(arena, "$%u is empty in every request to it; "
	    "e.g. GET %.*s -> \"%.*s\"", m->piece->number,
	    STR_ARG(e.request), STR_ARG(e.result));
}

/* No syntax of expressions, but for a glob. */
static bool
is_plain(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr("()[]{}|^$?+\\", text.at[i]) != NULL)
			return false;
	return str_find(text, STR(".*"), 0) == STR_NONE;
}

/* The target refers to no other group. */
static bool
is_only_reference(const struct missing *m)
{
	const struct target *t = &m->use->target;

	for (size_t i = 0; i < t->pieces.n; i++)
		if (t->pieces.at[i].kind == PIECE_CAPTURE &&
		    t->pieces.at[i].number != m->piece->number)
			return false;
	return true;
}

/* The target with $1 in place of the reference. */
static struct str
with_first(struct lint *lint, const struct missing *m)
{
	struct str text = m->use->target.text;
	struct str before = str_cut(text, 0, m->piece->from);
	struct str after = str_cut(text, m->piece->to, text.len);

	return arena_printf(lint->arena, "%.*s$1%.*s", STR_ARG(before),
	    STR_ARG(after));
}

/* Everything of the host, by a path that has no group. */
static void
fix_root(struct lint *lint, struct diag *d, const struct missing *m)
{
	struct str text = with_first(lint, m);

	if (!m->use->header && str_is(text, "/$1"))
		diag_say_fix(lint->diags, d, "leave rewrite-target out: "
		    "requests then reach the service as they are");
	else
		diag_say_fix(lint->diags, d, "path: /(.*) with %s: %.*s",
		    m->use->name, STR_ARG(text));
}

/* False when nothing in particular can be said. */
static bool
fix_path(struct lint *lint, struct diag *d, const struct missing *m,
    const struct subject_path *p)
{
	bool only = is_only_reference(m), root = false;
	struct str text = { NULL, 0 };

	if (only)
		text = subject_with_tail(lint, p, m->piece->number, &root);
	if (m->others && is_plain(p->text))
		diag_say_fix(lint->diags, d, "put \"%.*s\" on an Ingress of "
		    "its own without rewrite-target, which applies to every "
		    "path of its Ingress", STR_ARG(p->text));
	else if (text.len > 0 && !root)
		subject_fix_path(lint, d, p->path, text);
	else if (root && m->paths.n == 1 && is_plain(p->text))
		fix_root(lint, d, m);
	else if (root && m->piece->number == 1)
		subject_fix_path(lint, d, p->path, STR("/(.*)"));
	else if (only && m->paths.n == 1 && !m->others &&
	    subject_rx(lint, p)->groups == 1)
		subject_fix(lint, d, m->use->node, with_first(lint, m),
		    false, m->use->name);
	else
		return false;
	return true;
}

static void
note_paths(struct lint *lint, struct diag *d, const struct missing *m)
{
	for (size_t i = 0; i < m->paths.n && i < NOTES_MAX; i++) {
		const struct subject_path *p = m->paths.at[i];
		struct span where = node_span(p->path->text);
		struct str what = consequence(lint, m, p);

		if (m->paths.n > 1) {
			diag_note(lint->diags, d, where, "in this path: %.*s",
			    STR_ARG(what));
			continue;
		}
		diag_note(lint->diags, d, where, "this path");
		diag_note(lint->diags, d, SPAN_NONE, "%.*s", STR_ARG(what));
	}
	if (m->paths.n > NOTES_MAX)
		diag_note(lint->diags, d, SPAN_NONE, "and %zu paths more",
		    m->paths.n - NOTES_MAX);
}

/* One for each path that is named, or one for all. */
static void
fix_missing(struct lint *lint, struct diag *d, const struct missing *m)
{
	bool all = true;

	for (size_t i = 0; i < m->paths.n && i < NOTES_MAX; i++)
		if (!fix_path(lint, d, m, m->paths.at[i]))
			all = false;
	if (!all)
		diag_say_fix(lint->diags, d, "give every path a group $%u, "
		    "or use a group that all of them have",
		    m->piece->number);
}

static void
report_missing(struct lint *lint, const struct missing *m)
{
	const struct subject_path *first = m->paths.at[0];
	uint32_t groups = subject_rx(lint, first)->groups;
	struct str has = STR("no capture group");
	struct diag *d;

	if (groups > 0)
		has = arena_printf(lint->arena, "only %u capture group%s",
		    groups, groups == 1 ? "" : "s");
	d = diag_report(lint->diags, RULE_CAPTURE_GROUP_MISSING,
	    use_place(lint, m->use, m->piece->from, m->piece->to),
	    "%s uses $%u, but path \"%.*s\" has %.*s", m->use->name,
	    m->piece->number, STR_ARG(first->text), STR_ARG(has));
	note_paths(lint, d, m);
	fix_missing(lint, d, m);
	for (size_t i = 0; i < m->paths.n; i++)
		m->paths.at[i]->told = true;
}

static const char *const role_names[] = {
	[ROLE_OTHER] = "a part of it",
	[ROLE_BOUNDARY] = "the slash in between",
	[ROLE_TAIL] = "the rest of the URI",
	[ROLE_SLASH_TAIL] = "the rest of the URI with its slash",
};

static bool
is_tail(enum ast_role role)
{
	return role == ROLE_TAIL || role == ROLE_SLASH_TAIL;
}

static void
note_role(struct lint *lint, struct diag *d, const struct use *use,
    const struct subject_path *p, enum ast_role role)
{
	struct example e;

	diag_note(lint->diags, d, node_span(p->path->text),
	    "in this path it is %s", role_names[role]);
	if (any_example(lint, use, p, &e))
		diag_note(lint->diags, d, SPAN_NONE, "e.g. %.*s",
		    STR_ARG(use_outcome(lint->arena, use, &e)));
}

/*
 * A tail in one path and something else in another. Two tails differ only
 * where the target has a slash of its own before them.
 */
static bool
do_differ(const struct use *use, const struct piece *piece, enum ast_role a,
    enum ast_role b)
{
	bool slash = piece->from > 0 &&
	    use->target.text.at[piece->from - 1] == '/';

	return a != b && (is_tail(a) || is_tail(b)) &&
	    (slash || !is_tail(a) || !is_tail(b));
}

static void
check_roles(struct lint *lint, struct use *use, const struct piece *piece)
{
	enum ast_role role = ROLE_OTHER, other;
	const struct subject_path *first = NULL;
	struct diag *d;

	for (size_t i = 0; i < use->subject->paths.n; i++) {
		const struct subject_path *p = &use->subject->paths.at[i];

		const struct rx *x = rx_in_use(lint, use, p);

		if (x == NULL || x->tree->root == NULL)
			continue;
		other = ast_role(x->tree, piece->number);
		if (first == NULL) {
			first = p;
			role = other;
		}
		if (!do_differ(use, piece, role, other))
			continue;
		d = diag_report(lint->diags, RULE_CAPTURE_GROUPS_DIFFER,
		    use_place(lint, use, piece->from, piece->to),
		    "$%u is not the same in all paths that share this %s",
		    piece->number, use->name);
		note_role(lint, d, use, first, role);
		note_role(lint, d, use, p, other);
		diag_say_fix(lint->diags, d, "give the paths the same "
		    "groups, or put them on Ingresses of their own");
		use->told |= 1u << piece->number;
		return;
	}
}

static void
check_layout(struct lint *lint, struct use *use)
{
	const struct target *t = &use->target;
	unsigned said = 0;

	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct piece *p = &t->pieces.at[i];

		if (p->kind != PIECE_CAPTURE || is_too_large(t, i) ||
		    (said & 1u << p->number) != 0)
			continue;
		said |= 1u << p->number;
		check_roles(lint, use, p);
	}
}

void
capture_check(struct lint *lint, struct use *use)
{
	struct missing m;

	check_indices(lint, use);
	if (find_missing(lint, use, &m))
		report_missing(lint, &m);
	else
		check_layout(lint, use);
}
