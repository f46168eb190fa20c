/*
 * From Ingresses to bundles. What a release has no word for is reported
 * here and left out: whole Ingresses, hosts, single paths.
 */
#include "adopt/draft.h"
#include "adopt/form.h"
#include "adopt/label.h"
#include "model/intake.h"
#include "model/lookup.h"
#include "model/rewrite.h"
#include "shape/format.h"

struct reading {
	struct drafts *drafts;
	struct arena *arena;
	const struct entrant *entrant;
	const struct ingress *ingress;
	enum bundle_kind kind;
};

/* All paths of one host, whichever rules they stand in. */
struct host_paths {
	struct str host;
	VEC(const struct path *) paths;
};

static struct str
title(const struct reading *r)
{
	return object_title(r->arena, r->ingress->object);
}

static void
leave_whole(const struct reading *r, struct span where, struct str why)
{
	draft_leave(r->drafts, NULL, where, "no release is made of %.*s: "
	    "%.*s", STR_ARG(title(r)), STR_ARG(why));
}

/* paths */

static void
leave_path(const struct reading *r, const struct path *path, const char *why)
{
	const struct node *at = path->text != NULL ? path->text : path->node;

	*vec_add(r->arena, &r->drafts->left) = path;
	draft_leave(r->drafts, NULL, node_span(at), "the path \"%.*s\" of "
	    "%.*s is in no release: %s", STR_ARG(path_text(path)),
	    STR_ARG(title(r)), why);
}

/* inspector.go: ValidatePathType() */
static bool
is_strict(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!str_is_alnum(text.at[i]) && text.at[i] != '/' &&
		    text.at[i] != '.' && text.at[i] != '_' &&
		    text.at[i] != '-')
			return false;
	return text.len > 0 && text.at[0] == '/';
}

/* Doubled slashes and dots are resolved before paths are compared. */
static bool
is_reachable(struct str text)
{
	struct str rest = str_cut(text, 1, text.len);

	while (rest.at != NULL) {
		struct str part = str_next(&rest, '/');

		if (str_is(part, ".") || str_is(part, "..") ||
		    (part.len == 0 && rest.at != NULL))
			return false;
	}
	return true;
}

/* The form of a path by the kind of its bundle. */
static bool
read_form(const struct reading *r, const struct path *path,
    struct form *form)
{
	const struct extract *x = &r->entrant->extract;
	struct str text = path_text(path);

	if (r->kind == BUNDLE_CUT)
		return form_cut(r->arena, text, x->target, form);
	if (r->kind == BUNDLE_LIVE && x->use_regex)
		return form_live(r->arena, text, form);
	*form = (struct form){ .path = text,
		.exact = path->type == PATH_EXACT };
	return true;
}

/* NULL, or why a release cannot have the path. */
static const char *
refuse_path(const struct reading *r, const struct path *path,
    struct form *form)
{
	if (path->backend.resource != NULL)
		return "its backend is a resource, which the controller "
		    "passes over";
	if (path->backend.service == NULL || path->backend.port == NULL)
		return "its backend names no port of a Service";
	if (!read_form(r, path, form))
		return "it is a regular expression, and the routes of a "
		    "release are Prefix or Exact";
	if (r->kind != BUNDLE_CANARY && !is_strict(form->path))
		return "only letters, digits and . _ - / pass the "
		    "controller's admission in a Prefix or Exact path";
	if (!is_reachable(form->path))
		return "no request has such a path: doubled slashes and dots "
		    "are resolved before paths are compared";
	if (!form->exact && form->path.len > 1 &&
	    str_ends(form->path, STR("/")))
		form->path.len--;
	return NULL;
}

static void
add_path(const struct reading *r, struct bundle *b, struct map *seen,
    const struct path *path)
{
	struct draft_path *p;
	struct form form;
	const char *why = refuse_path(r, path, &form);
	void **slot;

	if (why == NULL) {
		slot = map_put(r->arena, seen, arena_printf(r->arena,
		    "%d%.*s", form.exact, STR_ARG(form.path)));
		if (*slot != NULL)
			why = "another path of it takes the same requests";
		*slot = b;
	}
	if (why != NULL) {
		leave_path(r, path, why);
		return;
	}
	p = vec_add(r->arena, &b->paths);
	*p = (struct draft_path){ form.path, form.exact, path->backend,
		path };
	b->under = form.under;
}

/* hosts */

/* Equal for hosts that one release can have together. */
static struct str
signature(const struct reading *r, const struct host_paths *h)
{
	struct buf key;
	struct str s;

	buf_init(&key);
	for (size_t i = 0; i < h->paths.n; i++) {
		const struct path *p = h->paths.at[i];

		buf_printf(&key, "%d %zu %zu ", p->type == PATH_EXACT,
		    path_text(p).len, node_text(p->backend.service).len);
		buf_add(&key, path_text(p));
		buf_add(&key, node_text(p->backend.service));
		buf_putc(&key, ' ');
		buf_add(&key, node_text(p->backend.port));
		buf_putc(&key, '\n');
	}
	s = arena_str(r->arena, buf_str(&key));
	buf_release(&key);
	return s;
}

