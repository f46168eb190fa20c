/*
 * The controller has Go regular expressions for most of this. Nearly all are
 * sets of characters; the few others are small enough to be read by hand,
 * which also takes time in proportion to the value, whatever it holds.
 * "$" of Go is the end of the text; a line break is never let pass.
 */
#include "model/validator.h"

#include "model/address.h"
#include "model/decode.h"
#include "rx/ast.h"

enum before { AS_IS, NO_SPACES, TRIMMED };

/* True when the value passes. */
typedef bool language(struct arena *, struct str);

struct validator {
	const char *wants;
	enum before before;
	const char *chars;		/* the characters besides a-zA-Z0-9 */
	bool not_empty;
	const char *const *words;	/* one of them */
	bool fold, anywhere;		/* of words: any case; holds one */
	language *language;
};

static bool
is_in(char c, const char *chars)
{
	return str_is_letter(c) || str_is_digit(c) ||
	    (c != 0 && strchr(chars, c) != NULL);
}

static size_t
count_in(struct str text, size_t from, const char *chars)
{
	size_t at = from;

	while (at < text.len && is_in(text.at[at], chars))
		at++;
	return at - from;
}

static size_t
count_digits(struct str text, size_t from)
{
	size_t at = from;

	while (at < text.len && str_is_digit(text.at[at]))
		at++;
	return at - from;
}

/* Blanks that \s takes, but for line breaks, which never pass. */
static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static bool
is_bool(struct arena *arena, struct str text)
{
	bool value;

	(void)arena;
	return decode_bool(text, &value);
}

static bool
is_int(struct arena *arena, struct str text)
{
	long long value;

	(void)arena;
	return decode_int(text, &value);
}

/* \d+[bkmg]? */
static bool
is_size(struct arena *arena, struct str text)
{
	size_t n = count_digits(text, 0);

	(void)arena;
	return n > 0 && (n == text.len || (n + 1 == text.len &&
	    strchr("bkmgBKMG", text.at[n]) != NULL));
}

/* internal/net: ParseCIDRs() */
static bool
is_addresses(struct arena *arena, struct str text)
{
	(void)arena;
	while (text.at != NULL)
		if (!address_is_range(decode_trim(str_next(&text, ','))))
			return false;
	return true;
}

/* NameIsDNS1035Label */
static bool
is_label(struct arena *arena, struct str text)
{
	(void)arena;
	if (text.len == 0 || text.len > 63 || text.at[0] < 'a' ||
	    text.at[0] > 'z' || text.at[text.len - 1] == '-')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_in(text.at[i], "-") ||
		    (text.at[i] >= 'A' && text.at[i] <= 'Z'))
			return false;
	return true;
}

static bool
is_common_name(struct arena *arena, struct str text)
{
	return str_starts(text, STR("CN=")) && ast_parse(arena,
	    str_cut(text, 3, text.len))->root != NULL;
}

/*
 * (@[A-Za-z0-9_-]+|((https?://)?[A-Za-z0-9\-.]+(:\d+)?)?
 * (/[A-Za-z0-9\-_.]+)*\/?)
 */
static bool
is_error_page(struct arena *arena, struct str text)
{
	size_t at = 0, n;

	(void)arena;
	if (str_starts(text, STR("@")))
		return text.len > 1 && count_in(text, 1, "_-") == text.len - 1;
	if (str_starts(text, STR("http://")))
		at = 7;
	else if (str_starts(text, STR("https://")))
		at = 8;
	n = count_in(text, at, "-.");
	if (n == 0 && at > 0)
		return false;
	at += n;
	if (n > 0 && at < text.len && text.at[at] == ':') {
		n = count_digits(text, at + 1);
		if (n == 0)
			return false;
		at += 1 + n;
	}
	while (at < text.len && text.at[at] == '/' &&
	    (n = count_in(text, at + 1, "-_.")) > 0)
		at += 1 + n;
	at += at < text.len && text.at[at] == '/';
	return at == text.len;
}

/*
 * (((([a-z]+://)?(\*\.)?[A-Za-z0-9\-.]*(:\d+)?,?)|null)+|\*)? All parts may
 * be left out, so they may stand in any order.
 */
