/*
 * A pattern is a literal text and a tail out of a table. The literal ends
 * before what a quantifier binds to, and leaves its last slash to the tail,
 * so that "/api/.*" is "/api" and "/.*".
 */
#include "adopt/form.h"

#include "base/buf.h"

static bool
is_quantifier(char c)
{
	return c == '*' || c == '+' || c == '?' || c == '{';
}

/*
 * Takes plain characters off the front of the pattern. A dot counts as one:
 * people seldom escape it.
 */
static struct str
take_literal(struct arena *arena, struct str *pattern)
{
	struct str s = *pattern;
	char *out = arena_alloc(arena, s.len + 1);
	size_t i = 0, n = 0;

	while (i < s.len) {
		size_t unit = 1;

		if (s.at[i] == '\\' && i + 1 < s.len &&
		    !str_is_alnum(s.at[i + 1]))
			unit = 2;
		else if (s.at[i] == '\0' ||
		    strchr("\\^$[]|()*+?{}", s.at[i]) != NULL)
			break;
		if (i + unit < s.len && is_quantifier(s.at[i + unit]))
			break;
		out[n++] = s.at[i + unit - 1];
		i += unit;
	}
	*pattern = str_cut(s, i, s.len);
	return (struct str){ out, n };
}

static bool
take(struct str *s, const char *text)
{
	struct str front = str_from(text);

	if (!str_starts(*s, front))
		return false;
	*s = str_cut(*s, front.len, s->len);
	return true;
}

/* A slash at the end of the literal goes to the front of the rest. */
static struct str
leave_slash(struct arena *arena, struct str *literal, struct str rest)
{
	if (!str_ends(*literal, STR("/")))
		return rest;
	literal->len--;
	return arena_printf(arena, "/%.*s", STR_ARG(rest));
}

enum tail { TAIL_NONE, TAIL_PREFIX, TAIL_EXACT, TAIL_EXACT_SLASH };

static const struct {
	const char *text;
	enum tail tail;
} live_tails[] = {
	{ "", TAIL_PREFIX }, { "/", TAIL_PREFIX },
	{ "(/|$)", TAIL_PREFIX }, { "(?:/|$)", TAIL_PREFIX },
	{ "(/|$)(.*)", TAIL_PREFIX }, { "(/|$).*", TAIL_PREFIX },
	{ "(/.*)?", TAIL_PREFIX }, { "(/.*)?$", TAIL_PREFIX },
	{ "(?:/.*)?$", TAIL_PREFIX }, { "(/|$)(.*)$", TAIL_PREFIX },
	{ "/?(.*)", TAIL_PREFIX }, { "/?.*", TAIL_PREFIX },
	{ "/(.*)", TAIL_PREFIX }, { "/(.*)$", TAIL_PREFIX },
	{ "/.*", TAIL_PREFIX }, { "/.*$", TAIL_PREFIX },
	{ "(.*)", TAIL_PREFIX }, { "(.*)$", TAIL_PREFIX },
	{ ".*", TAIL_PREFIX }, { ".*$", TAIL_PREFIX },
	{ "$", TAIL_EXACT }, { "/?$", TAIL_EXACT },
	{ "/$", TAIL_EXACT_SLASH },
};

static enum tail
live_tail(struct str rest)
{
	for (size_t i = 0; i < sizeof(live_tails) / sizeof(*live_tails); i++)
		if (str_is(rest, live_tails[i].text))
			return live_tails[i].tail;
	return TAIL_NONE;
}

/* "/(?-i)api(/|$)" and "/(?-i)api$": behind the option. */
static bool
own_live(struct arena *arena, struct str rest, struct form *form)
{
	struct str literal = take_literal(arena, &rest);

	form->path = arena_printf(arena, "/%.*s", STR_ARG(literal));
	take(&rest, "(?#exact)");
	form->exact = str_is(rest, "$");
	return form->exact || (literal.len > 0 && str_is(rest, "(/|$)"));
}

bool
form_live(struct arena *arena, struct str text, struct form *form)
{
	struct str rest = text, literal;
	enum tail tail;

	*form = (struct form){ .exact = false };
	if (take(&rest, "/(?-i)"))
		return own_live(arena, rest, form);
	take(&rest, "^");
	literal = take_literal(arena, &rest);
	rest = leave_slash(arena, &literal, rest);
	tail = live_tail(rest);
	if (tail == TAIL_NONE || (literal.len > 0 && literal.at[0] != '/'))
		return false;
	form->exact = tail != TAIL_PREFIX;
	form->path = literal;
	if (literal.len == 0 || tail == TAIL_EXACT_SLASH)
		form->path = arena_printf(arena, "%.*s/", STR_ARG(literal));
	return true;
}

/* What stands between the prefix and the group that is the tail. */
static const struct {
	const char *text;
	unsigned group;		/* the number of that group */
} separators[] = {
	{ "(/|$)(", 2 }, { "(/)(", 2 }, { "(/?)(", 2 }, { "(?:/|$)(", 1 },
	{ "/?(", 1 }, { "/(", 1 },
};

/* A route within the tail group, behind its own literal. */
static bool
is_open(struct str rest)
{
	return str_is(rest, "(?:/.*)?)$") || str_is(rest, "(?:/.*)?)") ||
	    str_is(rest, "(?:/|$).*)") || str_is(rest, "/.*)") ||
	    str_is(rest, ".*)");
}

/* `rest` begins inside the group that is the tail. */
static bool
read_tail(struct arena *arena, struct str rest, struct form *form)
{
	struct str literal;

	form->path = STR("/");
	if (str_is(rest, ".*)") || str_is(rest, ".*)$"))
		return true;
	take(&rest, "(?-i)");
	literal = take_literal(arena, &rest);
	if (literal.len == 0) {
		form->exact = str_is(rest, ")$") ||
		    str_is(rest, ")(?#exact)$");
		return form->exact;
	}
	rest = leave_slash(arena, &literal, rest);
	form->path = arena_printf(arena, "/%.*s", STR_ARG(literal));
	form->exact = str_is(rest, ")$") || str_is(rest, "(?#exact))$");
	return form->exact || is_open(rest);
}

bool
form_cut(struct arena *arena, struct str text, struct str target,
    struct form *form)
{
	struct str rest = text;

	*form = (struct form){ .path = STR("/") };
	take(&rest, "^");
	form->under = take_literal(arena, &rest);
	rest = leave_slash(arena, &form->under, rest);
	if (form->under.len > 0 && form->under.at[0] != '/')
		return false;
	/* "/green(/.*)" as "$1" */
	if (str_is(target, "$1"))
		return str_is(rest, "(/.*)") || str_is(rest, "(/.*)?") ||
		    str_is(rest, "(/.*)$");
	for (size_t i = 0; i < sizeof(separators) / sizeof(*separators);
	    i++) {
		struct str inner = rest;

		if (take(&inner, separators[i].text) &&
		    str_eq(target, arena_printf(arena, "/$%u",
		    separators[i].group)))
			return read_tail(arena, inner, form);
	}
	return false;
}
