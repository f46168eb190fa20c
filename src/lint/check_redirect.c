/*
 * Redirects that go for more than the paths they stand beside: that of the
 * Ingress which makes a host is also that of its implicit / (createServers()),
 * app-root is one of the server, and a tls section is one of all hosts of its
 * Ingress. What becomes of a request is asked of the model.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/gate.h"
#include "lint/subject.h"
#include "model/answer.h"

enum {
	HOPS_MAX = 8,
	SPOTS_MAX = 20		/* of an Ingress that are tried */
};

struct redirects {
	struct lint *lint;
	/* Places of annotations that are reported. */
	struct map told;
	/* Hosts of tls sections; made when it is asked for. */
	struct map listed;
	/* The other hosts, with the Ingress that they are reported of. */
	struct map told_hosts;
	bool has_listed, has_wildcard;
};

static bool
is_new(struct redirects *r, const struct node *node)
{
	struct str key = arena_printf(r->lint->arena, "%u %u",
	    (unsigned)node->span.file, (unsigned)node->span.start);
	void **at = map_put(r->lint->arena, &r->told, key);
	bool new = *at == NULL;

	*at = r;
	return new;
}

/* A host that this site serves, as a client would write it. */
static struct str
host_name(struct arena *arena, const struct site *site)
{
	if (str_is(site->host, "_"))
		return STR("any-host.example");
	if (str_starts(site->host, STR("*.")))
		return arena_printf(arena, "a%.*s", STR_ARG(str_cut(
		    site->host, 1, site->host.len)));
	return site->host;
}

static bool
ask(struct lint *lint, struct str url, struct answer *answer)
{
	struct call call;

	if (call_read(lint->arena, lint->model, url, STR("GET"), NULL, 0,
	    &call) != NULL)
		return false;
	answer_find(lint->arena, lint->model, &call.request, call.sni,
	    answer);
	return true;
}

static const struct spot *
spot_of(const struct answer *answer)
{
	const struct location *l = answer->outcome.location;
	const struct place *place = l == NULL ? NULL : l->owner;

	return place == NULL ? NULL : place->spot;
}

static struct str
host_of(struct str url)
{
	size_t at = str_find(url, STR("://"), 0);
	struct str rest = str_cut(url, at == STR_NONE ? 0 : at + 3, url.len);

	return str_next(&rest, '/');
}

/*
 * The number of redirects after which the request is where it was, or 0. On
 * the default server it cannot be told whether another host comes back.
 */
static unsigned
find_loop(struct lint *lint, struct str url, struct str *last)
{
	struct str seen[HOPS_MAX];
	struct answer answer;

	for (unsigned n = 0; n < HOPS_MAX; n++) {
		seen[n] = url;
		if (!ask(lint, url, &answer) ||
		    answer.kind != ANSWER_REDIRECT)
			return 0;
		if (n > 0 && str_is(answer.server, "_") &&
		    !str_eq_nocase(host_of(url), host_of(seen[0])))
			return 0;
		url = answer.location;
		for (unsigned i = 0; i <= n; i++)
			if (str_eq(seen[i], url)) {
				*last = url;
				return n + 1 - i;
			}
	}
	return 0;
}

static const struct node *
redirect_node(const struct extract *x)
{
	const struct node *n = extract_node(x, ANNOTATION_TEMPORAL_REDIRECT);

	return node_text(n).len > 0 ? n : extract_node(x,
	    ANNOTATION_PERMANENT_REDIRECT);
}

static struct diag *
report_loop(struct redirects *r, const struct node *node, const char *name,
    struct str url, struct str last, unsigned n)
{
	struct lint *lint = r->lint;
	struct diag *d;

	if (n == 1)
		d = diag_report(lint->diags, RULE_REDIRECT_LOOP, node->span,
		    "%s leads back to itself: GET %.*s ends at %.*s, which "
		    "is redirected to itself, and browsers give up", name,
		    STR_ARG(url), STR_ARG(last));
	else
		d = diag_report(lint->diags, RULE_REDIRECT_LOOP, node->span,
		    "%s leads back to itself: GET %.*s comes to %.*s again "
		    "and again, after %u redirects each time, and browsers "
		    "give up", name, STR_ARG(url), STR_ARG(last), n);
	return d;
}

