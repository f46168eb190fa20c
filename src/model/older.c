#include "model/older.h"

/* True when the older release takes the value. */
typedef bool judgement(struct arena *, struct str);

struct later {
	enum annotation_id id;
	enum change_id change;
	judgement *before;	/* NULL: it is the annotation that is new */
};

/*
 * An expression without ^ and $: a word may stand anywhere, and spaces do not
 * count.
 */
static bool
holds(struct arena *arena, struct str value, const char *const *words)
{
	char *text = arena_alloc(arena, value.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < value.len; i++)
		if (value.at[i] != ' ')
			text[n++] = value.at[i];
	for (; *words != NULL; words++)
		if (str_find((struct str){ text, n }, str_from(*words), 0) !=
		    STR_NONE)
			return true;
	return false;
}

static bool
holds_method(struct arena *arena, struct str value)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", NULL };

	return holds(arena, value, methods);
}

static bool
holds_verification(struct arena *arena, struct str value)
{
	static const char *const words[] = { "on", "off", NULL };

	return holds(arena, value, words);
}

static bool
is_cipher_list(struct arena *arena, struct str value)
{
	return str_find_byte(value, '_', 0) == STR_NONE &&
	    validator_passes(arena, VALIDATOR_CIPHERS, value);
}

static bool
is_page(struct arena *arena, struct str value)
{
	return str_find_byte(value, '@', 0) == STR_NONE &&
	    validator_passes(arena, VALIDATOR_ERROR_PAGE, value);
}

static bool
is_basic(struct arena *arena, struct str value)
{
	return validator_passes(arena, VALIDATOR_BASIC, value);
}

static const struct later laters[] = {
	{ ANNOTATION_DISABLE_PROXY_INTERCEPT_ERRORS,
	    CHANGE_INTERCEPT_ERRORS, NULL },
	{ ANNOTATION_CUSTOM_HEADERS, CHANGE_CUSTOM_HEADERS, NULL },
	{ ANNOTATION_TEMPORAL_REDIRECT_CODE, CHANGE_TEMPORAL_CODE, NULL },
	{ ANNOTATION_RELATIVE_REDIRECTS, CHANGE_RELATIVE_REDIRECTS, NULL },
	{ ANNOTATION_PROXY_BUSY_BUFFERS_SIZE, CHANGE_BUSY_BUFFERS, NULL },
	{ ANNOTATION_AUTH_METHOD, CHANGE_AUTH_METHOD, holds_method },
	{ ANNOTATION_AUTH_TLS_VERIFY_CLIENT, CHANGE_VERIFY_CLIENT,
	    holds_verification },
	{ ANNOTATION_SSL_CIPHERS, CHANGE_CIPHERS, is_cipher_list },
	{ ANNOTATION_AUTH_TLS_ERROR_PAGE, CHANGE_ERROR_PAGE, is_page },
	{ ANNOTATION_PROXY_COOKIE_DOMAIN, CHANGE_COOKIE_DOMAIN, is_basic },
};

/* What is later of an annotation than the version, or NULL. */
static const struct later *
find(enum annotation_id id, unsigned version)
{
	if (version == VERSION_NEWEST)
		return NULL;
	for (size_t i = 0; i < sizeof(laters) / sizeof(*laters); i++)
		if (laters[i].id == id &&
		    !change_applies(laters[i].change, version))
			return &laters[i];
	return NULL;
}

enum change_id
older_lacks(enum annotation_id id, unsigned version)
{
	const struct later *l = find(id, version);

	return l == NULL || l->before != NULL ? CHANGE_COUNT : l->change;
}

bool
older_passes(struct arena *arena, enum annotation_id id, unsigned version,
    struct str value)
{
	const struct later *l = find(id, version);

	return l == NULL || l->before == NULL ? validator_passes(arena,
	    annotation_get(id)->validator, value) : l->before(arena, value);
}
