/*
 * placeholder: text that something else replaces before a cluster reads it.
 */
#ifndef K8S_PLACEHOLDER_H
#define K8S_PLACEHOLDER_H

#include "base/str.h"

/*
 * Finds the first placeholder in `s`: ${NAME}, ${NAME:-default}, $(NAME),
 * $(a command), $NAME in a name or host, <name>, __NAME__, or a word like
 * CHANGEME. Named groups of regular expressions, (?<name>…), and the captures
 * ${1} are none. True when there is one; it is bytes [*from, *to).
 */
bool placeholder_find(struct str s, size_t *from, size_t *to);
bool placeholder_in(struct str s);
/*
 * False when the text of a document, as it is written, holds neither a
 * placeholder nor a template, so that its values need not be searched.
 */
bool placeholder_possible(struct str text);

/* The same for Go template text, {{ … }}, as Helm has it. */
bool template_find(struct str s, size_t *from, size_t *to);

#endif