static bool
is_origins(struct arena *arena, struct str text)
{
	size_t at = 0, n;

	(void)arena;
	if (str_is(text, "*"))
		return true;
	while (at < text.len) {
		struct str rest = str_cut(text, at, text.len);

		if (str_starts(rest, STR("://")) && at > 0 &&
		    text.at[at - 1] >= 'a' && text.at[at - 1] <= 'z')
			at += 3;
		else if (str_starts(rest, STR("*.")))
			at += 2;
		else if (rest.at[0] == ':' && (n = count_digits(rest, 1)) > 0)
			at += 1 + n;
		else if (is_in(rest.at[0], "-.,"))
			at++;
		else
			return false;
	}
	return true;
}

/* (ITEM,?\s?)+ where an item is a run of such characters. */
static bool
is_items(struct str text, bool (*is_item)(char))
{
	bool after_item = false, after_comma = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (is_item(c)) {
			after_item = true;
			after_comma = false;
			continue;
		}
		if ((c != ',' || !after_item) &&
		    (!is_blank(c) || (!after_item && !after_comma)))
			return false;
		after_comma = c == ',';
		after_item = false;
	}
	return text.len > 0;
}

static bool
is_methods(struct arena *arena, struct str text)
{
	(void)arena;
	return is_items(text, str_is_letter);
}

static bool
is_header_char(char c)
{
	return is_in(c, "-_*");
}

static bool
is_exposed(struct arena *arena, struct str text)
{
	(void)arena;
	return is_items(text, is_header_char);
}

/* (?:[4,5]\d{2},?)*: the comma is also one of the first characters. */
static bool
is_errors(struct arena *arena, struct str text)
{
	enum { START = 1, FIRST = 2, SECOND = 4, END = 8 };
	unsigned states = START;

	(void)arena;
	for (size_t i = 0; i < text.len && states != 0; i++) {
		char c = text.at[i];
		unsigned next = 0;

		if ((states & (START | END)) != 0 &&
		    (c == '4' || c == '5' || c == ','))
			next |= FIRST;
		if ((states & END) != 0 && c == ',')
			next |= START;
		if ((states & FIRST) != 0 && str_is_digit(c))
			next |= SECOND;
		if ((states & SECOND) != 0 && str_is_digit(c))
			next |= END;
		states = next;
	}
	return (states & (START | END)) != 0;
}

/* off|[\-._~a-zA-Z0-9/:]+\s+[\-._~a-zA-Z0-9/:]+ */
static bool
is_cookie_domain(struct arena *arena, struct str text)
{
	static const char chars[] = "-._~/:";
	size_t first = count_in(text, 0, chars), at = first;

	(void)arena;
	while (at < text.len && is_blank(text.at[at]))
		at++;
	return str_is(text, "off") || (first > 0 && at > first &&
	    at < text.len && at + count_in(text, at, chars) == text.len);
}

/* Takes the longest word that the text begins with off it. */
static bool
take_word(struct str *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_starts(*text, str_from(*words))) {
			*text = str_cut(*text, strlen(*words), text->len);
			return true;
		}
	return false;
}

/* ((error|timeout|…)\s?)+ */
static bool
is_next_upstream(struct arena *arena, struct str text)
{
	static const char *const words[] = {
		"error", "timeout", "invalid_header", "http_500", "http_502",
		"http_503", "http_504", "http_403", "http_404", "http_429",
		"non_idempotent", "off", NULL
	};

	(void)arena;
	if (text.len == 0)
		return false;
	while (text.len > 0) {
		if (!take_word(&text, words))
			return false;
		if (text.len > 0 && is_blank(text.at[0]))
			text = str_cut(text, 1, text.len);
	}
	return true;
}

/* (^0|-?[1-9]\d*$) */
static bool
is_seconds(struct arena *arena, struct str text)
{
	size_t i = text.len;

	(void)arena;
	if (str_starts(text, STR("0")))
		return true;
	while (i > 0 && str_is_digit(text.at[i - 1]))
		if (text.at[--i] != '0')
			return true;
	return false;
}

