#include "adopt/witness.h"

#include "base/limits.h"
#include "model/target.h"
#include "rx/example.h"

struct finding {
	struct arena *arena;
	struct rx_set *patterns;
	struct map seen;
	struct map texts;	/* paths that were looked at */
	witnesses *out;
};

/* `raw` is added as it is. */
static void
add(struct finding *f, struct str raw)
{
	void **at = map_put(f->arena, &f->seen, raw);

	if (*at != NULL)
		return;
	*at = f;
	*vec_add(f->arena, f->out) = raw;
}

/* The decoded path, written as a client would, and then `tail`. */
static void
add_path(struct finding *f, struct str path, const char *tail)
{
	struct buf out;

	if (path.len == 0 || path.at[0] != '/')
		return;
	buf_init(&out);
	target_escape(&out, path);
	buf_puts(&out, tail);
	add(f, arena_str(f->arena, buf_str(&out)));
	buf_release(&out);
}

static struct str
other_case(struct arena *arena, struct str s)
{
	struct str copy = arena_str(arena, s);
	char *at = (char *)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if ((at[i] >= 'a' && at[i] <= 'z') ||
		    (at[i] >= 'A' && at[i] <= 'Z'))
			at[i] ^= 'a' ^ 'A';
	return copy;
}

/* A dot of a pattern takes any character. */
static struct str
without_dots(struct arena *arena, struct str s)
{
	struct str copy = arena_str(arena, s);
	char *at = (char *)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if (at[i] == '.')
			at[i] = 'x';
	return copy;
}

static void
add_around(struct finding *f, struct str path)
{
	static const char *const tails[] = {
		"", "/", "/x", "/x/y", "x", "-old", "%2Fx", "/x%2Fy",
		"?a=b", "/?a=b"
	};

	while (path.len > 1 && path.at[path.len - 1] == '/')
		path.len--;
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++)
		add_path(f, path, tails[i]);
	add_path(f, other_case(f->arena, path), "");
	add_path(f, other_case(f->arena, path), "/x");
	add_path(f, without_dots(f->arena, path), "");
	add_path(f, str_cut(path, 0, path.len - 1), "");
	add_path(f, arena_printf(f->arena, "/%.*s", STR_ARG(path)), "");
}

static void
add_examples(struct finding *f, struct str text)
{
	struct rx *rx = rx_get(f->arena, f->patterns, text);
	struct str uri;

	for (int i = 0; i < EXAMPLE_COUNT && rx_compiles(rx); i++)
		if (example_of(f->arena, rx, (enum example_fill)i, &uri))
			add_around(f, uri);
}

/* A pattern is no path: what it takes is. */
static void
add_text(struct finding *f, struct str text, bool regex)
{
	void **at = map_put(f->arena, &f->texts, text);

	if (*at != NULL)
		return;
	*at = f;
	if (text.len == 0 || text.len > LIMIT_PATTERN_BYTES)
		return;
	if (regex)
		add_examples(f, text);
	else
		add_around(f, text);
}

static void
add_site(struct finding *f, const struct site *site)
{
	for (size_t i = 0; site != NULL && i < site->spots.n; i++)
		add_text(f, site->spots.at[i]->text, site->regex != NULL);
}

void
witness_find(struct arena *arena, struct rx_set *patterns,
    const struct site *one, const struct site *other, witnesses *out)
{
	struct finding f = { .arena = arena, .patterns = patterns,
		.out = out };

	add(&f, STR("/"));
	add(&f, STR("/nothing-of-that-name"));
	add(&f, STR("/?a=b"));
	add_site(&f, one);
	add_site(&f, other);
}

struct str
witness_host(struct arena *arena, struct str host)
{
	if (str_is(host, "_"))
		return STR("unknown.invalid");
	if (str_starts(host, STR("*.")))
		return arena_printf(arena, "w%.*s",
		    STR_ARG(str_cut(host, 1, host.len)));
	return host;
}
