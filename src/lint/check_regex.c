/*
 * One Ingress at a time, read once for all that is said of its regular
 * expressions. The tables run from cause to effect: what a path is not can
 * be no slip of its captures, and what a check has told of a path the later
 * ones leave out.
 */
#include "lint/check.h"

#include "lint/subject.h"
#include "lint/url.h"
#include "model/intake.h"

static subject_check *const *const tables[] = {
	path_checks, slow_checks, rewrite_checks, branch_checks, bound_checks,
	dot_checks,
};

/* Without any of these, and with plain paths, there is nothing to look at. */
static const char *const annotations[] = {
	"rewrite-target", "use-regex", "x-forwarded-prefix", "app-root",
	"upstream-vhost",
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static bool
is_all_plain(const struct lint *lint, const struct ingress *ingress)
{
	for (size_t i = 0; i < ingress->nrules; i++) {
		const struct host_rule *rule = &ingress->rules[i];

		for (size_t k = 0; k < rule->npaths; k++)
			if (!subject_is_strict(path_text(&rule->paths[k])) ||
			    url_suspected(path_text(&rule->paths[k])) ||
			    !subject_is_admitted(lint, &rule->paths[k]))
				return false;
	}
	return true;
}

static bool
has_annotation(const struct ingress *ingress)
{
	for (size_t i = 0; i < COUNT(annotations); i++)
		if (ingress_annotation(ingress, annotations[i]) != NULL)
			return true;
	return false;
}

/* Other controllers read paths otherwise: some know wildcards. */
static void
weaken(struct lint *lint, size_t from)
{
	for (size_t i = from; i < lint->diags->list.n; i++) {
		struct diag *d = lint->diags->list.at[i];

		if (d->level > LEVEL_WARNING)
			diag_level(d, LEVEL_WARNING);
		diag_note(lint->diags, d, SPAN_NONE, "so it is if "
		    "ingress-nginx serves this Ingress, which names no "
		    "class");
	}
}

static void
check_regex(struct lint *lint, const struct ingress *ingress)
{
	size_t before = lint->diags->list.n;
	struct subject s;

	if ((is_all_plain(lint, ingress) && !has_annotation(ingress)) ||
	    !subject_read(lint, ingress, &s))
		return;
	for (size_t t = 0; t < COUNT(tables); t++)
		for (size_t i = 0; tables[t][i] != NULL; i++)
			tables[t][i](lint, &s);
	if (intake_is_unclaimed(ingress))
		weaken(lint, before);
}

ingress_check *const regex_checks[] = {
	check_regex, NULL
};
