/*
 * A document is composed by one recursive walk over libyaml's events, at
 * most LIMIT_YAML_DEPTH deep. The children of the collections that are still
 * open lie on one stack, so that every finished collection is one array.
 * Aliases and merge keys are resolved on the way; what they add is counted
 * in full against LIMIT_YAML_WEIGHT before it is made.
 */
#include "yaml/compose.h"

#include "base/die.h"
#include "base/limits.h"
#include "yaml/composer.h"
#include "yaml/scalar.h"

static struct span
span_of(struct composer *r, size_t start, size_t end)
{
	return (struct span){ r->file, r->base + (uint32_t)start,
	    r->base + (uint32_t)(end < start ? start : end) };
}

static bool
stop(struct composer *r, size_t at)
{
	r->stopped = at;
	return false;
}

/*
 * An unreadable document that holds template text is a template: Helm's
 * actions make no YAML. The document, not the file, decides.
 */
static bool
holds_template(const struct composer *r, size_t at)
{
	struct str text = r->piece;
	size_t from = 0, open, close;

	while ((open = str_find(text, STR("\n---"), from)) != STR_NONE &&
	    open + 1 < at)
		from = open + 1;
	if (open == STR_NONE)
		open = text.len;
	text = str_cut(text, from, open);
	open = str_find(text, STR("{{"), 0);
	if (open == STR_NONE)
		return false;
	close = str_find(text, STR("}}"), open);
	return close != STR_NONE;
}

bool
composer_syntax(struct composer *r, size_t at, const char *what,
    const char *context)
{
	const yaml_mark_t *begun = &r->parser.context_mark;
	struct span where = span_of(r, at, at);
	struct diag *d;

	if (holds_template(r, at)) {
		if (diag_has(r->diags, RULE_YAML_TEMPLATE, r->file))
			return stop(r, at);
		d = diag_report(r->diags, RULE_YAML_TEMPLATE, where,
		    "this is a template, not a manifest; documents with "
		    "{{ }} in them are not checked");
		diag_say_fix(r->diags, d, "render it first (helm template "
		    "...) and lint the result");
		return stop(r, at);
	}
	d = diag_report(r->diags, RULE_YAML_SYNTAX, where,
	    "not YAML: %s%s%s; no tool can read this document", what,
	    context == NULL ? "" : " ", context == NULL ? "" : context);
	if (context != NULL && begun->index < r->parser.problem_mark.index) {
		at = mark_byte(&r->cursor, begun->index);
		diag_note(r->diags, d, span_of(r, at, at), "begun here");
	}
	return stop(r, where.start - r->base);
}

/* libyaml's last error, with a place that is inside the text. */
static bool
report_parser(struct composer *r)
{
	yaml_parser_t *p = &r->parser;
	size_t at;

	if (p->error == YAML_MEMORY_ERROR)
		die("out of memory");
	at = mark_byte(&r->cursor, p->problem_mark.index);
	if (p->error == YAML_READER_ERROR)
		at = p->problem_offset;
	return composer_syntax(r, at > r->piece.len ? r->piece.len : at,
	    p->problem == NULL ? "syntax error" : p->problem, p->context);
}

static bool
report_limit(struct composer *r, size_t at, const char *what)
{
	diag_report(r->diags, RULE_YAML_LIMIT, span_of(r, at, at),
	    "%s; the document is not read", what);
	return stop(r, at);
}

static bool
report_depth(struct composer *r, size_t at)
{
	return report_limit(r, at, "more than 128 collections are nested");
}

static bool
next_event(struct composer *r)
{
	yaml_event_delete(&r->event);
	if (yaml_parser_parse(&r->parser, &r->event))
		return true;
	return report_parser(r);
}

bool
composer_weigh(struct composer *r, uint32_t more, size_t at)
{
	if (more > LIMIT_YAML_WEIGHT - r->weight) {
		report_limit(r, at, "the document has more than 4194304 "
		    "values, aliases counted in full");
		return false;
	}
	r->weight += more;
	return true;
}

