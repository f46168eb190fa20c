/*
 * composer: what compose.c and compose_entries.c share. Not for others.
 */
#ifndef YAML_COMPOSER_H
#define YAML_COMPOSER_H

#include <yaml.h>

#include "base/map.h"
#include "yaml/compose.h"
#include "yaml/mark.h"

struct composer {
	struct arena *arena;		/* of the tree being made */
	struct arena stack;		/* of `open`, which is used again */
	struct arena scratch;		/* of what ends with the document */
	struct diags *diags;
	uint32_t file, base;
	struct str piece;
	struct mark_cursor cursor;
	yaml_parser_t parser;
	yaml_event_t event;
	struct map anchors;		/* of the document */
	VEC(struct entry) open;		/* children of open collections */
	uint32_t weight, depth, duplicates;
	size_t stopped;
	size_t limit;		/* no document begins here or later */
	bool aliases;		/* in this document */
	bool opened, closed;
};

/* Reports an error at byte `at` of the piece and ends the reading: false. */
bool composer_syntax(struct composer *, size_t at, const char *what,
    const char *context);
/* Counts `more` nodes of the document; false, reported, when too many. */
bool composer_weigh(struct composer *, uint32_t more, size_t at);

/*
 * The entries of the mapping being read are r->open from `first` on. Keys
 * that were met before are reported and their first value is dropped.
 */
void composer_drop_duplicates(struct composer *, size_t first);
/*
 * Applies `<<: value`, a mapping or a list of mappings: what the own keys do
 * not have is added, of several mappings the earlier one wins.
 */
bool composer_merge(struct composer *, size_t first,
    const struct node *value);

#endif
