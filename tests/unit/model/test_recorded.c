/*
 * Scenarios that were recorded from the controller's own code and a real
 * nginx, one a line of tests/tables/controller.jsonl: what is dropped and
 * denied, whether it reloads, and what requests come to.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/file.h"
#include "k8s/setup.h"
#include "model/admission.h"
#include "model/answer.h"

#define TABLE "tests/tables/controller.jsonl"

struct scenario {
	struct setup setup;
	struct arena *arena;
	struct model model;
	const struct node *line;
	size_t failures;
};

static void
complain(struct scenario *s, const char *what, struct str expected,
    struct str got)
{
	s->failures++;
	print_error("%.*s: %s: expected \"%.*s\", got \"%.*s\"\n",
	    STR_ARG(node_text(node_get(s->line, STR("id")))), what,
	    STR_ARG(expected), STR_ARG(got));
}

static struct str
text_of(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, str_from(key));

	return node_is_null(n) ? STR("") : node_text(n);
}

static void
expect(struct scenario *s, const char *what, const struct node *map,
    const char *key, struct str got)
{
	if (node_get(map, str_from(key)) != NULL &&
	    !str_eq(text_of(map, key), got))
		complain(s, what, text_of(map, key), got);
}

static void
check_dropped(struct scenario *s)
{
	const struct node *list = node_get(s->line, STR("dropped"));
	const struct entrants *in = &s->model.entrants;
	uint32_t n = 0;

	for (size_t i = 0; i < in->all.n; i++) {
		bool found = false;

		for (uint32_t k = 0; k < list->count; k++)
			found = found || str_eq(in->all.at[i]->key,
			    node_text(list->items[k]));
		n += found;
		if (found != (in->all.at[i]->drop != DROP_NOT))
			complain(s, "dropped", found ? STR("yes") : STR("no"),
			    in->all.at[i]->key);
	}
	if (n != list->count)
		complain(s, "dropped", STR("an Ingress"), STR("nothing"));
}

static void
check_denied(struct scenario *s)
{
	const struct node *list = node_get(s->line, STR("denied"));
	const struct entrants *in = &s->model.entrants;
	struct admission admission;

	/* A process that has crashed was not asked about the others. */
	if (s->model.sites.panic != NULL)
		return;
	admission_init(s->arena, &s->model, &admission);
	for (size_t i = 0; i < in->all.n; i++) {
		struct str expected = STR(""), got;
		struct denial denial;

		for (uint32_t k = 0; k < list->count; k++) {
			struct str text = node_text(list->items[k]);
			size_t colon = str_find(text, STR(": "), 0);

			if (str_eq(str_cut(text, 0, colon),
			    in->all.at[i]->key))
				expected = str_cut(text, colon + 2, text.len);
		}
		admission_judge(s->arena, &admission, in->all.at[i],
		    &denial);
		got = str_from(denial_name(denial.kind));
		if (!str_eq(expected, got))
			complain(s, in->all.at[i]->key.at, expected, got);
	}
}

static struct str
kind_name(enum answer_kind kind)
{
	return kind == ANSWER_PROXY ? STR("proxy") :
	    kind == ANSWER_REDIRECT ? STR("redirect") :
	    kind == ANSWER_RESPOND ? STR("respond") : STR("reload-failed");
}

static void
check_split(struct scenario *s, const char *url, const struct node *split,
    const struct answer *a)
{
	struct str text;

	if (a->nshares != 2) {
		complain(s, url, STR("a split"), STR("none"));
		return;
	}
	text = arena_printf(s->arena, "%.*s:%.*s %.*s:%.*s %.6f",
	    STR_ARG(a->shares[0].service), STR_ARG(a->shares[0].port),
	    STR_ARG(a->shares[1].service), STR_ARG(a->shares[1].port),
	    a->shares[1].weight);
	if (!str_eq(text, arena_printf(s->arena, "%.*s:%.*s %.*s:%.*s %.6f",
	    STR_ARG(text_of(split, "primary")),
	    STR_ARG(text_of(split, "primaryPort")),
	    STR_ARG(text_of(split, "canary")),
	    STR_ARG(text_of(split, "canaryPort")),
	    100.0 * strtod(text_of(split, "weight").at, NULL) /
	    strtod(text_of(split, "total").at, NULL))))
		complain(s, url, STR("another split"), text);
}

static void
check_request(struct scenario *s, const struct node *request)
{
	const struct node *e = node_get(request, STR("expect"));
	const struct node *headers = node_get(request, STR("headers"));
	const struct node *split = node_get(e, STR("split"));
	struct header *list = arena_array(s->arena, struct header,
	    headers->count);
	struct str url = text_of(request, "url"), status = STR("");
	const char *at;
	struct call call;
	struct answer a;

	for (uint32_t i = 0; i < headers->count; i++)
		list[i] = (struct header){ headers->entries[i].key->text,
			node_text(headers->entries[i].value) };
	assert_null(call_read(s->arena, &s->model, url,
	    text_of(request, "method"), list, headers->count, &call));
	answer_find(s->arena, &s->model, &call.request, call.sni, &a);
	at = arena_str(s->arena, url).at;
	if (a.status != 0)
		status = arena_printf(s->arena, "%u", a.status);
	expect(s, at, e, "outcome", kind_name(a.kind));
	expect(s, at, e, "status", status);
	expect(s, at, e, "location", a.location);
	expect(s, at, e, "server", a.server);
	expect(s, at, e, "ingress", a.ingress);
	expect(s, at, e, "path", a.path);
	expect(s, at, e, "uri", a.kind == ANSWER_PROXY ? a.uri : STR(""));
	if (!node_is_null(split)) {
		check_split(s, at, split, &a);
		return;
	}
	expect(s, at, e, "service", a.nshares == 1 ? a.shares[0].service :
	    STR(""));
	expect(s, at, e, "port", a.nshares == 1 ? a.shares[0].port : STR(""));
}

static size_t
check_scenario(struct scenario *s)
{
	const struct node *requests = node_get(s->line, STR("requests"));
	struct controller controller;

	setup_add(&s->setup, "manifests", arena_str(s->arena,
	    text_of(s->line, "manifests")).at, true);
	controller_init(&controller, VERSION_NEWEST);
	model_build(s->arena, &s->setup.cluster, &controller, &s->model);
	check_dropped(s);
	check_denied(s);
	expect(s, "reload", s->line, "reload", s->model.loads ? STR("ok") :
	    STR("fails"));
	for (uint32_t i = 0; s->model.loads && i < requests->count; i++)
		check_request(s, requests->items[i]);
	return s->failures;
}

static void
test_scenarios(void **state)
{
	struct arena arena;
	struct str text, line;
	size_t failures = 0, n = 0;

	(void)state;
	arena_init(&arena);
	assert_null(file_read(&arena, TABLE, 64 << 20, &text));
	while (text.at != NULL) {
		struct scenario s = { .failures = 0 };
		struct stream stream = { 0 };

		line = str_next(&text, '\n');
		if (line.len == 0)
			continue;
		setup_init(&s.setup);
		s.arena = &s.setup.arena;
		stream_parse(s.arena, &s.setup.diags, &s.setup.sources,
		    source_add(&s.setup.sources, TABLE, line), &stream);
		assert_int_equal(stream.documents.n, 1);
		s.line = stream.documents.at[0].root;
		failures += check_scenario(&s) > 0;
		n++;
		arena_release(&s.setup.arena);
	}
	arena_release(&arena);
	print_message("%zu scenarios\n", n);
	assert_int_equal(failures, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scenarios),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