/* Past the anchor and the tag that an event's start mark includes. */
static size_t
skip_properties(struct str text, size_t at, size_t end)
{
	while (at < end && (text.at[at] == '&' || text.at[at] == '!')) {
		while (at < end && strchr(" \t\r\n", text.at[at]) == NULL)
			at++;
		while (at < end && strchr(" \t\r\n#", text.at[at]) != NULL) {
			if (text.at[at] == '#')
				while (at < end && text.at[at] != '\n')
					at++;
			else
				at++;
		}
	}
	return at;
}

static size_t
trim_end(struct str text, size_t start, size_t end)
{
	while (end > start && strchr(" \t\r\n", text.at[end - 1]) != NULL)
		end--;
	return end;
}

static enum node_type
tagged_type(const char *tag, enum node_type plain)
{
	static const struct {
		const char *tag;
		enum node_type type;
	} tags[] = {
		{ YAML_STR_TAG, TYPE_STR }, { YAML_NULL_TAG, TYPE_NULL },
		{ YAML_BOOL_TAG, TYPE_BOOL }, { YAML_INT_TAG, TYPE_INT },
		{ YAML_FLOAT_TAG, TYPE_FLOAT },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (strcmp(tag, tags[i].tag) == 0) {
			/* `!!int x` is no number: leave it what it is */
			if (tags[i].type == TYPE_STR || tags[i].type == plain)
				return tags[i].type;
			return tags[i].type == TYPE_FLOAT &&
			    plain == TYPE_INT ? TYPE_FLOAT : plain;
		}
	return TYPE_STR;
}

static const enum node_style styles[] = {
	[YAML_PLAIN_SCALAR_STYLE] = STYLE_PLAIN,
	[YAML_SINGLE_QUOTED_SCALAR_STYLE] = STYLE_SINGLE,
	[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = STYLE_DOUBLE,
	[YAML_LITERAL_SCALAR_STYLE] = STYLE_LITERAL,
	[YAML_FOLDED_SCALAR_STYLE] = STYLE_FOLDED,
};

static struct node *
compose_scalar(struct composer *r)
{
	const yaml_event_t *e = &r->event;
	size_t start = mark_byte(&r->cursor, e->start_mark.index);
	size_t end = mark_byte(&r->cursor, e->end_mark.index);
	struct str text = { (const char *)e->data.scalar.value,
		e->data.scalar.length }, raw;
	struct node *n = arena_new(r->arena, struct node);
	const char *tag = (const char *)e->data.scalar.tag;

	n->tied = e->data.scalar.anchor != NULL || tag != NULL;
	if (n->tied)
		start = skip_properties(r->piece, start, end);
	n->kind = NODE_SCALAR;
	n->weight = 1;
	n->style = styles[e->data.scalar.style];
	if (n->style == STYLE_LITERAL || n->style == STYLE_FOLDED)
		end = trim_end(r->piece, start, end);
	n->span = span_of(r, start, end);
	raw = str_cut(r->piece, start, end);
	n->text = str_eq(raw, text) ? raw : arena_str(r->arena, text);
	n->type = TYPE_STR;
	if (tag != NULL && strcmp(tag, "!") != 0)
		n->type = tagged_type(tag, scalar_type(n->text));
	else if (n->style == STYLE_PLAIN && tag == NULL)
		n->type = scalar_type(n->text);
	return n;
}

/* Remembers a finished node under the anchor of its event, if any. */
static void
keep_anchor(struct composer *r, struct str anchor, struct node *n)
{
	if (anchor.at != NULL)
		*map_put(&r->scratch, &r->anchors, anchor) = n;
}

static struct str
copy_anchor(struct composer *r, const yaml_char_t *anchor)
{
	if (anchor == NULL)
		return (struct str){ NULL, 0 };
	return arena_str(&r->scratch, str_from((const char *)anchor));
}

static struct node *
compose_alias(struct composer *r)
{
	const yaml_event_t *e = &r->event;
	size_t start = mark_byte(&r->cursor, e->start_mark.index);
	size_t end = mark_byte(&r->cursor, e->end_mark.index);
	const struct node *target = map_get(&r->anchors,
	    str_from((const char *)e->data.alias.anchor));
	struct node *n;

	if (target == NULL) {
		composer_syntax(r, start, "an alias (*name) has no anchor "
		    "(&name) before it", NULL);
		return NULL;
	}
	if (!composer_weigh(r, target->weight - 1, start))
		return NULL;
	if (r->depth + target->depth > LIMIT_YAML_DEPTH) {
		report_depth(r, start);
		return NULL;
	}
	r->aliases = true;
	n = arena_new(r->arena, struct node);
	*n = *target;
	n->span = span_of(r, start, end);
	return n;
}

static struct node *compose_node(struct composer *);

/* A key as a string: kubectl turns `80:` and `true:` into strings too. */
static const struct node *
compose_key(struct composer *r)
{
	size_t at = mark_byte(&r->cursor, r->event.start_mark.index);
	struct node *key = compose_node(r), *text;

	if (key == NULL)
		return NULL;
	if (key->kind != NODE_SCALAR) {
		composer_syntax(r, at, "a key is a list or a mapping, which no "
		    "Kubernetes tool reads", NULL);
		return NULL;
	}
	if (key->type == TYPE_STR)
		return key;
	text = arena_new(r->arena, struct node);
	*text = *key;
	text->type = TYPE_STR;
	return text;
}

static bool
is_merge_key(const struct node *key)
{
	return key->style == STYLE_PLAIN && str_is(key->text, "<<");
}

/*
 * The end of the last child is that of a block collection: libyaml's mark is
 * the next token, lines further on.
 */
static bool
compose_entries(struct composer *r, struct node *map, size_t first)
{
	VEC(const struct node *) merges = { NULL, 0, 0 };

	for (;;) {
		struct entry e;

		if (!next_event(r))
			return false;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		e.key = compose_key(r);
		if (e.key == NULL || !next_event(r))
			return false;
		e.value = compose_node(r);
		if (e.value == NULL)
			return false;
		map->span.end = e.value->span.end;
		if (is_merge_key(e.key))
			*vec_add(&r->scratch, &merges) = e.value;
		else
			*vec_add(&r->stack, &r->open) = e;
	}
	composer_drop_duplicates(r, first);
	for (size_t i = 0; i < merges.n; i++)
		if (!composer_merge(r, first, merges.at[i]))
			return false;
	return true;
}

static bool
compose_items(struct composer *r, struct node *seq)
{
	for (;;) {
		struct entry e = { NULL, NULL };

		if (!next_event(r))
			return false;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			return true;
		e.value = compose_node(r);
		if (e.value == NULL)
			return false;
		seq->span.end = e.value->span.end;
		*vec_add(&r->stack, &r->open) = e;
	}
}

static void
set_depth(const struct composer *r, struct node *n, size_t first)
{
	n->depth = 1;
	for (size_t i = 0; i < n->count; i++) {
		unsigned below = r->open.at[first + i].value->depth;

		if (below >= n->depth)
			n->depth = below + 1;
	}
}

static void
take_entries(struct composer *r, struct node *n, size_t first)
{
	struct entry *entries = arena_array(r->arena, struct entry, n->count);

	for (size_t i = 0; i < n->count; i++)
		entries[i] = r->open.at[first + i];
	n->entries = entries;
	set_depth(r, n, first);
}

static void
take_items(struct composer *r, struct node *n, size_t first)
{
	const struct node **items = arena_array(r->arena,
	    const struct node *, n->count);

	for (size_t i = 0; i < n->count; i++)
		items[i] = r->open.at[first + i].value;
	n->items = items;
	set_depth(r, n, first);
}

static size_t
collection_start(struct composer *r, bool map)
{
	const yaml_event_t *e = &r->event;
	size_t at = mark_byte(&r->cursor, e->start_mark.index);
	bool properties = map ? e->data.mapping_start.anchor != NULL ||
	    e->data.mapping_start.tag != NULL :
	    e->data.sequence_start.anchor != NULL ||
	    e->data.sequence_start.tag != NULL;

	return properties ? skip_properties(r->piece, at, r->piece.len) : at;
}

static struct node *
compose_collection(struct composer *r, bool map)
{
	const yaml_event_t *e = &r->event;
	size_t at = collection_start(r, map);
	size_t first = r->open.n;
	uint32_t before = r->weight;
	bool flow = map ?
	    e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE :
	    e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	struct str anchor = copy_anchor(r, map ?
	    e->data.mapping_start.anchor : e->data.sequence_start.anchor);
	struct node *n;

	if (r->depth == LIMIT_YAML_DEPTH) {
		report_depth(r, at);
		return NULL;
	}
	n = arena_new(r->arena, struct node);
	n->kind = map ? NODE_MAP : NODE_SEQ;
	n->span = span_of(r, at, at);
	r->depth++;
	if (!(map ? compose_entries(r, n, first) : compose_items(r, n)))
		return NULL;
	r->depth--;
	if (flow)
		n->span.end = r->base + (uint32_t)mark_byte(&r->cursor,
		    r->event.end_mark.index);
	n->count = (uint32_t)(r->open.n - first);
	if (map)
		take_entries(r, n, first);
	else
		take_items(r, n, first);
	r->open.n = first;
	n->weight = r->weight - before + 1;
	keep_anchor(r, anchor, n);
	return n;
}

/* The node that the present event begins; NULL when reading has ended. */
static struct node *
compose_node(struct composer *r)
{
	size_t at = r->event.start_mark.index;
	struct str anchor;
	struct node *n;

	if (!composer_weigh(r, 1, at))
		return NULL;
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		anchor = copy_anchor(r, r->event.data.scalar.anchor);
		n = compose_scalar(r);
		keep_anchor(r, anchor, n);
		return n;
	case YAML_ALIAS_EVENT:
		return compose_alias(r);
	default:
		return compose_collection(r,
		    r->event.type == YAML_MAPPING_START_EVENT);
	}
}

/* Reads a document; `d->root` stays NULL for an empty one. */
static bool
compose_document(struct composer *r, struct document *d)
{
	size_t start = mark_byte(&r->cursor, r->event.start_mark.index);
	const struct node *root;
	size_t end;

	arena_rewind(&r->scratch, (struct arena_mark){ .blocks = 0 });
	r->weight = 0;
	r->depth = 0;
	r->duplicates = 0;
	r->aliases = false;
	r->anchors = (struct map){ NULL };
	r->open.n = 0;
	if (!next_event(r))
		return false;
	root = compose_node(r);
	if (root == NULL || !next_event(r))
		return false;
	end = mark_byte(&r->cursor, r->event.start_mark.index);
	if (root->kind != NODE_SCALAR || root->type != TYPE_NULL)
		*d = (struct document){ root, span_of(r, start, end),
			r->aliases };
	return true;
}

static void
close_parser(void *composer)
{
	compose_close(composer);
}

struct composer *
compose_open(struct arena *arena, struct diags *diags, uint32_t file,
    uint32_t base, struct str piece, size_t limit, bool ascii)
{
	struct composer *r = arena_new(arena, struct composer);

	r->diags = diags;
	r->file = file;
	r->base = base;
	r->piece = piece;
	r->limit = limit;
	arena_init(&r->stack);
	arena_init(&r->scratch);
	mark_start(&r->cursor, piece, ascii);
	if (!yaml_parser_initialize(&r->parser))
		die("out of memory");
	arena_defer(arena, close_parser, r);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser,
	    (const unsigned char *)piece.at, piece.len);
	return r;
}

void
compose_close(struct composer *r)
{
	if (r->closed)
		return;
	r->closed = true;
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
	arena_release(&r->stack);
	arena_release(&r->scratch);
}

enum composed
compose_next(struct composer *r, struct arena *arena, struct document *d,
    size_t *stopped)
{
	enum composed result = COMPOSE_BROKEN;

	r->arena = arena;
	d->root = NULL;
	if (!r->opened && !next_event(r))	/* stream start */
		goto done;
	r->opened = true;
	while (next_event(r)) {
		if (r->event.type == YAML_STREAM_END_EVENT ||
		    mark_byte(&r->cursor, r->event.start_mark.index) >=
		    r->limit) {
			result = COMPOSE_END;
			break;
		}
		if (!compose_document(r, d))
			break;
		if (d->root != NULL)
			return COMPOSE_DOCUMENT;
	}
done:
	*stopped = r->stopped;
	compose_close(r);
	return result;
}
