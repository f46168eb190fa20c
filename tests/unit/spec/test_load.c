/*
 * Releases of every form, as the structs they become and as the tree that
 * templates see.
 */
#include "reading.h"

/* The tree of a good release on one line of JSON. */
static void
test_normal(void **state)
{
	static const struct {
		const char *text, *spec;
	} cases[] = {
		/* the least there can be */
		{ HEAD HOSTS BLUE,
		    "{\"strategy\":\"ingress\",\"settings\":{},"
		    "\"phase\":\"blue-live\","
		    "\"ingressClassName\":\"nginx\","
		    "\"hosts\":[\"shop.example.com\"],"
		    "\"blue\":{\"service\":{\"name\":\"shop-v1\",\"port\":80}},"
		    "\"routes\":[{\"path\":\"/\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"shop-v1\",\"port\":80}}]}" },
		/* absent and null are the same; order does not count */
		{ HEAD
		    "  green:\n"
		    "  expect: ~\n"
		    "  preview: null\n" BLUE HOSTS
		    "  strategy: ingress\n",
		    "{\"strategy\":\"ingress\",\"settings\":{},"
		    "\"phase\":\"blue-live\","
		    "\"ingressClassName\":\"nginx\","
		    "\"hosts\":[\"shop.example.com\"],"
		    "\"blue\":{\"service\":{\"name\":\"shop-v1\",\"port\":80}},"
		    "\"routes\":[{\"path\":\"/\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"shop-v1\",\"port\":80}}]}" },
		/* routes, of which one has services of its own */
		{ HEAD HOSTS BLUE GREEN
		    "  routes:\n"
		    "    - path: /\n"
		    "    - {path: /api/, blue: {name: a1, port: http},\n"
		    "       green: {name: a2, port: 0x50}}\n"
		    "    - {path: /x/, pathType: Exact}\n",
		    "{\"strategy\":\"ingress\",\"settings\":{},"
		    "\"phase\":\"blue-live\","
		    "\"ingressClassName\":\"nginx\","
		    "\"hosts\":[\"shop.example.com\"],"
		    "\"blue\":{\"service\":{\"name\":\"shop-v1\",\"port\":80}},"
		    "\"green\":{\"service\":{\"name\":\"shop-v2\",\"port\":80}},"
		    "\"routes\":[{\"path\":\"/\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"shop-v1\",\"port\":80},"
		    "\"green\":{\"name\":\"shop-v2\",\"port\":80}},"
		    "{\"path\":\"/api\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"a1\",\"port\":\"http\"},"
		    "\"green\":{\"name\":\"a2\",\"port\":80}},"
		    "{\"path\":\"/x/\",\"pathType\":\"Exact\","
		    "\"blue\":{\"name\":\"shop-v1\",\"port\":80},"
		    "\"green\":{\"name\":\"shop-v2\",\"port\":80}}]}" },
		/* what follows from the preview: prefix, host of tls */
		{ HEAD HOSTS BLUE GREEN
		    "  tls: [{secretName: shop-tls}]\n"
		    "  preview: {path: /green/}\n",
		    "{\"strategy\":\"ingress\",\"settings\":{},"
		    "\"phase\":\"blue-live\","
		    "\"ingressClassName\":\"nginx\","
		    "\"hosts\":[\"shop.example.com\"],"
		    "\"tls\":[{\"secretName\":\"shop-tls\","
		    "\"hosts\":[\"shop.example.com\"]}],"
		    "\"blue\":{\"service\":{\"name\":\"shop-v1\",\"port\":80}},"
		    "\"green\":{\"service\":{\"name\":\"shop-v2\",\"port\":80}},"
		    "\"routes\":[{\"path\":\"/\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"shop-v1\",\"port\":80},"
		    "\"green\":{\"name\":\"shop-v2\",\"port\":80}}],"
		    "\"preview\":{\"path\":\"/green\","
		    "\"forwardedPrefix\":true}}" },
		{ HEAD HOSTS BLUE GREEN
		    "  tls: [{}]\n"
		    "  preview: {host: next.example.com}\n",
		    "{\"strategy\":\"ingress\",\"settings\":{},"
		    "\"phase\":\"blue-live\","
		    "\"ingressClassName\":\"nginx\","
		    "\"hosts\":[\"shop.example.com\"],"
		    "\"tls\":[{\"hosts\":[\"shop.example.com\","
		    "\"next.example.com\"]}],"
		    "\"blue\":{\"service\":{\"name\":\"shop-v1\",\"port\":80}},"
		    "\"green\":{\"service\":{\"name\":\"shop-v2\",\"port\":80}},"
		    "\"routes\":[{\"path\":\"/\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"shop-v1\",\"port\":80},"
		    "\"green\":{\"name\":\"shop-v2\",\"port\":80}}],"
		    "\"preview\":{\"host\":\"next.example.com\"}}" },
		/* a workload; its labels stay as they are */
		{ HEAD HOSTS
		    "  blue:\n"
		    "    version: v1\n"
		    "    service: {name: s, port: 80}\n"
		    "    workload: {image: \"s:1\", labels: {b: '', a: }}\n",
		    "{\"strategy\":\"ingress\",\"settings\":{},"
		    "\"phase\":\"blue-live\","
		    "\"ingressClassName\":\"nginx\","
		    "\"hosts\":[\"shop.example.com\"],"
		    "\"blue\":{\"version\":\"v1\","
		    "\"service\":{\"name\":\"s\",\"port\":80},"
		    "\"workload\":{\"image\":\"s:1\",\"replicas\":1,"
		    "\"containerPort\":80,\"labels\":{\"b\":\"\",\"a\":\"\"}}},"
		    "\"routes\":[{\"path\":\"/\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"s\",\"port\":80}}]}" },
		/* one version, but other pods */
		{ HEAD HOSTS
		    "  blue:\n"
		    "    version: v1\n"
		    "    service: {name: s, port: 80}\n"
		    "    workload: {image: \"s:1\", labels: {app: s1}}\n"
		    "  green:\n"
		    "    version: v1\n"
		    "    service: {name: t, port: 80}\n"
		    "    workload: {image: \"s:1\"}\n",
		    "{\"strategy\":\"ingress\",\"settings\":{},"
		    "\"phase\":\"blue-live\","
		    "\"ingressClassName\":\"nginx\","
		    "\"hosts\":[\"shop.example.com\"],"
		    "\"blue\":{\"version\":\"v1\","
		    "\"service\":{\"name\":\"s\",\"port\":80},"
		    "\"workload\":{\"image\":\"s:1\",\"replicas\":1,"
		    "\"containerPort\":80,\"labels\":{\"app\":\"s1\"}}},"
		    "\"green\":{\"version\":\"v1\","
		    "\"service\":{\"name\":\"t\",\"port\":80},"
		    "\"workload\":{\"image\":\"s:1\",\"replicas\":1,"
		    "\"containerPort\":80}},"
		    "\"routes\":[{\"path\":\"/\",\"pathType\":\"Prefix\","
		    "\"blue\":{\"name\":\"s\",\"port\":80},"
		    "\"green\":{\"name\":\"t\",\"port\":80}}]}" },
	};
	struct release *release;
	struct reading r;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		reading_begin(&r, str_from(cases[i].text));
		release = reading_load(&r);
		assert_text(reading_findings(&r), "");
		assert_non_null(release);
		buf_init(&out);
		emit_json_line(&out, node_get(release->root, STR("spec")));
		assert_text(buf_str(&out), cases[i].spec);
		buf_release(&out);
		reading_end(&r);
	}
}

