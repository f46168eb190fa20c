/*
 * nginx answers a request that lacks only the slash at the end of a location
 * with a redirect (ngx_http_core_find_static_location(), auto_redirect).
 */
#include "lint/check.h"

#include "lint/claim.h"
#include "model/intake.h"

static bool
is_taken_without(const struct site *site, struct str text)
{
	for (size_t i = 0; i < site->places.n; i++)
		if (str_eq(site->places.at[i].text, text))
			return true;
	return false;
}

static void
report_slash(struct lint *lint, const struct ground *ground,
    const struct claim *claim)
{
	struct str bare = str_cut(claim->text, 0, claim->text.len - 1);
	struct str url = claim_url(lint->arena, ground->site, bare);
	struct diag *d;

	d = diag_report(lint->diags, RULE_TRAILING_SLASH_REDIRECT,
	    claim_place(claim->path), "path \"%.*s\" ends in a slash: GET "
	    "%.*s is answered 301 to \"%.*s\" and never reaches %.*s as it "
	    "is", STR_ARG(claim->text), STR_ARG(url), STR_ARG(claim->text),
	    STR_ARG(claim_service(lint->arena, claim->pool)));
	diag_note(lint->diags, d, SPAN_NONE, "the redirect names the scheme "
	    "of the connection: behind a balancer that ends TLS, http://");
	if (!claim->exact)
		diag_say_fix(lint->diags, d, "path: %.*s, which takes both",
		    STR_ARG(bare));
}

/* Once for each Ingress. */
static void
check_ground(struct lint *lint, const struct ground *ground,
    struct map *told)
{
	for (size_t i = 0; i < ground->claims.n; i++) {
		const struct claim *claim = &ground->claims.at[i];
		void **at;

		if (claim->text.len < 2 || claim->spot == NULL ||
		    !str_ends(claim->text, STR("/")) ||
		    !claim->by->ingress->object->linted ||
		    intake_is_unclaimed(claim->by->ingress) ||
		    claim->by->extract.denied.why.len > 0)
			continue;
		at = map_put(lint->arena, told, claim->by->key);
		if (*at != NULL || is_taken_without(ground->site,
		    str_cut(claim->text, 0, claim->text.len - 1)))
			continue;
		*at = told;
		report_slash(lint, ground, claim);
	}
}

static void
check_slashes(struct lint *lint)
{
	const struct grounds *grounds = grounds_of(lint);
	struct map told = { NULL };

	for (size_t i = 0; i < grounds->all.n; i++)
		if (grounds->all.at[i]->site->regex == NULL)
			check_ground(lint, grounds->all.at[i], &told);
}

cluster_check *const slash_set_checks[] = { check_slashes, NULL };
