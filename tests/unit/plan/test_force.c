#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan/force.h"
#include "plan/kubectl.h"
#include "yaml/emit.h"

static const struct node *
value(struct arena *arena, const char *text)
{
	struct sources *sources = arena_new(arena, struct sources);
	struct diags *diags = arena_new(arena, struct diags);
	struct stream stream = { .broken = false };

	sources_init(sources, arena);
	diags_init(diags, arena);
	stream_parse(arena, diags, sources, source_add(sources, "x",
	    str_from(text)), &stream);
	assert_int_equal(stream.documents.n, 1);
	return stream.documents.at[0].root;
}

/* The examples of RFC 7386, appendix A, whose two sides are objects. */
static void
test_merge(void **state)
{
	static const struct { const char *old, *patch, *result; } cases[] = {
		{ "{a: b}", "{a: c}", "{\"a\":\"c\"}" },
		{ "{a: b}", "{b: c}", "{\"a\":\"b\",\"b\":\"c\"}" },
		{ "{a: b}", "{a: null}", "{}" },
		{ "{a: b, b: c}", "{a: null}", "{\"b\":\"c\"}" },
		{ "{a: [b]}", "{a: c}", "{\"a\":\"c\"}" },
		{ "{a: c}", "{a: [b]}", "{\"a\":[\"b\"]}" },
		{ "{a: {b: c}}", "{a: {b: d, c: null}}",
		    "{\"a\":{\"b\":\"d\"}}" },
		{ "{a: [{b: c}]}", "{a: [1]}", "{\"a\":[1]}" },
		{ "{e: null}", "{a: 1}", "{\"e\":null,\"a\":1}" },
		{ "{a: foo}", "{a: {b: c}}", "{\"a\":{\"b\":\"c\"}}" },
		{ "{}", "{a: {bb: {ccc: null}}}", "{\"a\":{\"bb\":{}}}" },
		{ "{}", "{a: null}", "{}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct arena arena;
		struct buf out;

		arena_init(&arena);
		buf_init(&out);
		emit_json_line(&out, node_merge(&arena,
		    value(&arena, cases[i].old),
		    value(&arena, cases[i].patch)));
		buf_putc(&out, '\0');
		assert_string_equal(out.at, cases[i].result);
		buf_release(&out);
		arena_release(&arena);
	}
}

static void
test_words(void **state)
{
	static const struct { const char *word, *written; } cases[] = {
		{ "web", "web" }, { "a/b_c-d.yaml:1,2@x%=+", NULL },
		{ "", "''" }, { "a b", "'a b'" }, { "it's", "'it'\\''s'" },
		{ "$(x)", "'$(x)'" }, { "a;b", "'a;b'" }, { "~a", "'~a'" },
		{ "*", "'*'" }, { "a\nb", "'a\nb'" }, { "\\", "'\\'" },
		{ "\xc3\xa4", "'\xc3\xa4'" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str s = shell_word(&arena, str_from(cases[i].word));

		assert_true(str_is(s, cases[i].written == NULL ?
		    cases[i].word : cases[i].written));
	}
	arena_release(&arena);
}

struct setting {
	struct arena arena;
	struct differences differences;
	struct force force;
};

/* One Deployment, before and after; NULL where it is not there. */
static void
begin(struct setting *s, const char *before, const char *after)
{
	struct difference *d;

	*s = (struct setting){ .differences = { { NULL, 0, 0 } } };
	arena_init(&s->arena);
	d = vec_add(&s->arena, &s->differences.all);
	d->kind = STR("Deployment");
	d->before = before == NULL ? NULL : value(&s->arena, before);
	d->after = after == NULL ? NULL : value(&s->arena, after);
	force_init(&s->arena, &s->differences, AGES_LATER_YOUNGER, &s->force);
}

static bool
take(struct setting *s, enum step_kind kind, const char *patch)
{
	struct step step = { .kind = kind,
		.patch = patch == NULL ? NULL : value(&s->arena, patch) };

	return force_step(&s->force, &step, &s->differences.all.at[0]);
}

/* Pods are ready when they were before, or have been waited for. */
static void
test_ready(void **state)
{
	struct setting s;
	const struct piece *p;

	(void)state;
	begin(&s, NULL, "{spec: {replicas: 2}}");
	p = &s.force.pieces.at[0];
	assert_false(p->ready);
	assert_false(take(&s, STEP_WAIT, NULL));
	assert_false(take(&s, STEP_DELETE, NULL));
	assert_true(take(&s, STEP_APPLY, NULL));
	assert_false(p->ready);
	assert_true(take(&s, STEP_LOOK, NULL));
	assert_false(p->ready);
	assert_true(take(&s, STEP_WAIT, NULL));
	assert_true(p->ready);
	arena_release(&s.arena);

	/* pods that run go on while a Deployment changes */
	begin(&s, "{spec: {replicas: 2}}", "{spec: {replicas: 5}}");
	assert_true(take(&s, STEP_APPLY, NULL));
	assert_true(s.force.pieces.at[0].ready);
	arena_release(&s.arena);

	/* those that have to start do not run yet */
	begin(&s, "{spec: {replicas: 0}}", "{spec: {replicas: 5}}");
	assert_true(take(&s, STEP_APPLY, NULL));
	assert_false(s.force.pieces.at[0].ready);
	assert_true(take(&s, STEP_PATCH, "{spec: {replicas: 0}}"));
	assert_true(str_is(node_text(node_at(s.force.pieces.at[0].now,
	    "spec.replicas")), "0"));
	assert_true(take(&s, STEP_PATCH, "{spec: {replicas: 1}}"));
	assert_false(s.force.pieces.at[0].ready);
	arena_release(&s.arena);

	/* what other tools do, they see to the end */
	begin(&s, NULL, "{spec: {replicas: 5}}");
	assert_true(take(&s, STEP_RUN, NULL));
	assert_true(s.force.pieces.at[0].ready);
	arena_release(&s.arena);

	begin(&s, "{spec: {}}", NULL);
	assert_true(take(&s, STEP_DELETE, NULL));
	assert_null(s.force.pieces.at[0].now);
	assert_false(take(&s, STEP_PATCH, "{a: 1}"));
	assert_null(s.force.pieces.at[0].now);
	arena_release(&s.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_ready),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