static const char full[] =
    "apiVersion: greenlight.dev/v1\n"
    "kind: Release\n"
    "metadata:\n"
    "  name: shop\n"
    "  namespace: web\n"
    "  labels: {app: shop, tier: }\n"
    "spec:\n"
    "  strategy: ingress\n"
    "  phase: green-preview\n"
    "  ingressClassName: internal\n"
    "  hosts: [shop.example.com, \"*.shop.example.com\"]\n"
    "  tls:\n"
    "    - {secretName: shop-tls, hosts: [shop.example.com]}\n"
    "    - {hosts: [\"*.shop.example.com\"]}\n"
    "  blue:\n"
    "    version: v1\n"
    "    service: {name: shop-v1, port: 8080}\n"
    "    workload:\n"
    "      image: registry.example.com:5000/shop:v1\n"
    "      replicas: 0\n"
    "      containerPort: 9090\n"
    "      labels: {team: web}\n"
    "  green:\n"
    "    version: v2\n"
    "    service: {name: shop-v2, port: http}\n"
    "  routes:\n"
    "    - path: /\n"
    "    - path: /api\n"
    "      pathType: Exact\n"
    "      green: {name: api-v2, port: 81}\n"
    "  preview:\n"
    "    path: /green\n"
    "    allowFrom: [10.0.0.0/8, \"2001:db8::/32\"]\n"
    "    forwardedPrefix: false\n"
    "  annotations:\n"
    "    nginx.ingress.kubernetes.io/proxy-body-size: 8m\n"
    "    example.com/note: |\n"
    "      two\n"
    "      lines\n"
    "  references: [k8s/*.yaml, ../base]\n"
    "  expect:\n"
    "    - phase: cutover\n"
    "      url: http://shop.example.com:81/a?b\n"
    "      method: POST\n"
    "      headers: {X-A: \"1\"}\n"
    "      service: shop-v2\n"
    "      uri: /a?b\n"
    "    - {phase: rollback, url: \"https://x\", status: 308,\n"
    "       location: \"https://x/y\"}\n";

