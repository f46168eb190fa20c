#include "cli/checking.h"

void
check_cluster(struct lint *lint, const struct config *config)
{
	struct controller controller;

	config_controller(config, lint->cluster, &controller);
	lint->controller = &controller;
	lint_set(lint);
}
