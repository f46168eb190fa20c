#include "lint/subject.h"

#include "k8s/placeholder.h"
#include "lint/glob.h"
#include "model/intake.h"
#include "yaml/edit.h"

enum {
	OTHERS_MAX = 2000,	/* paths of an Ingress that has examples */
	ALL_TRIED = 250,	/* paths of one that all are tried of */
};

static void
add_rule(struct lint *lint, struct subject *s, const struct host_rule *rule)
{
	struct str host = host_text(rule);
	const struct ingress *cause = hosts_regex_cause(lint->hosts, host);
	bool settled = !hosts_unsettled(lint->hosts, host);

	for (size_t i = 0; i < rule->npaths; i++) {
		struct subject_path *p = vec_add(lint->arena, &s->paths);

		p->path = &rule->paths[i];
		p->text = path_text(p->path);
		p->host = host;
		p->cause = cause;
		p->located = p->path->backend.service != NULL;
		p->settled = settled && !placeholder_in(p->text);
	}
}

static bool
has_text(const struct ingress *ingress, const char *annotation)
{
	return node_text(ingress_annotation(ingress, annotation)).len > 0;
}

bool
subject_read(struct lint *lint, const struct ingress *ingress,
    struct subject *s)
{
	*s = (struct subject){ .ingress = ingress };
	if (!intake_accepts(lint->cluster, ingress))
		return false;
	s->canary = intake_is_canary(ingress);
	rewrite_read(ingress, &s->rewrite);
	s->answered = has_text(ingress, "permanent-redirect") ||
	    has_text(ingress, "temporal-redirect");
	for (size_t i = 0; i < ingress->nrules; i++)
		add_rule(lint, s, &ingress->rules[i]);
	return true;
}

size_t
subject_tried(const struct subject *s)
{
	return s->paths.n <= ALL_TRIED ? s->paths.n :
	    ALL_TRIED * ALL_TRIED / s->paths.n;
}

struct str
subject_host(struct arena *arena, struct str host)
{
	if (str_is(host, "_"))
		return STR("the default server");
	return arena_printf(arena, "\"%.*s\"", STR_ARG(host));
}

struct rx *
subject_rx(struct lint *lint, const struct subject_path *p)
{
	return rx_get(lint->arena, lint->patterns, p->text);
}

bool
subject_is_written(struct lint *lint, const struct subject_path *p)
{
	return looks_like_regex(p->text) || subject_rx(lint, p)->groups > 0;
}

bool
subject_is_plain(struct lint *lint, const struct subject_path *p)
{
	const struct ast *root = subject_rx(lint, p)->tree->root;

	for (uint32_t i = 0; i < root->nparts; i++) {
		const struct ast *part = root->parts[i];

		if (root->kind != AST_CONCAT || (part->kind != AST_BYTE &&
		    !str_is(str_cut(p->text, part->from, part->to), ".")))
			return false;
	}
	return root->nparts > 0 || root->kind == AST_BYTE;
}

bool
subject_is_expression(struct lint *lint, const struct subject *s,
    const struct subject_path *p)
{
	struct path_fault fault;
	const struct rx *x;

	if (p->cause == NULL || !p->located || !p->settled || p->told ||
	    s->rewrite.refused || path_refused(p->path, &fault))
		return false;
	x = subject_rx(lint, p);
	return rx_compiles(x) && x->tree->root != NULL &&
	    (subject_is_written(lint, p) || rewrite_forces_regex(&s->rewrite,
	    p->text, p->path->type));
}

void
subject_fix(struct lint *lint, struct diag *d, const struct node *n,
    struct str text, bool safe, const char *key)
{
	struct edit edit;

	if (edit_string(lint->arena, lint->sources, n, text, &edit))
		diag_edit_fix(lint->diags, d, edit.where, edit.text, safe,
		    "%s: %.*s", key, STR_ARG(text));
	else
		diag_say_fix(lint->diags, d, "%s: %.*s", key, STR_ARG(text));
}

bool
subject_is_strict(struct str text)
{
	if (!str_starts(text, STR("/")))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '-' && c <= '9') || c == '_'))
			return false;
	}
	return true;
}

void
subject_fix_quoted(struct lint *lint, struct diag *d, const struct node *n,
    struct str text, bool safe, const char *key)
{
	struct str yaml = arena_printf(lint->arena, "\"%.*s\"",
	    STR_ARG(text));

	if (n->span.file == 0 || n->style == STYLE_LITERAL ||
	    n->style == STYLE_FOLDED)
		diag_say_fix(lint->diags, d, "%s: %.*s", key, STR_ARG(yaml));
	else
		diag_edit_fix(lint->diags, d, n->span, yaml, safe,
		    "%s: %.*s", key, STR_ARG(yaml));
}