/* The request that is made of a spot; false when none can be thought up. */
static bool
spot_url(struct lint *lint, const struct site *site, const struct spot *spot,
    struct str *url)
{
	struct str path = spot->text;

	if (placeholder_in(site->host) || placeholder_in(path))
		return false;
	if (site->regex != NULL && !example_of(lint->arena, rx_get(
	    lint->arena, lint->patterns, path), EXAMPLE_USUAL, &path))
		return false;
	if (spot->implicit)
		path = STR("/some/other/path");
	*url = arena_printf(lint->arena, "http://%.*s%.*s",
	    STR_ARG(host_name(lint->arena, site)),
	    STR_ARG(subject_request(lint->arena, path)));
	return true;
}

/* The location that decides is of this spot, and redirects. */
static bool
is_redirected(struct lint *lint, const struct spot *spot, struct str url,
    struct answer *answer)
{
	return ask(lint, url, answer) && answer->kind == ANSWER_REDIRECT &&
	    answer->outcome.cause == CAUSE_RETURN && spot_of(answer) == spot;
}

static void
check_whole_host(struct redirects *r, const struct site *site,
    const struct spot *spot, struct str url, const struct answer *answer)
{
	const struct extract *x = spot_extract(spot);
	const struct node *node = redirect_node(x);
	const struct ingress *in = spot->maker->ingress;
	struct diags *diags = r->lint->diags;
	struct diag *d;

	if (!is_new(r, node))
		return;
	d = diag_report(diags, RULE_REDIRECT_WHOLE_HOST, node->span,
	    "the redirect is also that of every path of \"%.*s\" that no "
	    "Ingress has: GET %.*s is answered %u to %.*s",
	    STR_ARG(site->host), STR_ARG(url), answer->status,
	    STR_ARG(answer->location));
	diag_note(diags, d, in->object->where, "the host is made by this "
	    "Ingress, and what it says goes for its implicit /, too");
	diag_say_fix(diags, d, "path / (Prefix) of this host in an Ingress "
	    "without the redirect");
}

static void
check_redirect(struct redirects *r, const struct site *site,
    const struct spot *spot)
{
	const struct node *node = redirect_node(spot_extract(spot));
	struct answer answer;
	struct str url, last;
	unsigned n;

	if (node == NULL || placeholder_in(node->text) ||
	    !spot_url(r->lint, site, spot, &url) ||
	    !is_redirected(r->lint, spot, url, &answer))
		return;
	n = find_loop(r->lint, url, &last);
	if (n > 0 && is_new(r, node))
		report_loop(r, node, "the redirect", url, last, n);
	else if (n == 0 && spot->implicit)
		check_whole_host(r, site, spot, url, &answer);
}

static void
report_other_root(struct redirects *r, const struct site *site,
    const struct entrant *e, const struct spot *other, struct str url)
{
	const struct node *node = extract_node(&e->extract,
	    ANNOTATION_APP_ROOT);
	struct lint *lint = r->lint;
	struct diag *d;

	if (!claim_together(lint, e, other->maker) || !is_new(r, node))
		return;
	d = diag_report(lint->diags, RULE_APP_ROOT_WHOLE_HOST, node->span,
	    "app-root goes for the whole host: GET %.*s is redirected to "
	    "%.*s, though / of it is a path of Ingress %.*s", STR_ARG(url),
	    STR_ARG(e->extract.app_root), STR_ARG(other->maker->key));
	diag_note(lint->diags, d, claim_spot_place(other), "that path");
	claim_weaken(lint, d, site, e, other->maker);
	diag_say_fix(lint->diags, d, "put app-root on the Ingress that has "
	    "the path /");
}

