/*
 * The target of a rewrite, as the controller and nginx read it. The same
 * grammar holds for the value of x-forwarded-prefix, which goes into a
 * header beside the rewrite and takes its captures.
 */
#include "lint/check.h"

#include "base/map.h"
#include "k8s/placeholder.h"
#include "lint/capture.h"
#include "lint/collapse.h"
#include "lint/common.h"
#include "lint/encoding.h"
#include "lint/glob.h"
#include "lint/hollow.h"
#include "lint/joint.h"
#include "lint/nest.h"
#include "lint/start.h"
#include "lint/use.h"
#include "model/variable.h"
#include "nginx/uri.h"

enum { PATHS_TRIED = 20 };	/* in search of something to show */

/* Looks through all manifests for names of variables. */
struct naming {
	struct lint lint;
	struct map *variables;
};

static void
add_variable(struct naming *n, struct str name)
{
	*map_put(n->lint.arena, n->variables,
	    uri_lower(n->lint.arena, name)) = n;
}

/* Every $name of a snippet: it may be there to define it. */
static void
add_snippet(struct naming *n, struct str text)
{
	struct target target;

	target_read(n->lint.arena, text, &target);
	for (size_t i = 0; i < target.pieces.n; i++)
		if (target.pieces.at[i].kind == PIECE_VARIABLE)
			add_variable(n, target.pieces.at[i].name);
}

static void
add_named_groups(struct naming *n, const struct subject_path *p)
{
	const struct ast_tree *tree;

	if (p->cause == NULL || str_find(p->text, STR("(?"), 0) == STR_NONE)
		return;
	tree = subject_rx(&n->lint, p)->tree;
	for (size_t i = 0; i < tree->names.n; i++)
		add_variable(n, tree->names.at[i].name);
}

static void
add_ingress(struct naming *n, const struct ingress *ingress)
{
	const struct node *all = ingress->annotations;
	struct subject s;

	for (uint32_t i = 0; all != NULL && i < all->count; i++)
		if (str_ends(all->entries[i].key->text, STR("-snippet")))
			add_snippet(n, node_text(all->entries[i].value));
	if (!subject_read(&n->lint, ingress, &s))
		return;
	for (size_t i = 0; i < s.paths.n; i++) {
		add_named_groups(n, &s.paths.at[i]);
		/* The server_name of a wildcard host has a named group. */
		if (str_starts(s.paths.at[i].host, STR("*.")))
			add_variable(n, STR("subdomain"));
	}
}

/* ConfigMaps may hold snippets for all of the configuration. */
static void
add_config_map(struct naming *n, const struct object *object)
{
	const struct node *data = node_get(object->root, STR("data"));

	if (!node_is(data, NODE_MAP))
		return;
	for (uint32_t i = 0; i < data->count; i++)
		if (str_ends(data->entries[i].key->text, STR("-snippet")))
			add_snippet(n, node_text(data->entries[i].value));
}

/* What Ingresses and ConfigMaps define, of whatever host. */
static struct map *
gather_variables(const struct lint *lint, struct arena *arena)
{
	const struct cluster *cluster = lint->cluster;
	struct map *variables = arena_new(arena, struct map);
	struct rx_set patterns = { .scratch = NULL };
	struct naming n = { .variables = variables, .lint = {
		.patterns = &patterns,
		.arena = arena, .diags = lint->diags,
		.sources = lint->sources, .cluster = cluster,
		.controller = lint->controller,
		.hosts = hosts_build(arena, cluster) } };

	for (size_t i = 0; i < cluster->ingresses.n; i++)
		if (cluster->ingresses.at[i]->object->sound)
			add_ingress(&n, cluster->ingresses.at[i]);
	for (size_t i = 0; i < cluster->objects.n; i++)
		if (cluster->objects.at[i]->type == OBJECT_CONFIG_MAP)
			add_config_map(&n, cluster->objects.at[i]);
	return variables;
}

