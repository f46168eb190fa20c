/*
 * What becomes of documents: which are objects, of which kind, in which
 * namespace, how sound; looking them up; and the object a place is in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "k8s/setup.h"
#include "yaml/stream.h"

#define META "metadata: {name: a}\n"

/* One document: the type it has, whether it is sound, what is reported. */
static const struct {
	const char *text;
	enum object_kind type;	/* OBJECT_OTHER: it is not kept */
	bool sound;
	unsigned rule;		/* 0: none */
} kinds[] = {
	{ "a: b", OBJECT_OTHER, false, 0 },
	{ "kind: Ingress", OBJECT_OTHER, false, 0 },
	{ "kind: [Ingress]\n" META, OBJECT_OTHER, false, 0 },
	{ "[{kind: Service}]", OBJECT_OTHER, false, 0 },
	{ "Ingress", OBJECT_OTHER, false, 0 },
	{ "apiVersion: v1\nkind: Namespace\n" META, OBJECT_OTHER, false, 0 },
	{ "apiVersion: serving.knative.dev/v1\nkind: Service\n" META,
	    OBJECT_OTHER, false, 0 },
	{ "apiVersion: v4\nkind: deployment\n" META, OBJECT_OTHER, false,
	    0 },
	{ "apiVersion: v1\nkind: service\n" META, OBJECT_OTHER, false,
	    RULE_FIELD_INVALID },
	{ "apiVersion: v1\nkind: Service\n" META, OBJECT_SERVICE, true, 0 },
	{ "apiVersion: v1\nkind: Secret\n" META, OBJECT_SECRET, true, 0 },
	{ "apiVersion: v1\nkind: Pod\n" META, OBJECT_WORKLOAD, true, 0 },
	{ "kind: Service\n" META, OBJECT_SERVICE, true,
	    RULE_FIELD_REQUIRED },
	{ "apiVersion: apps/v1\nkind: Service\n" META, OBJECT_SERVICE, false,
	    RULE_FIELD_INVALID },
	{ "apiVersion: v1\nkind: Ingress\n" META, OBJECT_INGRESS, false,
	    RULE_FIELD_INVALID },
	{ "apiVersion: ${V}\nkind: Service\n" META, OBJECT_SERVICE, true,
	    RULE_PLACEHOLDER },
	{ "apiVersion: extensions/v1beta1\nkind: Ingress\nspec: 1\n" META,
	    OBJECT_INGRESS, false, RULE_API_VERSION_REMOVED },
	{ "apiVersion: networking.k8s.io/v1\nkind: Ingress\n" META,
	    OBJECT_INGRESS, true, 0 },
	{ "apiVersion: networking.k8s.io/v1\nkind: Ingress\n" META
	    "spec: {rules: [{http: {paths: [{backend: {}}]}}]}",
	    OBJECT_INGRESS, false, 0 },
	{ "apiVersion: networking.k8s.io/v1\nkind: Ingress\n" META
	    "spec: {foo: 1}", OBJECT_INGRESS, true, RULE_FIELD_UNKNOWN },
	{ "apiVersion: networking.k8s.io/v1\nkind: Ingress\n" META
	    "spec: {rules: 1}", OBJECT_INGRESS, false, RULE_FIELD_TYPE },
	{ "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: a, annotations: {x: true}}",
	    OBJECT_INGRESS, true, RULE_FIELD_TYPE },
	{ "apiVersion: v1\nkind: Service\nmetadata: {name: '{{ .x }}'}",
	    OBJECT_SERVICE, false, RULE_YAML_TEMPLATE },
	{ "apiVersion: greenlight.dev/v1\nkind: Release\n" META,
	    OBJECT_RELEASE, false, 0 },
	{ "apiVersion: helm.example.com/v1\nkind: Release\n" META,
	    OBJECT_OTHER, false, 0 },
};

static void
test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		bool kept = kinds[i].type != OBJECT_OTHER;
		struct setup t;

		setup_init(&t);
		setup_add(&t, "a.yaml", kinds[i].text, true);
		if (t.cluster.objects.n != kept || (kept &&
		    (t.cluster.objects.at[0]->type != kinds[i].type ||
		    t.cluster.objects.at[0]->sound != kinds[i].sound)))
			fail_msg("%s", kinds[i].text);
		if (t.diags.list.n != (kinds[i].rule != 0) ||
		    (kinds[i].rule != 0 &&
		    t.diags.list.at[0]->rule != kinds[i].rule))
			fail_msg("%s: %zu findings", kinds[i].text,
			    t.diags.list.n);
		arena_release(&t.arena);
	}
}

