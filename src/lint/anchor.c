#include "lint/anchor.h"

/* One that holds at the start of the request alone, or at its end. */
static bool
is_anchor(const struct ast *n, const char *letters)
{
	return n->kind == AST_ANCHOR && !n->lines &&
	    strchr(letters, n->anchor) != NULL;
}

/* Something comes before part `at`, in every match. */
static bool
has_text_before(const struct ast *root, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (!ast_can_be_empty(root->parts[i]))
			return true;
	return false;
}

/* And after it, other than the newline that $ lets follow. */
static bool
has_text_after(const struct ast *root, uint32_t at)
{
	for (uint32_t i = at + 1; i < root->nparts; i++) {
		struct byteset first = ast_first(root->parts[i]);

		if (byteset_has(&first, '\n'))
			return false;
		if (!ast_can_be_empty(root->parts[i]))
			return true;
	}
	return false;
}

static const struct ast *
find_anchor(const struct ast *root, bool *start)
{
	for (uint32_t i = 0; root->kind == AST_CONCAT && i < root->nparts;
	    i++) {
		*start = is_anchor(root->parts[i], "^A");
		if (*start ? has_text_before(root, i) :
		    is_anchor(root->parts[i], "$zZ") &&
		    has_text_after(root, i))
			return root->parts[i];
	}
	return NULL;
}

struct diag *
anchor_check(struct lint *lint, const struct subject_path *p)
{
	const struct ast *root = subject_rx(lint, p)->tree->root, *anchor;
	struct str text;
	struct diag *d;
	bool start;

	anchor = root == NULL ? NULL : find_anchor(root, &start);
	if (anchor == NULL)
		return NULL;
	d = diag_report(lint->diags, RULE_REGEX_NEVER_MATCHES,
	    node_part(lint->sources, p->path->text, anchor->from, anchor->to),
	    "no request matches path \"%.*s\": %.*s holds at the %s of a path "
	    "only, and something has to come %s it", STR_ARG(p->text),
	    STR_ARG(str_cut(p->text, anchor->from, anchor->to)),
	    start ? "start" : "end", start ? "before" : "after");
	text = arena_printf(lint->arena, "%.*s%.*s",
	    STR_ARG(str_cut(p->text, 0, anchor->from)),
	    STR_ARG(str_cut(p->text, anchor->to, p->text.len)));
	subject_fix_path(lint, d, p->path, text);
	return d;
}
