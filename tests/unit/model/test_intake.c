/* Which Ingresses are for ingress-nginx, and which are canaries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/intake.h"
#include "yaml/stream.h"

#define OURS "nginx.ingress.kubernetes.io/"

static const struct {
	const char *annotations, *class_name;
	bool accepted, unclaimed, canary;
} cases[] = {
	{ "", "nginx", true, false, false },
	{ "", "traefik", false, false, false },
	{ "", "", true, true, false },
	{ "kubernetes.io/ingress.class: nginx", "", true, false, false },
	{ "kubernetes.io/ingress.class: Nginx", "", false, false, false },
	{ "kubernetes.io/ingress.class: ''", "", false, false, false },
	/* ingressClassName decides when both are there */
	{ "kubernetes.io/ingress.class: nginx", "gce", false, false, false },
	{ "kubernetes.io/ingress.class: gce", "nginx", true, false, false },
	{ OURS "ssl-redirect: 'true'", "", true, false, false },
	{ "alb.ingress.kubernetes.io/scheme: internal", "", false, true,
	    false },
	{ "alb.ingress.kubernetes.io/scheme: internal", "nginx", true, false,
	    false },
	{ "alb.ingress.kubernetes.io/scheme: internal, "
	    OURS "ssl-redirect: 'true'", "", true, false, false },
	{ OURS "canary: 'true'", "nginx", true, false, true },
	{ OURS "canary: '1'", "nginx", true, false, true },
	{ OURS "canary: 'yes'", "nginx", true, false, false },
	{ OURS "canary: 'false'", "nginx", true, false, false },
	{ OURS "canary-weight: '5'", "nginx", true, false, false },
};

static void
check(size_t i)
{
	struct arena arena;
	struct diags diags;
	struct sources sources;
	struct cluster cluster;
	struct stream stream;
	const struct ingress *in;
	struct str yaml;

	arena_init(&arena);
	diags_init(&diags, &arena);
	sources_init(&sources, &arena);
	cluster_init(&cluster, &arena, STR("default"));
	yaml = arena_printf(&arena, "apiVersion: networking.k8s.io/v1\n"
	    "kind: Ingress\nmetadata: {name: a, annotations: {%s}}\n"
	    "spec: {%s%s}\n", cases[i].annotations,
	    *cases[i].class_name == 0 ? "" : "ingressClassName: ",
	    cases[i].class_name);
	stream_parse(&arena, &diags, &sources,
	    source_add(&sources, "test", yaml), &stream);
	assert_int_equal(stream.documents.n, 1);
	cluster_add(&cluster, &diags, &stream.documents.at[0], true);
	assert_int_equal(cluster.ingresses.n, 1);
	in = cluster.ingresses.at[0];
	if (intake_accepts(&cluster, in) != cases[i].accepted ||
	    intake_is_unclaimed(in) != cases[i].unclaimed ||
	    intake_is_canary(in) != cases[i].canary)
		fail_msg("case %zu", i);
	arena_release(&arena);
}

static void
test_intake(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_intake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
