/* What a value was meant to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/annotated.h"

static const struct {
	const char *name, *value, *mended;
	bool safe;
} cases[] = {
	{ "use-regex", "true ", "true", true },
	{ "use-regex", "\"true\"", "true", true },
	{ "use-regex", "tRUE", "true", true },
	{ "use-regex", "yes", "true", false },
	{ "use-regex", "Off", "false", false },
	{ "use-regex", "maybe", "", false },
	{ "proxy-buffering", "true", "on", false },
	{ "proxy-buffering", "OFF", "off", true },
	{ "proxy-read-timeout", "60s", "60", true },
	{ "proxy-read-timeout", "5m", "300", false },
	{ "proxy-read-timeout", "99999999999999999999h", "", false },
	{ "proxy-read-timeout", "1.5", "", false },
	{ "proxy-read-timeout", "", "", false },
	{ "session-cookie-max-age", "s", "", false },
	{ "limit-rps", "10r/s", "10", false },
	{ "limit-rps", "10r/m", "", false },
	{ "limit-rpm", "10r/m", "10", false },
	{ "limit-connections", "5s", "", false },
	{ "proxy-body-size", "10MB", "10m", false },
	{ "proxy-body-size", "1Gi", "1g", false },
	{ "proxy-body-size", "1T", "", false },
	{ "proxy-body-size", "lots", "", false },
	{ "backend-protocol", "HTPS", "https", false },
	{ "auth-method", "get", "GET", true },
	{ "affinity", "Cookie", "cookie", true },
	{ "load-balance", "ip_hash", "", false },
	{ "permanent-redirect", "https://a/ ", "https://a/", true },
	{ "default-backend", "a/b", "", false },
};

static void
test_values(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		enum annotation_id id = annotation_find(
		    str_from(cases[i].name));
		struct str got;
		bool safe;

		assert_int_not_equal(id, ANNOTATION_COUNT);
		got = value_mended(&arena, id, str_from(cases[i].value),
		    &safe);
		if (!str_is(got, cases[i].mended) ||
		    (got.len > 0 && safe != cases[i].safe))
			fail_msg("%s \"%s\": \"%.*s\", %s", cases[i].name,
			    cases[i].value, STR_ARG(got),
			    safe ? "safe" : "not safe");
	}
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_values) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
