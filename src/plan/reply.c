#include "plan/reply.h"

#include "model/lookup.h"

enum { MANY_WORKLOADS = 64 };

struct asker {
	struct arena *arena;
	const struct force *force;
	const struct cluster *cluster;
};

/* Something can answer in the pods of this workload. */
static bool
answers(const struct asker *a, const struct workload *w)
{
	const struct piece *p = force_find(a->force, w->object);

	return p == NULL || (p->ready && p->now != NULL &&
	    !str_is(node_text(node_at(p->now, "spec.replicas")), "0"));
}

static struct pods
find_pods(const struct asker *a, struct str ns, struct str name)
{
	const struct service *s = lookup_service(a->cluster, ns, name);
	const struct workload *found[MANY_WORKLOADS];
	struct pods pods = { { NULL, 0, 0 } };
	size_t n = 0;

	if (s != NULL && s->selector != NULL)
		n = space_serve(cluster_space(a->cluster, ns), s, found,
		    MANY_WORKLOADS);
	for (size_t i = 0; i < n; i++)
		if (answers(a, found[i]))
			*vec_add(a->arena, &pods.titles) =
			    object_title(a->arena, found[i]->object);
	return pods;
}

static void
ask(const struct asker *a, const struct model *model,
    const struct probe *w, struct reply *reply)
{
	struct answer answer;
	struct call call;

	*reply = (struct reply){ .kind = ANSWER_RESPOND, .status = 400 };
	if (call_read(a->arena, model, w->url, STR("GET"), w->header,
	    w->header == NULL ? 0 : 1, &call) != NULL)
		return;
	answer_find(a->arena, model, &call.request, call.sni, &answer);
	*reply = (struct reply){ .kind = answer.kind,
		.status = answer.status, .location = answer.location,
		.uri = answer.uri, .reason = answer.reason };
	for (size_t i = 0; i < answer.nshares; i++) {
		struct str service = answer.shares[i].service, rest = service;
		struct str ns = str_next(&rest, '/');

		if (answer.shares[i].weight <= 0)
			continue;
		reply->shares[reply->nshares++] = (struct serving){ service,
			find_pods(a, ns, rest) };
	}
}

static void
take_all(struct cluster *cluster, const struct cluster *from)
{
	for (size_t i = 0; i < from->objects.n; i++) {
		cluster_take(cluster,
		    (struct object *)from->objects.at[i]);
	}
	cluster->nobjects += from->nobjects;
	cluster->has_references = from->has_references;
}

void
replies_find(struct arena *arena, const struct surroundings *around,
    const struct force *force, const struct probes *probes,
    struct replies *out)
{
	struct cluster *cluster = arena_new(arena, struct cluster);
	struct model *model = arena_new(arena, struct model);
	struct asker a = { arena, force, cluster };
	struct diags unseen;

	*out = (struct replies){ .loads = true };
	diags_init(&unseen, arena);
	cluster_init(cluster, arena, around->cluster->default_ns);
	take_all(cluster, around->cluster);
	force_gather(force, &unseen, cluster);
	out->services = arena_array(arena, struct pods, force->pieces.n);
	for (size_t i = 0; i < force->pieces.n; i++)
		out->services[i] = find_pods(&a, force->pieces.at[i].about->ns,
		    force->pieces.at[i].about->name);
	if (probes->list.n == 0)
		return;
	model_build(arena, cluster, around->controller, model);
	out->loads = model->loads;
	out->why = model->failure.why;
	if (!out->loads)
		return;
	out->requests = arena_array(arena, struct reply, probes->list.n);
	for (size_t i = 0; i < probes->list.n; i++)
		ask(&a, model, &probes->list.at[i], &out->requests[i]);
}

/* for people */

struct str
pods_text(struct arena *arena, const struct pods *pods)
{
	struct str text = STR("");

	for (size_t i = 0; i < pods->titles.n; i++)
		text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text),
		    i == 0 ? "" : i + 1 < pods->titles.n ? ", " : " and ",
		    STR_ARG(pods->titles.at[i]));
	return text;
}

static struct str
shares_text(struct arena *arena, const struct reply *r)
{
	struct str text = STR("goes to ");

	for (size_t i = 0; i < r->nshares; i++)
		text = arena_printf(arena, "%.*s%sService %.*s%.*s",
		    STR_ARG(text), i == 0 ? "" : " or ",
		    STR_ARG(r->shares[i].service),
		    STR_ARG(r->shares[i].pods.titles.n == 0 ? STR("") :
		    arena_printf(arena, " (pods of %.*s)",
		    STR_ARG(pods_text(arena, &r->shares[i].pods)))));
	return arena_printf(arena, "%.*s as \"%.*s\"", STR_ARG(text),
	    STR_ARG(r->uri));
}

struct str
reply_text(struct arena *arena, const struct reply *r)
{
	if (r->kind == ANSWER_PROXY)
		return shares_text(arena, r);
	if (r->kind == ANSWER_REDIRECT)
		return arena_printf(arena, "is answered %u and sent to %.*s",
		    r->status, STR_ARG(r->location));
	return arena_printf(arena, "is answered %u%s%.*s", r->status,
	    r->reason.len > 0 ? ": " : "", STR_ARG(r->reason));
}

/* comparing */

static bool
has_title(const struct pods *pods, struct str title)
{
	for (size_t i = 0; i < pods->titles.n; i++)
		if (str_eq(pods->titles.at[i], title))
			return true;
	return false;
}

bool
pods_are_among(const struct pods *pods, const struct pods *const *expected,
    size_t n)
{
	bool none_will_do = false;

	for (size_t k = 0; k < n; k++)
		none_will_do = none_will_do || expected[k]->titles.n == 0;
	for (size_t i = 0; i < pods->titles.n; i++) {
		bool found = false;

		for (size_t k = 0; k < n && !found; k++)
			found = has_title(expected[k], pods->titles.at[i]);
		if (!found)
			return false;
	}
	return pods->titles.n > 0 || none_will_do;
}

/* One who shares in a reply does so in one of those. */
static bool
share_is_among(const struct serving *s, struct str uri,
    const struct reply *const *expected, size_t n)
{
	const struct pods *pods[8];
	size_t found = 0;

	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < expected[k]->nshares; i++)
			if (str_eq(expected[k]->uri, uri) &&
			    str_eq(expected[k]->shares[i].service,
			    s->service))
				pods[found++] = &expected[k]->shares[i].pods;
	return found > 0 && pods_are_among(&s->pods, pods, found);
}

bool
reply_ends_like(const struct reply *a, const struct reply *b)
{
	return a->kind == b->kind && a->status == b->status &&
	    str_eq(a->location, b->location);
}

bool
reply_is_among(const struct reply *r, const struct reply *const *expected,
    size_t n)
{
	for (size_t i = 0; r->kind == ANSWER_PROXY && i < r->nshares; i++)
		if (!share_is_among(&r->shares[i], r->uri, expected, n))
			return false;
	for (size_t k = 0; r->kind != ANSWER_PROXY && k < n; k++)
		if (reply_ends_like(r, expected[k]))
			return true;
	return r->kind == ANSWER_PROXY;
}
