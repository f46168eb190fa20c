/*
 * The preview: one way to reach green, and what that way asks of the rest.
 */
#include "spec/faults.h"

#include "spec/normal.h"

/* Exactly one of the five keys, or PREVIEW_NONE and it has been reported. */
static enum preview_kind
find_kind(struct faults *f, const struct node *preview)
{
	enum preview_kind kind = PREVIEW_NONE;
	const struct entry *first = NULL;
	struct diag *d;

	for (unsigned i = PREVIEW_PATH; preview_words[i] != NULL; i++) {
		const struct entry *e = node_entry(preview,
		    str_from(preview_words[i]));

		if (e == NULL)
			continue;
		if (first == NULL) {
			first = e;
			kind = (enum preview_kind)i;
			continue;
		}
		d = faults_report(f, RULE_RELEASE_INVALID, e->key->span,
		    "the preview has both %.*s and %s: green is reached in "
		    "one way only", STR_ARG(first->key->text),
		    preview_words[i]);
		diag_note(f->diags, d, first->key->span, "%.*s is here",
		    STR_ARG(first->key->text));
		diag_say_fix(f->diags, d, "remove one of the two");
		return PREVIEW_NONE;
	}
	if (first != NULL)
		return kind;
	d = faults_report(f, RULE_RELEASE_INVALID,
	    node_entry(f->spec, STR("preview"))->key->span,
	    "the preview does not say how green is reached");
	diag_say_fix(f->diags, d, "give one of path, host, header, cookie "
	    "and weight, as in path: /green");
	return PREVIEW_NONE;
}

/* A text with its ASCII letters made small. */
static struct str
lower(struct arena *arena, struct str s)
{
	struct str copy = arena_str(arena, s);
	char *at = (char *)copy.at;

	for (size_t i = 0; i < copy.len; i++)
		if (at[i] >= 'A' && at[i] <= 'Z')
			at[i] = (char)(at[i] - 'A' + 'a');
	return copy;
}

/*
 * The preview makes its host a regex host, and nginx compares regular
 * expressions without case (template.go buildLocation()), so /Green is the
 * preview /green too. Between two patterns that match, the longer text wins.
 */
static void
check_shadows(struct faults *f, const struct node *path)
{
	struct str preview = lower(f->arena, path->text), route;
	struct diag *d;

	for (size_t i = 0; i < f->nroutes; i++) {
		const struct faults_route *r = &f->routes[i];

		route = lower(f->arena, r->text);
		if (!str_starts(route, preview) ||
		    (route.len > preview.len && route.at[preview.len] != '/'))
			continue;
		d = faults_report(f, RULE_PREVIEW_SHADOWS_LIVE, path->span,
		    "the preview \"%.*s\" takes requests of the live route "
		    "\"%.*s\": GET %.*s would be both, and nginx gives it to "
		    "the pattern with the longer text", STR_ARG(path->text),
		    STR_ARG(r->text), STR_ARG(r->text));
		diag_note(f->diags, d, r->path->span, "the live route");
		if (!str_starts(r->text, path->text))
			diag_note(f->diags, d, SPAN_NONE, "patterns are "
			    "compared without case: GET %.*s is a request to "
			    "the preview too", STR_ARG(r->text));
		diag_say_fix(f->diags, d, "choose a preview path under which "
		    "no route lies");
	}
}

static void
check_preview_path(struct faults *f, const struct node *path)
{
	struct str text = path->text;

	if (!faults_path(f, path))
		return;
	if (text.len == 1) {
		faults_report(f, RULE_RELEASE_INVALID, path->span,
		    "a preview under \"/\" would take every live request");
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		char b = text.at[i];

		if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
		    (b >= '0' && b <= '9') || strchr("._~/-", b) != NULL)
			continue;
		faults_report(f, RULE_RELEASE_INVALID,
		    node_part(f->sources, path, i, i + 1),
		    "the preview path \"%.*s\" may hold letters, digits and "
		    ". _ ~ / - only: it becomes part of a regular expression "
		    "and of the header X-Forwarded-Prefix", STR_ARG(text));
		return;
	}
	if (f->ingress)
		check_shadows(f, path);
}

static void
check_preview_host(struct faults *f, const struct node *host)
{
	const struct node *hosts = normal_get(f->spec, "hosts");
	struct diag *d;

	if (!node_is(hosts, NODE_SEQ))
		return;
	for (uint32_t i = 0; i < hosts->count; i++)
		if (str_eq(node_text(hosts->items[i]), host->text)) {
			d = faults_report(f, RULE_RELEASE_INVALID, host->span,
			    "the preview host \"%.*s\" is a live host: its "
			    "requests would be both live and preview",
			    STR_ARG(host->text));
			diag_note(f->diags, d, hosts->items[i]->span,
			    "the live host");
			return;
		}
}

static void
check_header(struct faults *f, const struct node *header)
{
	const struct entry *pattern = node_entry(header, STR("pattern"));
	const struct entry *value = node_entry(header, STR("value"));
	struct diag *d;

	if (pattern == NULL || value == NULL)
		return;
	d = faults_report(f, RULE_RELEASE_INVALID, pattern->key->span,
	    "the header has both a value and a pattern: the controller reads "
	    "the value and never looks at the pattern");
	diag_note(f->diags, d, value->key->span, "the value is here");
	diag_say_fix(f->diags, d, "remove one of the two");
}

