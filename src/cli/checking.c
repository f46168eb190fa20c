#include "cli/checking.h"

void
check_cluster(struct lint *lint, const struct config *config)
{
	struct controller controller, before;
	struct config present = *config;

	config_controller(config, lint->cluster, &controller);
	lint->controller = &controller;
	if (config->present != 0) {
		present.version = config->present;
		config_controller(&present, lint->cluster, &before);
		lint->present = &before;
	}
	lint_set(lint);
}
