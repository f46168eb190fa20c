/*
 * annotation: the catalogue of what the controller reads, as data.
 */
#ifndef MODEL_ANNOTATION_H
#define MODEL_ANNOTATION_H

#include "model/validator.h"
#include "yaml/node.h"

/* "acl" and the like; the groups of the controller's documentation. */
enum annotation_group {
	GROUP_REWRITE, GROUP_REDIRECT, GROUP_CANARY, GROUP_ALIAS,
	GROUP_BACKEND, GROUP_AFFINITY, GROUP_AUTHENTICATION, GROUP_ACL,
	GROUP_RATE_LIMIT, GROUP_CORS, GROUP_PROXY, GROUP_MIRROR, GROUP_LOG,
	GROUP_FASTCGI, GROUP_HTTP2, GROUP_MODSECURITY, GROUP_OPENTELEMETRY,
	GROUP_SNIPPETS, GROUP_PASSTHROUGH, GROUP_COUNT
};

/* In this order. */
enum annotation_risk { RISK_LOW, RISK_MEDIUM, RISK_HIGH, RISK_CRITICAL };

/* What a value stands for. */
enum annotation_kind {
	VALUE_BOOL, VALUE_INT, VALUE_SIZE,
	VALUE_WORD,		/* one of a few */
	VALUE_LIST, VALUE_TEXT, VALUE_URL, VALUE_HOST, VALUE_REGEX,
	VALUE_TARGET,		/* with variables of nginx */
	VALUE_SNIPPET,
	VALUE_SERVICE, VALUE_SECRET, VALUE_CONFIG_MAP
};

/* What follows from a value that the validator refuses. */
enum annotation_effect {
	EFFECT_NONE,		/* there is none such */
	EFFECT_DEFAULT,		/* as if it were not there; only logged */
	EFFECT_OPEN,		/* external authentication is off, silently */
	EFFECT_DENY,		/* the Ingress answers 503 */
	EFFECT_DROP		/* the Ingress is not served, and is denied */
};

enum annotation_id {
#define ANNOTATION(id, name, alias, group, risk, kind, validator, effect, \
    source, otherwise, with) ANNOTATION_##id,
#include "model/annotation.def"
#undef ANNOTATION
	ANNOTATION_COUNT
};

/* Where the value comes from when the annotation has none in force. */
enum annotation_source {
	SOURCE_UNSET,		/* nowhere: there is none */
	SOURCE_FIXED,
	SOURCE_CONFIG		/* the key of the ConfigMap with this name */
};

struct annotation {
	struct str name, alias;		/* without prefix; alias may be empty */
	enum annotation_group group;
	enum annotation_risk risk;
	enum annotation_kind kind;
	enum validator_id validator;
	enum annotation_effect effect;
	enum annotation_source source;
	struct str otherwise;		/* the usual value from there */
	/*
	 * Names with a blank between them: it does nothing unless one of
	 * these is there. Empty: it stands alone.
	 */
	struct str with;
};

/* One that earlier releases of the controller read. */
struct removed_annotation {
	struct str name;
	const char *release;	/* the first without it */
	struct str by;		/* the annotation that replaces it; or empty */
	const char *advice;	/* what to write instead */
};

const struct annotation *annotation_get(enum annotation_id);
/* NULL: there was none of that name. */
const struct removed_annotation *annotation_removed(struct str name);
/*
 * The name or alias that was meant by one that does not exist: it differs by
 * a few letters, or by one word. Empty when none or several come near.
 */
struct str annotation_nearest(struct str name);
/* The name behind "PREFIX/"; false, and untouched, for any other key. */
bool annotation_key(struct str key, struct str prefix, struct str *name);
/* By name or alias, without prefix; ANNOTATION_COUNT for none. */
enum annotation_id annotation_find(struct str name);
const char *annotation_group_name(enum annotation_group);

/*
 * "Low" to "Critical" in any case; every other word is Low
 * (parser/main.go: StringRiskToRisk()).
 */
enum annotation_risk annotation_risk_read(struct str word);
const char *annotation_risk_name(enum annotation_risk);

/*
 * True for what Go's strconv.ParseBool takes for true. The controller counts
 * anything it does not take, and a missing annotation, as false.
 */
bool annotation_is_true(const struct node *);
/* strconv.ParseBool takes it for true or false. */
bool annotation_is_bool(const struct node *);

#endif
