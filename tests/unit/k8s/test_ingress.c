/*
 * An Ingress as fields, whatever is written in their places; and the paths
 * that are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "k8s/setup.h"

#define HEAD "apiVersion: networking.k8s.io/v1\nkind: Ingress\n" \
	"metadata:\n  name: a\n  annotations:\n" \
	"    nginx.ingress.kubernetes.io/use-regex: 'true'\n" \
	"    nginx.ingress.kubernetes.io/app-root: null\n" \
	"    nginx.ingress.kubernetes.io/list: [a]\n" \
	"    use-regex: other\n"

static const struct ingress *
read_ingress(struct setup *t, const char *text)
{
	setup_add(t, "a.yaml", text, true);
	assert_int_equal(t->cluster.ingresses.n, 1);
	return t->cluster.ingresses.at[0];
}

static void
test_fields(void **state)
{
	const struct ingress *i;
	struct setup t;

	(void)state;
	setup_init(&t);
	i = read_ingress(&t, HEAD
	    "spec:\n"
	    "  ingressClassName: nginx\n"
	    "  defaultBackend: {service: {name: d, port: {name: http}}}\n"
	    "  tls: [{secretName: s, hosts: [h]}, null]\n"
	    "  rules:\n"
	    "  - host: null\n"
	    "    http: {paths: [{path: null, pathType: Exact,\n"
	    "      backend: {service: {name: x, port: {number: 80}}}}]}\n"
	    "  - host: h\n"
	    "    http: {paths: [{path: /a, pathType: Prefix,\n"
	    "      backend: {resource: {kind: K, name: n}}}]}\n");
	assert_true(str_is(node_text(ingress_annotation(i, "use-regex")),
	    "true"));
	assert_null(ingress_annotation(i, "app-root"));
	assert_null(ingress_annotation(i, "list"));
	assert_null(ingress_annotation(i, "use"));
	assert_true(str_is(node_text(i->class_name), "nginx"));
	assert_true(str_is(node_text(i->default_backend.port), "http"));
	assert_int_equal(i->ntls, 2);
	assert_true(str_is(node_text(i->tls[0].secret), "s"));
	assert_null(i->tls[1].secret);
	assert_int_equal(i->nrules, 2);
	assert_true(str_is(host_text(&i->rules[0]), "_"));
	assert_true(str_is(path_text(&i->rules[0].paths[0]), "/"));
	assert_int_equal(i->rules[0].paths[0].type, PATH_EXACT);
	assert_true(str_is(node_text(i->rules[0].paths[0].backend.port),
	    "80"));
	assert_true(str_is(host_text(&i->rules[1]), "h"));
	assert_null(i->rules[1].paths[0].backend.service);
	assert_non_null(i->rules[1].paths[0].backend.resource);
	arena_release(&t.arena);
}

/* Each may stand for spec; nothing of it may be taken for what it is not. */
static const char *const odd[] = {
	"null", "1", "[]", "{rules: 1}", "{rules: {a: b}}", "{rules: [1]}",
	"{rules: [null, [], {http: 1}]}", "{rules: [{http: {paths: 1}}]}",
	"{rules: [{http: {paths: [1, null, []]}}]}",
	"{rules: [{host: [a], http: {paths: [{path: [], pathType: {},\n"
	" backend: 1}]}}]}",
	"{rules: [{http: {paths: [{backend: {service: 1}}]}}]}",
	"{rules: [{http: {paths: [{backend: {service: {name: [], port: 1}}}"
	"]}}]}",
	"{rules: [{http: {paths: [{backend: {service: {port: {number: 0}}}}"
	"]}}]}",
	"{rules: [{http: {paths: [{backend: {service: {port: {number: 1,\n"
	" name: a}}}}]}}]}",
	"{tls: 1, defaultBackend: []}", "{tls: [1, {hosts: a}]}",
};

static void
test_odd(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(odd) / sizeof(*odd); n++) {
		const struct ingress *i;
		struct setup t;

		setup_init(&t);
		i = read_ingress(&t, arena_printf(&t.arena, HEAD "spec: %s\n",
		    odd[n]).at);
		for (size_t r = 0; r < i->nrules; r++) {
			assert_true(str_is(host_text(&i->rules[r]), "_"));
			for (size_t p = 0; p < i->rules[r].npaths; p++) {
				const struct path *path =
				    &i->rules[r].paths[p];

				assert_true(str_is(path_text(path), "/"));
				assert_null(path->backend.service);
				assert_null(path->backend.port);
			}
		}
		assert_null(i->default_backend.node);
		arena_release(&t.arena);
	}
}

static void
test_refused(void **state)
{
	static const struct {
		enum path_type type;
		const char *text;
		const char *what;	/* NULL: fine; "": no slash */
		size_t from;
	} cases[] = {
		{ PATH_PREFIX, "/", NULL, 0 },
		{ PATH_PREFIX, "/a/b", NULL, 0 },
		{ PATH_EXACT, "/..a", NULL, 0 },
		{ PATH_EXACT, "/a./b.", NULL, 0 },
		{ PATH_PREFIX, "/a%20b", NULL, 0 },
		{ PATH_PREFIX, "", "", 0 },
		{ PATH_EXACT, "a", "", 0 },
		{ PATH_PREFIX, "//", "//", 0 },
		{ PATH_PREFIX, "/a//", "//", 2 },
		{ PATH_EXACT, "/./", "/./", 0 },
		{ PATH_EXACT, "/a/../b", "/../", 2 },
		{ PATH_EXACT, "/a%2fb", "%2f", 2 },
		{ PATH_EXACT, "/a%2Fb", "%2F", 2 },
		{ PATH_PREFIX, "/a/..", "/..", 2 },
		{ PATH_PREFIX, "/.", "/.", 0 },
		{ PATH_IMPLEMENTATION_SPECIFIC, "", NULL, 0 },
		{ PATH_IMPLEMENTATION_SPECIFIC, "/a//b/..", NULL, 0 },
		{ PATH_IMPLEMENTATION_SPECIFIC, "a", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct node text = { .kind = NODE_SCALAR, .type = TYPE_STR };
		struct path path = { .text = &text, .type = cases[i].type };
		struct path_fault fault;
		const char *what = cases[i].what;

		text.text = str_from(cases[i].text);
		if (path_refused(&path, &fault) != (what != NULL))
			fail_msg("%s", cases[i].text);
		if (what == NULL)
			continue;
		assert_int_equal(fault.no_slash, what[0] == '\0');
		if (!fault.no_slash && (!str_is(fault.what, what) ||
		    fault.from != cases[i].from))
			fail_msg("%s: %.*s at %zu", cases[i].text,
			    STR_ARG(fault.what), fault.from);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
