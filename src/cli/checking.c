#include "cli/checking.h"

#include "cli/config.h"
#include "lint/served.h"

void
check_cluster(struct lint *lint)
{
	struct controller controller;

	config_controller(lint->arena, lint->cluster, &controller);
	lint->hosts = hosts_build(lint->arena, lint->cluster);
	lint->model = served_build(lint->arena, lint->cluster, &controller);
	lint_run(lint);
}