static bool
is_defined(struct lint *lint, struct str name)
{
	struct common *common = lint->common;

	if (variable_is_known(name))
		return true;
	pthread_mutex_lock(&common->lock);
	if (common->variables == NULL)
		common->variables = gather_variables(lint, common->arena);
	pthread_mutex_unlock(&common->lock);
	return map_get(common->variables, uri_lower(lint->arena, name)) !=
	    NULL;
}

/* The named group or variable that was meant, as far as that can be told. */
static struct str
nearest(struct lint *lint, const struct subject *s, struct str name)
{
	for (size_t i = 0; i < s->paths.n && i < PATHS_TRIED; i++) {
		const struct ast_tree *tree =
		    subject_rx(lint, &s->paths.at[i])->tree;

		for (size_t k = 0; k < tree->names.n; k++)
			if (str_distance(tree->names.at[k].name, name, 2) <= 2)
				return tree->names.at[k].name;
	}
	return variable_nearest(name);
}

static void
report_variable(struct lint *lint, const struct use *use,
    const struct piece *piece)
{
	struct span where = use_place(lint, use, piece->from, piece->to);
	struct str text = str_cut(use->target.text, piece->from, piece->to);
	struct str meant = { NULL, 0 };
	struct diag *d;

	if (piece->kind == PIECE_DOLLAR) {
		d = diag_report(lint->diags, RULE_REWRITE_UNKNOWN_VARIABLE,
		    where, "%s has a \"$\" that begins no variable: "
		    SAY_RELOAD, use->name);
		diag_say_fix(lint->diags, d, "leave it out: nginx has no "
		    "way to write a \"$\" here");
		return;
	}
	d = diag_report(lint->diags, RULE_REWRITE_UNKNOWN_VARIABLE, where,
	    "%s uses %.*s, and nginx knows no variable \"%.*s\": " SAY_RELOAD,
	    use->name, STR_ARG(text), STR_ARG(piece->name));
	if (piece->name.at[0] >= '0' && piece->name.at[0] <= '9') {
		diag_say_fix(lint->diags, d, "captures are $1 to $9; put "
		    "parentheses around what is wanted");
		return;
	}
	meant = nearest(lint, use->subject, piece->name);
	if (meant.len > 0)
		diag_say_fix(lint->diags, d, "$%.*s", STR_ARG(meant));
	else if (use->subject->rewrite.target.len == 0)
		diag_say_fix(lint->diags, d, "use a variable of nginx");
	else
		diag_say_fix(lint->diags, d, "use a variable of nginx, or "
		    "give the path a group (?<%.*s>...)",
		    STR_ARG(piece->name));
}

/* False when nginx cannot load such a target: then it does nothing else. */
static bool
check_variables(struct lint *lint, const struct use *use)
{
	bool good = true;

	for (size_t i = 0; i < use->target.pieces.n; i++) {
		const struct piece *p = &use->target.pieces.at[i];

		if (p->kind == PIECE_DOLLAR || (p->kind == PIECE_VARIABLE &&
		    !is_defined(lint, p->name))) {
			report_variable(lint, use, p);
			good = false;
		}
	}
	return good;
}

/* "a space", "\"?\"": the character at the start of the text. */
static struct str
character_name(struct arena *arena, struct str text)
{
	unsigned char c = (unsigned char)text.at[0];

	if (c == ' ')
		return STR("a space");
	if (c == '\n' || c == '\r')
		return STR("a line end");
	if (c < ' ' || c == 0x7F)
		return STR("a control character");
	if (c > 0x7F)
		return STR("a character that is not ASCII");
	return arena_printf(arena, "\"%c\"", c);
}

/* "/${1}" -> "/$1" */
static struct str
without_braces(struct arena *arena, struct str text)
{
	struct str plain;
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < text.len; i++) {
		buf_putc(&out, text.at[i]);
		if (text.at[i] == '$' && i + 3 < text.len &&
		    text.at[i + 1] == '{' && text.at[i + 3] == '}' &&
		    text.at[i + 2] >= '1' && text.at[i + 2] <= '9') {
			buf_putc(&out, text.at[i + 2]);
			i += 3;
		}
	}
	plain = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return plain;
}