static void
read_labels(const struct reading *r, struct bundle *b)
{
	const struct node *all = node_at(trees_get(&r->drafts->trees,
	    r->ingress->object), "metadata.labels");

	for (uint32_t i = 0; node_is(all, NODE_MAP) && i < all->count; i++) {
		struct str key = all->entries[i].key->text;
		const struct node *value = all->entries[i].value;

		if (format_label_key.valid(key) && node_is(value,
		    NODE_SCALAR) && format_label_value.valid(value->text))
			*vec_add(r->arena, &b->labels) = (struct pair){
				arena_str(r->arena, key),
				arena_str(r->arena, value->text) };
	}
}

static struct bundle *
new_bundle(const struct reading *r, const struct host_paths *h)
{
	struct bundle *b = arena_new(r->arena, struct bundle);
	struct map seen = { NULL };

	b->entrant = r->entrant;
	for (size_t i = 0; i < h->paths.n; i++)
		add_path(r, b, &seen, h->paths.at[i]);
	read_labels(r, b);
	b->kind = r->kind == BUNDLE_CUT && b->under.len == 0 ? BUNDLE_LIVE :
	    r->kind;
	if (b->paths.n > 0)
		*vec_add(r->arena, &r->drafts->bundles) = b;
	return b;
}

static void
add_hosts(const struct reading *r, struct host_paths *const *hosts, size_t n)
{
	struct map by_signature = { NULL };
	size_t before = r->drafts->bundles.n;
	struct bundle *b;

	for (size_t i = 0; i < n; i++) {
		void **at = map_put(r->arena, &by_signature,
		    signature(r, hosts[i]));

		if (*at == NULL)
			*at = new_bundle(r, hosts[i]);
		b = *at;
		*vec_add(r->arena, &b->hosts) = hosts[i]->host;
	}
	if (r->drafts->bundles.n == before)
		return;
	b = r->drafts->bundles.at[before];
	b->only = r->drafts->bundles.n == before + 1;
	for (size_t i = 0; i < r->drafts->pending.n; i++)
		*vec_add(r->arena, &b->remarks) = r->drafts->pending.at[i];
}

/* The host of a rule, or it is left out. */
static bool
takes_host(const struct reading *r, const struct host_rule *rule)
{
	struct str host = node_text(rule->host);
	const char *why = NULL;

	if (host.len == 0)
		why = "it has no host, and a release has at least one";
	else if (!format_ingress_host.valid(host))
		why = "its host is none that the API server takes";
	else if (!rule->has_http)
		why = "it has no http, and so no path";
	if (why != NULL)
		draft_leave(r->drafts, NULL, node_span(rule->host != NULL &&
		    host.len > 0 ? rule->host : rule->node),
		    "a rule of %.*s is in no release: %s",
		    STR_ARG(title(r)), why);
	for (size_t i = 0; why != NULL && i < rule->npaths; i++)
		*vec_add(r->arena, &r->drafts->left) = &rule->paths[i];
	return why == NULL;
}

static void
read_rules(const struct reading *r)
{
	VEC(struct host_paths *) hosts = { NULL, 0, 0 };
	struct map by_name = { NULL };

	for (size_t i = 0; i < r->ingress->nrules; i++) {
		const struct host_rule *rule = &r->ingress->rules[i];
		struct host_paths *h;
		void **at;

		if (!takes_host(r, rule))
			continue;
		at = map_put(r->arena, &by_name, node_text(rule->host));
		if (*at == NULL) {
			h = *at = arena_new(r->arena, struct host_paths);
			h->host = node_text(rule->host);
			*vec_add(r->arena, &hosts) = h;
		}
		h = *at;
		for (size_t k = 0; k < rule->npaths; k++)
			*vec_add(r->arena, &h->paths) = &rule->paths[k];
	}
	add_hosts(r, hosts.at, hosts.n);
}

/* the whole Ingress */

/* Requests to some path of it arrive with another one. */
static bool
rewrites(const struct reading *r)
{
	struct rewrite rewrite = { .target = r->entrant->extract.target };

	if (rewrite.target.len == 0)
		return false;
	for (size_t i = 0; i < r->ingress->nrules; i++)
		for (size_t k = 0; k < r->ingress->rules[i].npaths; k++) {
			const struct path *p =
			    &r->ingress->rules[i].paths[k];

			if (rewrite_forces_regex(&rewrite, path_text(p),
			    p->type))
				return true;
		}
	return false;
}

/*
 * All paths are of a preview under one path; or, where nothing is cut off,
 * live ones that arrive as they are sent.
 */
static bool
is_cut(struct reading *r)
{
	struct str target = r->entrant->extract.target;
	struct str under = { NULL, 0 };
	struct form form;

	for (size_t i = 0; i < r->ingress->nrules; i++)
		for (size_t k = 0; k < r->ingress->rules[i].npaths; k++) {
			if (!form_cut(r->arena, path_text(
			    &r->ingress->rules[i].paths[k]), target, &form))
				return false;
			if (under.at == NULL)
				under = form.under;
			if (!str_eq(under, form.under))
				return false;
		}
	r->kind = BUNDLE_CUT;
	return under.at != NULL;
}

