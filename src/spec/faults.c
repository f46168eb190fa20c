/*
 * What the fields of a release must be to each other. Routes and the
 * preview have files of their own.
 */
#include "spec/faults.h"

#include <stdarg.h>

#include "spec/normal.h"
#include "yaml/edit.h"
#include "yaml/scalar.h"

#define PREFIX "nginx.ingress.kubernetes.io/"

struct diag *
faults_report(struct faults *f, enum rule_id rule, struct span where,
    const char *fmt, ...)
{
	struct str text;
	va_list args;

	va_start(args, fmt);
	text = arena_vprintf(f->diags->arena, fmt, args);
	va_end(args);
	if (rule == RULE_RELEASE_INVALID ||
	    f->diags->level[rule] == LEVEL_ERROR)
		f->failed = true;
	return diag_report(f->diags, rule, where, "%.*s", STR_ARG(text));
}

bool
faults_first(struct faults *f, struct map *map, struct str name)
{
	void **slot = map_put(f->arena, map, name);

	if (*slot != NULL)
		return false;
	*slot = f;
	return true;
}

/* Items of a list that may not be there. */
static uint32_t
count_of(const struct node *list)
{
	return node_is(list, NODE_SEQ) ? list->count : 0;
}

/* hosts and tls */

static void
check_hosts(struct faults *f)
{
	const struct node *hosts = normal_get(f->spec, "hosts");
	struct map seen = { NULL };

	for (uint32_t i = 0; i < count_of(hosts); i++) {
		const struct node *host = hosts->items[i];
		struct diag *d;
		void **first;

		if (!node_is_str(host))
			continue;
		first = map_put(f->arena, &seen, host->text);
		if (*first == NULL) {
			*first = (void *)host;
			continue;
		}
		d = faults_report(f, RULE_RELEASE_INVALID, host->span,
		    "the host \"%.*s\" is listed twice", STR_ARG(host->text));
		diag_note(f->diags, d, ((const struct node *)*first)->span,
		    "first listed here");
		diag_say_fix(f->diags, d, "remove one of the two");
	}
}

/* The hosts of all Ingresses of the release, and their wildcards. */
static void
collect_hosts(struct faults *f, struct map *known)
{
	const struct node *hosts = normal_get(f->spec, "hosts");
	const struct node *host = normal_get(normal_get(f->spec, "preview"),
	    "host");

	for (uint32_t i = 0; i <= count_of(hosts); i++) {
		const struct node *n = i < count_of(hosts) ?
		    hosts->items[i] : host;
		struct str text = node_text(n);
		size_t dot = str_find_byte(text, '.', 0);

		faults_first(f, known, text);
		if (dot != STR_NONE)
			faults_first(f, known, arena_printf(f->arena, "*%.*s",
			    STR_ARG(str_cut(text, dot, text.len))));
	}
}

enum { NEAR_CANDIDATES = 100 };	/* enough for any release people write */

static struct str
nearest_host(struct faults *f, struct str text)
{
	const struct node *hosts = normal_get(f->spec, "hosts");
	struct str best = { NULL, 0 };
	unsigned least = 4;

	for (uint32_t i = 0; i < count_of(hosts) && i < NEAR_CANDIDATES; i++) {
		struct str host = node_text(hosts->items[i]);
		unsigned distance = str_distance(text, host, 4);

		if (distance < least) {
			least = distance;
			best = host;
		}
	}
	return best;
}

static void
report_tls_host(struct faults *f, const struct node *host)
{
	struct str near = nearest_host(f, host->text);
	struct diag *d;

	d = faults_report(f, RULE_RELEASE_INVALID, host->span,
	    "the release has no host \"%.*s\": the certificate would never "
	    "be used for it", STR_ARG(host->text));
	if (near.len > 0)
		edit_offer(f->diags, d, host, scalar_written(f->arena, host,
		    near), false, "%.*s", STR_ARG(near));
	else
		diag_say_fix(f->diags, d, "list it under spec.hosts, or "
		    "remove it here");
}

