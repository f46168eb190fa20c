/* The tree of a pattern: what it says of groups, and that PCRE agrees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rx/ast.h"
#include "rx/rx.h"

static struct arena arena;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void
test_groups(void **state)
{
	static const struct {
		const char *pattern;
		uint32_t groups;
		const char *first;	/* the text of group 1 */
	} cases[] = {
		{ "/", 0, NULL },
		{ "/app", 0, NULL },
		{ "/app(/|$)(.*)", 2, "(/|$)" },
		{ "/(?:a|b)/(c)", 1, "(c)" },
		{ "/(?<rest>.*)", 1, "(?<rest>.*)" },
		{ "/(?'rest'.*)", 1, "(?'rest'.*)" },
		{ "/(?P<rest>.*)", 1, "(?P<rest>.*)" },
		{ "/((a)(b))", 3, "((a)(b))" },
		{ "/(?|(a)|(b)(c))(d)", 3, "(a)" },
		{ "/[(]\\((a)", 1, "(a)" },
		{ "/\\Q(a)\\E(b)", 1, "(b)" },
		{ "/(?#(a))(b)", 0, NULL },
		{ "/(?#(a)(b)", 1, "(b)" },
		{ "/(?x) # (a)\n(b)", 1, "(b)" },
		{ "/(?=(a))b", 1, "(a)" },
		{ "/(?<=(a))b", 1, "(a)" },
		{ "/(?(1)(a)|b)(c)", 2, "(a)" },
		{ "/(?(?=(a))b|c)", 1, "(a)" },
		{ "/(?>(a))", 1, "(a)" },
		{ "/(?i:(a))(?-i)(b)", 2, "(a)" },
		{ "/(*ACCEPT)(a)", 1, "(a)" },
		{ "/[]()](a)", 1, "(a)" },
		{ "/[^]()](a)", 1, "(a)" },
		{ "/[[:alpha:](](a)", 1, "(a)" },
		{ "/[\\](](a)", 1, "(a)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str pattern = str_from(cases[i].pattern);
		const struct ast_tree *t = ast_parse(&arena, pattern);
		const struct ast *group;

		if (cases[i].first == NULL && cases[i].groups == 0 &&
		    t->root == NULL)
			continue;	/* "(?#(a))(b)" has one ")" too many */
		assert_non_null(t->root);
		assert_int_equal(t->groups, cases[i].groups);
		group = ast_group(t, 1);
		if (cases[i].first == NULL) {
			assert_null(group);
			continue;
		}
		assert_non_null(group);
		assert_true(str_is(str_cut(pattern, group->from, group->to),
		    cases[i].first));
	}
}

static void
test_errors(void **state)
{
	static const struct {
		const char *pattern, *shown;
		bool newer;
	} cases[] = {
		{ "/(a", "(", false },
		{ "/((a)", "(", false },
		{ "/a)", ")", false },
		{ "/[a", "[", false },
		{ "/[z-a]", "z-a", false },
		{ "/**", "*", false },
		{ "/a{2,1}", "{2,1}", false },
		{ "/a{65536}", "{65536}", false },
		{ "/a\\", "\\", false },
		{ "/(?z)", "(?z", false },
		{ "/(?<n", "(?<", false },
		{ "/[[:foo:]]", "[:foo:]", false },
		{ "/(?^i)a", "(?^", true },
		{ "/(?n)(a)", "(?n", true },
		{ "/(*pla:a)", "(*", true },
		{ "/\\p{greek}", "\\p{greek}", true },
		{ "/\\p{Script=Greek}", "\\p{", true },
		{ "/(?C\"x\")", "(?C", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct ast_tree *t = ast_parse(&arena,
		    str_from(cases[i].pattern));

		assert_null(t->root);
		assert_non_null(t->error);
		assert_int_equal(t->newer, cases[i].newer);
		if (!str_is(str_cut(t->pattern, t->error_from, t->error_to),
		    cases[i].shown))
			fail_msg("%s: shows bytes %u to %u", cases[i].pattern,
			    t->error_from, t->error_to);
	}
}

static void
test_captures(void **state)
{
	static const struct {
		const char *pattern;
		uint32_t number;
		bool can_be_empty, only_slash;
		enum ast_role role;
	} cases[] = {
		{ "/a(/|$)(.*)", 1, true, true, ROLE_BOUNDARY },
		{ "/a(/|$)(.*)", 2, true, false, ROLE_TAIL },
		{ "/a(/.*)", 1, false, true, ROLE_SLASH_TAIL },
		{ "/a(/.*)?", 1, true, true, ROLE_SLASH_TAIL },
		{ "/a(/.+)$", 1, false, true, ROLE_SLASH_TAIL },
		{ "/a((?:/.*)?)", 1, true, true, ROLE_SLASH_TAIL },
		{ "/a(.*)", 1, true, false, ROLE_TAIL },
		{ "/a(.+)", 1, false, false, ROLE_TAIL },
		{ "/a([^?]*)$", 1, true, false, ROLE_TAIL },
		{ "/a([^/]+)", 1, false, false, ROLE_TAIL },
		{ "/a([^/]+)/b", 1, false, false, ROLE_OTHER },
		{ "/a(/)(api(?:/.*)?)$", 2, false, false, ROLE_TAIL },
		{ "/a(/)((?-i)exact)$", 2, false, false, ROLE_TAIL },
		{ "/a(/|$)()(?#exact)$", 2, true, true, ROLE_TAIL },
		{ "/a/(x)(?m)$", 1, false, false, ROLE_OTHER },
		{ "/a/([0-9]+)", 1, false, false, ROLE_OTHER },
		{ "/a/(.*|b)", 1, true, false, ROLE_TAIL },
		{ "/a(/?)(.*)", 1, true, true, ROLE_BOUNDARY },
		{ "/a([/]?)(.*)", 1, true, true, ROLE_BOUNDARY },
		{ "/a(?:/(.*))?", 1, true, false, ROLE_TAIL },
		{ "/a(?:$|/(.*))", 1, true, false, ROLE_TAIL },
		{ "/a/(.*)/(x)", 1, true, false, ROLE_OTHER },
		{ "/a/(.*)/(x)", 2, false, false, ROLE_OTHER },
		{ "/(en|de)/(.*)", 1, false, false, ROLE_OTHER },
		{ "/(?|(a)|(b))", 1, true, false, ROLE_OTHER },
		{ "/(a)\\1(?:(\\1))", 2, true, false, ROLE_OTHER },
		{ "/((?R)?)", 1, true, false, ROLE_OTHER },
		{ "/(?!(a))b", 1, true, false, ROLE_OTHER },
		{ "/x", 1, true, true, ROLE_OTHER },
	};
	struct byteset slash = BYTESET_NONE;

	(void)state;
	byteset_add(&slash, '/');
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct ast_tree *t = ast_parse(&arena,
		    str_from(cases[i].pattern));
		struct ast_capture c;

		assert_non_null(t->root);
		c = ast_capture(t, cases[i].number);
		assert_int_equal(c.can_be_empty, cases[i].can_be_empty);
		assert_int_equal(byteset_within(&c.first, &slash),
		    cases[i].only_slash);
		assert_int_equal(ast_role(t, cases[i].number),
		    cases[i].role);
	}
}

