/*
 * The five expressions of the deep inspector ask for a word, for one of
 * these two before a semicolon, and so need no engine:
 *	(?s)\s*alias\s*.*;	(?s)\s*root\s*.*;
 *	/etc/(passwd|shadow|group|nginx|ingress-controller)
 *	/var/run/secrets	.*_by_lua.*
 */
#include "model/inspector.h"

static bool
holds(struct str text, const char *what)
{
	return str_find(text, str_from(what), 0) != STR_NONE;
}

static bool
holds_directive(struct str text, const char *name)
{
	size_t at = str_find(text, str_from(name), 0);

	return at != STR_NONE &&
	    str_find_byte(text, ';', at + strlen(name)) != STR_NONE;
}

/* What is not wanted in the text, or NULL. */
static const char *
unwanted(struct str text)
{
	static const char *const words[] = {
		"/etc/passwd", "/etc/shadow", "/etc/group", "/etc/nginx",
		"/etc/ingress-controller", "/var/run/secrets", "_by_lua",
	};

	if (holds_directive(text, "alias"))
		return "\"alias\" before a semicolon";
	if (holds_directive(text, "root"))
		return "\"root\" before a semicolon";
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (holds(text, words[i]))
			return words[i];
	return NULL;
}

static bool
passes(struct arena *arena, const char *what, const struct node *node,
    struct refusal *r)
{
	const char *found = unwanted(node_text(node));

	if (found == NULL)
		return true;
	r->why = arena_printf(arena, "%s \"%.*s\" holds %s, which the "
	    "controller's deep inspector forbids", what,
	    STR_ARG(node_text(node)), found);
	r->where = node->span;
	return false;
}

static bool
passes_rule(struct arena *arena, const struct host_rule *rule,
    struct refusal *r)
{
	if (!passes(arena, "host", rule->host, r))
		return false;
	for (size_t i = 0; i < rule->npaths; i++)
		if (!passes(arena, "path", rule->paths[i].text, r))
			return false;
	return true;
}

bool
inspector_passes(struct arena *arena, const struct ingress *ingress,
    struct refusal *r)
{
	for (size_t i = 0; i < ingress->nrules; i++)
		if (!passes_rule(arena, &ingress->rules[i], r))
			return false;
	for (size_t i = 0; i < ingress->ntls; i++) {
		const struct tls *tls = &ingress->tls[i];

		if (!passes(arena, "secretName", tls->secret, r))
			return false;
		for (uint32_t k = 0; tls->hosts != NULL &&
		    k < tls->hosts->count; k++)
			if (!passes(arena, "tls host", tls->hosts->items[k],
			    r))
				return false;
	}
	return true;
}

/* The length of what [[:alnum:]._\-/] takes there, or 0. */
static size_t
plain_length(struct str text, bool dots)
{
	char c = text.at[0];

	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '-' && c <= '9') || c == '_')
		return c != '.' || dots;
	/* Go ignores case beyond ASCII: U+017F is an s, U+212A a K. */
	return str_starts(text, STR("\xC5\xBF")) ? 2 :
	    str_starts(text, STR("\xE2\x84\xAA")) ? 3 : 0;
}

/* (?i)^/[[:alnum:]._\-/]*$, once without the dot */
static bool
is_plain_path(struct str text, bool dots)
{
	size_t n;

	if (!str_starts(text, STR("/")))
		return false;
	for (; text.len > 0; text = str_cut(text, n, text.len)) {
		n = plain_length(text, dots);
		if (n == 0)
			return false;
	}
	return true;
}

bool
inspector_passes_paths(struct arena *arena, const struct controller *c,
    const struct ingress *ingress, struct refusal *r)
{
	bool dots = controller_has(c, CHANGE_DOTS);

	for (size_t i = 0; i < ingress->nrules; i++)
		for (size_t k = 0; k < ingress->rules[i].npaths; k++) {
			const struct path *p = &ingress->rules[i].paths[k];
			struct str text = node_text(p->text);

			if (text.len == 0 || is_plain_path(text, dots) ||
			    p->type == PATH_IMPLEMENTATION_SPECIFIC)
				continue;
			r->why = arena_printf(arena, "path \"%.*s\" of type "
			    "%.*s may hold only letters, digits and %s",
			    STR_ARG(text), STR_ARG(node_text(p->type_node)),
			    dots ? "- . _ /" : "- _ /");
			r->where = p->text->span;
			return false;
		}
	return true;
}
