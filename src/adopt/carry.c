/*
 * A release puts its annotations on every Ingress, and its labels on every
 * object. So what live and preview do not share goes by the live one, and
 * that it does is said.
 */
#include "adopt/carry.h"

#include "shape/format.h"

#define PREFIX "nginx.ingress.kubernetes.io/"

struct carrying {
	struct drafts *drafts;
	struct arena *arena;
	struct draft *draft;
	const struct ingress *live, *preview;	/* preview: or NULL */
	struct carried *out;
};

/* A pattern that ends in '*' is for all keys that begin so. */
static bool
is_one_of(const char *const *patterns, struct str key)
{
	for (; *patterns != NULL; patterns++) {
		struct str p = str_from(*patterns);

		if (str_ends(p, STR("*")) ? str_starts(key,
		    str_cut(p, 0, p.len - 1)) : str_eq(key, p))
			return true;
	}
	return false;
}

/* What a spec says by other words, or by none. */
static const char *const said_otherwise[] = {
	"kubernetes.io/ingress.class", PREFIX "rewrite-target",
	PREFIX "use-regex", PREFIX "x-forwarded-prefix", PREFIX "canary*",
	NULL
};

/* What tools note about an object of their own. */
static const char *const notes_of_tools[] = {
	"kubectl.kubernetes.io/*", "meta.helm.sh/*", "helm.sh/*",
	"deployment.kubernetes.io/*", "field.cattle.io/*",
	"argocd.argoproj.io/tracking-id", "argocd.argoproj.io/instance",
	"app.kubernetes.io/managed-by", "kustomize.toolkit.fluxcd.io/*",
	"helm.toolkit.fluxcd.io/*", NULL
};

bool
carry_is_note(struct str key)
{
	return is_one_of(notes_of_tools, key);
}

static bool
is_passed_over(struct str key)
{
	return is_one_of(said_otherwise, key) || carry_is_note(key);
}

static struct span
value_place(const struct ingress *in, struct str key)
{
	return node_span(object_annotation(in->object, key));
}

/* annotations */

static bool
is_allow_list(struct str key)
{
	return str_is(key, PREFIX "allowlist-source-range") ||
	    str_is(key, PREFIX "whitelist-source-range");
}

/* The networks of a list, or false when one is none. */
static bool
read_networks(const struct carrying *c, struct str list)
{
	while (list.at != NULL) {
		struct str one = str_trim(str_next(&list, ','));

		if (!format_cidr.valid(one))
			return false;
		*vec_add(c->arena, &c->out->allow_from) = one;
	}
	return c->out->allow_from.n > 0;
}

static void
add_live(const struct carrying *c, struct str key, struct str value)
{
	struct pair *p;

	if (c->draft->kind == PREVIEW_HOST &&
	    str_is(key, PREFIX "server-alias")) {
		draft_leave(c->drafts, c->draft, value_place(c->live, key),
		    "server-alias is not in the release: its preview on a "
		    "host of its own would claim the alias as well");
		return;
	}
	if (!format_annotation_key.valid(key) ||
	    str_find_byte(value, '\0', 0) != STR_NONE) {
		draft_leave(c->drafts, c->draft, value_place(c->live, key),
		    "the annotation \"%.*s\" is not in the release: no "
		    "cluster takes it", STR_ARG(key));
		return;
	}
	p = vec_add(c->arena, &c->out->annotations);
	*p = (struct pair){ key, value };
}

/* Canaries do as the live Ingress says, whatever stands on them. */
static bool
preview_has_annotations(const struct carrying *c)
{
	return c->draft->kind == PREVIEW_PATH ||
	    c->draft->kind == PREVIEW_HOST;
}

static void
add_annotations(const struct carrying *c)
{
	const struct node *all = c->live->annotations;

	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		struct str key = all->entries[i].key->text;
		struct str value = node_text(all->entries[i].value);
		const struct node *other;

		if (is_passed_over(key))
			continue;
		add_live(c, key, value);
		if (!preview_has_annotations(c) || is_allow_list(key))
			continue;
		other = object_annotation(c->preview->object, key);
		if (other != NULL && str_eq(other->text, value))
			continue;
		c->draft->rough = true;
		draft_leave(c->drafts, c->draft,
		    value_place(c->live, key), "the annotation \"%.*s\" is "
		    "on the live Ingress%s, and a release puts it on the "
		    "preview too", STR_ARG(key), other == NULL ? " alone" :
		    " with another value");
	}
}

static void
leave_preview_annotation(const struct carrying *c, struct str key)
{
	c->draft->rough = true;
	draft_leave(c->drafts, c->draft, value_place(c->preview, key),
	    "the annotation \"%.*s\" is on the preview alone, and is not in "
	    "the release, which puts annotations on the live Ingress too",
	    STR_ARG(key));
}

/* What the preview has besides, and a release has no word for. */
static void
leave_annotations(const struct carrying *c)
{
	const struct node *all = c->preview->annotations;

	for (uint32_t i = 0; all != NULL && i < all->count; i++) {
		struct str key = all->entries[i].key->text;
		struct str value = node_text(all->entries[i].value);
		const struct node *live = object_annotation(c->live->object,
		    key);

		if (is_passed_over(key) ||
		    (live != NULL && !is_allow_list(key)) ||
		    (live != NULL && str_eq(live->text, value)) ||
		    (is_allow_list(key) && read_networks(c, value)))
			continue;
		leave_preview_annotation(c, key);
	}
}

