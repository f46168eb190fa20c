/*
 * schema: the table of the release spec, for the files of this folder.
 *
 * What a field becomes in its C struct follows from its shape:
 *
 *	SHAPE_STR		struct str; an enum when it has words, nothing
 *				when it has one word only
 *	SHAPE_INT_OR_STR	struct str
 *	SHAPE_INT		long long
 *	SHAPE_BOOL		bool
 *	SHAPE_STRUCT		a pointer to the struct, which begins with
 *				its node
 *	SHAPE_CHOICE		as its mapping; a scalar stands for the
 *				first field of it
 *	SHAPE_LIST		RELEASE_LIST of the structs; of struct
 *				release_text when the items are texts
 *	SHAPE_DICT		RELEASE_LIST(struct release_pair)
 */
#ifndef SPEC_SCHEMA_H
#define SPEC_SCHEMA_H

#include "shape/shape.h"
#include "spec/spec.h"

extern const struct shape release_shape;
extern const struct shape_rules release_rules;

/*
 * Of preview exactly one of preview_words, but the first; of expect one of
 * expect_words.
 */
extern const struct shape preview_shape, expect_shape;

/* The table of `spec`. */
extern const struct shape spec_shape;

/* By enum phase and enum route_type; all end with NULL. */
extern const char *const phase_words[];
extern const char *const expect_words[];
extern const char *const route_words[];

/* The names a colour has, in the order of the phases that send to it. */
enum colour { COLOUR_BLUE, COLOUR_GREEN };
extern const char *const colour_words[];

/*
 * What to write for a preview that the strategy takes, and for a colour:
 * "{path: /green}". The strategy of a colour may be NULL.
 */
const char *schema_preview_hint(const struct strategy *);
const char *schema_colour_hint(const struct strategy *);

#endif
