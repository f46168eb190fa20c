/*
 * Any bytes are read as manifests; whatever the controller would make of
 * them, with its defaults and with everything let in, it judges each Ingress
 * and answers requests for each host and path.
 */
#include "fuzz.h"
#include "k8s/cluster.h"
#include "model/admission.h"
#include "model/answer.h"

static void
ask(struct arena *arena, const struct model *model, struct str host,
    struct str target)
{
	const struct header headers[] = {
		{ STR("X-Canary"), STR("always") },
		{ STR("Cookie"), STR("a;b=always") },
		{ STR("Origin"), STR("https://a.com") },
	};
	struct answer answer;
	struct call call;

	if (call_read(arena, model, arena_printf(arena, "http://%.*s%.*s",
	    STR_ARG(host), STR_ARG(target)), STR("OPTIONS"), headers, 3,
	    &call) != NULL)
		return;
	answer_find(arena, model, &call.request, call.sni, &answer);
	assert(answer.reason.len > 0);
	assert((answer.kind == ANSWER_PROXY) == (answer.nshares > 0));
}

static void
ask_all(struct arena *arena, const struct model *model)
{
	const struct cluster *cluster = model->cluster;

	ask(arena, model, STR("nobody"), STR("/a?b"));
	for (size_t i = 0; i < cluster->ingresses.n; i++) {
		const struct ingress *in = cluster->ingresses.at[i];

		for (size_t r = 0; r < in->nrules; r++)
			for (size_t p = 0; p < in->rules[r].npaths; p++)
				ask(arena, model, host_text(&in->rules[r]),
				    path_text(&in->rules[r].paths[p]));
	}
}

static void
check(struct arena *arena, const struct cluster *cluster,
    const struct controller *controller)
{
	struct admission admission;
	struct denial denial;
	struct model model;

	model_build(arena, cluster, controller, &model);
	assert(model.loads || model.failure.why.len > 0);
	admission_init(arena, &model, &admission);
	for (size_t i = 0; i < model.entrants.all.n; i++) {
		const struct entrant *e = model.entrants.all.at[i];

		assert((e->drop != DROP_NOT) == (e->dropped.why.len > 0));
		admission_judge(arena, &admission, e, &denial);
		assert((denial.kind != DENIAL_NONE) == (denial.why.len > 0));
	}
	ask_all(arena, &model);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct controller controller;
	struct cluster cluster;
	struct fuzz f;

	fuzz_begin(&f, data, size);
	cluster_init(&cluster, &f.arena, STR("default"));
	for (size_t i = 0; i < f.stream.documents.n; i++)
		cluster_add(&cluster, &f.diags,
		    &f.stream.documents.at[i], true);
	controller_init(&controller, VERSION_NEWEST);
	controller_read(&controller, &cluster, STR(CONTROLLER_CONFIG_MAP));
	check(&f.arena, &cluster, &controller);
	controller.validate_annotations = false;
	controller.deep_inspect = false;
	controller.risk = RISK_CRITICAL;
	controller.allow_snippets = true;
	controller.assume_references = true;
	controller.without_class = true;
	controller.ssl_passthrough = true;
	check(&f.arena, &cluster, &controller);
	fuzz_end(&f);
	return 0;
}
