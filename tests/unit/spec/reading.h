/*
 * reading: a text read as a file of releases, for the tests of this folder.
 */
#ifndef TEST_SPEC_READING_H
#define TEST_SPEC_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "spec/spec.h"
#include "yaml/emit.h"

/* The beginning of a release; lines of `spec` follow, from line 5 on. */
#define HEAD \
	"apiVersion: greenlight.dev/v1\n" \
	"kind: Release\n" \
	"metadata: {name: shop}\n" \
	"spec:\n"
#define HOSTS	"  hosts: [shop.example.com]\n"
#define BLUE	"  blue: {service: {name: shop-v1, port: 80}}\n"
#define GREEN	"  green: {service: {name: shop-v2, port: 80}}\n"

struct reading {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct strategies strategies;
	struct stream stream;
	uint32_t file;
};

static inline void
reading_begin(struct reading *r, struct str text)
{
	*r = (struct reading){ .file = 0 };
	arena_init(&r->arena);
	sources_init(&r->sources, &r->arena);
	diags_init(&r->diags, &r->arena);
	strategies_init(&r->strategies, &r->arena, &r->diags, &r->sources,
	    NULL);
	r->file = source_add(&r->sources, "release.yaml", text);
	stream_parse(&r->arena, &r->diags, &r->sources, r->file, &r->stream);
}

static inline void
reading_end(struct reading *r)
{
	arena_release(&r->arena);
}

/* Loads all documents; the last release that could be, or NULL. */
static inline struct release *
reading_load(struct reading *r)
{
	struct release *release, *last = NULL;

	for (size_t i = 0; i < r->stream.documents.n; i++)
		if (spec_load(&r->arena, &r->diags, &r->sources,
		    &r->strategies, &r->stream.documents.at[i], &release))
			last = release;
	return last;
}

/* "line:column rule text" for each finding, with a line feed. */
static inline struct str
reading_findings(struct reading *r)
{
	struct str out = STR("");

	diags_finish(&r->diags);
	for (size_t i = 0; i < r->diags.list.n; i++) {
		const struct diag *d = r->diags.list.at[i];
		struct position at = source_position(&r->sources,
		    d->where.file, d->where.start);

		out = arena_printf(&r->arena, "%.*s%u:%u %s %.*s\n",
		    STR_ARG(out), (unsigned)at.line, (unsigned)at.column,
		    rule_get(d->rule)->name, STR_ARG(d->text));
	}
	return out;
}

/* Compares, and shows both when they differ. */
static inline void
assert_text(struct str is, const char *should)
{
	if (str_is(is, should))
		return;
	fail_msg("is:\n%.*s\nshould be:\n%s", STR_ARG(is), should);
}

#endif
