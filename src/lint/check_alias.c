/*
 * Aliases that do nothing, or more than they say (createServers(),
 * ngx_http_server_names()).
 */
#include "lint/check.h"

#include "base/limits.h"
#include "k8s/placeholder.h"
#include "lint/claim.h"

static struct span
alias_place(const struct lint *lint, const struct entrant *e,
    struct str alias)
{
	const struct node *node = extract_node(&e->extract,
	    ANNOTATION_SERVER_ALIAS);
	size_t at = node == NULL ? STR_NONE :
	    str_find(node->text, alias, 0);

	if (at == STR_NONE)
		return node == NULL ? e->ingress->object->where :
		    node_span(node);
	return node_part(lint->sources, node, at, at + alias.len);
}

static bool
has_host(const struct ingress *in, struct str host)
{
	for (size_t i = 0; i < in->nrules; i++)
		if (str_eq(host_text(&in->rules[i]), host))
			return true;
	return false;
}

static bool
has_alias(const struct entrant *e, struct str alias)
{
	for (size_t i = 0; i < e->extract.aliases.n; i++)
		if (str_eq(e->extract.aliases.at[i], alias))
			return true;
	return false;
}

/* The alias is a host: that one is served. */
static void
check_host(struct lint *lint, const struct entrant *e, struct str alias)
{
	const struct site *site = map_get(&lint->model->sites.by_host, alias);
	struct diag *d;

	if (site == NULL || site->maker == NULL ||
	    has_host(e->ingress, alias) ||
	    !claim_together(lint, e, site->maker))
		return;
	d = diag_report(lint->diags, RULE_ALIAS_CONFLICT,
	    alias_place(lint, e, alias), "server-alias \"%.*s\" is left out: "
	    "it is a host of Ingress %.*s, and requests for it get what that "
	    "has", STR_ARG(alias), STR_ARG(site->maker->key));
	diag_note(lint->diags, d, site->maker->ingress->object->where,
	    "that Ingress");
}

/* Of one host, the first Ingress that has aliases. */
static void
check_first(struct lint *lint, const struct entrant *e,
    const struct host_rule *rule)
{
	const struct site *site = sites_get(&lint->model->sites,
	    host_text(rule));
	const struct entrant *first = site->aliases_by;
	struct diag *d;

	if (first == NULL || first == e || !claim_together(lint, e, first))
		return;
	for (size_t i = 0; i < e->extract.aliases.n; i++) {
		struct str alias = e->extract.aliases.at[i];

		if (has_alias(first, alias))
			continue;
		d = diag_report(lint->diags, RULE_ALIAS_CONFLICT,
		    alias_place(lint, e, alias), "server-alias \"%.*s\" is "
		    "left out: host \"%.*s\" has the aliases of Ingress %.*s, "
		    "and requests for this one get the default backend (404)",
		    STR_ARG(alias), STR_ARG(site->host),
		    STR_ARG(first->key));
		diag_note(lint->diags, d, node_span(extract_node(
		    &first->extract, ANNOTATION_SERVER_ALIAS)),
		    "only these are served");
		diag_say_fix(lint->diags, d, "name all aliases of a host in "
		    "one Ingress");
		return;
	}
}

/*
 * A wildcard alias is a real wildcard of nginx, of any depth, while a
 * wildcard host becomes a regular expression, which comes after it.
 */
static void
check_wildcard(struct lint *lint, const struct entrant *e, struct str alias)
{
	const struct sites *sites = &lint->model->sites;
	struct str domain = str_cut(alias, 1, alias.len);
	struct diag *d;

	if (!str_starts(alias, STR("*.")))
		return;
	for (size_t i = 0; i < sites->all.n; i++) {
		const struct site *site = sites->all.at[i];

		if (!str_starts(site->host, STR("*.")) ||
		    site->maker == NULL || site->aliases_by == e ||
		    str_eq(site->host, alias) ||
		    !str_ends(site->host, domain) ||
		    !claim_together(lint, e, site->maker))
			continue;
		d = diag_report(lint->diags, RULE_ALIAS_CONFLICT,
		    alias_place(lint, e, alias), "server-alias \"%.*s\" "
		    "takes all requests of host \"%.*s\" of Ingress %.*s",
		    STR_ARG(alias), STR_ARG(site->host),
		    STR_ARG(site->maker->key));
		diag_note(lint->diags, d, site->maker->ingress->object->where,
		    "that Ingress, e.g. GET http://a%.*s/",
		    STR_ARG(str_cut(site->host, 1, site->host.len)));
		return;
	}
}

static void
check_entrant(struct lint *lint, const struct entrant *e)
{
	size_t n = e->extract.aliases.n;

	for (size_t i = 0; i < n && i < LIMIT_ALIASES; i++) {
		struct str alias = e->extract.aliases.at[i];

		if (placeholder_in(alias))
			continue;
		check_host(lint, e, alias);
		check_wildcard(lint, e, alias);
	}
	for (size_t i = 0; i < e->ingress->nrules; i++)
		check_first(lint, e, &e->ingress->rules[i]);
}

/* One alias of two servers: nginx keeps the first. */
static void
check_clash(struct lint *lint, const struct name_clash *clash)
{
	const struct site *first = clash->server->owner;
	const struct site *second = clash->ignored->owner;
	const struct entrant *e = second == NULL ? NULL : second->aliases_by;
	struct diag *d;

	if (first == NULL || e == NULL || first->aliases_by == NULL ||
	    !has_alias(e, clash->name) || !e->ingress->object->linted ||
	    !claim_together(lint, e, first->aliases_by))
		return;
	d = diag_report(lint->diags, RULE_ALIAS_CONFLICT,
	    alias_place(lint, e, clash->name), "server-alias \"%.*s\" is one "
	    "of host \"%.*s\" as well: requests for it get what that host "
	    "has, and nothing of \"%.*s\"", STR_ARG(clash->name),
	    STR_ARG(first->host), STR_ARG(second->host));
	if (first->aliases_by == e)
		diag_note(lint->diags, d, SPAN_NONE, "the aliases of an "
		    "Ingress are those of each of its hosts");
	else
		diag_note(lint->diags, d, alias_place(lint, first->aliases_by,
		    clash->name), "that one");
	diag_say_fix(lint->diags, d, "a rule for host %.*s instead of the "
	    "alias", STR_ARG(clash->name));
}

static void
check_aliases(struct lint *lint)
{
	const struct model *model = lint->model;

	for (size_t i = 0; i < model->entrants.served.n; i++) {
		const struct entrant *e = model->entrants.served.at[i];

		if (e->extract.aliases.n > 0 && !e->extract.canary.enabled &&
		    e->ingress->object->linted)
			check_entrant(lint, e);
	}
	for (size_t i = 0; i < model->http.names.clashes.n &&
	    i < LIMIT_ALIASES; i++)
		check_clash(lint, &model->http.names.clashes.at[i]);
}

cluster_check *const alias_set_checks[] = { check_aliases, NULL };
