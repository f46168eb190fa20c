/*
 * Backends that are no Service. The API has them; the controller passes over
 * them (controller.go: getBackendServers()), as if the path was not there.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/claim.h"
#include "lint/subject.h"
#include "model/intake.h"

/* Where a request for the path goes instead; empty when that is not known. */
static struct str
find_outcome(struct lint *lint, const struct host_rule *rule,
    const struct path *path)
{
	const struct ground *ground = map_get(&grounds_of(lint)->by_host,
	    host_text(rule));
	const struct location *taken = NULL;
	const struct place *place;
	struct captures captures;
	struct str text = path_text(path), url;

	if (ground == NULL || !subject_is_strict(text) ||
	    location_find(lint->arena, ground->server->index, text, &taken,
	    &captures) != FOUND_LOCATION || taken->owner == NULL)
		return (struct str){ NULL, 0 };
	place = taken->owner;
	url = claim_url(lint->arena, ground->site, text);
	return arena_printf(lint->arena, ": GET %.*s goes to %.*s",
	    STR_ARG(url), STR_ARG(claim_service(lint->arena,
	    place->spot->pool)));
}

static void
check_path(struct lint *lint, const struct host_rule *rule,
    const struct path *path)
{
	struct str outcome;
	struct diag *d;

	if (path->backend.resource == NULL || path->backend.service != NULL)
		return;
	outcome = find_outcome(lint, rule, path);
	if (outcome.len == 0)
		outcome = STR(": its requests go to another path that takes "
		    "them, or are answered 404");
	d = diag_report(lint->diags, RULE_BACKEND_RESOURCE,
	    node_span(path->backend.resource), "ingress-nginx passes over "
	    "path \"%.*s\", as its backend is a resource and no Service%.*s",
	    STR_ARG(path_text(path)), STR_ARG(outcome));
	diag_say_fix(lint->diags, d, "name a Service; one of type "
	    "ExternalName can stand for a bucket or another host");
}

static void
check_resources(struct lint *lint, const struct ingress *in)
{
	const struct backend *rest = &in->default_backend;
	struct diag *d;

	if (!intake_accepts(lint->cluster, in) || intake_is_unclaimed(in))
		return;
	for (size_t i = 0; i < in->nrules; i++)
		for (size_t k = 0; k < in->rules[i].npaths; k++)
			check_path(lint, &in->rules[i],
			    &in->rules[i].paths[k]);
	if (rest->resource == NULL || rest->service != NULL)
		return;
	d = diag_report(lint->diags, RULE_BACKEND_RESOURCE,
	    node_span(rest->resource), "ingress-nginx passes over a "
	    "defaultBackend that is a resource and no Service: requests that "
	    "no path takes are answered 404");
	diag_say_fix(lint->diags, d, "name a Service");
}

ingress_check *const resource_checks[] = { check_resources, NULL };
