/*
 * What a path is, and what it was meant to be. Each path gets at most one
 * finding: the first of these that fits is the cause, the others follow from
 * it. Whether a path is a regular expression at all depends on its host.
 */
#include "lint/check.h"

#include "k8s/placeholder.h"
#include "lint/anchor.h"
#include "lint/glob.h"
#include "lint/subject.h"
#include "lint/url.h"
#include "model/annotation.h"
#include "model/variable.h"

enum { SHOWN_BYTES = 200 };	/* of a path that is too long */

static const char *
type_name(const struct path *path)
{
	return path->type == PATH_EXACT ? "Exact" : "Prefix";
}

/* What admission lets stand in a path. */
static const char *
plain_characters(const struct lint *lint)
{
	return controller_has(&lint->model->controller, CHANGE_DOTS) ?
	    "only letters, digits and . _ - / may stand in it" :
	    "only letters, digits and _ - / may stand in it";
}

/* Admission refuses it, too, whatever else is said of it. */
static void
add_refusal(struct lint *lint, struct diag *d, const struct path *path)
{
	if (subject_is_admitted(lint, path))
		return;
	diag_note(lint->diags, d, node_span(path->type_node),
	    "under pathType %s the controller's admission refuses it "
	    "besides: %s", type_name(path), plain_characters(lint));
}

/* Who made it a regex host, if it was another Ingress. */
static void
add_cause(struct lint *lint, struct diag *d, const struct subject *s,
    const struct subject_path *p)
{
	struct str host = subject_host(lint->arena, p->host);
	struct rewrite other;
	const struct node *node;

	if (p->cause == s->ingress)
		return;
	rewrite_read(p->cause, &other);
	node = other.use_regex ? other.regex_node : other.node;
	diag_note(lint->diags, d, node_span(node),
	    "this makes every path of %.*s a regular expression",
	    STR_ARG(host));
}

static void
add_unreached(struct lint *lint, struct diag *d, struct str uri)
{
	struct str request = subject_request(lint->arena, uri);

	diag_note(lint->diags, d, SPAN_NONE, "GET %.*s does not reach it",
	    STR_ARG(request));
}

/* What the stars do instead, by example. */
static void
add_glob_examples(struct lint *lint, struct diag *d,
    const struct subject_path *p, size_t star)
{
	struct str meant = glob_fill(lint->arena, p->text, "x");
	struct str base = glob_base(p->text), sibling;
	struct rx *x = subject_rx(lint, p);

	if (base.len > 0)
		sibling = arena_printf(lint->arena, "%.*s-old",
		    STR_ARG(base));
	else
		sibling = str_cut(p->text, 0, star - 1);
	if (!rx_takes(x, meant))
		add_unreached(lint, d, meant);
	else if (rx_takes(x, STR("/")))
		diag_note(lint->diags, d, SPAN_NONE, "it takes every "
		    "request that no longer path takes before, e.g. GET "
		    "/cart");
	else if (rx_takes(x, sibling)) {
		sibling = subject_request(lint->arena, sibling);
		diag_note(lint->diags, d, SPAN_NONE, "it also takes GET "
		    "%.*s", STR_ARG(sibling));
	}
}

/* The number of the one group that the target uses, or 0. */
static uint32_t
used_group(struct lint *lint, const struct subject *s)
{
	struct target target;
	uint32_t number = 0;

	target_read(lint->arena, s->rewrite.target, &target);
	for (size_t i = 0; i < target.pieces.n; i++) {
		const struct piece *piece = &target.pieces.at[i];

		if (piece->kind != PIECE_CAPTURE)
			continue;
		if (number != 0 && number != piece->number)
			return 0;
		number = piece->number;
	}
	return number;
}

static void
fix_glob(struct lint *lint, struct diag *d, const struct subject *s,
    const struct subject_path *p)
{
	struct str base = glob_base(p->text), text;
	uint32_t group = used_group(lint, s);
	bool root = false;

	text = glob_to_regex(lint->arena, p->text);
	if (group != 0 && base.len > 1)
		text = subject_with_tail(lint, p, group, &root);
	if (text.len == 0)
		diag_say_fix(lint->diags, d, "[^/]+ stands for one segment, "
		    ".* for anything");
	else if (p->cause != NULL)
		subject_fix_path(lint, d, p->path, text);
	else if (base.len > 0 && p->path->type == PATH_EXACT)
		diag_say_fix(lint->diags, d, "path: %.*s with pathType: "
		    "Prefix", STR_ARG(base));
	else if (base.len > 0)
		subject_fix(lint, d, p->path->text, base, false, "path");
	else
		diag_say_fix(lint->diags, d, "path: %.*s with pathType: "
		    "ImplementationSpecific and the annotation "
		    INGRESS_PREFIX "use-regex: \"true\"", STR_ARG(text));
}