static void
test_bytes(void **state)
{
	static const struct {
		const char *pattern;
		uint32_t number;
		const char *bytes;	/* those of "/aAb." that may be in it */
	} cases[] = {
		{ "/a(/|$)(.*)", 1, "/" },
		{ "/a(/|$)(.*)", 2, "/aAb." },
		{ "/a(/?)(x)", 1, "/" },
		{ "/a($)", 1, "" },
		{ "/a()", 1, "" },
		{ "/a((?=/)|(?!b))", 1, "" },
		{ "/a(\\b)", 1, "" },
		{ "/a(/(?=b))", 1, "/" },
		{ "/(a|/b)", 1, "/aAb" },
		{ "/((?-i)a)", 1, "a" },
		{ "/([^/]+)", 1, "aAb." },
		{ "/(\\.)", 1, "." },
		{ "/(?|(/)|(b))", 1, "/b" },
		{ "/(b)(\\1)", 2, "/aAb." },
		{ "/x", 1, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct ast_tree *t = ast_parse(&arena,
		    str_from(cases[i].pattern));
		struct ast_capture c;

		assert_non_null(t->root);
		c = ast_capture(t, cases[i].number);
		for (const char *b = "/aAb."; *b != 0; b++)
			if (byteset_has(&c.bytes, (unsigned char)*b) !=
			    (strchr(cases[i].bytes, *b) != NULL))
				fail_msg("%s: '%c'", cases[i].pattern, *b);
	}
}

static void
test_nested(void **state)
{
	static const struct {
		const char *pattern;
		uint32_t inner, outer;
		bool nested;
	} cases[] = {
		{ "/((a)(b))", 2, 1, true },
		{ "/((a)(b))", 3, 1, true },
		{ "/((a)(b))", 3, 2, false },
		{ "/((a)(b))", 1, 2, false },
		{ "/((a)(b))", 1, 1, false },
		{ "/a(/|$)(.*)", 2, 1, false },
		{ "/(a|(?:x(b)?))", 2, 1, true },
		{ "/(a)", 2, 1, false },
		{ "/(a)", 1, 0, false },
		{ "/((?:a)b)", 0, 1, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct ast_tree *t = ast_parse(&arena,
		    str_from(cases[i].pattern));

		if (ast_is_nested(t, cases[i].inner, cases[i].outer) !=
		    cases[i].nested)
			fail_msg("%s: %u in %u", cases[i].pattern,
			    cases[i].inner, cases[i].outer);
	}
}

/* A small generator of random numbers, so that a seed is all it takes. */
static uint64_t random_state;

static uint32_t
pick(uint32_t n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)(random_state >> 20) % n;
}

static const char *const pieces[] = {
	"a", "b", "/", "/", "-", ".", ".*", "x", "A", "1", "0", ":", "=",
	" ", "#", "\n", ",", "<", ">", "'", "!", "&", "R", "P",
	"(", "(", ")", ")", "|", "*", "+", "?", "{2}", "{1,}", "{0,3}",
	"{,2}", "{x}", "{", "}", "[", "]", "^", "$", "\\",
	"[a-z]", "[^/]", "[^/]+", "[[:alpha:]]", "[[:^digit:]", "[:alpha:]",
	"[]a]", "[^]a]", "[\\w-.]", "[\\d-z]", "[[:alpha:]-z]", "[\\A]",
	"[a\\E-z]", "[\\Qa-z\\E]", "[--/]", "[\\--/]", "[\\x41-\\x5a]",
	"\\d", "\\W", "\\s", "\\h", "\\v", "\\N", "\\R", "\\X", "\\C",
	"\\n", "\\e", "\\x41", "\\x{2f}", "\\o{57}", "\\057", "\\cA",
	"\\Q", "\\E", "\\b", "\\B", "\\A", "\\Z", "\\z", "\\G", "\\K",
	"\\1", "\\2", "\\8", "\\9", "\\81", "\\10", "\\y", "\\i", "\\F",
	"\\.", "\\/", "\\-", "\\(", "\\g1", "\\g{1}", "\\g{-1}", "\\g<n>",
	"\\k<n>", "\\k{n}", "\\p{L}", "\\pN", "\\P{^Lu}",
	"(?:", "(?i)", "(?-i)", "(?i:", "(?x)", "(?s)", "(?m)", "(?U)",
	"(?J)", "(?xi-s:", "(?#c)", "(?#", "(?<n>", "(?<m>", "(?'q'",
	"(?P<r>", "(?P=n)", "(?P>n)", "(?&n)", "(?=", "(?!", "(?<=",
	"(?<!", "(?>", "(?|", "(?1)", "(?R)", "(?-1)", "(?+1)", "(?(1)",
	"(?(<n>)", "(?(?=", "(?(R)", "(?(DEFINE)", "(?C)", "(?C7)",
	"(*ACCEPT)", "(*:x)", "(*F)", "(*THEN:y)",
	"(/|$)(.*)", "(/.*)?", "/?(.*)",
};

static struct str
random_pattern(void)
{
	struct str pattern;
	struct buf text;
	uint32_t n = 1 + pick(12);

	buf_init(&text);
	while (n-- > 0)
		buf_puts(&text, pieces[pick(sizeof(pieces) /
		    sizeof(*pieces))]);
	pattern = arena_str(&arena, buf_str(&text));
	buf_release(&text);
	return pattern;
}

static struct str
random_word(void)
{
	static const char letters[] = "aabb//x1-.A\n zB";
	char word[12];
	uint32_t n = pick(sizeof(word) + 1);

	for (uint32_t i = 0; i < n; i++)
		word[i] = letters[pick(sizeof(letters) - 1)];
	return arena_str(&arena, (struct str){ word, n });
}

/* What the tree says of captures holds for what PCRE captures. */
static void
check_captures(struct rx *x, struct str word)
{
	struct rx_captures got;

	if (!rx_rewrites(&arena, x, word, &got))
		return;
	for (uint32_t i = 1; i < got.n; i++) {
		struct ast_capture c = ast_capture(x->tree, i);

		if (got.at[i].len == 0 && !c.can_be_empty)
			fail_msg("%.*s: group %u is empty in \"%.*s\"",
			    STR_ARG(x->pattern), i, STR_ARG(word));
		if (got.at[i].len > 0 &&
		    !byteset_has(&c.first, (unsigned char)got.at[i].at[0]))
			fail_msg("%.*s: group %u begins with '%c'",
			    STR_ARG(x->pattern), i, got.at[i].at[0]);
		for (size_t k = 0; k < got.at[i].len; k++)
			if (!byteset_has(&c.bytes,
			    (unsigned char)got.at[i].at[k]))
				fail_msg("%.*s: group %u holds '%c'",
				    STR_ARG(x->pattern), i,
				    got.at[i].at[k]);
	}
}

static void
test_random(void **state)
{
	const char *seed = getenv("SEED");
	unsigned compiled = 0;

	(void)state;
	random_state = seed == NULL ? 20240117 : strtoull(seed, NULL, 10);
	print_message("SEED=%llu\n", (unsigned long long)random_state);
	if (random_state == 0)
		random_state = 1;
	for (unsigned i = 0; i < 60000; i++) {
		struct str pattern = random_pattern();
		struct rx_set set = { .by_text = { NULL } };
		struct rx *x = rx_get(&arena, &set, pattern);

		if (rx_compiles(x)) {
			compiled++;
			if (x->tree->root == NULL)
				fail_msg("%.*s: %s, but PCRE reads it",
				    STR_ARG(pattern), x->tree->error);
			if (x->tree->groups != x->groups)
				fail_msg("%.*s: %u groups, for PCRE %u",
				    STR_ARG(pattern), x->tree->groups,
				    x->groups);
			for (unsigned k = 0; k < 4; k++)
				check_captures(x, random_word());
		}
		if (i % 1000 == 999) {
			arena_release(&arena);
			arena_init(&arena);
		}
	}
	assert_true(compiled > 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_captures),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
