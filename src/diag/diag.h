/*
 * diag: findings. They are reported in any order, then finished (sorted,
 * joined) and printed once. Same input, same bytes.
 */
#ifndef DIAG_DIAG_H
#define DIAG_DIAG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "diag/rule.h"
#include "diag/source.h"

/* More about a finding. Without a place it stands at the finding itself. */
struct note {
	struct span where;
	struct str text;
};

/*
 * A change that removes the finding: replace the bytes of `where` by
 * `text`. Where no exact edit can be given, `where` is SPAN_NONE and only
 * `say` speaks; it may then be another way. Several edits of one finding
 * belong together, and one whose `say` is empty goes with the one before it.
 * `safe`: the change cannot be other than what was meant.
 */
struct fix {
	struct span where;
	struct str text;
	struct str say;		/* "path: /app(/|$)(.*)"; after "fix: " */
	bool safe;
};

struct diag {
	enum rule_id rule;
	enum level level;
	struct span where;
	struct str text;
	VEC(struct note) notes;
	VEC(struct fix) fixes;
	/* The object the place is in; filled before printing (k8s/place.h). */
	struct str api_version, kind, ns, name;	/* kind empty: no object */
	struct str path;	/* "spec.rules[0].host", or empty */
	bool fixed;		/* its level is what the user wants */
	bool silenced;		/* by allow_apply() */
};

struct allow;

struct diags {
	struct arena *arena;
	enum level level[RULE_COUNT];	/* in force; LEVEL_OFF drops */
	bool fixed[RULE_COUNT];		/* by diags_set_level() */
	VEC(struct diag *) list;
	VEC(struct allow *) allows;	/* diag/allow.h */
	size_t hints;		/* names that were compared with all rules */
};

/* Levels start at the defaults of the catalogue. */
void diags_init(struct diags *, struct arena *);
/* The same with the levels of another one, for a part of the work. */
void diags_init_like(struct diags *, struct arena *, const struct diags *);
/* The user's word: every finding of the rule has this level from now on. */
void diags_set_level(struct diags *, enum rule_id, enum level);

/*
 * Reports a finding. Never NULL, also when the rule is off, so notes and
 * fixes need no test. The text is one sentence or clause without a full
 * stop, says what happens to requests, and may hold any bytes of the input.
 */
struct diag *diag_report(struct diags *, enum rule_id, struct span,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Of this finding, whatever its rule has; but the user's word holds. */
void diag_level(struct diag *, enum level);

void diag_note(struct diags *, struct diag *, struct span,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* A fix the user reads; `say` is formatted. */
void diag_say_fix(struct diags *, struct diag *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A fix a program can apply; `say` is formatted from fmt. */
void diag_edit_fix(struct diags *, struct diag *, struct span,
    struct str text, bool safe, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* The rule has already spoken about the file: for what is said only once. */
bool diag_has(const struct diags *, enum rule_id, uint32_t file);

/*
 * Drops what is off or silenced, sorts by file, place and rule, joins equal
 * findings.
 */
void diags_finish(struct diags *);
/* Without those that are silenced. */
size_t diags_count(const struct diags *, enum level at_least);

#endif
