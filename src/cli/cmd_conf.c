#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/routing.h"
#include "nginx/conf.h"

int
cmd_nginx_conf(struct arena *arena, const struct options *options)
{
	struct conf conf = { .listen = STR("8080") };
	struct routing routing;
	struct buf out;
	int status;

	status = routing_load(arena, options, &options->operands, &routing);
	if (!routing.model.loads) {
		usage_error("nginx-conf", "nginx would not load it: %.*s",
		    STR_ARG(routing.model.failure.why));
	}
	buf_init(&out);
	conf_print(arena, &out, &routing.model.http, &conf);
	file_print(buf_str(&out));
	buf_release(&out);
	return status;
}
