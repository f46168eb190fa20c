#include "lint/proof.h"

enum {
	PATHS_TRIED = 20,	/* of an Ingress that gets a fix for all */
	NOTES_MAX = 5		/* paths that one finding names */
};

void
proof_note(struct lint *lint, struct diag *d, const struct use *use,
    const struct proof *proof, bool only)
{
	struct span where = node_span(proof->path->path->text);
	struct str text = use_outcome(lint->arena, use, &proof->example);

	if (!only) {
		diag_note(lint->diags, d, where, "in this path: e.g. %.*s",
		    STR_ARG(text));
		return;
	}
	diag_note(lint->diags, d, where, "this path");
	diag_note(lint->diags, d, SPAN_NONE, "e.g. %.*s", STR_ARG(text));
}

void
proofs_note(struct lint *lint, struct diag *d, const struct use *use,
    const struct proofs *all)
{
	for (size_t i = 0; i < all->list.n && i < NOTES_MAX; i++)
		proof_note(lint, d, use, &all->list.at[i], all->list.n == 1);
	if (all->list.n > NOTES_MAX)
		diag_note(lint->diags, d, SPAN_NONE, "and %zu paths more",
		    all->list.n - NOTES_MAX);
}

const struct rx *
proof_rx(struct lint *lint, const struct use *use,
    const struct subject_path *p)
{
	const struct rx *x;

	/* Without a cause, its location is that of another Ingress. */
	if (!use_applies(use, p) || p->cause == NULL || p->told)
		return NULL;
	x = subject_rx(lint, p);
	return rx_compiles(x) && x->tree->root != NULL ? x : NULL;
}

/* What is sent on; false when nothing is, or that is not known. */
static bool
expand(struct lint *lint, struct str path, struct str text, struct str uri,
    struct str *result)
{
	struct rx *x = rx_get(lint->arena, lint->patterns, path);
	struct match match = { .rx = x, .uri = uri };
	struct target target;
	struct buf out;
	bool known;

	if (!rx_takes(x, uri) ||
	    !rx_rewrites(lint->arena, x, uri, &match.captures))
		return false;
	target_read(lint->arena, text, &target);
	buf_init(&out);
	known = target_expand(&out, &target, &match);
	*result = arena_str(lint->arena, buf_str(&out));
	buf_release(&out);
	return known;
}

static bool
is_sound(struct str result)
{
	return target_redirects(result) || (str_starts(result, STR("/")) &&
	    str_find(result, STR("//"), 0) == STR_NONE);
}

bool
proof_arrives(struct lint *lint, const struct subject_path *p,
    struct str path, struct str target)
{
	struct str base, below, result;

	if (!example_of(lint->arena, subject_rx(lint, p), EXAMPLE_SHORT,
	    &base))
		return false;
	below = arena_printf(lint->arena, "%.*s%scart", STR_ARG(base),
	    str_ends(base, STR("/")) ? "" : "/");
	return expand(lint, path, target, base, &result) &&
	    is_sound(result) &&
	    expand(lint, path, target, below, &result) &&
	    is_sound(result) && str_ends(result, STR("/cart"));
}

bool
proof_mends(struct lint *lint, const struct use *use, struct str target)
{
	const struct subject *s = use->subject;
	bool any = false;

	for (size_t i = 0; i < s->paths.n; i++) {
		const struct subject_path *p = &s->paths.at[i];

		if (proof_rx(lint, use, p) == NULL)
			continue;
		if (i >= PATHS_TRIED ||
		    !proof_arrives(lint, p, p->text, target))
			return false;
		any = true;
	}
	return any;
}
