/*
 * How the controller finds a port in a Service.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
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

/* Of many ports an index is asked, which must know what going through does. */
static void
test_index(void **state)
{
	static const char *const words[] = {
		"80", "0x50", "8080", "http", "'80'", "web", "\"\"", "0", "x",
		"1", "2", "3", "4", "0x04", "null", "5",
	};

	(void)state;
	for (unsigned seed = 1; seed <= 200; seed++) {
		struct setup t;
		struct service many, few;
		struct buf text;

		srand(seed);
		buf_init(&text);
		buf_puts(&text, "apiVersion: v1\nkind: Service\n"
		    "metadata: {name: a}\nspec:\n  ports:\n");
		for (int i = 0; i < 20; i++)
			buf_printf(&text, "  - {port: %s, name: %s, "
			    "targetPort: %s}\n", words[rand() % 16],
			    words[rand() % 16], words[rand() % 16]);
		buf_putc(&text, '\0');
		setup_init(&t);
		setup_add(&t, "a.yaml", text.at, true);
		many = *cluster_service(&t.cluster, STR("default"), STR("a"));
		assert_non_null(many.index);
		few = many;
		few.index = NULL;
		for (size_t i = 0; i < 16; i++) {
			struct str word = str_from(words[i]);
			size_t a = 0, b = 0;
			enum port_match match = service_find_port(&many, word,
			    &a);

			if (match != service_find_port(&few, word, &b) ||
			    (match != PORT_NONE && a != b))
				fail_msg("seed %u: %s", seed, words[i]);
		}
		buf_release(&text);
		arena_release(&t.arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find_port),
		cmocka_unit_test(test_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
