/*
 * annotation: values as the controller decodes them.
 */
#ifndef MODEL_ANNOTATION_H
#define MODEL_ANNOTATION_H

#include "yaml/node.h"

/*
 * True for what Go's strconv.ParseBool takes for true. The controller counts
 * anything it does not take, and a missing annotation, as false.
 */
bool annotation_is_true(const struct node *);
/* strconv.ParseBool takes it for true or false. */
bool annotation_is_bool(const struct node *);

#endif
