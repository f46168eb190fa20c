/*
 * A draft as the tree of a spec: keys in the order of the manual, defaults
 * left out, small things on one line.
 */
#include "adopt/writing.h"

#include "adopt/label.h"
#include "adopt/write.h"
#include "yaml/scalar.h"

static struct maker
make(const struct writing *w)
{
	return (struct maker){ .arena = w->arena };
}

static const struct node *
text_node(const struct writing *w, struct str text)
{
	return node_str(w->arena, SPAN_NONE, text);
}

/* metadata */

static const struct node *
pairs_node(const struct writing *w, const pairs *all)
{
	struct maker m = make(w);

	for (size_t i = 0; i < all->n; i++)
		maker_put_key(&m, all->at[i].key, all->at[i].value);
	return maker_map(&m);
}

static const struct node *
metadata_node(const struct writing *w)
{
	const struct draft *draft = w->draft;
	const struct node *labels = pairs_node(w, &w->carried.labels);
	struct maker m = make(w);

	maker_put_text(&m, "name", draft->name);
	if (!str_is(draft->ns, "default"))
		maker_put_text(&m, "namespace", draft->ns);
	if (labels != NULL)
		maker_put(&m, "labels", labels->count > 3 ? labels :
		    node_flow(w->arena, labels));
	return maker_map(&m);
}

/* hosts and tls */

const struct node *
writing_list(const struct writing *w, const struct str *at, size_t n)
{
	struct maker m = make(w);
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++) {
		maker_add(&m, text_node(w, at[i]));
		bytes += at[i].len + 2;
	}
	return n == 0 ? NULL : bytes > 60 ? maker_list(&m) :
	    node_flow(w->arena, maker_list(&m));
}

static bool
lists(const struct carried_tls *tls, struct str host)
{
	for (size_t i = 0; i < tls->hosts.n; i++)
		if (str_eq(tls->hosts.at[i], host))
			return true;
	return false;
}

/* One certificate is for all hosts, if it says nothing else. */
static bool
is_for_all(const struct writing *w, const struct carried_tls *tls)
{
	const struct draft *draft = w->draft;
	size_t n = draft->live->hosts.n + (draft->kind == PREVIEW_HOST);

	if (w->carried.tls.n != 1 || tls->secret.len == 0 ||
	    tls->hosts.n != n || (draft->kind == PREVIEW_HOST &&
	    !lists(tls, draft->preview->hosts.at[0])))
		return false;
	for (size_t i = 0; i < draft->live->hosts.n; i++)
		if (!lists(tls, draft->live->hosts.at[i]))
			return false;
	return true;
}

static const struct node *
tls_node(const struct writing *w)
{
	struct maker list = make(w);

	for (size_t i = 0; i < w->carried.tls.n; i++) {
		const struct carried_tls *tls = &w->carried.tls.at[i];
		struct maker m = make(w);

		maker_put_text(&m, "secretName", tls->secret);
		if (!is_for_all(w, tls))
			maker_put(&m, "hosts", writing_list(w, tls->hosts.at,
			    tls->hosts.n));
		maker_add(&list, tls->hosts.n > 2 ? maker_map(&m) :
		    node_flow(w->arena, maker_map(&m)));
	}
	return maker_list(&list);
}

/* blue, green and routes */

struct port
writing_blue(const struct draft_route *r)
{
	return (struct port){ node_text(r->blue->backend.service),
		r->blue->backend.port };
}

struct port
writing_green(const struct draft_route *r)
{
	if (r->green != NULL)
		return (struct port){ node_text(r->green->backend.service),
			r->green->backend.port };
	return (struct port){ r->green_service, r->blue->backend.port };
}

static bool
same_port(struct port a, struct port b)
{
	return str_eq(a.name, b.name) && a.port->type == b.port->type &&
	    str_eq(a.port->text, b.port->text);
}

static const struct node *
target_node(const struct writing *w, struct port p)
{
	struct maker m = make(w);
	long long number;

	maker_put_text(&m, "name", p.name);
	maker_put(&m, "port", p.port->type == TYPE_INT &&
	    scalar_int(p.port, &number) ?
	    node_int(w->arena, SPAN_NONE, number) :
	    text_node(w, p.port->text));
	return node_flow(w->arena, maker_map(&m));
}

