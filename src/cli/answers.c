#include "cli/answers.h"

#include <math.h>

#include "base/json.h"
#include "base/utf8.h"
#include "model/site.h"
#include "nginx/word.h"

static const char *const kinds[] = {
	[ANSWER_PROXY] = "proxy", [ANSWER_REDIRECT] = "redirect",
	[ANSWER_RESPOND] = "respond",
	[ANSWER_RELOAD_FAILED] = "reload-failed",
};

static void
put_string(struct buf *out, const char *key, struct str value)
{
	json_key(out, key);
	json_string(out, value);
}

/* null for what is not there. */
static void
put_text(struct buf *out, const char *key, struct str value)
{
	json_key(out, key);
	if (value.len == 0)
		buf_puts(out, "null");
	else
		json_string(out, value);
}

/* 100, 12.5: as many digits as it takes to read the same back. */
static void
put_weight(struct buf *out, double weight)
{
	if (weight == floor(weight))
		buf_printf(out, "%.0f", weight);
	else
		buf_printf(out, "%.15g", weight);
}

static void
put_captures(struct buf *out, const struct captures *c)
{
	json_key(out, "captures");
	buf_putc(out, '[');
	for (uint32_t i = 1; i < c->n; i++) {
		json_comma(out);
		json_string(out, c->at[i]);
	}
	buf_putc(out, ']');
}

