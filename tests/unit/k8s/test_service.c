/*
 * How the controller finds a port in a Service.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "k8s/setup.h"

static const struct {
	const char *ports;	/* spec.ports */
	const char *wanted;
	enum port_match match;
	size_t index;
} cases[] = {
	{ "[{port: 80}]", "80", PORT_BY_NUMBER, 0 },
	{ "[{port: 80}]", "8080", PORT_NONE, 0 },
	{ "[{port: 80, name: http}]", "http", PORT_BY_NAME, 0 },
	{ "[{port: 80, name: http}]", "Http", PORT_NONE, 0 },
	{ "[{port: 80, targetPort: 8080}]", "8080", PORT_BY_TARGET, 0 },
	{ "[{port: 80, targetPort: web}]", "web", PORT_BY_TARGET, 0 },
	{ "[{port: 80, targetPort: 80}]", "80", PORT_BY_NUMBER, 0 },
	{ "[{port: 80, targetPort: http, name: http}]", "http",
	    PORT_BY_NAME, 0 },
	/* the first entry wins, by whatever it matches */
	{ "[{port: 80, targetPort: 8080}, {port: 8080, targetPort: 9090}]",
	    "8080", PORT_BY_TARGET, 0 },
	{ "[{port: 8080, targetPort: 9090}, {port: 80, targetPort: 8080}]",
	    "8080", PORT_BY_NUMBER, 0 },
	{ "[{port: 80}, {port: 443, name: https}]", "https",
	    PORT_BY_NAME, 1 },
	/* numbers by value */
	{ "[{port: 0x50}]", "80", PORT_BY_NUMBER, 0 },
	{ "[{port: 80}]", "0x50", PORT_BY_NUMBER, 0 },
	{ "[{port: 80, name: '80'}]", "80", PORT_BY_NUMBER, 0 },
	/* 0 and "" stand for the port itself */
	{ "[{port: 80, targetPort: 0}]", "0", PORT_NONE, 0 },
	{ "[{port: 80, name: ''}]", "", PORT_NONE, 0 },
	{ "[{port: 80, targetPort: null}]", "null", PORT_NONE, 0 },
	/* what is no port is passed over */
	{ "[null, a, [b], {port: [80]}, {port: 80}]", "80",
	    PORT_BY_NUMBER, 4 },
	{ "{port: 80}", "80", PORT_NONE, 0 },
	{ "[]", "80", PORT_NONE, 0 },
};

static void
test_find_port(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct setup t;
		const struct service *s;
		enum port_match match;
		size_t index = 0;

		setup_init(&t);
		setup_add(&t, "a.yaml", (char *)arena_printf(&t.arena,
		    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
		    "spec: {ports: %s}\n", cases[i].ports).at, true);
		s = cluster_service(&t.cluster, STR("default"), STR("a"));
		assert_non_null(s);
		match = service_find_port(s, str_from(cases[i].wanted),
		    &index);
		if (match != cases[i].match || (match != PORT_NONE &&
		    index != cases[i].index))
			fail_msg("%s: %s", cases[i].ports, cases[i].wanted);
		arena_release(&t.arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
