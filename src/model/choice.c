#include "model/choice.h"

#include "rx/rx.h"

static char
variable_byte(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == '-' ? '_' : c;
}

/* The variable $http_... of one is that of the other. */
static bool
is_same_variable(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (variable_byte(a.at[i]) != variable_byte(b.at[i]))
			return false;
	return true;
}

/* nginx drops the others: ngx_http_parse_header_line() */
static bool
is_let_in(const struct controller *c, struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char x = name.at[i];

		if ((x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') ||
		    (x >= '0' && x <= '9') || x == '-')
			continue;
		if (x == '_' ? !c->underscores_in_headers :
		    c->ignore_invalid_headers)
			return false;
	}
	return name.len > 0;
}

/* Values of a header that is sent twice are one, as nginx 1.27 has it. */
static bool
get_header(struct arena *arena, const struct controller *c,
    const struct request *request, struct str name, struct str *value)
{
	const char *between = is_same_variable(name, STR("cookie")) ? "; " :
	    ", ";
	bool found = false;

	if (is_same_variable(name, STR("host")) && request->host.at != NULL) {
		*value = request->host;
		return true;
	}
	for (size_t i = 0; i < request->nheaders; i++) {
		const struct header *h = &request->headers[i];

		if (!is_same_variable(h->name, name) || !is_let_in(c, h->name))
			continue;
		*value = !found ? h->value : arena_printf(arena, "%.*s%s%.*s",
		    STR_ARG(*value), between, STR_ARG(h->value));
		found = true;
	}
	return found;
}

static size_t
skip_spaces(struct str s, size_t at)
{
	while (at < s.len && s.at[at] == ' ')
		at++;
	return at;
}

/*
 * nginx: ngx_http_parse_multi_header_lines(), of one header. After a name
 * without "=" it passes over one more byte, and so over the next cookie.
 */
static bool
find_cookie(struct str header, struct str name, struct str *value)
{
	size_t at = 0;

	while (at < header.len) {
		if (str_eq_nocase(str_cut(header, at, at + name.len), name)) {
			at = skip_spaces(header, at + name.len);
			if (at < header.len && header.at[at++] == '=') {
				at = skip_spaces(header, at);
				*value = str_cut(header, at,
				    str_find_byte(header, ';', at));
				return true;
			}
		}
		while (at < header.len && header.at[at] != ';' &&
		    header.at[at] != ',')
			at++;
		at = skip_spaces(header, at + 1);
	}
	return false;
}

static bool
get_cookie(const struct request *request, struct str name, struct str *value)
{
	for (size_t i = 0; i < request->nheaders; i++)
		if (str_eq_nocase(request->headers[i].name, STR("cookie")) &&
		    find_cookie(request->headers[i].value, name, value))
			return true;
	return false;
}

/* What a header or cookie says. */
enum word { WORD_NOTHING, WORD_CANARY, WORD_PRIMARY };

static enum word
read_word(struct choice *out, struct str value)
{
	if (str_is(value, "always")) {
		out->why = "is \"always\"";
		return WORD_CANARY;
	}
	if (str_is(value, "never")) {
		out->why = "is \"never\"";
		return WORD_PRIMARY;
	}
	return WORD_NOTHING;
}

/* ngx.re.match() of PCRE: with case, anywhere, no UTF */
static enum word
match_header(struct arena *arena, struct rx *x, struct str value,
    struct choice *out)
{
	if (!rx_compiles(x)) {
		out->why = "cannot be matched, as canary-by-header-pattern "
		    "is no regular expression";
		return WORD_PRIMARY;
	}
	switch (rx_match(arena, x, RX_NAME, value, NULL)) {
	case RX_YES:
		out->why = "matches canary-by-header-pattern";
		return WORD_CANARY;
	case RX_GAVE_UP:
		out->why = "is too hard to match";
		return WORD_PRIMARY;
	case RX_NO:
		break;
	}
	return WORD_NOTHING;
}

static enum word
ask_header(struct arena *arena, const struct controller *controller,
    const struct pool *pool, const struct request *request,
    struct choice *out)
{
	const struct canary *c = &pool->canary;
	struct str value;

	out->what = c->header;
	if (c->header.len == 0 || !get_header(arena, controller, request,
	    c->header, &value))
		return WORD_NOTHING;
	if (c->header_value.len > 0) {
		if (!str_eq(value, c->header_value))
			return WORD_NOTHING;
		out->why = "is that of canary-by-header-value";
		return WORD_CANARY;
	}
	if (pool->header_pattern != NULL)
		return match_header(arena, pool->header_pattern, value, out);
	return read_word(out, value);
}

static enum word
ask_cookie(const struct canary *c, const struct request *request,
    struct choice *out)
{
	struct str value;

	out->what = c->cookie;
	if (c->cookie.len == 0 || !get_cookie(request, c->cookie, &value))
		return WORD_NOTHING;
	return read_word(out, value);
}

/* Where nothing else decides, chance does. */
static void
ask_weight(const struct canary *c, struct choice *out)
{
	out->what = (struct str){ NULL, 0 };
	out->total = c->total > 100 ? c->total : 100;
	out->weight = c->weight < 0 ? 0 :
	    c->weight > out->total ? out->total : c->weight;
	out->why = "decides";
}

void
choice_make(struct arena *arena, const struct controller *controller,
    const struct pool *primary, const struct request *request,
    struct choice *out)
{
	const struct pool *canary = primary->canaries.n > 0 ?
	    primary->canaries.at[0] : NULL;
	enum word word;

	*out = (struct choice){ .primary = primary, .total = 100 };
	if (canary == NULL || canary->deleted || canary->reach == REACH_NONE ||
	    canary->reach == REACH_LOST)
		return;
	out->canary = canary;
	word = ask_header(arena, controller, canary, request, out);
	if (word == WORD_NOTHING)
		word = ask_cookie(&canary->canary, request, out);
	if (word == WORD_CANARY)
		out->weight = out->total;
	else if (word == WORD_NOTHING)
		ask_weight(&canary->canary, out);
}
