/*
 * A target without any capture replaces whatever was asked for. That is what
 * two endpoints are joined by; where the path or the target speaks of more
 * than one, it was meant to take the rest along.
 */
#include "lint/collapse.h"

#include "lint/bound.h"
#include "lint/proof.h"

/*
 * The end of the path or of the target says that something below it is
 * meant to follow. Else they may be two endpoints: /health, /actuator/health.
 */
static bool
is_about_more(struct lint *lint, const struct use *use,
    const struct proof *proof)
{
	return str_ends(use->target.text, STR("/")) ||
	    subject_covers(lint, proof->path, proof->example.uri);
}

static void
find_collapsed(struct lint *lint, const struct use *use, struct proofs *found,
    bool *sure)
{
	const struct subject *s = use->subject;

	for (size_t i = 0; i < subject_tried(s); i++) {
		struct subject_path *p = &s->paths.at[i];
		struct proof proof = { .path = p };

		if (proof_rx(lint, use, p) == NULL ||
		    p->path->type == PATH_EXACT ||
		    !use_loses_rest(lint, use, p, &proof.example))
			continue;
		*vec_add(lint->arena, &found->list) = proof;
		*sure = *sure || is_about_more(lint, use, &proof);
	}
}

/* A path of the Ingress is the target itself, and not rewritten. */
static const struct subject_path *
find_kept(const struct use *use)
{
	const struct subject *s = use->subject;

	for (size_t i = 0; i < s->paths.n; i++)
		if (s->paths.at[i].located &&
		    str_eq(s->paths.at[i].text, use->target.text))
			return &s->paths.at[i];
	return NULL;
}

/* A target with a group of the paths that holds the rest already. */
static bool
find_target(struct lint *lint, const struct use *use, struct str base,
    struct str *text)
{
	static const char *const slashes[] = { "/", "" };

	for (unsigned n = 1; n <= 9; n++)
		for (size_t i = 0; i < 2; i++) {
			*text = arena_printf(lint->arena, "%.*s%s$%u",
			    STR_ARG(base), slashes[i], n);
			if (proof_mends(lint, use, *text))
				return true;
		}
	return false;
}

/* The path may be one to be bounded, too. */
static void
fix_target(struct lint *lint, struct diag *d, const struct use *use,
    const struct subject_path *p, struct str text)
{
	struct beyond b;
	struct str path;

	if (bound_find(lint, use->subject, p, &b) &&
	    bound_mend(lint, use->subject, p, &b, &path) &&
	    proof_arrives(lint, p, path, text))
		diag_say_fix(lint->diags, d, "path: %.*s with %s: %.*s",
		    STR_ARG(path), use->name, STR_ARG(text));
	else
		subject_fix(lint, d, use->node, text, false, use->name);
}

static void
fix_collapsed(struct lint *lint, struct diag *d, const struct use *use,
    const struct proofs *found)
{
	const struct subject_path *kept = find_kept(use);
	const struct subject_path *first = found->list.at[0].path;
	struct str base = use->target.text, text, then = { NULL, 0 };
	bool root;

	while (str_ends(base, STR("/")))
		base.len--;
	if (kept == NULL && find_target(lint, use, base, &text)) {
		fix_target(lint, d, use, first, text);
		return;
	}
	if (kept != NULL)
		then = arena_printf(lint->arena, "; \"%.*s\" then belongs "
		    "on an Ingress of its own without it",
		    STR_ARG(kept->text));
	text = subject_with_tail(lint, first, 2, &root);
	if (root)
		diag_say_fix(lint->diags, d, "path: /(.*) with %s: "
		    "%.*s/$1", use->name, STR_ARG(base));
	else if (text.len > 0)
		diag_say_fix(lint->diags, d, "path: %.*s%s with %s: "
		    "%.*s/$2%.*s", STR_ARG(text), found->list.n > 1 ?
		    ", and the others alike," : "", use->name,
		    STR_ARG(base), STR_ARG(then));
	else
		diag_say_fix(lint->diags, d, "put what is below the path "
		    "into a group, as in (/|$)(.*), and use that in %s%.*s",
		    use->name, STR_ARG(then));
}

/* The requests that become one. */
static struct str
say_below(struct lint *lint, const struct proofs *found)
{
	const struct subject_path *p = found->list.at[0].path;
	struct str base = subject_without_tail(p);

	if (found->list.n > 1)
		return STR("whatever is below its paths");
	if (str_is(base, "/"))
		return STR("every one");
	return arena_printf(lint->arena, "whatever is below \"%.*s\"",
	    STR_ARG(base.len > 0 ? base : p->text));
}

