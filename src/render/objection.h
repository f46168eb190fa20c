/*
 * objection: what the checks.yaml of a strategy says about a release, as
 * greenlight-template(5), CHECKS, describes it.
 */
#ifndef RENDER_OBJECTION_H
#define RENDER_OBJECTION_H

#include "diag/diag.h"
#include "yaml/node.h"

/*
 * Reports what was made: null, an objection, or a list of these. One that
 * says no place has that of `otherwise`. False when one is no objection
 * (template-invalid), or keeps the release from being rendered.
 */
bool objections_report(struct diags *, const struct node *made,
    struct span otherwise);

#endif
