#include "cli/checking.h"

#include "lint/served.h"

void
check_cluster(struct lint *lint, const struct config *config)
{
	struct controller controller;

	config_controller(config, lint->cluster, &controller);
	lint->hosts = hosts_build(lint->arena, lint->cluster);
	lint->model = served_build(lint->arena, lint->cluster, &controller);
	lint_set(lint);
}