static void
test_full(void **state)
{
	const struct release_spec *s;
	struct release *release;
	struct reading r;

	(void)state;
	reading_begin(&r, str_from(full));
	release = reading_load(&r);
	assert_text(reading_findings(&r), "");
	assert_non_null(release);
	assert_true(release->has_green);
	assert_ptr_equal(release->written, r.stream.documents.at[0].root);
	assert_text(release->metadata->name, "shop");
	assert_text(release->metadata->ns, "web");
	assert_int_equal(release->metadata->labels.n, 2);
	assert_text(release->metadata->labels.at[1].key, "tier");
	assert_text(release->metadata->labels.at[1].value, "");
	s = release->spec;
	assert_text(s->strategy, "ingress");
	assert_int_equal(s->phase, PHASE_GREEN_PREVIEW);
	assert_text(s->ingress_class, "internal");
	assert_int_equal(s->hosts.n, 2);
	assert_text(s->hosts.at[1].text, "*.shop.example.com");
	assert_int_equal(s->tls.n, 2);
	assert_text(s->tls.at[0].secret, "shop-tls");
	assert_int_equal(s->tls.at[1].secret.len, 0);
	assert_text(s->tls.at[1].hosts.at[0].text, "*.shop.example.com");
	assert_text(s->blue->version, "v1");
	assert_text(s->blue->service->port, "8080");
	assert_text(s->blue->workload->image,
	    "registry.example.com:5000/shop:v1");
	assert_int_equal(s->blue->workload->replicas, 0);
	assert_int_equal(s->blue->workload->container_port, 9090);
	assert_text(s->blue->workload->labels.at[0].value, "web");
	assert_null(s->green->workload);
	assert_int_equal(s->routes.n, 2);
	assert_int_equal(s->routes.at[0].type, ROUTE_PREFIX);
	assert_text(s->routes.at[0].green->name, "shop-v2");
	assert_int_equal(s->routes.at[1].type, ROUTE_EXACT);
	assert_text(s->routes.at[1].path, "/api");
	assert_text(s->routes.at[1].blue->name, "shop-v1");
	assert_text(s->routes.at[1].green->port, "81");
	assert_int_equal(s->preview->kind, PREVIEW_PATH);
	assert_text(s->preview->path, "/green");
	assert_int_equal(s->preview->allow_from.n, 2);
	assert_text(s->preview->allow_from.at[1].text, "2001:db8::/32");
	assert_false(s->preview->forwarded_prefix);
	assert_text(s->annotations.at[1].value, "two\nlines\n");
	assert_int_equal(s->references.n, 2);
	assert_int_equal(s->expect.n, 2);
	assert_int_equal(s->expect.at[0].phase, PHASE_CUTOVER);
	assert_text(s->expect.at[0].method, "POST");
	assert_text(s->expect.at[0].headers.at[0].key, "X-A");
	assert_text(s->expect.at[0].uri, "/a?b");
	assert_int_equal(s->expect.at[0].status, 0);
	assert_text(s->expect.at[1].method, "GET");
	assert_int_equal(s->expect.at[1].status, 308);
	assert_text(s->expect.at[1].location, "https://x/y");
	reading_end(&r);
}

/* Everything has the place of what the user wrote. */
static void
test_places(void **state)
{
	const struct release_spec *s;
	struct release *release;
	struct reading r;

	(void)state;
	reading_begin(&r, str_from(full));
	release = reading_load(&r);
	assert_non_null(release);
	s = release->spec;
#define PLACE(n) source_text(&r.sources, (n)->span)
	assert_text(PLACE(s->hosts.at[1].node), "\"*.shop.example.com\"");
	assert_text(PLACE(s->routes.at[0].blue->node),
	    "{name: shop-v1, port: 8080}");
	assert_text(PLACE(s->routes.at[0].node), "path: /");
	assert_text(PLACE(s->preview->allow_from.at[0].node), "10.0.0.0/8");
	assert_text(PLACE(s->annotations.at[0].node), "8m");
	/* defaults: the key they are under */
	assert_text(PLACE(node_at(s->node, "routes.0.pathType")), "path");
	assert_text(PLACE(node_at(s->node, "expect.1.method")), "phase");
	reading_end(&r);

	reading_begin(&r, STR(HEAD HOSTS BLUE));
	release = reading_load(&r);
	assert_non_null(release);
	assert_text(PLACE(release->spec->routes.at[0].node), "spec");
	assert_text(PLACE(node_at(release->root, "spec.phase")), "spec");
	assert_text(PLACE(node_at(release->root, "metadata.namespace")),
	    "metadata");
	assert_text(PLACE(release->spec->routes.at[0].blue->node),
	    "{name: shop-v1, port: 80}");
#undef PLACE
	reading_end(&r);
}

