#include "plan/probe.h"

#include "base/limits.h"
#include "k8s/ingress.h"

struct finder {
	struct arena *arena;
	const struct release *release;
	struct probes *found;
};

static bool
is_full(struct finder *f)
{
	if (f->found->list.n >= LIMIT_PROBES)
		f->found->cut = true;
	return f->found->cut;
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

/* Its number; that of the last one when there is no room for more. */
static size_t
add(struct finder *f, struct str host, struct str target, bool live)
{
	const char *scheme = has_certificate(f, host) ? "https" : "http";
	const char *label = str_starts(host, STR("*")) ? "any" : "";
	struct probe *w;
	struct str url;
	void **at;

	if (label[0] != '\0')
		host = str_cut(host, 1, host.len);
	url = arena_printf(f->arena, "%s://%s%.*s%.*s", scheme, label,
	    STR_ARG(host), STR_ARG(target));
	at = map_put(f->arena, &f->found->urls, url);
	if (*at == NULL) {
		size_t *number = arena_new(f->arena, size_t);

		*number = f->found->list.n - is_full(f);
		*at = number;
	} else
		return *(const size_t *)*at;
	if (!f->found->cut) {
		w = vec_add(f->arena, &f->found->list);
		w->url = url;
		w->live = live;
		w->plain = f->found->list.n - 1;
	}
	return f->found->list.n - 1;
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

/* A request of a live URL, and of the one with the prefix if there is one. */
static void
add_both(struct finder *f, struct str host, struct str target)
{
	const struct release_preview *preview = f->release->spec->preview;
	size_t root = add(f, host, STR("/"), true);
	struct str prefix[2];

	add(f, host, target, true);
	if (preview != NULL && preview->kind == PREVIEW_HOST)
		add(f, preview->host, target, false);
	if (preview == NULL || preview->kind != PREVIEW_PATH)
		return;
	prefix[0] = preview->path;
	prefix[1] = other_case(f->arena, preview->path);
	for (int i = 0; i < 2; i++) {
		size_t n = add(f, host, arena_join(f->arena, prefix[i],
		    target), false);

		f->found->list.at[n].plain = root;
	}
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
	size_t root = add(f, host, STR("/"), true), n;

	if (preview == NULL || preview->kind != PREVIEW_PATH)
		return;
	n = add(f, host, preview->path, false);
	f->found->list.at[n].plain = root;
	add(f, host, arena_join(f->arena, preview->path, STR("-beside")),
	    true);
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
		struct probe w = f->found->list.at[i];

		if (w.header != NULL || !w.live)
			continue;
		if (is_full(f))
			return;
		w.header = header;
		w.live = false;
		*vec_add(f->arena, &f->found->list) = w;
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
