#include "adopt/adopt.h"

#include <stdarg.h>

#include "adopt/draft.h"
#include "adopt/write.h"
#include "model/lookup.h"

static void
add_remark(struct drafts *d, struct draft *draft, const char *at,
    struct str text)
{
	struct remark r = { str_from(at), text };

	if (draft != NULL)
		*vec_add(d->adopt->arena, &draft->remarks) = r;
	else
		*vec_add(d->adopt->arena, &d->pending) = r;
}

void
draft_remark(struct drafts *d, struct draft *draft, const char *at,
    const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_remark(d, draft, at, arena_vprintf(d->adopt->arena, fmt, args));
	va_end(args);
}

/* A finding that the comments on top of the spec tell as well. */
static void
report(struct drafts *d, struct draft *draft, enum rule_id rule,
    struct span where, const char *label, struct str text)
{
	struct adopt *a = d->adopt;
	struct position at;

	a->partial = true;
	diag_report(a->diags, rule, where, "%.*s", STR_ARG(text));
	if (where.file == 0)
		return;
	at = source_position(a->sources, where.file, where.start);
	add_remark(d, draft, "", arena_printf(a->arena, "%s (%s:%u): %.*s.",
	    label, source_get(a->sources, where.file)->name,
	    (unsigned)at.line, STR_ARG(text)));
}

void
draft_leave(struct drafts *d, struct draft *draft, struct span where,
    const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(d, draft, RULE_ADOPT_LEFT_OUT, where, "Left out",
	    arena_vprintf(d->adopt->arena, fmt, args));
	va_end(args);
}

void
draft_differs(struct drafts *d, struct draft *draft, struct span where,
    const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(d, draft, RULE_ADOPT_DIFFERS, where, "Differs",
	    arena_vprintf(d->adopt->arena, fmt, args));
	va_end(args);
}

struct str
draft_key(const struct drafts *d, struct str ns, struct str name)
{
	return arena_printf(d->adopt->arena, "%.*s/%.*s", STR_ARG(ns),
	    STR_ARG(name));
}

void
draft_load(struct drafts *d, struct draft *draft, struct diags *quiet)
{
	struct arena *arena = d->adopt->arena;
	uint32_t file = source_add(d->adopt->sources, "<adopted>",
	    draft->text);
	struct stream stream = { .broken = false };
	struct release *release = NULL;

	d->strategies.diags = quiet;
	stream_parse(arena, quiet, d->adopt->sources, file, &stream);
	if (stream.documents.n != 1)
		return;
	draft->root = stream.documents.at[0].root;
	if (spec_load(arena, quiet, d->adopt->sources, &d->strategies,
	    &stream.documents.at[0], &release))
		draft->release = release;
}

struct str
draft_class(const struct ingress *in)
{
	return in->class_name != NULL ? node_text(in->class_name) :
	    node_text(object_annotation(in->object,
	    STR("kubernetes.io/ingress.class")));
}

/*
 * The controller as it is set up, but less strict: the IngressClass, or the
 * flag, that gives it Ingresses without a class is seldom among manifests,
 * and what they name is taken to exist.
 */
static void
set_up(struct drafts *d)
{
	d->controller = *d->adopt->controller;
	d->controller.without_class = true;
	d->controller.assume_references = true;
	trees_init(&d->trees, d->adopt->sources);
	strategies_init(&d->strategies, d->adopt->arena, d->adopt->diags,
	    d->adopt->sources, NULL);
}

/* Which Ingresses are served, and as what. */
static void
take_in(struct drafts *d)
{
	const struct cluster *all = d->adopt->cluster;
	struct arena *arena = d->adopt->arena;
	struct cluster *meant = arena_new(arena, struct cluster);

	*meant = *all;
	meant->ingresses.at = NULL;
	meant->ingresses.n = meant->ingresses.room = 0;
	for (size_t i = 0; i < all->ingresses.n; i++)
		if (bundle_is_meant(all, all->ingresses.at[i]))
			*vec_add(arena, &meant->ingresses) =
			    all->ingresses.at[i];
	entrants_read(arena, meant, &d->controller, &d->entrants);
}

static void
print(struct drafts *d, struct buf *out, const struct draft *draft)
{
	if (draft->release == NULL)
		return;
	if (d->adopt->nreleases++ > 0)
		buf_puts(out, "---\n");
	write_comment(out, draft->title, 0);
	write_remarked(d->adopt->arena, out, draft->text, draft->root,
	    draft->remarks.at, draft->remarks.n);
}

void
adopt_run(struct adopt *adopt, struct buf *out)
{
	struct drafts d = { .adopt = adopt };

	adopt->nreleases = 0;
	adopt->partial = false;
	set_up(&d);
	take_in(&d);
	bundles_read(&d);
	drafts_begin(&d);
	drafts_pair(&d);
	drafts_switch(&d);
	drafts_colour(&d);
	drafts_write(&d);
	drafts_compare(&d);
	for (size_t i = 0; i < d.list.n; i++)
		print(&d, out, d.list.at[i]);
	for (size_t i = 0; i < d.switched.n; i++)
		print(&d, out, d.switched.at[i]);
	trees_release(&d.trees);
}