static void
test_previews(void **state)
{
	static const struct {
		const char *preview;
		enum preview_kind kind;
		const char *name, *value, *pattern;
	} cases[] = {
		{ "{path: /p}", PREVIEW_PATH, NULL, NULL, NULL },
		{ "{host: p.example.com}", PREVIEW_HOST, NULL, NULL, NULL },
		{ "{header: X-P}", PREVIEW_HEADER, "X-P", "", "" },
		{ "{header: {name: X-P}}", PREVIEW_HEADER, "X-P", "", "" },
		{ "{header: {name: X-P, value: v 2}}", PREVIEW_HEADER, "X-P",
		    "v 2", "" },
		{ "{header: {name: X-P, pattern: '^v[2-9]$'}}",
		    PREVIEW_HEADER, "X-P", "", "^v[2-9]$" },
		{ "{cookie: preview}", PREVIEW_COOKIE, NULL, NULL, NULL },
		{ "{weight: 0}", PREVIEW_WEIGHT, NULL, NULL, NULL },
	};
	struct release *release;
	struct reading r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str text;

		reading_begin(&r, STR(""));
		text = arena_printf(&r.arena, HEAD HOSTS BLUE GREEN
		    "  preview: %s\n", cases[i].preview);
		stream_parse(&r.arena, &r.diags, &r.sources, source_add(
		    &r.sources, "p.yaml", text), &r.stream);
		release = reading_load(&r);
		assert_text(reading_findings(&r), "");
		assert_non_null(release);
		assert_int_equal(release->spec->preview->kind, cases[i].kind);
		if (cases[i].kind == PREVIEW_HEADER) {
			const struct release_header *h =
			    release->spec->preview->header;

			assert_text(h->name, cases[i].name);
			assert_text(h->value, cases[i].value);
			assert_text(h->pattern, cases[i].pattern);
		}
		reading_end(&r);
	}
}

/* Which phases a release can be in: blue-live and rollback always. */
static void
test_phases(void **state)
{
	static const struct {
		const char *text;
		bool preview, cutover;
	} cases[] = {
		{ HEAD HOSTS BLUE, false, false },
		{ HEAD HOSTS BLUE GREEN, false, true },
		{ HEAD HOSTS BLUE GREEN "  preview: {path: /g}\n", true, true },
		{ HEAD HOSTS BLUE
		    "  routes: [{path: /, green: {name: g, port: 1}}]\n",
		    false, true },
		/* a strategy without previews */
		{ HEAD "  strategy: service-selector\n"
		    "  blue: {version: a, workload: {image: i, containerPort: "
		    "1}}\n"
		    "  green: {version: b, workload: {image: i, containerPort: "
		    "1}}\n", true, true },
	};
	struct reading r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct release *release;

		reading_begin(&r, str_from(cases[i].text));
		release = reading_load(&r);
		assert_non_null(release);
		assert_true(release_has_phase(release, PHASE_BLUE_LIVE));
		assert_true(release_has_phase(release, PHASE_ROLLBACK));
		assert_int_equal(release_has_phase(release,
		    PHASE_GREEN_PREVIEW), cases[i].preview);
		assert_int_equal(release_has_phase(release, PHASE_CUTOVER),
		    cases[i].cutover);
		reading_end(&r);
	}
}