static const struct node *
colour_node(const struct writing *w, struct port p, const struct pods *pods)
{
	struct drafts *d = w->drafts;
	struct str version = STR("");
	struct maker m = make(w);
	long long port = 0;

	if (p.name.len == 0)
		return NULL;
	if (w->has_pods)
		version = pods->version;
	else if (map_get(&d->switches, draft_key(d, w->draft->ns, p.name)) ==
	    NULL)
		version = label_version(w->arena, d->adopt->cluster,
		    w->draft->ns, p.name);
	maker_put_text(&m, "version", version);
	maker_put(&m, "service", target_node(w, p));
	if (p.port->type == TYPE_INT)
		scalar_int(p.port, &port);
	if (w->has_pods)
		maker_put(&m, "workload", pods_node(w->arena, pods,
		    w->draft->name, version, port));
	return maker_map(&m);
}

static const struct node *
route_node(const struct writing *w, const struct draft_route *r)
{
	struct maker m = make(w);
	struct port green = writing_green(r);
	bool own = false;

	maker_put_text(&m, "path", r->blue->path);
	if (r->blue->exact)
		maker_put_text(&m, "pathType", STR("Exact"));
	if (!same_port(writing_blue(r), writing_blue(w->main))) {
		maker_put(&m, "blue", target_node(w, writing_blue(r)));
		own = true;
	}
	if (green.name.len > 0 && !same_port(green, writing_green(w->main))) {
		maker_put(&m, "green", target_node(w, green));
		own = true;
	}
	return own ? maker_map(&m) : node_flow(w->arena, maker_map(&m));
}

static bool
is_root(const struct draft_route *r)
{
	return !r->blue->exact && str_is(r->blue->path, "/");
}

static const struct node *
routes_node(const struct writing *w)
{
	const struct draft *draft = w->draft;
	struct maker m = make(w);

	if (draft->routes.n == 1 && is_root(&draft->routes.at[0]))
		return NULL;
	for (size_t i = 0; i < draft->routes.n; i++)
		maker_add(&m, route_node(w, &draft->routes.at[i]));
	return maker_list(&m);
}

const struct draft_route *
writing_main(const struct draft *draft)
{
	for (size_t i = 0; i < draft->routes.n; i++)
		if (is_root(&draft->routes.at[i]))
			return &draft->routes.at[i];
	return &draft->routes.at[0];
}

/* preview */

static const struct node *
header_node(const struct writing *w, const struct canary *c)
{
	struct maker m = make(w);

	if (c->header_value.len == 0 && c->header_pattern.len == 0)
		return text_node(w, c->header);
	maker_put_text(&m, "name", c->header);
	if (c->header_value.len > 0)
		maker_put_text(&m, "value", c->header_value);
	else
		maker_put_text(&m, "pattern", c->header_pattern);
	return node_flow(w->arena, maker_map(&m));
}

/* Of a hundred requests, or of settings.weightTotal. */
struct weight {
	long long weight, total;
	bool exact;
};

/* Totals below 101 count as a hundred. */
static struct weight
weight_of(const struct canary *c)
{
	struct weight w = { c->weight, c->total, true };

	if (w.total <= 100)
		w.total = 100;
	if (w.weight < 0)
		w.weight = 0;
	if (w.weight > w.total)
		w.weight = w.total;
	if (w.total <= 1000000000 && w.weight * 100 % w.total == 0)
		return (struct weight){ w.weight * 100 / w.total, 100, true };
	if (w.weight <= 100)
		return w;
	return (struct weight){ w.weight / (w.total / 100), 100, false };
}

static const struct node *
weight_node(const struct writing *w, const struct extract *x)
{
	struct weight weight = weight_of(&x->canary);

	if (!weight.exact) {
		w->draft->rough = true;
		draft_leave(w->drafts, w->draft, node_span(extract_node(x,
		    ANNOTATION_CANARY_WEIGHT)), "%lld of %lld requests are "
		    "no whole number of a hundred, as the release has it",
		    x->canary.weight, x->canary.total);
	}
	return node_int(w->arena, SPAN_NONE, weight.weight);
}

