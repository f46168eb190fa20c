/*
 * Patterns of what is left out, as .gitignore has them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "cli/ignore.h"

/* Paths are below /srv; one with a slash at its end is a folder. */
static const struct {
	const char *pattern, *path;
	bool itself, within;
} rows[] = {
	{ "a.yaml", "a.yaml", true, true },
	{ "a.yaml", "deep/down/a.yaml", true, true },
	{ "a.yaml", "b.yaml", false, false },
	{ "a.yaml", "a.yaml.yaml", false, false },
	{ "charts", "charts/", true, true },
	{ "charts", "x/charts/", true, true },
	{ "charts", "charts/web/a.yaml", false, true },
	{ "charts", "x/charts/web/a.yaml", false, true },
	{ "charts/", "charts", false, false },
	{ "charts/", "charts/", true, true },
	{ "charts/", "charts/a.yaml", false, true },
	{ "/charts", "charts/", true, true },
	{ "/charts", "x/charts/", false, false },
	{ "./charts", "charts/", true, true },
	{ "./charts", "x/charts/", false, false },
	{ "x/charts", "x/charts/", true, true },
	{ "x/charts", "y/x/charts/", false, false },
	{ "*.yaml", "a.yaml", true, true },
	{ "*.yaml", "x/.yaml", true, true },
	{ "*.yaml", "a.yml", false, false },
	{ "x/*.yaml", "x/a.yaml", true, true },
	{ "x/*.yaml", "x/y/a.yaml", false, false },
	{ "x/*", "x/y/a.yaml", false, true },
	{ "a*b*c", "axxbxbxc", true, true },
	{ "a*b*c", "axxbxbx", false, false },
	{ "*", "anything", true, true },
	{ "a?c", "abc", true, true },
	{ "a?c", "a\xC3\xA9""c", true, true },
	{ "a?c", "ac", false, false },
	{ "x?a", "x/a", false, false },
	{ "[a-c]1", "b1", true, true },
	{ "[a-c]1", "d1", false, false },
	{ "[!a-c]1", "d1", true, true },
	{ "[!a-c]1", "a1", false, false },
	{ "[]x]", "]", true, true },
	{ "[a-]", "-", true, true },
	{ "[\xC3\xA0-\xC3\xBF]", "\xC3\xA9", true, true },
	{ "[ab", "[ab", false, false },
	{ "\\*.yaml", "*.yaml", true, true },
	{ "\\*.yaml", "a.yaml", false, false },
	{ "a\\", "a\\", true, true },
	{ "\xFF*", "\xFFyaml", true, true },
	{ "**/vendor", "vendor/", true, true },
	{ "**/vendor", "a/b/vendor/", true, true },
	{ "deploy/**/test", "deploy/test/", true, true },
	{ "deploy/**/test", "deploy/a/b/test/", true, true },
	{ "deploy/**/test", "deploy/a/b/test/c.yaml", false, true },
	{ "deploy/**/test", "x/deploy/test/", false, false },
	{ "deploy/**/a/**/b", "deploy/x/a/y/a/z/b", true, true },
	{ "deploy/**/a/**/b", "deploy/x/y/b", false, false },
	{ "deploy/**", "deploy/a/b.yaml", true, true },
	{ "deploy/**", "deploy/", false, false },
	{ "**", "a", true, true },
	{ "", "a", false, false },
	{ "/", "a/", false, false },
};

static void
test_patterns(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct ignore ignore = { .root = STR("/srv") };
		struct str path = arena_printf(&arena, "/srv/%s",
		    rows[i].path);
		bool folder = str_ends(path, STR("/"));

		if (folder)
			path.len--;
		*vec_add(&arena, &ignore.patterns) =
		    str_from(rows[i].pattern);
		if (ignore_has(&ignore, path, folder) != rows[i].itself)
			fail_msg("\"%s\" %s \"%s\"", rows[i].pattern,
			    rows[i].itself ? "misses" : "takes",
			    rows[i].path);
		if (ignore_within(&ignore, path, folder) != rows[i].within)
			fail_msg("\"%s\" %s what is in \"%s\"",
			    rows[i].pattern,
			    rows[i].within ? "misses" : "takes",
			    rows[i].path);
	}
	arena_release(&arena);
}

static void
test_root(void **state)
{
	struct arena arena;
	struct ignore ignore = { .root = STR("/srv") };

	(void)state;
	arena_init(&arena);
	*vec_add(&arena, &ignore.patterns) = STR("*");
	assert_true(ignore_has(&ignore, STR("/srv/a"), false));
	assert_false(ignore_has(&ignore, STR("/srv"), true));
	assert_false(ignore_has(&ignore, STR("/srvs/a"), false));
	assert_false(ignore_has(&ignore, STR("/other/a"), false));
	assert_false(ignore_within(&ignore, STR(""), false));
	ignore.root = STR("/");
	assert_true(ignore_has(&ignore, STR("/a"), false));
	assert_true(ignore_within(&ignore, STR("/a/b"), false));
	arena_release(&arena);
}

/* All ways to fill the stars are not tried. */
static void
test_many_stars(void **state)
{
	struct arena arena;
	struct ignore ignore = { .root = STR("/") };
	struct buf pattern, path;

	(void)state;
	arena_init(&arena);
	buf_init(&pattern);
	buf_init(&path);
	for (int i = 0; i < 40; i++) {
		buf_puts(&pattern, i % 2 == 0 ? "**/a/" : "*a*a*a*");
		buf_fill(&path, 'a', 100);
		buf_puts(&path, "/a/");
	}
	buf_puts(&pattern, "/b");
	*vec_add(&arena, &ignore.patterns) = buf_str(&pattern);
	assert_false(ignore_has(&ignore, arena_printf(&arena, "/%.*s",
	    STR_ARG(buf_str(&path))), false));
	buf_release(&pattern);
	buf_release(&path);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_root),
		cmocka_unit_test(test_many_stars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
