#include "lint/gate.h"

#include "lint/subject.h"

bool
gate_is_plain(struct str text)
{
	return subject_is_strict(text);
}

const struct spot *
gate_taker(const struct ground *ground, struct str uri)
{
	for (size_t i = 0; i < ground->server->locations.n; i++) {
		const struct location *l = &ground->server->locations.at[i];
		const struct place *place = l->owner;

		if (place != NULL && l->kind == LOCATION_REGEX &&
		    l->rx != NULL && rx_compiles(l->rx) &&
		    rx_takes(l->rx, uri))
			return place->spot;
	}
	return NULL;
}

static bool
takes_plain(const struct spot *spot, struct str uri)
{
	struct str base = spot->text;

	if (spot->exact)
		return str_eq(base, uri);
	if (str_ends(base, STR("/")))
		base.len--;
	return str_starts(uri, base) && (uri.len == base.len ||
	    uri.at[base.len] == '/');
}

const struct spot *
gate_taker_plain(const struct ground *ground, struct str uri)
{
	const struct spot *best = NULL;

	for (size_t i = 0; i < ground->site->spots.n; i++) {
		const struct spot *spot = ground->site->spots.at[i];

		if (takes_plain(spot, uri) && (best == NULL || spot->exact ||
		    (!best->exact && spot->text.len > best->text.len)))
			best = spot;
	}
	return best;
}

struct str
gate_head(struct str text)
{
	struct subject_path path = { .text = text };
	struct str head;

	if (gate_is_plain(text) &&
	    str_find_byte(text, '.', 0) == STR_NONE)
		return text;
	head = subject_without_tail(&path);
	if (str_find_byte(head, '\\', 0) != STR_NONE ||
	    str_find_byte(head, '.', 0) != STR_NONE)
		return (struct str){ NULL, 0 };
	return head;
}

bool
gate_catches(struct str text, struct str *base)
{
	/* "." is no end of a line: what ends in "$" needs that there is one. */
	if (str_ends(text, STR("$")))
		return false;
	*base = gate_head(text);
	if (base->len == 0)
		return false;
	if (str_ends(*base, STR("/")))
		base->len--;
	return true;
}