static void
fix_refused(struct lint *lint, struct diag *d, const struct rewrite *r)
{
	struct str text = node_text(r->node);
	struct str plain = without_braces(lint->arena, str_trim(text));

	if (rewrite_is_valid(plain) && plain.len > 0) {
		subject_fix(lint, d, r->node, plain, false,
		    "rewrite-target");
		return;
	}
	if (text.at[r->refused_at] == '?' && r->refused_at > 0) {
		plain = str_cut(text, 0, r->refused_at);
		subject_fix(lint, d, r->node, plain, false,
		    "rewrite-target");
		diag_note(lint->diags, d, SPAN_NONE, "a query cannot be "
		    "added; that of the request is kept");
		return;
	}
	diag_say_fix(lint->diags, d, "letters, digits and - . _ ~ / : $ are "
	    "accepted, and nothing else");
}

/* What requests to one of the paths find instead of a rewrite. */
static void
note_without_rewrite(struct lint *lint, struct diag *d,
    const struct subject *s)
{
	for (size_t i = 0; i < s->paths.n; i++) {
		const struct subject_path *p = &s->paths.at[i];
		struct str uri, host = subject_host(lint->arena, p->host);

		if (!p->located || !p->settled || !example_of(lint->arena,
		    subject_rx(lint, p), EXAMPLE_USUAL, &uri))
			continue;
		uri = subject_request(lint->arena, uri);
		if (p->cause != NULL || !looks_like_regex(p->text))
			diag_note(lint->diags, d, SPAN_NONE, "GET %.*s "
			    "reaches the service as it is", STR_ARG(uri));
		else
			diag_note(lint->diags, d, node_span(p->path->text),
			    "nothing else makes %.*s a regex host, so "
			    "this path is taken literally, and GET %.*s does "
			    "not reach it",
			    STR_ARG(host), STR_ARG(uri));
		return;
	}
}

static void
report_refused(struct lint *lint, const struct subject *s)
{
	const struct rewrite *r = &s->rewrite;
	struct str text = node_text(r->node), what;
	struct diag *d;

	what = character_name(lint->arena,
	    str_cut(text, r->refused_at, text.len));
	d = diag_report(lint->diags, RULE_REWRITE_IGNORED,
	    node_part(lint->sources, r->node, r->refused_at,
	    r->refused_at + 1), "rewrite-target holds %.*s, which the "
	    "controller does not accept: it only logs that, and rewrites "
	    "nothing", STR_ARG(what));
	note_without_rewrite(lint, d, s);
	fix_refused(lint, d, r);
}

static void
check_redirects(struct lint *lint, const struct use *use)
{
	struct str text = use->target.text;
	size_t end = str_find(text, STR("://"), 0);
	struct example e;
	struct diag *d;

	end = end == STR_NONE ? sizeof("$scheme") - 1 : end + 3;
	d = diag_report(lint->diags, RULE_REWRITE_REDIRECTS,
	    use_place(lint, use, 0, end), "rewrite-target begins with "
	    "\"%.*s\": nginx answers 302 and sends nothing to the service",
	    (int)end, text.at);
	for (size_t i = 0; i < use->subject->paths.n && i < PATHS_TRIED; i++) {
		const struct subject_path *p = &use->subject->paths.at[i];

		if (!use_applies(use, p) ||
		    !use_example(lint, use, p, EXAMPLE_USUAL, &e))
			continue;
		diag_note(lint->diags, d, SPAN_NONE, "e.g. GET %.*s is "
		    "redirected to \"%.*s\"", STR_ARG(e.request),
		    STR_ARG(e.result));
		break;
	}
	diag_say_fix(lint->diags, d, "to proxy, keep only the path in "
	    "rewrite-target; the service is named by the backend");
}

