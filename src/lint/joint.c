/*
 * A slash of the target before a group that begins with one: "/" and "/cart"
 * make "//cart". The path of a request has no two slashes in a row, so where
 * the result has, the target has made them.
 */
#include "lint/joint.h"

#include "lint/bound.h"
#include "lint/proof.h"

/* The same as far as the first `n` pieces of the target go. */
static bool
begin_example(struct lint *lint, const struct use *use,
    const struct subject_path *p, size_t n, struct str uri,
    struct str *result)
{
	struct use begin = *use;
	struct example e;

	target_read(lint->arena, str_cut(use->target.text, 0,
	    n == 0 ? 0 : use->target.pieces.at[n - 1].to), &begin.target);
	if (!use_request(lint, &begin, p, uri, &e))
		return false;
	*result = e.result;
	return true;
}

/* Two slashes meet where piece `i` begins. */
static bool
meets_slash(struct lint *lint, const struct use *use,
    const struct subject_path *p, size_t i, struct str uri)
{
	struct str before, after;

	return begin_example(lint, use, p, i, uri, &before) &&
	    begin_example(lint, use, p, i + 1, uri, &after) &&
	    str_ends(before, STR("/")) &&
	    str_starts(str_cut(after, before.len, after.len), STR("/"));
}

static bool
find_example(struct lint *lint, const struct use *use,
    const struct subject_path *p, size_t piece, struct example *e)
{
	static const enum example_fill order[] = {
		EXAMPLE_USUAL, EXAMPLE_SHORT, EXAMPLE_SIBLING
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		if (use_example(lint, use, p, order[i], e) &&
		    str_find(e->result, STR("//"), 0) != STR_NONE &&
		    meets_slash(lint, use, p, piece, e->uri))
			return true;
	return false;
}

/*
 * By the tree of the path, whenever it is not empty. Where it may begin with
 * a slash among others, as in /app-(.*), something else is meant.
 */
static bool
begins_with_slash(const struct piece *piece, const struct rx *x)
{
	struct byteset slash = BYTESET_NONE;
	uint32_t number = use_group(piece, x);
	struct ast_capture c;

	if (number == 0)
		return piece->kind == PIECE_VARIABLE &&
		    str_eq_nocase(piece->name, STR("uri"));
	byteset_add(&slash, '/');
	c = ast_capture(x->tree, number);
	return byteset_within(&c.first, &slash);
}

/* Of paths that take more than they should, path-not-bounded says it. */
static void
find_proofs(struct lint *lint, const struct use *use, size_t piece,
    struct proofs *found)
{
	const struct subject *s = use->subject;
	struct beyond beyond;

	for (size_t i = 0; i < subject_tried(s); i++) {
		struct subject_path *p = &s->paths.at[i];
		const struct rx *x = proof_rx(lint, use, p);
		struct proof proof = { .path = p };

		if (x != NULL && !p->lost && begins_with_slash(
		    &use->target.pieces.at[piece], x) &&
		    find_example(lint, use, p, piece, &proof.example) &&
		    !bound_find(lint, s, p, &beyond))
			*vec_add(lint->arena, &found->list) = proof;
	}
}

/* Without its slash, or with a path that has it outside of the group. */
static void
fix_double(struct lint *lint, struct diag *d, const struct use *use,
    const struct piece *piece, const struct proofs *found)
{
	const struct subject_path *p = found->list.at[0].path;
	struct str text = use->target.text, path;
	uint32_t number = use_group(piece, subject_rx(lint, p));
	bool root = true;

	text = arena_printf(lint->arena, "%.*s%.*s",
	    STR_ARG(str_cut(text, 0, piece->from - 1)),
	    STR_ARG(str_cut(text, piece->from, text.len)));
	if (proof_mends(lint, use, text)) {
		subject_fix(lint, d, use->node, text, false, use->name);
		return;
	}
	path = number == 0 ? text : subject_with_tail(lint, p, number, &root);
	if (found->list.n == 1 && !root && path.len > 0 &&
	    proof_arrives(lint, p, path, use->target.text))
		subject_fix_path(lint, d, p->path, path);
	else
		diag_say_fix(lint->diags, d, "write the slash in the target "
		    "or in the group, and not in both");
}

static void
report_double(struct lint *lint, const struct use *use,
    const struct piece *piece, const struct proofs *found)
{
	const struct proof *first = &found->list.at[0];
	struct str text = str_cut(use->target.text, piece->from, piece->to);
	struct diag *d;

	d = diag_report(lint->diags, RULE_REWRITE_DOUBLE_SLASH,
	    use_place(lint, use, piece->from - 1, piece->to),
	    "%s has a slash before %.*s, which begins with one itself: GET "
	    "%.*s reaches the service as \"%.*s\"", use->name, STR_ARG(text),
	    STR_ARG(first->example.request), STR_ARG(first->example.result));
	if (found->list.n == 1)
		diag_note(lint->diags, d, node_span(first->path->path->text),
		    "this path");
	else
		proofs_note(lint, d, use, found);
	diag_note(lint->diags, d, SPAN_NONE, "to most services that is "
	    "another path than with one slash: they answer 404, redirect, or "
	    "refuse it");
	fix_double(lint, d, use, piece, found);
}

void
joint_check(struct lint *lint, const struct use *use)
{
	struct str text = use->target.text;

	if (target_redirects(text))
		return;
	for (size_t i = 1; i < use->target.pieces.n && i < PROOF_PIECES;
	    i++) {
		const struct piece *piece = &use->target.pieces.at[i];
		struct proofs found = { 0 };

		if (text.at[piece->from - 1] != '/' ||
		    (piece->kind == PIECE_CAPTURE &&
		    (use->told & 1u << piece->number) != 0))
			continue;
		find_proofs(lint, use, i, &found);
		if (found.list.n > 0)
			report_double(lint, use, piece, &found);
	}
}