/* ([A-Za-z0-9!:+\-_]*(@STRENGTH)*(@SECLEVEL=[0-5])*(@STRENGTH)*)* */
static bool
is_ciphers(struct arena *arena, struct str text)
{
	static const char *const words[] = {
		"@STRENGTH", "@SECLEVEL=0", "@SECLEVEL=1", "@SECLEVEL=2",
		"@SECLEVEL=3", "@SECLEVEL=4", "@SECLEVEL=5", NULL
	};

	(void)arena;
	while (text.len > 0) {
		size_t n = count_in(text, 0, "!:+-_");

		text = str_cut(text, n, text.len);
		if (n == 0 && !take_word(&text, words))
			return false;
	}
	return true;
}

/* (TLSv1\.2|TLSv1\.3| )* */
static bool
is_tls_protocols(struct arena *arena, struct str text)
{
	static const char *const words[] = { "TLSv1.2", "TLSv1.3", NULL };

	(void)arena;
	while (text.len > 0 && take_word(&text, words))
		continue;
	return text.len == 0;
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define REGEX_CHARS "/-._~:^$[](){}*+?|&=\\"

static bool
is_server_name(struct str text)
{
	return count_in(text, 0, REGEX_CHARS) == text.len;
}

/* ValidateArrayOfServerName() */
static bool
is_server_names(struct arena *arena, struct str text)
{
	(void)arena;
	while (text.at != NULL)
		if (!is_server_name(decode_trim(str_next(&text, ','))))
			return false;
	return true;
}

static const struct validator validators[VALIDATOR_COUNT] = {
	[VALIDATOR_ANY] = { .wants = "anything" },
	[VALIDATOR_BOOL] = { "\"true\" or \"false\"", .language = is_bool },
	[VALIDATOR_INT] = { "a whole number", .language = is_int },
	[VALIDATOR_SIZE] = { "a size such as 8k or 10m",
	    .before = NO_SPACES, .language = is_size },
	[VALIDATOR_ADDRESSES] = { "IP addresses and CIDRs with commas "
	    "between them", .language = is_addresses },
	[VALIDATOR_SERVICE] = { "the name of a Service of this namespace",
	    .language = is_label },
	[VALIDATOR_COMMON_NAME] = { "\"CN=\" and a regular expression",
	    .language = is_common_name },
	[VALIDATOR_BASIC] = { "letters, digits and - . _ ~ / :",
	    .before = NO_SPACES, .chars = "/-._~:" },
	[VALIDATOR_REALM] = { "letters, digits, spaces and - . _ ~ / :",
	    .chars = "/-._~: " },
	[VALIDATOR_EXTENDED] = {
	    "letters, digits, spaces and - . _ ~ / : ,",
	    .chars = "/-._~:, " },
	[VALIDATOR_TARGET] = { "letters, digits and - . _ ~ / : $",
	    .chars = "/-._~:$" },
	[VALIDATOR_TARGET_SPACED] = { "letters, digits and - . _ ~ / : $",
	    .before = NO_SPACES, .chars = "/-._~:$" },
	[VALIDATOR_URL] = { "letters, digits and - . _ ~ / : , ? & =",
	    .chars = "/-._~:,?&=" },
	[VALIDATOR_URL_SPACED] = { "letters, digits and - . _ ~ / : , ? & =",
	    .before = NO_SPACES, .chars = "/-._~:,?&=" },
	[VALIDATOR_URL_VARIABLES] = {
	    "letters, digits and - . _ ~ / : , ? & = $",
	    .before = NO_SPACES, .chars = "/-._~:,?&=$" },
	[VALIDATOR_VARIABLES] = { "letters, digits and - _ $ { }",
	    .before = NO_SPACES, .chars = "-_${}" },
	[VALIDATOR_REGEX] = { "letters, digits and - . _ ~ / : ^ $ [ ] ( ) "
	    "{ } * + ? | & = \\", .chars = REGEX_CHARS },
	[VALIDATOR_SERVER_NAME] = { "letters, digits and - . _ ~ / : ^ $ [ ] "
	    "( ) { } * + ? | & = \\",
	    .before = TRIMMED, .chars = REGEX_CHARS },
	[VALIDATOR_SERVER_NAMES] = { "names with commas between them",
	    .language = is_server_names },
	[VALIDATOR_HEADERS] = {
	    "names of headers with commas between them",
	    .before = NO_SPACES, .chars = "-_," },
	[VALIDATOR_WORD] = { "letters, digits and - _",
	    .before = NO_SPACES, .chars = "-_" },
	[VALIDATOR_FILE_NAME] = { "letters, digits and - . _",
	    .before = NO_SPACES, .chars = "-._", .not_empty = true },
	[VALIDATOR_PROXY_CIPHERS] = { "letters, digits and + : _ - !",
	    .before = NO_SPACES, .chars = "+:_-!" },

	[VALIDATOR_AFFINITY] = { "\"cookie\"", .before = TRIMMED,
	    .words = WORDS("cookie") },
	[VALIDATOR_AFFINITY_MODE] = { "\"balanced\" or \"persistent\"",
	    .before = TRIMMED, .words = WORDS("balanced", "persistent") },
	[VALIDATOR_CANARY_BEHAVIOR] = { "\"sticky\" or \"legacy\"",
	    .before = TRIMMED, .words = WORDS("sticky", "legacy") },
	[VALIDATOR_AUTH_TYPE] = { "\"basic\" or \"digest\"",
	    .before = NO_SPACES, .words = WORDS("basic", "digest"),
	    .anywhere = true },
	[VALIDATOR_SECRET_TYPE] = { "\"auth-file\" or \"auth-map\"",
	    .before = NO_SPACES, .words = WORDS("auth-file", "auth-map"),
	    .anywhere = true },
	[VALIDATOR_METHOD] = { "an HTTP method in capitals",
	    .before = NO_SPACES, .words = WORDS("GET", "HEAD", "POST", "PUT",
	    "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE") },
	[VALIDATOR_VERIFY_CLIENT] = { "\"on\", \"off\", \"optional\" or "
	    "\"optional_no_ca\"", .before = NO_SPACES,
	    .words = WORDS("on", "off", "optional", "optional_no_ca") },
	[VALIDATOR_ON_OFF] = { "\"on\" or \"off\"", .before = TRIMMED,
	    .words = WORDS("on", "off") },
	[VALIDATOR_ON_OFF_SPACED] = { "\"on\" or \"off\"",
	    .before = NO_SPACES, .words = WORDS("on", "off") },
	[VALIDATOR_PROTOCOL] = { "AUTO_HTTP, HTTP, HTTPS, GRPC, GRPCS or "
	    "FCGI", .before = TRIMMED, .fold = true,
	    .words = WORDS("auto_http", "http", "https", "grpc", "grpcs",
	    "fcgi") },
	[VALIDATOR_CONNECTION] = { "\"close\" or \"keep-alive\"",
	    .before = NO_SPACES, .words = WORDS("close", "keep-alive") },
	[VALIDATOR_BALANCE] = { "round_robin, chash, chashsubset, "
	    "sticky_balanced, sticky_persistent or ewma", .before = TRIMMED,
	    .words = WORDS("round_robin", "chash", "chashsubset",
	    "sticky_balanced", "sticky_persistent", "ewma") },
	[VALIDATOR_HTTP_VERSION] = { "\"1.0\" or \"1.1\"", .before = TRIMMED,
	    .words = WORDS("1.0", "1.1") },
	[VALIDATOR_SATISFY] = { "\"any\" or \"all\"", .before = TRIMMED,
	    .words = WORDS("any", "all") },
	[VALIDATOR_SAME_SITE] = { "None, Lax or Strict", .before = TRIMMED,
	    .fold = true, .words = WORDS("none", "lax", "strict") },

	[VALIDATOR_ERROR_PAGE] = { "a URL, a path or @name",
	    .before = NO_SPACES, .language = is_error_page },
	[VALIDATOR_CORS_ORIGINS] = { "origins with commas between them, or *",
	    .before = NO_SPACES, .language = is_origins },
	[VALIDATOR_CORS_METHODS] = { "methods with commas between them",
	    .before = NO_SPACES, .language = is_methods },
	[VALIDATOR_CORS_HEADERS] = {
	    "names of headers with commas between them, or *",
	    .before = NO_SPACES, .language = is_exposed },
	[VALIDATOR_HTTP_ERRORS] = {
	    "codes from 400 to 599 with commas between them",
	    .before = NO_SPACES, .language = is_errors },
	[VALIDATOR_COOKIE_DOMAIN] = {
	    "\"off\", or two names with a space between them",
	    .language = is_cookie_domain },
	[VALIDATOR_NEXT_UPSTREAM] = { "words such as error, timeout and "
	    "http_502 with spaces between them",
	    .language = is_next_upstream },
	[VALIDATOR_SECONDS] = { "a number of seconds",
	    .language = is_seconds },
	[VALIDATOR_SECONDS_SPACED] = { "a number of seconds",
	    .before = NO_SPACES, .language = is_seconds },
	[VALIDATOR_CIPHERS] = { "names of ciphers with colons between them",
	    .before = NO_SPACES, .language = is_ciphers },
	[VALIDATOR_TLS_PROTOCOLS] = { "TLSv1.2 and TLSv1.3",
	    .before = NO_SPACES, .language = is_tls_protocols },
};

static struct str
without_spaces(struct arena *arena, struct str text)
{
	char *out;
	size_t n = 0;

	if (str_find_byte(text, ' ', 0) == STR_NONE)
		return text;
	out = arena_alloc(arena, text.len);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != ' ')
			out[n++] = text.at[i];
	return (struct str){ out, n };
}