static void
read_prefix(const struct carrying *c)
{
	struct str prefix =
	    c->draft->preview->entrant->extract.forwarded_prefix;

	c->out->forwarded_prefix = prefix.len > 0;
	if (prefix.len == 0 || str_eq(prefix, c->draft->preview->under))
		return;
	c->draft->rough = true;
	draft_leave(c->drafts, c->draft, value_place(c->preview,
	    STR(PREFIX "x-forwarded-prefix")), "X-Forwarded-Prefix is "
	    "\"%.*s\" in the preview, and \"%.*s\" by the release",
	    STR_ARG(prefix), STR_ARG(c->draft->preview->under));
}

/* labels */

static const struct pair *
find_pair(const pairs *all, struct str key)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->at[i].key, key))
			return &all->at[i];
	return NULL;
}

static void
add_labels(const struct carrying *c)
{
	const pairs *all = &c->draft->live->labels;

	for (size_t i = 0; i < all->n; i++) {
		const struct pair *p = &all->at[i], *other = p;

		if (c->preview != NULL)
			other = find_pair(&c->draft->preview->labels, p->key);
		if (!carry_is_note(p->key) && other != NULL &&
		    str_eq(other->value, p->value))
			*vec_add(c->arena, &c->out->labels) = *p;
	}
}

/* certificates */

static bool
covers(struct str name, struct str host)
{
	size_t dot = str_find_byte(host, '.', 0);

	return str_eq(name, host) || (str_starts(name, STR("*.")) &&
	    dot != STR_NONE && str_eq(str_cut(name, 1, name.len),
	    str_cut(host, dot, host.len)));
}

static bool
covers_any(struct str name, const struct bundle *b)
{
	for (size_t i = 0; i < b->hosts.n; i++)
		if (covers(name, b->hosts.at[i]))
			return true;
	return false;
}

static struct carried_tls *
find_tls(const struct carrying *c, struct str secret)
{
	struct carried_tls *t;

	for (size_t i = 0; i < c->out->tls.n; i++)
		if (str_eq(c->out->tls.at[i].secret, secret))
			return &c->out->tls.at[i];
	t = vec_add(c->arena, &c->out->tls);
	t->secret = secret;
	return t;
}

static void
add_host(const struct carrying *c, struct carried_tls *t, struct str host)
{
	for (size_t i = 0; i < t->hosts.n; i++)
		if (str_eq(t->hosts.at[i], host))
			return;
	*vec_add(c->arena, &t->hosts) = host;
}

static bool
is_listed(const struct carrying *c, struct str host)
{
	for (size_t i = 0; i < c->out->tls.n; i++)
		for (size_t k = 0; k < c->out->tls.at[i].hosts.n; k++)
			if (covers(c->out->tls.at[i].hosts.at[k], host))
				return true;
	return false;
}

static struct str
secret_of(const struct tls *tls)
{
	struct str secret = node_text(tls->secret);

	return format_dns_subdomain.valid(secret) ? secret : STR("");
}

/*
 * A host of an Ingress with certificates that none of them lists has one
 * all the same: the first that is good for it, or the controller's own
 * (controller.go: createServers()).
 */
static void
add_unlisted(const struct carrying *c, const struct bundle *b)
{
	const struct ingress *in = b->entrant->ingress;
	struct str secret = secret_of(&in->tls[0]);
	bool several = false;

	for (size_t i = 1; i < in->ntls; i++)
		several = several || !str_eq(secret_of(&in->tls[i]), secret);
	for (size_t i = 0; i < b->hosts.n; i++) {
		if (is_listed(c, b->hosts.at[i]))
			continue;
		add_host(c, find_tls(c, secret), b->hosts.at[i]);
		if (several)
			draft_leave(c->drafts, c->draft,
			    node_span(in->tls[0].node), "no certificate of "
			    "the Ingress lists the host \"%.*s\": the "
			    "controller takes the first that is good for it, "
			    "which is not known here; the release has \"%.*s\"",
			    STR_ARG(b->hosts.at[i]), STR_ARG(secret));
	}
}

static void
check_secret(const struct carrying *c, const struct node *secret)
{
	if (node_text(secret).len > 0 &&
	    !format_dns_subdomain.valid(secret->text))
		draft_leave(c->drafts, c->draft, secret->span, "the "
		    "certificate \"%.*s\" is not in the release: no Secret "
		    "can be called so", STR_ARG(secret->text));
}

static void
add_tls(const struct carrying *c, const struct bundle *b)
{
	const struct ingress *in = b->entrant->ingress;

	for (size_t i = 0; i < in->ntls; i++) {
		const struct node *hosts = in->tls[i].hosts;

		check_secret(c, in->tls[i].secret);
		for (uint32_t k = 0; node_is(hosts, NODE_SEQ) &&
		    k < hosts->count; k++) {
			struct str host = node_text(hosts->items[k]);

			if (format_ingress_host.valid(host) &&
			    covers_any(host, b))
				add_host(c, find_tls(c,
				    secret_of(&in->tls[i])), host);
		}
	}
	if (in->ntls > 0)
		add_unlisted(c, b);
}

void
carry(struct drafts *drafts, struct draft *draft, struct carried *out)
{
	struct carrying c = { drafts, drafts->adopt->arena, draft,
		draft->live->entrant->ingress, NULL, out };

	*out = (struct carried){ .forwarded_prefix = true };
	if (draft->preview != NULL)
		c.preview = draft->preview->entrant->ingress;
	add_annotations(&c);
	if (preview_has_annotations(&c))
		leave_annotations(&c);
	if (draft->kind == PREVIEW_PATH)
		read_prefix(&c);
	add_labels(&c);
	add_tls(&c, draft->live);
	if (draft->preview != NULL && draft->kind == PREVIEW_HOST)
		add_tls(&c, draft->preview);
}
