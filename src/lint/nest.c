/*
 * A group inside a group, and both in one target: their common text goes in
 * twice. Where the target is a redirect, nginx escapes what it puts in, and
 * reckons the room for that once (CVE-2026-9256, mended in 1.30.2 and
 * 1.31.1; the controller has 1.27.1).
 */
#include "lint/nest.h"

#include "lint/proof.h"

/* Two pieces of a target, and what a path makes of them. */
struct overlap {
	const struct piece *outer, *inner;
	uint32_t outer_group, inner_group;
	struct proof proof;
};

/* Some request has text in the inner group, and that in the outer one, too. */
static bool
shows_overlap(struct lint *lint, const struct use *use, struct overlap *o)
{
	struct rx *x = subject_rx(lint, o->proof.path);
	struct example *e = &o->proof.example;
	struct rx_captures got;

	for (unsigned fill = 0; fill < EXAMPLE_COUNT; fill++) {
		struct str outer, inner;

		if (!use_example(lint, use, o->proof.path, fill, e) ||
		    !rx_rewrites(lint->arena, x, e->uri, &got))
			continue;
		outer = got.at[o->outer_group];
		inner = got.at[o->inner_group];
		if (inner.len > 0 && inner.at >= outer.at &&
		    inner.at + inner.len <= outer.at + outer.len)
			return true;
	}
	return false;
}

static bool
find_overlap(struct lint *lint, const struct use *use, const struct rx *x,
    struct overlap *o)
{
	const struct target *t = &use->target;

	for (size_t i = 0; i < t->pieces.n && i < PROOF_PIECES; i++)
		for (size_t k = 0; k < t->pieces.n && k < PROOF_PIECES; k++) {
			o->outer = &t->pieces.at[i];
			o->inner = &t->pieces.at[k];
			o->outer_group = use_group(o->outer, x);
			o->inner_group = use_group(o->inner, x);
			if (o->outer_group > 0 && ast_is_nested(x->tree,
			    o->inner_group, o->outer_group) &&
			    shows_overlap(lint, use, o))
				return true;
		}
	return false;
}

/*
 * nginx: ngx_http_script_regex_start_code(). With a variable in the target,
 * or one capture twice, it reckons the length of every piece.
 */
static bool
is_overrun(const struct use *use, const struct rx *x, const struct overlap *o)
{
	struct ast_capture c = ast_capture(x->tree, o->inner_group);
	unsigned seen = 0;

	if (use->header || !target_redirects(use->target.text))
		return false;
	for (size_t i = 0; i < use->target.pieces.n; i++) {
		const struct piece *p = &use->target.pieces.at[i];

		if (p->kind == PIECE_TEXT)
			continue;
		if (p->kind != PIECE_CAPTURE ||
		    (seen & 1u << p->number) != 0)
			return false;
		seen |= 1u << p->number;
	}
	return byteset_has(&c.bytes, '+') || byteset_has(&c.bytes, '%') ||
	    byteset_has(&c.bytes, ' ') || byteset_has(&c.bytes, '&');
}

static void
report_overlap(struct lint *lint, const struct use *use,
    const struct overlap *o)
{
	const struct subject_path *p = o->proof.path;
	struct str text = use->target.text;
	struct diag *d;

	d = diag_report(lint->diags, RULE_CAPTURES_NESTED,
	    use_place(lint, use, o->inner->from, o->inner->to),
	    "%s uses %.*s and %.*s, but group %u of path \"%.*s\" is inside "
	    "group %u, and its text is put in twice", use->name,
	    STR_ARG(str_cut(text, o->outer->from, o->outer->to)),
	    STR_ARG(str_cut(text, o->inner->from, o->inner->to)),
	    o->inner_group, STR_ARG(p->text), o->outer_group);
	proof_note(lint, d, use, &o->proof, true);
	if (is_overrun(use, subject_rx(lint, p), o)) {
		diag_level(d, LEVEL_ERROR);
		diag_note(lint->diags, d, SPAN_NONE, "nginx 1.27.1, which "
		    "the controller has, writes past the end of its memory "
		    "when such a request has many characters to escape, as "
		    "\"+\" (CVE-2026-9256)");
	}
	diag_say_fix(lint->diags, d, "use one of the two only");
}

void
nest_check(struct lint *lint, const struct use *use)
{
	const struct subject *s = use->subject;

	for (size_t i = 0; i < subject_tried(s); i++) {
		struct overlap o = { .proof = { .path = &s->paths.at[i] } };
		const struct rx *x = proof_rx(lint, use, o.proof.path);

		if (x == NULL || !find_overlap(lint, use, x, &o))
			continue;
		report_overlap(lint, use, &o);
		return;
	}
}