/* Odd ways to write one and the same release. */
static void
test_yaml(void **state)
{
	static const char *const texts[] = {
		/* CRLF and a byte order mark */
		"\xEF\xBB\xBF" "apiVersion: greenlight.dev/v1\r\n"
		"kind: Release\r\nmetadata: {name: shop}\r\nspec:\r\n"
		"  hosts: [shop.example.com]\r\n"
		"  blue: {service: {name: shop-v1, port: 80}}\r\n"
		"  green: {service: {name: shop-v2, port: 80}}\r\n",
		/* JSON */
		"{\"apiVersion\": \"greenlight.dev/v1\", \"kind\": \"Release\","
		"\"metadata\": {\"name\": \"shop\"}, \"spec\": {\"hosts\":"
		"[\"shop.example.com\"], \"blue\": {\"service\": {\"name\":"
		"\"shop-v1\", \"port\": 80}}, \"green\": {\"service\":"
		"{\"name\": \"shop-v2\", \"port\": 80}}}}",
		/* an anchor, an alias and a merge key */
		"apiVersion: greenlight.dev/v1\nkind: Release\n"
		"metadata: {name: &n shop}\nspec:\n"
		"  hosts: [shop.example.com]\n"
		"  blue: {service: &s {name: shop-v1, port: &p 80}}\n"
		"  green: {service: {<<: *s, name: shop-v2}}\n"
		"  routes: [{path: /, green: {name: shop-v2, port: *p}}]\n",
		/* several documents, comments, tabs where they may be */
		"# first\n---\n# second\napiVersion:\tgreenlight.dev/v1 # v1\n"
		"kind: \"Release\"\nmetadata:\n  name: 'shop'\nspec:\n"
		"    hosts:\n    - shop.example.com\n"
		"    blue:\n        service: {name: shop-v1, port: 0x50}\n"
		"    green: {service: {\"name\": shop-v2,\n"
		"      port: 80}}\n...\n",
	};
	struct buf first, again;
	struct reading r;

	(void)state;
	buf_init(&first);
	buf_init(&again);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct release *release;

		reading_begin(&r, str_from(texts[i]));
		release = reading_load(&r);
		assert_text(reading_findings(&r), "");
		assert_non_null(release);
		buf_reset(&again);
		emit_json_line(i == 0 ? &first : &again,
		    node_at(release->root, "spec"));
		if (i > 0)
			assert_true(str_eq(buf_str(&first), buf_str(&again)));
		reading_end(&r);
	}
	buf_release(&first);
	buf_release(&again);
}

/* Several releases in one file, each by itself. */
static void
test_documents(void **state)
{
	struct release *release;
	struct reading r;

	(void)state;
	reading_begin(&r, STR(HEAD HOSTS BLUE "---\n" HEAD BLUE "---\n"
	    HEAD HOSTS BLUE GREEN));
	assert_int_equal(r.stream.documents.n, 3);
	assert_true(spec_load(&r.arena, &r.diags, &r.sources,
	    &r.strategies, &r.stream.documents.at[0], &release));
	assert_false(release->has_green);
	assert_false(spec_load(&r.arena, &r.diags, &r.sources,
	    &r.strategies, &r.stream.documents.at[1], &release));
	assert_null(release);
	assert_true(spec_load(&r.arena, &r.diags, &r.sources,
	    &r.strategies, &r.stream.documents.at[2], &release));
	assert_true(release->has_green);
	assert_text(reading_findings(&r),
	    "12:3 release-invalid spec needs the field \"hosts\"\n");
	reading_end(&r);
}

/* Long lists take time and memory in proportion to their length. */
static void
test_large(void **state)
{
	struct release *release;
	struct reading r;
	struct buf text;

	(void)state;
	buf_init(&text);
	buf_puts(&text, HEAD BLUE GREEN "  preview: {header: X-Preview}\n"
	    "  hosts:\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "  - h%d.example.com\n", i);
	buf_puts(&text, "  tls:\n  - hosts:\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "    - h%d.example.com\n", i);
	buf_puts(&text, "  routes:\n");
	for (int i = 0; i < 5000; i++)
		buf_printf(&text, "  - {path: /p%d, blue: {name: b%d, "
		    "port: 1}, green: {name: g%d, port: 1}}\n", i, i, i);
	reading_begin(&r, buf_str(&text));
	release = reading_load(&r);
	assert_text(reading_findings(&r), "");
	assert_non_null(release);
	assert_int_equal(release->spec->hosts.n, 20000);
	assert_text(release->spec->routes.at[4999].green->name, "g4999");
	reading_end(&r);
	buf_release(&text);
}

static void
test_words(void **state)
{
	enum phase phase;

	(void)state;
	for (int i = 0; i < PHASE_COUNT; i++) {
		assert_true(phase_parse(str_from(phase_name((enum phase)i)),
		    &phase));
		assert_int_equal(phase, i);
	}
	assert_false(phase_parse(STR("Cutover"), &phase));
	assert_false(phase_parse(STR(""), &phase));
	assert_string_equal(preview_words[PREVIEW_WEIGHT], "weight");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normal),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_previews),
		cmocka_unit_test(test_phases),
		cmocka_unit_test(test_yaml),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
