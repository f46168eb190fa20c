/*
 * What a pattern has to say:
 *   Prefix /api   the segments "api", then "/" or the end, in this case
 *   Exact /api    this and nothing more, in this case
 *   Prefix /      everything; "/" says that on any host
 * The controller tries patterns by the length of their text, the longer
 * first (semantics 3.2). A Prefix pattern above another one is shorter by
 * itself; an Exact pattern may not be, and gets a comment that makes it so.
 */
#include "render/pattern.h"

static bool
is_root(const struct release_route *r)
{
	return str_is(r->path, "/");
}

bool
release_is_regex(const struct release *release)
{
	const struct release_spec *spec = release->spec;

	if (spec->preview == NULL || spec->preview->kind != PREVIEW_PATH)
		return false;
	for (size_t i = 0; i < spec->routes.n; i++)
		if (!is_root(&spec->routes.at[i]) ||
		    spec->routes.at[i].type != ROUTE_PREFIX)
			return true;
	return false;
}

/* The text as a pattern that matches it and nothing else. */
static struct str
escape(struct arena *arena, struct str text)
{
	char *out = arena_alloc(arena, text.len * 2 + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '\0' &&
		    strchr("\\^$.[]|()*+?{}", text.at[i]) != NULL)
			out[n++] = '\\';
		out[n++] = text.at[i];
	}
	return (struct str){ out, n };
}

/* A route's path as a pattern in one of the two Ingress objects. */
typedef struct str form(struct arena *, const struct release *,
    const struct release_route *, const char *pad);

/* Everything behind the leading slash of the path. */
static struct str
segments(struct arena *arena, const struct release_route *r)
{
	return escape(arena, str_cut(r->path, 1, r->path.len));
}

static struct str
live_form(struct arena *arena, const struct release *release,
    const struct release_route *r, const char *pad)
{
	struct str rest = segments(arena, r);

	(void)release;
	if (r->type == ROUTE_EXACT)
		return arena_printf(arena, "/(?-i)%.*s%s$", STR_ARG(rest),
		    pad);
	if (is_root(r))
		return STR("/");
	return arena_printf(arena, "/(?-i)%.*s(/|$)", STR_ARG(rest));
}

static struct str
preview_form(struct arena *arena, const struct release *release,
    const struct release_route *r, const char *pad)
{
	struct str under = escape(arena, release->spec->preview->path);
	struct str rest = segments(arena, r);

	if (is_root(r) && r->type == ROUTE_EXACT)
		return arena_printf(arena, "%.*s(/|$)()%s$", STR_ARG(under),
		    pad);
	if (is_root(r))
		return arena_printf(arena, "%.*s(/|$)(.*)", STR_ARG(under));
	if (r->type == ROUTE_EXACT)
		return arena_printf(arena, "%.*s(/)((?-i)%.*s%s)$",
		    STR_ARG(under), STR_ARG(rest), pad);
	return arena_printf(arena, "%.*s(/)((?-i)%.*s(?:/.*)?)$",
	    STR_ARG(under), STR_ARG(rest));
}

/* The Prefix route takes the path of the other one too. */
static bool
covers(const struct release_route *prefix, const struct release_route *r)
{
	return prefix->type == ROUTE_PREFIX && (is_root(prefix) ||
	    (str_starts(r->path, prefix->path) &&
	    (r->path.len == prefix->path.len ||
	    r->path.at[prefix->path.len] == '/')));
}

/* Which of two texts the controller puts first (semantics 3.2). */
static bool
comes_first(struct str a, struct str b)
{
	return a.len != b.len ? a.len > b.len : str_cmp(a, b) > 0;
}

/* An Exact pattern must come before every Prefix pattern that covers it. */
static struct str
in_order(struct arena *arena, const struct release *release,
    const struct release_route *r, form *write)
{
	struct str text = write(arena, release, r, "");
	const struct release_spec *spec = release->spec;

	if (r->type != ROUTE_EXACT)
		return text;
	for (size_t i = 0; i < spec->routes.n; i++) {
		const struct release_route *other = &spec->routes.at[i];

		if (covers(other, r) && !comes_first(text,
		    write(arena, release, other, "")))
			return write(arena, release, r, "(?#exact)");
	}
	return text;
}

static const char specific[] = "ImplementationSpecific";

struct route_pattern
pattern_live(struct arena *arena, const struct release *release,
    const struct release_route *r)
{
	struct route_pattern p = { r->path,
		r->type == ROUTE_EXACT ? "Exact" : "Prefix" };

	if (!release_is_regex(release) ||
	    (is_root(r) && r->type == ROUTE_PREFIX))
		return p;
	p.text = in_order(arena, release, r, live_form);
	p.type = specific;
	return p;
}

struct route_pattern
pattern_preview(struct arena *arena, const struct release *release,
    const struct release_route *r)
{
	const struct release_preview *preview = release->spec->preview;
	struct route_pattern p = pattern_live(arena, release, r);

	if (preview == NULL || preview->kind != PREVIEW_PATH)
		return p;
	p.text = in_order(arena, release, r, preview_form);
	p.type = specific;
	return p;
}
