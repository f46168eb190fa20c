/*
 * evaluate: a template and a context, given as YAML, and what comes out: the
 * value as JSON on one line, "nothing", or the message, with the bytes of
 * the template it points at.
 */
#ifndef JSONE_EVALUATE_H
#define JSONE_EVALUATE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "jsone/jsone.h"
#include "yaml/emit.h"
#include "yaml/stream.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct evaluate {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct jsone jsone;
	struct stream context, tmpl;
	const struct node *result;	/* of the last document */
	bool ok;
};

/* An output that is expected, and what is said when it is another. */
#define EXPECT_STR(about, got, expected) do {				\
	struct str got_ = (got), expected_ = str_from(expected);	\
	if (!str_eq(got_, expected_))					\
		fail_msg("%s\n  gives    %.*s\n  expected %.*s", (about),\
		    STR_ARG(got_), STR_ARG(expected_));			\
} while (0)

static inline void
evaluate_parse(struct evaluate *e, const char *name, const char *text,
    struct stream *stream)
{
	stream_parse(&e->arena, &e->diags, &e->sources,
	    source_add(&e->sources, name, str_from(text)), stream);
	if (e->diags.list.n > 0)
		fail_msg("%s: %.*s", text,
		    STR_ARG(e->diags.list.at[0]->text));
}

static inline void
evaluate_begin(struct evaluate *e)
{
	*e = (struct evaluate){ .ok = true };
	arena_init(&e->arena);
	sources_init(&e->sources, &e->arena);
	diags_init(&e->diags, &e->arena);
}

/* Documents are evaluated until one fails. */
static inline void
evaluate_run(struct evaluate *e, const char *context, const char *tmpl)
{
	evaluate_parse(e, "context.yaml", context, &e->context);
	evaluate_parse(e, "template.yaml", tmpl, &e->tmpl);
	assert_int_equal(e->context.documents.n, 1);
	assert_true(e->tmpl.documents.n > 0);
	jsone_init(&e->jsone, &e->arena, &e->diags, &e->sources,
	    e->context.documents.at[0].root);
	for (size_t i = 0; e->ok && i < e->tmpl.documents.n; i++)
		e->ok = jsone_eval(&e->jsone, e->tmpl.documents.at[i].root,
		    &e->result);
	/* What fails is reported, and only once. */
	assert_int_equal(e->diags.list.n, e->ok ? 0 : 1);
}

static inline void
evaluate(struct evaluate *e, const char *context, const char *tmpl)
{
	evaluate_begin(e);
	evaluate_run(e, context, tmpl);
}

static inline void
evaluate_end(struct evaluate *e)
{
	arena_release(&e->arena);
}

static inline struct str
evaluate_output(struct evaluate *e)
{
	struct buf out;
	struct str text;

	if (!e->ok)
		return e->diags.list.at[0]->text;
	if (e->result == NULL)
		return STR("nothing");
	buf_init(&out);
	emit_json_line(&out, e->result);
	text = arena_str(&e->arena, buf_str(&out));
	buf_release(&out);
	return text;
}

/* The bytes the message points at. */
static inline struct str
evaluate_place(const struct evaluate *e)
{
	return e->ok ? STR("") :
	    source_text(&e->sources, e->diags.list.at[0]->where);
}

/* The same of an expression, which is one line. */
static inline void
evaluate_expr(struct evaluate *e, const char *context, const char *expr)
{
	evaluate_begin(e);
	evaluate_run(e, context,
	    arena_printf(&e->arena, "$eval: |-\n  %s\n", expr).at);
}

#endif
