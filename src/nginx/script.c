/*
 * Reading follows ngx_http_script_compile(); running a rewrite follows
 * ngx_http_script_regex_start_code() and ..._end_code().
 */
#include "nginx/script.h"

size_t
script_name_end(struct str text, size_t at)
{
	while (at < text.len && (str_is_alnum(text.at[at]) ||
	    text.at[at] == '_'))
		at++;
	return at;
}

static void
fail(struct script *script, struct str why, size_t from, size_t to)
{
	if (script->error.len > 0)
		return;
	script->error = why;
	script->error_from = (uint32_t)from;
	script->error_to = (uint32_t)to;
}

/* What begins with the $ at `at`. Returns its end. */
static size_t
read_dollar(struct arena *arena, struct script *script, size_t at)
{
	struct str text = script->text;
	size_t begin = at + 1, end;
	struct script_part *part = vec_add(arena, &script->parts);
	bool braced;

	part->from = (uint32_t)at;
	if (begin < text.len && text.at[begin] >= '1' &&
	    text.at[begin] <= '9') {
		part->kind = PART_CAPTURE;
		part->number = (uint32_t)(text.at[begin] - '0');
		part->to = (uint32_t)begin + 1;
		return part->to;
	}
	braced = begin < text.len && text.at[begin] == '{';
	begin += braced;
	end = script_name_end(text, begin);
	part->kind = PART_VARIABLE;
	part->name = uri_lower(arena, str_cut(text, begin, end));
	if (braced && begin < text.len &&
	    (end == text.len || text.at[end] != '}'))
		fail(script, arena_printf(arena, "the closing bracket in "
		    "\"%.*s\" variable is missing", STR_ARG(part->name)), at,
		    end);
	else if (end == begin)
		fail(script, STR("invalid variable name"), at, begin);
	else
		end += braced;
	part->to = (uint32_t)end;
	return end;
}

void
script_read(struct arena *arena, struct str text, struct script *script)
{
	*script = (struct script){ .text = text };
	for (size_t at = 0; at < text.len && script->error.len == 0;) {
		size_t end = str_find_byte(text, '$', at);
		struct script_part *part;

		if (end == at) {
			at = read_dollar(arena, script, at);
			continue;
		}
		part = vec_add(arena, &script->parts);
		part->kind = PART_TEXT;
		part->from = (uint32_t)at;
		at = end == STR_NONE ? text.len : end;
		part->to = (uint32_t)at;
	}
}

/*
 * nginx: ngx_http_regex_exec(). PCRE lists names in byte order, and what
 * comes later is set later; case tells no variables apart.
 */
void
script_capture(struct arena *arena, const struct rx *x,
    const struct rx_captures *found, struct captures *captures)
{
	size_t earlier = captures->names.n;

	captures->at = found->at;
	captures->n = found->n;
	for (size_t i = 0; i < x->tree->names.n; i++) {
		const struct ast_name *name = &x->tree->names.at[i];
		size_t at = earlier;

		if (name->number >= found->n)
			continue;
		while (at < captures->names.n &&
		    str_cmp(captures->names.at[at].name, name->name) <= 0)
			at++;
		vec_add(arena, &captures->names);
		memmove(&captures->names.at[at + 1], &captures->names.at[at],
		    (captures->names.n - 1 - at) *
		    sizeof(*captures->names.at));
		captures->names.at[at].name = name->name;
		captures->names.at[at].value = found->at[name->number];
	}
}

static struct str
captured(const struct script_scope *scope, uint32_t number)
{
	if (number < scope->captures.n)
		return scope->captures.at[number];
	return (struct str){ NULL, 0 };
}

static struct str
part_text(const struct script *script, const struct script_part *part)
{
	return str_cut(script->text, part->from, part->to);
}

void
script_run(struct buf *out, const struct script *script,
    struct script_scope *scope)
{
	for (size_t i = 0; i < script->parts.n; i++) {
		const struct script_part *part = &script->parts.at[i];

		if (part->kind == PART_TEXT)
			buf_add(out, part_text(script, part));
		else if (part->kind == PART_CAPTURE)
			buf_add(out, captured(scope, part->number));
		else
			script_value(out, scope, part->name);
	}
}

