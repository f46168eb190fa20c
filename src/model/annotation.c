#include "model/annotation.h"

#include "model/decode.h"

static const struct annotation annotations[ANNOTATION_COUNT] = {
#define ANNOTATION(id, name, alias, group, risk, kind, validator, effect) \
	[ANNOTATION_##id] = { { name, sizeof(name) - 1 }, \
	    { alias, sizeof(alias) - 1 }, GROUP_##group, RISK_##risk, \
	    VALUE_##kind, VALIDATOR_##validator, EFFECT_##effect },
#include "model/annotation.def"
#undef ANNOTATION
};

static const char *const group_names[GROUP_COUNT] = {
	"rewrite", "redirect", "canary", "alias", "backend", "affinity",
	"authentication", "acl", "rate-limit", "cors", "proxy", "mirror",
	"log", "fastcgi", "http2", "modsecurity", "opentelemetry", "snippets",
	"ssl-passthrough",
};

static const char *const risk_names[] = {
	"Low", "Medium", "High", "Critical",
};

const struct annotation *
annotation_get(enum annotation_id id)
{
	return &annotations[id];
}

enum annotation_id
annotation_find(struct str name)
{
	size_t i = 0;

	while (i < ANNOTATION_COUNT && (name.len == 0 ||
	    (!str_eq(name, annotations[i].name) &&
	    !str_eq(name, annotations[i].alias))))
		i++;
	return (enum annotation_id)i;
}

const char *
annotation_group_name(enum annotation_group group)
{
	return group_names[group];
}

enum annotation_risk
annotation_risk_read(struct str word)
{
	enum annotation_risk risk = RISK_CRITICAL;

	while (risk > RISK_LOW &&
	    !str_eq_nocase(word, str_from(risk_names[risk])))
		risk--;
	return risk;
}

const char *
annotation_risk_name(enum annotation_risk risk)
{
	return risk_names[risk];
}

bool
annotation_is_true(const struct node *value)
{
	bool is_true = false;

	return decode_bool(node_text(value), &is_true) && is_true;
}

bool
annotation_is_bool(const struct node *value)
{
	bool is_true;

	return decode_bool(node_text(value), &is_true);
}
