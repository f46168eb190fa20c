/*
 * rule: the catalogue. A rule is one line of rules.def, a section of
 * greenlight-rules(7) and a folder of tests/rules; tests/house holds the
 * three together.
 */
#ifndef DIAG_RULE_H
#define DIAG_RULE_H

#include "base/str.h"

/* What it means for the user; see greenlight-rules(7). */
enum level { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

enum family {
	FAMILY_YAML, FAMILY_OBJECT, FAMILY_REFERENCE, FAMILY_REGEX,
	FAMILY_ROUTING, FAMILY_CANARY, FAMILY_ANNOTATION, FAMILY_SECURITY,
	FAMILY_RELEASE, FAMILY_SILENCING, FAMILY_COUNT
};

enum rule_id {
#define RULE(id, name, level, family, title) RULE_##id,
#include "diag/rules.def"
#undef RULE
	RULE_COUNT
};

struct rule {
	const char *name;	/* what users type; never reused */
	enum level level;	/* the default */
	enum family family;
	const char *title;	/* what it says, in one line */
};

const struct rule *rule_get(enum rule_id);
/* RULE_COUNT when there is none of that name. */
enum rule_id rule_find(struct str name);
/* The one that a wrong name was meant for, or RULE_COUNT. */
enum rule_id rule_near(struct str wrong);
/*
 * What it speaks of cannot be gone on with: nobody can turn it off, give it
 * another level or silence it.
 */
bool rule_is_firm(enum rule_id);
const char *level_name(enum level);
/* "error", "warning", "note" or "off"; false for another word. */
bool level_parse(struct str word, enum level *);
const char *family_name(enum family);

#endif
