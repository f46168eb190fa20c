/*
 * fixing: the safe fixes of findings, made in the texts of the files.
 *
 * Fixes that touch each other cannot be made together, and some findings
 * come to light only when others are gone. So it goes in rounds: lint, take
 * the fixes, lint the new texts, until no safe fix is left.
 */
#ifndef CLI_FIXING_H
#define CLI_FIXING_H

#include "diag/diag.h"

struct fixed_file {
	uint32_t file;		/* number of its source, in every round */
	struct str old, text;	/* as it was read, and as it is now */
	size_t count;		/* findings that were fixed */
	const char *refused;	/* why it stays as it is, or NULL */
};

struct fixing {
	struct arena *arena;	/* outlives the rounds */
	unsigned rounds;
	VEC(struct fixed_file *) files;	/* that had safe fixes, in order */
};

void fixing_init(struct fixing *, struct arena *);

/*
 * Makes what can be made of the safe fixes of finished findings, in the
 * `n` files of that numbers. True when a text is another one than the
 * findings are about: they must be linted again. A file is given up, and is
 * as it was, when its new text would not read as the old one does but for
 * the places edited, or when there is no end of fixes.
 */
bool fixing_take(struct fixing *, const struct diags *,
    const struct sources *, const uint32_t *files, size_t n);

/* NULL for a file that had no safe fix. */
const struct fixed_file *fixing_find(const struct fixing *, uint32_t file);

#endif
