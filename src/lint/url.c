#include "lint/url.h"

#include "nginx/uri.h"

static size_t
find_escape(struct str s)
{
	for (size_t i = 0; i + 2 < s.len; i++)
		if (s.at[i] == '%' && str_is_hex(s.at[i + 1]) &&
		    str_is_hex(s.at[i + 2]))
			return i;
	return STR_NONE;
}

/* "?name=": where the name is. An expression may have a "\" before. */
static size_t
find_query(struct str s)
{
	size_t at = str_find_byte(s, '?', 0), end = at + 1;

	while (at != STR_NONE && end < s.len && (str_is_alnum(s.at[end]) ||
	    s.at[end] == '_' || s.at[end] == '-'))
		end++;
	return at != STR_NONE && end > at + 1 && end < s.len &&
	    s.at[end] == '=' ? at : STR_NONE;
}

static bool
has_dots(struct str s)
{
	return str_find(s, STR("/./"), 0) != STR_NONE ||
	    str_find(s, STR("/../"), 0) != STR_NONE ||
	    str_ends(s, STR("/.")) || str_ends(s, STR("/.."));
}

bool
url_suspected(struct str path)
{
	for (size_t i = 0; i < path.len; i++)
		if (strchr("%?#", path.at[i]) != NULL ||
		    (path.at[i] == '/' && i + 1 < path.len &&
		    (path.at[i + 1] == '/' || path.at[i + 1] == '.')))
			return true;
	return false;
}

enum slip {
	SLIP_ESCAPE, SLIP_QUERY, SLIP_FRAGMENT, SLIP_SLASHES, SLIP_DOTS,
	SLIP_NONE
};

static const char *const reasons[] = {
	[SLIP_ESCAPE] = "nginx decodes a request before it looks for a path",
	[SLIP_QUERY] = "nginx looks for a path without the query",
	[SLIP_FRAGMENT] = "browsers keep what follows \"#\" to themselves",
	[SLIP_SLASHES] = "nginx makes several slashes one before it looks "
	    "for a path",
	[SLIP_DOTS] = "nginx resolves \".\" and \"..\" before it looks for "
	    "a path",
};

/* A request that is meant for the path, and what it is to nginx. */
struct meant {
	enum slip slip;
	struct str target;	/* empty: any */
	struct str path;
	struct str before;	/* of the path: all up to the fault */
};

static bool
read_target(struct lint *lint, struct str target, struct meant *m)
{
	struct uri uri;

	m->target = target;
	if (uri_read(lint->arena, target, true, &uri) != NULL)
		return false;
	m->path = uri.path;
	return !str_eq(uri.path, target);
}

static bool
find_meant(struct lint *lint, const struct subject_path *p, struct meant *m)
{
	size_t at = STR_NONE;

	m->slip = SLIP_NONE;
	if (find_escape(p->text) != STR_NONE)
		m->slip = SLIP_ESCAPE;
	else if ((at = find_query(p->text)) != STR_NONE)
		m->slip = SLIP_QUERY;
	else if ((at = str_find_byte(p->text, '#', 0)) != STR_NONE)
		m->slip = SLIP_FRAGMENT;
	else if (str_find(p->text, STR("//"), 0) != STR_NONE)
		m->slip = SLIP_SLASHES;
	else if (has_dots(p->text))
		m->slip = SLIP_DOTS;
	if (m->slip == SLIP_QUERY || m->slip == SLIP_FRAGMENT)
		m->before = str_cut(p->text, 0, at);
	return m->slip != SLIP_NONE && read_target(lint, p->text, m) &&
	    !str_starts(m->path, p->text);
}

/* "/a//b": both slashes have to be there. */
static bool
has_two_slashes(const struct ast *root)
{
	for (uint32_t i = 1; root->kind == AST_CONCAT && i < root->nparts;
	    i++)
		if (root->parts[i - 1]->kind == AST_BYTE &&
		    root->parts[i]->kind == AST_BYTE &&
		    root->parts[i - 1]->byte == '/' &&
		    root->parts[i]->byte == '/')
			return true;
	return false;
}

/* Up to there an expression is text; a backslash may be the last of it. */
static bool
is_text_before(struct str path, size_t at, struct str *before)
{
	if (at != STR_NONE && at > 0 && path.at[at - 1] == '\\')
		at--;
	*before = str_cut(path, 0, at);
	return at != STR_NONE && subject_is_strict(*before);
}

/* PCRE does not take what nginx makes of the request. */
static bool
find_meant_by_regex(struct lint *lint, const struct subject_path *p,
    struct meant *m)
{
	struct rx *x = subject_rx(lint, p);
	size_t query = find_query(p->text);
	struct str target;