/* The place is that in the value, blanks before and between included. */
static size_t
first_other(const struct validator *v, struct str value)
{
	struct str text = v->before == TRIMMED ? decode_trim(value) : value;

	for (size_t i = 0; i < text.len; i++)
		if (!is_in(text.at[i], v->chars) &&
		    !(v->before == NO_SPACES && text.at[i] == ' '))
			return (size_t)(text.at - value.at) + i;
	return STR_NONE;
}

static bool
has_word(const struct validator *v, struct str text)
{
	for (const char *const *word = v->words; *word != NULL; word++)
		if (v->anywhere ? str_find(text, str_from(*word), 0) !=
		    STR_NONE : v->fold ? str_eq_nocase(text, str_from(*word)) :
		    str_is(text, *word))
			return true;
	return false;
}

/* parser/validators.go: MaliciousRegex; not where words are compared. */
static size_t
first_line_break(const struct validator *v, struct str value)
{
	size_t lf, cr;

	if (v->before == TRIMMED || v->language == is_bool ||
	    v->language == is_int || v->language == is_addresses ||
	    v->language == is_label || v->language == is_common_name ||
	    v->language == is_server_names)
		return STR_NONE;
	lf = str_find_byte(value, '\n', 0);
	cr = str_find_byte(value, '\r', 0);
	return lf < cr ? lf : cr;
}

size_t
validator_refuses(struct arena *arena, enum validator_id id,
    struct str value)
{
	const struct validator *v = &validators[id];
	struct str text = value;
	size_t at;

	if (id == VALIDATOR_ANY)
		return STR_NONE;
	at = first_line_break(v, value);
	if (at != STR_NONE)
		return at;
	if (v->before == NO_SPACES)
		text = without_spaces(arena, value);
	else if (v->before == TRIMMED)
		text = decode_trim(value);
	if (v->chars != NULL)
		return v->not_empty && text.len == 0 ? 0 :
		    first_other(v, value);
	if (v->words != NULL)
		return has_word(v, text) ? STR_NONE : 0;
	return v->language(arena, text) ? STR_NONE : 0;
}

struct str
validator_nearest(enum validator_id id, struct str value)
{
	const char *const *words = validators[id].words;

	for (; words != NULL && *words != NULL; words++) {
		unsigned most = strlen(*words) > 3;

		if (str_distance(value, str_from(*words), most) <= most)
			return str_from(*words);
	}
	return (struct str){ NULL, 0 };
}

const char *
validator_wants(enum validator_id id)
{
	return validators[id].wants;
}
