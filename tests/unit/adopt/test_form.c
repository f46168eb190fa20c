#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adopt/form.h"

struct live {
	const char *text, *path;	/* path: NULL for none */
	bool exact;
};

static const struct live lives[] = {
	/* what a release writes */
	{ "/", "/", false },
	{ "/(?-i)api(/|$)", "/api", false },
	{ "/(?-i)api/v1\\.0(/|$)", "/api/v1.0", false },
	{ "/(?-i)api$", "/api", true },
	{ "/(?-i)api(?#exact)$", "/api", true },
	{ "/(?-i)$", "/", true },
	{ "/(?-i)c\\+\\+(/|$)", "/c++", false },
	/* what people write */
	{ "/api", "/api", false },
	{ "/api/", "/api", false },
	{ "^/api", "/api", false },
	{ "/api(/|$)(.*)", "/api", false },
	{ "/api/?(.*)", "/api", false },
	{ "/api/.*", "/api", false },
	{ "/api.*", "/api", false },
	{ "/api(/.*)?$", "/api", false },
	{ "/v1.0/(.*)", "/v1.0", false },
	{ "/api$", "/api", true },
	{ "/api/?$", "/api", true },
	{ "/api/$", "/api/", true },
	{ "/$", "/", true },
	{ "/.*", "/", false },
	{ "/(.*)", "/", false },
	{ "/?(.*)", "/", false },
	/* what is no route */
	{ "/a|/b", NULL, false },
	{ "/(a|b)", NULL, false },
	{ "/api/[0-9]+", NULL, false },
	{ "/api/(.+)", NULL, false },
	{ "/*", NULL, false },
	{ "/a(b", NULL, false },
	{ "/(?-i)", NULL, false },
	{ "/(?-i)(/|$)", NULL, false },
	{ "/(?-i)a|b$", NULL, false },
	{ "api", NULL, false },
	{ "/\\d", NULL, false },
	{ "/a\\", NULL, false },
};

static void
test_live(void **state)
{
	struct arena arena;
	struct form form;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(lives) / sizeof(*lives); i++) {
		bool is = form_live(&arena, str_from(lives[i].text), &form);

		if (is != (lives[i].path != NULL))
			fail_msg("%s: %s", lives[i].text, is ? "a route" :
			    "no route");
		if (is && (!str_is(form.path, lives[i].path) ||
		    form.exact != lives[i].exact))
			fail_msg("%s: %.*s %d", lives[i].text,
			    STR_ARG(form.path), form.exact);
	}
	arena_release(&arena);
}

struct cut {
	const char *text, *target, *under;	/* under: NULL for none */
	const char *path;
	bool exact;
};

static const struct cut cuts[] = {
	/* what a release writes */
	{ "/green(/|$)(.*)", "/$2", "/green", "/", false },
	{ "/green(/|$)()$", "/$2", "/green", "/", true },
	{ "/green(/|$)()(?#exact)$", "/$2", "/green", "/", true },
	{ "/green(/)((?-i)api(?:/.*)?)$", "/$2", "/green", "/api", false },
	{ "/green(/)((?-i)api)$", "/$2", "/green", "/api", true },
	{ "/green(/)((?-i)api(?#exact))$", "/$2", "/green", "/api", true },
	{ "/a\\.b/c(/)((?-i)v1\\.0/x(?:/.*)?)$", "/$2", "/a.b/c",
	    "/v1.0/x", false },
	/* what people write */
	{ "/green/(.*)", "/$1", "/green", "/", false },
	{ "/green/?(.*)", "/$1", "/green", "/", false },
	{ "/green(/.*)?", "$1", "/green", "/", false },
	{ "/green/(api/.*)", "/$1", "/green", "/api", false },
	{ "/green(/|$)(api.*)", "/$2", "/green", "/api", false },
	{ "/(.*)", "/$1", "", "/", false },
	{ "/?(.*)", "/$1", "", "/", false },
	/* what is no preview */
	{ "/green(/|$)(.*)", "/$1", NULL, NULL, false },
	{ "/green(/|$)(.*)", "/", NULL, NULL, false },
	{ "/green(/|$)(.*)", "/x/$2", NULL, NULL, false },
	{ "/green", "/$1", NULL, NULL, false },
	{ "/green(.*)", "/$1", NULL, NULL, false },
	{ "/green/(api)", "/$1", NULL, NULL, false },
	{ "/(green|next)/(.*)", "/$2", NULL, NULL, false },
	{ "/green/(.+)", "/$1", NULL, NULL, false },
	{ "/green(/)((?-i)api(?:/.*)?", "/$2", NULL, NULL, false },
	{ "", "/$1", NULL, NULL, false },
};

static void
test_cut(void **state)
{
	struct arena arena;
	struct form form;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		const struct cut *c = &cuts[i];
		bool is = form_cut(&arena, str_from(c->text),
		    str_from(c->target), &form);

		if (is != (c->under != NULL))
			fail_msg("%s %s: %s", c->text, c->target,
			    is ? "a preview" : "no preview");
		if (is && (!str_is(form.under, c->under) ||
		    !str_is(form.path, c->path) || form.exact != c->exact))
			fail_msg("%s: %.*s %.*s %d", c->text,
			    STR_ARG(form.under), STR_ARG(form.path),
			    form.exact);
	}
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_live),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