static const char list[] =
    "apiVersion: v1\n"
    "kind: List\n"
    "items:\n"
    "- {apiVersion: v1, kind: Service, metadata: {name: a}}\n"
    "- {apiVersion: v1, kind: Node, metadata: {name: n}}\n"
    "- kind: List\n"
    "  items:\n"
    "  - {apiVersion: v1, kind: Service,\n"
    "     metadata: {name: b, namespace: x}}\n"
    "- just text\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: ServiceList\n"
    "items:\n"
    "- {metadata: {name: c}}\n"
    "---\n"
    "kind: List\n";

static void
test_lists(void **state)
{
	struct setup t;

	(void)state;
	setup_init(&t);
	setup_add(&t, "list.yaml", list, true);
	assert_int_equal(t.diags.list.n, 0);
	assert_int_equal(t.cluster.services.n, 3);
	assert_int_equal(t.cluster.nobjects, 5);
	assert_non_null(cluster_service(&t.cluster, STR("default"),
	    STR("a")));
	assert_non_null(cluster_service(&t.cluster, STR("x"), STR("b")));
	assert_null(cluster_service(&t.cluster, STR("default"), STR("b")));
	assert_non_null(cluster_service(&t.cluster, STR("default"),
	    STR("c")));
	arena_release(&t.arena);
}

static void
test_references(void **state)
{
	struct setup t;
	const struct object *o;

	(void)state;
	setup_init(&t);
	setup_add(&t, "a.yaml", "apiVersion: v1\nkind: Service\n" META, true);
	assert_false(t.cluster.has_references);
	setup_add(&t, "b.yaml", "apiVersion: v1\nkind: Service\n" META
	    "spec: 1", false);
	assert_true(t.cluster.has_references);
	assert_int_equal(t.diags.list.n, 0);
	o = cluster_object(&t.cluster, OBJECT_SERVICE, STR("default"),
	    STR("a"));
	assert_true(o->linted && o->sound);
	assert_false(o->next->linted || o->next->sound);
	assert_null(o->next->next);
	arena_release(&t.arena);
}

static void
test_names(void **state)
{
	struct setup t;

	(void)state;
	setup_init(&t);
	setup_add(&t, "a.yaml",
	    "apiVersion: v1\nkind: Secret\nmetadata: {generateName: a-}\n"
	    "---\napiVersion: v1\nkind: Secret\nmetadata: {name: 80}\n"
	    "---\napiVersion: v1\nkind: Secret\n"
	    "metadata: {name: null, namespace: null}\n"
	    "---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\n"
	    "metadata: {name: a, namespace: x}\nspec: {controller: a/b}\n",
	    true);
	assert_int_equal(t.cluster.objects.n, 4);
	assert_int_equal(t.cluster.objects.at[0]->name.len, 0);
	assert_true(str_is(t.cluster.objects.at[1]->name, "80"));
	assert_int_equal(t.cluster.objects.at[2]->name.len, 0);
	assert_true(str_is(t.cluster.objects.at[2]->ns, "default"));
	assert_true(str_is(t.cluster.objects.at[3]->ns, "default"));
	assert_true(str_is(object_title(&t.arena, t.cluster.objects.at[3]),
	    "IngressClass a"));
	arena_release(&t.arena);
}

#define POD(name, labels) \
	"---\napiVersion: v1\nkind: Pod\n" \
	"metadata: {name: " name ", labels: " labels "}\n"

static void
test_select(void **state)
{
	static const struct {
		const char *selector;
		const char *names;	/* of the pods it takes */
	} cases[] = {
		{ "{app: shop}", "bgx" },
		{ "{app: shop, version: blue}", "bx" },
		{ "{version: blue, app: shop}", "bx" },
		{ "{app: shop, version: red}", "" },
		{ "{version: shop}", "" },
		{ "{empty: ''}", "c" },
		{ "{app: shop, version: blue, twice: blue}", "x" },
	};
	const struct workload *found[8];
	struct setup t;

	(void)state;
	setup_init(&t);
	setup_add(&t, "a.yaml", POD("b", "{app: shop, version: blue}")
	    POD("g", "{app: shop, version: green}")
	    POD("c", "{app: cart, empty: ''}")
	    POD("x", "{app: shop, version: blue, twice: blue}")
	    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: y, namespace: "
	    "other, labels: {app: shop}}\n", true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct stream stream = { 0 };
		size_t n;

		stream_parse(&t.arena, &t.diags, &t.sources,
		    source_add(&t.sources, "s.yaml",
		    str_from(cases[i].selector)), &stream);
		n = space_select(cluster_space(&t.cluster, STR("default")),
		    stream.documents.at[0].root, found, 8);
		assert_int_equal(n, strlen(cases[i].names));
		for (size_t k = 0; k < n; k++)
			assert_int_equal(found[k]->object->name.at[0],
			    cases[i].names[k]);
	}
	arena_release(&t.arena);
}

