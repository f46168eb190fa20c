#include "model/model.h"

#include "model/blueprint.h"
#include "model/reload.h"

/*
 * ngx.re.match() minds the case of letters and finds a match anywhere; so
 * does a server name once it is told to.
 */
static void
compile_header_patterns(struct arena *arena, struct model *model)
{
	const struct pools *pools = &model->sites.pools;

	for (size_t i = 0; i < pools->all.n; i++) {
		struct pool *pool = pools->all.at[i];

		if (pool->canary.header_pattern.len > 0)
			pool->header_pattern = rx_get_name(arena,
			    &model->patterns, arena_printf(arena,
			    "(?-i)%.*s",
			    STR_ARG(pool->canary.header_pattern)));
	}
}

void
model_build(struct arena *arena, const struct cluster *cluster,
    const struct controller *controller, struct model *model)
{
	struct endpoints endpoints;

	endpoints_init(arena, cluster, controller, &endpoints);
	model_build_some(arena, cluster, controller, &endpoints, model);
}

void
model_build_some(struct arena *arena, const struct cluster *cluster,
    const struct controller *controller, const struct endpoints *endpoints,
    struct model *model)
{
	*model = (struct model){
		.cluster = cluster, .controller = *controller
	};
	entrants_read(arena, cluster, &model->controller, &model->entrants);
	model->endpoints = (struct endpoints){ cluster, &model->controller,
		endpoints->slices };
	sites_build(arena, &model->endpoints, model->entrants.served.at,
	    model->entrants.served.n, &model->sites);
	blueprint_draw(arena, &model->controller, &model->sites,
	    &model->http);
	compile_header_patterns(arena, model);
	model->loads = reload_check(arena, model);
}
