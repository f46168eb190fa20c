#include "plan/probe.h"

#include "base/limits.h"
#include "k8s/ingress.h"

struct finder {
	struct arena *arena;
	const struct release *release;
	struct probes *found;
};

static struct probe *
add_probe(struct finder *f)
{
	if (f->found->list.n < LIMIT_PROBES)
		return vec_add(f->arena, &f->found->list);
	f->found->cut = true;
	return NULL;
}

static bool
has_certificate(const struct finder *f, struct str host)
{
	for (size_t i = 0; i < f->release->spec->tls.n; i++)
		for (size_t k = 0; k < f->release->spec->tls.at[i].hosts.n;
		    k++)
			if (str_eq(f->release->spec->tls.at[i].hosts.at[k]
			    .text, host))
				return true;
	return false;
}

static struct str
url_of(const struct finder *f, struct str host, struct str target)
{
	bool any = str_starts(host, STR("*"));

	return arena_printf(f->arena, "%s://%s%.*s%.*s",
	    has_certificate(f, host) ? "https" : "http", any ? "any" : "",
	    STR_ARG(str_cut(host, any, host.len)), STR_ARG(target));
}

/*
 * Adds a request, once. Without a preview it is what comes to `plain`, the
 * number of another; NOBODY for one that is live.
 */
#define NOBODY ((size_t)-1)
static void
add(struct finder *f, struct str host, struct str target, size_t plain)
{
	struct str url = url_of(f, host, target);
	void **at = map_put(f->arena, &f->found->urls, url);
	struct probe *p;
	size_t *number;

	if (*at != NULL || (p = add_probe(f)) == NULL)
		return;
	number = arena_new(f->arena, size_t);
	*number = f->found->list.n - 1;
	*at = number;
	p->url = url;
	p->live = plain == NOBODY;
	p->plain = p->live ? f->found->list.n - 1 : plain;
}

static struct str
other_case(struct arena *arena, struct str s)
{
	char *out = (char *)arena_str(arena, s).at;

	for (size_t i = 0; i < s.len; i++)
		if (out[i] >= 'a' && out[i] <= 'z')
			out[i] = (char)(out[i] - 'a' + 'A');
	return (struct str){ out, s.len };
}

/* The number of the request for / of a host, which comes first. */
static size_t
root_of(struct finder *f, struct str host)
{
	const size_t *number;

	add(f, host, STR("/"), NOBODY);
	number = map_get(&f->found->urls, url_of(f, host, STR("/")));
	return number == NULL ? 0 : *number;	/* none: there is no room */
}

/* A request of a live URL, and of the one with the prefix if there is one. */
static void
add_both(struct finder *f, struct str host, struct str target)
{
	const struct release_preview *preview = f->release->spec->preview;
	size_t root = root_of(f, host);

	add(f, host, target, NOBODY);
	if (preview != NULL && preview->kind == PREVIEW_HOST)
		add(f, preview->host, target, f->found->list.n);
	if (preview == NULL || preview->kind != PREVIEW_PATH)
		return;
	add(f, host, arena_join(f->arena, preview->path, target), root);
	add(f, host, arena_join(f->arena, other_case(f->arena,
	    preview->path), target), root);
}

/* The targets around a path. */
static void
add_route(struct finder *f, struct str host, struct str path)
{
	struct arena *arena = f->arena;
	struct str bare = str_ends(path, STR("/")) ?
	    str_cut(path, 0, path.len - 1) : path;

	add_both(f, host, path);
	add_both(f, host, arena_join(arena, bare, STR("/")));
	add_both(f, host, arena_join(arena, bare, STR("/below")));
	if (bare.len == 0)
		return;
	add_both(f, host, arena_join(arena, bare, STR("-beside")));
	add_both(f, host, other_case(arena, path));
}

/* The preview path without a slash, and what only begins like it. */
static void
add_prefix(struct finder *f, struct str host)
{
	const struct release_preview *preview = f->release->spec->preview;
	size_t root = root_of(f, host);

	if (preview == NULL || preview->kind != PREVIEW_PATH)
		return;
	add(f, host, preview->path, root);
	add(f, host, arena_join(f->arena, preview->path, STR("-beside")),
	    NOBODY);
}

/* what canaries listen to */

static struct str
annotation(const struct node *object, const char *name)
{
	struct str key = STR(INGRESS_PREFIX);
	const struct node *all = node_at(object, "metadata.annotations");

	for (uint32_t i = 0; node_is(all, NODE_MAP) && i < all->count; i++) {
		struct str k = all->entries[i].key->text;

		if (str_starts(k, key) && str_is(str_cut(k, key.len, k.len),
		    name))
			return node_text(all->entries[i].value);
	}
	return STR("");
}

/* A text that the pattern finds, if it is one that is only anchored. */
static struct str
text_for(struct str pattern)
{
	if (str_starts(pattern, STR("^")))
		pattern = str_cut(pattern, 1, pattern.len);
	if (str_ends(pattern, STR("$")))
		pattern = str_cut(pattern, 0, pattern.len - 1);
	for (size_t i = 0; i < pattern.len; i++)
		if (!str_is_alnum(pattern.at[i]) && pattern.at[i] != '-')
			return STR("");
	return pattern;
}

/* Every plain request once more, with that header. */
static void
repeat(struct finder *f, struct str name, struct str value)
{
	size_t n = f->found->list.n;
	struct header *header = arena_new(f->arena, struct header);

	*header = (struct header){ name, value };
	for (size_t i = 0; i < n && name.len > 0 && value.len > 0; i++) {
		struct probe plain = f->found->list.at[i], *p;

		if (!plain.live || (p = add_probe(f)) == NULL)
			continue;
		*p = plain;
		p->header = header;
		p->live = false;
	}
}

static void
add_canary(struct finder *f, const struct node *object)
{
	struct str value = annotation(object, "canary-by-header-value");
	struct str pattern = annotation(object, "canary-by-header-pattern");
	struct str cookie = annotation(object, "canary-by-cookie");

	if (!str_is(annotation(object, "canary"), "true"))
		return;
	if (value.len == 0)
		value = pattern.len > 0 ? text_for(pattern) : STR("always");
	repeat(f, annotation(object, "canary-by-header"), value);
	if (cookie.len > 0)
		repeat(f, STR("Cookie"), arena_join(f->arena, cookie,
		    STR("=always")));
}

void
probes_find(struct arena *arena, const struct plan *plan,
    struct probes *found)
{
	const struct release_spec *spec = plan->release->spec;
	struct finder f = { arena, plan->release, found };

	*found = (struct probes){ .cut = false };
	for (size_t i = 0; i < spec->hosts.n; i++)
		add_prefix(&f, spec->hosts.at[i].text);
	for (size_t i = 0; i < spec->hosts.n; i++)
		for (size_t k = 0; k < spec->routes.n; k++)
			add_route(&f, spec->hosts.at[i].text,
			    spec->routes.at[k].path);
	for (size_t i = 0; i < plan->differences.all.n; i++) {
		const struct difference *d = &plan->differences.all.at[i];

		if (str_is(d->kind, "Ingress"))
			add_canary(&f, d->after != NULL ? d->after :
			    d->before);
	}
}
