/*
 * What is no fault of a release, and good to know before people use it.
 */
#include "spec/spec.h"

/* Annotations of the release stand on the preview, too. */
static bool
is_guarded(const struct release_spec *spec)
{
	static const char *const guards[] = {
		"allowlist-source-range", "whitelist-source-range",
		"auth-url", "auth-type", "auth-tls-secret",
	};

	if (spec->preview->allow_from.n > 0)
		return true;
	for (size_t i = 0; i < spec->annotations.n; i++) {
		struct str key = spec->annotations.at[i].key;
		size_t slash = str_find_byte(key, '/', 0);

		key = str_cut(key, slash == STR_NONE ? key.len : slash + 1,
		    key.len);
		for (size_t k = 0; k < sizeof(guards) / sizeof(*guards); k++)
			if (str_is(key, guards[k]))
				return true;
	}
	return false;
}

static void
advise_public(struct diags *diags, const struct release_spec *spec,
    const struct node *address)
{
	struct diag *d;

	if (is_guarded(spec))
		return;
	d = diag_report(diags, RULE_PREVIEW_PUBLIC, node_span(address),
	    "who can reach the controller can see green, at \"%.*s\": "
	    "nothing says who may", STR_ARG(node_text(address)));
	diag_say_fix(diags, d, "allowFrom under preview, a list of networks "
	    "such as 10.0.0.0/8");
}

static void
advise_subpath(struct diags *diags, const struct release_preview *preview)
{
	struct diag *d;

	if (preview->kind != PREVIEW_PATH || preview->forwarded_prefix)
		return;
	d = diag_report(diags, RULE_PREVIEW_SUBPATH, node_span(node_get(
	    preview->node, STR("forwardedPrefix"))), "green is not told that "
	    "it is seen below \"%.*s\": its links and redirects to /... lead "
	    "to blue, and so do its cookies for /", STR_ARG(preview->path));
	diag_say_fix(diags, d, "forwardedPrefix: true, if the application "
	    "goes by X-Forwarded-Prefix; else relative links, or a preview "
	    "by host");
}

void
spec_advise(struct diags *diags, const struct release *release)
{
	const struct release_spec *spec = release->spec;
	const struct release_preview *preview = spec->preview;

	/* Who knows what to send gets past the others, as meant. */
	if (preview == NULL || !release->strategy->ingress ||
	    (preview->kind != PREVIEW_PATH && preview->kind != PREVIEW_HOST))
		return;
	advise_public(diags, spec, node_get(preview->node,
	    preview->kind == PREVIEW_PATH ? STR("path") : STR("host")));
	advise_subpath(diags, preview);
}
