/*
 * The paths of routes. First the texts; then, on random routes and requests,
 * what they are for: tried in the controller's order, the patterns choose the
 * route that Kubernetes' own path types choose, a request under the preview
 * path chooses the route that the request without it would, and arrives
 * there as that request.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "render/pattern.h"
#include "rx/rx.h"

enum { ROUTES = 4 };

/* A release that has only what patterns are made from. */
struct fake {
	struct release release;
	struct release_spec spec;
	struct release_preview preview;
	struct release_route routes[ROUTES];
};

static void
fake_init(struct fake *f, const char *preview)
{
	*f = (struct fake){ .release = { .root = NULL } };
	f->release.spec = &f->spec;
	f->spec.routes.at = f->routes;
	if (preview != NULL) {
		f->spec.preview = &f->preview;
		f->preview.kind = PREVIEW_PATH;
		f->preview.path = str_from(preview);
	}
}

static void
fake_add(struct fake *f, struct str path, enum route_type type)
{
	f->routes[f->spec.routes.n].path = path;
	f->routes[f->spec.routes.n++].type = type;
}

static void
test_texts(void **state)
{
	static const struct {
		const char *preview;
		struct { const char *path; enum route_type type; } routes[3];
		const char *live, *under;	/* of the first route */
	} cases[] = {
		{ NULL, { { "/api", ROUTE_PREFIX } }, "/api", "/api" },
		{ "/green", { { "/", ROUTE_PREFIX } },
		    "/", "/green(/|$)(.*)" },
		{ "/green", { { "/api", ROUTE_PREFIX } },
		    "/(?-i)api(/|$)", "/green(/)((?-i)api(?:/.*)?)$" },
		{ "/green", { { "/api", ROUTE_EXACT } },
		    "/(?-i)api$", "/green(/)((?-i)api)$" },
		{ "/green", { { "/", ROUTE_EXACT } },
		    "/(?-i)$", "/green(/|$)()$" },
		{ "/green", { { "/", ROUTE_PREFIX }, { "/a", ROUTE_EXACT } },
		    "/", "/green(/|$)(.*)" },
		{ "/v1.0", { { "/a+b/c.d", ROUTE_PREFIX } },
		    "/(?-i)a\\+b/c\\.d(/|$)",
		    "/v1\\.0(/)((?-i)a\\+b/c\\.d(?:/.*)?)$" },
		/* an Exact text that would sort behind a Prefix above it */
		{ "/green", { { "/a/b", ROUTE_EXACT },
		    { "/a", ROUTE_PREFIX } },
		    "/(?-i)a/b(?#exact)$",
		    "/green(/)((?-i)a/b(?#exact))$" },
		{ "/green", { { "/a", ROUTE_EXACT }, { "/a", ROUTE_PREFIX } },
		    "/(?-i)a(?#exact)$", "/green(/)((?-i)a(?#exact))$" },
		{ "/green", { { "/a/long-enough", ROUTE_EXACT },
		    { "/a", ROUTE_PREFIX } },
		    "/(?-i)a/long-enough$",
		    "/green(/)((?-i)a/long-enough)$" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fake f;

		fake_init(&f, cases[i].preview);
		for (size_t k = 0; k < 3 && cases[i].routes[k].path; k++)
			fake_add(&f, str_from(cases[i].routes[k].path),
			    cases[i].routes[k].type);
		assert_string_equal(arena_str(&arena, pattern_live(&arena,
		    &f.release, &f.routes[0]).text).at, cases[i].live);
		assert_string_equal(arena_str(&arena, pattern_preview(&arena,
		    &f.release, &f.routes[0]).text).at, cases[i].under);
	}
	arena_release(&arena);
}

/* "/a/b" is under "/a"; everything is under "/". */
static bool
is_under(struct str path, struct str prefix, bool nocase)
{
	struct str head = str_cut(path, 0, prefix.len);

	if (str_is(prefix, "/"))
		return true;
	return (nocase ? str_eq_nocase(head, prefix) :
	    str_eq(head, prefix)) && (path.len == prefix.len ||
	    path.at[prefix.len] == '/');
}

/* The route of a path by the meaning of Exact and Prefix; -1: none. */
static int
route_of(const struct fake *f, struct str path)
{
	int best = -1;

	for (size_t i = 0; i < f->spec.routes.n; i++) {
		const struct release_route *r = &f->routes[i];

		if (r->type == ROUTE_EXACT && str_eq(r->path, path))
			return (int)i;
		if (r->type == ROUTE_PREFIX &&
		    is_under(path, r->path, false) && (best < 0 ||
		    r->path.len > f->routes[best].path.len))
			best = (int)i;
	}
	return best;
}

struct location {
	struct str text;
	int route;
	bool preview;
};

static int
compare_locations(const void *pa, const void *pb)
{
	const struct location *a = pa, *b = pb;

	if (a->text.len != b->text.len)
		return a->text.len > b->text.len ? -1 : 1;
	return str_cmp(b->text, a->text);
}

/* What nginx does with the path on the regex host. */
static struct location
location_of(struct arena *arena, struct rx_set *set, const struct fake *f,
    struct str path)
{
	struct location all[2 * ROUTES];
	size_t n = 0;

	for (size_t i = 0; i < f->spec.routes.n; i++) {
		all[n++] = (struct location){ pattern_live(arena,
		    &f->release, &f->routes[i]).text, (int)i, false };
		all[n++] = (struct location){ pattern_preview(arena,
		    &f->release, &f->routes[i]).text, (int)i, true };
	}
	qsort(all, n, sizeof(*all), compare_locations);
	for (size_t i = 0; i < n; i++)
		if (rx_takes(rx_get(arena, set, all[i].text), path))
			return all[i];
	return (struct location){ { NULL, 0 }, -1, false };
}

static struct str
random_path(struct arena *arena, const char *const *segments, size_t n)
{
	struct str path = STR("");

	do
		path = arena_printf(arena, "%.*s/%s", STR_ARG(path),
		    segments[(size_t)rand() % n]);
	while (rand() % 2 == 0);
	return path;
}

static const char *const route_segments[] = { "a", "b", "ab", "a.b", "A" };
static const char *const request_segments[] = { "a", "b", "ab", "a.b",
	"axb", "A", "g", "G", "h", "" };

static bool
is_taken(const struct fake *f, struct str path, enum route_type type)
{
	for (size_t i = 0; i < f->spec.routes.n; i++)
		if (str_eq(f->routes[i].path, path) &&
		    f->routes[i].type == type)
			return true;
	return false;
}

static void
random_release(struct arena *arena, struct fake *f)
{
	static const char *const previews[] = { "/g", "/a/g", "/a.b/g" };

	fake_init(f, previews[rand() % 3]);
	for (size_t n = 1 + (size_t)rand() % ROUTES; n > 0; n--) {
		struct str path = rand() % 4 == 0 ? STR("/") :
		    random_path(arena, route_segments, 5);
		enum route_type type = rand() % 2;

		if (!is_taken(f, path, type))
			fake_add(f, path, type);
	}
}

static void
check_request(struct arena *arena, struct rx_set *set, const struct fake *f,
    struct str path)
{
	bool preview = is_under(path, f->preview.path, true);
	struct str inner = preview ? str_cut(path, f->preview.path.len,
	    path.len) : path;
	struct location hit = location_of(arena, set, f, path);
	struct rx_captures captures;

	if (inner.len == 0)
		inner = STR("/");
	if (preview && route_of(f, inner) < 0) {
		/* no route after the cutover: no preview of one either */
		assert_false(hit.preview);
		return;
	}
	if (hit.route != route_of(f, inner) ||
	    (hit.route >= 0 && hit.preview != preview))
		fail_msg("%.*s under %.*s: route %d, not %d",
		    STR_ARG(path), STR_ARG(f->preview.path), hit.route,
		    route_of(f, inner));
	if (!preview)
		return;
	assert_true(rx_rewrites(arena, rx_get(arena, set, hit.text), path,
	    &captures));
	assert_true(captures.n > 2);
	assert_true(str_eq(arena_printf(arena, "/%.*s",
	    STR_ARG(captures.at[2])), inner));
}

static void
test_meaning(void **state)
{
	unsigned seed = (unsigned)time(NULL);

	(void)state;
	printf("seed %u\n", seed);
	srand(seed);
	for (int i = 0; i < 300; i++) {
		struct rx_set set = { .by_text = { NULL } };
		struct arena arena;
		struct fake f;

		arena_init(&arena);
		random_release(&arena, &f);
		for (int k = 0; k < 100; k++) {
			struct str path = random_path(&arena,
			    request_segments, 10);

			if (rand() % 2 == 0)
				path = arena_printf(&arena, "%.*s%.*s",
				    STR_ARG(f.preview.path), STR_ARG(path));
			if (str_find(path, STR("//"), 0) == STR_NONE)
				check_request(&arena, &set, &f, path);
		}
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
