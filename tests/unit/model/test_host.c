/* Which hosts are regex hosts, and which Ingress makes them such. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/host.h"
#include "yaml/stream.h"

/*
 * Ingresses in few words. Without a timestamp the greater name is the older
 * one.
 */
#define INGRESS(name, annotations, host, paths) \
	"---\napiVersion: networking.k8s.io/v1\nkind: Ingress\n" \
	"metadata: {name: " name ", annotations: {" annotations "}}\n" \
	"spec: {rules: [{host: " host ", http: {paths: [" paths "]}}]}\n"
#define PATH(type, path) "{path: '" path "', pathType: " type \
	", backend: {service: {name: web, port: {number: 80}}}}, "
#define PATH_TO(type, path, service) "{path: '" path "', pathType: " type \
	", backend: {service: {name: " service ", port: {number: 80}}}}, "
#define REGEX "nginx.ingress.kubernetes.io/use-regex: 'true'"
#define REWRITE(target) \
	"nginx.ingress.kubernetes.io/rewrite-target: '" target "'"
#define CANARY "nginx.ingress.kubernetes.io/canary: 'true'"

struct run {
	struct arena arena;
	struct diags diags;
	struct sources sources;
	struct cluster cluster;
	const struct hosts *hosts;
};

static void
run_init(struct run *r, const char *yaml)
{
	struct stream stream;

	arena_init(&r->arena);
	diags_init(&r->diags, &r->arena);
	sources_init(&r->sources, &r->arena);
	cluster_init(&r->cluster, &r->arena, STR("default"));
	stream_parse(&r->arena, &r->diags, &r->sources,
	    source_add(&r->sources, "test", str_from(yaml)), &stream);
	for (size_t i = 0; i < stream.documents.n; i++)
		cluster_add(&r->cluster, &r->diags,
		    &stream.documents.at[i], true);
	r->hosts = hosts_build(&r->arena, &r->cluster);
}

/* "name", "-" for none, "?" for unsettled. */
static const char *
cause_of(const struct run *r, const char *host)
{
	const struct ingress *cause = hosts_regex_cause(r->hosts,
	    str_from(host));

	if (cause != NULL)
		return cause->object->name.at;
	return hosts_unsettled(r->hosts, str_from(host)) ? "?" : "-";
}