static void
check_app_root(struct redirects *r, const struct site *site)
{
	struct lint *lint = r->lint;
	const struct ground *ground;
	const struct entrant *e;
	const struct spot *spot;
	struct answer answer;
	struct str url, last;
	unsigned n;

	if (placeholder_in(site->host))
		return;
	url = arena_printf(lint->arena, "http://%.*s/",
	    STR_ARG(host_name(lint->arena, site)));
	if (!ask(lint, url, &answer) ||
	    answer.outcome.cause != CAUSE_APP_ROOT ||
	    (spot = spot_of(&answer)) == NULL || spot->maker == NULL)
		return;
	e = spot->maker;
	if (!e->ingress->object->linted ||
	    placeholder_in(e->extract.app_root))
		return;
	n = find_loop(lint, url, &last);
	if (n > 0) {
		const struct node *node = extract_node(&e->extract,
		    ANNOTATION_APP_ROOT);

		if (is_new(r, node))
			diag_say_fix(lint->diags, report_loop(r, node,
			    "app-root", url, last, n), "a path below /, or "
			    "leave it out");
		return;
	}
	ground = map_get(&grounds_of(lint)->by_host, site->host);
	spot = ground == NULL ? NULL : site->regex != NULL ?
	    gate_taker(ground, STR("/")) :
	    gate_taker_plain(ground, STR("/"));
	if (spot != NULL && !spot->implicit && spot->maker != NULL &&
	    spot->maker != e)
		report_other_root(r, site, e, spot, url);
}

/* Nothing is asked of the model where there is no redirect. */
static void
check_site(struct redirects *r, const struct site *site)
{
	bool app_root = false;
	size_t tried = 0;

	for (size_t i = 0; i < site->spots.n; i++) {
		const struct spot *spot = site->spots.at[i];
		const struct extract *x = spot_extract(spot);

		if (x == NULL || spot->bare)
			continue;
		app_root = app_root || x->app_root.len > 0;
		if (x->redirect_url.len > 0 && x->denied.why.len == 0 &&
		    spot->maker->ingress->object->linted &&
		    tried++ < SPOTS_MAX)
			check_redirect(r, site, spot);
	}
	if (app_root)
		check_app_root(r, site);
}

static struct str
lower(struct arena *arena, struct str text)
{
	char *out = arena_alloc(arena, text.len);

	for (size_t i = 0; i < text.len; i++)
		out[i] = text.at[i] >= 'A' && text.at[i] <= 'Z' ?
		    (char)(text.at[i] - 'A' + 'a') : text.at[i];
	return (struct str){ out, text.len };
}

static void
list_hosts(struct redirects *r, const struct ingress *in)
{
	struct arena *arena = r->lint->arena;

	for (size_t i = 0; i < in->ntls; i++) {
		const struct node *hosts = in->tls[i].hosts;

		for (uint32_t k = 0; node_is(hosts, NODE_SEQ) &&
		    k < hosts->count; k++)
			*map_put(arena, &r->listed, lower(arena, node_text(
			    hosts->items[k]))) = r;
	}
}

/* Some tls section has it, by name or by a wildcard. */
static bool
is_listed(struct redirects *r, struct str host)
{
	const struct entrants *in = &r->lint->model->entrants;
	size_t dot = str_find_byte(host, '.', 0);

	host = lower(r->lint->arena, host);
	for (size_t i = 0; i < in->served.n && !r->has_listed; i++)
		list_hosts(r, in->served.at[i]->ingress);
	r->has_listed = true;
	return map_get(&r->listed, host) != NULL || (dot != STR_NONE &&
	    map_get(&r->listed, arena_printf(r->lint->arena, "*%.*s",
	    STR_ARG(str_cut(host, dot, host.len)))) != NULL);
}

/* A section for whatever hosts its certificate has, or who knows. */
static bool
is_open(const struct ingress *in)
{
	for (size_t i = 0; i < in->ntls; i++) {
		const struct node *hosts = in->tls[i].hosts;

		if (!node_is(hosts, NODE_SEQ) || hosts->count == 0)
			return true;
		for (uint32_t k = 0; k < hosts->count; k++)
			if (placeholder_in(node_text(hosts->items[k])))
				return true;
	}
	return false;
}

/* Several rules of one Ingress may have the same host. */
static bool
is_host_told(struct redirects *r, const struct entrant *e, struct str host)
{
	struct str key = arena_printf(r->lint->arena, "%zu %.*s", e->rank,
	    STR_ARG(host));
	void **at = map_put(r->lint->arena, &r->told_hosts, key);
	bool told = *at != NULL;

	*at = r;
	return told;
}

