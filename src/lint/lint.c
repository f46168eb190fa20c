/*
 * The order of the families. Objects that are only looked up (-r) are not
 * checked, and what cannot be read is left to the finding that says so.
 */
#include "lint/lint.h"

#include <stdatomic.h>

#include "base/crew.h"
#include "lint/check.h"
#include "lint/common.h"
#include "lint/silence.h"
#include "lint/vicinity.h"

static object_check *const *const object_tables[] = {
	object_checks, ingress_object_checks, backend_object_checks,
	service_object_checks,
};
/* Over all objects, and over the Ingresses of one vicinity. */
static cluster_check *const *const cluster_tables[] = {
	object_set_checks, reference_set_checks, http_route_set_checks,
	slow_set_checks,
};
static cluster_check *const *const vicinity_tables[] = {
	intake_set_checks, contest_set_checks, alias_set_checks,
	host_set_checks, slash_set_checks, canary_set_checks,
	annotation_set_checks, redirect_set_checks, injection_set_checks,
	sticky_set_checks, slow_value_checks, reload_set_checks,
	upgrade_set_checks,
};
static ingress_check *const *const ingress_tables[] = {
	secret_checks, regex_checks, resource_checks, class_checks,
};
static service_check *const *const service_tables[] = {
	selector_checks,
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

void
lint_object(struct lint *lint, const struct object *object)
{
	size_t before;

	if (!object->linted)
		return;
	if (object->type == OBJECT_RELEASE)
		silence_release(lint->diags, lint->sources, object->root,
		    object->span);
	else
		silence_object(lint->diags, lint->sources, object);
	if (object->outdated != NULL)
		check_outdated(lint, object);
	if (!object->checkable)
		return;
	before = lint->diags->list.n;
	for (size_t t = 0; t < COUNT(object_tables); t++)
		for (size_t i = 0; object_tables[t][i] != NULL; i++)
			object_tables[t][i](lint, object);
	object_refused(lint->diags, object, before);
}

static void
check_ingress(struct lint *lint, const struct ingress *ingress)
{
	for (size_t t = 0; t < COUNT(ingress_tables); t++)
		for (size_t i = 0; ingress_tables[t][i] != NULL; i++)
			ingress_tables[t][i](lint, ingress);
}

static void
check_all(struct lint *lint, cluster_check *const *const *tables, size_t n)
{
	for (size_t t = 0; t < n; t++)
		for (size_t i = 0; tables[t][i] != NULL; i++)
			tables[t][i](lint);
}

static void
check_service(struct lint *lint, const struct service *service)
{
	for (size_t t = 0; t < COUNT(service_tables); t++)
		for (size_t i = 0; service_tables[t][i] != NULL; i++)
			service_tables[t][i](lint, service);
}

static bool
is_checked(const struct object *o)
{
	return o->linted && o->sound;
}

/* What one of the workers through the vicinities has. */
struct worker {
	struct round *round;
	struct diags diags;
	struct arena scratch;		/* of one vicinity at a time */
};

/* Which findings, of which worker, a vicinity has given. */
struct yield {
	const struct worker *by;
	size_t from, to;
};

struct round {
	struct lint *lint;
	struct common common;
	struct vicinities all;
	struct yield *yields;
	atomic_size_t next;
};

static bool
is_only_looked_up(const struct vicinity *vicinity)
{
	for (size_t i = 0; i < vicinity->n; i++)
		if (vicinity->at[i]->object->linted)
			return false;
	return true;
}

static void
check_vicinity(struct worker *w, const struct vicinity *vicinity)
{
	struct round *round = w->round;
	struct cluster part = *round->lint->cluster;
	struct lint lint = *round->lint;
	struct model *model;

	if (is_only_looked_up(vicinity))
		return;
	part.ingresses.at = vicinity->at;
	part.ingresses.n = vicinity->n;
	lint.arena = &w->scratch;
	lint.diags = &w->diags;
	lint.vicinity = vicinity;
	lint.first_finding = w->diags.list.n;
	lint.common = &round->common;
	lint.hosts = hosts_build(&w->scratch, &part);
	model = served_build(&w->scratch, &round->common.served, &part);
	lint.model = model;
	lint.patterns = &model->patterns;
	if (lint.present != NULL)
		lint.before = served_build(&w->scratch,
		    &round->common.before, &part);
	for (size_t i = 0; i < vicinity->n; i++)
		if (is_checked(vicinity->at[i]->object))
			check_ingress(&lint, vicinity->at[i]);
	check_all(&lint, vicinity_tables, COUNT(vicinity_tables));
}

static void *
work(void *worker)
{
	struct worker *w = worker;
	struct arena_mark empty = arena_mark(&w->scratch);
	struct round *round = w->round;
	size_t i;

	while ((i = atomic_fetch_add(&round->next, 1)) < round->all.n) {
		struct yield *yield = &round->yields[i];

		yield->by = w;
		yield->from = w->diags.list.n;
		check_vicinity(w, &round->all.at[i]);
		yield->to = w->diags.list.n;
		arena_rewind(&w->scratch, empty);
	}
	return NULL;
}

/* In the order of the vicinities, whoever has gone through them. */
static void
take_findings(struct round *round)
{
	struct diags *all = round->lint->diags;

	for (size_t i = 0; i < round->all.n; i++) {
		const struct yield *yield = &round->yields[i];

		for (size_t k = yield->from; k < yield->to; k++)
			*vec_add(all->arena, &all->list) =
			    yield->by->diags.list.at[k];
	}
}

enum { WORTH_A_THREAD = 200 };		/* Ingresses */

static void
check_vicinities(struct round *round)
{
	struct lint *lint = round->lint;
	unsigned n = lint->cluster->ingresses.n < WORTH_A_THREAD ? 1 :
	    crew_size();
	struct worker *workers = arena_array(lint->arena, struct worker, n);

	for (unsigned i = 0; i < n; i++) {
		workers[i].round = round;
		arena_init(&workers[i].scratch);
		diags_init_like(&workers[i].diags, arena_child(lint->arena),
		    lint->diags);
	}
	crew_run(work, workers, sizeof(*workers), n);
	take_findings(round);
	for (unsigned i = 0; i < n; i++)
		arena_release(&workers[i].scratch);
}

void
lint_set(struct lint *lint)
{
	const struct cluster *cluster = lint->cluster;
	struct round round = { .lint = lint };

	for (size_t i = 0; i < cluster->services.n; i++)
		if (is_checked(cluster->services.at[i]->object))
			check_service(lint, cluster->services.at[i]);
	check_all(lint, cluster_tables, COUNT(cluster_tables));
	round.all = vicinities_find(lint->arena, cluster);
	round.yields = arena_array(lint->arena, struct yield, round.all.n);
	round.common.arena = lint->arena;
	served_init(lint->arena, cluster, lint->controller,
	    &round.common.served);
	if (lint->present != NULL)
		served_init(lint->arena, cluster, lint->present,
		    &round.common.before);
	pthread_mutex_init(&round.common.lock, NULL);
	check_vicinities(&round);
	pthread_mutex_destroy(&round.common.lock);
}

void
lint_run(struct lint *lint)
{
	for (size_t i = 0; i < lint->cluster->objects.n; i++)
		lint_object(lint, lint->cluster->objects.at[i]);
	lint_set(lint);
}
