#include "diag/rule.h"

static const struct rule rules[RULE_COUNT] = {
#define RULE(id, name, level, family, title) \
	[RULE_##id] = { name, LEVEL_##level, FAMILY_##family, title },
#include "diag/rules.def"
#undef RULE
};

static const char *const levels[] = { "off", "note", "warning", "error" };
static const char *const families[] = {
	[FAMILY_YAML] = "yaml",
	[FAMILY_OBJECT] = "object",
	[FAMILY_REFERENCE] = "reference",
	[FAMILY_REGEX] = "regex and rewrite",
	[FAMILY_ROUTING] = "routing",
	[FAMILY_CANARY] = "canary",
	[FAMILY_ANNOTATION] = "annotation",
	[FAMILY_SECURITY] = "security",
	[FAMILY_RELEASE] = "release",
	[FAMILY_SILENCING] = "silencing",
};

const struct rule *
rule_get(enum rule_id id)
{
	return &rules[id];
}

enum rule_id
rule_find(struct str name)
{
	unsigned id = 0;

	while (id < RULE_COUNT && !str_is(name, rules[id].name))
		id++;
	return id;
}

enum rule_id
rule_near(struct str wrong)
{
	unsigned best = RULE_COUNT, least = 5;

	for (unsigned id = 0; id < RULE_COUNT; id++) {
		unsigned d = str_distance(wrong, str_from(rules[id].name), 5);

		if (d < least) {
			least = d;
			best = id;
		}
	}
	return best;
}

bool
rule_is_firm(enum rule_id id)
{
	return id == RULE_YAML_SYNTAX || id == RULE_YAML_LIMIT ||
	    rules[id].family == FAMILY_RELEASE;
}

const char *
level_name(enum level level)
{
	return levels[level];
}

bool
level_parse(struct str word, enum level *level)
{
	for (unsigned i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		if (str_is(word, levels[i])) {
			*level = i;
			return true;
		}
	return false;
}

const char *
family_name(enum family family)
{
	return families[family];
}
