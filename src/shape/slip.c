#include "shape/slip.h"

const struct field *
slip_field(const struct field *fields, struct str name)
{
	for (; fields->name != NULL; fields++)
		if (str_is(name, fields->name))
			return fields;
	return NULL;
}

const struct field *
slip_nearest(const struct shape *s, const struct node *n, struct str key)
{
	const struct field *best = NULL;
	unsigned least = key.len < 4 ? 2 : 4;

	for (const struct field *f = s->fields; f->name != NULL; f++) {
		struct str name = str_from(f->name);
		unsigned distance = str_distance(key, name, 4);

		/* "ingressClass" for ingressClassName */
		if (key.len >= 4 && str_starts(name, key) && distance > 3)
			distance = 3;
		if (distance < least && !f->hidden &&
		    node_get(n, name) == NULL) {
			least = distance;
			best = f;
		}
	}
	return best;
}

/* The fields of a mapping, or of the mappings in a list. */
static const struct field *
inner_fields(const struct shape *s)
{
	if (s->kind == SHAPE_LIST)
		s = s->of;
	return s->kind == SHAPE_STRUCT ? s->fields : NULL;
}

/* There is room for the key in the value, or in the last of its items. */
static bool
can_take(const struct node *value, struct str key)
{
	if (node_is(value, NODE_SEQ) && value->count > 0)
		value = value->items[value->count - 1];
	return node_is_null(value) || (node_is(value, NODE_MAP) &&
	    node_get(value, key) == NULL);
}

/*
 * A field that is written goes before one that is missing, and before that
 * a slip in the letters of the key.
 */
const struct field *
slip_owner(const struct shape *s, const struct node *n, uint32_t i)
{
	struct str key = n->entries[i].key->text;
	const struct field *missing = NULL;
	bool written = false;

	if (slip_field(s->fields, key) != NULL)
		return NULL;
	for (const struct field *f = s->fields; f->name != NULL; f++) {
		const struct field *inner = inner_fields(f->shape);
		const struct entry *e;

		if (inner == NULL || f->hidden ||
		    slip_field(inner, key) == NULL)
			continue;
		e = node_entry(n, str_from(f->name));
		if (e != NULL && can_take(e->value, key))
			return f;
		written = written || e != NULL;
		if (missing == NULL)
			missing = f;
	}
	return written || slip_nearest(s, n, key) != NULL ? NULL : missing;
}