static void
check_tls(struct faults *f)
{
	const struct node *list = normal_get(f->spec, "tls");
	struct map known = { NULL };

	if (count_of(list) == 0)
		return;
	collect_hosts(f, &known);
	for (uint32_t i = 0; i < list->count; i++) {
		const struct node *tls = list->items[i];
		const struct node *hosts = normal_get(tls, "hosts");

		/* normal_release() fills in those of a single one */
		if (node_is(tls, NODE_MAP) && hosts == NULL &&
		    list->count > 1)
			faults_report(f, RULE_RELEASE_INVALID,
			    normal_place(tls), "with several certificates "
			    "each needs the field \"hosts\": it would not be "
			    "known which one is for which host");
		for (uint32_t k = 0; k < count_of(hosts); k++)
			if (node_is_str(hosts->items[k]) &&
			    map_get(&known, hosts->items[k]->text) == NULL)
				report_tls_host(f, hosts->items[k]);
	}
}

/* blue and green */

static void
check_workload(struct faults *f, const struct node *colour,
    const struct node *workload, const char *name)
{
	const struct node *service = normal_get(colour, "service");
	const struct node *port = normal_get(service, "port");
	struct span where = node_entry(colour, STR("workload"))->key->span;

	if (normal_get(colour, "version") == NULL)
		faults_report(f, RULE_RELEASE_INVALID, where,
		    "a workload needs %s.version: the Service selects its "
		    "pods by it", name);
	/* where services are required the routes say so: check_services() */
	if (service == NULL &&
	    faults_use(f, PART_SERVICE) == PART_OPTIONAL)
		faults_report(f, RULE_RELEASE_INVALID, where,
		    "a workload needs %s.service: the Service that is "
		    "generated for its pods is called so", name);
	if (node_is_str(port) && format_port_name.valid(port->text) &&
	    normal_get(workload, "containerPort") == NULL)
		faults_report(f, RULE_RELEASE_INVALID, where,
		    "the workload needs the field \"containerPort\": the port "
		    "\"%.*s\" of its Service is a name and does not tell the "
		    "number", STR_ARG(port->text));
	if (faults_use(f, PART_SERVICE) == PART_UNUSED &&
	    f->strategy != NULL &&
	    normal_get(workload, "containerPort") == NULL)
		faults_report(f, RULE_RELEASE_INVALID, where,
		    "the workload needs the field \"containerPort\": the "
		    "Service sends requests to it");
}

/*
 * What the Service of a colour selects its pods by: the labels app and
 * version, which the workload may set itself.
 */
static const struct node *
selector_of(struct faults *f, const struct node *colour, bool version)
{
	const struct node *own = normal_get(normal_get(normal_get(colour,
	    "workload"), "labels"), version ? "version" : "app");

	if (own != NULL)
		return own;
	return version ? normal_get(colour, "version") :
	    normal_get(normal_get(f->root, "metadata"), "name");
}

static void
check_selectors(struct faults *f, const struct node *blue,
    const struct node *green)
{
	const struct node *version = selector_of(f, green, true);
	const struct node *other = selector_of(f, blue, true);
	struct diag *d;

	if (!node_is_str(version) || !node_is_str(other) ||
	    !str_eq(version->text, other->text) ||
	    !str_eq(node_text(selector_of(f, blue, false)),
	    node_text(selector_of(f, green, false))))
		return;
	d = faults_report(f, RULE_RELEASE_INVALID, version->span,
	    "blue and green both have the version \"%.*s\": the Service of "
	    "each would select the pods of both, and live requests would "
	    "reach green", STR_ARG(version->text));
	diag_note(f->diags, d, other->span, "blue is here");
}

static void
check_colours(struct faults *f)
{
	const struct node *loaded[2] = { NULL, NULL };

	for (unsigned i = 0; colour_words[i] != NULL; i++) {
		const struct node *colour = normal_get(f->spec,
		    colour_words[i]);
		const struct node *workload = normal_get(colour, "workload");

		if (!node_is(workload, NODE_MAP))
			continue;
		check_workload(f, colour, workload, colour_words[i]);
		loaded[i] = colour;
	}
	if (loaded[0] != NULL && loaded[1] != NULL)
		check_selectors(f, loaded[0], loaded[1]);
}

