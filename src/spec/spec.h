/*
 * spec: release specs as structs.
 *
 * The table in spec/schema.c says what a spec looks like. It is read three
 * times: to check the tree with places (shape/shape.h), to fill these
 * structs through libcyaml, and to print the JSON Schema.
 */
#ifndef SPEC_SPEC_H
#define SPEC_SPEC_H

#include "base/buf.h"
#include "diag/diag.h"
#include "yaml/node.h"
#include "yaml/stream.h"

enum phase { PHASE_BLUE_LIVE, PHASE_GREEN_PREVIEW, PHASE_CUTOVER,
	PHASE_ROLLBACK, PHASE_COUNT };

const char *phase_name(enum phase);
bool phase_parse(struct str word, enum phase *);

enum preview_kind { PREVIEW_NONE, PREVIEW_PATH, PREVIEW_HOST, PREVIEW_HEADER,
	PREVIEW_COOKIE, PREVIEW_WEIGHT };

#endif
