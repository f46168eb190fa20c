/*
 * From a document to a release: shape, defaults, checks, structs. The first
 * three speak about everything they find, also after one of them has found
 * something; the structs are filled only from a tree without fault.
 */
#include "spec/spec.h"

#include "base/limits.h"
#include "spec/faults.h"
#include "spec/fill.h"
#include "spec/normal.h"
#include "spec/schema.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

const char *
phase_name(enum phase phase)
{
	return phase_words[phase];
}

static bool
find_word(const char *const *words, struct str word, unsigned *index)
{
	for (*index = 0; words[*index] != NULL; (*index)++)
		if (str_is(word, words[*index]))
			return true;
	return false;
}

bool
phase_parse(struct str word, enum phase *phase)
{
	unsigned index;

	if (!find_word(phase_words, word, &index))
		return false;
	*phase = (enum phase)index;
	return true;
}

bool
spec_is_release(const struct node *root)
{
	const struct node *version = normal_get(root, "apiVersion");

	/* other tools have a kind of that name too */
	if (version != NULL)
		return str_starts(node_text(version), STR("greenlight.dev/"));
	return str_is(node_text(normal_get(root, "kind")), RELEASE_KIND);
}

static void
report_other(struct diags *diags, const struct node *root)
{
	const struct node *kind = normal_get(root, "kind");
	const struct node *version = normal_get(root, "apiVersion");
	struct diag *d;

	if (str_is(node_text(kind), RELEASE_KIND)) {
		d = diag_report(diags, RULE_RELEASE_INVALID, version->span,
		    "this document is a Release of another tool: nothing is "
		    "made of it");
		edit_offer(diags, d, version, scalar_written(diags->arena,
		    version, STR(RELEASE_API_VERSION)), false,
		    "apiVersion: " RELEASE_API_VERSION);
		return;
	}
	if (node_is_str(kind)) {
		d = diag_report(diags, RULE_RELEASE_INVALID, kind->span,
		    "this document is no Release but of kind %.*s: nothing "
		    "is made of it", STR_ARG(kind->text));
		diag_say_fix(diags, d, "keep it in a file of its own and "
		    "name that under spec.references");
		return;
	}
	d = diag_report(diags, RULE_RELEASE_INVALID, normal_place(root),
	    "this document is no Release: it has no kind");
	diag_say_fix(diags, d, "begin it with \"apiVersion: "
	    RELEASE_API_VERSION "\" and \"kind: " RELEASE_KIND "\"");
}

static enum preview_kind
preview_kind_of(const struct node *preview)
{
	for (unsigned i = PREVIEW_PATH; preview_words[i] != NULL; i++)
		if (node_get(preview, str_from(preview_words[i])) != NULL)
			return (enum preview_kind)i;
	return PREVIEW_NONE;
}

/* NULL when there is none, or its name is none; that has been reported. */
static const struct strategy *
find_strategy(struct strategies *strategies, const struct node *written)
{
	const struct node *name = normal_get(normal_get(written, "spec"),
	    "strategy");

	if (name == NULL)
		return strategies_get(strategies, STR("ingress"),
		    normal_place(written));
	/* shape_check speaks about what is no name of a folder */
	if (!node_is_str(name) || !format_dns_label.valid(name->text))
		return NULL;
	return strategies_get(strategies, name->text, name->span);
}

static void
conclude(struct release *r, const struct strategy *strategy,
    const struct node *written)
{
	r->written = written;
	r->strategy = strategy;
	r->has_green = r->spec->green != NULL;
	for (size_t i = 0; i < r->spec->routes.n; i++)
		if (r->spec->routes.at[i].green != NULL)
			r->has_green = true;
	if (r->spec->preview != NULL)
		r->spec->preview->kind =
		    preview_kind_of(r->spec->preview->node);
}

bool
spec_load(struct arena *arena, struct diags *diags,
    const struct sources *sources, struct strategies *strategies,
    const struct document *document, struct release **release)
{
	const struct node *written = document->root, *root;
	const struct strategy *strategy;
	bool shaped, sound;

	*release = NULL;
	if (!spec_is_release(written)) {
		report_other(diags, written);
		return false;
	}
	if (written->weight > LIMIT_RELEASE_WEIGHT) {
		diag_report(diags, RULE_YAML_LIMIT, normal_place(written),
		    "this release holds more than %d values and is not read",
		    LIMIT_RELEASE_WEIGHT);
		return false;
	}
	shaped = shape_check(diags, &release_rules, &release_shape, written);
	strategy = find_strategy(strategies, written);
	root = normal_release(arena, diags, strategy, written, &sound);
	if (!faults_check(arena, diags, sources, strategy, written, root) ||
	    !shaped || !sound || strategy == NULL)
		return false;
	*release = fill_release(arena, diags, root);
	if (*release == NULL)
		return false;
	conclude(*release, strategy, written);
	return true;
}

bool
release_has_phase(const struct release *r, enum phase phase)
{
	if (phase == PHASE_GREEN_PREVIEW)
		return r->has_green && (r->spec->preview != NULL ||
		    r->strategy->previews[PREVIEW_NONE]);
	return phase != PHASE_CUTOVER || r->has_green;
}

struct str
release_workload_name(struct arena *arena, const struct release *r,
    const struct release_colour *colour)
{
	return colour->service != NULL ? colour->service->name :
	    faults_name(arena, r->metadata->name, colour->version);
}