	*m = (struct meant){ .slip = SLIP_SLASHES };
	if (!rx_compiles(x) || x->tree->root == NULL)
		return false;
	if (find_escape(p->text) != STR_NONE) {
		m->slip = SLIP_ESCAPE;
		if (!example_of(lint->arena, x, EXAMPLE_USUAL, &target))
			return false;
	} else if (is_text_before(p->text, query, &m->before)) {
		m->slip = SLIP_QUERY;
		target = arena_printf(lint->arena, "%.*s%.*s1",
		    STR_ARG(m->before), STR_ARG(str_cut(p->text, query,
		    str_find_byte(p->text, '=', query) + 1)));
	} else if (is_text_before(p->text, str_find_byte(p->text, '#', 0),
	    &m->before)) {
		m->slip = SLIP_FRAGMENT;
		target = arena_printf(lint->arena, "%.*s#",
		    STR_ARG(m->before));
	} else {
		return has_two_slashes(x->tree->root);
	}
	return read_target(lint, target, m) && !rx_takes(x, m->path);
}

/* With every %XX decoded; in an expression nothing gets a meaning by it. */
static struct str
decoded(struct lint *lint, struct str text, bool regex)
{
	struct str rest = text, plain;
	struct buf out;
	size_t at;

	buf_init(&out);
	while ((at = find_escape(rest)) != STR_NONE) {
		struct uri uri;

		buf_add(&out, str_cut(rest, 0, at));
		if (uri_read(lint->arena, arena_printf(lint->arena, "/x%.*s",
		    STR_ARG(str_cut(rest, at, at + 3))), true, &uri) == NULL) {
			char c = uri.path.at[uri.path.len - 1];

			if (regex && strchr("\\^$.[]()|?*+{}", c) != NULL)
				buf_putc(&out, '\\');
			buf_putc(&out, c);
		}
		rest = str_cut(rest, at + 3, rest.len);
	}
	buf_add(&out, rest);
	plain = arena_str(lint->arena, buf_str(&out));
	buf_release(&out);
	return plain;
}

/* The path that takes what was meant, or empty. */
static struct str
mended(struct lint *lint, const struct subject_path *p,
    const struct meant *m)
{
	size_t at = str_find(p->text, STR("//"), 0);
	bool regex = p->cause != NULL;
	struct str text = m->path;

	if (m->slip == SLIP_ESCAPE)
		text = decoded(lint, p->text, regex);
	else if (regex && m->slip == SLIP_SLASHES)
		return arena_printf(lint->arena, "%.*s%.*s",
		    STR_ARG(str_cut(p->text, 0, at)),
		    STR_ARG(str_cut(p->text, at + 1, p->text.len)));
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7F)
			text.len = 0;
	if (regex && !rx_takes(rx_get(lint->arena, lint->patterns, text),
	    m->path))
		text.len = 0;
	return text;
}

static void
fix_url(struct lint *lint, struct diag *d, const struct subject_path *p,
    const struct meant *m)
{
	struct str before = m->before, text;

	if (m->slip == SLIP_QUERY || m->slip == SLIP_FRAGMENT) {
		if (before.len == 0)
			before = STR("/");
		diag_say_fix(lint->diags, d, "path: %.*s; what comes after it "
		    "cannot choose a path", STR_ARG(before));
		return;
	}
	text = mended(lint, p, m);
	if (text.len > 0)
		subject_fix_path(lint, d, p->path, text);
	else
		diag_say_fix(lint->diags, d, "write the path as it is "
		    "decoded");
}

struct diag *
url_check(struct lint *lint, const struct subject_path *p)
{
	struct str outcome = STR("no request reaches it");
	struct meant m = { .before = { NULL, 0 } };
	struct diag *d;

	if (!url_suspected(p->text) || !(p->cause != NULL ?
	    find_meant_by_regex(lint, p, &m) : find_meant(lint, p, &m)))
		return NULL;
	if (m.slip == SLIP_FRAGMENT)
		outcome = arena_printf(lint->arena, "what they send is GET "
		    "%.*s, which does not reach it",
		    STR_ARG(subject_request(lint->arena, m.path)));
	else if (m.target.len > 0)
		outcome = arena_printf(lint->arena, "GET %.*s is \"%.*s\" "
		    "then, and does not reach it", STR_ARG(m.target),
		    STR_ARG(m.path));
	d = diag_report(lint->diags, RULE_PATH_AS_URL,
	    node_span(p->path->text), "path \"%.*s\" is written as in a URL, "
	    "but %s: %.*s", STR_ARG(p->text), reasons[m.slip],
	    STR_ARG(outcome));
	fix_url(lint, d, p, &m);
	return d;
}