/* what phases need */

static bool
is_phase(const struct node *n, enum phase phase)
{
	return str_is(node_text(n), phase_words[phase]);
}

/* The first value that asks for the phase, or NULL. */
static const struct node *
asks_for(struct faults *f, enum phase phase)
{
	const struct node *said = normal_get(f->spec, "phase");
	const struct node *expect = normal_get(f->spec, "expect");

	if (is_phase(said, phase))
		return said;
	for (uint32_t i = 0; i < count_of(expect); i++) {
		said = normal_get(expect->items[i], "phase");
		if (is_phase(said, phase))
			return said;
	}
	return NULL;
}

static void
check_phases(struct faults *f)
{
	const struct node *preview = asks_for(f, PHASE_GREEN_PREVIEW);
	const struct node *asks = preview != NULL ? preview :
	    asks_for(f, PHASE_CUTOVER);
	struct diag *d = NULL;

	if (!f->has_green && asks != NULL)
		d = faults_report(f, RULE_RELEASE_INVALID, asks->span,
		    "the phase %.*s sends requests to green, but there is no "
		    "spec.green", STR_ARG(asks->text));
	else if (!f->has_green && normal_get(f->spec, "preview") != NULL)
		d = faults_report(f, RULE_RELEASE_INVALID,
		    node_entry(f->spec, STR("preview"))->key->span,
		    "there is a preview, but no spec.green to show in it");
	if (d != NULL)
		diag_say_fix(f->diags, d, "green: %s",
		    schema_colour_hint(f->strategy));
	if (f->strategy == NULL || f->strategy->previews[PREVIEW_NONE] ||
	    !f->has_green || preview == NULL ||
	    normal_get(f->spec, "preview") != NULL)
		return;
	d = faults_report(f, RULE_RELEASE_INVALID, preview->span,
	    "the phase %.*s needs spec.preview, which says how green is "
	    "reached", STR_ARG(preview->text));
	diag_say_fix(f->diags, d, "preview: %s",
	    schema_preview_hint(f->strategy));
}

/* annotations */

static const struct {
	const char *key;	/* ends in '*': what begins so */
	const char *why;
} reserved[] = {
	{ "kubernetes.io/ingress.class",
	    "spec.ingressClassName says which class it is" },
	{ PREFIX "rewrite-target",
	    "live requests would arrive with another path" },
	{ PREFIX "use-regex",
	    "the release decides which paths are regular expressions" },
	{ PREFIX "x-forwarded-prefix",
	    "spec.preview.forwardedPrefix says whether it is sent" },
	{ PREFIX "canary*",
	    "spec.preview says who is sent to green" },
};

static bool
key_is(struct str key, struct str pattern)
{
	if (str_ends(pattern, STR("*")))
		return str_starts(key, str_cut(pattern, 0, pattern.len - 1));
	return str_eq(key, pattern);
}

static void
check_annotations(struct faults *f)
{
	const struct node *map = normal_get(f->spec, "annotations");
	const struct node *host = normal_get(normal_get(f->spec, "preview"),
	    "host");

	if (!node_is(map, NODE_MAP) || !f->ingress)
		return;
	for (uint32_t i = 0; i < map->count; i++) {
		const struct node *key = map->entries[i].key;

		for (size_t k = 0; k < sizeof(reserved) / sizeof(*reserved);
		    k++)
			if (key_is(key->text, str_from(reserved[k].key)))
				faults_report(f, RULE_RELEASE_INVALID,
				    key->span, "the annotation \"%.*s\" "
				    "cannot be given here: %s",
				    STR_ARG(key->text), reserved[k].why);
		/* nginx: the first server of that name gets the request */
		if (host != NULL && str_is(key->text, PREFIX "server-alias"))
			faults_report(f, RULE_RELEASE_INVALID, key->span,
			    "server-alias does not go with a preview host: "
			    "both Ingresses would claim the alias, and live "
			    "requests to it could reach green");
	}
}

/* expect */

