/*
 * A target refers to a group, but what is below the path does not arrive:
 * the group holds only the slash, or it is another one that holds the rest.
 * The tree of the path raises the suspicion; requests confirm it.
 */
#include "lint/hollow.h"

#include "lint/proof.h"

/* The target with bytes [from, to) replaced. */
static struct str
replaced(struct lint *lint, const struct use *use, size_t from, size_t to,
    struct str by)
{
	struct str text = use->target.text;

	return arena_printf(lint->arena, "%.*s%.*s%.*s",
	    STR_ARG(str_cut(text, 0, from)), STR_ARG(by),
	    STR_ARG(str_cut(text, to, text.len)));
}

/* The target refers to the group, to one in it, or to one around it. */
static bool
is_used(const struct use *use, const struct rx *x, uint32_t number)
{
	for (size_t i = 0; i < use->target.pieces.n && i < PROOF_PIECES;
	    i++) {
		uint32_t other = use_group(&use->target.pieces.at[i], x);

		if (other == number || ast_is_nested(x->tree, other, number) ||
		    ast_is_nested(x->tree, number, other))
			return true;
	}
	return false;
}

/* Another group instead of the piece or behind it, or none. */
static bool
find_target(struct lint *lint, const struct use *use,
    const struct piece *piece, const struct rx *x, struct str *text)
{
	size_t from = piece->from;

	for (unsigned n = 1; n <= x->groups && n <= 9; n++) {
		struct str other = arena_printf(lint->arena, "$%u", n);

		if (is_used(use, x, n))
			continue;
		*text = replaced(lint, use, from, piece->to, other);
		if (proof_mends(lint, use, *text))
			return true;
		*text = replaced(lint, use, piece->to, piece->to, other);
		if (proof_mends(lint, use, *text))
			return true;
	}
	*text = replaced(lint, use, from, piece->to, STR(""));
	if (proof_mends(lint, use, *text))
		return true;
	if (from > 0 && use->target.text.at[from - 1] == '/')
		from--;
	*text = replaced(lint, use, from, piece->to, STR(""));
	return proof_mends(lint, use, *text);
}

/* Another path, and if need be another target with it. */
static bool
fix_path(struct lint *lint, struct diag *d, const struct use *use,
    const struct piece *piece, const struct subject_path *p)
{
	struct str path, text = use->target.text;
	bool root;

	path = subject_with_tail(lint, p, use_group(piece,
	    subject_rx(lint, p)), &root);
	if (path.len == 0 || root)
		return false;
	if (proof_arrives(lint, p, path, text)) {
		subject_fix_path(lint, d, p->path, path);
		return true;
	}
	text = replaced(lint, use, piece->from, piece->from, STR("/"));
	if (!proof_arrives(lint, p, path, text))
		return false;
	diag_say_fix(lint->diags, d, "path: %.*s with %s: %.*s",
	    STR_ARG(path), use->name, STR_ARG(text));
	return true;
}

/* What is stripped is the same for every request. */
static void
fix_header(struct lint *lint, struct diag *d, const struct use *use,
    const struct subject_path *p)
{
	struct str text = subject_without_tail(p);

	if (text.len > 1 && rewrite_is_valid(text))
		subject_fix(lint, d, use->node, text, false, use->name);
	else
		diag_say_fix(lint->diags, d, "write the prefix itself");
}

/* A slash stands beside the reference, so that there can be two. */
static bool
is_beside_slash(const struct use *use, const struct piece *piece)
{
	struct str text = use->target.text;

	return (piece->from > 0 && text.at[piece->from - 1] == '/') ||
	    (piece->to < text.len && text.at[piece->to] == '/');
}

static bool
shows_two_slashes(struct lint *lint, const struct use *use,
    const struct subject_path *p, struct example *e)
{
	static const enum example_fill order[] = {
		EXAMPLE_USUAL, EXAMPLE_SHORT, EXAMPLE_SIBLING
	};

	if (str_find(use->target.text, STR("//"), 0) != STR_NONE)
		return false;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		if (use_example(lint, use, p, order[i], e) &&
		    str_find(e->result, STR("//"), 0) != STR_NONE)
			return true;
	return false;
}

/* It holds slashes at most. One that is written () is meant to be empty. */
static bool
is_hollow(const struct rx *x, uint32_t number)
{
	const struct ast *group = ast_group(x->tree, number);
	struct byteset slash = BYTESET_NONE;
	struct ast_capture c;

	if (group == NULL || group->parts[0]->kind == AST_EMPTY)
		return false;
	byteset_add(&slash, '/');
	c = ast_capture(x->tree, number);
	return byteset_within(&c.bytes, &slash);
}

static void
find_hollow(struct lint *lint, const struct use *use,
    const struct piece *piece, struct proofs *found)
{
	const struct subject *s = use->subject;

	for (size_t i = 0; i < subject_tried(s); i++) {
		struct subject_path *p = &s->paths.at[i];
		const struct rx *x = proof_rx(lint, use, p);
		struct example e;
		struct proof *proof;

		if (x == NULL || p->lost || !is_hollow(x,
		    use_group(piece, x)))
			continue;
		if ((use->header || !use_loses_rest(lint, use, p, &e)) &&
		    (!is_beside_slash(use, piece) ||
		    !shows_two_slashes(lint, use, p, &e)))
			continue;
		proof = vec_add(lint->arena, &found->list);
		proof->path = p;
		proof->example = e;
	}
}

