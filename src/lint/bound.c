/*
 * On a regex host a path is open at its end, so that /app also takes /apple.
 * PCRE is asked: a request that the path takes is made longer within its
 * last segment. What would mend it is asked in the same way.
 */
#include "lint/bound.h"

/*
 * The path insists on the last letter of the request. Where it may be any,
 * as in ([^/]+), or none, as in /app-(.*), more of a segment is meant, too.
 */
static bool
is_end(struct lint *lint, struct rx *x, struct str uri)
{
	struct str other;

	if (uri.len == 0 || !str_is_alnum(uri.at[uri.len - 1]))
		return false;
	other = arena_printf(lint->arena, "%.*s-",
	    STR_ARG(str_cut(uri, 0, uri.len - 1)));
	return !rx_takes(x, other);
}

bool
bound_find(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct beyond *b)
{
	static const enum example_fill order[] = {
		EXAMPLE_USUAL, EXAMPLE_SHORT
	};
	/* A longer path may be for just one of them. */
	static const char *const more[] = { "-old", "-new" };
	struct rx *x = subject_rx(lint, p);

	for (size_t i = 0; i < 4; i++) {
		if (!example_of(lint->arena, x, order[i / 2], &b->base) ||
		    !is_end(lint, x, b->base))
			continue;
		b->uri = arena_printf(lint->arena, "%.*s%s",
		    STR_ARG(b->base), more[i % 2]);
		if (subject_takes(lint, s, p, b->uri))
			return true;
	}
	return false;
}

/*
 * Ends that let a segment go on, and what was meant by them. Longer ones
 * stand before what they end in.
 */
static const struct end {
	const char *open, *bounded;
} ends[] = {
	{ "(/?)(.*)", "(/|$)(.*)" },
	{ "/?(.*)", "(?:/|$)(.*)" },
	{ "/?(.+)", "/(.+)" },
	{ "/?.*", "(?:/|$)" },
	{ "(?:/(.*))?", "(?:/(.*))?$" },
	{ "(?:/.*)?", "(?:/.*)?$" },
	{ "(/.*)?", "(/.*)?$" },
	{ "(.*)", "(?:/|$)(.*)" },
	{ "(.*)", "(/.*)?$" },
	{ "(.+)", "/(.+)" },
	{ "(.+)", "(/.+)" },
	{ ".*", "(?:/|$)" },
	{ "/?", "(?:/|$)" },
	{ "", "(?:/|$)" },
	{ "", "$" },
};

/* What the target makes of a request by that path; "//" is one slash. */
static bool
expand(struct lint *lint, const struct subject *s, struct str path,
    struct str uri, struct str *result)
{
	struct rx *x = rx_get(lint->arena, lint->patterns, path);
	struct match match = { .rx = x, .uri = uri };
	struct target target;
	struct buf out, plain;
	bool known;

	if (!rx_takes(x, uri) ||
	    !rx_rewrites(lint->arena, x, uri, &match.captures))
		return false;
	target_read(lint->arena, s->rewrite.target, &target);
	buf_init(&out);
	buf_init(&plain);
	known = target_expand(&out, &target, &match);
	for (size_t i = 0; i < out.len; i++)
		if (i == 0 || out.at[i] != '/' || out.at[i - 1] != '/')
			buf_putc(&plain, out.at[i]);
	*result = arena_str(lint->arena, buf_str(&plain));
	buf_release(&plain);
	buf_release(&out);
	return known;
}

/*
 * That text takes what the path is to take, with the same result, and is
 * bounded.
 */
static bool
is_better(struct lint *lint, const struct subject *s,
    const struct subject_path *p, const struct beyond *b, struct str text)
{
	struct rx *x = rx_get(lint->arena, lint->patterns, text);
	struct str uris[2] = { b->base };
	size_t n = subject_is_file(b->base) ? 1 : 2;

	uris[1] = arena_printf(lint->arena, "%.*s/cart", STR_ARG(b->base));
	if (!rx_compiles(x) || x->groups != subject_rx(lint, p)->groups ||
	    rx_takes(x, b->uri))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str old = { NULL, 0 }, new = { NULL, 0 };

		if (expand(lint, s, p->text, uris[i], &old) !=
		    expand(lint, s, text, uris[i], &new) ||
		    !str_eq(old, new))
			return false;
	}
	return true;
}

/* One of the known ends instead of the open one. */
static bool
find_end(struct lint *lint, const struct subject *s,
    const struct subject_path *p, const struct beyond *b, struct str *text)
{
	struct str path = p->text;
	const char *dollar = "";

	if (str_ends(path, STR("$"))) {
		dollar = "$";
		path.len--;
	}
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct str open = str_from(ends[i].open);

		if (!str_ends(path, open))
			continue;
		*text = arena_printf(lint->arena, "%.*s%s%s",
		    STR_ARG(str_cut(path, 0, path.len - open.len)),
		    ends[i].bounded, dollar);
		if (is_better(lint, s, p, b, *text))
			return true;
	}
	return false;
}

/* "/app(?:/|$)(?<tail>.*)" of "/app(?<tail>.*)"; or empty. */
static struct str
before_group(struct lint *lint, const struct subject_path *p)
{
	const struct ast *root = subject_rx(lint, p)->tree->root;
	struct str none = { NULL, 0 };
	uint32_t i = root->kind == AST_CONCAT ? root->nparts : 0, at;

	while (i > 0 && root->parts[i - 1]->kind == AST_ANCHOR)
		i--;
	if (i == 0 || root->parts[i - 1]->kind != AST_GROUP)
		return none;
	at = root->parts[i - 1]->from;
	return arena_printf(lint->arena, "%.*s(?:/|$)%.*s",
	    STR_ARG(str_cut(p->text, 0, at)),
	    STR_ARG(str_cut(p->text, at, p->text.len)));
}

bool
bound_mend(struct lint *lint, const struct subject *s,
    const struct subject_path *p, const struct beyond *b, struct str *text)
{
	*text = arena_printf(lint->arena, "%.*s$", STR_ARG(p->text));
	if (subject_is_file(b->base) && is_better(lint, s, p, b, *text))
		return true;
	if (find_end(lint, s, p, b, text))
		return true;
	*text = before_group(lint, p);
	return text->len > 0 && is_better(lint, s, p, b, *text);
}
