/*
 * table: configurations and requests as lines of a table.
 *
 * A configuration is a list of lines, whose words stand two spaces apart:
 *	server  NAME...
 *	prefix|exact|regex  TEXT  ID  OPTION...
 * with options `to TARGET`, `from PATTERN`, `return STATUS URL` (URL may be
 * "-"), `https`, `certificate`, `keep-slash`, `add-port`, `relative`, `port`,
 * `bare` (no upstream), `app-root TARGET`, `set NAME VALUE`. Locations before
 * any server are those of foo.com. There is always a default server "_".
 *
 * What comes of a request is told as "ID TARGET", "STATUS URL" or "STATUS".
 */
#ifndef TABLE_H
#define TABLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nginx/route.h"

struct table {
	struct arena arena;
	struct rx_set set;
	struct http http;
	struct upstream upstream;
};

struct row {
	const char *target;
	const char *host;	/* NULL: foo.com; "-": none */
	const char *expected;
};

/* A line, up to its next word. */
static inline struct str
table_word(struct str *rest)
{
	size_t end = str_find(*rest, STR("  "), 0);
	struct str word = str_cut(*rest, 0, end);

	*rest = end == STR_NONE ? STR("") : str_cut(*rest, end + 2,
	    rest->len);
	return word;
}

static inline void
table_option(struct table *t, struct location *l, struct str word,
    struct str *rest)
{
	unsigned long status;

	if (str_is(word, "to")) {
		l->rewrite_to = table_word(rest);
		if (l->rewrite_from.len == 0)
			l->rewrite_from = l->text;
	} else if (str_is(word, "from")) {
		l->rewrite_from = table_word(rest);
	} else if (str_is(word, "return")) {
		assert_true(str_to_uint(table_word(rest), 999, &status));
		l->status = (unsigned)status;
		l->url = table_word(rest);
		if (str_is(l->url, "-"))
			l->url = STR("");
	} else if (str_is(word, "app-root")) {
		l->app_root = table_word(rest);
	} else if (str_is(word, "set")) {
		l->sets = arena_new(&t->arena, struct setting);
		l->sets[0].name = table_word(rest);
		l->sets[0].value = table_word(rest);
		l->nsets = 1;
	} else if (str_is(word, "https")) {
		l->https = HTTPS_ALWAYS;
	} else if (str_is(word, "certificate")) {
		l->https = HTTPS_WITH_CERTIFICATE;
	} else if (str_is(word, "keep-slash")) {
		l->https_keeps_slash = true;
	} else if (str_is(word, "add-port")) {
		l->https_adds_port = true;
	} else if (str_is(word, "relative")) {
		l->relative_redirects = true;
	} else if (str_is(word, "port")) {
		l->port_in_redirect = true;
	} else if (str_is(word, "bare")) {
		l->upstream = NULL;
	} else {
		fail_msg("option %.*s", STR_ARG(word));
	}
}

static inline struct server *
table_server(struct table *t, struct str names)
{
	struct server *s = vec_add(&t->arena, &t->http.servers);

	while (names.len > 0)
		*vec_add(&t->arena, &s->names) = table_word(&names);
	return s;
}

static inline void
table_line(struct table *t, const char *line)
{
	struct str rest = str_from(line), word = table_word(&rest);
	struct server *s;
	struct location *l;

	if (str_is(word, "server")) {
		s = table_server(t, rest);
		if (str_is(s->names.at[0], "_"))
			t->http.default_server =
			    (uint32_t)t->http.servers.n - 1;
		return;
	}
	if (t->http.servers.n == 1)
		table_server(t, STR("foo.com"));
	s = &t->http.servers.at[t->http.servers.n - 1];
	l = vec_add(&t->arena, &s->locations);
	l->kind = str_is(word, "exact") ? LOCATION_EXACT :
	    str_is(word, "regex") ? LOCATION_REGEX : LOCATION_PREFIX;
	l->text = table_word(&rest);
	l->owner = arena_str(&t->arena, table_word(&rest)).at;
	l->upstream = &t->upstream;
	while (rest.len > 0)
		table_option(t, l, table_word(&rest), &rest);
}

/* `lines` ends with NULL. */
static inline void
table_begin(struct table *t, const char *const *lines)
{
	*t = (struct table){ .upstream = { STR("backend"), STR("") } };
	arena_init(&t->arena);
	table_server(t, STR("_"));
	*vec_add(&t->arena, &t->http.servers.at[0].locations) =
	    (struct location){ .text = STR("/"), .owner = "default",
		.upstream = &t->upstream };
	while (*lines != NULL)
		table_line(t, *lines++);
}

static inline void
table_finish(struct table *t)
{
	if (!http_finish(&t->arena, &t->http, &t->set))
		fail_msg("%.*s", STR_ARG(t->http.faults.at[0].message));
}

static inline void
table_end(struct table *t)
{
	arena_release(&t->arena);
}

static inline struct str
table_outcome(struct table *t, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_PROXY:
		return arena_printf(&t->arena, "%s %.*s",
		    (const char *)o->location->owner, STR_ARG(o->target));
	case OUTCOME_REDIRECT:
		return arena_printf(&t->arena, "%u %.*s", o->status,
		    STR_ARG(o->url));
	case OUTCOME_RESPOND:
		return arena_printf(&t->arena, "%u", o->status);
	default:
		return STR("closed");
	}
}

static inline void
table_ask(struct table *t, struct request *request, const char *expected)
{
	struct outcome outcome;
	struct str got;

	if (request->method.len == 0)
		request->method = STR("GET");
	if (request->version.at == NULL)
		request->version = STR("HTTP/1.1");
	if (request->port == 0)
		request->port = 80;
	route(&t->arena, &t->http, request, &outcome);
	got = table_outcome(t, &outcome);
	if (!str_is(got, expected))
		fail_msg("%.*s (Host %.*s): %.*s, not %s",
		    STR_ARG(request->target), STR_ARG(request->host),
		    STR_ARG(got), expected);
}

static inline void
table_row(struct table *t, const struct row *row)
{
	struct request request = { .target = str_from(row->target) };

	if (row->host == NULL)
		request.host = STR("foo.com");
	else if (strcmp(row->host, "-") != 0)
		request.host = str_from(row->host);
	else
		request.version = STR("HTTP/1.0");
	table_ask(t, &request, row->expected);
}

/* A configuration and what comes of requests; `rows` ends without target. */
static inline void
table_check(const char *const *lines, const struct row *rows)
{
	struct table t;

	table_begin(&t, lines);
	table_finish(&t);
	for (; rows->target != NULL; rows++)
		table_row(&t, rows);
	table_end(&t);
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define ROWS(...) ((const struct row[]){ __VA_ARGS__, { NULL, NULL, NULL } })

#endif
