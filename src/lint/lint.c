/*
 * The order of the families. Objects that are only looked up (-r) are not
 * checked, and what cannot be read is left to the finding that says so.
 */
#include "lint/lint.h"

#include "lint/check.h"

static object_check *const *const object_tables[] = {
	object_checks, ingress_object_checks, backend_object_checks,
	service_object_checks,
};
static cluster_check *const *const cluster_tables[] = {
	object_set_checks, reference_set_checks, http_route_set_checks,
	intake_set_checks, contest_set_checks, alias_set_checks,
	host_set_checks, slash_set_checks, canary_set_checks,
	reload_set_checks,
};
static ingress_check *const *const ingress_tables[] = {
	secret_checks, regex_checks, class_checks,
};
static service_check *const *const service_tables[] = {
	selector_checks,
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

void
lint_object(struct lint *lint, const struct object *object)
{
	size_t before = lint->diags->list.n;

	if (!object->linted || !object->checkable)
		return;
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
check_service(struct lint *lint, const struct service *service)
{
	for (size_t t = 0; t < COUNT(service_tables); t++)
		for (size_t i = 0; service_tables[t][i] != NULL; i++)
			service_tables[t][i](lint, service);
}

void
lint_set(struct lint *lint)
{
	const struct cluster *cluster = lint->cluster;

	for (size_t i = 0; i < cluster->objects.n; i++) {
		const struct object *o = cluster->objects.at[i];

		if (!o->linted)
			continue;
		if (o->sound && o->ingress != NULL)
			check_ingress(lint, o->ingress);
		if (o->sound && o->service != NULL)
			check_service(lint, o->service);
	}
	for (size_t t = 0; t < COUNT(cluster_tables); t++)
		for (size_t i = 0; cluster_tables[t][i] != NULL; i++)
			cluster_tables[t][i](lint);
}

void
lint_run(struct lint *lint)
{
	for (size_t i = 0; i < lint->cluster->objects.n; i++)
		lint_object(lint, lint->cluster->objects.at[i]);
	lint_set(lint);
}