static const struct entry *
first_of(const struct node *map, const char *one, const char *other)
{
	const struct entry *e = node_entry(map, str_from(one));

	return e != NULL ? e : node_entry(map, str_from(other));
}

static void
check_answer(struct faults *f, const struct entry *proxied,
    const struct entry *answered)
{
	struct diag *d;

	d = faults_report(f, RULE_RELEASE_INVALID, answered->key->span,
	    "a request that is proxied to a service cannot be expected to "
	    "have a %.*s: only the service knows it",
	    STR_ARG(answered->key->text));
	diag_note(f->diags, d, proxied->key->span, "%.*s says that it is "
	    "proxied", STR_ARG(proxied->key->text));
	diag_say_fix(f->diags, d, "remove one of the two");
}

static void
check_expect(struct faults *f)
{
	const struct node *list = normal_get(f->spec, "expect");

	for (uint32_t i = 0; i < count_of(list); i++) {
		const struct node *n = list->items[i];
		const struct entry *proxied = first_of(n, "service", "uri");
		const struct entry *answered = first_of(n, "status",
		    "location");
		const struct node *status = normal_get(n, "status");
		const struct entry *where = node_entry(n, STR("location"));
		struct diag *d;
		long long code;

		if (!node_is(n, NODE_MAP))
			continue;
		if (proxied == NULL && answered == NULL) {
			d = faults_report(f, RULE_RELEASE_INVALID,
			    normal_place(n), "nothing is expected of this "
			    "request");
			diag_say_fix(f->diags, d, "give service or uri, or "
			    "status or location");
		}
		if (proxied != NULL && answered != NULL)
			check_answer(f, proxied, answered);
		else if (where != NULL && node_is(status, NODE_SCALAR) &&
		    scalar_int(status, &code) && code / 100 != 3)
			faults_report(f, RULE_RELEASE_INVALID, where->key->span,
			    "an answer with status %lld has no location",
			    code);
	}
}

/* the whole */

static struct faults_target
read_target(struct faults *f, const struct node *n)
{
	const struct node *name = normal_get(n, "name");
	const struct node *port = normal_get(n, "port");
	struct faults_target t = { .node = n };

	if (!node_is_str(name) || !node_is(port, NODE_SCALAR))
		return t;
	t.name = name->text;
	t.port = port->text;
	t.upstream = arena_printf(f->arena, "%.*s-%.*s", STR_ARG(t.name),
	    STR_ARG(t.port));
	return t;
}

static void
read_routes(struct faults *f)
{
	const struct node *list = normal_get(f->spec, "routes");

	f->has_green = normal_get(f->spec, "green") != NULL;
	f->nroutes = count_of(list);
	f->routes = arena_array(f->arena, struct faults_route, f->nroutes);
	for (size_t i = 0; i < f->nroutes; i++) {
		struct faults_route *r = &f->routes[i];
		struct str type;

		r->node = list->items[i];
		r->path = normal_get(r->node, "path");
		type = node_text(normal_get(r->node, "pathType"));
		r->exact = str_is(type, route_words[ROUTE_EXACT]);
		r->typed = r->exact || str_is(type,
		    route_words[ROUTE_PREFIX]);
		for (unsigned k = 0; k < 2; k++)
			r->of[k] = read_target(f, normal_get(r->node,
			    colour_words[k]));
		if (r->of[COLOUR_GREEN].node != NULL)
			f->has_green = true;
	}
}

bool
faults_check(struct arena *arena, struct diags *diags,
    const struct sources *sources, const struct strategy *strategy,
    const struct node *written, const struct node *root)
{
	struct faults f = {
		.arena = arena, .diags = diags, .sources = sources,
		.strategy = strategy, .root = root,
		.spec = normal_get(root, "spec"),
		.written = normal_get(written, "spec"),
		.ingress = strategy != NULL && strategy->ingress,
	};

	read_routes(&f);
	faults_strategy(&f);
	check_hosts(&f);
	check_tls(&f);
	check_colours(&f);
	faults_routes(&f);
	check_phases(&f);
	faults_preview(&f);
	check_annotations(&f);
	check_expect(&f);
	return !f.failed;
}