static const struct {
	const char *what, *yaml, *host, *cause;
} cases[] = {
	{ "nothing",
	    INGRESS("a", "", "h.io", PATH("Prefix", "/")), "h.io", "-" },
	{ "no such host",
	    INGRESS("a", REGEX, "h.io", PATH("Prefix", "/")), "x.io", "-" },
	{ "use-regex",
	    INGRESS("a", REGEX, "h.io", PATH("Prefix", "/")), "h.io", "a" },
	{ "use-regex as Go reads it",
	    INGRESS("a", "nginx.ingress.kubernetes.io/use-regex: 'T'",
	    "h.io", PATH("Prefix", "/")), "h.io", "a" },
	{ "use-regex as Go does not read it",
	    INGRESS("a", "nginx.ingress.kubernetes.io/use-regex: 'yes'",
	    "h.io", PATH("Prefix", "/")), "h.io", "-" },
	{ "a target",
	    INGRESS("a", REWRITE("/$2"), "h.io", PATH("Prefix", "/x")),
	    "h.io", "a" },
	{ "a target that fails the validator",
	    INGRESS("a", REWRITE("/$2?x"), "h.io", PATH("Prefix", "/x")),
	    "h.io", "-" },
	{ "target / on path / only",
	    INGRESS("a", REWRITE("/"), "h.io", PATH("Prefix", "/")),
	    "h.io", "-" },
	{ "target equal to a Prefix path, which also gets a slash",
	    INGRESS("a", REWRITE("/x"), "h.io", PATH("Prefix", "/x")),
	    "h.io", "a" },
	{ "target equal to the path with its slash; implicit / differs",
	    INGRESS("a", REWRITE("/x/"), "h.io", PATH("Prefix", "/x/")),
	    "h.io", "a" },
	{ "the same, but / is explicit elsewhere",
	    INGRESS("z", "", "h.io", PATH("Prefix", "/"))
	    INGRESS("a", REWRITE("/x/"), "h.io", PATH("Prefix", "/x/")),
	    "h.io", "-" },
	{ "the same with an Exact path",
	    INGRESS("z", "", "h.io", PATH("Prefix", "/"))
	    INGRESS("a", REWRITE("/x"), "h.io", PATH("Exact", "/x")),
	    "h.io", "-" },
	{ "Exact / is not the implicit one",
	    INGRESS("a", REWRITE("/x/"), "h.io", PATH("Prefix", "/x/")
	    PATH("Exact", "/")), "h.io", "a" },
	{ "only the first Ingress of the host has the implicit /",
	    INGRESS("z", "", "h.io", PATH("Prefix", "/y"))
	    INGRESS("a", REWRITE("/x/"), "h.io", PATH("Prefix", "/x/")),
	    "h.io", "-" },
	{ "first by timestamp, not by name",
	    INGRESS("z", "", "h.io", PATH("Prefix", "/y"))
	    "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: y, annotations: {" REWRITE("/x/") "},\n"
	    "  creationTimestamp: '2024-01-01T00:00:00Z'}\n"
	    "spec: {rules: [{host: h.io, http: {paths: ["
	    PATH("Prefix", "/x/") "]}}]}\n", "h.io", "-" },
	{ "names are compared with their namespaces before them",
	    "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: a, namespace: n-1}\n"
	    "spec: {rules: [{host: h.io, http: {paths: ["
	    PATH("Prefix", "/y") "]}}]}\n"
	    "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: a, namespace: n, annotations: {"
	    REWRITE("/x/") "}}\n"
	    "spec: {rules: [{host: h.io, http: {paths: ["
	    PATH("Prefix", "/x/") "]}}]}\n", "h.io", "a" },
	{ "a path another Ingress has first is no location",
	    INGRESS("z", "", "h.io", PATH("Prefix", "/x"))
	    INGRESS("a", REGEX, "h.io", PATH("Prefix", "/x")), "h.io", "-" },
	{ "but is one with another type",
	    INGRESS("z", "", "h.io", PATH("Prefix", "/x"))
	    INGRESS("a", REGEX, "h.io", PATH("Exact", "/x")), "h.io", "a" },
	{ "ImplementationSpecific is Prefix",
	    INGRESS("z", "", "h.io", PATH("Prefix", "/x"))
	    INGRESS("a", REGEX, "h.io",
	    PATH("ImplementationSpecific", "/x")), "h.io", "-" },
	{ "a canary has no locations",
	    INGRESS("z", "", "h.io", PATH_TO("Prefix", "/", "blue"))
	    INGRESS("a", REGEX ", " CANARY, "h.io",
	    PATH_TO("Prefix", "/", "green")), "h.io", "-" },
	{ "unless an older Ingress made its upstream",
	    INGRESS("z", "", "h.io", PATH_TO("Prefix", "/", "blue")
	    PATH_TO("Prefix", "/g", "green"))
	    INGRESS("a", REGEX ", " CANARY, "h.io",
	    PATH_TO("Prefix", "/x", "green")), "h.io", "a" },
	{ "what an older canary made serves no path",
	    INGRESS("z", CANARY, "h.io", PATH_TO("Prefix", "/", "green"))
	    INGRESS("y", "", "h.io", PATH_TO("Prefix", "/", "blue"))
	    INGRESS("a", REGEX, "h.io", PATH_TO("Prefix", "/x", "green")),
	    "h.io", "-" },
	{ "another class",
	    INGRESS("a", REGEX ", kubernetes.io/ingress.class: traefik",
	    "h.io", PATH("Prefix", "/")), "h.io", "-" },
	{ "our class by annotation",
	    INGRESS("a", REGEX ", kubernetes.io/ingress.class: nginx",
	    "h.io", PATH("Prefix", "/")), "h.io", "a" },
	{ "no host",
	    "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: a, annotations: {" REGEX "}}\n"
	    "spec: {rules: [{http: {paths: [" PATH("Prefix", "/x") "]}}]}\n",
	    "_", "a" },
	{ "a rule without paths makes the host and its implicit /",
	    "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: a, annotations: {" REGEX "}}\n"
	    "spec: {rules: [{host: h.io}]}\n", "h.io", "a" },
	{ "a placeholder decides",
	    INGRESS("a", REWRITE("${TARGET}"), "h.io", PATH("Prefix", "/x")),
	    "h.io", "?" },
	{ "a capture in braces is none",
	    INGRESS("a", REWRITE("/${1}"), "h.io", PATH("Prefix", "/x")),
	    "h.io", "-" },
};

static void
test_cause(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct run r;
		const char *got;

		run_init(&r, cases[i].yaml);
		got = cause_of(&r, cases[i].host);
		if (!str_starts(str_from(got), str_from(cases[i].cause)))
			fail_msg("%s: %.4s", cases[i].what, got);
		arena_release(&r.arena);
	}
}

static void
test_class(void **state)
{
	static const char ingress[] =
	    "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: a, annotations: {" REGEX "}}\n"
	    "spec: {ingressClassName: inner, rules: [{host: h.io, "
	    "http: {paths: [" PATH("Prefix", "/x") "]}}]}\n";
	static const char class[] =
	    "---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\n"
	    "metadata: {name: inner}\nspec: {controller: %s}\n";
	static const struct {
		const char *controller, *cause;
	} rows[] = {
		{ NULL, "-" },
		{ "k8s.io/ingress-nginx", "a" },
		{ "nginx.org/ingress-controller", "-" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf yaml;
		struct run r;

		buf_init(&yaml);
		buf_puts(&yaml, ingress);
		if (rows[i].controller != NULL)
			buf_printf(&yaml, class, rows[i].controller);
		buf_putc(&yaml, 0);
		run_init(&r, yaml.at);
		assert_int_equal(cause_of(&r, "h.io")[0], rows[i].cause[0]);
		arena_release(&r.arena);
		buf_release(&yaml);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cause),
		cmocka_unit_test(test_class),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
