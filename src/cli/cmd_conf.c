#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/routing.h"
#include "nginx/conf.h"

/* The controller's own default backend, where the controller has it, too. */
#define DEFAULT_ADDRESS "127.0.0.1:8181"
#define DEFAULT_SERVER \
	"\tserver {\n" \
	"\t\tlisten " DEFAULT_ADDRESS ";\n" \
	"\t\treturn 404;\n" \
	"\t}\n"

/* Every location that leads to the port of the Service goes there. */
static bool
lead(struct model *model, struct str ns, struct str service, struct str port,
    struct str address)
{
	bool found = false;

	for (size_t i = 0; i < model->sites.all.n; i++) {
		const struct site *site = model->sites.all.at[i];

		for (size_t k = 0; k < site->spots.n; k++) {
			struct pool *p = site->spots.at[k]->pool;

			if (p == NULL || p->upstream == NULL ||
			    !str_eq(p->ns, ns) ||
			    !str_eq(p->service, service) ||
			    !str_eq(p->port, port))
				continue;
			p->upstream->address = address;
			found = true;
		}
	}
	return found;
}

/* "shop/cart:80=127.0.0.1:9000" */
static void
set_address(struct model *model, const char *word)
{
	struct str address = str_from(word), port, ns;
	struct str service = str_next(&address, '=');
	size_t colon = service.len;

	while (colon > 0 && service.at[colon - 1] != ':')
		colon--;
	if (address.len == 0 || colon == 0)
		usage_error("nginx-conf", "--upstream \"%s\" is not of the "
		    "form NS/SERVICE:PORT=HOST:PORT", word);
	port = str_cut(service, colon, service.len);
	service = str_cut(service, 0, colon - 1);
	ns = str_next(&service, '/');
	if (!lead(model, ns, service, port, address))
		usage_error("nginx-conf", "--upstream \"%s\": no path of "
		    "these manifests leads there", word);
}

static void
set_addresses(struct model *model, const struct words *words)
{
	struct pool *otherwise = model->sites.pools.otherwise;

	if (otherwise != NULL && otherwise->upstream != NULL)
		otherwise->upstream->address = STR(DEFAULT_ADDRESS);
	for (size_t i = 0; i < words->n; i++)
		set_address(model, words->at[i]);
}

int
cmd_nginx_conf(struct arena *arena, const struct options *options)
{
	struct conf conf = {
		.listen = STR("8080"), .extra = STR(DEFAULT_SERVER)
	};
	struct routing routing;
	struct buf out;
	int status;

	status = routing_load(arena, options, &options->operands, &routing);
	if (status == STATUS_USAGE)
		return status;
	if (!routing.model.loads)
		usage_error("nginx-conf", "nginx would not load it: %.*s",
		    STR_ARG(routing.model.failure.why));
	set_addresses(&routing.model, &options->upstreams);
	buf_init(&out);
	conf_print(arena, &out, &routing.model.http, &conf);
	file_print(buf_str(&out));
	buf_release(&out);
	return status;
}
