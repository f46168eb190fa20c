#include "lint/use.h"

struct use
use_read(struct lint *lint, const struct subject *s)
{
	struct use use = {
		.subject = s, .node = s->rewrite.node,
		.name = "rewrite-target"
	};

	target_read(lint->arena, s->rewrite.target, &use.target);
	return use;
}

bool
use_applies(const struct use *use, const struct subject_path *p)
{
	return p->located && p->settled &&
	    !str_eq(use->subject->rewrite.target, p->text);
}

uint32_t
use_group(const struct piece *piece, const struct rx *x)
{
	uint32_t number = 0;

	if (piece->kind == PIECE_CAPTURE)
		number = piece->number;
	else if (piece->kind == PIECE_VARIABLE)
		number = rx_group_named(x, piece->name);
	return number > x->groups ? 0 : number;
}

struct str
use_outcome(struct arena *arena, const struct use *use,
    const struct example *e)
{
	const char *arrow = "->";

	if (use->header)
		arrow = "is told";
	else if (target_redirects(use->target.text))
		arrow = "is redirected to";
	else if (e->result.len == 0)
		return arena_printf(arena, "GET %.*s is answered 500",
		    STR_ARG(e->request));
	return arena_printf(arena, "GET %.*s %s \"%.*s\"",
	    STR_ARG(e->request), arrow, STR_ARG(e->result));
}

struct str
use_say(struct lint *lint, const struct use *use,
    const struct subject_path *p, struct str uri)
{
	struct str request = subject_request(lint->arena, uri);
	struct example e;

	if (use->target.text.len == 0 || !use_applies(use, p) ||
	    !use_request(lint, use, p, uri, &e))
		return arena_printf(lint->arena, "GET %.*s comes here too",
		    STR_ARG(request));
	if (e.result.len == 0)
		return use_outcome(lint->arena, use, &e);
	return arena_printf(lint->arena, "GET %.*s %s \"%.*s\"",
	    STR_ARG(request), target_redirects(use->target.text) ?
	    "is redirected to" : "reaches the service as",
	    STR_ARG(e.result));
}

struct span
use_place(const struct lint *lint, const struct use *use, size_t from,
    size_t to)
{
	return node_part(lint->sources, use->node, from, to);
}

bool
use_request(struct lint *lint, const struct use *use,
    const struct subject_path *p, struct str uri, struct example *e)
{
	struct rx *x = subject_rx(lint, p);
	struct match match = { .rx = x, .uri = uri };
	struct str result;
	struct buf out;
	bool known;

	e->uri = uri;
	e->request = subject_request(lint->arena, uri);
	if (!subject_takes(lint, use->subject, p, uri) ||
	    !rx_rewrites(lint->arena, x, uri, &match.captures))
		return false;
	buf_init(&out);
	known = target_expand(&out, &use->target, &match);
	result = arena_str(lint->arena, buf_str(&out));
	buf_release(&out);
	e->result = use->header || target_redirects(use->target.text) ?
	    result : subject_request(lint->arena, result);
	return known;
}

bool
use_example(struct lint *lint, const struct use *use,
    const struct subject_path *p, enum example_fill fill, struct example *e)
{
	struct str uri;

	return example_of(lint->arena, subject_rx(lint, p), fill, &uri) &&
	    use_request(lint, use, p, uri, e);
}

bool
use_loses_rest(struct lint *lint, const struct use *use,
    const struct subject_path *p, struct example *e)
{
	struct str base, one, two;
	struct example other;
	const char *slash;

	if (!example_of(lint->arena, subject_rx(lint, p), EXAMPLE_SHORT,
	    &base))
		return false;
	slash = str_ends(base, STR("/")) ? "" : "/";
	one = arena_printf(lint->arena, "%.*s%scart", STR_ARG(base), slash);
	two = arena_printf(lint->arena, "%.*s%sabout/us", STR_ARG(base),
	    slash);
	return use_request(lint, use, p, one, e) &&
	    use_request(lint, use, p, two, &other) &&
	    str_eq(e->result, other.result);
}
