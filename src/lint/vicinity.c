/*
 * Ingresses that have a key in common are one vicinity: a host, a Service, a
 * name and so on. Keys are compared by their hashes only. Two keys with the
 * same hash join what could be apart, which costs time and is never wrong;
 * the hashes are sorted, so that nobody gains by choosing them.
 */
#include "lint/vicinity.h"

#include "k8s/placeholder.h"
#include "model/decode.h"

/* What an Ingress asks to be looked at for. */
enum trait {
	TRAIT_CANARY = 1, TRAIT_ALIAS = 2, TRAIT_WWW = 4, TRAIT_WILDCARD = 8,
	TRAIT_UNKNOWN = 16,	/* which hosts it has */
	TRAIT_REDIRECT = 32,
};

struct key {
	uint32_t hash, ingress;
};

struct search {
	struct arena *arena;
	const struct cluster *cluster;
	unsigned char *traits;		/* of each Ingress */
	unsigned any;			/* of all of them */
	uint32_t *leader;		/* a forest, by number of Ingress */
	VEC(struct key) keys;
	uint32_t now;			/* the Ingress whose keys are added */
};

/* FNV-1a, the same for both cases of a letter, as hosts are. */
static uint32_t
hash(uint32_t h, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ ((unsigned char)s.at[i] | 0x20)) * 16777619u;
	return h;
}

/* A key of that kind, of two words. */
static void
add_key(struct search *s, char kind, struct str a, struct str b)
{
	uint32_t h = hash(2166136261u, (struct str){ &kind, 1 });
	struct key *key = vec_add(s->arena, &s->keys);

	h = hash(hash(hash(h, a), STR("/")), b);
	*key = (struct key){ h, s->now };
}

/* The last part of a key, whatever the controller's prefix is. */
static struct str
annotation_name(struct str key)
{
	size_t at = key.len;

	while (at > 0 && key.at[at - 1] != '/')
		at--;
	return str_cut(key, at, key.len);
}

#define NAME(text) { text, sizeof(text) - 1 }
static const struct {
	struct str name;
	unsigned trait;
} telling[] = {
	{ NAME("server-alias"), TRAIT_ALIAS },
	{ NAME("from-to-www-redirect"), TRAIT_WWW },
	{ NAME("permanent-redirect"), TRAIT_REDIRECT },
	{ NAME("temporal-redirect"), TRAIT_REDIRECT },
};

static unsigned
trait_of(struct str key)
{
	struct str name = annotation_name(key);

	if (str_starts(name, STR("canary")))
		return TRAIT_CANARY;
	for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++)
		if (str_eq(name, telling[i].name))
			return telling[i].trait;
	return 0;
}

static bool
is_wildcard(struct str host)
{
	return str_starts(host, STR("*"));
}

/* The number of its hosts. */
static uint32_t
count_hosts(const struct tls *tls)
{
	return node_is(tls->hosts, NODE_SEQ) ? tls->hosts->count : 0;
}

static bool
has_wildcard(const struct tls *tls)
{
	for (uint32_t i = 0; i < count_hosts(tls); i++)
		if (is_wildcard(node_text(tls->hosts->items[i])))
			return true;
	return false;
}

static unsigned
read_traits(const struct ingress *in)
{
	const struct node *all = in->annotations;
	unsigned traits = in->object->sound ? 0 : TRAIT_UNKNOWN;

	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		traits |= trait_of(all->entries[i].key->text);
	for (size_t i = 0; i < in->nrules; i++) {
		struct str host = host_text(&in->rules[i]);

		if (is_wildcard(host))
			traits |= TRAIT_WILDCARD;
		if (placeholder_in(host) ||
		    str_find_byte(host, '{', 0) != STR_NONE)
			traits |= TRAIT_UNKNOWN;
	}
	for (size_t i = 0; i < in->ntls; i++)
		if (has_wildcard(&in->tls[i]))
			traits |= TRAIT_WILDCARD;
	return traits;
}

static struct str
domain_of(struct str host)
{
	size_t dot = str_find_byte(host, '.', 0);

	return dot == STR_NONE ? host : str_cut(host, dot + 1, host.len);
}

/* A wildcard has the hosts of its domain below it. */
static void
add_name(struct search *s, struct str host)
{
	add_key(s, 'h', host, STR(""));
	if (s->any & TRAIT_WILDCARD)
		add_key(s, 'd', domain_of(host), STR(""));
}

static void
add_host(struct search *s, struct str host)
{
	unsigned traits = s->traits[s->now];

	add_name(s, host);
	if ((s->any & TRAIT_ALIAS) && is_wildcard(host))
		add_key(s, '*', STR(""), STR(""));
	if (traits & TRAIT_WWW)
		add_key(s, 'h', str_starts(host, STR("www.")) ?
		    domain_of(host) : arena_printf(s->arena, "www.%.*s",
		    STR_ARG(host)), STR(""));
}

static void
add_aliases(struct search *s, struct str text)
{
	size_t from = 0;

	if (str_find_byte(text, '*', 0) != STR_NONE)
		add_key(s, '*', STR(""), STR(""));
	for (size_t i = 0; i <= text.len; i++)
		if (i == text.len || strchr(", \t\r\n", text.at[i]) != NULL) {
			add_key(s, 'h', str_cut(text, from, i), STR(""));
			from = i + 1;
		}
}

/* The host that requests are sent to, which may send them back. */
static void
add_target(struct search *s, struct str text)
{
	struct url url;

	if (!decode_url(text, &url) || url.host.len == 0)
		return;
	add_name(s, str_next(&url.host, ':'));
}

