/*
 * fingerprint: what stays the same of a finding when the lines above it
 * move.
 */
#ifndef DIAG_FINGERPRINT_H
#define DIAG_FINGERPRINT_H

#include "diag/report.h"

enum fingerprint_scope {
	FINGERPRINT_FILE,	/* different within a file */
	FINGERPRINT_REPORT	/* within the report: of the file's name, too */
};

/*
 * For each finding of the report a word such as "0f3b6a2c9d8e7f41:1": a
 * hash of its rule, its object and the text of its line; and which of those
 * with the same hash it is.
 */
const struct str *fingerprints(struct arena *, const struct report *,
    enum fingerprint_scope);

#endif