/* What the group can be, as the end of a sentence. */
static const char *
hollow_text(const struct rx *x, uint32_t number)
{
	struct ast_capture c = ast_capture(x->tree, number);

	if (!byteset_has(&c.bytes, '/'))
		return "empty";
	return c.can_be_empty ? "\"/\" or empty" : "\"/\"";
}

static void
report_hollow(struct lint *lint, const struct use *use,
    const struct piece *piece, const struct proofs *found)
{
	const struct subject_path *p = found->list.at[0].path;
	const struct rx *x = subject_rx(lint, p);
	uint32_t number = use_group(piece, x);
	struct str text;
	struct diag *d;

	d = diag_report(lint->diags, RULE_CAPTURE_ALWAYS_EMPTY,
	    use_place(lint, use, piece->from, piece->to), "%s uses %.*s, but "
	    "group %u of path \"%.*s\" can only be %s", use->name,
	    STR_ARG(str_cut(use->target.text, piece->from, piece->to)),
	    number, STR_ARG(p->text), hollow_text(x, number));
	proofs_note(lint, d, use, found);
	if (use->header) {
		fix_header(lint, d, use, p);
		return;
	}
	if (find_target(lint, use, piece, x, &text))
		subject_fix(lint, d, use->node, text, false, use->name);
	else if (found->list.n > 1 || !fix_path(lint, d, use, piece, p))
		diag_say_fix(lint->diags, d, "put what is below the path "
		    "into a group, as in (/|$)(.*), and use that");
}

static void
check_hollow(struct lint *lint, const struct use *use)
{
	for (size_t i = 0; i < use->target.pieces.n && i < PROOF_PIECES;
	    i++) {
		const struct piece *piece = &use->target.pieces.at[i];
		struct proofs found = { 0 };

		if (piece->kind == PIECE_CAPTURE &&
		    (use->told & 1u << piece->number) != 0)
			continue;
		find_hollow(lint, use, piece, &found);
		if (found.list.n > 0)
			report_hollow(lint, use, piece, &found);
		for (size_t k = 0; k < found.list.n; k++)
			found.list.at[k].path->lost = true;
	}
}

static bool
is_tail(const struct rx *x, uint32_t number)
{
	enum ast_role role = ast_role(x->tree, number);

	return role == ROLE_TAIL || role == ROLE_SLASH_TAIL;
}

/* A group that holds the rest, and that nothing refers to; or 0. */
static uint32_t
unused_tail(const struct use *use, const struct rx *x)
{
	const struct target *t = &use->target;
	uint32_t found = 0;
	bool refers = false;

	for (size_t i = 0; i < t->pieces.n && i < PROOF_PIECES; i++) {
		uint32_t number = use_group(&t->pieces.at[i], x);

		if (t->pieces.at[i].kind == PIECE_VARIABLE && number == 0)
			return 0;
		refers = refers || number > 0;
	}
	for (uint32_t n = 1; n <= x->groups && n <= 9 && found == 0; n++)
		if (refers && is_tail(x, n) && !is_used(use, x, n))
			found = n;
	return found;
}

/* The target with the group at its end, if the rest arrives then. */
static bool
find_longer(struct lint *lint, const struct use *use, uint32_t number,
    struct str *text)
{
	static const char *const slashes[] = { "/", "" };

	for (size_t i = 0; i < 2; i++) {
		*text = arena_printf(lint->arena, "%.*s%s$%u",
		    STR_ARG(use->target.text), slashes[i], number);
		if (proof_mends(lint, use, *text))
			return true;
	}
	return false;
}

static void
report_unused(struct lint *lint, const struct use *use,
    const struct proof *proof, uint32_t number)
{
	const struct subject_path *p = proof->path;
	const struct ast *group = ast_group(subject_rx(lint, p)->tree, number);
	struct str text;
	struct diag *d;

	d = diag_report(lint->diags, RULE_CAPTURE_GROUP_UNUSED,
	    node_part(lint->sources, p->path->text, group->from, group->to),
	    "nothing refers to group %u of path \"%.*s\", so that what it "
	    "takes is lost", number, STR_ARG(p->text));
	diag_note(lint->diags, d, use_place(lint, use, 0,
	    use->target.text.len), "e.g. %.*s",
	    STR_ARG(use_outcome(lint->arena, use, &proof->example)));
	if (find_longer(lint, use, number, &text))
		subject_fix(lint, d, use->node, text, false, use->name);
	diag_say_fix(lint->diags, d, "write (?:...) instead of the group "
	    "when that is meant");
}

static void
check_unused(struct lint *lint, const struct use *use)
{
	const struct subject *s = use->subject;

	/* Where a capture is another one, the rest gets lost for that. */
	if (use->told != 0)
		return;
	for (size_t i = 0; i < subject_tried(s); i++) {
		struct subject_path *p = &s->paths.at[i];
		const struct rx *x = proof_rx(lint, use, p);
		struct proof proof = { .path = p };
		uint32_t number;

		if (x == NULL || p->lost)
			continue;
		number = unused_tail(use, x);
		if (number > 0 && use_loses_rest(lint, use, p,
		    &proof.example)) {
			report_unused(lint, use, &proof, number);
			return;
		}
	}
}

void
hollow_check(struct lint *lint, const struct use *use)
{
	check_hollow(lint, use);
	if (!use->header && !subject_is_file(use->target.text))
		check_unused(lint, use);
}