static void
put_shares(struct buf *out, const struct answer *a)
{
	json_key(out, "backends");
	buf_putc(out, '[');
	for (size_t i = 0; i < a->nshares; i++) {
		json_comma(out);
		buf_putc(out, '{');
		put_string(out, "service", a->shares[i].service);
		put_string(out, "port", a->shares[i].port);
		json_key(out, "weight");
		put_weight(out, a->shares[i].weight);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

void
answer_json(struct buf *out, struct str url, struct str method,
    const struct answer *a)
{
	buf_puts(out, "{\"request\":{");
	put_string(out, "url", url);
	put_string(out, "method", method);
	buf_puts(out, "}");
	put_string(out, "outcome", str_from(kinds[a->kind]));
	json_key(out, "status");
	if (a->status == 0)
		buf_puts(out, "null");
	else
		buf_printf(out, "%u", a->status);
	json_key(out, "location");
	if (a->kind == ANSWER_REDIRECT)
		json_string(out, a->location);
	else
		buf_puts(out, "null");
	put_text(out, "server", a->server);
	put_text(out, "ingress", a->ingress);
	put_text(out, "path", a->path);
	put_text(out, "directive", a->directive);
	put_captures(out, &a->outcome.captures);
	json_key(out, "uri");
	if (a->kind == ANSWER_PROXY)
		json_string(out, a->uri);
	else
		buf_puts(out, "null");
	put_shares(out, a);
	put_text(out, "reason", a->reason);
	buf_puts(out, "}\n");
}

static void
show(struct buf *out, const char *label, struct str text)
{
	buf_printf(out, "  %-9s ", label);
	utf8_show(out, text);
	buf_putc(out, '\n');
}

static void
show_directive(struct buf *out, const struct location *l)
{
	struct buf text;

	buf_init(&text);
	buf_puts(&text, l->kind == LOCATION_REGEX ? "~* " :
	    l->kind == LOCATION_EXACT ? "= " : "");
	if (l->kind == LOCATION_REGEX) {
		struct buf pattern;

		buf_init(&pattern);
		buf_putc(&pattern, '^');
		buf_add(&pattern, l->text);
		word_quote(&text, buf_str(&pattern));
		buf_release(&pattern);
	} else
		word_quote(&text, l->text);
	utf8_show(out, buf_str(&text));
	buf_release(&text);
}

/*
 * "shop/web", with the path where the location has another text; or whose
 * the location is without an Ingress.
 */
static void
show_owner(struct buf *out, const struct location *l)
{
	const struct place *place = l->owner;
	const struct spot *spot = place == NULL ? NULL : place->spot;

	if (spot == NULL)
		buf_puts(out, "the controller's own");
	else if (spot->implicit || spot->maker == NULL)
		buf_puts(out, "the host's implicit /");
	else {
		utf8_show(out, spot->maker->key);
		if (str_eq(spot->text, l->text))
			return;
		buf_puts(out, ", path ");
		utf8_show(out, spot->text);
	}
}

static const char *
trial_text(enum trial trial)
{
	static const char *const texts[] = {
		[TRIAL_TAKES] = "takes it",
		[TRIAL_DIFFERS] = "does not match",
		[TRIAL_SHORTER] = "matches, but a more specific one goes first",
		[TRIAL_BEFORE_REGEX] =
		    "the longest prefix, but an expression goes first",
		[TRIAL_LATER] = "would match, but comes later",
		[TRIAL_NOT_TRIED] = "not tried",
		[TRIAL_REDIRECTS] =
		    "is the path and a slash: nginx redirects there",
		[TRIAL_TROUBLE] = "PCRE gives up on it",
	};

	return texts[trial];
}

/* Every location of the server, in the order nginx has them. */
static void
show_trials(struct arena *arena, struct buf *out, const struct answer *a)
{
	const struct server *server = a->outcome.server;
	enum trial *trials;

	if (server == NULL || server->index == NULL ||
	    a->outcome.reading.status != 0)
		return;
	trials = arena_array(arena, enum trial, server->locations.n);
	location_explain(arena, server->index, a->outcome.reading.uri.path,
	    trials);
	for (size_t i = 0; i < server->locations.n; i++) {
		const struct location *l = &server->locations.at[i];

		buf_printf(out, "  %-9s ", i == 0 ? "locations" : "");
		show_directive(out, l);
		buf_puts(out, "  (");
		show_owner(out, l);
		buf_printf(out, "): %s\n", trial_text(trials[i]));
	}
}

static void
show_captures(struct buf *out, const struct captures *c)
{
	if (c->n < 2)
		return;
	buf_puts(out, "  captures ");
	for (uint32_t i = 1; i < c->n; i++) {
		buf_printf(out, " $%u=\"", (unsigned)i);
		utf8_show(out, c->at[i]);
		buf_putc(out, '"');
	}
	buf_putc(out, '\n');
}

static void
show_shares(struct buf *out, const struct answer *a)
{
	for (size_t i = 0; i < a->nshares; i++) {
		buf_puts(out, i == 0 ? "  goes to   " : "            ");
		buf_puts(out, "Service ");
		utf8_show(out, a->shares[i].service);
		buf_puts(out, ", port ");
		utf8_show(out, a->shares[i].port);
		if (a->nshares > 1) {
			buf_puts(out, ": ");
			put_weight(out, a->shares[i].weight);
			buf_puts(out, " % of such requests");
		}
		buf_putc(out, '\n');
	}
}

static void
show_end(struct buf *out, const struct answer *a)
{
	switch (a->kind) {
	case ANSWER_PROXY:
		show(out, "as", a->uri);
		show_shares(out, a);
		break;
	case ANSWER_REDIRECT:
		buf_printf(out, "  answer    %u, Location: ", a->status);
		utf8_show(out, a->location);
		buf_putc(out, '\n');
		break;
	case ANSWER_RESPOND:
		if (a->status == 0)
			buf_puts(out, "  answer    none, the connection is "
			    "closed\n");
		else
			buf_printf(out, "  answer    %u\n", a->status);
		break;
	case ANSWER_RELOAD_FAILED:
		buf_puts(out, "  answer    not known: the controller cannot "
		    "load this configuration,\n            and goes on with "
		    "the one it had\n");
		break;
	}
	if (a->reason.len > 0)
		show(out, "because", a->reason);
}

void
answer_story(struct arena *arena, struct buf *out, struct str url,
    struct str method, const struct answer *a)
{
	utf8_show(out, method);
	buf_putc(out, ' ');
	utf8_show(out, url);
	buf_putc(out, '\n');
	if (a->server.len > 0)
		show(out, "server", str_is(a->server, "_") ?
		    STR("_ (the default one)") : a->server);
	if (a->kind != ANSWER_RELOAD_FAILED)
		show_trials(arena, out, a);
	show_captures(out, &a->outcome.captures);
	show_end(out, a);
}
