#include "adopt/label.h"

#include "model/lookup.h"
#include "shape/format.h"

static const char *const colours[] = {
	"blue", "green", "live", "stable", "current", "old", "preview",
	"canary", "next", "new", NULL
};

static const char *const previews[] = {
	"preview", "green", "canary", "next", "new", "beta", "staging",
	"stage", "test", "candidate", NULL
};

static bool
is_word(const char *const *words, struct str s)
{
	for (; *words != NULL; words++)
		if (str_is(s, *words))
			return true;
	return false;
}

/* "v1", "v1-22-0", "2" */
static bool
is_version(struct str s)
{
	size_t i = s.len > 0 && s.at[0] == 'v';

	if (i >= s.len || !str_is_digit(s.at[s.len - 1]))
		return false;
	for (; i < s.len; i++)
		if (!str_is_digit(s.at[i]) && (s.at[i] != '-' || i == 0 ||
		    !str_is_digit(s.at[i - 1])))
			return false;
	return true;
}

static struct str
with_dots(struct arena *arena, struct str s)
{
	struct str copy = arena_str(arena, s);
	char *at = (char *)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if (at[i] == '-')
			at[i] = '.';
	return copy;
}

void
label_read(struct arena *arena, struct str name, struct label *label)
{
	size_t dash = 0;
	struct str rest;

	*label = (struct label){ .stem = name };
	while ((dash = str_find_byte(name, '-', dash)) != STR_NONE) {
		rest = str_cut(name, ++dash, name.len);
		if (!is_version(rest) && !is_word(colours, rest))
			continue;
		label->stem = str_cut(name, 0, dash - 1);
		label->told = true;
		if (is_version(rest))
			label->version = with_dots(arena, rest);
		return;
	}
	rest = name;
	if (is_word(colours, str_next(&rest, '-')) && rest.len > 0) {
		label->stem = rest;
		label->told = true;
	}
}

bool
label_is_preview(struct str name)
{
	while (name.at != NULL) {
		struct str part = str_next(&name, '.');

		while (part.at != NULL)
			if (is_word(previews, str_next(&part, '-')))
				return true;
	}
	return false;
}

const char *
label_strategy(const struct object *o)
{
	if (str_is(o->kind, "HTTPRoute"))
		return "gateway-api";
	if (str_is(o->kind, "Rollout"))
		return "argo-rollouts";
	if (o->workload != NULL && object_annotation(o,
	    STR("traffic.spinnaker.io/load-balancers")) != NULL)
		return "spinnaker";
	return NULL;
}

/* The value as a label of its own; empty when it is none. */
static struct str
value_of(const struct node *labels, const char *key)
{
	struct str value = node_text(node_get(labels, str_from(key)));

	return format_label_value.valid(value) ? value : STR("");
}

static struct str
version_in(const struct node *labels)
{
	struct str version = value_of(labels, "version");

	return version.len > 0 ? version :
	    value_of(labels, "app.kubernetes.io/version");
}

/* Of the pods, when all that the Service selects say the same. */
static struct str
version_of_pods(const struct cluster *cluster, const struct service *s)
{
	const struct space *space = cluster_space(cluster, s->object->ns);
	const struct workload *found[8];
	struct str version = STR("");
	size_t n = 0;

	if (s->selector != NULL && space != NULL)
		n = space_select(space, s->selector, found,
		    sizeof(found) / sizeof(*found));
	for (size_t i = 0; i < n && i < sizeof(found) / sizeof(*found); i++) {
		struct str one = version_in(found[i]->pod_labels);

		if (i > 0 && !str_eq(one, version))
			return STR("");
		version = one;
	}
	return version;
}

struct str
label_version(struct arena *arena, const struct cluster *cluster,
    struct str ns, struct str service)
{
	const struct service *s = lookup_service(cluster, ns, service);
	struct str version = STR("");
	struct label label;

	if (s != NULL)
		version = version_in(s->selector);
	if (s != NULL && version.len == 0)
		version = version_of_pods(cluster, s);
	if (version.len > 0)
		return version;
	label_read(arena, service, &label);
	return format_label_value.valid(label.version) ? label.version :
	    STR("");
}

/* The next number in the text, or -1; more than nine digits are cut. */
static long
next_number(struct str *s)
{
	size_t i = 0, from;
	unsigned long n = 0;

	while (i < s->len && !str_is_digit(s->at[i]))
		i++;
	from = i;
	while (i < s->len && str_is_digit(s->at[i]) && i - from < 9)
		n = n * 10 + (unsigned long)(s->at[i++] - '0');
	*s = str_cut(*s, i, s->len);
	return i == from ? -1 : (long)n;
}

int
label_compare(struct str a, struct str b)
{
	for (;;) {
		long x = next_number(&a), y = next_number(&b);

		if (x != y)
			return x < y ? -1 : 1;
		if (x < 0)
			return 0;
	}
}
