/*
 * Questions to a tree. Every answer is on the safe side: where a part is not
 * understood it may be empty, and may begin with anything.
 */
#include "rx/ast.h"

bool
ast_can_be_empty(const struct ast *n)
{
	bool any = false, all = true;

	for (uint32_t i = 0; i < n->nparts; i++) {
		bool one = ast_can_be_empty(n->parts[i]);

		any = any || one;
		all = all && one;
	}
	switch (n->kind) {
	case AST_BYTE:
	case AST_SET:
		return false;
	case AST_ALT:
		return any;
	case AST_CONCAT:
	case AST_GROUP:
		return all;
	case AST_REPEAT:
		return n->least == 0 || all;
	default:
		return true;
	}
}

struct byteset
ast_first(const struct ast *n)
{
	struct byteset first = BYTESET_NONE, part;

	switch (n->kind) {
	case AST_BYTE:
		byteset_add(&first, n->byte);
		if (n->nocase)
			byteset_fold(&first);
		return first;
	case AST_SET:
		return n->set;
	case AST_BACKREF:
	case AST_OTHER:
		return BYTESET_ALL;
	case AST_EMPTY:
	case AST_ANCHOR:
	case AST_LOOK:
		return first;
	default:
		break;
	}
	for (uint32_t i = 0; i < n->nparts; i++) {
		part = ast_first(n->parts[i]);
		byteset_join(&first, &part);
		if (n->kind == AST_CONCAT && !ast_can_be_empty(n->parts[i]))
			break;
	}
	return first;
}

static struct byteset
own_bytes(const struct ast *n)
{
	struct byteset own = BYTESET_NONE;

	switch (n->kind) {
	case AST_BYTE:
		byteset_add(&own, n->byte);
		if (n->nocase)
			byteset_fold(&own);
		return own;
	case AST_SET:
		return n->set;
	case AST_BACKREF:
	case AST_OTHER:
		return BYTESET_ALL;
	default:
		return own;
	}
}

struct byteset
ast_bytes(const struct ast *n)
{
	struct byteset all = own_bytes(n), part;

	for (uint32_t i = 0; i < n->nparts && n->kind != AST_LOOK; i++) {
		part = ast_bytes(n->parts[i]);
		byteset_join(&all, &part);
	}
	return all;
}

/* Adds all groups of that number; `sure`: this part always takes part. */
static void
add_captures(const struct ast *n, uint32_t number, bool sure,
    struct ast_capture *all, bool *found)
{
	if (n->kind == AST_GROUP && n->number == number) {
		struct byteset first = ast_first(n->parts[0]);
		struct byteset bytes = ast_bytes(n->parts[0]);

		byteset_join(&all->first, &first);
		byteset_join(&all->bytes, &bytes);
		if (!sure || ast_can_be_empty(n->parts[0]))
			all->can_be_empty = true;
		*found = true;
	}
	if (n->kind == AST_ALT || n->kind == AST_OTHER ||
	    (n->kind == AST_REPEAT && n->least == 0) ||
	    (n->kind == AST_LOOK && n->negative))
		sure = false;
	for (uint32_t i = 0; i < n->nparts; i++)
		add_captures(n->parts[i], number, sure, all, found);
}

struct ast_capture
ast_capture(const struct ast_tree *tree, uint32_t number)
{
	struct ast_capture all = { false, BYTESET_NONE, BYTESET_NONE };
	bool found = false;

	add_captures(tree->root, number, true, &all, &found);
	if (!found || tree->accepts)
		all.can_be_empty = true;
	return all;
}

static const struct ast *
find_group(const struct ast *n, uint32_t number)
{
	const struct ast *hit = NULL;

	if (n->kind == AST_GROUP && n->number == number)
		return n;
	for (uint32_t i = 0; i < n->nparts && hit == NULL; i++)
		hit = find_group(n->parts[i], number);
	return hit;
}

const struct ast *
ast_group(const struct ast_tree *tree, uint32_t number)
{
	return number == 0 ? NULL : find_group(tree->root, number);
}

bool
ast_is_nested(const struct ast_tree *tree, uint32_t inner, uint32_t outer)
{
	const struct ast *group = ast_group(tree, outer);

	return group != NULL && inner != 0 && inner != outer &&
	    find_group(group, inner) != NULL;
}

static bool
is_width_zero(const struct ast *n)
{
	return n->kind == AST_EMPTY || n->kind == AST_ANCHOR;
}

/* It can end in any number of letters: .*, [^/]+, api(?:/.*)? */
static bool
ends_endless(const struct ast *n)
{
	uint32_t last = n->nparts;

	switch (n->kind) {
	case AST_REPEAT:
		return ends_endless(n->parts[0]) ||
		    (n->most == AST_ENDLESS &&
		    n->parts[0]->kind == AST_SET &&
		    byteset_has(&n->parts[0]->set, 'a') &&
		    byteset_has(&n->parts[0]->set, 'z'));
	case AST_GROUP:
		return ends_endless(n->parts[0]);
	case AST_ALT:
		for (uint32_t i = 0; i < n->nparts; i++)
			if (ends_endless(n->parts[i]))
				return true;
		return false;
	case AST_CONCAT:
		while (last > 0 && is_width_zero(n->parts[last - 1]))
			last--;
		return last > 0 && ends_endless(n->parts[last - 1]);
	default:
		return false;
	}
}

/* Nothing is consumed after the group in any match. */
static bool
is_at_end(const struct ast *n, uint32_t number)
{
	uint32_t i = 0;

	if (n->kind == AST_GROUP && n->number == number)
		return true;
	while (i < n->nparts && find_group(n->parts[i], number) == NULL)
		i++;
	if (i == n->nparts || n->kind == AST_LOOK || n->kind == AST_OTHER ||
	    (n->kind == AST_REPEAT && n->most > 1))
		return false;
	if (!is_at_end(n->parts[i], number))
		return false;
	if (n->kind == AST_CONCAT)
		while (++i < n->nparts)
			if (!is_width_zero(n->parts[i]))
				return false;
	return true;
}

/* The pattern ends in $ or the like. */
static bool
ends_in_anchor(const struct ast *root)
{
	uint32_t i = root->kind == AST_CONCAT ? root->nparts : 0;

	while (i-- > 0 && is_width_zero(root->parts[i]))
		if (root->parts[i]->kind == AST_ANCHOR &&
		    !root->parts[i]->lines &&
		    strchr("$zZ", root->parts[i]->anchor) != NULL)
			return true;
	return false;
}

enum ast_role
ast_role(const struct ast_tree *tree, uint32_t number)
{
	const struct ast *group = ast_group(tree, number);
	struct byteset first, bytes, slash = BYTESET_NONE;

	if (group == NULL)
		return ROLE_OTHER;
	byteset_add(&slash, '/');
	first = ast_first(group);
	bytes = ast_bytes(group);
	if (byteset_within(&bytes, &slash) && byteset_has(&first, '/'))
		return ROLE_BOUNDARY;
	if (!is_at_end(tree->root, number) ||
	    !(ends_endless(group) || ends_in_anchor(tree->root)))
		return ROLE_OTHER;
	return byteset_has(&first, '/') && byteset_within(&first, &slash) ?
	    ROLE_SLASH_TAIL : ROLE_TAIL;
}