/* inspector.go: ValidatePathType() */
bool
subject_is_admitted(const struct lint *lint, const struct path *path)
{
	const struct controller *c = &lint->model->controller;
	struct str text = path_text(path);

	return !c->strict_paths ||
	    path->type == PATH_IMPLEMENTATION_SPECIFIC ||
	    (subject_is_strict(text) && (controller_has(c, CHANGE_DOTS) ||
	    str_find_byte(text, '.', 0) == STR_NONE));
}

void
subject_fix_path(struct lint *lint, struct diag *d, const struct path *path,
    struct str text)
{
	if (path->type == PATH_IMPLEMENTATION_SPECIFIC ||
	    subject_is_strict(text))
		subject_fix(lint, d, path->text, text, false, "path");
	else
		diag_say_fix(lint->diags, d, "path: %.*s with pathType: "
		    "ImplementationSpecific", STR_ARG(text));
}

/* controller.go: longer texts come first, then greater ones. */
bool
subject_comes_before(struct str a, struct str b)
{
	return a.len != b.len ? a.len > b.len : str_cmp(a, b) > 0;
}

/* True also when there are too many others to look at. */
static bool
is_taken_before(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct str uri)
{
	if (s->paths.n > OTHERS_MAX)
		return true;
	for (size_t i = 0; i < s->paths.n; i++) {
		const struct subject_path *other = &s->paths.at[i];

		if (other->located && str_eq(other->host, p->host) &&
		    subject_comes_before(other->text, p->text) &&
		    rx_takes(subject_rx(lint, other), uri))
			return true;
	}
	return false;
}

bool
subject_takes(struct lint *lint, const struct subject *s,
    const struct subject_path *p, struct str uri)
{
	return rx_takes(subject_rx(lint, p), uri) &&
	    !is_taken_before(lint, s, p, uri);
}

bool
subject_covers(struct lint *lint, const struct subject_path *p,
    struct str uri)
{
	struct rx_captures got;

	return rx_rewrites(lint->arena, subject_rx(lint, p), uri, &got) &&
	    got.at[0].len == uri.len;
}

bool
subject_is_file(struct str path)
{
	size_t at = path.len, letters = 0;

	while (at > 0 && str_is_alnum(path.at[at - 1]))
		letters += path.at[--at] > '9';
	return at > 0 && path.at[at - 1] == '.' && letters > 0;
}

struct str
subject_request(struct arena *arena, struct str path)
{
	struct str text;
	struct buf out;

	buf_init(&out);
	target_escape(&out, path);
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

/* Ends of a path that stand for "and what is below it". */
static const char *const tails[] = {
	"", "/", "/*", "/**", "/.*", "/.+", "/(.*)", "/(.+)", "(/.*)",
	"(/.+)", "(/.*)?", "(/.+)?", "(?:/.*)?", "(?:/(.*))?", "(?:/(.+))?",
	"/?", "/?.*", "/?(.*)", "/?(.+)", "(/?)(.*)", "(/|$)", "(/|$).*",
	"(/|$)(.*)", "(?:/|$)(.*)", "(?:/|$).*", ".*", "(.*)", "(.+)",
	"(/.*)$", "/(.*)$", "(.*)$", "/.*$", "(/.*)?$", "(?:/.*)?$",
	"(?:/(.*))?$",
};

static bool
is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') ||
	    (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/* The length of the path without such an end; it has no other syntax. */
static bool
find_tail(struct str text, size_t *length)
{
	static const char syntax[] = "()[]{}|^$?*+\\";
	size_t i = 0, escaped = 0;

	for (; i < text.len; i++) {
		if (text.at[i] == '\\' && i + 1 < text.len &&
		    is_punctuation(text.at[i + 1]))
			escaped = ++i;
		else if (strchr(syntax, text.at[i]) != NULL)
			break;
	}
	/* A dot, slash or both may belong to the end. */
	if (i > escaped + 1 && i < text.len && text.at[i - 1] == '.')
		i--;
	if (i > 0 && text.at[i - 1] == '/')
		i--;
	*length = i;
	for (size_t k = 0; k < sizeof(tails) / sizeof(*tails); k++)
		if (str_is(str_cut(text, i, text.len), tails[k]))
			return true;
	return false;
}

struct str
subject_without_tail(const struct subject_path *p)
{
	size_t length;

	if (!find_tail(p->text, &length))
		return (struct str){ NULL, 0 };
	return length == 0 ? STR("/") : str_cut(p->text, 0, length);
}

struct str
subject_with_tail(struct lint *lint, const struct subject_path *p,
    uint32_t number, bool *root)
{
	size_t length;

	*root = false;
	if (number > 2 || !find_tail(p->text, &length))
		return (struct str){ NULL, 0 };
	*root = length == 0;
	return arena_printf(lint->arena, "%.*s%s(.*)",
	    STR_ARG(str_cut(p->text, 0, length)),
	    number == 1 ? "(?:/|$)" : "(/|$)");
}
