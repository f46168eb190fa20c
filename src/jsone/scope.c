#include "jsone/scope.h"

const struct node *
scope_find(const struct scope *scope, struct str name)
{
	for (; scope != NULL; scope = scope->up)
		for (size_t i = 0; i < scope->n; i++)
			if (str_eq(scope->vars[i].key->text, name))
				return scope->vars[i].value;
	return NULL;
}

size_t
scope_size(const struct scope *scope)
{
	size_t n = 0;

	for (; scope != NULL; scope = scope->up)
		n += scope->n;
	return n;
}

bool
scope_is_name(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		bool letter = c == '_' || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z');

		if (!letter && (i == 0 || c < '0' || c > '9'))
			return false;
	}
	return s.len > 0;
}
