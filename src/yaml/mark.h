/*
 * mark: libyaml counts characters, we count bytes.
 */
#ifndef YAML_MARK_H
#define YAML_MARK_H

#include <stdint.h>

#include "base/str.h"

/*
 * Walks back and forth over UTF-8 text. libyaml's marks are met almost in
 * order, so a whole document costs one walk over its text.
 */
struct mark_cursor {
	struct str text;
	bool ascii;		/* every character is a byte */
	size_t character;
	size_t byte;
};

/*
 * `text` is valid UTF-8 and begins where the parser began, after a BOM;
 * `ascii` says that no character of it is longer than a byte.
 */
void mark_start(struct mark_cursor *, struct str text, bool ascii);
/* The offset in the text of the character of that number. */
size_t mark_byte(struct mark_cursor *, size_t character);

#endif
