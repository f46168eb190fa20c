/*
 * The overlap of an Ingress is found among few; here it is found among all,
 * on random sets of small Ingresses, and must be the same.
 */
#include "model/ask.h"

enum { ROUNDS = 3000, MOST = 6 };

static unsigned long seed;

static unsigned
random_below(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static const char *
one_of(const char *const *texts, unsigned n)
{
	return texts[random_below(n)];
}

static struct str
random_path(struct arena *arena)
{
	static const char *const texts[] = { "/", "/a", "/a/", "/b" };
	static const char *const types[] = { "Prefix", "Exact",
		"ImplementationSpecific" };
	static const char *const services[] = { "blue", "green", "red" };

	return arena_printf(arena, "{path: '%s', pathType: %s, backend: "
	    "{service: {name: %s, port: {number: 80}}}}, ",
	    one_of(texts, 4), one_of(types, 3), one_of(services, 3));
}

static struct str
random_ingress(struct arena *arena, unsigned number)
{
	static const char *const hosts[] = { "", "h", "i" };
	static const char *const annotations[] = {
		"", "", "", A("canary", "true"), A("canary", "true"),
		A("canary", "false"), A("use-regex", "true"),
	};
	struct str rules = STR(""), backend = STR("");

	for (unsigned i = random_below(3) + 1; i > 0; i--) {
		rules = arena_printf(arena, "%.*s{host: '%s', http: {paths: [",
		    STR_ARG(rules), one_of(hosts, 3));
		for (unsigned k = random_below(3) + 1; k > 0; k--) {
			struct str path = random_path(arena);

			rules = arena_printf(arena, "%.*s%.*s",
			    STR_ARG(rules), STR_ARG(path));
		}
		rules = arena_printf(arena, "%.*s]}}, ", STR_ARG(rules));
	}
	if (random_below(4) == 0)
		backend = arena_printf(arena, "defaultBackend: {service: "
		    "{name: %s, port: {number: 80}}}, ",
		    random_below(2) == 0 ? "green" : "red");
	return arena_printf(arena, "---\napiVersion: networking.k8s.io/v1\n"
	    "kind: Ingress\nmetadata: {name: n%u, annotations: {%s}}\n"
	    "spec: {ingressClassName: nginx, %.*srules: [%.*s]}\n", number,
	    one_of(annotations, 7), STR_ARG(backend), STR_ARG(rules));
}

static bool
is_canary(const struct entrant *e)
{
	return e->extract.canary.enabled;
}

static bool
is_new(const struct entrant *e)
{
	return extract_node(&e->extract, ANNOTATION_CANARY) == NULL;
}

/* controller.go: checkOverlap(), as it is written there. */
static bool
overlaps(const struct sites *sites, const struct entrant *e)
{
	for (size_t r = 0; r < e->ingress->nrules; r++) {
		const struct host_rule *rule = &e->ingress->rules[r];
		const struct site *site = map_get(&sites->by_host,
		    host_text(rule));

		for (size_t p = 0; p < rule->npaths && site != NULL; p++)
			for (size_t i = 0; i < site->places.n; i++) {
				const struct spot *spot =
				    site->places.at[i].spot;

				if (str_eq(site->places.at[i].text,
				    path_text(&rule->paths[p])) &&
				    !spot->implicit && spot->maker != e &&
				    ((is_canary(e) && is_canary(spot->maker)) ||
				    (is_new(e) && is_new(spot->maker))))
					return true;
			}
	}
	return false;
}

static bool
overlaps_among_all(struct arena *arena, const struct model *model,
    const struct entrant *e)
{
	size_t n = model->entrants.served.n, k = 0;
	struct entrant **list = arena_array(arena, struct entrant *, n);
	struct sites sites;

	for (size_t i = 0; i < n; i++)
		if (i != e->rank)
			list[k++] = model->entrants.served.at[i];
	list[k++] = model->entrants.served.at[e->rank];
	sites_build(arena, &model->endpoints, list, n, &sites);
	return overlaps(&sites, e);
}

static size_t
check(struct str manifests)
{
	struct admission admission;
	struct denial denial;
	struct setup t;
	struct model model;
	size_t found = 0;

	ask_build(&t, manifests.at, NULL, &model);
	admission_init(&t.arena, &model, &admission);
	for (size_t i = 0; i < model.entrants.served.n; i++) {
		const struct entrant *e = model.entrants.served.at[i];

		admission_judge(&t.arena, &admission, e, &denial);
		if ((denial.kind == DENIAL_OVERLAP) !=
		    overlaps_among_all(&t.arena, &model, e))
			fail_msg("%.*s in\n%s", STR_ARG(e->key),
			    manifests.at);
		found += denial.kind == DENIAL_OVERLAP;
	}
	arena_release(&t.arena);
	return found;
}

static void
test_overlap(void **state)
{
	size_t found = 0;

	(void)state;
	seed = 4711;
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct str manifests = STR("");
		struct arena arena;

		arena_init(&arena);
		for (unsigned k = random_below(MOST) + 1; k > 0; k--) {
			struct str one = random_ingress(&arena, k);

			manifests = arena_printf(&arena, "%.*s%.*s",
			    STR_ARG(manifests), STR_ARG(one));
		}
		found += check(manifests);
		arena_release(&arena);
	}
	assert_true(found > ROUNDS / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