static void
check_tls_host(struct redirects *r, const struct entrant *e,
    const struct host_rule *rule)
{
	const struct ingress *in = e->ingress;
	struct lint *lint = r->lint;
	struct str host = host_text(rule);
	struct diag *d;
	struct str url;

	if (str_is(host, "_") || placeholder_in(host) ||
	    is_listed(r, host) || is_host_told(r, e, host))
		return;
	url = check_request(lint->arena, rule, rule->npaths == 0 ? NULL :
	    &rule->paths[0]);
	d = diag_report(lint->diags, RULE_TLS_OTHER_HOST,
	    node_span(rule->host), "no tls section lists \"%.*s\", but that "
	    "of its Ingress goes for it as well: %.*s is redirected to "
	    "https, where the certificate is the controller's own unless "
	    "one of the section happens to have this host",
	    STR_ARG(host), STR_ARG(url));
	diag_note(lint->diags, d, node_span(in->tls[0].node), "this section");
	diag_say_fix(lint->diags, d, "list the host there, or give it an "
	    "Ingress of its own without tls");
}

/* certificate.lua: the name with * for its first label is tried, too. */
static void
check_wildcard(struct redirects *r, const struct entrant *e,
    const struct host_rule *rule)
{
	struct lint *lint = r->lint;
	const struct sites *sites = &lint->model->sites;
	struct str host = host_text(rule), name;
	size_t dot = str_find_byte(host, '.', 0);
	const struct site *site, *parent;
	struct diag *d;

	if (dot == STR_NONE || str_starts(host, STR("*")) ||
	    placeholder_in(host))
		return;
	site = map_get(&sites->by_host, host);
	name = arena_printf(lint->arena, "*%.*s",
	    STR_ARG(str_cut(host, dot, host.len)));
	parent = map_get(&sites->by_host, name);
	if (site == NULL || site->certificate || parent == NULL ||
	    !parent->certificate || parent->maker == NULL ||
	    parent->maker == e || !claim_together(lint, e, parent->maker))
		return;
	d = diag_report(lint->diags, RULE_TLS_OTHER_HOST,
	    node_span(rule->host), "host \"%.*s\" has no tls section, but "
	    "\"%.*s\" has: the certificate of that goes for it, and %.*s is "
	    "redirected to https", STR_ARG(host), STR_ARG(name),
	    STR_ARG(check_request(lint->arena, rule, rule->npaths == 0 ?
	    NULL : &rule->paths[0])));
	diag_level(d, LEVEL_NOTE);
	diag_note(lint->diags, d, parent->maker->ingress->object->where,
	    "the Ingress of that host");
	diag_say_fix(lint->diags, d, INGRESS_PREFIX "ssl-redirect: \"false\" "
	    "if it is to be served without https");
}

static void
check_tls(struct redirects *r, const struct entrant *e)
{
	const struct ingress *in = e->ingress;

	if (e->extract.canary.enabled || !e->extract.ssl_redirect ||
	    !in->object->linted || e->extract.redirect_url.len > 0)
		return;
	if (in->ntls > 0 && is_open(in))
		return;
	for (size_t i = 0; i < in->nrules; i++)
		if (in->ntls > 0)
			check_tls_host(r, e, &in->rules[i]);
		else if (r->has_wildcard)
			check_wildcard(r, e, &in->rules[i]);
}

static void
check_redirects(struct lint *lint)
{
	const struct model *model = lint->model;
	struct redirects r = { .lint = lint };

	for (size_t i = 0; i < model->sites.all.n; i++) {
		const struct site *site = model->sites.all.at[i];

		r.has_wildcard = r.has_wildcard || (site->certificate &&
		    str_starts(site->host, STR("*.")));
		if (model->loads)
			check_site(&r, site);
	}
	for (size_t i = 0; i < model->entrants.served.n; i++)
		check_tls(&r, model->entrants.served.at[i]);
}

cluster_check *const redirect_set_checks[] = { check_redirects, NULL };