/* Sets the kind; false for one whose requests no release can serve so. */
static bool
find_kind(struct reading *r)
{
	const struct extract *x = &r->entrant->extract;
	struct str why;

	r->kind = x->canary.enabled ? BUNDLE_CANARY : BUNDLE_LIVE;
	if (x->canary.enabled || !rewrites(r) || is_cut(r))
		return true;
	why = arena_printf(r->arena, "by rewrite-target \"%.*s\" its Services "
	    "get other paths than users ask for, and a release leaves live "
	    "paths as they are", STR_ARG(x->target));
	leave_whole(r, node_span(extract_node(x, ANNOTATION_REWRITE_TARGET)),
	    why);
	return false;
}

static bool
is_ours(const struct reading *r)
{
	const struct object *o = r->ingress->object;
	struct span where = r->entrant->dropped.where;

	if (r->entrant->drop == DROP_CLASS)
		leave_whole(r, where, arena_printf(r->arena, "%.*s, unless "
		    ".greenlight.yaml says so, as in controller: {flags: "
		    "{ingress-class: %.*s}}", STR_ARG(r->entrant->dropped.why),
		    STR_ARG(draft_class(r->ingress))));
	else if (r->entrant->drop != DROP_NOT)
		leave_whole(r, where.file == 0 ? o->where : where,
		    r->entrant->dropped.why);
	else if (!format_dns_label.valid(o->ns))
		leave_whole(r, o->where, STR("its namespace is no DNS label, "
		    "so no cluster has it"));
	else
		return true;
	return false;
}

static bool
has_root(const struct ingress *in)
{
	for (size_t i = 0; i < in->nrules; i++) {
		bool found = false;

		for (size_t k = 0; k < in->rules[i].npaths; k++)
			found = found || (in->rules[i].paths[k].type !=
			    PATH_EXACT && str_is(path_text(
			    &in->rules[i].paths[k]), "/"));
		if (!found)
			return false;
	}
	return in->nrules > 0;
}

static void
read_entrant(struct drafts *drafts, const struct entrant *entrant)
{
	struct reading r = { drafts, drafts->adopt->arena, entrant,
		entrant->ingress, BUNDLE_LIVE };
	const struct backend *otherwise = &r.ingress->default_backend;

	drafts->pending.n = 0;
	if (!r.ingress->object->linted || !is_ours(&r) || !find_kind(&r))
		return;
	if (otherwise->node != NULL && !has_root(r.ingress))
		draft_leave(drafts, NULL, otherwise->node->span,
		    "the defaultBackend of %.*s is in no release: requests "
		    "that no path takes would get 404", STR_ARG(title(&r)));
	read_rules(&r);
}

/* NULL, or why the model does not know an Ingress that is given. */
static const char *
why_unread(const struct cluster *cluster, const struct ingress *in)
{
	const struct object *o = in->object;

	if (o->name.len == 0 || !o->shaped)
		return "the API server refuses it as it is, or it is no "
		    "manifest yet; lint says more";
	if (!lookup_in_force(o))
		return "another one of that name comes later and replaces it";
	if (!bundle_is_meant(cluster, in))
		return "it has no class, and annotations for another "
		    "controller";
	return NULL;
}

static void
leave_others(struct drafts *drafts)
{
	const struct cluster *cluster = drafts->adopt->cluster;

	for (size_t i = 0; i < cluster->objects.n; i++) {
		const struct object *o = cluster->objects.at[i];
		const char *strategy = label_strategy(o);

		if (o->linted && strategy != NULL)
			draft_leave(drafts, NULL, o->where, "no release is "
			    "made of %.*s: it is not looked into; strategy "
			    "%s writes such", STR_ARG(object_title(
			    drafts->adopt->arena, o)), strategy);
	}
}

static void
leave_unread(struct drafts *drafts)
{
	const struct cluster *cluster = drafts->adopt->cluster;

	for (size_t i = 0; i < cluster->ingresses.n; i++) {
		const struct ingress *in = cluster->ingresses.at[i];
		const char *why = why_unread(cluster, in);

		if (in->object->linted && why != NULL)
			draft_leave(drafts, NULL, in->object->where,
			    "no release is made of %.*s: %s",
			    STR_ARG(object_title(drafts->adopt->arena,
			    in->object)), why);
	}
}

bool
bundle_is_meant(const struct cluster *cluster, const struct ingress *in)
{
	return in->class_name != NULL || object_annotation(in->object,
	    STR("kubernetes.io/ingress.class")) != NULL ||
	    intake_accepts(cluster, in);
}

void
bundles_read(struct drafts *drafts)
{
	leave_unread(drafts);
	leave_others(drafts);
	for (size_t i = 0; i < drafts->entrants.all.n; i++)
		read_entrant(drafts, drafts->entrants.all.at[i]);
}
