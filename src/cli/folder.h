/*
 * folder: objects as files of a folder, for kustomize and for review.
 */
#ifndef CLI_FOLDER_H
#define CLI_FOLDER_H

#include "yaml/stream.h"

/*
 * Writes one file per object, <kind>-<name>.yaml, and a list of them, which
 * is a kustomization.yaml or, unless they are objects of Kubernetes,
 * files.txt; each but JSON beginning with `header` (comment lines, the first
 * of which ends in "; written by greenlight render"). Either all of it is in
 * place afterwards or nothing has changed. Files of an earlier call that are
 * no longer wanted are removed; a file that greenlight did not write is never
 * touched: meeting one ends the program with status 2.
 */
void folder_write(struct arena *, const char *dir, struct str header,
    const struct stream *objects, bool json, bool kubernetes);

/* What it would call the files of the objects, DIR/NAME, in their order. */
const struct str *folder_names(struct arena *, const char *dir,
    const struct stream *objects, bool json);

/* Makes the folder where there is none; trouble ends the program. */
void folder_make(const char *dir);

#endif