static void
check_target(struct lint *lint, const struct subject *s)
{
	struct use use = use_read(lint, s);
	bool good;

	good = check_variables(lint, &use);
	if (s->answered)
		return;
	capture_check(lint, &use);
	if (target_redirects(use.target.text))
		check_redirects(lint, &use);
	else
		good = start_check(lint, &use) && good;
	if (!good)
		return;
	nest_check(lint, &use);
	hollow_check(lint, &use);
	collapse_check(lint, &use);
	joint_check(lint, &use);
	encoding_check(lint, &use);
}

/* The header is sent where the path is rewritten, and only there. */
static void
check_prefix(struct lint *lint, const struct subject *s)
{
	struct use use = {
		.subject = s, .node = s->rewrite.prefix_node,
		.name = "x-forwarded-prefix", .header = true
	};
	bool good;

	if (placeholder_in(s->rewrite.prefix))
		return;
	target_read(lint->arena, s->rewrite.prefix, &use.target);
	good = check_variables(lint, &use);
	if (s->answered)
		return;
	capture_check(lint, &use);
	if (good)
		hollow_check(lint, &use);
}

/*
 * template.go: buildProxyPass() sends the header beside a rewrite only. A
 * path that is the target itself is not rewritten, unless it gets a slash.
 */
static bool
is_rewritten(const struct subject *s, const struct subject_path *p)
{
	const struct rewrite *r = &s->rewrite;

	return r->target.len > 0 && (!str_eq(r->target, p->text) ||
	    (!r->use_regex &&
	    rewrite_forces_regex(r, p->text, p->path->type)));
}

/* To be stripped, a path has to say where the prefix ends. */
static void
fix_unused_prefix(struct lint *lint, struct diag *d, const struct subject *s)
{
	struct str text = { NULL, 0 };
	bool root = true;

	if (s->paths.n > 0)
		text = subject_with_tail(lint, &s->paths.at[0], 2, &root);
	if (root || text.len == 0)
		diag_say_fix(lint->diags, d, "leave it out");
	else
		diag_say_fix(lint->diags, d, "leave it out; or, to have the "
		    "prefix stripped, path: %.*s with rewrite-target: /$2",
		    STR_ARG(text));
}

static void
check_unused_prefix(struct lint *lint, const struct subject *s)
{
	const struct rewrite *r = &s->rewrite;
	struct diag *d;

	for (size_t i = 0; i < s->paths.n; i++)
		if (is_rewritten(s, &s->paths.at[i]))
			return;
	d = diag_report(lint->diags, RULE_X_FORWARDED_PREFIX_UNUSED,
	    node_span(r->prefix_node), "requests reach the service without "
	    "X-Forwarded-Prefix, which is sent only where rewrite-target "
	    "rewrites");
	if (r->target.len > 0)
		diag_note(lint->diags, d, node_span(r->node), "this is the "
		    "path itself, and rewrites nothing");
	fix_unused_prefix(lint, d, s);
}

/* Other annotations whose value nginx reads so, without captures. */
static const char *const other_names[] = { "app-root", "upstream-vhost" };

static void
check_others(struct lint *lint, const struct subject *s)
{
	for (size_t i = 0; i < sizeof(other_names) / sizeof(*other_names);
	    i++) {
		struct use use = {
			.subject = s, .name = other_names[i],
			.node = ingress_annotation(s->ingress, other_names[i])
		};
		struct str text = node_text(use.node);

		if (str_find_byte(text, '$', 0) == STR_NONE ||
		    placeholder_in(text))
			continue;
		target_read(lint->arena, text, &use.target);
		check_variables(lint, &use);
	}
}

static void
check_rewrite(struct lint *lint, struct subject *s)
{
	if (s->canary)
		return;
	check_others(lint, s);
	if (s->rewrite.unsettled)
		return;
	if (s->rewrite.refused) {
		report_refused(lint, s);
		return;
	}
	if (s->rewrite.target.len > 0)
		check_target(lint, s);
	if (s->rewrite.prefix.len == 0)
		return;
	if (s->rewrite.target.len > 0)
		check_prefix(lint, s);
	if (!s->answered)
		check_unused_prefix(lint, s);
}

subject_check *const rewrite_checks[] = {
	check_rewrite, NULL
};
