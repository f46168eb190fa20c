/*
 * What checks say and offer: names that are allowed, slips of the pen, and
 * requests that come to a path.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/check.h"
#include "shape/format.h"

static void
test_suggest_name(void **state)
{
	static const struct {
		const char *wrong, *better;
	} cases[] = {
		{ "shop-v1.22.0", "shop-v1-22-0" },
		{ "Shop_Web", "shop-web" },
		{ "2048", "v2048" },
		{ "-a-", "a" },
		{ "a..b__c", "a-b-c" },
		{ "...", "web" }, { "", "web" }, { "\xff\n", "web" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (!str_is(check_suggest_name(&arena,
		    str_from(cases[i].wrong)), cases[i].better))
			fail_msg("%s", cases[i].wrong);
	for (size_t n = 0; n < 200; n++) {
		char *text = arena_alloc(&arena, n + 1);

		memset(text, n % 2 == 0 ? '7' : '.', n);
		text[n / 2] = 'A';
		assert_true(format_service_name.valid(check_suggest_name(
		    &arena, (struct str){ text, n })));
	}
	arena_release(&arena);
}

static void
test_slip(void **state)
{
	static const struct {
		const char *a, *b;
		bool slip;
	} cases[] = {
		{ "shop-green", "shop-gren", true },
		{ "shop-green", "shop-grene", true },
		{ "shop-green", "shop-greeen", true },
		{ "frontend", "fontend", true },
		{ "cart", "card", true },
		{ "app", "app-2", false },
		{ "service-app-1", "service-app", false },
		{ "app-service", "myapp-service", false },
		{ "web", "web-service", false },
		{ "shop-blue", "shop-green", false },
		{ "web-v1", "web-v2", false },
		{ "sk001-posts", "sk002-posts", false },
		{ "app-a", "app-b", false },
		{ "api-eu", "api-us", false },
		{ "web", "wep", false },
		{ "shop", "shop-admin", false },
		{ "", "a", false },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str a = str_from(cases[i].a), b = str_from(cases[i].b);

		if (check_is_slip(&arena, a, b) != cases[i].slip ||
		    check_is_slip(&arena, b, a) != cases[i].slip)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
	}
	arena_release(&arena);
}

static void
test_request(void **state)
{
	static const struct {
		const char *host, *path, *request;
	} cases[] = {
		{ "a.com", "/cart", "GET http://a.com/cart" },
		{ "a.com", "", "GET http://a.com/" },
		{ "", "/x", "GET http://<any host>/x" },
		{ "*.a.com", "/", "GET http://a.a.com/" },
		{ "a.com", "/green(/|$)(.*)", "GET http://a.com/green" },
		{ "a.com", "/foo/*", "GET http://a.com/foo" },
		{ "a.com", "/v1.0/x", "GET http://a.com/v1.0/x" },
		{ "a.com", "/(?-i)api$", "GET http://a.com/" },
		{ "a.com", "/a\\.b", "GET http://a.com/a" },
		{ "a.com", "/a b", "GET http://a.com/a" },
		{ "a.com", "^/a", "GET http://a.com/" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct node host = { .kind = NODE_SCALAR }, text = host;
		struct host_rule rule = { .host = &host };
		struct path path = { .text = &text };
		struct str request;

		host.text = str_from(cases[i].host);
		text.text = str_from(cases[i].path);
		request = check_request(&arena, &rule, &path);
		if (!str_is(request, cases[i].request))
			fail_msg("%s: %.*s", cases[i].request,
			    STR_ARG(request));
	}
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suggest_name),
		cmocka_unit_test(test_slip),
		cmocka_unit_test(test_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
