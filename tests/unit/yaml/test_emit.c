/*
 * Writing: what a person would write, and parse(emit(t)) = t on random trees
 * of awkward scalars.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "yaml/emit.h"
#include "yaml/scalar.h"
#include "yaml/stream.h"

struct setup {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct stream stream;
};

static void
setup(struct setup *t, struct str text)
{
	arena_init(&t->arena);
	sources_init(&t->sources, &t->arena);
	diags_init(&t->diags, &t->arena);
	stream_parse(&t->arena, &t->diags, &t->sources,
	    source_add(&t->sources, "test.yaml", text), &t->stream);
}

/* A string as it is written behind "a: ". */
static void
test_strings(void **state)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
		{ "plain", "plain" }, { "two words", "two words" },
		{ "", "\"\"" }, { " a", "\" a\"" }, { "a ", "\"a \"" },
		{ "true", "\"true\"" }, { "False", "\"False\"" },
		{ "yes", "\"yes\"" }, { "No", "\"No\"" }, { "y", "\"y\"" },
		{ "on", "\"on\"" }, { "null", "\"null\"" },
		{ "~", "\"~\"" }, { "80", "\"80\"" }, { "1.0", "\"1.0\"" },
		{ "0x1F", "\"0x1F\"" }, { "010", "\"010\"" },
		{ "1_000", "\"1_000\"" }, { "1:30", "\"1:30\"" },
		{ "0e_1", "\"0e_1\"" }, { "1e3", "\"1e3\"" }, { ".5", "\".5\"" },
		{ "-1", "\"-1\"" }, { "+1", "\"+1\"" },
		{ ".inf", "\".inf\"" }, { ".NaN", "\".NaN\"" },
		{ "2001-01-01", "\"2001-01-01\"" }, { "=", "\"=\"" },
		{ "<<", "\"<<\"" }, { "1.22.0", "1.22.0" },
		{ "10.0.0.0/8", "10.0.0.0/8" }, { "v1.22.0", "v1.22.0" },
		{ "8m", "8m" }, { "1-2", "1-2" },
		{ "/green(/|$)(.*)", "/green(/|$)(.*)" },
		{ "/(?-i)api\\.v1(/|$)", "/(?-i)api\\.v1(/|$)" },
		{ "/$2", "/$2" }, { "*.example.com", "\"*.example.com\"" },
		{ "a: b", "\"a: b\"" }, { "a:b", "a:b" }, { "a:", "\"a:\"" },
		{ "a #b", "\"a #b\"" }, { "a#b", "a#b" },
		{ "#a", "\"#a\"" }, { "- a", "\"- a\"" }, { "[a", "\"[a\"" },
		{ "{a}", "\"{a}\"" }, { "&a", "\"&a\"" }, { "!a", "\"!a\"" },
		{ "|", "\"|\"" }, { "%a", "\"%a\"" }, { "@a", "\"@a\"" },
		{ "a\"b", "a\"b" }, { "\"a", "'\"a'" }, { "'a", "\"'a\"" },
		{ "? \\", "'? \\'" }, { "a\tb", "\"a\\tb\"" },
		{ "a\nb", "|-\n  a\n  b" }, { "a\nb\n", "|\n  a\n  b" },
		{ "\xC2\xA0", "\"\xC2\xA0\"" }, { "---", "\"---\"" },
		{ "...", "\"...\"" }, { "\x01", "\"\\x01\"" },
		{ "\xE6\x97\xA5", "\xE6\x97\xA5" },
		{ "\xEF\xBB\xBF", "\"\\uFEFF\"" },
	};
	struct arena arena;
	struct buf out;

	(void)state;
	arena_init(&arena);
	buf_init(&out);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct entry e = { node_str(&arena, SPAN_NONE, STR("a")),
			node_str(&arena, SPAN_NONE,
			    str_from(cases[i].text)) };
		struct str written;

		buf_reset(&out);
		emit_yaml(&out, node_map(&arena, SPAN_NONE, &e, 1));
		written = str_cut(buf_str(&out), 3, out.len - 1);
		if (!str_is(written, cases[i].written))
			fail_msg("%s: %.*s", cases[i].text,
			    STR_ARG(written));
	}
	buf_release(&out);
	arena_release(&arena);
}

