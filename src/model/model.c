#include "model/model.h"

#include "model/blueprint.h"
#include "model/reload.h"

void
model_build(struct arena *arena, const struct cluster *cluster,
    const struct controller *controller, struct model *model)
{
	*model = (struct model){
		.cluster = cluster, .controller = *controller
	};
	entrants_read(arena, cluster, &model->controller, &model->entrants);
	endpoints_init(arena, cluster, &model->controller,
	    &model->endpoints);
	sites_build(arena, &model->endpoints, model->entrants.served.at,
	    model->entrants.served.n, &model->sites);
	blueprint_draw(arena, &model->controller, &model->sites,
	    &model->http);
	model->loads = reload_check(arena, model);
}