#define SET(name, balancers, labels) \
	"---\napiVersion: apps/v1\nkind: ReplicaSet\n" \
	"metadata: {name: " name ", annotations: " \
	"{traffic.spinnaker.io/load-balancers: '" balancers "'}}\n" \
	"spec: {template: {metadata: {labels: " labels "}}}\n"

/* What serves the Service "web", which asks for the label "to: web". */
static void
test_serve(void **state)
{
	static const struct {
		const char *text;	/* the workloads */
		const char *names;	/* of those that serve */
	} cases[] = {
		{ SET("a", "[\"service web\"]", "{app: a}"), "a" },
		{ SET("a", "[\"Service web\",\"service b\"]", "{}"), "a" },
		{ SET("a", "[\"service b\", \"service web\"]", "{app: a}")
		  SET("b", "[\"service web\"]", "{app: a}"), "ab" },
		{ SET("a", "[\"service web\"]", "{to: web}")
		  POD("b", "{to: web}"), "ab" },
		{ SET("a", "[\"service web\",\"service web\"]", "{}"), "a" },
		{ SET("a", "[\"service webs\"]", "{app: a}"), "" },
		{ SET("a", "[\"ingress web\"]", "{app: a}"), "" },
		{ SET("a", "[\"web\"]", "{app: a}"), "" },
		{ SET("a", "[\"service web", "{app: a}"), "a" },
		{ SET("a", "service web", "{app: a}"), "" },
		{ SET("a", "\"", "{app: a}"), "" },
		{ SET("a", "", "{app: a}"), "" },
	};
	const struct workload *found[8];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct space *space;
		struct setup t;
		size_t n;

		setup_init(&t);
		setup_add(&t, "a.yaml", "apiVersion: v1\nkind: Service\n"
		    "metadata: {name: web}\n"
		    "spec: {selector: {to: web}, ports: [{port: 80}]}\n",
		    true);
		setup_add(&t, "b.yaml", cases[i].text, true);
		space = cluster_space(&t.cluster, STR("default"));
		n = space_serve(space, space->services.at[0], found, 8);
		assert_int_equal(n, strlen(cases[i].names));
		for (size_t k = 0; k < n; k++)
			assert_memory_equal(found[k]->object->name.at,
			    &cases[i].names[k], 1);
		assert_true(n == 0 || space_serve(space,
		    space->services.at[0], found, n - 1) == n - 1);
		arena_release(&t.arena);
	}
}

/* A finding at the first of these bytes is in that object, at that path. */
static void
test_place(void **state)
{
	static const char text[] =
	    "# a comment\n"
	    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
	    "spec: {ports: [{port: 1}]}\n"
	    "---\n"
	    "apiVersion: v1\nkind: Node\nmetadata: {name: n}\nx: Y\n"
	    "---\n"
	    "apiVersion: v1\nkind: List\nitems:\n"
	    "- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n"
	    "- {apiVersion: v1, kind: Secret, metadata: {name: C}}\n";
	static const struct {
		const char *at, *name, *path;
	} cases[] = {
		{ "# a", "", "" },
		{ "{port:", "a", "spec.ports[0]" },
		{ "1}]", "a", "spec.ports[0].port" },
		{ "Y", "", "" },
		{ "items", "", "" },
		{ "b}", "b", "metadata.name" },
		{ "C}", "C", "metadata.name" },
	};
	struct setup t;

	(void)state;
	setup_init(&t);
	setup_add(&t, "empty.yaml", "", true);
	setup_add(&t, "a.yaml", text, true);
	setup_add(&t, "other.yaml", text, true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t at = (uint32_t)str_find(str_from(text),
		    str_from(cases[i].at), 0);

		diag_report(&t.diags, RULE_PLACEHOLDER,
		    (struct span){ 2, at, at + 1 }, "x");
	}
	diag_report(&t.diags, RULE_PLACEHOLDER, SPAN_NONE, "x");
	cluster_place(&t.cluster, &t.diags, &t.sources);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct diag *d = t.diags.list.at[i];

		if (!str_is(d->name, cases[i].name) ||
		    !str_is(d->path, cases[i].path))
			fail_msg("%s: %.*s %.*s", cases[i].at,
			    STR_ARG(d->name), STR_ARG(d->path));
	}
	arena_release(&t.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_serve),
		cmocka_unit_test(test_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