static void
test_layout(void **state)
{
	static const char text[] =
	    "metadata:\n"
	    "  name: a\n"
	    "  labels: {}\n"
	    "rules:\n"
	    "- host: b\n"
	    "  paths:\n"
	    "  - - x\n"
	    "    - []\n"
	    "  - null\n"
	    "num: 1.5\n"
	    "big: 1.0e+20\n"
	    "flag: true\n";
	struct setup t;
	struct buf out;

	(void)state;
	buf_init(&out);
	setup(&t, str_from(text));
	emit_yaml(&out, t.stream.documents.at[0].root);
	assert_true(str_is(buf_str(&out), text));
	arena_release(&t.arena);
	buf_release(&out);
}

static const struct node *random_node(struct arena *, unsigned depth);

static struct str
random_text(struct arena *arena)
{
	static const char *const pieces[] = {
		"a", "true", "no", "1", "0", "_", ".", ":", " ", "#", "-",
		"\n", "\"", "'", "\\", "\t", "{", "&", "*", "!", "|", "e",
		"x", "~", "\xE6\x97\xA5", "\xF0\x9F\x98\x80", "\x07",
		"\xC2\x85", "\xE2\x80\xA8", "%", "/", "$", "\r", "\xC2\xA0",
	};
	struct str s = { "", 0 };
	int n = rand() % 5;

	while (n-- > 0)
		s = arena_printf(arena, "%.*s%s", STR_ARG(s), pieces[
		    (size_t)rand() % (sizeof(pieces) / sizeof(*pieces))]);
	return s;
}

static const struct node *
random_scalar(struct arena *arena)
{
	switch (rand() % 6) {
	case 0:
		return node_int(arena, SPAN_NONE, rand() - RAND_MAX / 2);
	case 1:
		return node_bool(arena, SPAN_NONE, rand() % 2);
	case 2:
		return node_null(arena, SPAN_NONE);
	default:
		return node_str(arena, SPAN_NONE, random_text(arena));
	}
}

static const struct node *
random_map(struct arena *arena, unsigned depth)
{
	size_t n = (size_t)rand() % 4;
	struct entry *e = arena_array(arena, struct entry, n);

	for (size_t i = 0; i < n; i++) {
		struct str text = random_text(arena);

		e[i].key = node_str(arena, SPAN_NONE, arena_printf(arena,
		    "%zu%.*s", i, STR_ARG(text)));
		e[i].value = random_node(arena, depth + 1);
	}
	return node_map(arena, SPAN_NONE, e, n);
}

static const struct node *
random_node(struct arena *arena, unsigned depth)
{
	const struct node **items;
	size_t n = (size_t)rand() % 4;

	if (depth > 4 || rand() % 3 == 0)
		return random_scalar(arena);
	if (rand() % 2 == 0)
		return random_map(arena, depth);
	items = arena_array(arena, const struct node *, n);
	for (size_t i = 0; i < n; i++)
		items[i] = random_node(arena, depth + 1);
	return node_seq(arena, SPAN_NONE, items, n);
}

static void
must_read_as(const struct buf *text, const struct node *root, unsigned seed)
{
	struct setup t;

	setup(&t, buf_str(text));
	if (t.stream.documents.n != 1 ||
	    !node_eq(root, t.stream.documents.at[0].root))
		fail_msg("seed %u:\n%.*s", seed, STR_ARG(buf_str(text)));
	arena_release(&t.arena);
}

static void
test_reading_gives_what_was_written(void **state)
{
	unsigned seed = (unsigned)time(NULL);
	struct buf yaml, json;

	(void)state;
	printf("seed %u\n", seed);
	srand(seed);
	buf_init(&yaml);
	buf_init(&json);
	for (int i = 0; i < 2000; i++) {
		const struct node *root;
		struct arena arena;

		arena_init(&arena);
		root = random_map(&arena, 0);
		buf_reset(&yaml);
		buf_reset(&json);
		emit_yaml(&yaml, root);
		emit_json(&json, root, 0);
		must_read_as(&yaml, root, seed);
		must_read_as(&json, root, seed);
		arena_release(&arena);
	}
	buf_release(&json);
	buf_release(&yaml);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_reading_gives_what_was_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
