/*
 * variable: the variables that the controller's nginx knows whatever the
 * Ingresses say. ASCII case does not matter in their names.
 */
#ifndef MODEL_VARIABLE_H
#define MODEL_VARIABLE_H

#include "base/str.h"

/*
 * nginx itself, its modules or the controller's template defines it, or a
 * module that the controller can be told to load may.
 */
bool variable_is_known(struct str name);
/* A named group may not have that name: the configuration fails. */
bool variable_is_fixed(struct str name);
/* The known one that is spelt most alike, or empty. */
struct str variable_nearest(struct str name);

#endif