/*
 * A canary hangs on the upstream of its primary, not on a path, and only
 * the first one is ever asked (controller.go mergeAlternativeBackends(),
 * balancer.lua). An upstream that some ordinary Ingress uses as well is no
 * canary (controller.go createUpstreams()).
 */
static void
check_pairs(struct faults *f)
{
	struct map by_blue = { NULL }, said = { NULL };

	for (size_t i = 0; i < f->nroutes; i++) {
		const struct faults_route *r = &f->routes[i];
		const struct faults_target *blue = &r->of[COLOUR_BLUE];
		const struct faults_target *green = &r->of[COLOUR_GREEN];
		const struct faults_route *first;
		struct diag *d;
		void **slot;

		if (blue->upstream.len == 0 || green->upstream.len == 0)
			continue;
		slot = map_put(f->arena, &by_blue, blue->upstream);
		if (*slot == NULL)
			*slot = (void *)r;
		first = *slot;
		if (str_eq(first->of[COLOUR_GREEN].upstream,
		    green->upstream) || !faults_first(f, &said,
		    arena_printf(f->arena, "%.*s %.*s",
		    STR_ARG(blue->upstream), STR_ARG(green->upstream))))
			continue;
		d = faults_report(f, RULE_RELEASE_INVALID,
		    normal_place(green->node), "the routes \"%.*s\" and "
		    "\"%.*s\" share the blue Service \"%.*s\", but not the "
		    "green one: the controller keeps one canary per Service, "
		    "so previewed requests to \"%.*s\" would reach \"%.*s\" "
		    "too",
		    STR_ARG(first->text), STR_ARG(r->text),
		    STR_ARG(blue->name), STR_ARG(r->text),
		    STR_ARG(first->of[COLOUR_GREEN].name));
		diag_note(f->diags, d,
		    normal_place(first->of[COLOUR_GREEN].node),
		    "green of \"%.*s\"", STR_ARG(first->text));
		diag_say_fix(f->diags, d, "give the two routes blue Services "
		    "of their own, or preview by path or host");
	}
}

static void
check_green_is_not_blue(struct faults *f)
{
	struct map blues = { NULL }, said = { NULL };

	for (size_t i = 0; i < f->nroutes; i++)
		if (f->routes[i].of[COLOUR_BLUE].upstream.len > 0)
			*map_put(f->arena, &blues,
			    f->routes[i].of[COLOUR_BLUE].upstream) =
			    &f->routes[i];
	for (size_t i = 0; i < f->nroutes; i++) {
		const struct faults_target *green =
		    &f->routes[i].of[COLOUR_GREEN];
		const struct faults_route *other;
		struct diag *d;

		other = map_get(&blues, green->upstream);
		/* the same route: release-same-backend speaks */
		if (other == NULL || str_eq(green->upstream,
		    f->routes[i].of[COLOUR_BLUE].upstream) ||
		    !faults_first(f, &said, green->upstream))
			continue;
		d = faults_report(f, RULE_RELEASE_INVALID,
		    normal_place(green->node), "\"%.*s\", green of the route "
		    "\"%.*s\", is blue of the route \"%.*s\": the controller "
		    "makes no canary of a live Service, so no request would "
		    "be previewed", STR_ARG(green->name),
		    STR_ARG(f->routes[i].text), STR_ARG(other->text));
		diag_note(f->diags, d,
		    normal_place(other->of[COLOUR_BLUE].node),
		    "blue of \"%.*s\"", STR_ARG(other->text));
		diag_say_fix(f->diags, d, "preview by path or host, or give "
		    "green a Service of its own");
	}
}

static void
check_options(struct faults *f, const struct node *preview,
    enum preview_kind kind)
{
	const struct entry *allow = node_entry(preview, STR("allowFrom"));
	const struct entry *prefix = node_entry(preview,
	    STR("forwardedPrefix"));

	if (allow != NULL && kind != PREVIEW_PATH && kind != PREVIEW_HOST)
		faults_report(f, RULE_RELEASE_INVALID, allow->key->span,
		    "allowFrom does nothing in a preview by %s: that is a "
		    "canary, whose requests follow the rules of the live "
		    "Ingress, so anybody could see green",
		    preview_words[kind]);
	if (prefix != NULL && kind != PREVIEW_PATH)
		faults_report(f, RULE_RELEASE_INVALID, prefix->key->span,
		    "forwardedPrefix does nothing in a preview by %s: no "
		    "prefix is cut off there", preview_words[kind]);
}

void
faults_preview(struct faults *f)
{
	const struct node *preview = normal_get(f->spec, "preview");
	const struct node *value;
	enum preview_kind kind;

	if (!node_is(preview, NODE_MAP))
		return;
	kind = find_kind(f, preview);
	if (kind == PREVIEW_NONE)
		return;
	value = normal_get(preview, preview_words[kind]);
	if (kind == PREVIEW_PATH && node_is_str(value))
		check_preview_path(f, value);
	if (kind == PREVIEW_HOST && node_is_str(value))
		check_preview_host(f, value);
	if (kind == PREVIEW_HEADER)
		check_header(f, value);
	if (f->ingress)
		check_options(f, preview, kind);
	if (f->ingress && kind >= PREVIEW_HEADER) {
		check_pairs(f);
		check_green_is_not_blue(f);
	}
}