/* A certificate goes for its hosts, whoever has them. */
static void
add_tls(struct search *s, const struct ingress *in, const struct tls *tls)
{
	for (uint32_t i = 0; i < count_hosts(tls); i++) {
		struct str host = node_text(tls->hosts->items[i]);

		if (in->nrules != 1 || !str_eq(host, host_text(in->rules)))
			add_name(s, host);
	}
}

static void
add_service(struct search *s, const struct ingress *in,
    const struct backend *backend)
{
	if (backend->service != NULL)
		add_key(s, 's', in->object->ns, node_text(backend->service));
}

static void
add_rule(struct search *s, const struct ingress *in,
    const struct host_rule *rule)
{
	add_host(s, host_text(rule));
	for (size_t i = 0; i < rule->npaths; i++)
		add_service(s, in, &rule->paths[i].backend);
}

static void
add_keys(struct search *s, const struct ingress *in)
{
	const struct node *all = in->annotations;
	unsigned traits = s->traits[s->now];

	add_key(s, 'n', in->object->ns, in->object->name);
	for (size_t i = 0; i < in->nrules; i++)
		add_rule(s, in, &in->rules[i]);
	/* The paths of a canary whose host nobody has are there, too. */
	if (in->default_backend.node != NULL || in->nrules == 0 ||
	    (traits & TRAIT_CANARY))
		add_host(s, STR("_"));
	add_service(s, in, &in->default_backend);
	for (size_t i = 0; i < in->ntls; i++)
		add_tls(s, in, &in->tls[i]);
	for (uint32_t i = 0; (traits & TRAIT_ALIAS) && i < all->count; i++)
		if (trait_of(all->entries[i].key->text) == TRAIT_ALIAS)
			add_aliases(s, node_text(all->entries[i].value));
	for (uint32_t i = 0; (traits & TRAIT_REDIRECT) && i < all->count; i++)
		if (trait_of(all->entries[i].key->text) == TRAIT_REDIRECT)
			add_target(s, node_text(all->entries[i].value));
	/* What is not known may be what a canary goes with. */
	if ((s->any & TRAIT_CANARY) &&
	    (traits & (TRAIT_CANARY | TRAIT_UNKNOWN)))
		add_key(s, 'c', in->object->ns, STR(""));
}

static uint32_t
find_leader(struct search *s, uint32_t i)
{
	while (s->leader[i] != i)
		i = s->leader[i] = s->leader[s->leader[i]];
	return i;
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static size_t
digit(struct key key, unsigned shift)
{
	return (key.hash >> shift) & (DIGITS - 1);
}

/* One round of a radix sort: what has the same digit stays in order. */
static void
deal(struct key *to, const struct key *from, size_t n, unsigned shift)
{
	uint32_t starts[DIGITS + 1] = { 0 };

	for (size_t i = 0; i < n; i++)
		starts[digit(from[i], shift) + 1]++;
	for (size_t d = 0; d < DIGITS; d++)
		starts[d + 1] += starts[d];
	for (size_t i = 0; i < n; i++)
		to[starts[digit(from[i], shift)]++] = from[i];
}

static void
sort_keys(struct search *s)
{
	struct key *other = arena_array(s->arena, struct key, s->keys.n);

	for (unsigned shift = 0; shift < 32; shift += DIGIT_BITS) {
		struct key *from = s->keys.at;

		deal(other, from, s->keys.n, shift);
		s->keys.at = other;
		other = from;
	}
}

/* The first Ingress of a vicinity leads it. */
static void
join(struct search *s)
{
	sort_keys(s);
	for (size_t i = 1; i < s->keys.n; i++) {
		uint32_t a, b;

		if (s->keys.at[i].hash != s->keys.at[i - 1].hash)
			continue;
		a = find_leader(s, s->keys.at[i - 1].ingress);
		b = find_leader(s, s->keys.at[i].ingress);
		s->leader[a > b ? a : b] = a > b ? b : a;
	}
}

/* By leader, and otherwise as they came. */
static struct vicinities
divide(struct search *s)
{
	size_t n = s->cluster->ingresses.n, total = 0;
	const struct ingress **list = arena_array(s->arena,
	    const struct ingress *, n);
	size_t *number = arena_array(s->arena, size_t, n);
	struct vicinities all = { arena_array(s->arena, struct vicinity, n),
		0 };

	for (uint32_t i = 0; i < n; i++) {
		uint32_t leader = find_leader(s, i);

		if (leader == i)
			number[i] = all.n++;
		all.at[number[leader]].n++;
	}
	for (size_t i = 0; i < all.n; i++) {
		all.at[i].at = &list[total];
		total += all.at[i].n;
		all.at[i].n = 0;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct vicinity *v = &all.at[number[find_leader(s, i)]];

		v->at[v->n++] = s->cluster->ingresses.at[i];
	}
	return all;
}

struct vicinities
vicinities_find(struct arena *arena, const struct cluster *cluster)
{
	size_t n = cluster->ingresses.n;
	struct search s = { .arena = arena, .cluster = cluster };

	s.traits = arena_array(arena, unsigned char, n);
	s.leader = arena_array(arena, uint32_t, n);
	for (uint32_t i = 0; i < n; i++) {
		s.traits[i] = (unsigned char)read_traits(
		    cluster->ingresses.at[i]);
		s.any |= s.traits[i];
		s.leader[i] = i;
	}
	for (s.now = 0; s.now < n; s.now++)
		add_keys(&s, cluster->ingresses.at[s.now]);
	join(&s);
	return divide(&s);
}
