/*
 * manual: sections of the built-in manual page as text.
 */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "base/buf.h"

enum manual_style {
	MANUAL_PAGE,		/* with the heading, indented */
	MANUAL_TEXT,		/* without either */
	MANUAL_MARKDOWN		/* that too, as GitHub's Markdown */
};

/*
 * Adds the subsection (.Ss) whose heading begins with the word `name` of an
 * mdoc page, as text filled to 76 columns; false when there is none.
 * Understood is the part of mdoc that our own pages use: paragraphs,
 * displays, lists, and the macros for words.
 */
bool manual_section(struct buf *, struct str page, struct str name,
    enum manual_style);

#endif
