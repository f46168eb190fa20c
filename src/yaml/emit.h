/*
 * emit: trees as text.
 */
#ifndef YAML_EMIT_H
#define YAML_EMIT_H

#include "base/buf.h"
#include "yaml/node.h"

/*
 * Adds the document as a person would write it: block style (but for what is
 * STYLE_FLOW), lists at the column of their key, strings quoted only when
 * they must be. Ends with a newline; no `---`. Valid for YAML 1.1 and 1.2
 * readers with equal values.
 */
void emit_yaml(struct buf *, const struct node *);

/* Adds the value as JSON, indented by two spaces per level. */
void emit_json(struct buf *, const struct node *, unsigned level);
/* Adds the value as JSON on one line. */
void emit_json_line(struct buf *, const struct node *);

#endif
