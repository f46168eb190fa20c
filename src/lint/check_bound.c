/*
 * Paths that take more than what is below them. When requests are rewritten,
 * the service gets what is left of a name; when not, a request comes here
 * that another path was for.
 */
#include "lint/check.h"

#include "lint/bound.h"
#include "lint/use.h"

/*
 * The path of the Ingress that would get the request otherwise, or NULL. It
 * is one for other requests at this level, too, and not open itself.
 */
static const struct subject_path *
find_other(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct str uri)
{
	const struct subject_path *best = NULL;
	size_t slash = uri.len;
	struct str beside;

	while (slash > 0 && uri.at[slash - 1] != '/')
		slash--;
	beside = arena_printf(lint->arena, "%.*scart",
	    STR_ARG(str_cut(uri, 0, slash)));

	for (size_t i = 0; i < s->paths.n; i++) {
		const struct subject_path *other = &s->paths.at[i];

		if (other != p && other->located &&
		    str_eq(other->host, p->host) &&
		    !str_eq(other->text, p->text) && (best == NULL ||
		    subject_comes_before(other->text, best->text)) &&
		    rx_takes(subject_rx(lint, other), uri) &&
		    rx_takes(subject_rx(lint, other), beside))
			best = other;
	}
	return best;
}

/* "/swagger.*" for /swagger-ui: nothing in it is about segments. */
static bool
is_prefix(struct str path)
{
	return (str_ends(path, STR(".*")) || str_ends(path, STR(".+"))) &&
	    !str_ends(path, STR("/?.*"));
}

/* Both lead to the same port of the same Service. */
static bool
is_same_backend(const struct path *a, const struct path *b)
{
	return str_eq(node_text(a->backend.service),
	    node_text(b->backend.service)) &&
	    str_eq(node_text(a->backend.port), node_text(b->backend.port));
}

static void
fix_beyond(struct lint *lint, struct diag *d, const struct subject *s,
    struct subject_path *p, const struct beyond *b)
{
	struct str end = STR("(?:/|$)"), text;

	if (!bound_mend(lint, s, p, b, &text)) {
		diag_say_fix(lint->diags, d, "let (?:/|$) follow the last "
		    "segment, or end the path with $");
		return;
	}
	/* Known to more people, and there is no group to be counted. */
	if (s->rewrite.target.len == 0 && subject_rx(lint, p)->groups == 0 &&
	    str_ends(text, end))
		text = arena_printf(lint->arena, "%.*s(/|$)",
		    STR_ARG(str_cut(text, 0, text.len - end.len)));
	subject_fix_path(lint, d, p->path, text);
	p->mended = text;
}

/* In a path that is meant for its own requests, they get a slash more. */
static void
note_two_slashes(struct lint *lint, struct diag *d, const struct use *use,
    const struct subject_path *p)
{
	struct example e;

	if (!use_example(lint, use, p, EXAMPLE_USUAL, &e) ||
	    str_find(use->target.text, STR("//"), 0) != STR_NONE ||
	    str_find(e.result, STR("//"), 0) == STR_NONE)
		return;
	diag_note(lint->diags, d, SPAN_NONE, "and GET %.*s reaches it as "
	    "\"%.*s\"", STR_ARG(e.request), STR_ARG(e.result));
}

static struct diag *
report_beyond(struct lint *lint, const struct subject_path *p,
    struct str what)
{
	return diag_report(lint->diags, RULE_PATH_NOT_BOUNDED,
	    node_span(p->path->text), "path \"%.*s\" also takes requests "
	    "that only begin like it: %.*s", STR_ARG(p->text),
	    STR_ARG(what));
}

/* Nothing is rewritten: what matters is who gets the request. */
static void
check_unrewritten(struct lint *lint, const struct subject *s,
    struct subject_path *p, const struct beyond *b)
{
	const struct subject_path *other = find_other(lint, s, p, b->uri);
	struct str what, request = subject_request(lint->arena, b->uri);
	struct diag *d;

	if (is_prefix(p->text) || (other == NULL ?
	    !subject_covers(lint, p, b->uri) :
	    is_same_backend(other->path, p->path)))
		return;
	if (other == NULL)
		what = arena_printf(lint->arena, "GET %.*s comes here too",
		    STR_ARG(request));
	else
		what = arena_printf(lint->arena, "GET %.*s comes here and "
		    "not to path \"%.*s\"", STR_ARG(request),
		    STR_ARG(other->text));
	d = report_beyond(lint, p, what);
	diag_level(d, LEVEL_NOTE);
	fix_beyond(lint, d, s, p, b);
}

/* All becomes one, as rewrite-collapses says; so does a little more. */
static bool
is_collapsed(const struct use *use, const struct subject_path *p)
{
	const struct target *t = &use->target;

	return p->lost && t->pieces.n == 1 &&
	    t->pieces.at[0].kind == PIECE_TEXT;
}

static void
check_path(struct lint *lint, const struct use *use,
    struct subject_path *p)
{
	const struct subject *s = use->subject;
	struct beyond b;
	struct diag *d;

	if (is_collapsed(use, p) || !bound_find(lint, s, p, &b))
		return;
	if (use->target.text.len == 0 || !use_applies(use, p)) {
		check_unrewritten(lint, s, p, &b);
		return;
	}
	d = report_beyond(lint, p, use_say(lint, use, p, b.uri));
	note_two_slashes(lint, d, use, p);
	fix_beyond(lint, d, s, p, &b);
}

/*
 * Plain paths are left out. Of one that is rewritten its target is the
 * matter, which has no capture, or one that it has no group for; of others
 * host-regex-flip speaks.
 */
static void
check_bounds(struct lint *lint, struct subject *s)
{
	struct use use;

	if (s->canary || s->answered || s->rewrite.unsettled)
		return;
	use = use_read(lint, s);
	for (size_t i = 0; i < subject_tried(s); i++) {
		struct subject_path *p = &s->paths.at[i];

		if (subject_is_expression(lint, s, p) &&
		    !subject_is_plain(lint, p))
			check_path(lint, &use, p);
	}
}

subject_check *const bound_checks[] = {
	check_bounds, NULL
};