bool
script_redirects(const struct script *script)
{
	return str_starts(script->text, STR("http://")) ||
	    str_starts(script->text, STR("https://")) ||
	    str_starts(script->text, STR("$scheme"));
}

/* A rewrite being run. */
struct run {
	struct buf *out;
	struct script_scope *scope;
	bool redirects;
	bool has_query;		/* a "?" stands in the target */
	size_t query;		/* where it begins in `out`, if it is split */
};

static void
run_text(struct run *run, struct str text)
{
	size_t mark = str_find_byte(text, '?', 0);

	if (mark == STR_NONE || run->has_query || run->redirects) {
		run->has_query |= mark != STR_NONE;
		buf_add(run->out, text);
		return;
	}
	run->has_query = true;
	buf_add(run->out, str_cut(text, 0, mark));
	run->query = run->out->len;
	buf_add(run->out, str_cut(text, mark + 1, text.len));
}

static void
run_capture(struct run *run, uint32_t number)
{
	const struct uri *uri = &run->scope->reading->uri;
	struct str text = captured(run->scope, number);

	if ((run->has_query || run->redirects) && (uri->quoted || uri->plus))
		uri_escape(run->out, text, ESCAPE_ARGS);
	else
		buf_add(run->out, text);
}

static void
run_parts(struct run *run, const struct script *script)
{
	size_t len = script->text.len;

	/* A "?" at the end keeps the query of the request away. */
	if (len > 0 && script->text.at[len - 1] == '?')
		len--;
	for (size_t i = 0; i < script->parts.n; i++) {
		const struct script_part *part = &script->parts.at[i];

		if (part->kind == PART_TEXT)
			run_text(run, str_cut(script->text, part->from,
			    part->to < len ? part->to : len));
		else if (part->kind == PART_CAPTURE)
			run_capture(run, part->number);
		else
			script_value(run->out, run->scope, part->name);
	}
}

static bool
drops_args(const struct script *script)
{
	return str_ends(script->text, STR("?"));
}

static struct str
redirect_url(struct arena *arena, const struct script *script,
    const struct run *run)
{
	struct str args = run->scope->args, url;
	struct buf out;

	buf_init(&out);
	uri_unescape_redirect(&out, buf_str(run->out));
	if (!drops_args(script) && args.len > 0) {
		buf_putc(&out, run->has_query ? '&' : '?');
		buf_add(&out, args);
	}
	url = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return url;
}

static void
set_uri(struct arena *arena, const struct script *script,
    const struct run *run)
{
	struct script_scope *scope = run->scope;
	size_t end = run->out->len;
	bool adds = !drops_args(script);
	struct str all;

	if (!run->has_query) {
		scope->path = arena_str(arena, buf_str(run->out));
		if (!adds)
			scope->args.len = 0;
		return;
	}
	if (adds && scope->args.len > 0) {
		buf_putc(run->out, '&');
		buf_add(run->out, scope->args);
		end = run->out->len;
	}
	all = arena_str(arena, buf_str(run->out));
	scope->path = str_cut(all, 0, run->query);
	scope->args = str_cut(all, run->query, end);
}

enum rewriting
script_rewrite(struct arena *arena, const struct script *script,
    struct script_scope *scope, struct str *location)
{
	struct buf out;
	struct run run = { .out = &out, .scope = scope };
	enum rewriting rewriting = REWRITING_REDIRECT;

	buf_init(&out);
	run.redirects = script_redirects(script);
	run_parts(&run, script);
	if (run.redirects) {
		*location = redirect_url(arena, script, &run);
	} else {
		set_uri(arena, script, &run);
		rewriting = scope->path.len == 0 ? REWRITING_EMPTY :
		    REWRITING_URI;
	}
	buf_release(&out);
	return rewriting;
}