/* The conditions of a canary besides the one that is its preview. */
static const struct node *
settings_node(const struct writing *w)
{
	const struct draft *draft = w->draft;
	const struct canary *c;
	struct maker m = make(w);

	if (!draft->canary)
		return NULL;
	c = &draft->preview->entrant->extract.canary;
	if (draft->kind != PREVIEW_HEADER)
		maker_put_text(&m, "header", c->header);
	if (draft->kind != PREVIEW_COOKIE)
		maker_put_text(&m, "cookie", c->cookie);
	if (draft->kind == PREVIEW_WEIGHT && weight_of(c).total > 100)
		maker_put(&m, "weightTotal", node_int(w->arena, SPAN_NONE,
		    weight_of(c).total));
	return maker_map(&m);
}

static const struct node *
preview_node(const struct writing *w)
{
	const struct bundle *preview = w->draft->preview;
	const struct extract *x;
	struct maker m = make(w);

	if (preview == NULL)
		return NULL;
	x = &preview->entrant->extract;
	if (w->draft->kind == PREVIEW_PATH)
		maker_put_text(&m, "path", preview->under);
	else if (w->draft->kind == PREVIEW_HOST)
		maker_put_text(&m, "host", preview->hosts.at[0]);
	else if (w->draft->kind == PREVIEW_HEADER)
		maker_put(&m, "header", header_node(w, &x->canary));
	else if (w->draft->kind == PREVIEW_COOKIE)
		maker_put_text(&m, "cookie", x->canary.cookie);
	else
		maker_put(&m, "weight", weight_node(w, x));
	maker_put(&m, "allowFrom", writing_list(w, w->carried.allow_from.at,
	    w->carried.allow_from.n));
	if (w->draft->kind == PREVIEW_PATH && !w->carried.forwarded_prefix)
		maker_put(&m, "forwardedPrefix", node_bool(w->arena,
		    SPAN_NONE, false));
	return maker_map(&m);
}

/* the whole */

static const struct node *
class_node(const struct writing *w)
{
	const struct ingress *in = w->draft->live->entrant->ingress;
	struct str class = draft_class(in);

	if (class.len == 0)
		draft_remark(w->drafts, w->draft, "spec.hosts", "Guessed: "
		    "the Ingress names no class; ingressClassName: nginx is "
		    "the default of a release.");
	return class.len == 0 || str_is(class, "nginx") ? NULL :
	    text_node(w, class);
}

static const struct node *
spec_node(const struct writing *w)
{
	const struct draft *draft = w->draft;
	struct maker m = make(w);

	if (draft->canary)
		maker_put_text(&m, "strategy", STR("canary"));
	maker_put(&m, "settings", settings_node(w));
	if (draft->preview != NULL)
		maker_put_text(&m, "phase",
		    str_from(phase_name(PHASE_GREEN_PREVIEW)));
	maker_put(&m, "ingressClassName", class_node(w));
	maker_put(&m, "hosts", writing_list(w, draft->live->hosts.at,
	    draft->live->hosts.n));
	maker_put(&m, "tls", tls_node(w));
	maker_put(&m, "blue", colour_node(w, writing_blue(w->main),
	    &w->pods[0]));
	maker_put(&m, "green", colour_node(w,
	    writing_green(w->main), &w->pods[1]));
	maker_put(&m, "routes", routes_node(w));
	maker_put(&m, "preview", preview_node(w));
	maker_put(&m, "annotations", pairs_node(w, &w->carried.annotations));
	maker_put(&m, "references", writing_references(w));
	return maker_map(&m);
}

const struct node *
writing_release(const struct writing *w)
{
	struct maker m = make(w);

	maker_put_text(&m, "apiVersion", STR(RELEASE_API_VERSION));
	maker_put_text(&m, "kind", STR(RELEASE_KIND));
	maker_put(&m, "metadata", metadata_node(w));
	maker_put(&m, "spec", spec_node(w));
	return maker_map(&m);
}
