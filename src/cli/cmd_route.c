/*
 * Loads the manifests once, then answers requests one by one: of the command
 * line, or of a file with one JSON object a line. A line is read as a YAML
 * document of its own, which JSON is.
 */
#include <stdio.h>

#include "base/die.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/answers.h"
#include "cli/command.h"
#include "cli/routing.h"
#include "yaml/stream.h"

struct run {
	struct routing routing;
	const struct options *options;
	bool json;
	struct buf out;
	struct arena scratch;	/* of one request */
	VEC(struct header) headers;	/* of the command line */
};

enum { FLUSH_BYTES = 1 << 16 };

static void
flush(struct run *r)
{
	file_print(buf_str(&r->out));
	buf_reset(&r->out);
}

static void
add_header(struct run *r, const char *text)
{
	struct str name = str_from(text);
	size_t colon = str_find_byte(name, ':', 0);
	struct header *h;

	if (colon == STR_NONE || colon == 0)
		usage_error("route", "\"%s\" is no header: it has no "
		    "\"NAME: VALUE\"", text);
	h = vec_add(r->routing.arena, &r->headers);
	h->name = str_trim(str_cut(name, 0, colon));
	h->value = str_trim(str_cut(name, colon + 1, name.len));
}

/* Answers one request; NULL, or what is wrong with it. */
static const char *
answer(struct run *r, struct str url, struct str method,
    const struct header *headers, size_t n)
{
	struct model *model = &r->routing.model;
	struct answer found;
	struct call call;
	const char *wrong;

	wrong = call_read(&r->scratch, model, url, method, headers, n, &call);
	if (wrong != NULL)
		return wrong;
	answer_find(&r->scratch, model, &call.request, call.sni, &found);
	if (r->json)
		answer_json(&r->out, url, method, &found);
	else
		answer_story(&r->scratch, &r->out, url, method, &found);
	if (r->out.len > FLUSH_BYTES)
		flush(r);
	return NULL;
}

static void
answer_words(struct run *r)
{
	const struct options *o = r->options;
	struct str method = o->method == NULL ? STR("GET") :
	    str_from(o->method);

	for (size_t i = 0; i < o->operands.n; i++) {
		struct str url = str_from(o->operands.at[i]);
		const char *wrong;

		if (i > 0 && !r->json)
			buf_putc(&r->out, '\n');
		wrong = answer(r, url, method, r->headers.at, r->headers.n);
		if (wrong != NULL)
			usage_error("route", "\"%s\" is no URL: %s",
			    o->operands.at[i], wrong);
	}
}

/* What one line asks for. */
struct line {
	struct str url, method;
	VEC(struct header) headers;
};

/* NULL, or what is wrong with the line. */
static const char *
read_line(struct run *r, const struct node *n, struct line *line)
{
	const struct node *url = node_get(n, STR("url"));
	const struct node *method = node_get(n, STR("method"));
	const struct node *headers = node_get(n, STR("headers"));

	if (!node_is_str(url))
		return "an object with \"url\" is expected";
	if (!node_is_null(method) && !node_is_str(method))
		return "\"method\" is no string";
	if (!node_is_null(headers) && !node_is(headers, NODE_MAP))
		return "\"headers\" is no object";
	*line = (struct line){ .url = url->text, .method = STR("GET") };
	if (node_is_str(method))
		line->method = method->text;
	for (uint32_t i = 0; node_is(headers, NODE_MAP) &&
	    i < headers->count; i++) {
		struct header *h = vec_add(&r->scratch, &line->headers);

		h->name = headers->entries[i].key->text;
		h->value = node_text(headers->entries[i].value);
	}
	return NULL;
}

/*
 * The text as a stream of documents: "--- " is put before every line. The
 * line of a place stays right, its column is four more.
 */
static struct str
as_stream(struct arena *arena, struct str text)
{
	struct str rest = text, result;
	struct buf out;

	buf_init(&out);
	while (rest.at != NULL) {
		struct str line = str_next(&rest, '\n');

		if (str_trim(line).len > 0)
			buf_puts(&out, "--- ");
		buf_add(&out, line);
		buf_putc(&out, '\n');
	}
	result = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return result;
}

static void
answer_line(struct run *r, const struct document *d)
{
	struct position at = source_position(&r->routing.sources,
	    d->root->span.file, d->root->span.start);
	const char *wrong;
	struct line line;

	wrong = read_line(r, d->root, &line);
	if (wrong == NULL)
		wrong = answer(r, line.url, line.method, line.headers.at,
		    line.headers.n);
	if (wrong == NULL)
		return;
	flush(r);
	usage_error("route", "%s: line %u: %s", r->options->requests,
	    (unsigned)at.line, wrong);
}

static void
answer_file(struct run *r)
{
	struct routing *g = &r->routing;
	const char *name = r->options->requests, *wrong;
	struct stream_reader *reader;
	struct document document;
	struct str text;
	uint32_t file;

	wrong = file_read(g->arena, name, LIMIT_FILE_BYTES, &text);
	if (wrong != NULL)
		usage_error("route", "%s: %s", name, wrong);
	file = source_add(&g->sources, name, as_stream(g->arena, text));
	reader = stream_open(g->arena, &g->diags, &g->sources, file);
	while (stream_next(reader, &r->scratch, &document)) {
		answer_line(r, &document);
		arena_rewind(&r->scratch, (struct arena_mark){ .used = 0 });
	}
	if (stream_broken(reader)) {
		flush(r);
		usage_error("route", "%s: a line is no JSON: %.*s", name,
		    STR_ARG(g->diags.list.at[0]->text));
	}
}

int
cmd_route(struct arena *arena, const struct options *options)
{
	struct run r = { .options = options };
	int status;

	if (options->files.n == 0)
		usage_error("route", "no manifests are given: -f PATH");
	if ((options->operands.n == 0) == (options->requests == NULL))
		usage_error("route", "give URLs, or a file of requests with "
		    "--requests");
	r.json = options->requests != NULL || (options->format != NULL &&
	    strcmp(options->format, "json") == 0);
	status = routing_load(arena, options, &options->files, &r.routing);
	if (status == STATUS_USAGE)
		return status;
	buf_init(&r.out);
	arena_init(&r.scratch);
	for (size_t i = 0; i < options->headers.n; i++)
		add_header(&r, options->headers.at[i]);
	if (options->requests == NULL)
		answer_words(&r);
	else
		answer_file(&r);
	flush(&r);
	arena_release(&r.scratch);
	buf_release(&r.out);
	return status;
}
