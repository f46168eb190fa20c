/*
 * validator: what the controller lets pass as the value of an annotation
 * (internal/ingress/annotations/parser/validators.go).
 */
#ifndef MODEL_VALIDATOR_H
#define MODEL_VALIDATOR_H

#include "base/arena.h"
#include "base/str.h"

enum validator_id {
	VALIDATOR_ANY,
	VALIDATOR_BOOL, VALIDATOR_INT, VALIDATOR_SIZE,
	VALIDATOR_ADDRESSES,	/* IPs and CIDRs */
	VALIDATOR_SERVICE,	/* a name of a Service */
	VALIDATOR_COMMON_NAME,	/* CN= and a regular expression */
	/* Characters. SPACED: spaces are removed before the test. */
	VALIDATOR_BASIC,	/* spaced */
	VALIDATOR_REALM,
	VALIDATOR_EXTENDED,
	VALIDATOR_TARGET, VALIDATOR_TARGET_SPACED,
	VALIDATOR_URL, VALIDATOR_URL_SPACED,
	VALIDATOR_URL_VARIABLES,
	VALIDATOR_VARIABLES,
	VALIDATOR_REGEX,
	VALIDATOR_SERVER_NAME,
	VALIDATOR_SERVER_NAMES,
	VALIDATOR_HEADERS,
	VALIDATOR_WORD,
	VALIDATOR_FILE_NAME,
	VALIDATOR_PROXY_CIPHERS,
	/* Words. */
	VALIDATOR_AFFINITY, VALIDATOR_AFFINITY_MODE,
	VALIDATOR_CANARY_BEHAVIOR,
	VALIDATOR_AUTH_TYPE, VALIDATOR_SECRET_TYPE,
	VALIDATOR_METHOD, VALIDATOR_VERIFY_CLIENT,
	VALIDATOR_ON_OFF, VALIDATOR_ON_OFF_SPACED,
	VALIDATOR_PROTOCOL, VALIDATOR_CONNECTION, VALIDATOR_BALANCE,
	VALIDATOR_HTTP_VERSION, VALIDATOR_SATISFY, VALIDATOR_SAME_SITE,
	/* Small languages. */
	VALIDATOR_ERROR_PAGE,
	VALIDATOR_CORS_ORIGINS, VALIDATOR_CORS_METHODS,
	VALIDATOR_CORS_HEADERS,
	VALIDATOR_HTTP_ERRORS,
	VALIDATOR_COOKIE_DOMAIN,
	VALIDATOR_NEXT_UPSTREAM,
	VALIDATOR_SECONDS, VALIDATOR_SECONDS_SPACED,
	VALIDATOR_CIPHERS, VALIDATOR_TLS_PROTOCOLS,
	VALIDATOR_COUNT
};

/*
 * STR_NONE when the value passes. Else the byte it fails at, where one can
 * be told, or 0. The arena is for scratch.
 */
size_t validator_refuses(struct arena *, enum validator_id,
    struct str value);
static inline bool
validator_passes(struct arena *arena, enum validator_id id, struct str value)
{
	return validator_refuses(arena, id, value) == STR_NONE;
}

/* Of one that takes only a few words, the word that was meant; or empty. */
struct str validator_nearest(enum validator_id, struct str value);

/* "letters, digits and - . _ ~ / :"; after "it must be" or "allowed are". */
const char *validator_wants(enum validator_id);

#endif