static void
check_collapse(struct lint *lint, const struct use *use)
{
	struct proofs found = { 0 };
	bool sure = false;
	struct str below;
	struct diag *d;

	find_collapsed(lint, use, &found, &sure);
	if (found.list.n == 0)
		return;
	below = say_below(lint, &found);
	d = diag_report(lint->diags, RULE_REWRITE_COLLAPSES,
	    use_place(lint, use, 0, use->target.text.len), "rewrite-target "
	    "keeps nothing of a request: %.*s reaches the service as "
	    "\"%.*s\"", STR_ARG(below), STR_ARG(use->target.text));
	proofs_note(lint, d, use, &found);
	fix_collapsed(lint, d, use, &found);
	if (!sure) {
		diag_level(d, LEVEL_NOTE);
		diag_say_fix(lint->diags, d, "end the path with $, and give "
		    "it pathType: ImplementationSpecific, when nothing below "
		    "it is meant");
	}
	for (size_t i = 0; i < found.list.n; i++)
		found.list.at[i].path->lost = true;
}

/*
 * location.go: updateServerLocations() makes "/foo/" and "/foo" of a Prefix
 * path "/foo" that equals the target; template.go: buildProxyPass() then
 * compares the target with each of these.
 */
static bool
shows_same(struct lint *lint, const struct use *use,
    const struct subject_path *p, struct proof *proof)
{
	struct str with_slash, uri;
	struct rx *x;

	if (!p->located || !p->settled || p->told ||
	    use->subject->rewrite.use_regex ||
	    !str_eq(p->text, use->target.text) ||
	    !rewrite_forces_regex(&use->subject->rewrite, p->text,
	    p->path->type))
		return false;
	with_slash = arena_printf(lint->arena, "%.*s/", STR_ARG(p->text));
	uri = arena_printf(lint->arena, "%.*scart", STR_ARG(with_slash));
	x = rx_get(lint->arena, lint->patterns, with_slash);
	if (!rx_takes(x, uri) || !subject_takes(lint, use->subject, p, uri))
		return false;
	proof->example = (struct example){
		.uri = uri, .request = subject_request(lint->arena, uri),
		.result = subject_request(lint->arena, use->target.text)
	};
	return true;
}

static void
report_same(struct lint *lint, const struct use *use,
    const struct proof *proof)
{
	const struct subject_path *p = proof->path;
	struct str sibling = arena_printf(lint->arena, "%.*s-old",
	    STR_ARG(p->text));
	struct diag *d;

	d = diag_report(lint->diags, RULE_REWRITE_SAME_PATH,
	    use_place(lint, use, 0, use->target.text.len), "rewrite-target "
	    "is path \"%.*s\" itself, and rewrites nevertheless: whatever "
	    "is below it reaches the service as \"%.*s\"",
	    STR_ARG(p->text), STR_ARG(use->target.text));
	proof_note(lint, d, use, proof, true);
	if (p->cause == use->subject->ingress &&
	    subject_takes(lint, use->subject, p, sibling))
		diag_note(lint->diags, d, SPAN_NONE, "it makes every path "
		    "of %.*s a regular expression besides: GET %.*s comes "
		    "here too",
		    STR_ARG(subject_host(lint->arena, p->host)),
		    STR_ARG(subject_request(lint->arena, sibling)));
	diag_say_fix(lint->diags, d, use->subject->paths.n == 1 ?
	    "leave rewrite-target out" : "put the path on an Ingress of its "
	    "own without rewrite-target");
}

static void
check_same(struct lint *lint, const struct use *use)
{
	const struct subject *s = use->subject;

	for (size_t i = 0; i < s->paths.n; i++) {
		struct proof proof = { .path = &s->paths.at[i] };

		if (!shows_same(lint, use, proof.path, &proof))
			continue;
		report_same(lint, use, &proof);
		proof.path->told = true;
		return;
	}
}

void
collapse_check(struct lint *lint, const struct use *use)
{
	const struct target *t = &use->target;

	if (t->pieces.n != 1 || t->pieces.at[0].kind != PIECE_TEXT)
		return;
	check_same(lint, use);
	if (!subject_is_file(use->target.text))
		check_collapse(lint, use);
}
