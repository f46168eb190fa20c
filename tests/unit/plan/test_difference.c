#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "plan/difference.h"

/* "changed Service a/web spec.ports[0].port" and so on, a line each. */
static void
describe(struct buf *out, const struct differences *all)
{
	static const char *const fates[] = { "same", "made", "changed",
		"deleted" };

	for (size_t i = 0; i < all->all.n; i++) {
		const struct difference *d = &all->all.at[i];

		buf_printf(out, "%s %.*s %.*s/%.*s", fates[d->fate],
		    STR_ARG(d->kind), STR_ARG(d->ns), STR_ARG(d->name));
		for (size_t k = 0; k < d->paths.n; k++)
			buf_printf(out, " %.*s", STR_ARG(d->paths.at[k]));
		buf_putc(out, '\n');
	}
}

static void
parse(struct arena *arena, struct diags *diags, struct sources *sources,
    const char *text, struct stream *stream)
{
	*stream = (struct stream){ .broken = false };
	stream_parse(arena, diags, sources, source_add(sources, "x.yaml",
	    str_from(text)), stream);
	assert_false(stream->broken);
}

static void
check(const char *before, const char *after, const char *expected)
{
	struct stream streams[2];
	struct str files[8] = { STR("a"), STR("b"), STR("c"), STR("d") };
	struct differences all;
	struct sources sources;
	struct arena arena;
	struct diags diags;
	struct buf out;

	arena_init(&arena);
	buf_init(&out);
	sources_init(&sources, &arena);
	diags_init(&diags, &arena);
	parse(&arena, &diags, &sources, before, &streams[0]);
	parse(&arena, &diags, &sources, after, &streams[1]);
	differences_find(&arena, &(struct object_set){ &streams[0], files },
	    &(struct object_set){ &streams[1], files }, STR("ns"), &all);
	describe(&out, &all);
	buf_putc(&out, '\0');
	assert_string_equal(out.at, expected);
	buf_release(&out);
	arena_release(&arena);
}

#define SERVICE(name, rest) "---\n{apiVersion: v1, kind: Service, " \
	"metadata: {name: " name "}" rest "}\n"

static void
test_fates(void **state)
{
	(void)state;
	check("", "", "");
	check("", SERVICE("a", ""), "made Service ns/a\n");
	check(SERVICE("a", ""), "", "deleted Service ns/a\n");
	check(SERVICE("a", ""), SERVICE("a", ""), "same Service ns/a\n");
	/* those of the later set first, and in its order */
	check(SERVICE("a", "") SERVICE("b", "") SERVICE("c", ""),
	    SERVICE("d", "") SERVICE("c", ", spec: {}") SERVICE("a", ""),
	    "made Service ns/d\nchanged Service ns/c spec\n"
	    "same Service ns/a\ndeleted Service ns/b\n");
}

static void
test_identity(void **state)
{
	(void)state;
	/* the namespace may be said or not */
	check("{kind: A, metadata: {name: x, namespace: ns}}",
	    "{kind: A, metadata: {name: x}}",
	    "changed A ns/x metadata.namespace\n");
	check("{kind: A, metadata: {name: x, namespace: other}}",
	    "{kind: A, metadata: {name: x}}",
	    "made A ns/x\ndeleted A other/x\n");
	/* another version of a group is the same object, another group not */
	check("{apiVersion: g/v1, kind: A, metadata: {name: x}}",
	    "{apiVersion: g/v2, kind: A, metadata: {name: x}}",
	    "changed A ns/x apiVersion\n");
	check("{apiVersion: g/v1, kind: A, metadata: {name: x}}",
	    "{apiVersion: h/v1, kind: A, metadata: {name: x}}",
	    "made A ns/x\ndeleted A ns/x\n");
	check("{kind: A, metadata: {name: x}}",
	    "{kind: a, metadata: {name: x}}",
	    "made a ns/x\ndeleted A ns/x\n");
}

static void
test_paths(void **state)
{
	static const struct { const char *before, *after, *paths; } cases[] = {
		{ "{a: 1}", "{a: 1}", "same" },
		{ "{a: 1}", "{a: 2}", "changed a" },
		{ "{a: 1}", "{a: '1'}", "changed a" },
		{ "{a: 1}", "{}", "changed a" },
		{ "{}", "{a: null}", "changed a" },
		/* the order of keys is nothing, that of items is */
		{ "{a: 1, b: 2}", "{b: 2, a: 1}", "same" },
		{ "{l: [1, 2]}", "{l: [2, 1]}", "changed l[0] l[1]" },
		{ "{l: [1]}", "{l: [1, {x: 2}]}", "changed l[1]" },
		{ "{l: [1, 2]}", "{l: [1]}", "changed l[1]" },
		{ "{a: {b: {c: 1, d: 1}}}", "{a: {b: {c: 2, d: 1}}}",
		    "changed a.b.c" },
		{ "{a: {b: 1}}", "{a: [1]}", "changed a" },
		{ "{l: [{a: {x: 1}}]}", "{l: [{a: {x: 2}}]}",
		    "changed l[0].a.x" },
		{ "{a: {n.g/x-y: 1}}", "{a: {n.g/x-y: 2}}",
		    "changed a[\"n.g/x-y\"]" },
		{ "{a: {'': 1}}", "{a: {}}", "changed a[\"\"]" },
	};
	char before[256], after[256], expected[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *paths = cases[i].paths;

		snprintf(before, sizeof(before),
		    "{kind: A, metadata: {name: x}, s: %s}", cases[i].before);
		snprintf(after, sizeof(after),
		    "{kind: A, metadata: {name: x}, s: %s}", cases[i].after);
		if (strcmp(paths, "same") == 0) {
			check(before, after, "same A ns/x\n");
			continue;
		}
		/* every path stands below "s" */
		snprintf(expected, sizeof(expected), "changed A ns/x");
		for (paths += strlen("changed"); *paths == ' ';) {
			size_t n = strcspn(++paths, " ");

			snprintf(expected + strlen(expected),
			    sizeof(expected) - strlen(expected), " s.%.*s",
			    (int)n, paths);
			paths += n;
		}
		snprintf(expected + strlen(expected),
		    sizeof(expected) - strlen(expected), "\n");
		check(before, after, expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fates),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
