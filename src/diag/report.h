/*
 * report: finished findings in one of the formats of formats.def.
 */
#ifndef DIAG_REPORT_H
#define DIAG_REPORT_H

#include "diag/diag.h"

/* What a printer may know. */
struct report {
	const struct diags *diags;	/* finished */
	struct sources *sources;
	/* The sources read, ascending; the first `nchecked` were checked. */
	const uint32_t *files;
	size_t nfiles, nchecked, nobjects;
	enum level fail_on;	/* findings from this level on are failures */
	bool failed;		/* some input could not be read at all */
	bool colour;		/* text only */
	/* Adds what the manual says about a rule, plain or as Markdown. */
	void (*explain)(struct buf *, enum rule_id, bool markdown);
};

typedef void report_printer(struct buf *, const struct report *);

#define FORMAT(name) report_printer report_##name;
#include "diag/formats.def"
#undef FORMAT

/* The printer of that name, or NULL. */
report_printer *report_find(struct str name);

/*
 * For the printers.
 */

/*
 * Where the formats that need a file say that something is; a finding that
 * has no place stands on top of the first file.
 */
struct extent {
	const char *file;
	struct position from, to;
};
struct extent report_extent(const struct report *, struct span);
/* A file name without "." and empty parts: "a/b.yaml" for "./a//b.yaml". */
struct str report_path(struct arena *, const char *file);

/* A message, safe on a terminal, and cut: the values in it can be huge. */
void report_say(struct buf *, struct str message);
/* One finding as text, without colours. */
void report_tell(struct buf *, const struct report *, const struct diag *);

#endif
