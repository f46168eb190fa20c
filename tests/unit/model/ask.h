/*
 * ask: a few objects in short form, and what requests to them come to.
 */
#ifndef MODEL_ASK_H
#define MODEL_ASK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "k8s/setup.h"
#include "model/admission.h"
#include "model/answer.h"

/*
 * ING("web", A("use-regex", "true"), HOST("h", PREFIX("/a", "blue"))): an
 * Ingress of class nginx. Among several, the one whose name is greatest
 * counts as the oldest.
 */
#define ING(name, annotations, rules) \
	ING_SPEC(name, annotations, "rules: [" rules "]")
#define ING_SPEC(name, annotations, spec) \
	"---\napiVersion: networking.k8s.io/v1\nkind: Ingress\n" \
	"metadata: {name: " name ", annotations: {" annotations "}}\n" \
	"spec: {ingressClassName: nginx, " spec "}\n"
#define A(name, value) \
	"nginx.ingress.kubernetes.io/" name ": '" value "', "
#define HOST(host, paths) "{host: '" host "', http: {paths: [" paths "]}}, "
#define HOST_ONLY(host) "{host: '" host "'}, "
#define TLS(host) "tls: [{hosts: ['" host "'], secretName: s}], "
#define BACKEND(service) "{service: {name: " service ", port: {number: 80}}}"
#define PATH(type, path, service) \
	"{path: '" path "', pathType: " type ", backend: " \
	BACKEND(service) "}, "
#define PREFIX(path, service) PATH("Prefix", path, service)
#define EXACT(path, service) PATH("Exact", path, service)
#define ANY(path, service) PATH("ImplementationSpecific", path, service)
#define RESOURCE(path) "{path: '" path "', pathType: Prefix, backend: " \
	"{resource: {apiGroup: g, kind: K, name: r}}}, "
#define SERVICE(name, spec) \
	"---\napiVersion: v1\nkind: Service\nmetadata: {name: " name "}\n" \
	"spec: {" spec "}\n"
#define PORT80 "ports: [{name: http, port: 80, targetPort: 8080}]"

/* Services that are always there, in namespace default. */
#define SERVICES SERVICE("blue", PORT80) SERVICE("green", PORT80) \
	SERVICE("red", PORT80) SERVICE("web", PORT80)

/*
 * A request, and in words what it comes to: "default/blue /uri",
 * "default/blue 90 default/green 10 /uri", "308 https://...", "404". Of a
 * configuration that fails, "fails: " and nginx's words. Headers stand in
 * the URL after blanks: "http://h/ X-A:1 Cookie:a=b". Asked for "denied", the
 * webhook says "default/web: overlap", or nothing.
 */
struct ask {
	const char *url, *expected;
};

enum { ASK_MAX = 8 };

struct ask_case {
	const char *title;
	const char *manifests;
	struct ask asks[ASK_MAX];
};

static inline void
ask_split(struct str text, struct str *url, struct header *headers,
    size_t *n)
{
	*n = 0;
	*url = str_next(&text, ' ');
	while (text.at != NULL) {
		struct str value = str_next(&text, ' ');
		struct str name = str_next(&value, ':');

		headers[(*n)++] = (struct header){ name, value };
	}
}

static inline struct str
ask_words(struct arena *arena, const struct model *model,
    const struct answer *a)
{
	switch (a->kind) {
	case ANSWER_RELOAD_FAILED:
		return arena_printf(arena, "fails: %.*s",
		    STR_ARG(model->failure.message));
	case ANSWER_RESPOND:
		return arena_printf(arena, "%u", a->status);
	case ANSWER_REDIRECT:
		return arena_printf(arena, "%u %.*s", a->status,
		    STR_ARG(a->location));
	case ANSWER_PROXY:
		break;
	}
	if (a->nshares == 1)
		return arena_printf(arena, "%.*s %.*s",
		    STR_ARG(a->shares[0].service), STR_ARG(a->uri));
	return arena_printf(arena, "%.*s %g %.*s %g %.*s",
	    STR_ARG(a->shares[0].service), a->shares[0].weight,
	    STR_ARG(a->shares[1].service), a->shares[1].weight,
	    STR_ARG(a->uri));
}

static inline struct str
ask_denied(struct arena *arena, const struct model *model)
{
	struct admission admission;
	struct str all = STR("");
	struct denial denial;

	admission_init(arena, model, &admission);
	for (size_t i = 0; i < model->entrants.all.n; i++) {
		const struct entrant *e = model->entrants.all.at[i];

		admission_judge(arena, &admission, e, &denial);
		if (denial.kind != DENIAL_NONE)
			all = arena_printf(arena, "%.*s%s%.*s: %s",
			    STR_ARG(all), all.len > 0 ? ", " : "",
			    STR_ARG(e->key), denial_name(denial.kind));
	}
	return all;
}

static inline struct str
ask_url(struct arena *arena, const struct model *model, const char *text)
{
	struct header headers[8];
	struct answer a;
	struct call call;
	struct str url;
	size_t n;

	if (strcmp(text, "denied") == 0)
		return ask_denied(arena, model);
	ask_split(str_from(text), &url, headers, &n);
	assert_null(call_read(arena, model, url, STR("GET"), headers, n,
	    &call));
	answer_find(arena, model, &call.request, call.sni, &a);
	/* Every answer says why. */
	assert_true(a.reason.len > 0);
	return ask_words(arena, model, &a);
}

static inline void
ask_check(const char *title, const char *what, struct str got,
    const char *expected, size_t *failures)
{
	if (str_is(got, expected))
		return;
	print_error("%s: %s: expected \"%s\", got \"%.*s\"\n", title, what,
	    expected, STR_ARG(got));
	++*failures;
}

static inline void
ask_build(struct setup *t, const char *manifests,
    const struct controller *controller, struct model *model)
{
	struct controller standard;

	setup_init(t);
	setup_add(t, "manifests", arena_printf(&t->arena, "%s%s", SERVICES,
	    manifests).at, true);
	controller_init(&standard, VERSION_NEWEST);
	model_build(&t->arena, &t->cluster,
	    controller != NULL ? controller : &standard, model);
}

static inline void
ask_all(const struct ask_case *cases, size_t n)
{
	size_t failures = 0;

	for (size_t i = 0; i < n; i++) {
		const struct ask_case *c = &cases[i];
		struct setup t;
		struct model model;

		ask_build(&t, c->manifests, NULL, &model);
		for (size_t k = 0; k < ASK_MAX && c->asks[k].url != NULL; k++)
			ask_check(c->title, c->asks[k].url, ask_url(&t.arena,
			    &model, c->asks[k].url), c->asks[k].expected,
			    &failures);
		arena_release(&t.arena);
	}
	assert_int_equal(failures, 0);
}

#define ASK_COUNT(cases) (sizeof(cases) / sizeof(*(cases)))

#endif
