#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adopt/label.h"

static const struct {
	const char *name, *stem, *version;
	bool told;
} names[] = {
	{ "shop-v1-22-0", "shop", "v1.22.0", true },
	{ "shop-v2", "shop", "v2", true },
	{ "shop-2", "shop", "2", true },
	{ "api-2-v3", "api-2", "v3", true },
	{ "shop-green", "shop", "", true },
	{ "green-shop", "shop", "", true },
	{ "shop-web", "shop-web", "", false },
	{ "shop", "shop", "", false },
	{ "v2", "v2", "", false },
	{ "green", "green", "", false },
	{ "shop-", "shop-", "", false },
	{ "shop--1", "shop-", "1", true },
	{ "shop-v-1", "shop-v", "1", true },
	{ "", "", "", false },
};

static void
test_names(void **state)
{
	struct arena arena;
	struct label l;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		label_read(&arena, str_from(names[i].name), &l);
		if (!str_is(l.stem, names[i].stem) ||
		    !str_is(l.version, names[i].version) ||
		    l.told != names[i].told)
			fail_msg("%s: %.*s %.*s %d", names[i].name,
			    STR_ARG(l.stem), STR_ARG(l.version), l.told);
	}
	arena_release(&arena);
}

static void
test_previews(void **state)
{
	(void)state;
	assert_true(label_is_preview(STR("next.shop.example.com")));
	assert_true(label_is_preview(STR("shop-green.example.com")));
	assert_true(label_is_preview(STR("shop-preview")));
	assert_false(label_is_preview(STR("greenhouse.example.com")));
	assert_false(label_is_preview(STR("www.example.com")));
	assert_false(label_is_preview(STR("")));
}

static void
test_order(void **state)
{
	(void)state;
	assert_true(label_compare(STR("v1.9.0"), STR("v1.22.0")) < 0);
	assert_true(label_compare(STR("v2"), STR("v1.22.0")) > 0);
	assert_true(label_compare(STR("v1"), STR("v1.0")) < 0);
	assert_int_equal(label_compare(STR("v1-2"), STR("1.2")), 0);
	assert_int_equal(label_compare(STR("blue"), STR("green")), 0);
	assert_int_equal(label_compare(STR(""), STR("")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_previews),
		cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
