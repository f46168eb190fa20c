/*
 * What a spec expects of single requests, asked of the model of each phase.
 */
#include <stdio.h>

#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/releases.h"
#include "model/answer.h"

/* All releases in one phase, as the controller sees them. */
struct state {
	bool built;
	struct cluster cluster;
	struct controller controller;
	struct model model;
};

struct run {
	struct arena *arena;
	struct releases releases;
	struct state states[PHASE_COUNT];
	size_t held, failed;
};

/* A release that does not have the phase stays in its own. */
static struct state *
state_of(struct run *r, enum phase phase)
{
	struct releases *all = &r->releases;
	struct state *s = &r->states[phase];
	struct stream objects = { .broken = false };

	if (s->built)
		return s;
	s->built = true;
	for (size_t i = 0; i < all->items.n; i++) {
		const struct release_item *item = &all->items.at[i];

		releases_render(all, item, release_has_phase(item->release,
		    phase) ? phase : item->phase, &objects);
	}
	releases_cluster(all, &objects, &s->cluster);
	config_controller(&all->config, &s->cluster, &s->controller);
	/* without any Service given, that they exist is taken for granted */
	s->controller.assume_references = s->cluster.services.n == 0;
	model_build(r->arena, &s->cluster, &s->controller, &s->model);
	return s;
}

/* "goes to Service default/web as "/new"", for messages. */
static struct str
what_happens(struct run *r, const struct answer *a)
{
	switch (a->kind) {
	case ANSWER_PROXY:
		if (a->nshares > 1)
			return arena_printf(r->arena, "goes to Service %.*s "
			    "or %.*s, by chance", STR_ARG(a->shares[0].service),
			    STR_ARG(a->shares[1].service));
		return arena_printf(r->arena, "goes to Service %.*s as "
		    "\"%.*s\"", STR_ARG(a->shares[0].service),
		    STR_ARG(a->uri));
	case ANSWER_REDIRECT:
		return arena_printf(r->arena, "is answered %u and sent to "
		    "%.*s", a->status, STR_ARG(a->location));
	case ANSWER_RESPOND:
		return arena_printf(r->arena, "is answered %u", a->status);
	default:
		return STR("is not decided: nginx cannot load this "
		    "configuration");
	}
}

static bool
is_service(const struct release *release, const struct answer *a,
    struct str name)
{
	struct str ns = release->metadata->ns, full;

	if (a->kind != ANSWER_PROXY || a->nshares != 1)
		return false;
	full = a->shares[0].service;
	return full.len == ns.len + 1 + name.len && str_starts(full, ns) &&
	    str_ends(full, name);
}

static bool
holds(const struct release *release, const struct release_expect *e,
    const struct answer *a)
{
	if (e->service.len > 0 && !is_service(release, a, e->service))
		return false;
	if (e->uri.len > 0 && (a->kind != ANSWER_PROXY ||
	    !str_eq(a->uri, e->uri)))
		return false;
	if (e->status != 0 && a->status != (unsigned)e->status)
		return false;
	return e->location.len == 0 || (a->kind == ANSWER_REDIRECT &&
	    str_eq(a->location, e->location));
}

/* "goes to Service web as "/new"", or the status and Location. */
static struct str
what_is_expected(struct run *r, const struct release_expect *e)
{
	struct str text = STR("");

	if (e->service.len > 0)
		text = arena_printf(r->arena, " Service %.*s",
		    STR_ARG(e->service));
	if (e->uri.len > 0)
		text = arena_printf(r->arena, "%.*s as \"%.*s\"",
		    STR_ARG(text), STR_ARG(e->uri));
	if (e->status != 0)
		text = arena_printf(r->arena, "%.*s %lld", STR_ARG(text),
		    e->status);
	if (e->location.len > 0)
		text = arena_printf(r->arena, "%.*s to %.*s", STR_ARG(text),
		    STR_ARG(e->location));
	return str_trim(text);
}

static void
report(struct run *r, const struct release_expect *e, const struct answer *a)
{
	struct str happens = what_happens(r, a);
	struct str expected = what_is_expected(r, e);
	struct diags *diags = &r->releases.diags;
	struct diag *d;

	d = diag_report(diags, RULE_EXPECTATION_FAILED,
	    node_span(node_get(e->node, STR("url"))),
	    "in the phase %s, %.*s %.*s %.*s; expected was: %.*s",
	    phase_name(e->phase), STR_ARG(e->method), STR_ARG(e->url),
	    STR_ARG(happens), STR_ARG(expected));
	if (a->reason.len > 0)
		diag_note(diags, d, SPAN_NONE, "%.*s", STR_ARG(a->reason));
}

static const char *
ask(struct run *r, const struct release_expect *e, struct answer *a)
{
	struct state *s = state_of(r, e->phase);
	struct header *headers = arena_array(r->arena, struct header,
	    e->headers.n);
	const char *wrong;
	struct call call;

	for (size_t i = 0; i < e->headers.n; i++)
		headers[i] = (struct header){ e->headers.at[i].key,
			e->headers.at[i].value };
	wrong = call_read(r->arena, &s->model, e->url, e->method, headers,
	    e->headers.n, &call);
	if (wrong == NULL)
		answer_find(r->arena, &s->model, &call.request, call.sni, a);
	return wrong;
}

static void
test_release(struct run *r, const struct release *release)
{
	for (size_t i = 0; i < release->spec->expect.n; i++) {
		const struct release_expect *e = &release->spec->expect.at[i];
		const char *wrong;
		struct answer a;

		wrong = ask(r, e, &a);
		if (wrong != NULL)
			diag_report(&r->releases.diags, RULE_RELEASE_INVALID,
			    node_span(e->node), "\"%.*s\" is no URL: %s",
			    STR_ARG(e->url), wrong);
		else if (holds(release, e, &a))
			r->held++;
		else {
			r->failed++;
			report(r, e, &a);
		}
	}
}

static void
print(struct run *r)
{
	struct releases *all = &r->releases;
	struct report report = {
		.diags = &all->diags, .sources = &all->sources,
		.files = all->specs.files.at, .nfiles = all->specs.files.n,
		.nchecked = all->specs.files.n, .nobjects = all->items.n,
		.fail_on = LEVEL_ERROR
	};
	struct buf out;

	output_report(all->options, &report);
	if (!output_is_text(all->options))
		return;
	buf_init(&out);
	buf_printf(&out, "%zu expectation%s, %zu failed\n",
	    r->held + r->failed, r->held + r->failed == 1 ? "" : "s",
	    r->failed);
	file_print(buf_str(&out));
	buf_release(&out);
}

int
cmd_test(struct arena *arena, const struct options *options)
{
	struct run *r = arena_new(arena, struct run);
	struct releases *all = &r->releases;

	r->arena = arena;
	if (!releases_load(arena, options, all))
		return STATUS_USAGE;
	for (size_t i = 0; i < all->items.n &&
	    diags_count(&all->diags, LEVEL_ERROR) == r->failed; i++)
		test_release(r, all->items.at[i].release);
	diags_finish(&all->diags);
	print(r);
	return diags_count(&all->diags, LEVEL_ERROR) > 0 ? STATUS_FINDINGS :
	    STATUS_OK;
}
