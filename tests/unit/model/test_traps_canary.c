/*
 * Canaries: what becomes of them when a host, a path, a Service or a value
 * is not what the controller needs.
 */
#include "model/ask.h"

#define CANARY A("canary", "true")
#define WEIGHT(n) A("canary-weight", n)
#define ROOT(service) HOST("h", PREFIX("/", service))
#define LIVE(name) ING(name, "", ROOT("blue"))

static const struct ask_case cases[] = {
	{ "a weight",
	    LIVE("b") ING("a", CANARY WEIGHT("10"), ROOT("green")),
	    { { "http://h/x", "default/blue 90 default/green 10 /x" },
	    { "denied", "" } } },
	{ "no weight, no header: never",
	    LIVE("b") ING("a", CANARY, ROOT("green")),
	    { { "http://h/x", "default/blue /x" } } },
	{ "a header",
	    LIVE("b") ING("a", CANARY A("canary-by-header", "X-Env")
	    WEIGHT("50"), ROOT("green")),
	    { { "http://h/ X-Env:always", "default/green /" },
	    { "http://h/ x-env:never", "default/blue /" },
	    { "http://h/ X-Env:Always",
	    "default/blue 50 default/green 50 /" },
	    { "http://h/ X_Env:always",
	    "default/blue 50 default/green 50 /" },
	    { "http://h/ X-Env:never X-Env:always",
	    "default/blue 50 default/green 50 /" } } },
	{ "a header with an underscore is that with a hyphen",
	    LIVE("b") ING("a", CANARY A("canary-by-header", "X_Env"),
	    ROOT("green")),
	    { { "http://h/ X-Env:always", "default/green /" },
	    { "http://h/ X_Env:always", "default/blue /" } } },
	{ "a value, beside which always and never are nothing",
	    LIVE("b") ING("a", CANARY A("canary-by-header", "X-Env")
	    A("canary-by-header-value", "v2") WEIGHT("100"), ROOT("green")),
	    { { "http://h/ X-Env:v2", "default/green /" },
	    { "http://h/ X-Env:never", "default/green /" } } },
	{ "a value that is refused is none",
	    LIVE("b") ING("a", CANARY A("canary-by-header", "X-Env")
	    A("canary-by-header-value", "user=1"), ROOT("green")),
	    { { "http://h/ X-Env:user=1", "default/blue /" },
	    { "http://h/ X-Env:always", "default/green /" } } },
	{ "a pattern, which minds case and is found anywhere",
	    LIVE("b") ING("a", CANARY A("canary-by-header", "X-Env")
	    A("canary-by-header-pattern", "Beta|^v[0-9]"), ROOT("green")),
	    { { "http://h/ X-Env:aBetab", "default/green /" },
	    { "http://h/ X-Env:beta", "default/blue /" },
	    { "http://h/ X-Env:v2", "default/green /" } } },
	{ "a pattern that is none keeps all away",
	    LIVE("b") ING("a", CANARY A("canary-by-header", "X-Env")
	    A("canary-by-header-pattern", "(") WEIGHT("100"), ROOT("green")),
	    { { "http://h/ X-Env:a", "default/blue /" },
	    { "http://h/", "default/green /" } } },
	{ "a cookie",
	    LIVE("b") ING("a", CANARY A("canary-by-cookie", "Env"),
	    ROOT("green")),
	    { { "http://h/ Cookie:a=b;ENV=always", "default/green /" },
	    { "http://h/ Cookie:env=always2", "default/blue /" },
	    { "http://h/ Cookie:env;env=always", "default/blue /" },
	    { "http://h/ Cookie:x;env=always", "default/green /" } } },
	{ "a total below 101 is 100",
	    LIVE("b") ING("a", CANARY WEIGHT("10")
	    A("canary-weight-total", "10"), ROOT("green")),
	    { { "http://h/", "default/blue 90 default/green 10 /" } } },
	{ "a total above is the total",
	    LIVE("b") ING("a", CANARY WEIGHT("1")
	    A("canary-weight-total", "400"), ROOT("green")),
	    { { "http://h/", "default/blue 99.75 default/green 0.25 /" } } },
	{ "a weight over the total, and one below zero",
	    LIVE("b") ING("a", CANARY WEIGHT("101"), ROOT("green"))
	    ING("d", "", HOST("i", PREFIX("/", "red")))
	    ING("c", CANARY WEIGHT("-5"), HOST("i", PREFIX("/", "web"))),
	    { { "http://h/", "default/green /" },
	    { "http://i/", "default/red /" } } },
	{ "green has a host of its own and the canary is older",
	    LIVE("c") ING("b", CANARY WEIGHT("100"), ROOT("green"))
	    ING("a", "", HOST("pv", PREFIX("/", "green"))),
	    { { "http://pv/", "404" }, { "http://h/", "default/green /" } } },
	{ "green has a host of its own that is older",
	    LIVE("c") ING("a", CANARY WEIGHT("100")
	    A("canary-by-header", "X-Env"), ROOT("green"))
	    ING("b", "", HOST("pv", PREFIX("/", "green"))),
	    { { "http://pv/", "default/green /" },
	    { "http://h/ X-Env:always", "default/blue /" } } },
	{ "the host of green is older than the canary, that than blue",
	    LIVE("a") ING("b", CANARY, ROOT("green"))
	    ING("c", "", HOST("pv", PREFIX("/", "green"))),
	    { { "http://h/", "default/green /" } } },
	{ "one path that the primary lacks undoes the canary",
	    LIVE("b") ING("a", CANARY WEIGHT("50"), HOST("h",
	    PREFIX("/", "green") PREFIX("/api", "green"))),
	    { { "http://h/", "default/blue /" } } },
	{ "and so does one of another type",
	    LIVE("b") ING("a", CANARY WEIGHT("50"),
	    HOST("h", EXACT("/", "green"))),
	    { { "http://h/", "default/blue /" } } },
	{ "types that come to the same are the same",
	    LIVE("b") ING("a", CANARY WEIGHT("50"),
	    HOST("h", ANY("/", "green"))),
	    { { "http://h/", "default/blue 50 default/green 50 /" } } },
	{ "a canary spreads to all that its primary serves",
	    ING("b", "", HOST("h", PREFIX("/", "blue") PREFIX("/api", "blue"))
	    HOST("i", PREFIX("/", "blue")))
	    ING("a", CANARY WEIGHT("50"), HOST("h", PREFIX("/api", "green"))),
	    { { "http://h/", "default/blue 50 default/green 50 /" },
	    { "http://i/", "default/blue 50 default/green 50 /" } } },
	{ "the Service of the canary is a primary before it",
	    ING("b", "", HOST("h", PREFIX("/a", "green")
	    PREFIX("/", "blue")))
	    ING("a", CANARY WEIGHT("50"), HOST("h", PREFIX("/", "green"))),
	    { { "http://h/", "default/blue /" },
	    { "http://h/a", "default/green /a" } } },
	{ "yes is not true",
	    LIVE("b") ING("a", A("canary", "yes") WEIGHT("50"),
	    ROOT("green")),
	    { { "http://h/", "default/blue /" }, { "denied", "" } } },
	{ "a weight without canary",
	    LIVE("b") ING("a", WEIGHT("50"), ROOT("green")),
	    { { "http://h/", "default/blue /" },
	    { "denied", "default/b: overlap, default/a: overlap" } } },
	{ "of two canaries one is asked",
	    LIVE("c") ING("b", CANARY A("canary-by-header", "A"),
	    ROOT("green"))
	    ING("a", CANARY A("canary-by-header", "B") WEIGHT("100"),
	    ROOT("red")),
	    { { "http://h/ A:always", "default/green /" },
	    { "http://h/ B:always", "default/blue /" }, { "denied", "" } } },
	{ "nobody answers for the primary",
	    ING("b", "", ROOT("nobody"))
	    ING("a", CANARY WEIGHT("100"), ROOT("green")),
	    { { "http://h/", "503" } } },
	{ "nobody answers for the canary",
	    LIVE("b") ING("a", CANARY WEIGHT("100"), ROOT("nobody")),
	    { { "http://h/", "default/blue /" } } },
	{ "annotations of a canary are nothing",
	    LIVE("b") ING("a", CANARY WEIGHT("100")
	    A("rewrite-target", "/x"), ROOT("green")),
	    { { "http://h/y", "default/green /y" } } },
	{ "a canary alone",
	    ING("a", CANARY WEIGHT("100"), ROOT("green")),
	    { { "http://h/", "404" } } },
	{ "a canary of a mistyped host whose Service is older",
	    ING("b", "", HOST("pv", PREFIX("/", "green")))
	    ING("a", CANARY, HOST("typo", PREFIX("/", "green"))),
	    { { "http://anything/", "default/green /" } } },
	{ "a canary without http ends the controller",
	    LIVE("b") ING("a", CANARY, HOST_ONLY("h")),
	    { { "http://h/", "fails: panic: runtime error: invalid memory "
	    "address or nil pointer dereference" },
	    { "denied", "default/b: panic, default/a: panic" } } },
	{ "but not when it is alone",
	    ING("a", CANARY, HOST_ONLY("h")),
	    { { "http://h/", "404" }, { "denied", "" } } },
	{ "a port by number and by name are two upstreams",
	    LIVE("b") ING("bb", "", HOST("i", "{path: /, pathType: Prefix, "
	    "backend: {service: {name: blue, port: {name: http}}}}"))
	    ING("a", CANARY WEIGHT("50"), ROOT("green")),
	    { { "http://h/", "default/blue 50 default/green 50 /" },
	    { "http://i/", "default/blue /" } } },
	{ "a canary of the default server",
	    ING_SPEC("b", "", "defaultBackend: " BACKEND("blue"))
	    ING_SPEC("a", CANARY WEIGHT("20"),
	    "defaultBackend: " BACKEND("green")),
	    { { "http://any/", "default/blue 80 default/green 20 /" } } },
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
