/*
 * Places inside scalars, and paths of places.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yaml/stream.h"

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct stream stream;
};

static const struct node *
setup(struct setup *t, const char *text)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	stream_parse(&t->arena, &t->diags, &t->sources,
	    source_add(&t->sources, "test.yaml", str_from(text)), &t->stream);
	return t->stream.documents.at[0].root;
}

/* The source bytes of the part [from, to) of the text of `a`. */
static void
test_part(void **state)
{
	static const struct {
		const char *text;
		size_t from, to;
		const char *part;
	} cases[] = {
		{ "a: /x/$2", 3, 5, "$2" },
		{ "a: '/x/$2'", 3, 5, "$2" },
		{ "a: \"/x/$2\"", 3, 5, "$2" },
		{ "a: '''$2'", 1, 3, "$2" },
		{ "a: '''$2'", 0, 1, "''" },
		{ "a: \"\\\\$2\"", 0, 1, "\\\\" },
		{ "a: \"\\\\$2\"", 1, 3, "$2" },
		{ "a: \"\\x2f$2\"", 1, 3, "\"\\x2f$2\"" },	/* unsure */
		{ "a: \"$2\\x2f\"", 0, 2, "$2" },
		{ "a: x\n  y", 2, 3, "x\n  y" },		/* folded */
		{ "a: |\n  /x/$2\n", 3, 5, "$2" },
		{ "a: |-\n  /x/$2\n", 3, 5, "$2" },
		{ "a: >\n  /x/$2\n", 3, 5, "$2" },
		{ "a: |\n  b\n  b\n", 0, 1, "b" },
		{ "a: |-\n  x\n    $2\n\n  y\n", 4, 6, "$2" },
		{ "a: |\n\n  x\n  $2\n", 3, 5, "$2" },
		{ "a: |2 # $2\r\n   $2\r\n  x\r\n", 1, 3, "$2" },
		{ "a: |\n  $2\n  x\n", 0, 4, "$2\n  x" },
		{ "a: |+\n  $2\n\n\n", 0, 2, "$2" },
		{ "a: |\n  $2\n", 2, 3, "|\n  $2" },	/* cut off */
		{ "a: >\n  b\n  b\n", 0, 1, ">\n  b\n  b" },
		{ "a: !!str /x/$2", 3, 5, "$2" },
		{ "a: \xC3\xA9$2", 2, 4, "$2" },
		{ "a: abc", 3, 3, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct node *n;
		struct setup t;
		struct str part;

		n = node_get(setup(&t, cases[i].text), STR("a"));
		part = source_text(&t.sources, node_part(&t.sources, n,
		    cases[i].from, cases[i].to));
		if (!str_is(part, cases[i].part))
			fail_msg("%s: %.*s", cases[i].text, STR_ARG(part));
		arena_release(&t.arena);
	}
}

static void
test_path(void **state)
{
	static const char text[] =
	    "kind: Ingress\n"
	    "spec:\n"
	    "  rules:\n"
	    "  - host: a\n"
	    "    http: {paths: [{path: /x}, {path: /y}]}\n";
	static const struct {
		const char *find, *path;
	} cases[] = {
		{ "Ingress", "kind" }, { "kind", "kind" },
		{ "host", "spec.rules[0].host" },
		{ "/y", "spec.rules[0].http.paths[1].path" },
		{ "{path: /x}", "spec.rules[0].http.paths[0].path" },
	};
	const struct node *root;
	struct setup t;

	(void)state;
	root = setup(&t, text);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t at = (uint32_t)str_find(str_from(text),
		    str_from(cases[i].find), 0);
		struct node_walk walk = { .next = { 0 } };
		struct str path = node_path(&t.arena, &walk, root,
		    (struct span){ 1, at + (cases[i].find[0] == '{'),
		    at + 2 });

		if (!str_is(path, cases[i].path))
			fail_msg("%s: %.*s", cases[i].find, STR_ARG(path));
	}
	arena_release(&t.arena);
}

/* A walk that goes on gives the same as one that begins anew. */
static void
test_walk(void **state)
{
	static const char text[] =
	    "a: &a {b: [1, 2, {c: d}], e: }\n"
	    "list: [*a, *a, [], {}, [x, [y, *a]], \"z\"]\n"
	    "more:\n"
	    "- <<: *a\n"
	    "  f: *a\n"
	    "-\n"
	    "# comment\n"
	    "- - - g\n"
	    "    - h: i\n"
	    "  - k\n";
	struct node_walk on = { .next = { 0 } };
	const struct node *root;
	struct setup t;

	(void)state;
	root = setup(&t, text);
	for (uint32_t at = 0; at + 1 < sizeof(text); at++)
		for (uint32_t len = 0; len < 4; len++) {
			struct node_walk anew = { .next = { 0 } };
			struct span where = { 1, at, at + len };
			struct str path = node_path(&t.arena, &on, root,
			    where);

			if (!str_eq(path, node_path(&t.arena, &anew, root,
			    where)))
				fail_msg("at %u: %.*s", at, STR_ARG(path));
		}
	arena_release(&t.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_part),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
