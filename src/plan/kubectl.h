/*
 * kubectl: the commands that do what a step says, as lines for a shell.
 */
#ifndef PLAN_KUBECTL_H
#define PLAN_KUBECTL_H

#include "plan/plan.h"

/* A word of a shell, quoted only where it must be. */
struct str shell_word(struct arena *, struct str);

/* Adds commands, and those that take them back, where it has none. */
void kubectl_complete(struct arena *, struct step *);

#endif