static void
report_glob(struct lint *lint, const struct subject *s,
    const struct subject_path *p, size_t from, size_t to)
{
	struct span where = node_part(lint->sources, p->path->text, from, to);
	struct diag *d;

	if (p->cause == NULL) {
		d = diag_report(lint->diags, RULE_PATH_GLOB, where,
		    "path \"%.*s\" is written as a glob, but \"*\" is no "
		    "wildcard: the path is taken literally and matches only "
		    "requests with a \"*\" in them", STR_ARG(p->text));
		add_unreached(lint, d, glob_fill(lint->arena, p->text, "x"));
	} else if (!rx_compiles(subject_rx(lint, p))) {
		d = diag_report(lint->diags, RULE_PATH_GLOB, where,
		    "path \"%.*s\" is written as a glob, but it is a regular "
		    "expression and does not compile (%.*s): " SAY_RELOAD,
		    STR_ARG(p->text), STR_ARG(subject_rx(lint, p)->error));
	} else {
		d = diag_report(lint->diags, RULE_PATH_GLOB, where,
		    "path \"%.*s\" is written as a glob, but it is a regular "
		    "expression, in which \"*\" repeats the character before "
		    "it any number of times", STR_ARG(p->text));
		add_glob_examples(lint, d, p, from);
	}
	if (p->cause != NULL)
		add_cause(lint, d, s, p);
	add_refusal(lint, d, p->path);
	fix_glob(lint, d, s, p);
}

/* An unwanted operator is the likeliest slip. */
static void
fix_invalid(struct lint *lint, struct diag *d, const struct rx *x)
{
	char c = x->error_from < x->pattern.len ?
	    x->pattern.at[x->error_from] : 0;

	if (c == 0 || x->tree->newer)
		return;
	if (strchr("([", c) != NULL)
		diag_say_fix(lint->diags, d, "close it, or write \\%c for "
		    "the character itself", c);
	else if (strchr("){*+?\\", c) != NULL)
		diag_say_fix(lint->diags, d, "write \\%c for the character "
		    "itself", c);
}

static void
report_invalid(struct lint *lint, const struct subject *s,
    const struct subject_path *p)
{
	struct str start = str_cut(p->text, 0, SHOWN_BYTES);
	const struct rx *x = subject_rx(lint, p);
	struct diag *d;

	d = diag_report(lint->diags, RULE_REGEX_INVALID,
	    node_part(lint->sources, p->path->text, x->error_from,
	    x->error_to), "path \"%.*s\" does not compile as a regular "
	    "expression (%.*s): " SAY_RELOAD, STR_ARG(start),
	    STR_ARG(x->error));
	add_cause(lint, d, s, p);
	add_refusal(lint, d, p->path);
	fix_invalid(lint, d, x);
}

/*
 * A named group makes a variable, which must not be one of nginx's own
 * (ngx_http_regex_compile(), ngx_http_add_variable()).
 */
static const struct ast_name *
find_fixed_name(const struct rx *x)
{
	for (size_t i = 0; i < x->tree->names.n; i++)
		if (variable_is_fixed(x->tree->names.at[i].name))
			return &x->tree->names.at[i];
	return NULL;
}

static void
report_fixed_name(struct lint *lint, const struct subject_path *p,
    const struct ast_name *name)
{
	size_t from = (size_t)(name->name.at - p->text.at);
	struct diag *d;

	d = diag_report(lint->diags, RULE_REGEX_INVALID,
	    node_part(lint->sources, p->path->text, from,
	    from + name->name.len), "group \"%.*s\" of path \"%.*s\" has the "
	    "name of a variable of nginx: " SAY_RELOAD, STR_ARG(name->name),
	    STR_ARG(p->text));
	diag_say_fix(lint->diags, d, "give the group another name, or none");
}

/*
 * Where nothing but an end like "/.*" makes it one, a plain path says it,
 * and the other paths of the host stay what they are.
 */
static void
fix_literal(struct lint *lint, struct diag *d, const struct subject_path *p,
    struct str host)
{
	struct str plain = subject_without_tail(p);

	if (plain.len > 0 && str_find_byte(plain, '\\', 0) == STR_NONE &&
	    p->path->type != PATH_EXACT)
		subject_fix(lint, d, p->path->text, plain, false, "path");
	diag_say_fix(lint->diags, d, "the annotation " INGRESS_PREFIX
	    "use-regex: \"true\"%s; it makes every path of %.*s a "
	    "case-insensitive regular expression",
	    p->path->type == PATH_IMPLEMENTATION_SPECIFIC ? "" :
	    " and pathType: ImplementationSpecific", STR_ARG(host));
}

