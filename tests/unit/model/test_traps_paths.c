/*
 * Paths that are given twice, slashes, hosts, the default server, Services
 * and their ports.
 */
#include "model/ask.h"

#define CATCH_ALL(name, service) \
	ING_SPEC(name, "", "defaultBackend: " BACKEND(service))
#define PORT(path, service, port) "{path: '" path "', pathType: Prefix, " \
	"backend: {service: {name: " service ", port: {" port "}}}}, "

static const struct ask_case cases[] = {
	{ "a path with and without its slash",
	    ING("a", "", HOST("h", PREFIX("/foo", "blue")
	    PREFIX("/foo/", "green"))),
	    { { "http://h/", "fails: duplicate location \"/foo/\"" },
	    { "denied", "" } } },
	{ "the same of two Ingresses",
	    ING("b", "", HOST("h", PREFIX("/foo/", "blue")))
	    ING("a", "", HOST("h", PREFIX("/foo", "green"))),
	    { { "http://h/", "fails: duplicate location \"/foo/\"" },
	    { "denied", "default/b: overlap" } } },
	{ "the same on a host with expressions",
	    ING("a", A("use-regex", "true"), HOST("h", PREFIX("/foo", "blue")
	    PREFIX("/foo/", "green"))),
	    { { "http://h/foo/x", "default/green /foo/x" },
	    { "http://h/foo", "default/blue /foo" } } },
	{ "a slash at the end is added to requests",
	    ING("a", "", HOST("h", PREFIX("/foo/", "blue")
	    EXACT("/bar/", "red") PREFIX("/", "green"))),
	    { { "http://h/foo?a=b", "301 http://h/foo/?a=b" },
	    { "https://h/bar", "301 https://h/bar/" },
	    { "http://h/foo/x", "default/blue /foo/x" },
	    { "http://h/bar/x", "default/green /bar/x" } } },
	{ "with relative-redirects it stays relative",
	    ING("a", A("relative-redirects", "true"),
	    HOST("h", PREFIX("/foo/", "blue"))),
	    { { "http://h/foo", "301 /foo/" } } },
	{ "the greater name wins when both are of one age",
	    ING("a", "", HOST("h", PREFIX("/foo", "blue")))
	    ING("b", "", HOST("h", PREFIX("/foo", "green"))),
	    { { "http://h/foo", "default/green /foo" },
	    { "denied", "default/a: overlap, default/b: overlap" } } },
	{ "Exact after Prefix is let in, and Prefix after Exact is not",
	    ING("a", "", HOST("h", EXACT("/foo", "blue")))
	    ING("b", "", HOST("h", PREFIX("/foo", "green"))),
	    { { "http://h/foo", "default/blue /foo" },
	    { "http://h/foo/x", "default/green /foo/x" },
	    { "denied", "default/b: overlap" } } },
	{ "Exact, Prefix, Prefix",
	    ING("a", "", HOST("h", EXACT("/x", "blue") PREFIX("/x", "green")
	    PREFIX("/x", "red"))),
	    { { "http://h/x", "fails: duplicate location \"/x/\"" } } },
	{ "Prefix, Exact, Prefix",
	    ING("a", "", HOST("h", PREFIX("/x", "blue") EXACT("/x", "green")
	    PREFIX("/x", "red"))),
	    { { "http://h/x", "default/green /x" },
	    { "http://h/x/y", "default/blue /x/y" } } },
	{ "ImplementationSpecific is Prefix",
	    ING("b", "", HOST("h", ANY("/x", "blue")))
	    ING("a", "", HOST("h", PREFIX("/x", "green"))),
	    { { "http://h/x/y", "default/blue /x/y" },
	    { "http://h/xy", "404" } } },
	{ "a resource is no backend",
	    ING("a", "", HOST("h", RESOURCE("/x") PREFIX("/", "blue"))),
	    { { "http://h/x", "default/blue /x" } } },
	{ "nothing else than a resource",
	    ING("a", "", HOST("h", RESOURCE("/x"))),
	    { { "http://h/x", "404" } } },
	{ "a defaultBackend alone beats a path without host",
	    ING("b", "", HOST("", PREFIX("/", "blue")))
	    CATCH_ALL("a", "green"),
	    { { "http://any/x", "default/green /x" } } },
	{ "the first of several",
	    CATCH_ALL("a", "green") CATCH_ALL("b", "blue"),
	    { { "http://any/x", "default/blue /x" } } },
	{ "paths without host do not use the defaultBackend beside them",
	    ING_SPEC("a", "", "defaultBackend: " BACKEND("green")
	    ", rules: [" HOST("", PREFIX("/a", "blue")) "]"),
	    { { "http://any/a", "default/blue /a" },
	    { "http://any/b", "404" } } },
	{ "hosts do",
	    ING_SPEC("a", "", "defaultBackend: " BACKEND("green")
	    ", rules: [" HOST("h", PREFIX("/a", "blue")) "]"),
	    { { "http://h/a", "default/blue /a" },
	    { "http://h/b", "default/green /b" }, { "http://i/b", "404" } } },
	{ "a rule without http makes a host of the default backend",
	    ING("a", "", HOST_ONLY("h")),
	    { { "http://h/a", "404" }, { "http://i/a", "404" } } },
	{ "health checks are answered on the default server",
	    ING("a", "", HOST("", PREFIX("/", "blue"))),
	    { { "http://any/healthz", "200" },
	    { "http://any/nginx_status", "403" },
	    { "http://any/health", "default/blue /health" } } },
	{ "but not when it has expressions",
	    ING("a", A("use-regex", "true"), HOST("", PREFIX("/", "blue"))),
	    { { "http://any/healthz", "default/blue /healthz" } } },
	{ "a path of one's own for health checks is one too many",
	    ING("a", "", HOST("", PREFIX("/healthz/", "blue")
	    ANY("/nginx_status", "red"))),
	    { { "http://any/", "404" },
	    { "http://any/nginx_status", "default/red /nginx_status" } } },
	{ "the deep inspector takes words in paths for directives",
	    ING("a", "", HOST("h", ANY("/root;v=1", "blue")))
	    ING("b", "", HOST("i", PREFIX("/etc/groups", "blue"))),
	    { { "http://h/root;v=1", "404" }, { "http://i/", "404" },
	    { "denied", "default/a: deep-inspection, "
	    "default/b: deep-inspection" } } },
	{ "a wildcard is one label",
	    ING("a", "", HOST("*.x.com", PREFIX("/", "blue"))),
	    { { "http://a.x.com/", "default/blue /" },
	    { "http://x.com/", "404" }, { "http://a.b.x.com/", "404" } } },
	{ "hosts in any case, with port and dot",
	    ING("a", "", HOST("h.com", PREFIX("/A", "blue"))),
	    { { "http://H.COM.:8080/A", "default/blue /A" },
	    { "http://h.com/a", "404" } } },
	{ "a targetPort is a port",
	    SERVICE("s", "ports: [{name: a, port: 80, targetPort: 8080}, "
	    "{name: b, port: 8080, targetPort: 9090}]")
	    ING("a", "", HOST("h", PORT("/n", "s", "number: 8080")
	    PORT("/b", "s", "name: b") PORT("/t", "s", "number: 9090")
	    PORT("/m", "s", "number: 81") PORT("/w", "blue", "name: web"))),
	    { { "http://h/n", "default/s /n" },
	    { "http://h/b", "default/s /b" }, { "http://h/t", "default/s /t" },
	    { "http://h/m", "503" }, { "http://h/w", "503" } } },
	{ "a Service that is not there, or not of TCP",
	    SERVICE("u", "ports: [{port: 80, protocol: UDP}]")
	    ING("a", "", HOST("h", PREFIX("/a", "nobody")
	    PREFIX("/u", "u"))),
	    { { "http://h/a", "503" }, { "http://h/u", "503" },
	    { "http://h/b", "404" } } },
	{ "EndpointSlices say who is there",
	    "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n"
	    "metadata: {name: x, labels: {kubernetes.io/service-name: red}}\n"
	    "ports: [{name: http, port: 8080}]\nendpoints: [{addresses: "
	    "[10.0.0.1], conditions: {ready: false}}]\n"
	    "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n"
	    "metadata: {name: y, labels: {kubernetes.io/service-name: web}}\n"
	    "ports: [{name: http, port: 8080}]\nendpoints: [{addresses: "
	    "[10.0.0.1]}]\n"
	    ING("a", "", HOST("h", PREFIX("/r", "red") PREFIX("/w", "web")
	    PREFIX("/b", "blue"))),
	    { { "http://h/r", "503" }, { "http://h/w", "default/web /w" },
	    { "http://h/b", "default/blue /b" } } },
	{ "ExternalName",
	    SERVICE("e", "type: ExternalName, externalName: e.com")
	    SERVICE("l", "type: ExternalName, externalName: localhost")
	    SERVICE("i", "type: ExternalName, externalName: 10.0.0.1")
	    ING("a", "", HOST("h", PREFIX("/e", "e") PREFIX("/l", "l")
	    PREFIX("/i", "i") PORT("/n", "e", "name: http"))),
	    { { "http://h/e", "default/e /e" }, { "http://h/l", "503" },
	    { "http://h/i", "503" }, { "http://h/n", "502" } } },
	{ "service-upstream does not look at ports",
	    ING("a", A("service-upstream", "true"),
	    HOST("h", PORT("/a", "blue", "number: 4711")
	    PORT("/b", "blue", "name: nope"))),
	    { { "http://h/a", "default/blue /a" }, { "http://h/b", "503" } } },
	{ "default-backend stands in for nobody",
	    ING("a", A("default-backend", "red"),
	    HOST("h", PREFIX("/a", "nobody") PREFIX("/b", "blue"))),
	    { { "http://h/a?x", "default/red /a?x" },
	    { "http://h/b", "default/blue /b" }, { "http://h/c", "404" } } },
	{ "custom-http-errors hands errors of nginx on",
	    ING("a", A("default-backend", "red") A("custom-http-errors",
	    "503") A("allowlist-source-range", "none"),
	    HOST("h", PREFIX("/a", "blue"))),
	    { { "http://h/a", "503" } } },
	{ "custom-http-errors, without a backend for them",
	    ING("a", A("custom-http-errors", "503,404"),
	    HOST("h", PREFIX("/a", "nobody"))),
	    { { "http://h/a", "404" } } },
	{ "Services of two namespaces that run together",
	    "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: z, namespace: a-b}\nspec: {ingressClassName: "
	    "nginx, rules: [" HOST("h", PREFIX("/", "c")) "]}\n"
	    "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\n"
	    "metadata: {name: z, namespace: a}\nspec: {ingressClassName: "
	    "nginx, rules: [" HOST("i", PREFIX("/", "b-c")) "]}\n"
	    "---\napiVersion: v1\nkind: Service\nmetadata: {name: b-c, "
	    "namespace: a}\nspec: {" PORT80 "}\n",
	    { { "http://h/", "a/b-c /" }, { "http://i/", "a/b-c /" } } },
	{ "aliases",
	    ING("b", A("server-alias", "b.com, h, *.w.com, i"),
	    HOST("h", PREFIX("/", "blue")))
	    ING("a", A("server-alias", "c.com"),
	    HOST("h", PREFIX("/a", "red")) HOST("i", PREFIX("/", "green"))),
	    { { "http://b.com/", "default/blue /" },
	    { "http://a.b.w.com/", "default/blue /" },
	    { "http://c.com/", "default/green /" },
	    { "http://i/", "default/green /" } } },
	{ "an alias takes requests from a host with a wildcard",
	    ING("b", A("server-alias", "*.x.com"),
	    HOST("h", PREFIX("/", "blue")))
	    ING("a", "", HOST("*.pv.x.com", PREFIX("/", "green"))),
	    { { "http://q.pv.x.com/", "default/blue /" } } },
	{ "an alias may break the reload",
	    ING("b", A("server-alias", "foo*"),
	    HOST("h", PREFIX("/", "blue"))),
	    { { "http://h/", "fails: invalid server name or wildcard "
	    "\"foo*\"" },
	    { "denied", "" } } },
	{ "other classes are none of ours",
	    "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: "
	    "{name: a}\nspec: {ingressClassName: traefik, rules: ["
	    HOST("h", ANY("/root;", "blue")) "]}\n"
	    "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: "
	    "{name: b}\nspec: {rules: [" HOST("h", PREFIX("/", "blue"))
	    "]}\n",
	    { { "http://h/", "404" },
	    { "denied", "default/a: deep-inspection" } } },
};

static void
test_cases(void **state)
{
	(void)state;
	ask_all(cases, ASK_COUNT(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
