#include "plan/difference.h"

static const struct { const char *kind; enum duty duty; } duties[] = {
	{ "Deployment", DUTY_WORKLOAD }, { "StatefulSet", DUTY_WORKLOAD },
	{ "DaemonSet", DUTY_WORKLOAD }, { "ReplicaSet", DUTY_WORKLOAD },
	{ "ReplicationController", DUTY_WORKLOAD }, { "Pod", DUTY_WORKLOAD },
	{ "Job", DUTY_WORKLOAD }, { "CronJob", DUTY_WORKLOAD },
	{ "Rollout", DUTY_WORKLOAD }, { "Service", DUTY_SERVICE },
	{ "Ingress", DUTY_ROUTE }, { "HTTPRoute", DUTY_ROUTE },
	{ NULL, DUTY_OTHER }
};

/* In any case: not every system writes its kinds as Kubernetes does. */
static enum duty
duty_of(struct str kind)
{
	unsigned i = 0;

	while (duties[i].kind != NULL &&
	    !str_eq_nocase(kind, str_from(duties[i].kind)))
		i++;
	return duties[i].duty;
}

static struct str
group_of(struct str api_version)
{
	size_t slash = str_find_byte(api_version, '/', 0);

	return str_cut(api_version, 0, slash == STR_NONE ? 0 : slash);
}

static struct difference
describe(const struct node *object, struct str ns)
{
	struct difference d = {
		.api_version = node_text(node_get(object,
		    STR("apiVersion"))),
		.kind = node_text(node_get(object, STR("kind"))),
		.ns = node_text(node_at(object, "metadata.namespace")),
		.name = node_text(node_at(object, "metadata.name"))
	};

	d.duty = duty_of(d.kind);
	if (d.ns.len == 0)
		d.ns = ns;
	return d;
}

static bool
is_same_object(const struct difference *a, const struct difference *b)
{
	return str_eq(group_of(a->api_version), group_of(b->api_version)) &&
	    str_eq(a->kind, b->kind) && str_eq(a->ns, b->ns) &&
	    str_eq(a->name, b->name);
}

/* the paths that differ */

/* "spec.ports[0]", metadata.annotations["example.com/a"] */
static struct str
path_of_key(struct arena *arena, struct str path, struct str key)
{
	bool plain = key.len > 0;

	for (size_t i = 0; i < key.len && plain; i++)
		plain = str_is_alnum(key.at[i]) || key.at[i] == '-' ||
		    key.at[i] == '_';
	if (!plain)
		return arena_printf(arena, "%.*s[\"%.*s\"]", STR_ARG(path),
		    STR_ARG(key));
	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(path),
	    path.len == 0 ? "" : ".", STR_ARG(key));
}

static void compare(struct arena *, struct difference *, struct str path,
    const struct node *before, const struct node *after);

static void
compare_maps(struct arena *arena, struct difference *d, struct str path,
    const struct node *before, const struct node *after)
{
	for (uint32_t i = 0; i < after->count; i++) {
		struct str key = after->entries[i].key->text;

		compare(arena, d, path_of_key(arena, path, key),
		    node_get(before, key), after->entries[i].value);
	}
	for (uint32_t i = 0; i < before->count; i++) {
		struct str key = before->entries[i].key->text;

		if (node_get(after, key) == NULL)
			compare(arena, d, path_of_key(arena, path, key),
			    before->entries[i].value, NULL);
	}
}

static void
compare_lists(struct arena *arena, struct difference *d, struct str path,
    const struct node *before, const struct node *after)
{
	uint32_t n = before->count > after->count ? before->count :
	    after->count;

	for (uint32_t i = 0; i < n; i++)
		compare(arena, d, arena_printf(arena, "%.*s[%u]",
		    STR_ARG(path), (unsigned)i), node_item(before, i),
		    node_item(after, i));
}

/* Either may be missing, not both; as deep as their documents are. */
static void
compare(struct arena *arena, struct difference *d, struct str path,
    const struct node *before, const struct node *after)
{
	if (before != NULL && after != NULL && node_eq(before, after))
		return;
	if (node_is(before, NODE_MAP) && node_is(after, NODE_MAP))
		compare_maps(arena, d, path, before, after);
	else if (node_is(before, NODE_SEQ) && node_is(after, NODE_SEQ))
		compare_lists(arena, d, path, before, after);
	else
		*vec_add(arena, &d->paths) = path;
}

/* the objects */

static struct difference *
find_made(struct differences *all, const struct difference *wanted)
{
	for (size_t i = 0; i < all->all.n; i++)
		if (all->all.at[i].before == NULL &&
		    is_same_object(&all->all.at[i], wanted))
			return &all->all.at[i];
	return NULL;
}

void
differences_find(struct arena *arena, const struct object_set *before,
    const struct object_set *after, struct str ns, struct differences *all)
{
	size_t later = after->objects->documents.n;

	*all = (struct differences){ { NULL, 0, 0 } };
	for (size_t i = 0; i < later; i++) {
		struct difference *d = vec_add(arena, &all->all);

		*d = describe(after->objects->documents.at[i].root, ns);
		d->fate = FATE_MADE;
		d->after = after->objects->documents.at[i].root;
		d->file = after->files[i];
	}
	for (size_t i = 0; i < before->objects->documents.n; i++) {
		const struct node *root = before->objects->documents.at[i].root;
		struct difference old = describe(root, ns);
		struct difference *d = find_made(all, &old);

		old.fate = FATE_DELETED;
		if (d == NULL) {
			d = vec_add(arena, &all->all);
			*d = old;
		}
		d->before = root;
		d->was = before->files[i];
		if (d->after == NULL)
			continue;
		compare(arena, d, STR(""), root, d->after);
		d->fate = d->paths.n == 0 ? FATE_SAME : FATE_CHANGED;
	}
}