static void
report_literal(struct lint *lint, const struct subject *s,
    const struct subject_path *p)
{
	struct str host = subject_host(lint->arena, p->host), uri;
	struct diag *d;

	d = diag_report(lint->diags, RULE_PATH_LITERAL_REGEX,
	    node_span(p->path->text), "path \"%.*s\" looks like a regular "
	    "expression, but nothing makes %.*s a regex host: the path is "
	    "taken literally and matches only this very text",
	    STR_ARG(p->text), STR_ARG(host));
	if (example_of(lint->arena, subject_rx(lint, p), EXAMPLE_USUAL, &uri))
		add_unreached(lint, d, uri);
	if (s->rewrite.regex_node != NULL &&
	    !annotation_is_bool(s->rewrite.regex_node))
		diag_note(lint->diags, d, node_span(s->rewrite.regex_node),
		    "\"%.*s\" is no boolean and counts as false",
		    STR_ARG(node_text(s->rewrite.regex_node)));
	add_refusal(lint, d, p->path);
	fix_literal(lint, d, p, host);
}

static void
report_strict(struct lint *lint, const struct path *path, bool regex)
{
	/* As Prefix to the controller; and on a regex host so is Exact. */
	bool same = path->type == PATH_PREFIX;
	struct diag *d;

	d = diag_report(lint->diags, RULE_PATH_TYPE_STRICT,
	    node_span(path->text), "the controller's admission refuses path "
	    "\"%.*s\" under pathType %s, and with it the whole Ingress: %s",
	    STR_ARG(path_text(path)), type_name(path),
	    plain_characters(lint));
	if (!same && !regex)
		diag_note(lint->diags, d, SPAN_NONE, "no other pathType is "
		    "exact: ImplementationSpecific also takes what is below "
		    "the path");
	subject_fix(lint, d, path->type_node, STR("ImplementationSpecific"),
	    same, "pathType");
}

/* What the text is to the controller; true when a finding says so. */
static bool
check_text(struct lint *lint, const struct subject *s,
    const struct subject_path *p)
{
	const struct ast_name *name;
	struct diag *d;
	size_t from, to;

	/* Its location is that of another Ingress with the same path. */
	if (p->cause == NULL && rewrite_forces_regex(&s->rewrite, p->text,
	    p->path->type))
		return false;
	if (glob_find(p->text, &from, &to)) {
		report_glob(lint, s, p, from, to);
		return true;
	}
	d = url_check(lint, p);
	if (d != NULL) {
		add_refusal(lint, d, p->path);
		return true;
	}
	if (p->cause == NULL) {
		/* What fails the validator tells what it costs the paths. */
		if (s->rewrite.refused || !looks_like_regex(p->text))
			return false;
		report_literal(lint, s, p);
		return true;
	}
	if (!rx_compiles(subject_rx(lint, p))) {
		report_invalid(lint, s, p);
		return true;
	}
	name = find_fixed_name(subject_rx(lint, p));
	if (name != NULL) {
		report_fixed_name(lint, p, name);
		return true;
	}
	d = anchor_check(lint, p);
	if (d != NULL)
		add_refusal(lint, d, p->path);
	return d != NULL;
}

/*
 * F5's NGINX Ingress Controller reads its paths as regular expressions, and
 * its class is called "nginx", too: annotation-prefix speaks of that.
 */
static bool
is_for_other_nginx(const struct lint *lint, const struct ingress *in)
{
	struct str name;

	if (object_annotation(in->object, STR("nginx.org/path-regex")) ==
	    NULL)
		return false;
	for (uint32_t i = 0; i < in->annotations->count; i++)
		if (annotation_key(in->annotations->entries[i].key->text,
		    lint->model->controller.prefix, &name))
			return false;
	return true;
}

static void
check_path(struct lint *lint, const struct subject *s,
    struct subject_path *p)
{
	struct path_fault fault;

	bool plain = subject_is_strict(p->text) && !url_suspected(p->text);
	bool admitted = subject_is_admitted(lint, p->path);

	if ((plain && admitted) || placeholder_in(p->text) ||
	    path_refused(p->path, &fault) ||
	    is_for_other_nginx(lint, s->ingress))
		return;
	if (!plain && p->located && p->settled && !s->canary)
		p->told = check_text(lint, s, p);
	if (!p->told && !admitted && p->path->type_node != NULL)
		report_strict(lint, p->path, p->cause != NULL);
}

static void
check_paths(struct lint *lint, struct subject *s)
{
	for (size_t i = 0; i < s->paths.n; i++)
		check_path(lint, s, &s->paths.at[i]);
}

subject_check *const path_checks[] = {
	check_paths, NULL
};
